//! Cooperatives as administrators see them: who waits, what they say of themselves, the decision.

use crate::{
    App, Failure, Outcome,
    extract::{Admin, Fields, Lang, Visitor},
    page,
    pages::{
        account::takes_cards,
        papers::{self, MonthView},
    },
    routes::{Access, Table},
};
use askama::Template;
use axum::{
    extract::{Path, Query, RawQuery, State},
    http::StatusCode,
};
use catalogue::{
    cooperative::{self, Cooperative},
    place,
    status::CooperativeState,
};
use identity::Standing;
use kernel::{Fault, Kind, Limit, ids::CooperativeId};
use market::{
    money::Form as PaperForm,
    paying,
    people::{self, Decision},
};
use std::collections::BTreeMap;
use view::{chrome::Chrome, form::Form, words};

/// Writes the routes of this area into the table.
pub(crate) fn routes(t: &mut Table) {
    t.get("/{lang}/admin/cooperatives", Access::Administrator, list);
    t.get("/{lang}/admin/cooperatives/{cooperative}", Access::Administrator, show);
    t.post(
        "/{lang}/admin/cooperatives/{cooperative}/decide",
        Access::Administrator,
        decide,
    );
    t.post(
        "/{lang}/admin/cooperatives/{cooperative}/cards",
        Access::Administrator,
        cards,
    );
    t.get(
        "/{lang}/admin/cooperatives/{cooperative}/statement.pdf",
        Access::Administrator,
        pdf,
    );
    t.get(
        "/{lang}/admin/cooperatives/{cooperative}/statement.xlsx",
        Access::Administrator,
        xlsx,
    );
}

const STATES: [CooperativeState; 4] = [
    CooperativeState::Applied,
    CooperativeState::Verified,
    CooperativeState::Refused,
    CooperativeState::Suspended,
];

/// A state to choose in the list.
struct Tab {
    code: &'static str,
    key: String,
    count: u64,
    current: bool,
}

#[derive(Template)]
#[template(path = "pages/admin/cooperatives.html")]
struct ListPage {
    c: Chrome,
    tabs: Vec<Tab>,
    cooperatives: Vec<Cooperative>,
    next: Option<String>,
}

/// The cooperatives in one state, the oldest application first.
pub(crate) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome {
    let db = &app.market().db;
    let asked = query.get("state").map_or("", String::as_str);
    let state = STATES
        .into_iter()
        .find(|state| state.code() == asked)
        .unwrap_or(CooperativeState::Applied);
    let after = query.get("after").and_then(|after| after.parse().ok());
    let list = cooperative::list_in_state(db, state, after, Limit::default()).await?;
    let mut tabs = Vec::with_capacity(STATES.len());
    for each in STATES {
        let count = cooperative::count_in_state(db, each).await?;
        let key = format!("account-state-{}", each.code());
        tabs.push(Tab {
            code: each.code(),
            key,
            count,
            current: each == state,
        });
    }
    let c = page::chrome(&app, &visitor, "admin-cooperatives-title")
        .await?
        .with_section("admin-cooperatives");
    let next = list
        .next
        .map(|after| c.url(&format!("/admin/cooperatives?state={}&after={after}", state.code())));
    page::html(
        StatusCode::OK,
        &ListPage {
            c,
            tabs,
            cooperatives: list.items,
            next,
        },
    )
}

/// Something that happened to it.
struct Happened {
    key: String,
    note: Option<String>,
    at: kernel::Micros,
}

#[derive(Template)]
#[template(path = "pages/admin/cooperative.html")]
struct CooperativePage {
    c: Chrome,
    f: Form,
    cooperative: Cooperative,
    state: &'static str,
    state_key: String,
    region: String,
    province: String,
    people: Vec<(Standing, String)>,
    events: Vec<Happened>,
    ice_doubtful: bool,
    /// Orders that a suspension would cancel.
    unanswered: usize,
    /// Whether it takes cards, where the market does.
    cards: Option<bool>,
    /// Of which there are statements.
    months: Vec<MonthView>,
}

