//! The invoices for commission, for the office: who owes what since when, and a transfer that was seen.

use crate::{
    App, Failure, Outcome,
    extract::{Admin, Fields, Visitor, pairs},
    page,
    pages::lines::language,
    routes::{Access, Table},
};
use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
};
use kernel::{Fault, Kind, Limit, Locale, Money, ids::InvoiceId, time::DAY};
use ledger::invoice::{self, Invoice, Which};
use market::money::{self, Form as PaperForm, InvoiceFound};
use view::{chrome::Chrome, form::Form, format, month::Month, words};

/// The routes of these pages.
pub(super) fn routes(table: &mut Table) {
    table.get("/{lang}/admin/invoices", Access::Administrator, list);
    table.get("/{lang}/admin/invoices/{invoice}", Access::Administrator, show);
    table.get(
        "/{lang}/admin/invoices/{invoice}/invoice.pdf",
        Access::Administrator,
        pdf,
    );
    table.get(
        "/{lang}/admin/invoices/{invoice}/invoice.xlsx",
        Access::Administrator,
        xlsx,
    );
    table.post("/{lang}/admin/invoices/{invoice}/settle", Access::Administrator, settle);
}

#[derive(Template)]
#[template(path = "pages/admin/invoices.html")]
struct ListPage {
    c: Chrome,
    /// Whether only those are shown that are not settled.
    open: bool,
    /// What invoices lack because the configuration does not say it.
    missing: String,
    rows: Vec<RowView>,
    next: Option<String>,
}

/// An invoice in a list.
pub(crate) struct RowView {
    pub(crate) href: String,
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) lang: &'static str,
    pub(crate) month: String,
    pub(crate) total: String,
    pub(crate) open: Option<String>,
    pub(crate) due: String,
    pub(crate) state: String,
    pub(crate) tone: &'static str,
}

/// An invoice in a list; `root` is where it stands.
pub(crate) fn row_view(locale: Locale, root: &str, one: &Invoice, now: kernel::Micros) -> RowView {
    let (state, tone) = state(locale, one, now);
    RowView {
        href: format!("{root}/{}", one.id),
        number: one.number(),
        name: one.customer.name.text(locale).to_owned(),
        lang: language(&one.customer.name, locale),
        month: Month::parse(&one.month).map_or_else(|| one.month.clone(), |month| month.name(locale)),
        total: format::money(locale, Money::mad(one.total_minor)),
        open: (one.open_minor() > 0).then(|| format::money(locale, Money::mad(one.open_minor()))),
        due: format::date(locale, one.due_at),
        state,
        tone,
    }
}

fn state(locale: Locale, one: &Invoice, now: kernel::Micros) -> (String, &'static str) {
    if one.open_minor() == 0 {
        return (words::say(locale, "invoices-settled"), "good");
    }
    if one.is_overdue(now) {
        let days = now.since(one.due_at).div_euclid(DAY);
        let since = words::say_with(locale, "admin-money-days", &[("days", days.into())]);
        return (
            words::say_with(locale, "invoices-overdue", &[("since", since.into())]),
            "bad",
        );
    }
    (words::say(locale, "invoices-open"), "info")
}

async fn list(State(app): State<App>, visitor: Visitor, RawQuery(query): RawQuery) -> Outcome {
    let asked = pairs(query.unwrap_or_default().as_bytes())?;
    let value = |name: &str| {
        asked
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    };
    let market = app.market();
    let open = value("all").is_none();
    let which = Which {
        cooperative: None,
        open,
    };
    let found = invoice::list(&market.db, which, value("after"), Limit::new(50)).await?;
    let c = page::chrome(&app, &visitor, "invoices-title")
        .await?
        .with_section("admin-money");
    let root = c.url("/admin/invoices");
    let rest = if open { "" } else { "all=1&" };
    let page = ListPage {
        open,
        missing: market.settings.operator.missing_on_invoices().join(", "),
        rows: found
            .items
            .iter()
            .map(|one| row_view(c.locale, &root, one, market.now()))
            .collect(),
        next: found.next.map(|after| format!("{root}?{rest}after={after}")),
        c,
    };
    page::html(StatusCode::OK, &page)
}

#[derive(Template)]
#[template(path = "pages/admin/invoice.html")]
struct InvoicePage {
    c: Chrome,
    f: Form,
    key: String,
    action: String,
    /// Where it is on paper, without the ending.
    paper: String,
    i: InvoiceView,
}

/// One invoice in words.
pub(crate) struct InvoiceView {
    pub(crate) month: String,
    pub(crate) state: String,
    pub(crate) tone: &'static str,
    pub(crate) issuer: String,
    pub(crate) customer: String,
    pub(crate) issued: String,
    pub(crate) due: String,
    pub(crate) reference: String,
    pub(crate) rib: Option<String>,
    pub(crate) commission: String,
    /// The rate, what it is of, and the tax.
    pub(crate) rates: Vec<(String, String)>,
    pub(crate) total: String,
    pub(crate) settled: Vec<(String, String, String)>,
    pub(crate) open: String,
    pub(crate) is_open: bool,
    pub(crate) lines: Vec<LineView>,
}

/// A line of an invoice.
pub(crate) struct LineView {
    pub(crate) number: String,
    pub(crate) href: String,
    pub(crate) what: String,
    pub(crate) when: String,
    pub(crate) commission: String,
    pub(crate) vat: String,
}

