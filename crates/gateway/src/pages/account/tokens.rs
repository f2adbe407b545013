//! Bearer tokens of the API: made, shown once, revoked.

use super::{next::fresh_first, refusal::beside};
use crate::{
    App, Failure, Outcome,
    extract::{Fields, Lang, Signed, Visitor},
    page,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use identity::{Scope, Secret, token::Token};
use kernel::Texts;
use market::people;
use view::{chrome::Chrome, form::Form, words};

/// A token in the list.
struct Row {
    token: Token,
    name_of_scope: String,
}

#[derive(Template)]
#[template(path = "pages/account/tokens.html")]
struct TokensPage {
    c: Chrome,
    f: Form,
    rows: Vec<Row>,
    scopes: Vec<(String, String)>,
    made: Option<Secret>,
}

async fn tokens_page(
    app: &App,
    lang: Lang,
    visitor: &Visitor,
    session: &Signed,
    f: Form,
    made: Option<Secret>,
) -> Result<TokensPage, Failure> {
    let market = app.market();
    let c = page::chrome(app, visitor, "tokens-title")
        .await?
        .with_section("account");
    let ids: Vec<_> = session.0.memberships.iter().map(|(id, _)| *id).collect();
    let known = catalogue::cooperative::list_by_ids(&market.db, &ids).await?;
    let office = words::say(*lang, "tokens-scope-administrator");
    let mut scopes: Vec<(String, String)> = known
        .iter()
        .map(|c| (c.id.to_string(), c.name.text(*lang).to_owned()))
        .collect();
    if session.0.is_administrators() {
        scopes.push(("administrator".to_owned(), office.clone()));
    }
    let name_of = |scope: Scope| match scope {
        Scope::Administrator => office.clone(),
        Scope::Cooperative(id) => {
            let name = known.iter().find(|c| c.id == id).map(|c| c.name.clone());
            name.unwrap_or_else(Texts::default).text(*lang).to_owned()
        }
    };
    let tokens = identity::token::list_for_person(&market.db, session.0.person).await?;
    let rows = tokens
        .into_iter()
        .map(|token| Row {
            name_of_scope: name_of(token.scope),
            token,
        })
        .collect();
    Ok(TokensPage {
        c,
        f,
        rows,
        scopes,
        made,
    })
}

/// The tokens of the person.
pub(crate) async fn show(State(app): State<App>, lang: Lang, visitor: Visitor, session: Signed) -> Outcome {
    page::html(
        StatusCode::OK,
        &tokens_page(&app, lang, &visitor, &session, Form::default(), None).await?,
    )
}

/// Makes a token and shows it: here and now, never again.
pub(crate) async fn make(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    session: Signed,
    Fields(mut f): Fields,
) -> Outcome {
    fresh_first(&app, &session, lang, "/account/tokens")?;
    let name = f.line("name", 60);
    let scope = match f.value("scope") {
        "administrator" => Some(Scope::Administrator),
        id => id.parse().ok().map(Scope::Cooperative),
    };
    if scope.is_none() {
        f.refuse("scope", "form-choice");
    }
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let (Some(name), Some(scope)) = (name, scope) {
        match people::make_token(app.market(), &session.0, scope, name).await {
            Ok((_, secret)) => {
                let page = tokens_page(&app, lang, &visitor, &session, Form::default(), Some(secret)).await?;
                return page::html(StatusCode::OK, &page);
            }
            Err(error) => status = beside(&mut f, "name", error)?,
        }
    }
    page::html(status, &tokens_page(&app, lang, &visitor, &session, f, None).await?)
}

/// Revokes a token.
pub(crate) async fn revoke(
    State(app): State<App>,
    lang: Lang,
    session: Signed,
    Path((_, id)): Path<(String, String)>,
) -> Outcome {
    let id = id.parse().map_err(|_| Failure::not_found())?;
    people::revoke_token(app.market(), &session.0, id).await?;
    page::see_other_with(&format!("/{}/account/tokens", *lang), "tokens-notice-revoked")
}
