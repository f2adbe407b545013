//! The first page of a cooperative: what needs somebody now, and the way to everything else.

use super::way::standing;
use crate::{
    App, Outcome,
    extract::{Selling, Visitor},
    page,
    routes::{Access, Table},
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use catalogue::{
    cooperative::{self, CooperativeState},
    product::{self, ProductState},
    revision::RevisionState,
};
use kernel::Limit;
use view::{chrome::Chrome, words};

/// The routes of this page.
pub(super) fn routes(table: &mut Table) {
    table.get("/{lang}/sell/{cooperative}", Access::Member, show);
}

/// Something to do, as one line with one link.
struct Task {
    icon: &'static str,
    text: String,
    href: String,
    urgent: bool,
}

#[derive(Template)]
#[template(path = "pages/sell/home.html")]
struct HomePage {
    c: Chrome,
    root: String,
    state: &'static str,
    reason: Option<String>,
    tasks: Vec<Task>,
    has_products: bool,
}

async fn show(State(app): State<App>, visitor: Visitor, Selling(seller): Selling) -> Outcome {
    let db = &app.market().db;
    let own = cooperative::get(db, seller.cooperative).await?;
    let c = page::chrome(&app, &visitor, "sell-home-title")
        .await?
        .with_section("seller-home");
    let locale = c.locale;
    let root = c.url(&format!("/sell/{}", seller.cooperative));
    let mut tasks = Vec::new();
    let orders = order::order::count_new(db, seller.cooperative).await?;
    if orders > 0 {
        let count = i64::try_from(orders).unwrap_or(i64::MAX);
        tasks.push(Task {
            icon: "parcel",
            text: words::say_with(locale, "sell-task-orders", &[("count", count.into())]),
            href: format!("{root}/orders"),
            urgent: true,
        });
    }
    let returns = order::goods_return::count_waiting(db, seller.cooperative).await?;
    if returns > 0 {
        let count = i64::try_from(returns).unwrap_or(i64::MAX);
        tasks.push(Task {
            icon: "undo",
            text: words::say_with(locale, "sell-task-returns", &[("count", count.into())]),
            href: format!("{root}/returns"),
            urgent: true,
        });
    }
    let products = product::list_for_cooperative(db, seller.cooperative, None, Limit::new(100)).await?;
    for row in &products.items {
        let revision = row.revision.map(|(_, state)| state);
        let task = match (row.product.state, revision) {
            (ProductState::Suspended, _) | (_, Some(RevisionState::ChangesRequested)) => Some(true),
            (ProductState::Draft, Some(RevisionState::Draft | RevisionState::Rejected)) => Some(false),
            (ProductState::OnSale, _) if !row.product.available => Some(true),
            _ => None,
        };
        if let Some(urgent) = task {
            let (_, key) = standing(&row.product, revision);
            let name = match row.name.text(locale) {
                "" => words::say(locale, "sell-nameless"),
                name => name.to_owned(),
            };
            tasks.push(Task {
                icon: if urgent { "warning" } else { "edit" },
                text: words::say_with(
                    locale,
                    &key.replace("sell-state", "sell-task"),
                    &[("name", name.into())],
                ),
                href: format!("{root}/products/{}", row.product.id),
                urgent,
            });
        }
    }
    tasks.sort_by_key(|task| !task.urgent);
    let page = HomePage {
        root,
        state: own.state.code(),
        reason: own.decision_reason.filter(|_| own.state != CooperativeState::Verified),
        tasks,
        has_products: !products.items.is_empty(),
        c,
    };
    page::html(StatusCode::OK, &page)
}
