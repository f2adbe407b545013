//! The way from a photo to a listing: one question a page, each with its own address, each saved when
//! it is answered. A product that is on sale goes the same way again; its new revision begins with
//! the first answer that is saved.

use crate::{App, Failure, extract::Visitor, page};
use axum::http::StatusCode;
use catalogue::{
    photo::{Photo, PhotoState},
    product::{self, Product, ProductState},
    revision::{self, Remark, Revision, RevisionState},
};
use kernel::{Fault, Kind, Locale, ids::ProductId};
use market::actor::Seller;
use view::{
    Tone,
    chrome::Chrome,
    form::Form,
    parts::{Choice, Picture},
    words,
};

/// The pages of the way, by the last part of their address.
pub(super) const STEPS: [&str; 6] = ["photos", "category", "price", "stock", "words", "check"];

/// A product that is being worked on, and the revision with what was written last.
pub(super) struct Work {
    pub(super) product: Product,
    pub(super) revision: Revision,
    pub(super) remarks: Vec<Said>,
}

/// What an administrator said about a field, in the reader's language.
pub(super) struct Said {
    pub(super) field: String,
    pub(super) label: String,
    pub(super) text: String,
}

/// What every page of the way shows besides its question.
pub(super) struct Way {
    /// The names of the steps.
    pub(super) names: Vec<String>,
    /// Which step this is.
    pub(super) current: usize,
    /// The product's address.
    pub(super) root: String,
    /// The page before.
    pub(super) back: String,
    /// `check` when that is where the reader came from and goes back to.
    pub(super) then: &'static str,
    /// What an administrator said about the fields of this page.
    pub(super) remarks: Vec<Said>,
    /// The version of the revision that is shown.
    pub(super) version: i32,
    /// Whether saving begins a new revision beside the one that is on sale.
    pub(super) begins: bool,
}

/// The work on a cooperative's own product.
///
/// # Errors
/// Not found, where there is none or it was given up.
pub(super) async fn work(app: &App, seller: Seller, locale: Locale, id: ProductId) -> Result<Work, Failure> {
    let db = &app.market().db;
    let product = product::get_for_cooperative(db, seller.cooperative, id)
        .await
        .map_err(gone)?;
    if product.state == ProductState::Archived {
        return Err(Failure::not_found());
    }
    let revision = revision::get_newest_for_cooperative(db, seller.cooperative, id)
        .await
        .map_err(gone)?;
    let told = matches!(
        revision.state,
        RevisionState::ChangesRequested | RevisionState::Rejected
    );
    let remarks = if told {
        revision::list_remarks(db, revision.id).await?
    } else {
        Vec::new()
    };
    let remarks = remarks.into_iter().map(|remark| said(locale, remark)).collect();
    Ok(Work {
        product,
        revision,
        remarks,
    })
}

/// Somebody else's product is as absent as one that never was, down to the words of the page.
pub(super) fn gone(error: catalogue::Error) -> Failure {
    match error.kind() {
        Kind::NotFound => Failure::not_found(),
        _ => error.into(),
    }
}

fn said(locale: Locale, remark: Remark) -> Said {
    let reason = remark
        .reason
        .map(|reason| words::say(locale, &format!("reason-{}-{reason}", remark.field)));
    Said {
        label: words::say(locale, &format!("sell-field-{}", remark.field)),
        text: [reason, remark.note]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
        field: remark.field,
    }
}

impl Work {
    /// Whether the answers can be changed now; while it waits for an administrator they cannot.
    pub(super) fn is_open(&self) -> bool {
        self.revision.state != RevisionState::Submitted
    }

    /// The product's address.
    pub(super) fn root(&self, locale: Locale) -> String {
        format!(
            "/{locale}/sell/{}/products/{}",
            self.product.cooperative, self.product.id
        )
    }

    /// What the page of a step shows besides its question; `fields` are those of the page.
    pub(super) fn way(self, locale: Locale, step: &str, fields: &[&str], then: &str) -> Way {
        let root = self.root(locale);
        let current = STEPS.iter().position(|name| *name == step).unwrap_or(0);
        let then = if then == "check" { "check" } else { "" };
        let before = current.checked_sub(1).and_then(|at| STEPS.get(at));
        let back = match (then, before) {
            ("check", _) => format!("{root}/check"),
            (_, Some(step)) => format!("{root}/{step}"),
            (_, None) => root.clone(),
        };
        Way {
            names: STEPS
                .iter()
                .map(|step| words::say(locale, &format!("sell-step-{step}")))
                .collect(),
            current,
            root,
            back,
            then,
            begins: !self.revision.state.is_open(),
            version: self.revision.version,
            remarks: self
                .remarks
                .into_iter()
                .filter(|said| fields.contains(&said.field.as_str()))
                .collect(),
        }
    }
}

