//! What goes to cooperatives, for the office: what waits, what is drafted, what the bank is given, what it did.

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
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::IntoResponse,
};
use catalogue::cooperative::{self, Cooperative, CooperativeState};
use kernel::{
    Limit, Locale, Money,
    ids::{CooperativeId, PayoutFileId, PayoutId},
    registration::Rib,
};
use ledger::payout::{self, Payout, State as Stands, file};
use market::payouts::{self, Draft, Format};
use view::{chrome::Chrome, format, words};

/// The routes of these pages.
pub(super) fn routes(table: &mut Table) {
    table.get("/{lang}/admin/payouts", Access::Administrator, list);
    table.post("/{lang}/admin/payouts/draft", Access::Administrator, draft);
    table.post("/{lang}/admin/payouts/export", Access::Administrator, export);
    table.get(
        "/{lang}/admin/payouts/files/{file}/{format}",
        Access::Administrator,
        download,
    );
    table.get(
        "/{lang}/admin/payouts/{payout}",
        Access::Administrator,
        super::payout::show,
    );
    let office = Access::Administrator;
    table.get("/{lang}/admin/payouts/{payout}/slip.pdf", office, super::payout::pdf);
    table.get("/{lang}/admin/payouts/{payout}/slip.xlsx", office, super::payout::xlsx);
    table.post(
        "/{lang}/admin/payouts/{payout}/{action}",
        Access::Administrator,
        super::payout::act,
    );
}

/// Files that the page lists.
const FILES: u64 = 10;

#[derive(Template)]
#[template(path = "pages/admin/payouts.html")]
struct ListPage {
    c: Chrome,
    key: String,
    waiting: Vec<WaitingView>,
    payouts: Vec<PayoutView>,
    /// Those of which nobody knows what the bank did: somebody has to look.
    unknown: Vec<PayoutView>,
    /// How many may go, and what they come to; nothing where none may.
    approved: Option<(usize, String)>,
    /// Whether the market has a bank account of its own.
    account: bool,
    files: Vec<FileView>,
    next: Option<String>,
    /// Whether this is a page further back.
    older: bool,
}

struct WaitingView {
    whose: Whose,
    id: String,
    amount: String,
    owed: Option<String>,
    since: String,
    /// Why it gets none now, or none by itself.
    why: Option<String>,
    /// Whether one can be drafted by hand.
    can: bool,
}

/// Whose it is, with the way to its page.
struct Whose {
    href: String,
    name: String,
    lang: &'static str,
}

struct PayoutView {
    href: String,
    whose: Whose,
    reference: String,
    amount: String,
    state: String,
    tone: &'static str,
    when: String,
}

struct FileView {
    href: String,
    when: String,
    count: String,
    total: String,
}

async fn list(State(app): State<App>, visitor: Visitor, RawQuery(query): RawQuery) -> Outcome {
    let asked = pairs(query.unwrap_or_default().as_bytes())?;
    let after = asked
        .iter()
        .find(|(name, _)| name == "after")
        .map(|(_, value)| value.as_str());
    let market = app.market();
    let db = &market.db;
    let waiting = payout::list_waiting(db).await?;
    let found = payout::list(db, &[], after, Limit::new(50)).await?;
    let approved = payout::list(db, &[Stands::Approved], None, Limit::new(100))
        .await?
        .items;
    let unknown = payout::list(db, &[Stands::Unknown], None, Limit::new(100)).await?.items;
    let mut ids: Vec<CooperativeId> = waiting.iter().map(|one| one.cooperative).collect();
    ids.extend(found.items.iter().chain(&unknown).map(|one| one.cooperative));
    ids.sort_unstable();
    ids.dedup();
    let names = cooperative::list_by_ids(db, &ids).await?;
    let c = page::chrome(&app, &visitor, "payouts-title")
        .await?
        .with_section("admin-money");
    let locale = c.locale;
    let minimum = market.settings.payouts.minimum_minor();
    let waiting = waiting.iter().map(|one| {
        let own = names.iter().find(|known| known.id == one.cooperative);
        let (why, can) = why(locale, one, own, minimum);
        WaitingView {
            whose: whose(&c, &names, one.cooperative),
            id: one.cooperative.to_string(),
            amount: format::money(locale, Money::mad(one.minor)),
            owed: (one.owed_minor > 0).then(|| format::money(locale, Money::mad(one.owed_minor))),
            since: format::date(locale, one.since),
            why,
            can,
        }
    });
    let total = approved
        .iter()
        .fold(0_i64, |sum, one| sum.saturating_add(one.amount.minor));
    let page = ListPage {
        key: page::once_token(&app),
        waiting: waiting.collect(),
        payouts: found.items.iter().map(|one| payout_view(&c, &names, one)).collect(),
        unknown: unknown.iter().map(|one| payout_view(&c, &names, one)).collect(),
        approved: (!approved.is_empty()).then(|| (approved.len(), format::money(locale, Money::mad(total)))),
        account: market.ways.account().is_some(),
        files: file::list(db, Limit::new(FILES))
            .await?
            .iter()
            .map(|one| FileView {
                href: c.url(&format!("/admin/payouts/files/{}", one.id)),
                when: format::date_time(locale, one.made_at),
                count: format::number(locale, one.payouts),
                total: format::money(locale, one.total),
            })
            .collect(),
        next: found.next.map(|after| c.url(&format!("/admin/payouts?after={after}"))),
        older: after.is_some(),
        c,
    };
    page::html(StatusCode::OK, &page)
}

