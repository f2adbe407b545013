//! The states of cooperatives, photos, products and revisions, and every way from one to another.
//! Pure: a state and an event give the next state or a refusal, and nothing else in the house
//! writes a state.

use kernel::text_enum;

/// The event does not fit the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a {noun} that is {state} cannot {event}")]
pub struct Refused {
    /// What was to change.
    pub noun: &'static str,
    /// Its state.
    pub state: &'static str,
    /// What was to happen.
    pub event: &'static str,
}

macro_rules! events {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// Every event.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name in event rows and in message keys.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }
        }
    };
}

text_enum! {
    /// Where a cooperative stands.
    CooperativeState {
        /// It asked to join.
        Applied = "applied",
        /// An administrator checked it: it sells.
        Verified = "verified",
        /// An administrator said no.
        Refused = "refused",
        /// An administrator stopped it: nothing of it is shown.
        Suspended = "suspended",
    }
}

events! {
    /// What happens to a cooperative.
    CooperativeEvent {
        /// It corrects its application and asks again.
        Reapply = "reapply",
        /// An administrator finds it in order.
        Verify = "verify",
        /// An administrator says no.
        Refuse = "refuse",
        /// An administrator stops it.
        Suspend = "suspend",
        /// An administrator lets it go on.
        Reinstate = "reinstate",
    }
}

text_enum! {
    /// Where a photo stands.
    PhotoState {
        /// Its renditions are being made.
        Developing = "developing",
        /// It can be shown.
        Ready = "ready",
        /// It is no picture we can use.
        Refused = "refused",
    }
}

events! {
    /// What happens to a photo.
    PhotoEvent {
        /// Its renditions are stored.
        Develop = "develop",
        /// Its renditions are made anew.
        Renew = "renew",
        /// It cannot be used.
        Refuse = "refuse",
    }
}

text_enum! {
    /// Where a product stands.
    ProductState {
        /// Never approved yet.
        Draft = "draft",
        /// Buyers see it, while its cooperative is verified.
        OnSale = "on_sale",
        /// Its cooperative took it off for a while.
        Paused = "paused",
        /// An administrator took it off and alone can lift that.
        Suspended = "suspended",
        /// Its cooperative gave it up.
        Archived = "archived",
    }
}

events! {
    /// What happens to a product.
    ProductEvent {
        /// One of its revisions is approved.
        Approve = "approve",
        /// Its cooperative takes it off for a while.
        Pause = "pause",
        /// Its cooperative puts it back.
        Resume = "resume",
        /// An administrator takes it off.
        Suspend = "suspend",
        /// An administrator allows it again; it is paused until its cooperative puts it back.
        Lift = "lift",
        /// Its cooperative gives it up.
        Archive = "archive",
    }
}

text_enum! {
    /// Where a revision stands.
    RevisionState {
        /// Being written.
        Draft = "draft",
        /// Waiting for an administrator.
        Submitted = "submitted",
        /// An administrator wants something changed.
        ChangesRequested = "changes_requested",
        /// What buyers see.
        Approved = "approved",
        /// An administrator said no.
        Rejected = "rejected",
        /// Was approved once; a newer one took its place.
        Superseded = "superseded",
    }
}

events! {
    /// What happens to a revision.
    RevisionEvent {
        /// Its words, photos or claims change.
        Edit = "edit",
        /// Its cooperative sends it in.
        Submit = "submit",
        /// Its cooperative takes it back to change it.
        Withdraw = "withdraw",
        /// An administrator accepts it.
        Approve = "approve",
        /// An administrator wants something changed.
        RequestChanges = "request_changes",
        /// An administrator says no.
        Reject = "reject",
        /// A newer one was approved.
        Supersede = "supersede",
    }
}

impl CooperativeState {
    /// The state after `event`.
    ///
    /// # Errors
    /// When the event does not fit.
    pub fn after(self, event: CooperativeEvent) -> Result<Self, Refused> {
        use CooperativeEvent as E;
        match (self, event) {
            (Self::Refused, E::Reapply) => Ok(Self::Applied),
            (Self::Applied, E::Verify) | (Self::Suspended, E::Reinstate) => Ok(Self::Verified),
            (Self::Applied, E::Refuse) => Ok(Self::Refused),
            (Self::Verified, E::Suspend) => Ok(Self::Suspended),
            (state, event) => Err(refused("cooperative", state.code(), event.code())),
        }
    }
}

