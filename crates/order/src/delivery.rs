//! What delivery costs: zones of provinces, each with steps of weight. The prices a market starts
//! with are samples; administrators put in their own.

use crate::{
    Error,
    entity::{zone, zone_province, zone_step},
};
use kernel::{Micros, Mint, Money, Read, Texts, Tx, ids::ZoneId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder,
    Statement, sea_query::Expr,
};
use std::collections::BTreeMap;

/// Zones a tariff can have.
pub const ZONES: usize = 50;
/// Steps a zone can have.
pub const STEPS: usize = 20;

/// Some provinces and what it costs to deliver there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// The id.
    pub id: ZoneId,
    /// Its name.
    pub name: Texts,
    /// The fewest days.
    pub days_min: i32,
    /// The most days.
    pub days_max: i32,
    /// What each kilogram begun above the last step costs.
    pub per_kg: Money,
    /// The heaviest parcel, in grams.
    pub max_g: i64,
    /// Its place in lists.
    pub position: i32,
    /// Nobody has checked these prices yet.
    pub is_sample: bool,
    /// When it was last edited.
    pub updated_at: Micros,
    /// Moves with every edit.
    pub version: i32,
    /// The steps, the lightest first.
    pub steps: Vec<Tier>,
    /// The provinces.
    pub provinces: Vec<String>,
}

/// A step of the tariff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tier {
    /// Parcels up to so many grams.
    pub up_to_g: i64,
    /// What they cost.
    pub price: Money,
}

impl Zone {
    /// What a parcel of `weight_g` grams costs: the lightest step that holds it; above the last step,
    /// its price and that of each kilogram begun.
    ///
    /// # Errors
    /// [`Error::TooHeavy`] above the zone's maximum, [`Error::Amount`] when it does not fit.
    pub fn price(&self, weight_g: i64) -> Result<Money, Error> {
        if weight_g > self.max_g {
            return Err(Error::TooHeavy { weight_g });
        }
        if let Some(step) = self.steps.iter().find(|step| weight_g <= step.up_to_g) {
            return Ok(step.price);
        }
        let last = self.steps.last().ok_or(Error::Steps)?;
        let above = weight_g.saturating_sub(last.up_to_g);
        let begun = above.saturating_add(999).div_euclid(1000);
        Ok(last.price.plus(self.per_kg.times(begun)?)?)
    }
}

/// The zone of a province, without the list of its other provinces, in one statement.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_zone_of_province(db: &impl Read, province_iso: &str) -> Result<Option<Zone>, Error> {
    let sql = "select z.*, s.up_to_g, s.price_minor from zone_province p join zone z on z.id = p.zone_id \
               join zone_step s on s.zone_id = z.id where p.province_iso = $1 order by s.up_to_g";
    let backend = db.reader().get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, [province_iso.into()]);
    let rows = Row::find_by_statement(statement).all(db.reader()).await?;
    let steps = rows.iter().map(Row::tier).collect();
    Ok(rows.into_iter().next().map(|row| Zone {
        steps,
        provinces: vec![province_iso.to_owned()],
        ..row.zone.into()
    }))
}

/// A zone with a step of it.
#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    zone: zone::Model,
    up_to_g: i64,
    price_minor: i64,
}

impl Row {
    fn tier(&self) -> Tier {
        Tier {
            up_to_g: self.up_to_g,
            price: Money::mad(self.price_minor),
        }
    }
}

/// The whole tariff.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_zones(db: &impl Read) -> Result<Vec<Zone>, Error> {
    let zones = zone::Entity::find()
        .order_by_asc(zone::Column::Position)
        .order_by_asc(zone::Column::Id)
        .all(db.reader())
        .await?;
    let mut steps: BTreeMap<ZoneId, Vec<Tier>> = BTreeMap::new();
    let rows = zone_step::Entity::find()
        .order_by_asc(zone_step::Column::UpToG)
        .all(db.reader())
        .await?;
    for row in rows {
        steps.entry(row.zone_id).or_default().push(Tier {
            up_to_g: row.up_to_g,
            price: Money::mad(row.price_minor),
        });
    }
    let mut provinces: BTreeMap<ZoneId, Vec<String>> = BTreeMap::new();
    let rows = zone_province::Entity::find()
        .order_by_asc(zone_province::Column::ProvinceIso)
        .all(db.reader())
        .await?;
    for row in rows {
        provinces.entry(row.zone_id).or_default().push(row.province_iso);
    }
    Ok(zones
        .into_iter()
        .map(|row| Zone {
            steps: steps.remove(&row.id).unwrap_or_default(),
            provinces: provinces.remove(&row.id).unwrap_or_default(),
            ..row.into()
        })
        .collect())
}