/// An invoice in words; `order` makes the address of a line's order of its part and number.
pub(crate) fn invoice_view(
    locale: Locale,
    found: &InvoiceFound,
    now: kernel::Micros,
    order: impl Fn(&money::InvoiceLine) -> String,
) -> InvoiceView {
    let one = &found.invoice;
    let written = |minor: i64| format::money(locale, Money::mad(minor));
    let (state, tone) = state(locale, one, now);
    let rate = |rate: &invoice::Rated| {
        let percent = format::percent(locale, rate.vat_bps.into());
        let name = words::say_with(locale, "invoices-vat", &[("percent", percent.into())]);
        (name, written(rate.vat_minor))
    };
    let settled = |one: &invoice::Settled| {
        let key = match one.kind.as_str() {
            "commission_netted" => "invoices-by-netting",
            "written_off" => "invoices-by-writing-off",
            _ => "invoices-by-transfer",
        };
        (
            words::say(locale, key),
            written(one.minor),
            format::date(locale, one.at),
        )
    };
    InvoiceView {
        month: Month::parse(&one.month).map_or_else(|| one.month.clone(), |month| month.name(locale)),
        state,
        tone,
        issuer: one.issuer.name.text(locale).to_owned(),
        customer: one.customer.name.text(locale).to_owned(),
        issued: format::date(locale, one.issued_at),
        due: format::date(locale, one.due_at),
        reference: one.reference.clone(),
        rib: one.issuer.rib.clone(),
        commission: written(one.commission_minor),
        rates: found.rates.iter().map(rate).collect(),
        total: written(one.total_minor),
        settled: found.settled.iter().map(settled).collect(),
        open: written(one.open_minor()),
        is_open: one.open_minor() > 0,
        lines: found
            .lines
            .iter()
            .map(|line| LineView {
                number: line.number.clone(),
                href: order(line),
                what: words::say(locale, money::invoice_line(&line.line)),
                when: format::date(locale, line.line.at),
                commission: written(line.line.commission_minor),
                vat: written(line.line.vat_minor),
            })
            .collect(),
    }
}

fn read(typed: &str) -> Result<InvoiceId, Failure> {
    typed.parse().map_err(|_| Failure::not_found())
}

async fn show(State(app): State<App>, visitor: Visitor, Path((_, invoice)): Path<(String, String)>) -> Outcome {
    render(&app, &visitor, read(&invoice)?, StatusCode::OK, None).await
}

async fn render(app: &App, visitor: &Visitor, id: InvoiceId, status: StatusCode, filled: Option<Form>) -> Outcome {
    let market = app.market();
    let found = money::find_invoice(market, id).await?.ok_or_else(Failure::not_found)?;
    let mut c = page::chrome(app, visitor, "invoices-title")
        .await?
        .with_section("admin-money");
    c.title = c.tn("invoices-one-title", "number", found.invoice.number());
    let f = filled.unwrap_or_else(|| {
        let open = found.invoice.open_minor();
        let mut f = Form::default();
        f.set(
            "amount",
            format!("{}.{:02}", open.div_euclid(100), open.rem_euclid(100)),
        );
        f
    });
    let page = InvoicePage {
        key: page::once_token(app),
        action: c.url(&format!("/admin/invoices/{id}/settle")),
        paper: c.url(&format!("/admin/invoices/{id}/invoice")),
        i: invoice_view(c.locale, &found, market.now(), |line| {
            c.url(&format!("/admin/orders/{}", line.number))
        }),
        f,
        c,
    };
    page::html(status, &page)
}

async fn pdf(state: State<App>, visitor: Visitor, path: Path<(String, String)>) -> Outcome {
    print(state, visitor, path, PaperForm::Pdf).await
}

async fn xlsx(state: State<App>, visitor: Visitor, path: Path<(String, String)>) -> Outcome {
    print(state, visitor, path, PaperForm::Xlsx).await
}

async fn print(
    State(app): State<App>,
    visitor: Visitor,
    Path((_, invoice)): Path<(String, String)>,
    form: PaperForm,
) -> Outcome {
    let found = money::find_invoice(app.market(), read(&invoice)?).await?;
    let found = found.ok_or_else(Failure::not_found)?;
    page::file(money::print_invoice(&found, visitor.locale(), form).await?)
}

async fn settle(
    State(app): State<App>,
    visitor: Visitor,
    Admin(by): Admin,
    Path((_, invoice)): Path<(String, String)>,
    Fields(mut f): Fields,
) -> Outcome {
    let id = read(&invoice)?;
    let Some(amount) = f.money("amount") else {
        return render(&app, &visitor, id, StatusCode::UNPROCESSABLE_ENTITY, Some(f)).await;
    };
    let key = f.value("key").to_owned();
    match money::settle_invoice(app.market(), &by, &key, id, amount).await {
        Ok(_) => page::see_other_with(
            &format!("/{}/admin/invoices/{id}", visitor.locale()),
            "invoices-notice-settled",
        ),
        Err(error) if error.kind() == Kind::Invalid => {
            f.refuse("amount", "invoices-amount-wrong");
            render(&app, &visitor, id, StatusCode::UNPROCESSABLE_ENTITY, Some(f)).await
        }
        Err(error) => Err(error.into()),
    }
}