impl Way {
    /// What was said about one field.
    pub(super) fn said(&self, field: &str) -> Option<&str> {
        self.remarks
            .iter()
            .find(|said| said.field == field)
            .map(|said| said.text.as_str())
    }
}

/// The chrome of a page of the way.
pub(super) async fn chrome(app: &App, visitor: &Visitor, title: &str) -> Result<Chrome, Failure> {
    Ok(page::chrome(app, visitor, title).await?.with_section("seller-products"))
}

/// Where to go after an answer: on, or back to the check page.
pub(super) fn onward(root: &str, f: &Form, next: &str) -> String {
    let step = if f.value("then") == "check" { "check" } else { next };
    format!("{root}/{step}")
}

/// What stays behind an address of the way while the reader is to come back to the check page.
pub(super) fn then(f: &Form) -> &'static str {
    if f.value("then") == "check" { "?then=check" } else { "" }
}

/// Puts a refusal beside the field it is about; what is nobody's field becomes a page of its own.
pub(super) fn beside(f: &mut Form, field: &str, error: market::Error) -> Result<StatusCode, Failure> {
    let status = match error.kind() {
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::Conflict => StatusCode::CONFLICT,
        _ => return Err(error.into()),
    };
    let key = words::error_key(error.code());
    match &error {
        market::Error::Catalogue(catalogue::Error::BelowReserved { reserved, .. }) => {
            f.refuse_with(field, "sell-below-promised", [("reserved", (*reserved).into())]);
        }
        market::Error::Catalogue(catalogue::Error::TooMany { max, .. }) => {
            f.refuse_with(field, "sell-at-most", [("max", (*max).into())]);
        }
        _ => f.refuse(field, &key),
    }
    Ok(status)
}

/// A photo that is ready, at most 640 pixels wide where that is enough.
pub(crate) fn picture(photo: &Photo, alt: &str) -> Option<Picture> {
    let small: Vec<u32> = photo.sizes.iter().copied().filter(|width| *width <= 640).collect();
    let widest = small.last().or(photo.sizes.first()).copied()?;
    let side = |length: Option<i32>| length.and_then(|length| u32::try_from(length).ok());
    let (width, height) = (side(photo.width)?, side(photo.height)?);
    if photo.state != PhotoState::Ready {
        return None;
    }
    let address = |width: u32| format!("/media/{}-{width}.webp", photo.key);
    let set: Vec<String> = small
        .iter()
        .map(|width| format!("{} {width}w", address(*width)))
        .collect();
    Some(Picture {
        src: address(widest),
        srcset: set.join(", "),
        width,
        height,
        alt: alt.to_owned(),
    })
}

/// The word and colour of where a product stands, seen by its cooperative.
pub(super) fn standing(product: &Product, revision: Option<RevisionState>) -> (Tone, String) {
    let (tone, key) = match (product.state, revision) {
        (ProductState::Suspended, _) => (Tone::Bad, "suspended"),
        (_, Some(RevisionState::ChangesRequested)) => (Tone::Warn, "changes_requested"),
        (_, Some(RevisionState::Submitted)) => (Tone::Info, "submitted"),
        (ProductState::Draft, Some(RevisionState::Rejected)) => (Tone::Bad, "rejected"),
        (ProductState::Draft, _) => (Tone::Info, "draft"),
        (ProductState::Paused, _) => (Tone::Warn, "paused"),
        (ProductState::OnSale, _) if !product.available => (Tone::Warn, "sold_out"),
        (ProductState::OnSale, _) => (Tone::Good, "on_sale"),
        (ProductState::Archived, _) => (Tone::Info, "archived"),
    };
    (tone, format!("sell-state-{key}"))
}

/// Choices with a name only.
pub(super) fn choices(locale: Locale, prefix: &str, codes: &[&str]) -> Vec<Choice> {
    codes
        .iter()
        .map(|code| {
            let hint = format!("{prefix}-{code}-hint");
            let hint = if words::has(locale, &hint) {
                words::say(locale, &hint)
            } else {
                String::new()
            };
            Choice {
                hint,
                ..Choice::new(*code, words::say(locale, &format!("{prefix}-{code}")))
            }
        })
        .collect()
}
