//! People as administrators see them: finding somebody, shutting out, letting in, ending sessions.

use crate::{
    App, Failure, Outcome,
    extract::{Admin, Lang, Visitor},
    page,
    routes::{Access, Table},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use identity::{Person, person};
use kernel::{Limit, ids::PersonId};
use market::people;
use std::collections::BTreeMap;
use view::{chrome::Chrome, form::Form};

/// Writes the routes of this area into the table.
pub(crate) fn routes(t: &mut Table) {
    t.get("/{lang}/admin/people", Access::Administrator, list);
    t.post("/{lang}/admin/people/{person}/suspend", Access::Administrator, suspend);
    t.post(
        "/{lang}/admin/people/{person}/reinstate",
        Access::Administrator,
        reinstate,
    );
    t.post(
        "/{lang}/admin/people/{person}/end-sessions",
        Access::Administrator,
        end_sessions,
    );
}

/// A person in the list.
struct Row {
    person: Person,
    contact: String,
    own: bool,
}

#[derive(Template)]
#[template(path = "pages/admin/people.html")]
struct PeoplePage {
    c: Chrome,
    f: Form,
    rows: Vec<Row>,
    next: Option<String>,
}

/// People, the newest first; `q` looks in names, telephones and addresses.
pub(crate) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Admin(administrator): Admin,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome {
    let text = query.get("q").map_or("", String::as_str);
    let text = kernel::text::optional_line(text, 100)
        .ok()
        .flatten()
        .unwrap_or_default();
    let office = query.get("office").is_some_and(|value| value == "yes");
    let after = query.get("after").and_then(|after| after.parse().ok());
    let list = person::list(&app.market().db, office, &text, after, Limit::default()).await?;
    let c = page::chrome(&app, &visitor, "admin-people-title")
        .await?
        .with_section("admin-people");
    let mut f = Form::default();
    f.set("q", text.clone());
    if office {
        f.set("office", "yes");
    }
    let asked: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
    let office = if office { "&office=yes" } else { "" };
    let next = list
        .next
        .map(|after| c.url(&format!("/admin/people?q={asked}{office}&after={after}")));
    let row = |person: Person| Row {
        contact: person.contact().map(|contact| contact.display()).unwrap_or_default(),
        own: person.id == administrator.person,
        person,
    };
    page::html(
        StatusCode::OK,
        &PeoplePage {
            c,
            f,
            rows: list.items.into_iter().map(row).collect(),
            next,
        },
    )
}

fn id(text: &str) -> Result<PersonId, Failure> {
    text.parse().map_err(|_| Failure::not_found())
}

fn back(lang: Lang) -> Outcome {
    page::see_other_with(&format!("/{}/admin/people", *lang), "admin-people-notice-done")
}

/// Shuts somebody out.
pub(crate) async fn suspend(
    State(app): State<App>,
    lang: Lang,
    Admin(administrator): Admin,
    Path((_, person)): Path<(String, String)>,
) -> Outcome {
    people::suspend_person(app.market(), administrator, id(&person)?).await?;
    back(lang)
}

/// Lets somebody in again.
pub(crate) async fn reinstate(
    State(app): State<App>,
    lang: Lang,
    Admin(administrator): Admin,
    Path((_, person)): Path<(String, String)>,
) -> Outcome {
    people::reinstate_person(app.market(), administrator, id(&person)?).await?;
    back(lang)
}

/// Ends every session of somebody.
pub(crate) async fn end_sessions(
    State(app): State<App>,
    lang: Lang,
    Admin(administrator): Admin,
    Path((_, person)): Path<(String, String)>,
) -> Outcome {
    people::end_sessions_of(app.market(), administrator, id(&person)?).await?;
    back(lang)
}
