//! What delivery costs: the zones, their steps of weight and their provinces.

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
use catalogue::place::{self, Places};
use kernel::{Locale, Money, Texts, ids::ZoneId};
use market::selling;
use order::{
    Zone,
    delivery::{self, Tier, ZoneTerms},
};
use view::{chrome::Chrome, form::Form, format};

/// Steps the form has room for.
const ROWS: usize = 8;

/// The routes of the tariff.
pub(crate) fn routes(table: &mut Table) {
    table.get("/{lang}/admin/tariffs", Access::Administrator, list);
    table.get("/{lang}/admin/tariffs/{zone}", Access::Administrator, show);
    table.post("/{lang}/admin/tariffs/{zone}", Access::Administrator, save);
    table.post("/{lang}/admin/tariffs/{zone}/provinces", Access::Administrator, assign);
}

#[derive(Template)]
#[template(path = "pages/admin/tariffs.html")]
struct ListPage {
    c: Chrome,
    zones: Vec<ZoneView>,
    unserved: Vec<String>,
}

struct ZoneView {
    href: String,
    name: String,
    lang: &'static str,
    days: String,
    steps: Vec<(String, String)>,
    per_kg: String,
    max: String,
    provinces: Vec<String>,
    is_sample: bool,
}

async fn list(State(app): State<App>, visitor: Visitor) -> Outcome {
    let c = page::chrome(&app, &visitor, "tariff-title")
        .await?
        .with_section("admin-tariffs");
    let db = &app.market().db;
    let (zones, places) = (delivery::list_zones(db).await?, place::load(db).await?);
    let unserved = places
        .provinces
        .iter()
        .filter(|province| !zones.iter().any(|zone| zone.provinces.contains(&province.iso)))
        .map(|province| province.name.text(c.locale).to_owned())
        .collect();
    let zones = zones.iter().map(|zone| zone_view(&c, zone, &places)).collect();
    page::html(StatusCode::OK, &ListPage { c, zones, unserved })
}

fn zone_view(c: &Chrome, zone: &Zone, places: &Places) -> ZoneView {
    let locale = c.locale;
    ZoneView {
        href: c.url(&format!("/admin/tariffs/{}", zone.id)),
        name: zone.name.text(locale).to_owned(),
        lang: crate::pages::lines::language(&zone.name, locale),
        days: crate::pages::checkout::days(locale, zone.days_min, zone.days_max),
        steps: zone
            .steps
            .iter()
            .map(|step| (format::weight(locale, step.up_to_g), format::money(locale, step.price)))
            .collect(),
        per_kg: format::money(locale, zone.per_kg),
        max: format::weight(locale, zone.max_g),
        provinces: zone.provinces.iter().map(|iso| name_of(places, iso, locale)).collect(),
        is_sample: zone.is_sample,
    }
}

fn name_of(places: &Places, iso: &str, locale: Locale) -> String {
    places
        .province(iso)
        .map_or_else(|| iso.to_owned(), |province| province.name.text(locale).to_owned())
}

#[derive(Template)]
#[template(path = "pages/admin/tariff.html")]
struct ZonePage {
    c: Chrome,
    f: Form,
    action: String,
    is_new: bool,
    is_sample: bool,
    rows: Vec<(String, String)>,
    provinces: Vec<(String, String)>,
}

async fn show(State(app): State<App>, visitor: Visitor, Path((_, zone)): Path<(String, String)>) -> Outcome {
    let mut f = Form::default();
    if zone != "new" {
        fill(&mut f, &find(&app, &zone).await?);
    }
    render(&app, &visitor, &zone, StatusCode::OK, f).await
}

async fn find(app: &App, zone: &str) -> Result<Zone, Failure> {
    let id: ZoneId = zone.parse().map_err(|_| Failure::not_found())?;
    Ok(delivery::get_zone(&app.market().db, id).await?)
}

fn fill(f: &mut Form, zone: &Zone) {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    f.set("name_ar", text(&zone.name.ar));
    f.set("name_fr", text(&zone.name.fr));
    f.set("name_en", text(&zone.name.en));
    f.set("days_min", zone.days_min.to_string());
    f.set("days_max", zone.days_max.to_string());
    f.set("per_kg", dirhams(zone.per_kg));
    f.set("max_g", zone.max_g.to_string());
    f.set("version", zone.version.to_string());
    for (step, row) in zone.steps.iter().zip(1..) {
        f.set(&format!("up_to_{row}"), step.up_to_g.to_string());
        f.set(&format!("price_{row}"), dirhams(step.price));
    }
    f.set_all("province", zone.provinces.clone());
}

/// An amount as it is typed into a field.
fn dirhams(amount: Money) -> String {
    format!("{}.{:02}", amount.minor.div_euclid(100), amount.minor.rem_euclid(100))
}

