//! The market's bank: statements that are imported, lines that wait for somebody's decision, and the daily comparison of the
//! books.

use super::{about, mapping};
use crate::{
    App, Failure, Outcome,
    extract::{Admin, Fields, Visitor},
    page,
    routes::{Access, Table},
};
use askama::Template;
use axum::{
    extract::{
        Multipart, Path, State,
        multipart::{Field, MultipartError},
    },
    http::{Method, StatusCode},
};
use kernel::{
    Fault, Kind, Limit, Locale, Micros, Money,
    ids::{BankFileId, BankLineId},
    time::DAY,
};
use ledger::{Psp, balance};
use market::{
    banking::{
        self, Upload,
        read::{self as file_of, Fault as FileFault, Format},
    },
    money::{Compared, Difference, Place},
    paying,
};
use payment::{
    bank::{self, Line, State as Stands},
    remittance, report,
};
use view::{chrome::Chrome, form::Form, format, month, words};

/// A statement and what stands around it.
const LARGEST_UPLOAD: usize = file_of::LARGEST + 100_000;
/// The longest value of the form beside the file.
const LARGEST_VALUE: usize = 200;
/// The most lines of each kind that the page lists.
const SHOWN: u64 = 50;

/// The routes of this page.
pub(super) fn routes(table: &mut Table) {
    const PAGE: &str = "/{lang}/admin/bank";
    table.get(PAGE, Access::Administrator, show);
    table.add_with_limit(Method::POST, PAGE, Access::Administrator, LARGEST_UPLOAD, import);
    table.get("/{lang}/admin/bank/files/{file}", Access::Administrator, show_file);
    table.post("/{lang}/admin/bank/lines/{line}/assign", Access::Administrator, assign);
    table.post("/{lang}/admin/bank/lines/{line}/back", Access::Administrator, back);
    table.post(
        "/{lang}/admin/bank/lines/{line}/explain",
        Access::Administrator,
        explain,
    );
    table.post("/{lang}/admin/bank/lines/{line}/fee", Access::Administrator, fee);
    table.post("/{lang}/admin/bank/lines/{line}/cash", Access::Administrator, cash);
    table.post(
        "/{lang}/admin/bank/lines/{line}/provider",
        Access::Administrator,
        provider,
    );
    table.post("/{lang}/admin/bank/confirm", Access::Administrator, confirm);
}

#[derive(Template)]
#[template(path = "pages/admin/bank.html")]
struct BankPage {
    c: Chrome,
    f: Form,
    /// The market's own account; nothing can be imported without.
    account: Option<(String, String)>,
    options: mapping::Options,
    faults: Vec<String>,
    files: Vec<FileView>,
    open: Vec<LineView>,
    back: Vec<LineView>,
    went: Vec<LineView>,
    /// Cash that was paid in, and stands in no statement yet.
    paid_in: Vec<(String, String)>,
    /// Providers that hold money, and how much.
    providers: Vec<(String, String)>,
    report: Option<ReportView>,
}

struct FileView {
    href: String,
    name: String,
    when: String,
    closing: Option<String>,
}

struct LineView {
    root: String,
    field: String,
    fee: String,
    /// Of money that went: whether somebody says that it is a fee, and a second person has to say so too.
    said: bool,
    on: String,
    age: String,
    amount: String,
    party: String,
    wording: String,
    state: String,
    reason: String,
    /// What it names, where somebody has to look at it.
    about: Option<about::Named>,
    /// Of money that went: what it can send back.
    returns: Vec<(String, String)>,
}

struct ReportView {
    when: String,
    asked: String,
    differences: Vec<DifferenceView>,
}

struct DifferenceView {
    what: String,
    subject: String,
    /// The page on which something can be done about it.
    href: Option<String>,
    ours: String,
    theirs: String,
}

async fn show(State(app): State<App>, visitor: Visitor) -> Outcome {
    let f = mapping::remembered(app.market()).await?;
    render(&app, &visitor, StatusCode::OK, f, &[]).await
}

