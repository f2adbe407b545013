//! The money of the whole market, for the office: cash that has not arrived, commission that is owed, and
//! the balances by kind of account.

use crate::{
    App, Outcome,
    extract::Visitor,
    page,
    routes::{Access, Table},
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use catalogue::cooperative::{self, Cooperative};
use kernel::{Micros, Money, ids::CooperativeId, time::DAY};
use ledger::report;
use view::{chrome::Chrome, format, words};

/// Cash that is longer on its way is old.
const OLD: i64 = 7 * DAY;

/// The routes of this page.
pub(super) fn routes(table: &mut Table) {
    table.get("/{lang}/admin/money", Access::Administrator, show);
}

#[derive(Template)]
#[template(path = "pages/admin/money.html")]
struct MoneyPage {
    c: Chrome,
    cash: Vec<CashView>,
    owing: Vec<OwingView>,
    kinds: Vec<KindView>,
}

/// Whose it is, with the way to its page.
struct Whose {
    href: String,
    name: String,
    lang: &'static str,
}

struct CashView {
    whose: Whose,
    holder: String,
    parts: String,
    amount: String,
    old: Option<String>,
    since: String,
}

struct OwingView {
    whose: Whose,
    amount: String,
    since: String,
}

struct KindView {
    name: String,
    amount: String,
}

async fn show(State(app): State<App>, visitor: Visitor) -> Outcome {
    let market = app.market();
    let (db, now) = (&market.db, market.now());
    let cash = report::cash(db, now.plus(-OLD)).await?;
    let owing = report::owing(db).await?;
    let kinds = report::by_kind(db).await?;
    let mut ids: Vec<CooperativeId> = cash.iter().map(|one| one.cooperative).collect();
    ids.extend(owing.iter().map(|one| one.cooperative));
    ids.sort_unstable();
    ids.dedup();
    let names = cooperative::list_by_ids(db, &ids).await?;
    let c = page::chrome(&app, &visitor, "admin-money-title")
        .await?
        .with_section("admin-money");
    let locale = c.locale;
    let written = |minor: i64| format::money(locale, Money::mad(minor));
    let since = |at: Micros| {
        words::say_with(
            locale,
            "admin-money-days",
            &[("days", now.since(at).div_euclid(DAY).into())],
        )
    };
    let page = MoneyPage {
        cash: cash
            .iter()
            .map(|one| CashView {
                whose: whose(&c, &names, one.cooperative),
                holder: c.t(&format!("account-{}", one.kind.code())),
                parts: format::number(locale, one.parts),
                amount: written(one.minor),
                old: (one.old_minor != 0).then(|| written(one.old_minor)),
                since: since(one.since),
            })
            .collect(),
        owing: owing
            .iter()
            .map(|one| OwingView {
                whose: whose(&c, &names, one.cooperative),
                amount: written(one.minor),
                since: since(one.since),
            })
            .collect(),
        kinds: kinds
            .iter()
            .map(|one| KindView {
                name: c.t(&format!("account-{}", one.kind.code())),
                amount: format::money(locale, one.amount),
            })
            .collect(),
        c,
    };
    page::html(StatusCode::OK, &page)
}

fn whose(c: &Chrome, names: &[Cooperative], id: CooperativeId) -> Whose {
    let found = names.iter().find(|one| one.id == id);
    Whose {
        href: c.url(&format!("/admin/cooperatives/{id}")),
        name: found.map_or_else(|| id.to_string(), |one| one.name.text(c.locale).to_owned()),
        lang: found.map_or("", |one| crate::pages::lines::language(&one.name, c.locale)),
    }
}
