//! The page that asks for the six digits of a code. Signing in, proving oneself once more and a new
//! contact differ in where it lies and in what the digits are good for.

use super::{
    next::{next_of, with_next},
    refusal::beside,
};
use crate::{App, Failure, Outcome, extract::Visitor, page};
use askama::Template;
use axum::http::StatusCode;
use kernel::{Locale, ids::CodeId};
use view::{chrome::Chrome, form::Form};

/// Where digits are asked for: at `/code` under the page that sends them.
pub(super) struct Asking {
    /// The key of the title.
    pub(super) title: &'static str,
    /// The page that sends a code, without its language.
    pub(super) sender: &'static str,
    /// Whether the contact goes along when another is asked for.
    pub(super) resend: bool,
}

#[derive(Template)]
#[template(path = "pages/account/code.html")]
struct CodePage {
    c: Chrome,
    f: Form,
    /// The id of the code.
    code: String,
    next: String,
    /// Where it was sent; empty when it is no longer good.
    contact: String,
    /// Where the digits go.
    action: String,
    /// Where another code is asked for.
    again: String,
    resend: bool,
}

impl Asking {
    /// Leads to the page once a code was sent.
    pub(super) fn sent(&self, locale: Locale, code: CodeId, next: &str) -> Outcome {
        page::see_other(&format!("/{locale}{}", self.path(&code.to_string(), next)))
    }

    /// The page, empty; the address says which code and what comes next.
    pub(super) async fn show(&self, app: &App, visitor: &Visitor, asked: &Form) -> Outcome {
        let mut f = Form::default();
        f.set("c", asked.value("c"));
        f.set("next", asked.value("next"));
        self.again(app, visitor, f, StatusCode::OK).await
    }

    /// The page again. Digits that were typed are not shown.
    pub(super) async fn again(&self, app: &App, visitor: &Visitor, mut f: Form, status: StatusCode) -> Outcome {
        f.set("code", "");
        let (code, next) = (f.value("c").to_owned(), next_of(f.value("next")));
        let known = code.parse::<CodeId>().map(|code| code.to_string()).unwrap_or_default();
        // Reading it in another language must forget neither.
        let c = page::chrome(app, visitor, self.title)
            .await?
            .with_path(self.path(&known, &next));
        let page = CodePage {
            contact: sent_to(app, &code).await?,
            action: c.url(&format!("{}/code", self.sender)),
            again: c.url(self.sender),
            resend: self.resend,
            c,
            f,
            code,
            next,
        };
        page::html(status, &page)
    }

    /// The page again, with a refusal beside the digits.
    pub(super) async fn refused(&self, app: &App, visitor: &Visitor, mut f: Form, error: market::Error) -> Outcome {
        let status = beside(&mut f, "code", error)?;
        self.again(app, visitor, f, status).await
    }

    fn path(&self, code: &str, next: &str) -> String {
        with_next(&format!("{}/code?c={code}", self.sender), next)
    }
}

/// Which code, and the digits that were typed; `None` when there are none.
pub(super) fn typed(f: &mut Form) -> Option<(CodeId, String)> {
    let digits = f.line("code", 20)?;
    let code = f.value("c").parse().unwrap_or(CodeId(uuid::Uuid::nil()));
    Some((code, digits))
}

/// Where a code was sent, for the sentence on the page.
async fn sent_to(app: &App, code: &str) -> Result<String, Failure> {
    let Ok(code) = code.parse::<CodeId>() else {
        return Ok(String::new());
    };
    let market = app.market();
    let contact = identity::code::find_contact(&market.db, code, market.now()).await?;
    Ok(contact.map(|contact| contact.display()).unwrap_or_default())
}