async fn cooperative_page(
    app: &App,
    lang: Lang,
    visitor: &Visitor,
    f: Form,
    id: CooperativeId,
) -> Result<CooperativePage, Failure> {
    let db = &app.market().db;
    let cooperative = cooperative::get(db, id).await?;
    let places = place::load(db).await?;
    let mut c = page::chrome(app, visitor, "admin-cooperatives-title")
        .await?
        .with_section("admin-cooperatives");
    c.title = cooperative.name.text(*lang).to_owned();
    let name = |texts: Option<&kernel::Texts>| texts.map(|t| t.text(*lang).to_owned()).unwrap_or_default();
    let events = cooperative::list_events(db, id)
        .await?
        .into_iter()
        .map(|event| Happened {
            key: format!("account-event-{}", event.event.replace('_', "-")),
            note: event.note,
            at: event.at,
        });
    let people = identity::role::list_for_cooperative(db, id).await?;
    Ok(CooperativePage {
        c,
        f,
        state: cooperative.state.code(),
        state_key: format!("account-state-{}", cooperative.state.code()),
        region: name(places.region(&cooperative.region_iso).map(|r| &r.name)),
        province: name(places.province(&cooperative.province_iso).map(|p| &p.name)),
        people: people
            .into_iter()
            .map(|s| (s.clone(), format!("account-role-{}", s.role.word())))
            .collect(),
        events: events.collect(),
        months: papers::months(app, *lang, id).await?,
        ice_doubtful: cooperative.ice.as_ref().is_some_and(|ice| !ice.key_fits()),
        unanswered: order::order::list_unanswered(&app.market().db, cooperative.id)
            .await?
            .len(),
        cards: takes_cards(app, cooperative.id).await?,
        cooperative,
    })
}

fn id(text: &str) -> Result<CooperativeId, Failure> {
    text.parse().map_err(|_| Failure::not_found())
}

/// Everything about one cooperative.
pub(crate) async fn show(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    Path((_, cooperative)): Path<(String, String)>,
) -> Outcome {
    let page = cooperative_page(&app, lang, &visitor, Form::default(), id(&cooperative)?).await?;
    page::html(StatusCode::OK, &page)
}

/// Whether a cooperative takes cards, by the office.
pub(crate) async fn cards(
    State(app): State<App>,
    lang: Lang,
    Admin(administrator): Admin,
    Path((_, cooperative)): Path<(String, String)>,
    Fields(f): Fields,
) -> Outcome {
    let id = id(&cooperative)?;
    paying::take_cards_for(app.market(), &administrator, id, f.value("cards") == "yes").await?;
    page::see_other_with(
        &format!("/{}/admin/cooperatives/{id}", *lang),
        "admin-cooperatives-notice-decided",
    )
}

/// Its statement of a month, on paper.
async fn pdf(
    State(app): State<App>,
    visitor: Visitor,
    Path((_, cooperative)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Outcome {
    papers::statement(&app, &visitor, id(&cooperative)?, query, PaperForm::Pdf).await
}

/// The same as a sheet.
async fn xlsx(
    State(app): State<App>,
    visitor: Visitor,
    Path((_, cooperative)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Outcome {
    papers::statement(&app, &visitor, id(&cooperative)?, query, PaperForm::Xlsx).await
}

/// Decides. A refusal and a suspension want a reason, which the cooperative reads.
pub(crate) async fn decide(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    Admin(administrator): Admin,
    Path((_, cooperative)): Path<(String, String)>,
    Fields(mut f): Fields,
) -> Outcome {
    let id = id(&cooperative)?;
    let version = f.value("version").parse().map_err(|_| Failure::malformed())?;
    let wants = f.value("decision").to_owned();
    let decision = match wants.as_str() {
        "verify" => Some(Decision::Verify),
        "reinstate" => Some(Decision::Reinstate),
        "refuse" => f.paragraph("reason", 1000).map(Decision::Refuse),
        "suspend" => f.paragraph("reason", 1000).map(Decision::Suspend),
        _ => return Err(Failure::malformed()),
    };
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(decision) = decision {
        match people::decide_cooperative(app.market(), administrator, id, version, decision).await {
            Ok(()) => {
                let to = format!("/{}/admin/cooperatives/{id}", *lang);
                return page::see_other_with(&to, "admin-cooperatives-notice-decided");
            }
            Err(error) if error.kind() == Kind::Conflict => {
                status = StatusCode::CONFLICT;
                f.refuse("reason", &words::error_key(error.code()));
            }
            Err(error) => return Err(error.into()),
        }
    }
    page::html(status, &cooperative_page(&app, lang, &visitor, f, id).await?)
}
