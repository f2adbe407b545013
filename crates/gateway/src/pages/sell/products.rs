//! A cooperative's products: the list, a new one, the page of one with what can be done about it.

use super::{
    desk::Desk,
    way::{self, Said, gone, picture, standing},
};
use crate::{
    App, Failure, Outcome,
    extract::{Prefilled, Selling, Visitor},
    page,
    routes::{Access, Table},
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use catalogue::{
    photo,
    product::{self, ProductState},
    revision::RevisionState,
    variant,
};
use kernel::{Fault, Kind, Limit, Locale, Money, Texts};
use market::listing;
use view::{Tone, chrome::Chrome, format, parts::Picture};

/// The routes of a cooperative's products.
pub(super) fn routes(table: &mut Table) {
    table.get("/{lang}/sell/{cooperative}/products", Access::Member, list);
    table.post("/{lang}/sell/{cooperative}/products", Access::Member, begin);
    table.get("/{lang}/sell/{cooperative}/products/{product}", Access::Member, show);
    table.post(
        "/{lang}/sell/{cooperative}/products/{product}/withdraw",
        Access::Member,
        withdraw,
    );
    table.post(
        "/{lang}/sell/{cooperative}/products/{product}/pause",
        Access::Member,
        pause,
    );
    table.post(
        "/{lang}/sell/{cooperative}/products/{product}/resume",
        Access::Seller,
        resume,
    );
    table.get(
        "/{lang}/sell/{cooperative}/products/{product}/archive",
        Access::Member,
        ask_archive,
    );
    table.post(
        "/{lang}/sell/{cooperative}/products/{product}/archive",
        Access::Member,
        archive,
    );
}

/// A product in the list.
struct Item {
    href: String,
    name: Texts,
    picture: Option<Picture>,
    tone: Tone,
    state: String,
    price: Option<Money>,
    left: i64,
    counted: bool,
}

#[derive(Template)]
#[template(path = "pages/sell/products.html")]
struct ListPage {
    c: Chrome,
    root: String,
    items: Vec<Item>,
    next: Option<String>,
}

async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Selling(seller): Selling,
    Prefilled(asked): Prefilled,
) -> Outcome {
    let after = asked.value("after").parse().ok();
    let found = product::list_for_cooperative(&app.market().db, seller.cooperative, after, Limit::default()).await?;
    let c = way::chrome(&app, &visitor, "sell-products-title").await?;
    let root = c.url(&format!("/sell/{}/products", seller.cooperative));
    let next = found.next.map(|after| format!("{root}?after={after}"));
    let items = found.items.into_iter().map(|row| item(&root, row)).collect();
    page::html(StatusCode::OK, &ListPage { c, root, items, next })
}

fn item(root: &str, row: product::Row) -> Item {
    let (tone, state) = standing(&row.product, row.revision.map(|(_, state)| state));
    Item {
        href: format!("{root}/{}", row.product.id),
        picture: row.photo.as_ref().and_then(|photo| picture(photo, "")),
        name: row.name,
        tone,
        state,
        price: row.product.price_minor.map(Money::mad),
        left: row.left,
        counted: row.variants > 0,
    }
}

async fn begin(State(app): State<App>, visitor: Visitor, Selling(seller): Selling) -> Outcome {
    let (product, _) = listing::draft_product(app.market(), seller).await?;
    page::see_other(&format!(
        "/{}/sell/{}/products/{product}/photos",
        visitor.locale(),
        seller.cooperative
    ))
}

/// A variant on the page of its product.
struct Size {
    size: String,
    name: String,
    price: Money,
    left: i64,
    reserved: i64,
}

#[derive(Template)]
#[template(path = "pages/sell/product.html")]
struct ProductPage {
    c: Chrome,
    root: String,
    list: String,
    name: Texts,
    tone: Tone,
    state: String,
    product: &'static str,
    revision: &'static str,
    suspended_reason: Option<String>,
    decision_note: Option<String>,
    remarks: Vec<Said>,
    pictures: Vec<Picture>,
    sizes: Vec<Size>,
    public: Option<String>,
}

