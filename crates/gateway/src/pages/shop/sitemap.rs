//! The map for search engines: every public page in every language, each with its siblings. A thousand
//! products a file; a larger market gets an index of such files.

use super::pictures::product_path;
use crate::{App, Failure, Outcome, cache::Public, page};
use axum::{
    extract::{Path, State},
    http::{HeaderValue, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use catalogue::shelf::{self, Address};
use kernel::{Limit, Locale};
use std::fmt::Write as _;

/// Products in one file: about three megabytes before compression.
const A_FILE: u64 = 1000;
/// Files that an index names.
const FILES: usize = 200;

/// `robots.txt`.
pub(super) async fn robots(State(app): State<App>) -> Outcome {
    let lines = format!(
        "User-agent: *\nDisallow: /api/\nDisallow: /*/cart\nDisallow: /*/checkout\nDisallow: /*/account\n\
         Disallow: /*/sign-in\nDisallow: /*/sell/\nDisallow: /*/admin\nDisallow: /*?*q=\n\n\
         Sitemap: {}/sitemap.xml\n",
        app.public_url()
    );
    Ok(kept("text/plain; charset=utf-8", lines))
}

/// The map itself, or the index of its files.
pub(super) async fn first(State(app): State<App>) -> Outcome {
    let db = &app.market().db;
    let products = shelf::addresses(db, None, A_FILE + 1).await?;
    if products.len() > usize::try_from(A_FILE).unwrap_or(usize::MAX) {
        return index(&app).await;
    }
    let mut map = Map::new(app.public_url());
    others(&app, &mut map).await?;
    map.products(&products);
    Ok(kept("application/xml", map.finish()))
}

/// A file of a large map: `pages`, or the products behind an id.
pub(super) async fn further(State(app): State<App>, Path(after): Path<String>) -> Outcome {
    let mut map = Map::new(app.public_url());
    let after = after.strip_suffix(".xml").ok_or_else(Failure::not_found)?;
    if after == "pages" {
        others(&app, &mut map).await?;
    } else {
        let after = match after {
            "first" => None,
            id => Some(id.parse().map_err(|_| Failure::not_found())?),
        };
        map.products(&shelf::addresses(&app.market().db, after, A_FILE).await?);
    }
    Ok(kept("application/xml", map.finish()))
}

async fn index(app: &App) -> Outcome {
    let url = app.public_url();
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let mut name = "first".to_owned();
    writeln!(text, "<sitemap><loc>{url}/sitemap/pages.xml</loc></sitemap>").ok();
    for _ in 0..FILES {
        writeln!(text, "<sitemap><loc>{url}/sitemap/{name}.xml</loc></sitemap>").ok();
        let after = name.parse().ok();
        let file = shelf::addresses(&app.market().db, after, A_FILE).await?;
        match file.last() {
            Some(last) if file.len() == usize::try_from(A_FILE).unwrap_or(usize::MAX) => name = last.id.to_string(),
            _ => break,
        }
    }
    text.push_str("</sitemapindex>\n");
    Ok(kept("application/xml", text))
}

/// Every page that is no product.
async fn others(app: &App, map: &mut Map) -> Result<(), Failure> {
    for path in ["", "/products", "/cooperatives", "/terms", "/sales", "/privacy"] {
        map.page(|_| Some(path.to_owned()));
    }
    for category in app.reference().await?.taxonomy.roots() {
        map.page(|_| Some(format!("/products?category={}", category.code)));
    }
    let mut after = None;
    loop {
        let page = shelf::list_cooperatives(&app.market().db, None, after.as_deref(), Limit::new(100)).await?;
        for cooperative in &page.items {
            map.page(|_| Some(format!("/cooperatives/{}", cooperative.slug)));
        }
        after = page.next;
        if after.is_none() || map.pages > 10_000 {
            return Ok(());
        }
    }
}

struct Map {
    url: String,
    text: String,
    pages: usize,
}

impl Map {
    fn new(url: &str) -> Self {
        let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
                    xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n";
        Self {
            url: url.to_owned(),
            text: text.to_owned(),
            pages: 0,
        }
    }

    fn products(&mut self, products: &[Address]) {
        for product in products {
            let slugs = product.slugs();
            self.page(|locale| product_path(&slugs, locale));
        }
    }

    /// A page in every language, each entry with all of them beside it.
    fn page(&mut self, path: impl Fn(Locale) -> Option<String>) {
        let paths: Vec<(Locale, String)> = Locale::COMPLETE
            .into_iter()
            .filter_map(|locale| Some((locale, page::encode_path(&format!("/{locale}{}", path(locale)?)))))
            .collect();
        let mut siblings = String::new();
        for (locale, path) in &paths {
            let url = &self.url;
            write!(
                siblings,
                "<xhtml:link rel=\"alternate\" hreflang=\"{locale}\" href=\"{url}{path}\"/>"
            )
            .ok();
        }
        for (_, path) in &paths {
            writeln!(self.text, "<url><loc>{}{path}</loc>{siblings}</url>", self.url).ok();
        }
        self.pages += 1;
    }

    fn finish(mut self) -> String {
        self.text.push_str("</urlset>\n");
        self.text
    }
}

fn kept(kind: &'static str, text: String) -> Response {
    let mut response = text.into_response();
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response.extensions_mut().insert(Public);
    response
}
