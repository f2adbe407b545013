//! What a cooperative gets from the market: what will come, what is on its way, what it received; each payout with its
//! lines down to the order. And the invoices for commission: what to pay, where, with which reference.

use crate::{
    App, Failure, Outcome,
    extract::{Selling, Visitor, pairs},
    page,
    pages::admin::{
        invoices::{InvoiceView, RowView, invoice_view, row_view},
        payout::{LineView, line_view},
        payouts::tone,
    },
    routes::{Access, Table},
};
use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
};
use kernel::{
    Limit, Locale, Money,
    ids::{InvoiceId, PayoutId},
};
use ledger::{
    invoice::{self, Which},
    payout::{self, Payout, State as Stands},
};
use market::{
    actor::Seller,
    money::{self, Form as PaperForm, InvoiceFound, PayoutFound, PayoutLine},
};
use view::{chrome::Chrome, format, words};

/// The routes of these pages. Whoever was suspended still sees its money.
pub(super) fn routes(table: &mut Table) {
    table.get("/{lang}/sell/{cooperative}/payouts", Access::Member, list);
    table.get("/{lang}/sell/{cooperative}/payouts/{payout}", Access::Member, show);
    let member = Access::Member;
    table.get("/{lang}/sell/{cooperative}/payouts/{payout}/slip.pdf", member, pdf);
    table.get("/{lang}/sell/{cooperative}/payouts/{payout}/slip.xlsx", member, xlsx);
    table.get("/{lang}/sell/{cooperative}/invoices", Access::Member, invoices);
    table.get(
        "/{lang}/sell/{cooperative}/invoices/{invoice}",
        Access::Member,
        show_invoice,
    );
    table.get(
        "/{lang}/sell/{cooperative}/invoices/{invoice}/invoice.pdf",
        member,
        invoice_pdf,
    );
    table.get(
        "/{lang}/sell/{cooperative}/invoices/{invoice}/invoice.xlsx",
        member,
        invoice_xlsx,
    );
}

/// Lines of the next payout that the page shows.
const SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "pages/sell/payouts.html")]
struct ListPage {
    c: Chrome,
    root: String,
    /// Whether anything was ever collected for it.
    any: bool,
    /// What is in no payout yet.
    ready: String,
    /// What buyers may still give back.
    waiting: Option<String>,
    /// Commission that will be kept back.
    owed: Option<String>,
    will_get: String,
    /// Whether more went back than came in.
    owes: bool,
    on_its_way: String,
    received: String,
    lines: Vec<LineView>,
    payouts: Vec<PayoutView>,
    next: Option<String>,
}

struct PayoutView {
    href: String,
    amount: String,
    state: String,
    tone: &'static str,
    when: String,
    account: String,
}

fn written(locale: Locale, minor: i64) -> String {
    format::money(locale, Money::mad(minor))
}

fn payout_view(locale: Locale, root: &str, one: &Payout) -> PayoutView {
    PayoutView {
        href: format!("{root}/payouts/{}", one.id),
        amount: format::money(locale, one.amount),
        state: state(locale, one.state),
        tone: match one.state {
            // Nothing that the cooperative has to see to.
            Stands::Unknown => "info",
            other => tone(other),
        },
        when: format::date(locale, one.updated_at),
        account: one.rib.tail().to_owned(),
    }
}

/// How far a payout is, as its cooperative reads it.
fn state(locale: Locale, state: Stands) -> String {
    let key = match state {
        Stands::Paid => "sell-payouts-received",
        Stands::Failed => "sell-payouts-failed",
        Stands::Returned => "sell-payouts-returned",
        _ => "sell-payouts-on-its-way",
    };
    words::say(locale, key)
}

fn lines(locale: Locale, root: &str, lines: &[PayoutLine]) -> Vec<LineView> {
    let view = |line: &PayoutLine| {
        let href = line.line.part.map(|part| format!("{root}/orders/{part}"));
        line_view(locale, line, href)
    };
    lines.iter().map(view).collect()
}

