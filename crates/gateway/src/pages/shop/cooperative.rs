//! The cooperatives, and the page of one: its story, what it makes, and who it is before the law.

use super::{data, list, pictures};
use crate::{App, Failure, Outcome, extract::Lang, page, state::Reference};
use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    http::{HeaderValue, StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
};
use catalogue::shelf::{self, CooperativeCard, Maker, Query};
use kernel::{Limit, Locale, Phone};
use view::{
    Chrome,
    parts::{Crumb, ProductCard},
    words,
};

/// Cooperatives on a page of the list.
const A_PAGE: u64 = 24;
/// Products on the page of a cooperative.
const PRODUCTS: u64 = 20;

/// A cooperative in the list, with its place in words.
pub(super) struct Stand {
    pub(super) card: CooperativeCard,
    pub(super) town: pictures::Town,
    pub(super) region: String,
}

#[derive(Template)]
#[template(path = "pages/shop/cooperatives.html")]
struct CooperativesPage {
    c: Chrome,
    crumbs: Vec<Crumb>,
    stands: Vec<Stand>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/shop/cooperative.html")]
struct CooperativePage {
    c: Chrome,
    crumbs: Vec<Crumb>,
    maker: Maker,
    seller: Seller,
    /// Says so, where the story is in another language.
    foreign: Option<String>,
    cards: Vec<ProductCard>,
    all: Option<String>,
    share: String,
}

/// Who sells, as the law wants it named (law 31-08 art. 29, law 112-12 art. 11), in the reader's language.
pub(super) struct Seller {
    pub(super) region: String,
    pub(super) province: String,
    pub(super) town: pictures::Town,
    /// Whether the address says the town already.
    pub(super) town_said: bool,
    pub(super) phone: String,
    pub(super) phone_href: String,
}

impl Seller {
    pub(super) fn of(reference: &Reference, locale: Locale, maker: &Maker) -> Self {
        let region = reference.places.region(&maker.region_iso);
        let province = reference.places.province(&maker.province_iso);
        Self {
            region: region.map_or_else(String::new, |region| region.name.text(locale).to_owned()),
            province: province.map_or_else(String::new, |province| province.name.text(locale).to_owned()),
            town: pictures::town(reference, locale, &maker.town),
            town_said: maker
                .address
                .as_deref()
                .is_some_and(|address| catalogue::place::ends_in(address, &maker.town)),
            phone: Phone::stored(maker.phone.clone()).display(),
            phone_href: format!("tel:{}", maker.phone),
        }
    }
}

/// The list of cooperatives.
pub(super) async fn list(State(app): State<App>, lang: Lang, RawQuery(query): RawQuery) -> Outcome {
    let reference = app.reference().await?;
    let pairs = crate::extract::pairs(query.as_deref().unwrap_or("").as_bytes())?;
    let after = pairs
        .into_iter()
        .find(|(name, _)| name == "after")
        .map(|(_, value)| value);
    let page = shelf::list_cooperatives(&app.market().db, None, after.as_deref(), Limit::new(A_PAGE)).await?;
    let crumbs = vec![home(*lang)];
    let mut c = page::frame(&app, *lang, "nav-cooperatives")
        .with_path("/cooperatives")
        .with_section("cooperatives")
        .with_og_image(pictures::own(&app));
    if after.is_none() {
        let hrefs: Vec<String> = page
            .items
            .iter()
            .map(|card| c.url(&format!("/cooperatives/{}", card.slug)))
            .collect();
        let here = c.title.clone();
        let things = vec![
            data::crumbs(&app, &crumbs, &here),
            data::addresses(&app, hrefs.iter().map(String::as_str)),
        ];
        c = c
            .with_index(words::plain(*lang, "shop-cooperatives-description", &[]))
            .with_json_ld(&data::graph(things));
    }
    let next = page.next.map(|after| {
        let after: String = url::form_urlencoded::byte_serialize(after.as_bytes()).collect();
        c.url(&format!("/cooperatives?after={after}"))
    });
    let stands = stands(reference, *lang, page.items);
    page::public(&CooperativesPage {
        c,
        crumbs,
        stands,
        next,
    })
}

/// Cooperatives with their places in words.
pub(super) fn stands(reference: &Reference, locale: Locale, cards: Vec<CooperativeCard>) -> Vec<Stand> {
    let stand = |card: CooperativeCard| {
        let region = reference
            .places
            .region(&card.region_iso)
            .map_or("", |region| region.name.text(locale));
        Stand {
            town: pictures::town(reference, locale, &card.town),
            region: region.to_owned(),
            card,
        }
    };
    cards.into_iter().map(stand).collect()
}

/// The page of a cooperative.
pub(super) async fn show(State(app): State<App>, lang: Lang, Path((_, slug)): Path<(String, String)>) -> Outcome {
    let db = &app.market().db;
    let reference = app.reference().await?;
    let maker = shelf::find_cooperative(db, &slug)
        .await?
        .ok_or_else(Failure::not_found)?;
    let path = format!("/cooperatives/{}", maker.slug);
    if maker.slug != slug {
        return moved(&format!("/{}{path}", *lang));
    }
    let question = Query {
        cooperative: Some(maker.id),
        ..Query::default()
    };
    let products = shelf::list(db, &question, Limit::new(PRODUCTS)).await?;
    let mut cards = pictures::cards(reference, *lang, &products.items);
    // Its name stands above them all.
    cards.iter_mut().for_each(|card| card.by.clear());
    let seller = Seller::of(reference, *lang, &maker);
    let crumbs = vec![home(*lang), list_crumb(*lang)];
    let name = maker.name.text(*lang).to_owned();
    let image = products.items.iter().find_map(|card| card.shot.as_ref());
    let image = image.map_or_else(|| pictures::own(&app), |shot| pictures::shared(&app, &shot.key));
    let c = page::titled(&app, *lang, &name)
        .with_path(path)
        .with_section("cooperatives")
        .with_og_image(image)
        .with_index(description(*lang, &maker, &seller));
    let things = vec![
        data::maker(&app, &c, &maker, &seller.region),
        data::crumbs(&app, &crumbs, &name),
        data::list(&app, &cards),
    ];
    let c = c.with_json_ld(&data::graph(things));
    let all = products
        .next
        .map(|_| c.url(&format!("/products?cooperative={}", maker.slug)));
    let foreign = pictures::foreign(*lang, &maker.story);
    let share = share(&c);
    page::public(&CooperativePage {
        c,
        crumbs,
        maker,
        seller,
        foreign,
        cards,
        all,
        share,
    })
}

/// The sentence for search engines: its story, else where it is.
fn description(locale: Locale, maker: &Maker, seller: &Seller) -> String {
    let story = maker.story.text(locale);
    if story.is_empty() {
        let args = [
            ("name", words::Arg::from(maker.name.text(locale))),
            ("region", words::Arg::from(seller.region.as_str())),
        ];
        return words::plain(locale, "shop-cooperative-description", &args);
    }
    shorten(story)
}

/// The first 160 characters or so, cut between words.
pub(super) fn shorten(text: &str) -> String {
    let mut short = String::new();
    for word in text.split_whitespace() {
        if short.chars().count() + word.chars().count() > 158 {
            short.push('…');
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    short
}

/// A link that offers the page to somebody on WhatsApp.
pub(super) fn share(c: &Chrome) -> String {
    let text = format!(
        "{} – {} {}",
        c.title,
        c.t("site-name"),
        page::encode_path(&c.canonical())
    );
    let text = percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC);
    format!("https://wa.me/?text={text}")
}

/// The address changed for good; whoever kept the old one arrives.
pub(super) fn moved(path: &str) -> Outcome {
    let location = HeaderValue::try_from(page::encode_path(path)).map_err(|_| Failure::malformed())?;
    let response: Response = (StatusCode::MOVED_PERMANENTLY, [(LOCATION, location)]).into_response();
    Ok(response)
}

fn home(locale: Locale) -> Crumb {
    Crumb {
        href: format!("/{locale}"),
        name: words::say(locale, "nav-home"),
    }
}

fn list_crumb(locale: Locale) -> Crumb {
    Crumb {
        href: format!("/{locale}/cooperatives"),
        name: words::say(locale, "nav-cooperatives"),
    }
}

/// The way to a product.
pub(super) fn product_crumbs(reference: &Reference, locale: Locale, category: Option<&str>) -> Vec<Crumb> {
    let products = Crumb {
        href: format!("/{locale}/products"),
        name: words::say(locale, "nav-products"),
    };
    let mut crumbs = vec![home(locale), products];
    let taxonomy = &reference.taxonomy;
    let own = category.and_then(|code| taxonomy.category(code));
    let root = category.and_then(|code| taxonomy.root_of(code));
    for (at, category) in [root, own].into_iter().flatten().enumerate() {
        if at == 0 || root != own {
            crumbs.push(list::category_crumb(locale, category));
        }
    }
    crumbs
}
