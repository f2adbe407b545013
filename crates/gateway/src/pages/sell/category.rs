//! The second question: what is it? First the wide kinds as pictures, then the kinds within.

use super::{
    desk::{Desk, Open},
    way::Way,
};
use crate::{
    Outcome,
    extract::{Fields, Prefilled},
    page,
    routes::{Access, Table},
};
use askama::Template;
use axum::http::StatusCode;
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

async fn show(Open(desk): Open, Prefilled(mut f): Prefilled) -> Outcome {
    f.set("category", desk.content().category_code.clone().unwrap_or_default());
    answer(desk, f, StatusCode::OK).await
}

async fn answer(desk: Desk, f: Form, status: StatusCode) -> Outcome {
    let c = desk.chrome("sell-category-title").await?;
    let taxonomy = &desk.app.reference().await?.taxonomy;
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
        way: desk.work.way(c.locale, "category", &["category"], f.value("then")),
        wide,
        c,
        f,
    };
    page::html(status, &page)
}

async fn save(Open(desk): Open, Fields(mut f): Fields) -> Outcome {
    let categories = &desk.app.reference().await?.taxonomy.categories;
    let known: Vec<&str> = categories.iter().map(|one| one.code.as_str()).collect();
    let Some(code) = f.one_of("category", &known) else {
        return answer(desk, f, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match desk.save(&f, |content| content.category_code = Some(code)).await {
        Ok(()) => desk.onward(&f, "price"),
        Err(error) => desk.refused(f, "category", error, answer).await,
    }
}
