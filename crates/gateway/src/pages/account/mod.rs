//! Signing in and out, applying for a cooperative, one's own account, invitations, and the people,
//! bank account and telephone of a cooperative.

mod application;
mod code;
mod confirm;
mod contact;
mod cooperative;
mod factor;
mod invite;
mod join;
mod members;
mod next;
mod origin;
mod overview;
mod password;
mod refusal;
mod sign_in;
mod tokens;

pub(crate) use members::takes_cards;

use crate::routes::{Access, Table};

/// Writes the routes of this area into the table.
pub(crate) fn routes(t: &mut Table) {
    t.get("/{lang}/sign-in", Access::Public, sign_in::show);
    t.post("/{lang}/sign-in", Access::Public, sign_in::ask);
    t.get("/{lang}/sign-in/code", Access::Public, sign_in::show_code);
    t.post("/{lang}/sign-in/code", Access::Public, sign_in::enter);
    t.get("/{lang}/sign-in/password", Access::Public, sign_in::show_password);
    t.post("/{lang}/sign-in/password", Access::Public, sign_in::enter_password);
    t.post("/{lang}/sign-out", Access::Unsettled, sign_in::leave);

    t.get("/{lang}/join", Access::Public, join::show);
    t.post("/{lang}/join", Access::SignedIn, join::go_on);
    t.get("/{lang}/sell/{cooperative}/application", Access::Member, join::correct);
    t.post(
        "/{lang}/sell/{cooperative}/application",
        Access::Member,
        join::go_on_correcting,
    );
    t.get("/{lang}/invite/{token}", Access::Public, invite::show);
    t.post("/{lang}/invite/{token}", Access::SignedIn, invite::accept);

    t.get("/{lang}/account", Access::SignedIn, overview::show);
    t.post("/{lang}/account", Access::SignedIn, overview::save);
    t.post(
        "/{lang}/account/sessions/end-others",
        Access::SignedIn,
        overview::end_others,
    );
    t.post(
        "/{lang}/account/sessions/{session}/end",
        Access::SignedIn,
        overview::end,
    );
    t.get("/{lang}/account/confirm", Access::Unsettled, confirm::show);
    t.post("/{lang}/account/confirm", Access::Unsettled, confirm::ask);
    t.get("/{lang}/account/confirm/code", Access::Unsettled, confirm::show_code);
    t.post("/{lang}/account/confirm/code", Access::Unsettled, confirm::enter);
    t.get("/{lang}/account/contact", Access::SignedIn, contact::show);
    t.post("/{lang}/account/contact", Access::SignedIn, contact::ask);
    t.get("/{lang}/account/contact/code", Access::SignedIn, contact::show_code);
    t.post("/{lang}/account/contact/code", Access::SignedIn, contact::enter);
    t.get("/{lang}/account/password", Access::SignedIn, password::show);
    t.post("/{lang}/account/password", Access::SignedIn, password::save);
    t.post("/{lang}/account/password/forget", Access::SignedIn, password::forget);
    t.get("/{lang}/account/tokens", Access::SignedIn, tokens::show);
    t.post("/{lang}/account/tokens", Access::SignedIn, tokens::make);
    t.post(
        "/{lang}/account/tokens/{token}/revoke",
        Access::SignedIn,
        tokens::revoke,
    );
    t.get("/{lang}/account/factor", Access::Unsettled, factor::show);
    t.post("/{lang}/account/factor", Access::Unsettled, factor::give);
    t.post("/{lang}/account/factor/set-up", Access::Unsettled, factor::set_up);
    t.post("/{lang}/account/factor/recovery", Access::SignedIn, factor::renew);

    t.get("/{lang}/sell/{cooperative}/members", Access::Member, members::show);
    t.post("/{lang}/sell/{cooperative}/cards", Access::Member, members::cards);
    t.post(
        "/{lang}/sell/{cooperative}/members/invite",
        Access::Member,
        members::invite,
    );
    t.post(
        "/{lang}/sell/{cooperative}/members/leave",
        Access::Member,
        members::leave,
    );
    t.post(
        "/{lang}/sell/{cooperative}/members/{person}/remove",
        Access::Member,
        members::remove,
    );
    t.post(
        "/{lang}/sell/{cooperative}/members/{person}/role",
        Access::Member,
        members::appoint,
    );
    t.post(
        "/{lang}/sell/{cooperative}/invites/{invite}/withdraw",
        Access::Member,
        members::withdraw,
    );
    t.get(
        "/{lang}/sell/{cooperative}/bank",
        Access::Member,
        cooperative::show_bank,
    );
    t.post(
        "/{lang}/sell/{cooperative}/bank",
        Access::Member,
        cooperative::save_bank,
    );
    t.get(
        "/{lang}/sell/{cooperative}/contact",
        Access::Member,
        cooperative::show_contact,
    );
    t.post(
        "/{lang}/sell/{cooperative}/contact",
        Access::Member,
        cooperative::save_contact,
    );
    t.get(
        "/{lang}/sell/{cooperative}/story",
        Access::Member,
        cooperative::show_story,
    );
    t.post(
        "/{lang}/sell/{cooperative}/story",
        Access::Member,
        cooperative::save_story,
    );
}
