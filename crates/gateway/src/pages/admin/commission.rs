//! What the market earns of each sale: the rules in force, those to come and those that ended; one more,
//! and the end of one.

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
use catalogue::{cooperative, product, revision, slug, taxonomy::Taxonomy};
use kernel::{
    Fault, Kind, Locale, Micros, Money,
    ids::{CooperativeId, PersonId, ProductId, RuleId},
};
use ledger::{
    commission::Rate,
    rule::{self, For, Rule, Scope},
};
use market::money;
use view::{chrome::Chrome, form::Form, format, month, parts::Choice, words};

/// The routes of this page.
pub(super) fn routes(table: &mut Table) {
    table.get("/{lang}/admin/commission", Access::Administrator, show);
    table.post("/{lang}/admin/commission", Access::Administrator, open);
    table.post("/{lang}/admin/commission/{rule}/end", Access::Administrator, end);
}

/// Most rules of one kind that the page lists: those in force, and those that ended.
const SHOWN: usize = 100;
/// The tax on services in Morocco, in per cent, until the form says otherwise.
const USUAL_VAT: &str = "20";

#[derive(Template)]
#[template(path = "pages/admin/commission.html")]
struct CommissionPage {
    c: Chrome,
    f: Form,
    rules: Vec<RuleView>,
    ended: Vec<RuleView>,
    scopes: Vec<(String, String)>,
    categories: Vec<(String, String)>,
    hows: Vec<Choice>,
}

struct RuleView {
    rate: String,
    what: String,
    /// The page of the cooperative or product it is for.
    href: Option<String>,
    when: String,
    vat: String,
    by: Option<String>,
    ended_by: Option<String>,
    /// Where it is ended; nothing for one that is over.
    end: Option<String>,
    to_come: bool,
    /// Whether a later one of the same reach is in force: that one applies.
    replaced: bool,
}

async fn show(State(app): State<App>, visitor: Visitor) -> Outcome {
    let mut f = Form::default();
    f.set("scope", Scope::Market.code());
    f.set("how", "percent");
    f.set("vat", USUAL_VAT);
    render(&app, &visitor, StatusCode::OK, f).await
}

async fn render(app: &App, visitor: &Visitor, status: StatusCode, f: Form) -> Outcome {
    let market = app.market();
    let taxonomy = catalogue::taxonomy::load(&market.db).await?;
    let c = page::chrome(app, visitor, "commission-title")
        .await?
        .with_section("admin-money");
    let now = market.now();
    let (mut rules, mut ended) = (Vec::new(), Vec::new());
    let all = rule::list_all(&market.db).await?;
    let replaced = rule::replaced(&all, now);
    for rule in &all {
        let list = if rule.until.is_some() { &mut ended } else { &mut rules };
        if list.len() < SHOWN {
            let view = rule_view(app, &c, &taxonomy, rule, now).await?;
            list.push(RuleView {
                replaced: replaced.contains(&rule.id),
                ..view
            });
        }
    }
    let scopes = Scope::ALL.iter().map(|scope| {
        let word = c.t(&format!("commission-scope-{}", scope.code()));
        (scope.code().to_owned(), word)
    });
    let categories = taxonomy.categories.iter().map(|category| {
        let name = category.name.text(c.locale);
        let wider = category.parent.as_deref().and_then(|parent| taxonomy.category(parent));
        let name = wider.map_or_else(
            || name.to_owned(),
            |wider| format!("{} – {name}", wider.name.text(c.locale)),
        );
        (category.code.clone(), name)
    });
    let page = CommissionPage {
        rules,
        ended,
        scopes: scopes.collect(),
        categories: categories.collect(),
        hows: ["percent", "fixed"]
            .map(|how| Choice::new(how, c.t(&format!("commission-how-{how}"))))
            .into(),
        c,
        f,
    };
    page::html(status, &page)
}

async fn rule_view(app: &App, c: &Chrome, taxonomy: &Taxonomy, rule: &Rule, now: Micros) -> Result<RuleView, Failure> {
    let locale = c.locale;
    let (what, href) = subject(app, c, taxonomy, rule).await?;
    let from = format::date_time(locale, rule.from);
    let when = match rule.until {
        // One that was ended before it began lasts for the shortest time there is.
        Some(until) if until.since(rule.from) <= 1 => c.tn("commission-never", "from", from),
        Some(until) => c.t2(
            "commission-from-until",
            "from",
            from,
            "until",
            format::date_time(locale, until),
        ),
        None => c.tn("commission-from", "from", from),
    };
    Ok(RuleView {
        rate: rate(locale, rule.rate),
        what,
        href,
        when,
        vat: format::percent(locale, rule.rate.vat_bps.into()),
        by: name(app, rule.by).await?,
        ended_by: name(app, rule.ended_by).await?,
        end: rule
            .until
            .is_none()
            .then(|| c.url(&format!("/admin/commission/{}/end", rule.id))),
        to_come: rule.until.is_none() && rule.from > now,
        replaced: false,
    })
}

fn rate(locale: Locale, rate: Rate) -> String {
    if rate.fixed_minor > 0 {
        let amount = format::money(locale, Money::mad(rate.fixed_minor));
        return words::say_with(locale, "commission-rate-fixed", &[("amount", amount.into())]);
    }
    let percent = format::percent(locale, rate.bps.into());
    words::say_with(locale, "commission-rate-percent", &[("percent", percent.into())])
}