impl PhotoState {
    /// The state after `event`.
    ///
    /// # Errors
    /// When the event does not fit.
    pub fn after(self, event: PhotoEvent) -> Result<Self, Refused> {
        match (self, event) {
            (Self::Developing, PhotoEvent::Develop) => Ok(Self::Ready),
            (Self::Ready, PhotoEvent::Renew) => Ok(Self::Developing),
            (Self::Developing, PhotoEvent::Refuse) => Ok(Self::Refused),
            (state, event) => Err(refused("photo", state.code(), event.code())),
        }
    }
}

impl ProductState {
    /// The state after `event`.
    ///
    /// # Errors
    /// When the event does not fit.
    pub fn after(self, event: ProductEvent) -> Result<Self, Refused> {
        use ProductEvent as E;
        match (self, event) {
            (Self::Draft | Self::OnSale, E::Approve) | (Self::Paused, E::Resume) => Ok(Self::OnSale),
            (Self::Paused, E::Approve) | (Self::OnSale, E::Pause) | (Self::Suspended, E::Lift) => Ok(Self::Paused),
            (Self::OnSale | Self::Paused, E::Suspend) | (Self::Suspended, E::Approve) => Ok(Self::Suspended),
            (Self::Draft | Self::OnSale | Self::Paused, E::Archive) => Ok(Self::Archived),
            (state, event) => Err(refused("product", state.code(), event.code())),
        }
    }
}

impl RevisionState {
    /// The state after `event`.
    ///
    /// # Errors
    /// When the event does not fit.
    pub fn after(self, event: RevisionEvent) -> Result<Self, Refused> {
        use RevisionEvent as E;
        match (self, event) {
            (Self::Draft, E::Edit) | (Self::Submitted, E::Withdraw) => Ok(Self::Draft),
            (Self::ChangesRequested, E::Edit) | (Self::Submitted, E::RequestChanges) => Ok(Self::ChangesRequested),
            (Self::Draft | Self::ChangesRequested, E::Submit) => Ok(Self::Submitted),
            (Self::Submitted, E::Approve) => Ok(Self::Approved),
            (Self::Submitted, E::Reject) => Ok(Self::Rejected),
            (Self::Approved, E::Supersede) => Ok(Self::Superseded),
            (state, event) => Err(refused("revision", state.code(), event.code())),
        }
    }

    /// Whether the cooperative still works on it or waits for an answer.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Submitted | Self::ChangesRequested)
    }
}

const fn refused(noun: &'static str, state: &'static str, event: &'static str) -> Refused {
    Refused { noun, state, event }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(next: Result<&'static str, Refused>) -> &'static str {
        next.unwrap_or("-")
    }

    #[test]
    fn every_state_meets_every_event_as_this_table_says() {
        let mut table = String::new();
        for s in CooperativeState::ALL {
            for e in CooperativeEvent::ALL {
                let next = cell(s.after(*e).map(CooperativeState::code));
                table += &format!("cooperative {} {} {next}\n", s.code(), e.code());
            }
        }
        for s in PhotoState::ALL {
            for e in PhotoEvent::ALL {
                let next = cell(s.after(*e).map(PhotoState::code));
                table += &format!("photo {} {} {next}\n", s.code(), e.code());
            }
        }
        for s in ProductState::ALL {
            for e in ProductEvent::ALL {
                let next = cell(s.after(*e).map(ProductState::code));
                table += &format!("product {} {} {next}\n", s.code(), e.code());
            }
        }
        for s in RevisionState::ALL {
            for e in RevisionEvent::ALL {
                let next = cell(s.after(*e).map(RevisionState::code));
                table += &format!("revision {} {} {next}\n", s.code(), e.code());
            }
        }
        assert_eq!(table, include_str!("status.txt"));
    }
}
