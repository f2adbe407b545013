//! The first page of the office: listings that wait for a decision, the longest waiting first.

use crate::{
    App, Outcome,
    extract::{Admin, Visitor, pairs},
    page,
    pages::sell::picture,
    routes::{Access, Table},
};
use askama::Template;
use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
};
use catalogue::{
    cooperative::{self, CooperativeState},
    moderation::{self, Waiting},
};
use kernel::{
    Limit, Micros, Texts,
    time::{DAY, HOUR},
};
use view::{chrome::Chrome, form::Form, parts::Picture, words};

/// The routes of this page.
pub(super) fn routes(table: &mut Table) {
    table.get("/{lang}/admin", Access::Administrator, show);
}

/// A listing that waits.
struct Item {
    href: String,
    name: Texts,
    cooperative: Texts,
    picture: Option<Picture>,
    is_update: bool,
    since: Micros,
    age: String,
    late: bool,
    /// Who is looking at it: somebody else, or the reader.
    claimed: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "pages/admin/queue.html")]
struct QueuePage {
    c: Chrome,
    f: Form,
    count: u64,
    applications: u64,
    /// What was given up.
    aside: u64,
    items: Vec<Item>,
    next: Option<String>,
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Admin(administrator): Admin,
    RawQuery(query): RawQuery,
) -> Outcome {
    let db = &app.market().db;
    let f = Form::from_pairs(pairs(query.unwrap_or_default().as_bytes())?);
    let after = Some(f.value("after")).filter(|after| !after.is_empty());
    let found = moderation::list_queue(db, after, Limit::default()).await?;
    let (count, _) = moderation::count_queue(db).await?;
    let c = page::chrome(&app, &visitor, "queue-title")
        .await?
        .with_section("admin-queue");
    let now = app.market().now();
    let next = found.next.map(|after| format!("{}?after={after}", c.url("/admin")));
    let page = QueuePage {
        count,
        aside: market::aside::count(app.market()).await?,
        applications: cooperative::count_in_state(db, CooperativeState::Applied).await?,
        items: found
            .items
            .into_iter()
            .map(|one| item(&c, now, administrator.person, one))
            .collect(),
        next,
        c,
        f,
    };
    page::html(StatusCode::OK, &page)
}

fn item(c: &Chrome, now: Micros, reader: kernel::ids::PersonId, one: Waiting) -> Item {
    let since = one.revision.submitted_at.unwrap_or(one.revision.updated_at);
    let waited = now.since(since).max(0);
    let (key, count) = if waited < 2 * DAY {
        ("count-hours", waited / HOUR)
    } else {
        ("count-days", waited / DAY)
    };
    let held = one.revision.claimed_until.is_some_and(|until| until > now);
    Item {
        href: c.url(&format!("/admin/listings/{}", one.revision.id)),
        picture: one.photo.as_ref().and_then(|photo| picture(photo, "")),
        name: one.revision.content.name,
        cooperative: one.cooperative_name,
        is_update: one.is_update,
        since,
        age: words::say_with(c.locale, key, &[("count", count.into())]),
        late: waited >= 2 * DAY,
        claimed: one.revision.claimed_by.filter(|_| held).map(|by| {
            if by == reader {
                "queue-claimed-by-you"
            } else {
                "queue-claimed"
            }
        }),
    }
}
