//! One product as the office sees it: found by its public address, suspended with a reason, allowed again.

use crate::{
    App, Failure, Outcome,
    extract::{Admin, Fields, Visitor, pairs},
    page,
    routes::{Access, Table},
};
use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
};
use catalogue::{
    cooperative, moderation,
    product::{self, Event, ProductState},
    revision, slug,
};
use kernel::{Fault, Kind, Texts, ids::ProductId};
use market::listing;
use view::{chrome::Chrome, form::Form, words};

/// Longest reason, in characters.
const REASON: usize = 500;

/// The routes of these pages.
pub(super) fn routes(table: &mut Table) {
    table.get("/{lang}/admin/products", Access::Administrator, find);
    table.get("/{lang}/admin/products/{product}", Access::Administrator, show);
    table.post(
        "/{lang}/admin/products/{product}/suspend",
        Access::Administrator,
        suspend,
    );
    table.post("/{lang}/admin/products/{product}/lift", Access::Administrator, lift);
}

#[derive(Template)]
#[template(path = "pages/admin/product.html")]
struct ProductPage {
    c: Chrome,
    f: Form,
    root: String,
    name: Texts,
    cooperative: Texts,
    cooperative_href: String,
    state: String,
    can_suspend: bool,
    can_lift: bool,
    reason: Option<String>,
    public: Option<String>,
    listing: Option<String>,
    events: Vec<Event>,
}

/// Somebody pasted the address of a product page, or its last part.
async fn find(State(app): State<App>, visitor: Visitor, _: Admin, RawQuery(query): RawQuery) -> Outcome {
    let f = Form::from_pairs(pairs(query.unwrap_or_default().as_bytes())?);
    let typed = f.value("address").trim().trim_end_matches('/');
    let last = typed
        .split(['?', '#'])
        .next()
        .and_then(|path| path.rsplit('/').next())
        .unwrap_or_default();
    let decoded = percent_encoding::percent_decode_str(last).decode_utf8_lossy();
    match slug::find_product(&app.market().db, &decoded).await? {
        Some(product) => page::see_other(&format!("/{}/admin/products/{product}", visitor.locale())),
        None => page::see_other_with(&format!("/{}/admin", visitor.locale()), "queue-notice-no-product"),
    }
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    _: Admin,
    Path((_, product)): Path<(String, String)>,
) -> Outcome {
    answer(&app, &visitor, id(&product)?, Form::default(), StatusCode::OK).await
}

fn id(text: &str) -> Result<ProductId, Failure> {
    text.parse().map_err(|_| Failure::not_found())
}

async fn answer(app: &App, visitor: &Visitor, id: ProductId, f: Form, status: StatusCode) -> Outcome {
    let db = &app.market().db;
    let found = product::get(db, id).await.map_err(|error| match error.kind() {
        Kind::NotFound => Failure::not_found(),
        _ => error.into(),
    })?;
    let newest = revision::get_newest_for_cooperative(db, found.cooperative, id).await?;
    let shown = match found.approved_revision {
        Some(approved) => moderation::find_case(db, approved)
            .await?
            .map(|case| case.revision.content.name),
        None => None,
    };
    let c = page::chrome(app, visitor, "admin-product-title")
        .await?
        .with_section("admin-queue");
    let public = if found.listed { found.slugs.pick(c.locale) } else { None };
    let page = ProductPage {
        root: c.url(&format!("/admin/products/{id}")),
        name: shown.unwrap_or_else(|| newest.content.name.clone()),
        cooperative: cooperative::name(db, found.cooperative).await?,
        cooperative_href: c.url(&format!("/admin/cooperatives/{}", found.cooperative)),
        state: c.t(&format!("sell-state-{}", found.state.code())),
        can_suspend: matches!(found.state, ProductState::OnSale | ProductState::Paused),
        can_lift: found.state == ProductState::Suspended,
        public: public.map(|(slug, _)| c.url(&format!("/products/{slug}"))),
        listing: (newest.state == revision::RevisionState::Submitted)
            .then(|| c.url(&format!("/admin/listings/{}", newest.id))),
        events: product::list_events(db, id).await?,
        reason: found
            .suspended_reason
            .filter(|_| found.state == ProductState::Suspended),
        c,
        f,
    };
    page::html(status, &page)
}

async fn suspend(
    State(app): State<App>,
    visitor: Visitor,
    Admin(administrator): Admin,
    Path((_, product)): Path<(String, String)>,
    Fields(mut f): Fields,
) -> Outcome {
    let id = id(&product)?;
    let Some(reason) = f.paragraph("reason", REASON) else {
        return answer(&app, &visitor, id, f, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match listing::suspend_product(app.market(), administrator, id, reason).await {
        Ok(()) => done(&visitor, id, "listing-notice-suspended"),
        Err(error) if error.kind() == Kind::Conflict => {
            f.refuse("reason", &words::error_key(error.code()));
            answer(&app, &visitor, id, f, StatusCode::CONFLICT).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn lift(
    State(app): State<App>,
    visitor: Visitor,
    Admin(administrator): Admin,
    Path((_, product)): Path<(String, String)>,
) -> Outcome {
    let id = id(&product)?;
    listing::lift_suspension(app.market(), administrator, id).await?;
    done(&visitor, id, "listing-notice-lifted")
}

fn done(visitor: &Visitor, id: ProductId, notice: &str) -> Outcome {
    page::see_other_with(&format!("/{}/admin/products/{id}", visitor.locale()), notice)
}
