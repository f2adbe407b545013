//! What the market gave up after trying for three days: messages that nobody took, for the most part. One button has it
//! tried again.

use crate::{
    App, Failure, Outcome,
    extract::{Visitor, pairs},
    page,
    routes::{Access, Table},
};
use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
};
use kernel::{Micros, ids::JobId};
use market::aside::{self, Aside, Work};
use view::{chrome::Chrome, form::Form};

/// The routes of this page.
pub(super) fn routes(table: &mut Table) {
    table.get("/{lang}/admin/aside", Access::Administrator, show);
    table.post("/{lang}/admin/aside/again", Access::Administrator, all_again);
    table.post("/{lang}/admin/aside/{job}/again", Access::Administrator, again);
}

#[derive(Template)]
#[template(path = "pages/admin/aside.html")]
struct AsidePage {
    c: Chrome,
    count: u64,
    rows: Vec<Row>,
    next: Option<String>,
}

struct Row {
    id: String,
    what: &'static str,
    number: Option<String>,
    since: Micros,
    at: Micros,
    attempts: u32,
    reason: String,
}

async fn show(State(app): State<App>, visitor: Visitor, RawQuery(query): RawQuery) -> Outcome {
    let f = Form::from_pairs(pairs(query.unwrap_or_default().as_bytes())?);
    let after: Option<JobId> = f.value("after").parse().ok();
    let found = aside::list(app.market(), after).await?;
    let c = page::chrome(&app, &visitor, "aside-title")
        .await?
        .with_section("admin-queue");
    let next = found.next.map(|after| c.url(&format!("/admin/aside?after={after}")));
    let page = AsidePage {
        count: aside::count(app.market()).await?,
        rows: found.items.into_iter().map(row).collect(),
        next,
        c,
    };
    page::html(StatusCode::OK, &page)
}

fn row(one: Aside) -> Row {
    Row {
        id: one.id.to_string(),
        what: match one.work {
            Work::Buyer { sms: true } => "aside-buyer-sms",
            Work::Buyer { sms: false } => "aside-buyer-email",
            Work::Member { sms: true } => "aside-member-sms",
            Work::Member { sms: false } => "aside-member-email",
            Work::Notice => "aside-notice",
            Work::Provider => "aside-provider",
            Work::Refund => "aside-refund",
            Work::Photo => "aside-photo",
            Work::Round => "aside-round",
        },
        number: one.number,
        since: one.since,
        at: one.at,
        attempts: one.attempts,
        reason: one.reason,
    }
}

async fn all_again(State(app): State<App>, visitor: Visitor) -> Outcome {
    aside::try_again(app.market(), None).await?;
    back(&visitor)
}

async fn again(State(app): State<App>, visitor: Visitor, Path((_, job)): Path<(String, String)>) -> Outcome {
    let id: JobId = job.parse().map_err(|_| Failure::not_found())?;
    // Pressed twice: it is in the queue already.
    aside::try_again(app.market(), Some(id)).await?;
    back(&visitor)
}

fn back(visitor: &Visitor) -> Outcome {
    page::see_other_with(&format!("/{}/admin/aside", visitor.locale()), "aside-notice-again")
}