/// What a rule is for, and its page.
async fn subject(app: &App, c: &Chrome, taxonomy: &Taxonomy, rule: &Rule) -> Result<(String, Option<String>), Failure> {
    let (db, subject) = (&app.market().db, rule.subject.as_str());
    Ok(match rule.scope {
        Scope::Market => (c.t("commission-scope-market"), None),
        Scope::Category => {
            let category = taxonomy.category(subject);
            (category.map_or(subject, |one| one.name.text(c.locale)).to_owned(), None)
        }
        Scope::Cooperative => {
            let id: CooperativeId = subject.parse().map_err(|_| Failure::not_found())?;
            let name = cooperative::name(db, id).await?;
            (
                name.text(c.locale).to_owned(),
                Some(c.url(&format!("/admin/cooperatives/{id}"))),
            )
        }
        Scope::Product => {
            let id: ProductId = subject.parse().map_err(|_| Failure::not_found())?;
            let cooperative = product::get(db, id).await?.cooperative;
            let newest = revision::get_newest_for_cooperative(db, cooperative, id).await?;
            (
                newest.content.name.text(c.locale).to_owned(),
                Some(c.url(&format!("/admin/products/{id}"))),
            )
        }
    })
}

async fn name(app: &App, person: Option<PersonId>) -> Result<Option<String>, Failure> {
    let Some(id) = person else { return Ok(None) };
    let found = identity::person::find(&app.market().db, id).await?;
    Ok(found.map(|person| person.label()))
}

async fn open(State(app): State<App>, visitor: Visitor, Admin(administrator): Admin, Fields(mut f): Fields) -> Outcome {
    let market = app.market();
    let what = read_what(&app, &mut f).await?;
    let (rate, from) = (read_rate(&mut f), read_from(&mut f, market.now()));
    let (Some(what), Some(rate), true) = (what, rate, f.is_ok()) else {
        return render(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, f).await;
    };
    match money::open_rule(market, &administrator, what, rate, from).await {
        Ok(_) => back(&visitor, "commission-notice-opened"),
        Err(error) if error.kind() == Kind::Invalid => {
            f.refuse("amount", &words::error_key(error.code()));
            render(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, f).await
        }
        Err(market::Error::Catalogue(catalogue::Error::NotFound("category"))) => {
            f.refuse("category", "commission-category-missing");
            render(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, f).await
        }
        Err(error) => Err(error.into()),
    }
}

fn back(visitor: &Visitor, notice: &str) -> Outcome {
    page::see_other_with(&format!("/{}/admin/commission", visitor.locale()), notice)
}

/// What the rule is for; refused beside the field that says it.
async fn read_what(app: &App, f: &mut Form) -> Result<Option<For>, Failure> {
    let scopes: Vec<&str> = Scope::ALL.iter().map(|scope| scope.code()).collect();
    let Some(scope) = f.one_of("scope", &scopes).and_then(|scope| Scope::of(&scope)) else {
        return Ok(None);
    };
    let db = &app.market().db;
    let found = match scope {
        Scope::Market => return Ok(Some(For::Market)),
        Scope::Category => {
            let code = f.value("category").to_owned();
            if code.is_empty() {
                f.refuse("category", "commission-category-missing");
            }
            return Ok(Some(For::Category(code)));
        }
        Scope::Cooperative => slug::find_cooperative(db, &last_part(f)).await?.map(For::Cooperative),
        Scope::Product => slug::find_product(db, &last_part(f)).await?.map(For::Product),
    };
    if found.is_none() {
        f.refuse("address", "commission-address-missing");
    }
    Ok(found)
}

/// The end of the address of a page that somebody pasted.
fn last_part(f: &Form) -> String {
    let typed = f.value("address").trim().trim_end_matches('/');
    let path = typed.split(['?', '#']).next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    percent_encoding::percent_decode_str(last)
        .decode_utf8_lossy()
        .into_owned()
}

/// A percentage, or an amount for each piece; and the tax on it.
fn read_rate(f: &mut Form) -> Option<Rate> {
    let how = f.one_of("how", &["percent", "fixed"]);
    let vat_bps = percent(f, "vat");
    let rate = match how?.as_str() {
        "fixed" => Rate {
            fixed_minor: f.money("amount")?.minor,
            ..Rate::default()
        },
        _ => Rate {
            bps: percent(f, "amount")?,
            ..Rate::default()
        },
    };
    Some(Rate {
        vat_bps: vat_bps?,
        ..rate
    })
}

/// A percentage with up to two digits behind the mark, at most fifty: it is typed as amounts are.
fn percent(f: &mut Form, field: &str) -> Option<i32> {
    let typed = f.value(field).trim().trim_end_matches(['%', '٪']).to_owned();
    let found = Money::parse_mad(&typed)
        .ok()
        .and_then(|amount| i32::try_from(amount.minor).ok());
    let found = found.filter(|hundredths| (0..=5000).contains(hundredths));
    if found.is_none() {
        f.refuse(field, "commission-percent-wrong");
    }
    found
}

/// From when on: a day to come begins at midnight; today, or nothing, is now.
fn read_from(f: &mut Form, now: Micros) -> Option<Micros> {
    let typed = f.value("from").trim().to_owned();
    if typed.is_empty() || typed == month::day_of(now) {
        return None;
    }
    let day = month::day(&typed).filter(|day| *day > now);
    if day.is_none() {
        f.refuse("from", "commission-from-wrong");
    }
    day
}

async fn end(
    State(app): State<App>,
    visitor: Visitor,
    Admin(administrator): Admin,
    Path((_, rule)): Path<(String, String)>,
) -> Outcome {
    let id: RuleId = rule.parse().map_err(|_| Failure::not_found())?;
    money::end_rule(app.market(), &administrator, id).await?;
    back(&visitor, "commission-notice-ended")
}