async fn render(app: &App, visitor: &Visitor, status: StatusCode, f: Form, faults: &[FileFault]) -> Outcome {
    let (market, db) = (app.market(), &app.market().db);
    let c = page::chrome(app, visitor, "bank-page-title")
        .await?
        .with_section("admin-money");
    let (locale, now) = (c.locale, market.now());
    let lines = async |states: &[Stands]| -> Result<Vec<LineView>, Failure> {
        let found = bank::list_in(db, states, SHOWN).await?;
        let mut named = about::list(db, &c, &found).await?;
        let view = |line: &Line| LineView {
            about: named.remove(&line.id),
            ..line_view(&c, now, line)
        };
        Ok(found.iter().map(view).collect())
    };
    let returns = bank::list_in(db, &[Stands::ToReturn], SHOWN).await?;
    let went = bank::list_in(db, &[Stands::Unexplained], SHOWN).await?;
    let mut named = about::list(db, &c, &went).await?;
    let went = went.iter().map(|line| LineView {
        about: named.remove(&line.id),
        returns: returns
            .iter()
            .filter(|one| one.currency == line.currency && one.minor.checked_neg() == Some(line.minor))
            .map(|one| {
                (
                    one.id.to_string(),
                    format!("{} – {}", amount(locale, one), day(locale, one)),
                )
            })
            .collect(),
        ..line_view(&c, now, line)
    });
    let went = went.collect();
    let files = bank::list_files(db, Limit::new(20)).await?;
    let latest = report::list(db, Limit::new(1)).await?;
    let page = BankPage {
        account: market
            .ways
            .account()
            .map(|account| (account.rib.grouped(), account.holder.clone())),
        options: mapping::options(locale),
        faults: faults.iter().map(|fault| fault_line(locale, fault)).collect(),
        files: files.iter().map(|file| file_view(&c, file)).collect(),
        open: lines(&[Stands::Suspense]).await?,
        back: lines(&[Stands::ToReturn]).await?,
        went,
        paid_in: remittance::list_unnamed(db)
            .await?
            .iter()
            .map(|one| {
                let counted = one
                    .counted
                    .map_or_else(String::new, |money| format::money(locale, money));
                (
                    one.id.to_string(),
                    format!("{counted} – {}", format::date(locale, one.created_at)),
                )
            })
            .collect(),
        providers: balance::list_of_kind(db, ledger::account::Kind::Provider)
            .await?
            .iter()
            .filter(|one| one.amount().minor > 0)
            .map(|one| {
                let provider = one.account.owner();
                let shown = format!("{} – {}", provider.to_uppercase(), format::money(locale, one.amount()));
                (provider, shown)
            })
            .collect(),
        report: latest.first().map(|report| report_view(locale, report)),
        c,
        f,
    };
    page::html(status, &page)
}

fn file_view(c: &Chrome, file: &bank::File) -> FileView {
    FileView {
        href: c.url(&format!("/admin/bank/files/{}", file.id)),
        name: file.name.clone(),
        when: format::date_time(c.locale, file.imported_at),
        closing: file.closing.as_ref().map(|(_, money)| format::money(c.locale, *money)),
    }
}

fn line_view(c: &Chrome, now: Micros, line: &Line) -> LineView {
    let days = now.since(line.created_at).div_euclid(DAY);
    LineView {
        root: c.url(&format!("/admin/bank/lines/{}", line.id)),
        field: field(line.id),
        fee: fee_field(line.id),
        said: line.state == Stands::Unexplained && line.decided_by.is_some(),
        on: day(c.locale, line),
        age: words::say_with(c.locale, "admin-money-days", &[("days", days.into())]),
        amount: amount(c.locale, line),
        party: line.party.clone().unwrap_or_default(),
        wording: line.wording.clone(),
        state: c.t(&format!("bank-state-{}", line.state.code())),
        reason: line
            .reason
            .map_or_else(String::new, |reason| c.t(&format!("bank-reason-{}", reason.code()))),
        about: None,
        returns: Vec::new(),
    }
}

