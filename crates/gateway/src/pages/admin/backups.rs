//! Whether there is a good backup; and, in a market that was restored from one, what is held back and how it is released.

use crate::{
    App, Outcome,
    extract::{Admin, Fields, Visitor},
    page,
    routes::{Access, Table},
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use kernel::{Micros, Money, time::HOUR};
use market::quarantine::{self, Overview, Waiting};
use payment::stray::Stray;
use view::{chrome::Chrome, form::Form, format, parts::Choice};

/// The routes of this page.
pub(super) fn routes(table: &mut Table) {
    table.get("/{lang}/admin/backups", Access::Administrator, show);
    table.post("/{lang}/admin/backups/release", Access::Administrator, release);
}

#[derive(Template)]
#[template(path = "pages/admin/backups.html")]
struct BackupsPage {
    c: Chrome,
    f: Form,
    held: Option<HeldView>,
    choices: Vec<Choice>,
    good: Option<GoodView>,
    failed: Option<FailedView>,
    late: bool,
}

/// The quarantine.
struct HeldView {
    data_at: Micros,
    messages: i64,
    old: i64,
    since: Option<Micros>,
    others: i64,
    compared: bool,
    strays: Vec<StrayView>,
}

struct StrayView {
    provider: String,
    reference: String,
    amount: String,
    captured: String,
    refunded: String,
}

struct GoodView {
    at: Micros,
    name: String,
    size: String,
    hours: i64,
}

struct FailedView {
    at: Micros,
    why: String,
}

async fn show(State(app): State<App>, visitor: Visitor) -> Outcome {
    let mut f = Form::default();
    f.set("messages", "discard");
    render(&app, &visitor, StatusCode::OK, f).await
}

async fn render(app: &App, visitor: &Visitor, status: StatusCode, f: Form) -> Outcome {
    let market = app.market();
    let standing = market::backups(market).await?;
    let held = quarantine::overview(market).await?;
    let c = page::chrome(app, visitor, "backups-title")
        .await?
        .with_section("admin-queue");
    let now = market.now();
    let page = BackupsPage {
        late: standing.is_late(now),
        held: held.map(|held| held_view(&c, &held)),
        choices: ["discard", "send"]
            .map(|what| Choice::new(what, c.t(&format!("backups-messages-{what}"))))
            .into(),
        good: standing.good.map(|good| {
            let (name, bytes) = good.outcome.unwrap_or_default();
            GoodView {
                at: good.begun_at,
                name,
                size: format::number(c.locale, bytes.div_euclid(1_000_000)),
                hours: now.since(good.begun_at).div_euclid(HOUR).max(0),
            }
        }),
        failed: standing.failed.map(|failed| FailedView {
            at: failed.ended_at,
            why: failed.outcome.err().unwrap_or_default(),
        }),
        c,
        f,
    };
    page::html(status, &page)
}

fn held_view(c: &Chrome, held: &Overview) -> HeldView {
    HeldView {
        data_at: held.quarantine.data_at,
        messages: held.messages.all,
        old: held.messages.old,
        since: held.messages.since,
        others: held.others,
        compared: held.quarantine.compared_at.is_some(),
        strays: held.strays.iter().map(|stray| stray_view(c, stray)).collect(),
    }
}

fn stray_view(c: &Chrome, stray: &Stray) -> StrayView {
    let written = |minor: i64| {
        let money = Money { minor, ..stray.amount };
        format::money(c.locale, money)
    };
    StrayView {
        provider: stray.provider.clone(),
        reference: stray.reference.clone().unwrap_or_else(|| stray.attempt.clone()),
        amount: written(stray.amount.minor),
        captured: written(stray.captured_minor),
        refunded: written(stray.refunded_minor),
    }
}

async fn release(
    State(app): State<App>,
    visitor: Visitor,
    Admin(administrator): Admin,
    Fields(mut f): Fields,
) -> Outcome {
    let waiting = match f.one_of("messages", &["discard", "send"]).as_deref() {
        Some("discard") => Waiting::Discard,
        Some(_) => Waiting::Send,
        None => return render(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, f).await,
    };
    quarantine::release(app.market(), Some(administrator.person), waiting).await?;
    page::see_other_with(
        &format!("/{}/admin/backups", visitor.locale()),
        "backups-notice-released",
    )
}
