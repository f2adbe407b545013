//! The legal texts: what is in force, earlier versions, and publishing the next.

use crate::{
    App, Failure, Outcome,
    extract::{Admin, Fields, Visitor},
    page,
    routes::{Access, Table},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use market::selling;
use order::terms::{self, LegalKind, LegalText, NewText};
use view::{chrome::Chrome, form::Form, format};

/// Characters a text may have.
const LENGTH: usize = 12_000;

/// The routes of the editor.
pub(crate) fn routes(table: &mut Table) {
    table.get("/{lang}/admin/legal", Access::Administrator, list);
    table.get("/{lang}/admin/legal/{kind}", Access::Administrator, show);
    table.post("/{lang}/admin/legal/{kind}", Access::Administrator, publish);
}

#[derive(Template)]
#[template(path = "pages/admin/legal.html")]
struct ListPage {
    c: Chrome,
    texts: Vec<TextRow>,
}

struct TextRow {
    href: String,
    name: String,
    version: i64,
    published: String,
    reviewed: bool,
}

fn row(c: &Chrome, text: &LegalText) -> TextRow {
    let code = text.kind.code();
    TextRow {
        href: c.url(&format!("/admin/legal/{code}")),
        name: c.t(&format!("nav-{code}")),
        version: i64::from(text.version),
        published: if text.published_at.0 == 0 {
            String::new()
        } else {
            format::date(c.locale, text.published_at)
        },
        reviewed: text.reviewed,
    }
}

async fn list(State(app): State<App>, visitor: Visitor) -> Outcome {
    let c = page::chrome(&app, &visitor, "legal-admin-title")
        .await?
        .with_section("admin-legal");
    let mut texts = Vec::new();
    for kind in LegalKind::ALL {
        if let Some(text) = terms::find_current(&app.market().db, kind).await? {
            texts.push(row(&c, &text));
        }
    }
    page::html(StatusCode::OK, &ListPage { c, texts })
}

#[derive(Template)]
#[template(path = "pages/admin/legal_text.html")]
struct TextPage {
    c: Chrome,
    f: Form,
    action: String,
    versions: Vec<TextRow>,
}

async fn show(State(app): State<App>, visitor: Visitor, Path((_, kind)): Path<(String, String)>) -> Outcome {
    let kind = LegalKind::of(&kind).ok_or_else(Failure::not_found)?;
    let mut f = Form::default();
    if let Some(text) = terms::find_current(&app.market().db, kind).await? {
        f.set("text_ar", text.ar);
        f.set("text_fr", text.fr);
        f.set("text_en", text.en);
        f.set("after", text.version.to_string());
        if text.reviewed {
            f.set("reviewed", "yes");
        }
    }
    render(&app, &visitor, kind, StatusCode::OK, f).await
}

async fn render(app: &App, visitor: &Visitor, kind: LegalKind, status: StatusCode, f: Form) -> Outcome {
    let title = format!("nav-{}", kind.code());
    let c = page::chrome(app, visitor, &title).await?.with_section("admin-legal");
    let versions = terms::list_versions(&app.market().db, kind).await?;
    let versions = versions.iter().map(|text| row(&c, text)).collect();
    let action = c.url(&format!("/admin/legal/{}", kind.code()));
    page::html(status, &TextPage { c, f, action, versions })
}

async fn publish(
    State(app): State<App>,
    visitor: Visitor,
    Admin(administrator): Admin,
    Path((_, kind)): Path<(String, String)>,
    Fields(mut f): Fields,
) -> Outcome {
    let kind = LegalKind::of(&kind).ok_or_else(Failure::not_found)?;
    let after = f
        .integer("after", 0, i64::from(i32::MAX))
        .and_then(|after| i32::try_from(after).ok());
    let (ar, fr, en) = (
        f.paragraph("text_ar", LENGTH),
        f.paragraph("text_fr", LENGTH),
        f.paragraph("text_en", LENGTH),
    );
    let reviewed = f.ticked("reviewed");
    let (Some(after), Some(ar), Some(fr), Some(en)) = (after, ar, fr, en) else {
        return render(&app, &visitor, kind, StatusCode::UNPROCESSABLE_ENTITY, f).await;
    };
    let text = NewText {
        kind,
        ar,
        fr,
        en,
        reviewed,
    };
    match selling::publish_text(app.market(), &administrator, after, text).await {
        Ok(_) => {
            let path = format!("/{}/admin/legal/{}", visitor.locale(), kind.code());
            page::see_other_with(&path, "legal-notice-published")
        }
        Err(market::Error::Order(order::Error::Edited)) => {
            f.refuse("text_ar", "error-order-edited");
            render(&app, &visitor, kind, StatusCode::CONFLICT, f).await
        }
        Err(error) => Err(error.into()),
    }
}
