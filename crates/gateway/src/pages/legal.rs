//! The legal pages: the version in force, and any earlier one that an order names.

use crate::{
    App, Failure, Outcome,
    extract::Lang,
    page,
    pages::shop::pictures,
    routes::{Access, Table},
};
use askama::Template;
use axum::extract::{Path, State};
use order::terms::{self, LegalKind, LegalText};
use view::{chrome::Chrome, format, safe::SafeHtml};

/// The routes of the legal pages.
pub(crate) fn routes(table: &mut Table) {
    table.get("/{lang}/terms", Access::Public, terms_page);
    table.get("/{lang}/sales", Access::Public, sales_page);
    table.get("/{lang}/privacy", Access::Public, privacy_page);
    table.get("/{lang}/sales/{version}", Access::Public, older_sales);
}

#[derive(Template)]
#[template(path = "pages/legal/text.html")]
struct TextPage {
    c: Chrome,
    version: i64,
    /// Empty for the texts a market starts with.
    published: String,
    reviewed: bool,
    current: bool,
    text: SafeHtml,
    lang: &'static str,
}

async fn terms_page(State(app): State<App>, lang: Lang) -> Outcome {
    current(&app, lang, LegalKind::Terms).await
}

async fn sales_page(State(app): State<App>, lang: Lang) -> Outcome {
    current(&app, lang, LegalKind::Sales).await
}

async fn privacy_page(State(app): State<App>, lang: Lang) -> Outcome {
    current(&app, lang, LegalKind::Privacy).await
}

async fn current(app: &App, lang: Lang, kind: LegalKind) -> Outcome {
    let text = terms::find_current(&app.market().db, kind)
        .await?
        .ok_or_else(Failure::not_found)?;
    render(app, lang, &text, true)
}

async fn older_sales(State(app): State<App>, lang: Lang, Path((_, version)): Path<(String, String)>) -> Outcome {
    let version: i32 = version.parse().map_err(|_| Failure::not_found())?;
    let db = &app.market().db;
    let text = terms::find_version(db, LegalKind::Sales, version)
        .await?
        .ok_or_else(Failure::not_found)?;
    let is_current = terms::current_version(db, LegalKind::Sales).await? == version;
    render(&app, lang, &text, is_current)
}

fn render(app: &App, lang: Lang, text: &LegalText, current: bool) -> Outcome {
    let code = text.kind.code();
    let mut c = page::frame(app, *lang, &format!("nav-{code}"));
    c = if current {
        let description = c.t(&format!("legal-{code}-description"));
        c.with_path(format!("/{code}"))
            .with_index(description)
            .with_og_image(pictures::own(app))
    } else {
        c.with_path(format!("/{code}/{}", text.version))
    };
    let page = TextPage {
        version: i64::from(text.version),
        published: if text.published_at.0 == 0 {
            String::new()
        } else {
            format::date(*lang, text.published_at)
        },
        reviewed: text.reviewed,
        current,
        text: view::legal::html(text.text(*lang)),
        lang: if *lang == kernel::Locale::Zgh {
            "fr"
        } else {
            lang.code()
        },
        c,
    };
    page::public(&page)
}
