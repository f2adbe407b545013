//! The last page of the way: everything as buyers will see it, what still lacks, and the button.

use super::{
    desk::{Desk, Open},
    way::{Way, picture},
};
use crate::{
    Failure, Outcome, page,
    routes::{Access, Table},
};
use askama::Template;
use axum::http::StatusCode;
use catalogue::{Gap, cooperative, photo, revision, variant};
use kernel::{Locale, Money, Texts};
use market::listing;
use view::{chrome::Chrome, format, parts::Picture};

/// The routes of this page.
pub(super) fn routes(table: &mut Table) {
    table.get(
        "/{lang}/sell/{cooperative}/products/{product}/check",
        Access::Member,
        show,
    );
    table.post(
        "/{lang}/sell/{cooperative}/products/{product}/check",
        Access::Member,
        submit,
    );
}

/// Something that still lacks, and the page where it is asked.
struct Lacking {
    text: String,
    href: String,
}

/// A size, as buyers read it.
struct Size {
    size: String,
    price: Money,
    left: i64,
}

#[derive(Template)]
#[template(path = "pages/sell/check.html")]
struct CheckPage {
    c: Chrome,
    way: Way,
    lacking: Vec<Lacking>,
    verified: bool,
    waiting_photos: bool,
    pictures: Vec<Picture>,
    category: String,
    name: Texts,
    description: Texts,
    origin: String,
    ingredients: Texts,
    allergens: Option<String>,
    is_food: bool,
    label: String,
    withdrawal: String,
    sizes: Vec<Size>,
}

async fn show(Open(desk): Open) -> Outcome {
    answer(desk, StatusCode::OK).await
}

async fn answer(desk: Desk, status: StatusCode) -> Outcome {
    let (db, work) = (&desk.app.market().db, &desk.work);
    let c = desk.chrome("sell-check-title").await?;
    let (locale, root) = (c.locale, desk.root());
    let reference = desk.app.reference().await?;
    let taxonomy = &reference.taxonomy;
    let gaps = revision::list_gaps(db, &work.revision).await?;
    let photos = photo::list_for_revision(db, work.revision.id).await?;
    let variants = variant::list_for_product(db, work.product.id).await?;
    let content = work.revision.content.clone();
    let category = content
        .category_code
        .as_deref()
        .and_then(|code| taxonomy.category(code));
    let region = content
        .origin_region_iso
        .as_deref()
        .and_then(|iso| reference.places.region(iso));
    let label = content.label_code.as_deref().and_then(|code| taxonomy.label(code));
    let text = |texts: Option<&Texts>| texts.map(|texts| texts.text(locale).to_owned()).unwrap_or_default();
    let origin = [
        content.origin_place.unwrap_or_default(),
        text(region.map(|region| &region.name)),
    ];
    let allergens = content.allergens.map(|codes| {
        let names: Vec<&str> = codes
            .iter()
            .filter_map(|code| taxonomy.allergen(code))
            .map(|one| one.name.text(locale))
            .collect();
        if names.is_empty() {
            c.t("sell-facts-allergens-none")
        } else {
            names.join(" · ")
        }
    });
    let page = CheckPage {
        lacking: gaps.into_iter().map(|gap| lacking(&c, &root, gap)).collect(),
        verified: cooperative::is_verified(db, desk.seller.cooperative).await?,
        waiting_photos: photos.iter().any(|photo| photo.state == photo::PhotoState::Developing),
        pictures: photos.iter().filter_map(|photo| picture(photo, "")).collect(),
        category: text(category.map(|category| &category.name)),
        is_food: category.is_some_and(|category| category.is_food),
        name: content.name,
        description: content.description,
        origin: origin
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" – "),
        ingredients: content.ingredients,
        allergens,
        label: text(label.map(|label| &label.name)),
        withdrawal: c.t(&format!("sell-withdrawal-{}", content.withdrawal.code())),
        sizes: variants.iter().map(|variant| size(locale, variant)).collect(),
        way: desk.work.way(locale, "check", &[], ""),
        c,
    };
    page::html(status, &page)
}

fn lacking(c: &Chrome, root: &str, gap: Gap) -> Lacking {
    let step = match gap {
        Gap::Photo => "photos",
        Gap::Category => "category",
        Gap::Variant => "price",
        Gap::Name => "words",
        Gap::Allergens => "facts",
    };
    Lacking {
        text: c.t(&format!("sell-gap-{}", gap.field())),
        href: format!("{root}/{step}?then=check"),
    }
}

fn size(locale: Locale, variant: &variant::Variant) -> Size {
    Size {
        size: format::size(locale, variant.amount.thousandths, variant.amount.unit.code()),
        price: Money::mad(variant.price_minor),
        left: variant.left(),
    }
}

async fn submit(Open(desk): Open) -> Outcome {
    match listing::submit_listing(desk.app.market(), desk.seller, desk.work.revision.id).await {
        Ok(()) => page::see_other_with(&desk.root(), "sell-notice-submitted"),
        Err(market::Error::Catalogue(catalogue::Error::Incomplete(_) | catalogue::Error::NotVerified)) => {
            answer(desk, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::from(error)),
    }
}
