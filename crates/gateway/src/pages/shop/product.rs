//! The page of a product: pictures, variants with price and stock, what delivery costs, where it comes
//! from, and who sells it.

use super::{
    cooperative::{Seller, moved, product_crumbs, share as share_link, shorten},
    data,
    pictures::{self, product_path},
};
use crate::{
    App, Failure, Outcome,
    extract::Lang,
    page,
    pages::{
        account::takes_cards,
        share::{self, ShareView},
    },
    state::Reference,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use catalogue::{
    revision::Withdrawal,
    shelf::{self, ProductPage, Size, Stock},
    taxonomy::Label,
};
use kernel::{Locale, Money};
use market::money;
use order::delivery::Zone;
use view::{
    Chrome, Tone,
    form::Form,
    parts::{Crumb, Picture, ProductCard},
    words::{self, Arg},
};

/// Products of the same kind at the foot of the page.
const RELATED: usize = 4;

/// A variant as a card to choose.
struct Choice {
    id: String,
    name: String,
    price: Money,
    each: Option<String>,
    stock: (Tone, String),
    sold_out: bool,
}

/// What delivery costs: a row for each zone, a column for the sizes whose parcels cost alike everywhere.
struct Fares {
    /// The sizes of each column; without words where there is one column only.
    columns: Vec<String>,
    rows: Vec<Fare>,
}

/// What delivery to a zone costs.
struct Fare {
    zone: String,
    days: String,
    /// One for each column; none where the zone takes no parcel so heavy.
    prices: Vec<Option<Money>>,
}

#[derive(Template)]
#[template(path = "pages/shop/product.html")]
struct Page {
    c: Chrome,
    /// The choice of a size and a quantity.
    f: Form,
    crumbs: Vec<Crumb>,
    p: ProductPage,
    photos: Vec<Picture>,
    options: Vec<Choice>,
    /// Whether anything can be bought.
    open: bool,
    label: Option<Label>,
    origin: String,
    allergens: Vec<String>,
    is_food: bool,
    withdrawal: &'static str,
    /// Says so, where the description is in another language.
    foreign: Option<String>,
    fares: Fares,
    parcel: String,
    seller: Seller,
    related: Vec<ProductCard>,
    share: String,
    /// What reaches the cooperative of each 100 dirhams.
    reaches: Option<ShareView>,
}

/// The page.
pub(super) async fn show(State(app): State<App>, lang: Lang, Path((_, slug)): Path<(String, String)>) -> Outcome {
    let db = &app.market().db;
    let reference = app.reference().await?;
    let product = shelf::find_product(db, &slug).await?.ok_or_else(Failure::not_found)?;
    let path = product_path(&product.slugs, *lang).ok_or_else(Failure::not_found)?;
    if path.strip_prefix("/products/") != Some(slug.as_str()) {
        return moved(&format!("/{}{path}", *lang));
    }
    let mut f = Form::default();
    f.set("quantity", "1");
    if let Some(size) = product.first_size() {
        f.set("variant", size.id.to_string());
    }
    page::public(&made(&app, reference, *lang, product, f).await?)
}

/// The page with the form as it was sent, where what it asks for cannot lie in the cart; `None` where the
/// product is not listed.
pub(crate) async fn again(
    app: &App,
    locale: Locale,
    slug: &str,
    status: StatusCode,
    f: Form,
) -> Result<Option<Response>, Failure> {
    let Some(product) = shelf::find_product(&app.market().db, slug).await? else {
        return Ok(None);
    };
    let page = made(app, app.reference().await?, locale, product, f).await?;
    page::html(status, &page).map(Some)
}

async fn made(
    app: &App,
    reference: &Reference,
    locale: Locale,
    product: ProductPage,
    f: Form,
) -> Result<Page, Failure> {
    let root = product
        .category_code
        .as_deref()
        .and_then(|code| reference.taxonomy.root_of(code));
    let newest = app.newest(root.map(|root| root.code.as_str())).await?;
    let others = newest.iter().filter(|card| card.id != product.id).take(RELATED);
    let mut related = pictures::cards(reference, locale, others);
    // One lone card is no shelf.
    if related.len() < 2 {
        related.clear();
    }
    let zones = app.tariff().await?;
    let cards = takes_cards(app, product.maker.id).await? == Some(true);
    let above = categories(reference, product.category_code.as_deref());
    let prices: Vec<i64> = product.sizes.iter().map(|size| size.price_minor).collect();
    let of = (product.id, product.maker.id);
    let reaches = money::find_share_of_product(app.market(), of, &above, &prices).await?;
    let mut page = write(app, reference, (locale, f), product, related, &zones);
    page.c = page
        .c
        .with_early(cards, app.market().ways.offers(order::Method::Transfer));
    page.reaches = reaches.map(|reaches| share::view(locale, reaches));
    Ok(page)
}

/// A category and those above it, its own first.
fn categories(reference: &Reference, code: Option<&str>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut next = code.map(str::to_owned);
    // Nothing is its own parent, and a tree is not so deep.
    while let Some(code) = next.take().filter(|_| found.len() < 8) {
        let category = reference.taxonomy.category(&code);
        next = category.and_then(|category| category.parent.clone());
        found.push(code);
    }
    found
}

fn write(
    app: &App,
    reference: &Reference,
    (locale, f): (Locale, Form),
    p: ProductPage,
    related: Vec<ProductCard>,
    zones: &[Zone],
) -> Page {
    let name = p.name.text(locale).to_owned();
    let crumbs = product_crumbs(reference, locale, p.category_code.as_deref());
    let image = p
        .shots
        .first()
        .map_or_else(|| pictures::own(app), |shot| pictures::shared(app, &shot.key));
    let alternates = Locale::COMPLETE
        .into_iter()
        .filter_map(|locale| Some((locale, format!("/{locale}{}", product_path(&p.slugs, locale)?))));
    let c = page::titled(app, locale, &name)
        .with_path(product_path(&p.slugs, locale).unwrap_or_default())
        .with_alternates(alternates.collect())
        .with_section("products")
        .with_og_image(image)
        .with_index(description(locale, &p));
    let things = vec![data::product(app, &c, &p), data::crumbs(app, &crumbs, &name)];
    let c = c.with_json_ld(&data::graph(things));
    let category = p
        .category_code
        .as_deref()
        .and_then(|code| reference.taxonomy.category(code));
    let named = |codes: &Option<Vec<String>>| {
        let known = codes
            .iter()
            .flatten()
            .filter_map(|code| reference.taxonomy.allergen(code));
        known.map(|allergen| allergen.name.text(locale).to_owned()).collect()
    };
    Page {
        crumbs,
        photos: photos(&p, &name, locale),
        options: options(locale, &p),
        open: p.sizes.iter().any(|size| size.stock != Stock::SoldOut),
        label: p
            .label_code
            .as_deref()
            .and_then(|code| reference.taxonomy.label(code))
            .cloned(),
        origin: origin(reference, locale, &p),
        allergens: named(&p.allergens),
        is_food: category.is_some_and(|category| category.is_food),
        withdrawal: match p.withdrawal {
            Withdrawal::Standard => "shop-withdrawal-standard",
            Withdrawal::Perishable => "shop-withdrawal-perishable",
            Withdrawal::Custom => "shop-withdrawal-custom",
        },
        foreign: pictures::foreign(locale, &p.description),
        fares: fares(locale, zones, &p.sizes),
        parcel: parcel(locale, &p.sizes),
        seller: Seller::of(reference, locale, &p.maker),
        related,
        share: share_link(&c),
        reaches: None,
        p,
        c,
        f,
    }
}

/// The sentence for search engines: what it is, else who makes it.
fn description(locale: Locale, p: &ProductPage) -> String {
    match p.description.text(locale) {
        "" => {
            let args = [
                ("name", Arg::from(p.name.text(locale))),
                ("maker", Arg::from(p.maker.name.text(locale))),
            ];
            words::plain(locale, "shop-product-description", &args)
        }
        text => shorten(text),
    }
}

fn photos(p: &ProductPage, name: &str, locale: Locale) -> Vec<Picture> {
    let total = p.shots.len();
    let alt = |number: usize| match total {
        1 => name.to_owned(),
        _ => {
            let args = [
                ("name", Arg::from(name)),
                ("number", Arg::from(number)),
                ("total", Arg::from(total)),
            ];
            words::plain(locale, "shop-photo-of", &args)
        }
    };
    (1..)
        .zip(&p.shots)
        .map(|(number, shot)| pictures::picture(shot, &alt(number)))
        .collect()
}

fn options(locale: Locale, p: &ProductPage) -> Vec<Choice> {
    let option = |size: &Size| {
        let price = Money::mad(size.price_minor);
        Choice {
            id: size.id.to_string(),
            name: size_name(locale, size),
            price,
            each: view::format::unit_price(locale, price, size.amount.thousandths, size.amount.unit.code()),
            stock: stock(locale, size.stock),
            sold_out: size.stock == Stock::SoldOut,
        }
    };
    p.sizes.iter().map(option).collect()
}

fn size_name(locale: Locale, size: &Size) -> String {
    let amount = view::format::size(locale, size.amount.thousandths, size.amount.unit.code());
    match size.name.text(locale) {
        "" => amount,
        name => format!("{name} · {amount}"),
    }
}

/// What a parcel with one of it weighs; the lightest and the heaviest, where sizes differ.
fn parcel(locale: Locale, sizes: &[Size]) -> String {
    let weights = || sizes.iter().map(|size| size.parcel_g);
    let (min, max) = (weights().min().unwrap_or(0), weights().max().unwrap_or(0));
    let weight = |grams| view::format::weight(locale, grams);
    if min == max {
        return weight(min);
    }
    let args = [("min", Arg::from(weight(min))), ("max", Arg::from(weight(max)))];
    words::say_with(locale, "shop-parcel-range", &args)
}

fn stock(locale: Locale, stock: Stock) -> (Tone, String) {
    match stock {
        Stock::SoldOut => (Tone::Bad, words::say(locale, "shop-sold-out")),
        Stock::Last(left) => (
            Tone::Warn,
            words::plain(locale, "shop-last", &[("count", Arg::from(left))]),
        ),
        Stock::Many => (Tone::Good, words::say(locale, "shop-in-stock")),
    }
}

fn origin(reference: &Reference, locale: Locale, p: &ProductPage) -> String {
    let region = p
        .origin_region_iso
        .as_deref()
        .and_then(|iso| reference.places.region(iso));
    let region = region.map(|region| region.name.text(locale).to_owned());
    let place = p
        .origin_place
        .as_deref()
        .map(|place| pictures::town(reference, locale, place).name);
    let parts: Vec<String> = [place, region].into_iter().flatten().collect();
    parts.join(if locale == Locale::Ar { "، " } else { ", " })
}

/// What a parcel with one of each size costs to each zone; zones that take none of them are left out.
fn fares(locale: Locale, zones: &[Zone], sizes: &[Size]) -> Fares {
    let mut columns: Vec<(String, Vec<Option<Money>>)> = Vec::new();
    for size in sizes {
        let prices = zones.iter().map(|zone| zone.price(size.parcel_g).ok()).collect();
        let name = size_name(locale, size);
        match columns.iter_mut().find(|(_, known)| *known == prices) {
            Some((names, _)) => *names = format!("{names}{}{name}", words::say(locale, "shop-comma")),
            None => columns.push((name, prices)),
        }
    }
    let fare = |(at, zone): (usize, &Zone)| Fare {
        zone: zone.name.text(locale).to_owned(),
        days: days(locale, zone),
        prices: columns
            .iter()
            .map(|(_, prices)| prices.get(at).copied().flatten())
            .collect(),
    };
    let rows = zones.iter().enumerate().map(fare);
    Fares {
        rows: rows.filter(|fare| fare.prices.iter().any(Option::is_some)).collect(),
        columns: match columns.len() {
            0 | 1 => vec![words::say(locale, "shop-cost")],
            _ => columns.into_iter().map(|(names, _)| names).collect(),
        },
    }
}

fn days(locale: Locale, zone: &Zone) -> String {
    let (min, max) = (i64::from(zone.days_min), i64::from(zone.days_max));
    match min == max {
        true => words::plain(locale, "count-days", &[("count", Arg::from(max))]),
        false => words::plain(locale, "shop-days", &[("min", Arg::from(min)), ("max", Arg::from(max))]),
    }
}