/// The day on which the bank booked it.
fn day(locale: Locale, line: &Line) -> String {
    month::day(&line.booked_on).map_or_else(|| line.booked_on.clone(), |day| format::date(locale, day))
}

/// The amount, also in a currency that the market does not know.
fn amount(locale: Locale, line: &Line) -> String {
    match line.money() {
        Some(money) => format::money(locale, money),
        None => format::foreign(locale, line.minor, &line.currency),
    }
}

fn fault_line(locale: Locale, fault: &FileFault) -> String {
    let what = words::say(locale, &format!("bank-fault-{}", fault.what.code()));
    match (fault.row, fault.text.is_empty()) {
        (0, true) => what,
        (0, false) => format!("{what} {}", fault.text),
        (row, true) => format!("{} – {what}", row_name(locale, row)),
        (row, false) => format!("{} – {what} {}", row_name(locale, row), fault.text),
    }
}

fn row_name(locale: Locale, row: impl Into<i64>) -> String {
    words::say_with(locale, "bank-row", &[("row", row.into().into())])
}

fn report_view(locale: Locale, report: &report::Report) -> ReportView {
    let compared: Compared = serde_json::from_str(&report.body).unwrap_or_default();
    let money = |minor: i64| format::money(locale, kernel::Money::mad(minor));
    let difference = |one: &Difference| DifferenceView {
        what: words::say(locale, &format!("report-{}", one.place.code())),
        subject: one.subject.clone(),
        href: match one.place {
            Place::RefundReturned => Some(format!("/{locale}/admin/refunds/{}", one.subject)),
            Place::PayoutReturned => Some(format!("/{locale}/admin/payouts/{}", one.subject)),
            _ => None,
        },
        ours: money(one.ours),
        theirs: money(one.theirs),
    };
    ReportView {
        when: format::date_time(locale, report.at),
        asked: format::number(locale, i64::try_from(compared.asked).unwrap_or(i64::MAX)),
        differences: compared.differences.iter().map(difference).collect(),
    }
}

