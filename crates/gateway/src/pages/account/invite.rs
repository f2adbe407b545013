//! An invitation: opening the link shows it (mail scanners open links), a button accepts it.

use super::{
    next::{with_next, with_session},
    origin::CameFrom,
    refusal::beside,
};
use crate::{
    App, Failure, Outcome,
    extract::{Fields, Signed, Visitor},
    page,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use identity::invite::{Invite, To};
use kernel::Texts;
use market::people;
use view::{chrome::Chrome, form::Form};

#[derive(Template)]
#[template(path = "pages/account/invite.html")]
struct InvitePage {
    c: Chrome,
    f: Form,
    /// The cooperative; `None` for the office.
    cooperative: Option<Texts>,
    good: bool,
    action: String,
    sign_in: String,
    signed_in: bool,
    as_whom: String,
}

async fn invite_page(
    app: &App,
    visitor: &Visitor,
    f: Form,
    invite: Option<Invite>,
    token: &str,
) -> Result<InvitePage, Failure> {
    let c = page::chrome(app, visitor, "invite-title").await?;
    let to = invite.as_ref().map(|invite| invite.to);
    let cooperative = match to {
        Some(To::Cooperative(id)) => Some(catalogue::cooperative::get(&app.market().db, id).await?.name),
        _ => None,
    };
    let action = c.url(&format!("/invite/{token}"));
    let session = visitor.session.as_ref().map(|session| &session.0);
    Ok(InvitePage {
        f,
        cooperative,
        good: invite.is_some(),
        sign_in: with_next(&c.url("/sign-in"), &action),
        action,
        signed_in: session.is_some(),
        as_whom: session
            .and_then(|s| s.contact())
            .map(|contact| contact.display())
            .unwrap_or_default(),
        c,
    })
}

/// Shows the invitation. Nothing is used up.
pub(crate) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path((_, token)): Path<(String, String)>,
) -> Outcome {
    let market = app.market();
    let invite = identity::invite::find_by_token(&market.db, &token, market.now()).await?;
    let status = if invite.is_some() {
        StatusCode::OK
    } else {
        StatusCode::GONE
    };
    let token = if invite.is_some() { token.as_str() } else { "" };
    page::html(
        status,
        &invite_page(&app, &visitor, Form::default(), invite, token).await?,
    )
}

/// Accepts it.
pub(crate) async fn accept(
    State(app): State<App>,
    visitor: Visitor,
    session: Signed,
    CameFrom(origin): CameFrom,
    Path((_, token)): Path<(String, String)>,
    Fields(mut f): Fields,
) -> Outcome {
    let market = app.market();
    match people::accept_invite(market, &origin, &session.0, &token).await {
        Ok(accepted) => {
            let to = match accepted.to {
                To::Office => format!("/{}/account/factor", origin.locale),
                To::Cooperative(id) => format!("/{}/sell/{id}", origin.locale),
            };
            let response = page::see_other_with(&to, "invite-notice-accepted")?;
            Ok(match &accepted.opened {
                Some(opened) => with_session(&app, response, opened),
                None => response,
            })
        }
        Err(error) => {
            let status = beside(&mut f, "invite", error)?;
            page::html(status, &invite_page(&app, &visitor, f, None, "").await?)
        }
    }
}