async fn render(app: &App, visitor: &Visitor, zone: &str, status: StatusCode, mut f: Form) -> Outcome {
    let db = &app.market().db;
    let zones = delivery::list_zones(db).await?;
    let places = place::load(db).await?;
    let stored = zones.iter().find(|one| one.id.to_string() == zone);
    if let Some(stored) = stored {
        f.set_all("province", stored.provinces.clone());
    }
    let c = page::chrome(app, visitor, "tariff-zone-title")
        .await?
        .with_section("admin-tariffs");
    let label = |province: &place::Province| {
        let name = province.name.text(c.locale);
        match zones.iter().find(|one| one.provinces.contains(&province.iso)) {
            Some(other) if stored.is_none_or(|stored| stored.id != other.id) => {
                format!("{name} ({})", other.name.text(c.locale))
            }
            _ => name.to_owned(),
        }
    };
    let page = ZonePage {
        action: c.url(&format!("/admin/tariffs/{zone}")),
        is_new: stored.is_none(),
        is_sample: stored.is_some_and(|zone| zone.is_sample),
        rows: (1..=ROWS)
            .map(|row| (format!("up_to_{row}"), format!("price_{row}")))
            .collect(),
        provinces: places
            .provinces
            .iter()
            .map(|province| (province.iso.clone(), label(province)))
            .collect(),
        c,
        f,
    };
    page::html(status, &page)
}

async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Admin(administrator): Admin,
    Path((_, zone)): Path<(String, String)>,
    Fields(mut f): Fields,
) -> Outcome {
    let terms = read(&mut f);
    let Some(terms) = terms.filter(|_| f.is_ok()) else {
        return render(&app, &visitor, &zone, StatusCode::UNPROCESSABLE_ENTITY, f).await;
    };
    let market = app.market();
    let saved = if zone == "new" {
        selling::open_zone(market, &administrator, terms)
            .await
            .map(|id| id.to_string())
    } else {
        let id: ZoneId = zone.parse().map_err(|_| Failure::not_found())?;
        let version = i32::try_from(f.integer("version", 0, i64::from(i32::MAX)).unwrap_or(0)).unwrap_or(0);
        selling::revise_zone(market, &administrator, id, version, terms)
            .await
            .map(|()| zone.clone())
    };
    match saved {
        Ok(id) => page::see_other_with(
            &format!("/{}/admin/tariffs/{id}", visitor.locale()),
            "tariff-notice-saved",
        ),
        Err(market::Error::Order(order::Error::Steps)) => {
            f.refuse("up_to_1", "tariff-steps-wrong");
            render(&app, &visitor, &zone, StatusCode::UNPROCESSABLE_ENTITY, f).await
        }
        Err(market::Error::Order(order::Error::Edited)) => {
            f.refuse("name_ar", "error-order-edited");
            render(&app, &visitor, &zone, StatusCode::CONFLICT, f).await
        }
        Err(error) => Err(error.into()),
    }
}

fn read(f: &mut Form) -> Option<ZoneTerms> {
    let (ar, fr, en) = (f.line("name_ar", 60), f.line("name_fr", 60), f.line("name_en", 60));
    let days = (f.integer("days_min", 0, 60), f.integer("days_max", 0, 60));
    let per_kg = f.money("per_kg");
    let max_g = f.integer("max_g", 1, 1_000_000);
    let mut steps = Vec::new();
    for row in 1..=ROWS {
        let (weight, price) = (format!("up_to_{row}"), format!("price_{row}"));
        if f.value(&weight).trim().is_empty() && f.value(&price).trim().is_empty() {
            continue;
        }
        if let (Some(up_to_g), Some(price)) = (f.integer(&weight, 1, 1_000_000), f.money(&price)) {
            steps.push(Tier { up_to_g, price });
        }
    }
    let day = |day: Option<i64>| day.and_then(|day| i32::try_from(day).ok());
    Some(ZoneTerms {
        name: Texts::new(ar?, fr?, en?),
        days: (day(days.0)?, day(days.1)?),
        per_kg: per_kg?,
        max_g: max_g?,
        steps,
    })
}

async fn assign(
    State(app): State<App>,
    visitor: Visitor,
    Admin(administrator): Admin,
    Path((_, zone)): Path<(String, String)>,
    Fields(f): Fields,
) -> Outcome {
    let id = find(&app, &zone).await?.id;
    let provinces = f.values("province").to_vec();
    if !provinces.is_empty() {
        selling::assign_provinces(app.market(), &administrator, id, provinces).await?;
    }
    page::see_other_with(
        &format!("/{}/admin/tariffs/{zone}", visitor.locale()),
        "tariff-notice-saved",
    )
}