/// Why a cooperative gets no payout now, in the order in which it would be refused, and whether somebody can draft one
/// all the same.
fn why(locale: Locale, one: &payout::Waiting, own: Option<&Cooperative>, minimum: i64) -> (Option<String>, bool) {
    let sound = own.is_some_and(|own| Rib::parse(own.rib.as_str()).is_ok());
    let verified = own.is_some_and(|own| own.state == CooperativeState::Verified);
    let left = one.minor.saturating_sub(one.owed_minor.max(0));
    let (key, can) = match () {
        () if one.draft.is_some() => ("payouts-why-draft", false),
        () if !sound => ("payouts-why-account", false),
        () if one.minor < 0 => ("payouts-why-owes", false),
        () if left < minimum.max(1) => {
            let minimum = format::money(locale, Money::mad(minimum));
            let text = words::say_with(locale, "payouts-why-little", &[("minimum", minimum.into())]);
            return (Some(text), false);
        }
        () if !verified => ("payouts-why-suspended", true),
        () => return (None, true),
    };
    (Some(words::say(locale, key)), can)
}

fn payout_view(c: &Chrome, names: &[Cooperative], one: &Payout) -> PayoutView {
    PayoutView {
        href: c.url(&format!("/admin/payouts/{}", one.id)),
        whose: whose(c, names, one.cooperative),
        reference: one.reference.clone(),
        amount: format::money(c.locale, one.amount),
        state: c.t(&format!("payouts-state-{}", one.state.code())),
        tone: tone(one.state),
        when: format::date_time(c.locale, one.updated_at),
    }
}

/// The colour of a state.
pub(crate) const fn tone(state: Stands) -> &'static str {
    match state {
        Stands::Draft | Stands::Unknown => "warn",
        Stands::Approved | Stands::Submitted => "info",
        Stands::Paid => "good",
        Stands::Failed | Stands::Returned => "bad",
        Stands::Cancelled => "plain",
    }
}

fn whose(c: &Chrome, names: &[Cooperative], id: CooperativeId) -> Whose {
    let found = names.iter().find(|one| one.id == id);
    Whose {
        href: c.url(&format!("/admin/cooperatives/{id}")),
        name: found.map_or_else(|| id.to_string(), |one| one.name.text(c.locale).to_owned()),
        lang: found.map_or("", |one| language(&one.name, c.locale)),
    }
}

/// Drafts the payout of one cooperative, or of all of them.
async fn draft(State(app): State<App>, visitor: Visitor, Admin(by): Admin, Fields(f): Fields) -> Outcome {
    let market = app.market();
    let back = |notice: &str| page::see_other_with(&format!("/{}/admin/payouts", visitor.locale()), notice);
    let typed = f.value("cooperative");
    if typed.is_empty() {
        let drafts = payouts::draft_payouts(market, &by).await?;
        return back(if drafts.drafted() > 0 {
            "payouts-notice-drafted"
        } else {
            "payouts-notice-none"
        });
    }
    let id: CooperativeId = typed.parse().map_err(|_| Failure::not_found())?;
    match payouts::draft_payout(market, &by, id).await? {
        Draft::Drafted(id) | Draft::Waits(id) => page::see_other_with(
            &format!("/{}/admin/payouts/{id}", visitor.locale()),
            "payouts-notice-drafted",
        ),
        Draft::Carried(_) => back("payouts-notice-none"),
        Draft::NoAccount => back("payouts-notice-account"),
        Draft::NotVerified => back("payouts-notice-none"),
    }
}

/// Writes everything that may go into a file for the bank.
async fn export(State(app): State<App>, visitor: Visitor, Admin(by): Admin, Fields(f): Fields) -> Outcome {
    payouts::export_payouts(app.market(), &by, f.value("key"), Vec::new()).await?;
    page::see_other_with(
        &format!("/{}/admin/payouts", visitor.locale()),
        "payouts-notice-exported",
    )
}

/// A file for the bank.
async fn download(State(app): State<App>, _: Admin, Path((_, id, form)): Path<(String, String, String)>) -> Outcome {
    let id: PayoutFileId = id.parse().map_err(|_| Failure::not_found())?;
    let (form, kind) = match form.as_str() {
        "xml" => (Format::Xml, "application/xml; charset=utf-8"),
        "csv" => (Format::Csv, "text/csv; charset=utf-8"),
        _ => return Err(Failure::not_found()),
    };
    let written = payouts::write_file(app.market(), id, form).await?;
    let attached = format!("attachment; filename=\"{}\"", written.name);
    let mut response = ([(CONTENT_TYPE, kind)], written.bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(attached) = HeaderValue::try_from(attached) {
        headers.insert(CONTENT_DISPOSITION, attached);
    }
    Ok(response)
}

/// A payout by the id that stands in an address.
pub(super) fn id(typed: &str) -> Result<PayoutId, Failure> {
    typed.parse().map_err(|_| Failure::not_found())
}