/// Takes a statement: the whole of it, or what is wrong with it line by line.
async fn import(State(app): State<App>, visitor: Visitor, Admin(by): Admin, mut body: Multipart) -> Outcome {
    let (mut f, mut name, mut bytes) = (Form::default(), String::new(), Vec::new());
    while let Some(mut field) = body.next_field().await.map_err(cut)? {
        let Some(of) = field.name().map(str::to_owned) else {
            continue;
        };
        if of == "file" {
            name = field.file_name().unwrap_or_default().to_owned();
            bytes = read(&mut field, file_of::LARGEST).await?;
        } else if mapping::FIELDS.contains(&of.as_str()) {
            let value = read(&mut field, LARGEST_VALUE).await?;
            f.set(&of, String::from_utf8_lossy(&value).into_owned());
        }
    }
    if bytes.is_empty() {
        f.refuse("file", "form-file");
    }
    let format = mapping::read(&mut f);
    let Some(format) = format.filter(|_| f.is_ok()) else {
        return render(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, f, &[]).await;
    };
    match take(&app, &by, name, bytes, format).await {
        Ok((file, again)) => {
            let path = format!("/{}/admin/bank/files/{file}", visitor.locale());
            page::see_other_with(
                &path,
                if again {
                    "bank-notice-again"
                } else {
                    "bank-notice-imported"
                },
            )
        }
        Err(market::Error::BankFile(faults)) => {
            f.refuse("file", &words::error_key("market.bank_file"));
            render(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, f, &faults).await
        }
        Err(error @ market::Error::OtherAccount) => {
            f.refuse("file", &words::error_key(error.code()));
            render(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, f, &[]).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn take(
    app: &App,
    by: &market::actor::Administrator,
    name: String,
    bytes: Vec<u8>,
    format: Format,
) -> Result<(BankFileId, bool), market::Error> {
    let upload = Upload { name, bytes, format };
    let imported = banking::import_file(app.market(), by, upload).await?;
    Ok((imported.file, imported.again))
}

async fn read(field: &mut Field<'_>, most: usize) -> Result<Vec<u8>, Failure> {
    let mut kept = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(cut)? {
        if kept.len().saturating_add(chunk.len()) > most {
            let failure = Failure::new(Kind::Invalid, "http.too_large");
            return Err(failure.with_status(StatusCode::PAYLOAD_TOO_LARGE));
        }
        kept.extend_from_slice(&chunk);
    }
    Ok(kept)
}

/// The body ended in the middle, or is larger than the route takes.
fn cut(error: MultipartError) -> Failure {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Failure::new(Kind::Invalid, "http.too_large").with_status(StatusCode::PAYLOAD_TOO_LARGE)
        }
        _ => Failure::malformed(),
    }
}

#[derive(Template)]
#[template(path = "pages/admin/bank_file.html")]
struct FilePage {
    c: Chrome,
    name: String,
    when: String,
    closing: Option<String>,
    rows: Vec<RowView>,
    known: usize,
    /// How many more there are than the page shows.
    more: usize,
}

struct RowView {
    row: String,
    known: bool,
    line: LineView,
}

/// Lines of one statement that the page lists.
const ROWS: usize = 200;

async fn show_file(State(app): State<App>, visitor: Visitor, Path((_, file)): Path<(String, String)>) -> Outcome {
    let id: BankFileId = file.parse().map_err(|_| Failure::not_found())?;
    let db = &app.market().db;
    let file = bank::find_file(db, id).await?.ok_or_else(Failure::not_found)?;
    let mut rows = bank::list_rows(db, id).await?;
    let c = page::chrome(&app, &visitor, "bank-file-title")
        .await?
        .with_section("admin-money");
    let known = rows.iter().filter(|row| row.known).count();
    // What somebody has to look at first.
    rows.sort_by_key(|row| {
        (
            row.known,
            !matches!(row.line.state, Stands::Suspense | Stands::Unexplained),
        )
    });
    let more = rows.len().saturating_sub(ROWS);
    rows.truncate(ROWS);
    let now = app.market().now();
    let page = FilePage {
        name: file.name,
        when: format::date_time(c.locale, file.imported_at),
        closing: file.closing.map(|(_, money)| format::money(c.locale, money)),
        rows: rows
            .iter()
            .map(|row| RowView {
                row: row_name(c.locale, row.row),
                known: row.known,
                line: line_view(&c, now, &row.line),
            })
            .collect(),
        known,
        more,
        c,
    };
    page::html(StatusCode::OK, &page)
}

/// On to the page, with a word about what became of a decision.
fn decided(locale: Locale, done: Result<(), market::Error>) -> Outcome {
    let path = format!("/{locale}/admin/bank");
    match done {
        Ok(()) => page::see_other_with(&path, "bank-notice-done"),
        Err(market::Error::DoesNotFit(_)) => page::see_other_with(&path, "bank-notice-does-not-fit"),
        Err(error) if error.kind() == Kind::Conflict => page::see_other_with(&path, "bank-notice-before"),
        Err(error) => Err(error.into()),
    }
}

fn line_id(text: &str) -> Result<BankLineId, Failure> {
    text.parse().map_err(|_| Failure::not_found())
}

/// What people type for an order's number.
fn number(f: &Form) -> String {
    f.value("number").trim().to_ascii_uppercase().chars().take(20).collect()
}

async fn assign(
    State(app): State<App>,
    visitor: Visitor,
    Admin(by): Admin,
    Path((_, line)): Path<(String, String)>,
    Fields(f): Fields,
) -> Outcome {
    let line = line_id(&line)?;
    let done = banking::assign(app.market(), &by, line, &number(&f)).await;
    keep(&app, &visitor, (&field(line), &number(&f)), done).await
}

/// The number that was typed stays, with what is wrong with it beside it.
async fn keep(app: &App, visitor: &Visitor, (field, typed): (&str, &str), done: Result<(), market::Error>) -> Outcome {
    let why = match &done {
        Err(market::Error::DoesNotFit(_)) => "bank-notice-does-not-fit",
        Err(market::Error::Order(order::Error::NoOrder)) => "bank-notice-no-order",
        _ => return decided(visitor.locale(), done),
    };
    refused(app, visitor, (field, typed), why).await
}

async fn refused(app: &App, visitor: &Visitor, (field, typed): (&str, &str), why: &str) -> Outcome {
    let mut f = mapping::remembered(app.market()).await?;
    f.set(field, typed);
    f.refuse(field, why);
    render(app, visitor, StatusCode::UNPROCESSABLE_ENTITY, f, &[]).await
}

/// What the field for the order of a line is called.
fn field(line: BankLineId) -> String {
    format!("number-{line}")
}

async fn back(
    State(app): State<App>,
    visitor: Visitor,
    Admin(by): Admin,
    Path((_, line)): Path<(String, String)>,
) -> Outcome {
    let done = banking::send_back(app.market(), &by, line_id(&line)?).await;
    decided(visitor.locale(), done)
}

async fn explain(
    State(app): State<App>,
    visitor: Visitor,
    Admin(by): Admin,
    Path((_, line)): Path<(String, String)>,
    Fields(f): Fields,
) -> Outcome {
    let (went, came) = (line_id(&line)?, line_id(f.value("came"))?);
    let done = banking::explain_return(app.market(), &by, went, came).await;
    decided(visitor.locale(), done)
}

/// The line is what the bank takes for its work.
async fn fee(
    State(app): State<App>,
    visitor: Visitor,
    Admin(by): Admin,
    Path((_, line)): Path<(String, String)>,
) -> Outcome {
    match banking::explain_fee(app.market(), &by, line_id(&line)?).await {
        Ok(false) => page::see_other_with(&format!("/{}/admin/bank", visitor.locale()), "trouble-notice-second"),
        done => decided(visitor.locale(), done.map(drop)),
    }
}

/// The line is cash that the office paid in.
async fn cash(
    State(app): State<App>,
    visitor: Visitor,
    Admin(by): Admin,
    Path((_, line)): Path<(String, String)>,
    Fields(f): Fields,
) -> Outcome {
    let paid = f.value("paid").parse().map_err(|_| Failure::not_found())?;
    let done = banking::paid_in(app.market(), &by, line_id(&line)?, paid).await;
    decided(visitor.locale(), done)
}

/// The line is what a provider of card payments paid out, less what it kept.
async fn provider(
    State(app): State<App>,
    visitor: Visitor,
    Admin(by): Admin,
    Path((_, line)): Path<(String, String)>,
    Fields(f): Fields,
) -> Outcome {
    let line = line_id(&line)?;
    let psp = Psp::of(f.value("psp")).ok_or_else(Failure::not_found)?;
    let (field, typed) = (fee_field(line), f.value("fee"));
    let fee = match typed.trim() {
        "" => Some(0),
        typed => Money::parse_mad(typed).ok().map(|fee| fee.minor),
    };
    let Some(fee) = fee else {
        return refused(&app, &visitor, (&field, typed), "form-money").await;
    };
    match banking::provider_paid(app.market(), &by, line, psp, fee).await {
        Err(market::Error::DoesNotFit("fee")) => {
            refused(&app, &visitor, (&field, typed), "bank-provider-fee-much").await
        }
        Err(market::Error::DoesNotFit(_)) => refused(&app, &visitor, (&field, typed), "bank-provider-too-much").await,
        done => decided(visitor.locale(), done),
    }
}

/// What the field for a provider's fee of a line is called.
fn fee_field(line: BankLineId) -> String {
    format!("fee-{line}")
}

/// The transfer for an order has come, as somebody in the office says.
async fn confirm(State(app): State<App>, visitor: Visitor, Admin(by): Admin, Fields(f): Fields) -> Outcome {
    let done = paying::confirm_transfer(app.market(), &by, &number(&f)).await;
    keep(&app, &visitor, ("number", &number(&f)), done).await
}
