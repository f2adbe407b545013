//! One payout as the office reads it: its lines down to the order, who did what when, and what can be done next.

use super::payouts::{id, tone};
use crate::{
    App, Failure, Outcome,
    extract::{Admin, Fields, Visitor},
    page,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use catalogue::cooperative;
use kernel::{Locale, Money, ids::PayoutId};
use ledger::payout::{Event, Payout, State as Stands, Step};
use market::{
    actor::Administrator,
    money::{self, Form as PaperForm, PayoutFound, PayoutLine},
    payouts,
};
use view::{chrome::Chrome, form::Form, format, words};

/// Longest reason, in characters.
const REASON: usize = 300;

#[derive(Template)]
#[template(path = "pages/admin/payout.html")]
struct PayoutPage {
    c: Chrome,
    f: Form,
    key: String,
    action: String,
    /// Where its slip is, without the ending.
    paper: String,
    cooperative: String,
    cooperative_href: String,
    reference: String,
    state: String,
    tone: &'static str,
    amount: String,
    /// What the amount is, as far as the payout is.
    amount_label: String,
    sum: String,
    netted: Option<String>,
    holder: String,
    rib: String,
    file: Option<String>,
    /// Where the cooperative has given another account since.
    changed: bool,
    /// Whether a second person has to say that it failed, or came back.
    doomed: Option<String>,
    can: Can,
    lines: Vec<LineView>,
    history: Vec<HistoryView>,
}

/// What can be done next.
struct Can {
    approve: bool,
    /// Somebody else has to approve it: whoever reads has drafted it.
    approve_second: bool,
    /// Somebody else has to agree that it failed: whoever reads has said so.
    fail_second: bool,
    /// The same of one that came back.
    return_second: bool,
    cancel: bool,
    pay: bool,
    doubt: bool,
    fail: bool,
    come_back: bool,
}

/// A line of a payout.
pub(crate) struct LineView {
    pub(crate) what: String,
    pub(crate) number: Option<String>,
    pub(crate) href: Option<String>,
    pub(crate) amount: String,
    pub(crate) when: String,
}

struct HistoryView {
    what: String,
    who: String,
    note: Option<String>,
    when: String,
}

/// A line in words; `root` leads to the orders of whoever reads.
pub(crate) fn line_view(locale: Locale, one: &PayoutLine, href: Option<String>) -> LineView {
    LineView {
        what: words::say(locale, money::payout_line(&one.line)),
        number: one.number.clone(),
        href,
        amount: format::money(locale, Money::mad(one.line.minor)),
        when: format::date(locale, one.line.at),
    }
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Admin(by): Admin,
    Path((_, payout)): Path<(String, String)>,
) -> Outcome {
    render(&app, &visitor, &by, id(&payout)?, (StatusCode::OK, Form::default())).await
}

async fn render(
    app: &App,
    visitor: &Visitor,
    by: &Administrator,
    payout: PayoutId,
    (status, f): (StatusCode, Form),
) -> Outcome {
    let market = app.market();
    let found = money::find_payout(market, payout)
        .await?
        .ok_or_else(Failure::not_found)?;
    let own = cooperative::get(&market.db, found.payout.cooperative).await?;
    let mut c = page::chrome(app, visitor, "payouts-title")
        .await?
        .with_section("admin-money");
    let (locale, one) = (c.locale, &found.payout);
    c.title = c.tn("payouts-one-title", "reference", one.reference.as_str());
    let can = |event: Event| matches!(one.state.after(event), Step::To(_));
    let is_large = one.amount.minor > market.settings.payouts.alone_minor();
    let page = PayoutPage {
        key: page::once_token(app),
        action: c.url(&format!("/admin/payouts/{payout}")),
        paper: c.url(&format!("/admin/payouts/{payout}/slip")),
        cooperative: own.name.text(locale).to_owned(),
        cooperative_href: c.url(&format!("/admin/cooperatives/{}", own.id)),
        reference: one.reference.clone(),
        state: c.t(&format!("payouts-state-{}", one.state.code())),
        tone: tone(one.state),
        amount: format::money(locale, one.amount),
        amount_label: c.t(&format!("payouts-amount-{}", one.state.code())),
        sum: format::money(locale, Money::mad(one.lines_minor)),
        netted: (one.netted_minor > 0).then(|| format::money(locale, Money::mad(one.netted_minor.saturating_neg()))),
        holder: one.holder.clone(),
        rib: one.rib.grouped(),
        file: one.file.map(|file| c.url(&format!("/admin/payouts/files/{file}/xml"))),
        changed: one.state == Stands::Draft && own.rib != one.rib,
        doomed: doomed(app, &c, one).await?,
        can: Can {
            approve: can(Event::Approve),
            approve_second: can(Event::Approve) && is_large && one.drafted_by == Some(by.person),
            fail_second: can(Event::Fail) && is_large && one.doomed_by == Some(by.person),
            return_second: can(Event::Return) && is_large && one.doomed_by == Some(by.person),
            cancel: can(Event::Cancel),
            pay: can(Event::Pay),
            doubt: can(Event::Doubt),
            fail: can(Event::Fail),
            come_back: can(Event::Return),
        },
        lines: found
            .lines
            .iter()
            .map(|line| {
                let href = line
                    .number
                    .as_ref()
                    .map(|number| c.url(&format!("/admin/orders/{number}")));
                line_view(locale, line, href)
            })
            .collect(),
        history: history(app, locale, &found).await?,
        f,
        c,
    };
    page::html(status, &page)
}

/// Who was the first of two to say that it failed, or came back, while nobody was the second.
async fn doomed(app: &App, c: &Chrome, one: &Payout) -> Result<Option<String>, Failure> {
    let key = match one.state {
        Stands::Paid => "payouts-doomed-return",
        state if state.is_on_its_way() => "payouts-doomed",
        _ => return Ok(None),
    };
    let Some(person) = one.doomed_by else { return Ok(None) };
    let who = name(app, Some(person), c.locale).await?;
    Ok(Some(c.tn(key, "name", who.as_str())))
}

async fn history(app: &App, locale: Locale, found: &PayoutFound) -> Result<Vec<HistoryView>, Failure> {
    let mut views = Vec::new();
    for one in &found.history {
        views.push(HistoryView {
            what: words::say(locale, &format!("payouts-event-{}", one.event)),
            who: name(app, one.person, locale).await?,
            note: one.note.clone(),
            when: format::date_time(locale, one.at),
        });
    }
    Ok(views)
}

/// Who did it; the market itself where nobody did.
async fn name(app: &App, person: Option<kernel::ids::PersonId>, locale: Locale) -> Result<String, Failure> {
    let found = match person {
        Some(id) => identity::person::find(&app.market().db, id).await?,
        None => None,
    };
    Ok(found.map_or_else(|| words::say(locale, "payouts-by-market"), |person| person.label()))
}

/// The slip of a payout, on paper.
pub(super) async fn pdf(state: State<App>, visitor: Visitor, path: Path<(String, String)>) -> Outcome {
    print(state, visitor, path, PaperForm::Pdf).await
}

/// The slip of a payout, as a sheet.
pub(super) async fn xlsx(state: State<App>, visitor: Visitor, path: Path<(String, String)>) -> Outcome {
    print(state, visitor, path, PaperForm::Xlsx).await
}

async fn print(
    State(app): State<App>,
    visitor: Visitor,
    Path((_, payout)): Path<(String, String)>,
    form: PaperForm,
) -> Outcome {
    let found = money::find_payout(app.market(), id(&payout)?).await?;
    let found = found.ok_or_else(Failure::not_found)?;
    page::file(money::print_payout(app.market(), &found, visitor.locale(), form).await?)
}

/// Approves, gives up, marks: what the address says.
pub(super) async fn act(
    State(app): State<App>,
    visitor: Visitor,
    Admin(by): Admin,
    Path((_, payout, action)): Path<(String, String, String)>,
    Fields(mut f): Fields,
) -> Outcome {
    let (market, id) = (app.market(), id(&payout)?);
    let key = f.value("key").to_owned();
    let notice = match action.as_str() {
        "approve" => {
            payouts::approve_payout(market, &by, &key, id).await?;
            "payouts-notice-approved"
        }
        "cancel" => {
            payouts::cancel_payout(market, &by, &key, id).await?;
            "payouts-notice-cancelled"
        }
        "paid" => {
            payouts::mark_paid(market, &by, &key, id).await?;
            "payouts-notice-paid"
        }
        "unknown" => {
            payouts::mark_unknown(market, &by, &key, id).await?;
            "payouts-notice-unknown"
        }
        "fail" | "return" => {
            let Some(reason) = f.line("reason", REASON) else {
                return render(&app, &visitor, &by, id, (StatusCode::UNPROCESSABLE_ENTITY, f)).await;
            };
            let (done, notice) = if action == "fail" {
                let done = payouts::fail_payout(market, &by, &key, id, reason).await?;
                (done, "payouts-notice-failed")
            } else {
                let done = payouts::payout_came_back(market, &by, &key, id, reason).await?;
                (done, "payouts-notice-returned")
            };
            if done.value { notice } else { "payouts-notice-doomed" }
        }
        _ => return Err(Failure::not_found()),
    };
    page::see_other_with(&format!("/{}/admin/payouts/{id}", visitor.locale()), notice)
}