async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Selling(seller): Selling,
    RawQuery(query): RawQuery,
) -> Outcome {
    let asked = pairs(query.unwrap_or_default().as_bytes())?;
    let after = asked
        .iter()
        .find(|(name, _)| name == "after")
        .map(|(_, value)| value.as_str());
    let market = app.market();
    let db = &market.db;
    let next = money::list_next_payout(market, &seller).await?;
    let found = payout::list_for_cooperative(db, seller.cooperative, after, Limit::default()).await?;
    let now = ledger::statement::overview(db, seller.cooperative).await?;
    let c = page::chrome(&app, &visitor, "sell-payouts-title")
        .await?
        .with_section("seller-home");
    let locale = c.locale;
    let root = c.url(&format!("/sell/{}", seller.cooperative));
    let (waiting, ready) = (now.not_final, now.ready);
    let kept = now.owed.clamp(0, ready.max(0));
    let will_get = waiting.saturating_add(ready).saturating_sub(kept);
    let page = ListPage {
        any: waiting != 0 || ready != 0 || now.on_its_way != 0 || !found.items.is_empty(),
        ready: written(locale, ready),
        waiting: (waiting != 0).then(|| written(locale, waiting)),
        owed: (kept > 0).then(|| written(locale, kept.saturating_neg())),
        will_get: written(locale, will_get),
        owes: will_get < 0,
        on_its_way: written(locale, now.on_its_way),
        received: written(locale, now.paid_out),
        lines: lines(locale, &root, next.get(..SHOWN.min(next.len())).unwrap_or_default()),
        payouts: found.items.iter().map(|one| payout_view(locale, &root, one)).collect(),
        next: found.next.map(|after| format!("{root}/payouts?after={after}")),
        root,
        c,
    };
    page::html(StatusCode::OK, &page)
}

#[derive(Template)]
#[template(path = "pages/sell/payout.html")]
struct PayoutPage {
    c: Chrome,
    root: String,
    /// Where its slip is, without the ending.
    paper: String,
    one: PayoutView,
    /// Why it has to look at its account, where the money did not arrive or stay there.
    trouble: Option<String>,
    holder: String,
    reference: String,
    sum: String,
    netted: Option<String>,
    lines: Vec<LineView>,
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Selling(seller): Selling,
    Path((_, _, id)): Path<(String, String, String)>,
) -> Outcome {
    let found = payout_of(&app, &seller, &id).await?;
    let one = &found.payout;
    let c = page::chrome(&app, &visitor, "sell-payouts-one-title")
        .await?
        .with_section("seller-home");
    let locale = c.locale;
    let root = c.url(&format!("/sell/{}", seller.cooperative));
    let page = PayoutPage {
        trouble: match one.state {
            Stands::Failed => Some(c.t("sell-payouts-failed-why")),
            Stands::Returned => Some(c.t("sell-payouts-returned-why")),
            _ => None,
        },
        holder: one.holder.clone(),
        reference: one.reference.clone(),
        sum: written(locale, one.lines_minor),
        netted: (one.netted_minor > 0).then(|| written(locale, one.netted_minor.saturating_neg())),
        lines: lines(locale, &root, &found.lines),
        paper: format!("{root}/payouts/{}/slip", one.id),
        one: payout_view(locale, &root, one),
        root,
        c,
    };
    page::html(StatusCode::OK, &page)
}

/// A payout of this cooperative: anybody else's is not there.
async fn payout_of(app: &App, seller: &Seller, typed: &str) -> Result<PayoutFound, Failure> {
    let id: PayoutId = typed.parse().map_err(|_| Failure::not_found())?;
    let found = money::find_payout_for_cooperative(app.market(), seller, id).await?;
    found.ok_or_else(Failure::not_found)
}

async fn pdf(state: State<App>, visitor: Visitor, selling: Selling, path: Path<(String, String, String)>) -> Outcome {
    print(state, visitor, selling, path, PaperForm::Pdf).await
}

async fn xlsx(state: State<App>, visitor: Visitor, selling: Selling, path: Path<(String, String, String)>) -> Outcome {
    print(state, visitor, selling, path, PaperForm::Xlsx).await
}

