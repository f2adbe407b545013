//! What every market needs before the first cooperative comes: places, categories, labels,
//! allergens, a sample tariff and legal texts marked *to be reviewed*. Administrators edit the
//! tariff and the texts on their pages; this step only brings the first version.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};
use serde::Deserialize;
use uuid::Uuid;

/// The step that brings the reference data.
pub(crate) struct Reference;

impl MigrationName for Reference {
    fn name(&self) -> &str {
        "m0006_reference"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Reference {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        places(manager).await?;
        taxonomy(manager).await?;
        tariff(manager).await?;
        legal(manager).await
    }
}

#[derive(Deserialize)]
struct Places {
    regions: Vec<(String, String, String, String)>,
    provinces: Vec<(String, String, String, String)>,
    towns: Vec<(String, String, String, String, Option<String>, i64)>,
}

async fn places(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let places: Places = parse(include_str!("places.json"))?;
    let rows = (1..)
        .zip(places.regions)
        .map(|(position, (iso, ar, fr, en))| values([iso.into(), ar.into(), fr.into(), en.into(), int(position)]));
    insert(manager, "region", &["iso", "ar", "fr", "en", "position"], rows).await?;
    let rows = places
        .provinces
        .into_iter()
        .map(|(iso, region, ar, fr)| values([iso.into(), region.into(), ar.into(), fr.into()]));
    insert(manager, "province", &["iso", "region_iso", "ar", "fr"], rows).await?;
    let rows = places
        .towns
        .into_iter()
        .map(|(code, province, ar, fr, postcode, population)| {
            values([
                code.into(),
                province.into(),
                ar.into(),
                fr.into(),
                postcode.into(),
                population.into(),
            ])
        });
    insert(
        manager,
        "town",
        &["code", "province_iso", "ar", "fr", "postcode", "population"],
        rows,
    )
    .await
}

#[derive(Deserialize)]
struct Taxonomy {
    categories: Vec<(String, Option<String>, String, String, String, bool)>,
    labels: Vec<(String, String, String, String, String, String, String)>,
    allergens: Vec<(String, String, String, String)>,
}

async fn taxonomy(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let taxonomy: Taxonomy = parse(include_str!("taxonomy.json"))?;
    let rows = (1..)
        .zip(taxonomy.categories)
        .map(|(position, (code, parent, ar, fr, en, is_food))| {
            values([
                code.into(),
                parent.into(),
                ar.into(),
                fr.into(),
                en.into(),
                int(position),
                is_food.into(),
            ])
        });
    insert(
        manager,
        "category",
        &["code", "parent_code", "ar", "fr", "en", "position", "is_food"],
        rows,
    )
    .await?;
    let rows = (1..)
        .zip(taxonomy.labels)
        .map(|(position, (code, ar, fr, en, about_ar, about_fr, about_en))| {
            values([
                code.into(),
                ar.into(),
                fr.into(),
                en.into(),
                about_ar.into(),
                about_fr.into(),
                about_en.into(),
                int(position),
            ])
        });
    let columns = ["code", "ar", "fr", "en", "about_ar", "about_fr", "about_en", "position"];
    insert(manager, "label", &columns, rows).await?;
    let rows = (1..)
        .zip(taxonomy.allergens)
        .map(|(position, (code, ar, fr, en))| values([code.into(), ar.into(), fr.into(), en.into(), int(position)]));
    insert(manager, "allergen", &["code", "ar", "fr", "en", "position"], rows).await
}

#[derive(Deserialize)]
struct Tariff {
    zones: Vec<Zone>,
}

#[derive(Deserialize)]
struct Zone {
    ar: String,
    fr: String,
    en: String,
    days: (i32, i32),
    per_kg_minor: i64,
    max_g: i64,
    steps: Vec<(i64, i64)>,
    regions: Vec<String>,
}

async fn tariff(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let tariff: Tariff = parse(include_str!("tariff.json"))?;
    let places: Places = parse(include_str!("places.json"))?;
    let (mut zones, mut steps, mut provinces) = (Vec::new(), Vec::new(), Vec::new());
    for (position, zone) in (1..).zip(tariff.zones) {
        let id = fixed_id(1, position);
        for (up_to, price) in zone.steps {
            steps.push(values([id.into(), up_to.into(), price.into()]));
        }
        for (iso, region, ..) in &places.provinces {
            if zone.regions.contains(region) {
                provinces.push(values([iso.clone().into(), id.into()]));
            }
        }
        zones.push(values([
            id.into(),
            zone.ar.into(),
            zone.fr.into(),
            zone.en.into(),
            zone.days.0.into(),
            zone.days.1.into(),
            zone.per_kg_minor.into(),
            zone.max_g.into(),
            int(position),
            true.into(),
            0i64.into(),
            1i32.into(),
        ]));
    }
    let columns = [
        "id",
        "ar",
        "fr",
        "en",
        "days_min",
        "days_max",
        "per_kg_minor",
        "max_g",
        "position",
        "is_sample",
        "updated_at",
        "version",
    ];
    insert(manager, "zone", &columns, zones).await?;
    insert(manager, "zone_step", &["zone_id", "up_to_g", "price_minor"], steps).await?;
    insert(manager, "zone_province", &["province_iso", "zone_id"], provinces).await
}

macro_rules! in_three_languages {
    ($kind:literal) => {
        [
            include_str!(concat!("legal/", $kind, ".ar.md")),
            include_str!(concat!("legal/", $kind, ".fr.md")),
            include_str!(concat!("legal/", $kind, ".en.md")),
        ]
    };
}

async fn legal(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let texts = [
        ("terms", in_three_languages!("terms")),
        ("sales", in_three_languages!("sales")),
        ("privacy", in_three_languages!("privacy")),
    ];
    let rows = (1..).zip(texts).map(|(position, (kind, [ar, fr, en]))| {
        values([
            fixed_id(2, position).into(),
            kind.into(),
            1i32.into(),
            ar.into(),
            fr.into(),
            en.into(),
            false.into(),
            0i64.into(),
        ])
    });
    let columns = ["id", "kind", "version", "ar", "fr", "en", "reviewed", "published_at"];
    insert(manager, "legal_text", &columns, rows).await
}

/// The same id in every market, so that reference rows can be told apart from people's.
fn fixed_id(family: u128, position: i32) -> Uuid {
    Uuid::from_u128((family << 32) | u128::from(position.unsigned_abs()))
}

fn int(number: i32) -> Value {
    number.into()
}

fn values<const N: usize>(row: [Value; N]) -> Vec<Expr> {
    row.into_iter().map(Expr::value).collect()
}

async fn insert(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&'static str],
    rows: impl IntoIterator<Item = Vec<Expr>>,
) -> Result<(), DbErr> {
    let mut query = Query::insert();
    query.into_table(table).columns(columns.iter().copied());
    for row in rows {
        query.values(row).map_err(|error| DbErr::Custom(error.to_string()))?;
    }
    manager.get_connection().execute(&query).await?;
    Ok(())
}

fn parse<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, DbErr> {
    serde_json::from_str(text).map_err(|error| DbErr::Custom(error.to_string()))
}
