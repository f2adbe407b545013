//! What visitors see: the home page, lists, products, cooperatives, and the files and maps around them.
//! Every page here is the same for everybody and kept in memory until the catalogue changes.

mod cooperative;
mod data;
mod health;
mod home;
mod list;
pub(crate) mod pictures;
mod product;
mod query;
mod sitemap;
mod static_files;

pub(crate) use product::again as product_again;

use crate::routes::{Access, Table};

/// The routes of the shop.
pub(crate) fn routes(table: &mut Table) {
    table.get("/", Access::Public, home::choose_language);
    table.get("/{lang}", Access::Public, home::show);
    table.get("/{lang}/", Access::Public, home::show);
    table.get("/{lang}/products", Access::Public, list::show);
    table.get("/{lang}/products/{slug}", Access::Public, product::show);
    table.get("/{lang}/cooperatives", Access::Public, cooperative::list);
    table.get("/{lang}/cooperatives/{slug}", Access::Public, cooperative::show);
    table.get("/media/{name}", Access::Public, static_files::media);
    table.get("/a/{name}", Access::Public, static_files::asset);
    table.get("/favicon.ico", Access::Public, static_files::favicon);
    table.get("/site.webmanifest", Access::Public, static_files::manifest);
    table.get("/robots.txt", Access::Public, sitemap::robots);
    table.get("/sitemap.xml", Access::Public, sitemap::first);
    table.get("/sitemap/{after}", Access::Public, sitemap::further);
    table.get("/livez", Access::Public, health::live);
    table.get("/readyz", Access::Public, health::ready);
}
