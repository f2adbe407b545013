//! One's own account: name, language, contacts, cooperatives, devices.

use super::members::role_key;
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
use identity::{Device, Person};
use kernel::Locale;
use market::people;
use view::{chrome::Chrome, form::Form};

/// A cooperative of the person.
struct Mine {
    name: kernel::Texts,
    href: String,
    role: &'static str,
    state: String,
}

#[derive(Template)]
#[template(path = "pages/account/overview.html")]
struct AccountPage {
    c: Chrome,
    f: Form,
    languages: Vec<(String, String)>,
    person: Person,
    phone: String,
    cooperatives: Vec<Mine>,
    devices: Vec<Device>,
    own: kernel::ids::SessionId,
    is_administrator: bool,
    codes_left: usize,
    tokens: usize,
}

async fn account_page(
    app: &App,
    lang: Lang,
    visitor: &Visitor,
    session: &Signed,
    f: Option<Form>,
) -> Result<AccountPage, Failure> {
    let market = app.market();
    let person = identity::person::get(&market.db, session.0.person).await?;
    let ids: Vec<_> = session.0.memberships.iter().map(|(id, _)| *id).collect();
    let known = catalogue::cooperative::list_by_ids(&market.db, &ids).await?;
    let mine = session.0.memberships.iter().filter_map(|(id, role)| {
        let cooperative = known.iter().find(|c| c.id == *id)?;
        Some(Mine {
            name: cooperative.name.clone(),
            href: format!("/{}/sell/{id}", *lang),
            role: role_key(*role),
            state: format!("account-state-{}", cooperative.state.code()),
        })
    });
    let f = f.unwrap_or_else(|| {
        let mut f = Form::default();
        f.set("name", person.name.clone());
        f.set("language", person.locale.code());
        f
    });
    let c = page::chrome(app, visitor, "account-title")
        .await?
        .with_section("account");
    let languages = Locale::COMPLETE
        .into_iter()
        .map(|l| (l.code().to_owned(), view::words::say(l, "language-name")));
    Ok(AccountPage {
        f,
        languages: languages.collect(),
        phone: person.phone.as_ref().map(kernel::Phone::display).unwrap_or_default(),
        cooperatives: mine.collect(),
        devices: identity::session::list_for_person(&market.db, session.0.person, market.now()).await?,
        own: session.0.id,
        is_administrator: session.0.is_administrators(),
        codes_left: match person.has_factor {
            true => identity::factor::recovery_codes_left(&market.db, person.id).await?,
            false => 0,
        },
        tokens: identity::token::list_for_person(&market.db, person.id).await?.len(),
        person,
        c,
    })
}

/// The account page.
pub(crate) async fn show(State(app): State<App>, lang: Lang, visitor: Visitor, session: Signed) -> Outcome {
    page::html(
        StatusCode::OK,
        &account_page(&app, lang, &visitor, &session, None).await?,
    )
}

/// Keeps name and language; the next page is in that language.
pub(crate) async fn save(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    session: Signed,
    Fields(mut f): Fields,
) -> Outcome {
    let name = f.line("name", 80);
    let language = f.one_of("language", &Locale::COMPLETE.map(Locale::code));
    let (Some(name), Some(Ok(locale))) = (name, language.map(|l| l.parse::<Locale>())) else {
        let page = account_page(&app, lang, &visitor, &session, Some(f)).await?;
        return page::html(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    people::rename(app.market(), &session.0, name).await?;
    people::speak(app.market(), &session.0, locale).await?;
    page::see_other_with(&format!("/{locale}/account"), "account-notice-saved")
}

/// Ends one session of the person.
pub(crate) async fn end(
    State(app): State<App>,
    lang: Lang,
    session: Signed,
    Path((_, id)): Path<(String, String)>,
) -> Outcome {
    let id = id.parse().map_err(|_| Failure::not_found())?;
    if !people::end_session(app.market(), &session.0, id).await? {
        return Err(Failure::not_found());
    }
    page::see_other_with(&format!("/{}/account", *lang), "account-notice-session-ended")
}

/// Ends every other session of the person.
pub(crate) async fn end_others(State(app): State<App>, lang: Lang, session: Signed) -> Outcome {
    people::end_other_sessions(app.market(), &session.0).await?;
    page::see_other_with(&format!("/{}/account", *lang), "account-notice-session-ended")
}