/// A zone by its id.
///
/// # Errors
/// [`Error::NoZone`], or when the database cannot answer.
pub async fn get_zone(db: &impl Read, id: ZoneId) -> Result<Zone, Error> {
    list_zones(db)
        .await?
        .into_iter()
        .find(|zone| zone.id == id)
        .ok_or(Error::NoZone)
}

/// What an administrator writes about a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneTerms {
    /// Its name.
    pub name: Texts,
    /// The fewest and the most days.
    pub days: (i32, i32),
    /// What each kilogram begun above the last step costs.
    pub per_kg: Money,
    /// The heaviest parcel, in grams.
    pub max_g: i64,
    /// The steps, in any order.
    pub steps: Vec<Tier>,
}

impl ZoneTerms {
    /// The steps, the lightest first, if they make sense.
    fn sorted(&self) -> Result<Vec<Tier>, Error> {
        let mut steps = self.steps.clone();
        steps.sort_by_key(|step| step.up_to_g);
        // A heavier parcel never costs less: that is two lines mixed up.
        let they_rise = steps.windows(2).all(|pair| match pair {
            [a, b] => a.up_to_g < b.up_to_g && a.price.minor <= b.price.minor,
            _ => true,
        });
        let sound = |step: &Tier| step.up_to_g > 0 && step.up_to_g <= self.max_g && step.price.minor >= 0;
        let days_sound = self.days.0 >= 0 && self.days.0 <= self.days.1;
        if steps.is_empty() || steps.len() > STEPS || !they_rise || !steps.iter().all(sound) || !days_sound {
            return Err(Error::Steps);
        }
        Ok(steps)
    }
}

/// Replaces what a zone says, if it still is as it was when `version` was read. Its prices are the
/// market's own from then on. Offers made before keep their price.
///
/// # Errors
/// [`Error::Steps`], [`Error::Edited`], or when the database refuses.
pub async fn revise_zone(tx: &Tx, mint: &Mint, id: ZoneId, version: i32, terms: &ZoneTerms) -> Result<(), Error> {
    let steps = terms.sorted()?;
    let text = |text: &Option<String>| Expr::value(text.clone().unwrap_or_default());
    let revised = zone::Entity::update_many()
        .col_expr(zone::Column::Ar, text(&terms.name.ar))
        .col_expr(zone::Column::Fr, text(&terms.name.fr))
        .col_expr(zone::Column::En, text(&terms.name.en))
        .col_expr(zone::Column::DaysMin, Expr::value(terms.days.0))
        .col_expr(zone::Column::DaysMax, Expr::value(terms.days.1))
        .col_expr(zone::Column::PerKgMinor, Expr::value(terms.per_kg.minor))
        .col_expr(zone::Column::MaxG, Expr::value(terms.max_g))
        .col_expr(zone::Column::IsSample, Expr::value(false))
        .col_expr(zone::Column::UpdatedAt, Expr::value(mint.now))
        .col_expr(zone::Column::Version, Expr::col(zone::Column::Version).add(1))
        .filter(zone::Column::Id.eq(id))
        .filter(zone::Column::Version.eq(version))
        .exec(tx.writer())
        .await?;
    if revised.rows_affected == 0 {
        return Err(Error::Edited);
    }
    zone_step::Entity::delete_many()
        .filter(zone_step::Column::ZoneId.eq(id))
        .exec(tx.writer())
        .await?;
    insert_steps(tx, id, &steps).await
}

