//! The second question: what is it? First the wide kinds as pictures, then the kinds within.

use super::way::{self, Way, Work};
use crate::{
    App, Outcome,
    extract::{Fields, Selling, Visitor, pairs},
    page,
    routes::{Access, Table},
};
use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
};
use kernel::Texts;
use view::{chrome::Chrome, form::Form, parts::Choice};

/// The routes of this page.
pub(super) fn routes(table: &mut Table) {
    const PAGE: &str = "/{lang}/sell/{cooperative}/products/{product}/category";
    table.get(PAGE, Access::Member, show);
    table.post(PAGE, Access::Member, save);
}

/// A wide kind, as a picture with a link.
struct Tile {
    code: String,
    name: Texts,
    picture: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "pages/sell/category.html")]
struct CategoryPage {
    c: Chrome,
    f: Form,
    way: Way,
    tiles: Vec<Tile>,
    kinds: Vec<Choice>,
    wide: String,
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Selling(seller): Selling,
    Path((_, _, product)): Path<(String, String, String)>,
    RawQuery(query): RawQuery,
) -> Outcome {
    let work = way::work(&app, seller, visitor.locale(), &product).await?;
    if !work.is_open() {
        return page::see_other(&work.root(visitor.locale()));
    }
    let mut f = Form::from_pairs(pairs(query.unwrap_or_default().as_bytes())?);
    f.set(
        "category",
        work.revision.content.category_code.clone().unwrap_or_default(),
    );
    answer(&app, &visitor, work, f, StatusCode::OK).await
}

async fn answer(app: &App, visitor: &Visitor, work: Work, f: Form, status: StatusCode) -> Outcome {
    let c = way::chrome(app, visitor, "sell-category-title").await?;
    let taxonomy = &app.reference().await?.taxonomy;
    let wide = match f.value("in") {
        "" => taxonomy
            .root_of(f.value("category"))
            .map(|root| root.code.clone())
            .unwrap_or_default(),
        asked => taxonomy
            .roots()
            .find(|root| root.code == asked)
            .map(|root| root.code.clone())
            .unwrap_or_default(),
    };
    let tiles = taxonomy.roots().map(|root| Tile {
        picture: format!("category-{}", root.code),
        current: root.code == wide,
        code: root.code.clone(),
        name: root.name.clone(),
    });
    let kinds = taxonomy
        .children(&wide)
        .map(|kind| Choice::new(kind.code.clone(), kind.name.text(c.locale)));
    let page = CategoryPage {
        tiles: tiles.collect(),
        kinds: kinds.collect(),
        way: work.way(c.locale, "category", &["category"], f.value("then")),
        wide,
        c,
        f,
    };
    page::html(status, &page)
}

async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Selling(seller): Selling,
    Path((_, _, product)): Path<(String, String, String)>,
    Fields(mut f): Fields,
) -> Outcome {
    let work = way::work(&app, seller, visitor.locale(), &product).await?;
    let root = work.root(visitor.locale());
    if !work.is_open() {
        return page::see_other(&root);
    }
    let known: Vec<&str> = app
        .reference()
        .await?
        .taxonomy
        .categories
        .iter()
        .map(|one| one.code.as_str())
        .collect();
    let Some(code) = f.one_of("category", &known) else {
        return answer(&app, &visitor, work, f, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match way::save(&app, seller, &work, &f, |content| content.category_code = Some(code)).await {
        Ok(()) => page::see_other(&way::onward(&root, &f, "price")),
        Err(error) => {
            let status = way::beside(&mut f, "category", error)?;
            answer(&app, &visitor, work, f, status).await
        }
    }
}
