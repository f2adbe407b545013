//! The home page: what there is, what is new, who makes it and how buying works.

use super::{
    cooperative::{Stand, stands},
    data, pictures,
};
use crate::{App, Outcome, extract::Lang, layers::faces, page};
use askama::Template;
use axum::{extract::State, http::HeaderMap};
use catalogue::shelf::{self, Query};
use kernel::{Limit, Locale};
use view::{Chrome, parts::ProductCard};

/// Newest products on the page.
const NEWEST: u64 = 8;
/// Cooperatives on the page.
const COOPERATIVES: u64 = 3;

/// A kind of product with its picture.
struct Tile {
    href: String,
    name: String,
    picture: String,
}

#[derive(Template)]
#[template(path = "pages/shop/home.html")]
struct HomePage {
    c: Chrome,
    tiles: Vec<Tile>,
    newest: Vec<ProductCard>,
    stands: Vec<Stand>,
}

/// Nobody's language is guessed for good: the bare address leads to the page in the language that the
/// browser asks for.
pub(super) async fn choose_language(headers: HeaderMap) -> Outcome {
    let mut response = page::see_other(&format!("/{}", faces::preferred(&headers)))?;
    response.headers_mut().insert(
        axum::http::header::VARY,
        axum::http::HeaderValue::from_static("accept-language"),
    );
    Ok(response)
}

/// The home page.
pub(super) async fn show(State(app): State<App>, lang: Lang) -> Outcome {
    let db = &app.market().db;
    let reference = app.reference().await?;
    let tallies = shelf::tallies(db).await?;
    let newest = shelf::list(db, &Query::default(), Limit::new(NEWEST)).await?;
    let cooperatives = shelf::list_cooperatives(db, None, None, Limit::new(COOPERATIVES)).await?;
    let c = page::frame(&app, *lang, "site-title")
        .with_path("")
        .with_index(view::words::plain(*lang, "shop-home-description", &[]))
        .with_section("home")
        .with_og_image(pictures::own(&app));
    let mut things = data::market(&app, &c);
    let newest = pictures::cards(reference, *lang, &newest.items);
    things.push(data::list(&app, &newest));
    let c = c.with_json_ld(&data::graph(things));
    let has_products = |root: &str| {
        tallies.iter().any(|(code, _)| {
            reference
                .taxonomy
                .root_of(code)
                .is_some_and(|category| category.code == root)
        })
    };
    let tiles = reference
        .taxonomy
        .roots()
        .filter(|root| has_products(&root.code))
        .map(|root| tile(*lang, root));
    let tiles = tiles.collect();
    let stands = stands(reference, *lang, cooperatives.items);
    page::public(&HomePage {
        c,
        tiles,
        newest,
        stands,
    })
}

fn tile(locale: Locale, category: &catalogue::taxonomy::Category) -> Tile {
    Tile {
        href: format!("/{locale}/products?category={}", category.code),
        name: category.name.text(locale).to_owned(),
        picture: format!("category-{}", category.code),
    }
}
