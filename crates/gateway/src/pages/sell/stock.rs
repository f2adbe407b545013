//! The fourth question: how many are there? All sizes on one page; counts change at once.

use super::{
    desk::Desk,
    way::{self, Way},
};
use crate::{
    Outcome,
    extract::{Fields, Prefilled},
    page,
    routes::{Access, Table},
};
use askama::Template;
use axum::http::StatusCode;
use catalogue::{
    stock::{self, Moved},
    variant::{self, COUNT, Variant},
};
use market::listing;
use view::{chrome::Chrome, form::Form, format};

/// The routes of this page.
pub(super) fn routes(table: &mut Table) {
    const PAGE: &str = "/{lang}/sell/{cooperative}/products/{product}/stock";
    table.get(PAGE, Access::Member, show);
    table.post(PAGE, Access::Member, save);
}

/// A size with its stock.
struct Counted {
    field: String,
    label: String,
    value: String,
    seen_field: String,
    seen: i64,
    reserved: i64,
    error: Option<String>,
}

/// A change of a stock.
struct Line {
    size: String,
    on_hand: String,
    reserved: String,
    moved: Moved,
}

#[derive(Template)]
#[template(path = "pages/sell/stock.html")]
struct StockPage {
    c: Chrome,
    f: Form,
    way: Way,
    sizes: Vec<Counted>,
    lines: Vec<Line>,
}

async fn show(desk: Desk, Prefilled(f): Prefilled) -> Outcome {
    answer(desk, f, StatusCode::OK).await
}

fn field(variant: &Variant) -> String {
    format!("count-{}", variant.id)
}

async fn answer(desk: Desk, f: Form, status: StatusCode) -> Outcome {
    let db = &desk.app.market().db;
    let c = desk.chrome("sell-stock-title").await?;
    let variants = variant::list_for_product(db, desk.work.product.id).await?;
    let mut sizes = Vec::new();
    let mut lines = Vec::new();
    for variant in &variants {
        let size = format::size(c.locale, variant.amount.thousandths, variant.amount.unit.code());
        let name = field(variant);
        let own = variant.name.text(c.locale);
        sizes.push(Counted {
            label: if own.is_empty() {
                size.clone()
            } else {
                format!("{size} – {own}")
            },
            value: match f.values(&name).first() {
                Some(typed) => typed.clone(),
                None => variant.on_hand.to_string(),
            },
            seen_field: format!("seen-{}", variant.id),
            seen: variant.on_hand,
            reserved: variant.reserved,
            error: f.error(&name, &c),
            field: name,
        });
        let moved = stock::list_movements(db, variant.id).await?;
        lines.extend(moved.into_iter().take(10).map(|moved| line(&size, moved)));
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.moved.at));
    lines.truncate(20);
    let way = desk.work.way(c.locale, "stock", &["variant"], f.value("then"));
    page::html(
        status,
        &StockPage {
            c,
            f,
            way,
            sizes,
            lines,
        },
    )
}

fn line(size: &str, moved: Moved) -> Line {
    Line {
        size: size.to_owned(),
        on_hand: format!("{:+}", moved.on_hand_by),
        reserved: format!("{:+}", moved.reserved_by),
        moved,
    }
}

/// Saves every count that differs. One that is refused leaves the others saved: each is its own fact.
async fn save(desk: Desk, Fields(mut f): Fields) -> Outcome {
    let market = desk.app.market();
    let variants = variant::list_for_product(&market.db, desk.work.product.id).await?;
    let mut counts = Vec::new();
    for variant in &variants {
        let name = field(variant);
        if f.values(&name).is_empty() {
            continue;
        }
        if let Some(count) = f.integer(&name, *COUNT.start(), *COUNT.end()) {
            let seen = f.value(&format!("seen-{}", variant.id)).parse().ok();
            counts.push((variant, name, count, seen));
        }
    }
    if !f.is_ok() {
        return answer(desk, f, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let mut status = StatusCode::OK;
    for (variant, name, count, seen) in counts {
        if Some(count) == seen && count == variant.on_hand {
            continue;
        }
        if let Err(error) = listing::count_stock(market, desk.seller, variant.id, count, seen).await {
            status = way::beside(&mut f, &name, error)?;
        }
    }
    if !f.is_ok() {
        return answer(desk, f, status).await;
    }
    let editing = desk.work.is_open() && desk.work.product.approved_revision.is_none();
    let to = if editing {
        way::onward(&desk.root(), &f, "words")
    } else {
        format!("{}/stock", desk.root())
    };
    page::see_other_with(&to, "sell-notice-stock-saved")
}