async fn print(
    State(app): State<App>,
    visitor: Visitor,
    Selling(seller): Selling,
    Path((_, _, id)): Path<(String, String, String)>,
    form: PaperForm,
) -> Outcome {
    let found = payout_of(&app, &seller, &id).await?;
    page::file(money::print_payout(app.market(), &found, visitor.locale(), form).await?)
}

#[derive(Template)]
#[template(path = "pages/sell/invoices.html")]
struct InvoicesPage {
    c: Chrome,
    root: String,
    rows: Vec<RowView>,
    next: Option<String>,
}

async fn invoices(
    State(app): State<App>,
    visitor: Visitor,
    Selling(seller): Selling,
    RawQuery(query): RawQuery,
) -> Outcome {
    let asked = pairs(query.unwrap_or_default().as_bytes())?;
    let after = asked
        .iter()
        .find(|(name, _)| name == "after")
        .map(|(_, value)| value.as_str());
    let market = app.market();
    let which = Which {
        cooperative: Some(seller.cooperative),
        open: false,
    };
    let found = invoice::list(&market.db, which, after, Limit::default()).await?;
    let c = page::chrome(&app, &visitor, "sell-invoices-title")
        .await?
        .with_section("seller-home");
    let root = c.url(&format!("/sell/{}", seller.cooperative));
    let list = format!("{root}/invoices");
    let page = InvoicesPage {
        rows: found
            .items
            .iter()
            .map(|one| row_view(c.locale, &list, one, market.now()))
            .collect(),
        next: found.next.map(|after| format!("{list}?after={after}")),
        root,
        c,
    };
    page::html(StatusCode::OK, &page)
}

#[derive(Template)]
#[template(path = "pages/sell/invoice.html")]
struct InvoicePage {
    c: Chrome,
    root: String,
    /// Where it is on paper, without the ending.
    paper: String,
    i: InvoiceView,
}

async fn show_invoice(
    State(app): State<App>,
    visitor: Visitor,
    Selling(seller): Selling,
    Path((_, _, id)): Path<(String, String, String)>,
) -> Outcome {
    let market = app.market();
    let found = invoice_of(&app, &seller, &id).await?;
    let mut c = page::chrome(&app, &visitor, "sell-invoices-title")
        .await?
        .with_section("seller-home");
    c.title = c.tn("invoices-one-title", "number", found.invoice.number());
    let root = c.url(&format!("/sell/{}", seller.cooperative));
    let page = InvoicePage {
        paper: format!("{root}/invoices/{}/invoice", found.invoice.id),
        i: invoice_view(c.locale, &found, market.now(), |line| {
            format!("{root}/orders/{}", line.line.part)
        }),
        root,
        c,
    };
    page::html(StatusCode::OK, &page)
}

/// An invoice of this cooperative: anybody else's is not there.
async fn invoice_of(app: &App, seller: &Seller, typed: &str) -> Result<InvoiceFound, Failure> {
    let id: InvoiceId = typed.parse().map_err(|_| Failure::not_found())?;
    let found = money::find_invoice_for_cooperative(app.market(), seller, id).await?;
    found.ok_or_else(Failure::not_found)
}

async fn invoice_pdf(
    state: State<App>,
    visitor: Visitor,
    selling: Selling,
    path: Path<(String, String, String)>,
) -> Outcome {
    print_invoice(state, visitor, selling, path, PaperForm::Pdf).await
}

async fn invoice_xlsx(
    state: State<App>,
    visitor: Visitor,
    selling: Selling,
    path: Path<(String, String, String)>,
) -> Outcome {
    print_invoice(state, visitor, selling, path, PaperForm::Xlsx).await
}

async fn print_invoice(
    State(app): State<App>,
    visitor: Visitor,
    Selling(seller): Selling,
    Path((_, _, id)): Path<(String, String, String)>,
    form: PaperForm,
) -> Outcome {
    let found = invoice_of(&app, &seller, &id).await?;
    page::file(money::print_invoice(&found, visitor.locale(), form).await?)
}