async fn show(desk: Desk) -> Outcome {
    let c = desk.chrome("sell-product-title").await?;
    let (locale, root) = (c.locale, desk.root());
    let Desk { app, seller, work, .. } = desk;
    let db = &app.market().db;
    let photos = photo::list_for_revision(db, work.revision.id).await?;
    let variants = variant::list_for_product(db, work.product.id).await?;
    let (tone, state) = standing(&work.product, Some(work.revision.state));
    let public = if work.product.listed {
        work.product.slugs.pick(locale)
    } else {
        None
    };
    let page = ProductPage {
        root,
        list: c.url(&format!("/sell/{}/products", seller.cooperative)),
        tone,
        state,
        product: work.product.state.code(),
        revision: work.revision.state.code(),
        public: public.map(|(slug, _)| c.url(&format!("/products/{slug}"))),
        suspended_reason: work
            .product
            .suspended_reason
            .clone()
            .filter(|_| work.product.state == ProductState::Suspended),
        decision_note: work
            .revision
            .decision_note
            .clone()
            .filter(|_| work.revision.state == RevisionState::Rejected),
        remarks: work.remarks,
        pictures: photos.iter().filter_map(|photo| picture(photo, "")).collect(),
        sizes: variants.iter().map(|variant| size(locale, variant)).collect(),
        name: work.revision.content.name,
        c,
    };
    page::html(StatusCode::OK, &page)
}

fn size(locale: Locale, variant: &variant::Variant) -> Size {
    Size {
        size: format::size(locale, variant.amount.thousandths, variant.amount.unit.code()),
        name: variant.name.text(locale).to_owned(),
        price: Money::mad(variant.price_minor),
        left: variant.left(),
        reserved: variant.reserved,
    }
}

/// What can be done to a product with one button.
enum Act {
    Withdraw,
    Pause,
    Resume,
    Archive,
}

async fn withdraw(desk: Desk) -> Outcome {
    act(desk, Act::Withdraw).await
}

async fn pause(desk: Desk) -> Outcome {
    act(desk, Act::Pause).await
}

async fn resume(desk: Desk) -> Outcome {
    act(desk, Act::Resume).await
}

async fn archive(desk: Desk) -> Outcome {
    act(desk, Act::Archive).await
}

#[derive(Template)]
#[template(path = "pages/sell/archive.html")]
struct ArchivePage {
    c: Chrome,
    root: String,
    name: Texts,
}

async fn ask_archive(desk: Desk) -> Outcome {
    let page = ArchivePage {
        c: desk.chrome("sell-archive-title").await?,
        root: desk.root(),
        name: desk.work.revision.content.name,
    };
    page::html(StatusCode::OK, &page)
}

async fn act(desk: Desk, act: Act) -> Outcome {
    let (market, seller, work) = (desk.app.market(), desk.seller, &desk.work);
    let (id, root) = (work.product.id, desk.root());
    let (done, to, notice) = match act {
        Act::Withdraw => (
            listing::withdraw_listing(market, seller, work.revision.id).await,
            root,
            "sell-notice-withdrawn",
        ),
        Act::Pause => (
            listing::pause_product(market, seller, id).await,
            root,
            "sell-notice-paused",
        ),
        Act::Resume => (
            listing::resume_product(market, seller, id).await,
            root,
            "sell-notice-resumed",
        ),
        Act::Archive => {
            let list = format!("/{}/sell/{}/products", desk.locale(), seller.cooperative);
            (
                listing::archive_product(market, seller, id).await,
                list,
                "sell-notice-archived",
            )
        }
    };
    match done {
        Ok(()) => page::see_other_with(&to, notice),
        Err(market::Error::Catalogue(error)) if error.kind() == Kind::NotFound => Err(gone(error)),
        Err(error) => Err(Failure::from(error)),
    }
}