/// Opens a zone, which has no provinces yet.
///
/// # Errors
/// [`Error::Steps`], also when there are [`ZONES`] already, or when the database refuses.
pub async fn open_zone(tx: &Tx, mint: &Mint, terms: &ZoneTerms) -> Result<ZoneId, Error> {
    let steps = terms.sorted()?;
    let zones = list_zones(tx).await?;
    if zones.len() >= ZONES {
        return Err(Error::Steps);
    }
    let id = mint.id();
    let row = zone::ActiveModel {
        id: Set(id),
        ar: Set(terms.name.ar.clone().unwrap_or_default()),
        fr: Set(terms.name.fr.clone().unwrap_or_default()),
        en: Set(terms.name.en.clone().unwrap_or_default()),
        days_min: Set(terms.days.0),
        days_max: Set(terms.days.1),
        per_kg_minor: Set(terms.per_kg.minor),
        max_g: Set(terms.max_g),
        position: Set(zones
            .iter()
            .map(|zone| zone.position)
            .max()
            .unwrap_or(0)
            .saturating_add(1)),
        is_sample: Set(false),
        updated_at: Set(mint.now),
        version: Set(1),
    };
    zone::Entity::insert(row).exec_without_returning(tx.writer()).await?;
    insert_steps(tx, id, &steps).await?;
    Ok(id)
}

/// Moves provinces into a zone.
///
/// # Errors
/// [`Error::NoZone`], or when the database refuses.
pub async fn assign_provinces(tx: &Tx, mint: &Mint, id: ZoneId, provinces: &[String]) -> Result<(), Error> {
    let touched = zone::Entity::update_many()
        .col_expr(zone::Column::UpdatedAt, Expr::value(mint.now))
        .col_expr(zone::Column::Version, Expr::col(zone::Column::Version).add(1))
        .filter(zone::Column::Id.eq(id))
        .exec(tx.writer())
        .await?;
    if touched.rows_affected == 0 {
        return Err(Error::NoZone);
    }
    zone_province::Entity::delete_many()
        .filter(zone_province::Column::ProvinceIso.is_in(provinces.iter().map(String::as_str)))
        .exec(tx.writer())
        .await?;
    let rows = provinces.iter().map(|iso| zone_province::ActiveModel {
        province_iso: Set(iso.clone()),
        zone_id: Set(id),
    });
    zone_province::Entity::insert_many(rows)
        .exec_without_returning(tx.writer())
        .await?;
    Ok(())
}

async fn insert_steps(tx: &Tx, id: ZoneId, steps: &[Tier]) -> Result<(), Error> {
    let rows = steps.iter().map(|step| zone_step::ActiveModel {
        zone_id: Set(id),
        up_to_g: Set(step.up_to_g),
        price_minor: Set(step.price.minor),
    });
    zone_step::Entity::insert_many(rows)
        .exec_without_returning(tx.writer())
        .await?;
    Ok(())
}

impl From<zone::Model> for Zone {
    fn from(row: zone::Model) -> Self {
        Self {
            id: row.id,
            name: Texts::new(row.ar, row.fr, row.en),
            days_min: row.days_min,
            days_max: row.days_max,
            per_kg: Money::mad(row.per_kg_minor),
            max_g: row.max_g,
            position: row.position,
            is_sample: row.is_sample,
            updated_at: row.updated_at,
            version: row.version,
            steps: Vec::new(),
            provinces: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_price_is_that_of_the_lightest_step_that_holds_the_parcel() {
        let zone = crate::samples::zone();
        for (weight, price) in [
            (1, 2000),
            (1000, 2000),
            (1001, 2500),
            (5000, 2500),
            (10_000, 3500),
            // each kilogram begun above the last step
            (10_001, 3800),
            (11_000, 3800),
            (11_001, 4100),
            (30_000, 9500),
        ] {
            assert_eq!(zone.price(weight).unwrap(), Money::mad(price), "{weight} g");
        }
        assert!(matches!(zone.price(30_001), Err(Error::TooHeavy { weight_g: 30_001 })));
    }

    #[test]
    fn steps_that_make_no_sense_are_refused() {
        let tier = |up_to_g, minor| Tier {
            up_to_g,
            price: Money::mad(minor),
        };
        let terms = |steps| ZoneTerms {
            name: Texts::new("أ", "A", "A"),
            days: (1, 2),
            per_kg: Money::mad(300),
            max_g: 30_000,
            steps,
        };
        assert!(terms(vec![]).sorted().is_err());
        assert!(terms(vec![tier(1000, 1), tier(1000, 2)]).sorted().is_err());
        assert!(terms(vec![tier(31_000, 1)]).sorted().is_err());
        assert!(terms(vec![tier(1000, -1)]).sorted().is_err());
        let sorted = terms(vec![tier(5000, 2), tier(1000, 1)]).sorted().unwrap();
        assert_eq!(sorted, vec![tier(1000, 1), tier(5000, 2)]);
    }
}
