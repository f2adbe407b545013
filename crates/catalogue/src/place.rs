//! Where things are: the regions and provinces of Morocco and its larger towns. Small tables that only a
//! migration changes, so they are read whole and kept.

use crate::{Error, entity};
use kernel::{Locale, Read, Texts, text::fold};
use sea_orm::{QueryOrder, entity::prelude::*};
use std::collections::HashMap;

/// A region (ISO 3166-2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its code, `MA-09`.
    pub iso: String,
    /// Its name.
    pub name: Texts,
}

/// A province or prefecture (ISO 3166-2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Province {
    /// Its code, `MA-CHT`.
    pub iso: String,
    /// The region it lies in.
    pub region_iso: String,
    /// Its name, in Arabic and French.
    pub name: Texts,
}

/// A town that the market knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Town {
    /// Its code.
    pub code: String,
    /// The province it lies in.
    pub province_iso: String,
    /// Its name, in Arabic and French.
    pub name: Texts,
    /// Its postcode.
    pub postcode: Option<String>,
    /// How many people live there.
    pub population: i64,
}

/// Every region, province and town.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// The regions from north to south.
    pub regions: Vec<Region>,
    /// The provinces.
    pub provinces: Vec<Province>,
    /// The towns, the largest first.
    pub towns: Vec<Town>,
    /// Where in `towns` a name leads; nowhere, where provinces share it.
    names: HashMap<String, Option<usize>>,
}

impl Places {
    /// The region with this code.
    pub fn region(&self, iso: &str) -> Option<&Region> {
        self.regions.iter().find(|region| region.iso == iso)
    }

    /// The province with this code.
    pub fn province(&self, iso: &str) -> Option<&Province> {
        self.provinces.iter().find(|province| province.iso == iso)
    }

    /// The region that a province lies in.
    pub fn region_of(&self, province_iso: &str) -> Option<&Region> {
        self.region(&self.province(province_iso)?.region_iso)
    }

    /// The provinces of a region.
    pub fn provinces_of(&self, region_iso: &str) -> impl Iterator<Item = &Province> {
        self.provinces
            .iter()
            .filter(move |province| province.region_iso == region_iso)
    }

    /// The town that somebody means; see [`town_named`], which this answers from an index.
    pub fn town_named(&self, typed: &str) -> Option<&Town> {
        self.names
            .get(&key(typed))
            .copied()
            .flatten()
            .and_then(|at| self.towns.get(at))
    }

    /// How a town is called to a reader: in their language where the market knows it in that province, else
    /// as it was written.
    pub fn called<'a>(&'a self, locale: Locale, province_iso: &str, typed: &'a str) -> &'a str {
        let near = self.towns.iter().filter(|town| town.province_iso == province_iso);
        called(near, locale, typed)
    }
}

/// [`Places::called`] for whoever does not keep the places, in one question.
///
/// # Errors
/// When the database refuses.
pub async fn name_of_town(db: &impl Read, locale: Locale, province_iso: &str, typed: &str) -> Result<String, Error> {
    use entity::town;
    let near = town::Entity::find()
        .filter(town::Column::ProvinceIso.eq(province_iso))
        .order_by_desc(town::Column::Population)
        .all(db.reader())
        .await?;
    let near: Vec<Town> = near.into_iter().map(Town::from).collect();
    Ok(called(near.iter(), locale, typed).to_owned())
}

/// Whether an address already ends with its town, as people write it, so that the town need not follow.
pub fn ends_in(address: &str, town: &str) -> bool {
    let last = address.rsplit([',', '،']).next().unwrap_or(address);
    key(last) == key(town)
}

fn called<'a>(mut towns: impl Iterator<Item = &'a Town>, locale: Locale, typed: &'a str) -> &'a str {
    let wanted = key(typed);
    let known = towns.find(|town| town.name.iter().any(|(_, name)| key(name) == wanted));
    known
        .and_then(|town| town.name.pick(locale))
        .map_or(typed, |(name, _)| name)
}

/// Everything about places.
///
/// # Errors
/// When the database refuses.
pub async fn load(db: &impl Read) -> Result<Places, Error> {
    use entity::{province, region, town};
    let regions = region::Entity::find()
        .order_by_asc(region::Column::Position)
        .all(db.reader())
        .await?;
    let provinces = province::Entity::find()
        .order_by_asc(province::Column::Fr)
        .all(db.reader())
        .await?;
    let towns = town::Entity::find()
        .order_by_desc(town::Column::Population)
        .all(db.reader())
        .await?;
    let towns: Vec<Town> = towns.into_iter().map(Town::from).collect();
    Ok(Places {
        regions: regions.into_iter().map(Region::from).collect(),
        provinces: provinces.into_iter().map(Province::from).collect(),
        names: index(&towns),
        towns,
    })
}

fn index(towns: &[Town]) -> HashMap<String, Option<usize>> {
    let mut names: HashMap<String, Option<usize>> = HashMap::new();
    for (at, town) in towns.iter().enumerate() {
        for (_, name) in town.name.iter() {
            let elsewhere = |known: &Option<usize>| {
                known
                    .and_then(|known| towns.get(known))
                    .is_none_or(|other| other.province_iso != town.province_iso)
            };
            let leads = names.entry(key(name)).or_insert(Some(at));
            if elsewhere(leads) {
                *leads = None;
            }
        }
    }
    names
}

/// The town that somebody means by what they typed, in Arabic or French, however accented, spaced or
/// capitalised. `None` when no town is called so, or several in different provinces are: then the
/// province has to be asked for.
pub fn town_named<'a>(towns: &'a [Town], typed: &str) -> Option<&'a Town> {
    let wanted = key(typed);
    if wanted.is_empty() {
        return None;
    }
    let mut namesakes = towns
        .iter()
        .filter(|town| town.name.iter().any(|(_, name)| key(name) == wanted));
    let first = namesakes.next()?;
    namesakes
        .all(|other| other.province_iso == first.province_iso)
        .then_some(first)
}

/// The towns whose name begins with what was typed, then those that hold it, at most `most`, the largest
/// first.
pub fn suggest<'a>(towns: &'a [Town], typed: &str, most: usize) -> Vec<&'a Town> {
    let wanted = key(typed);
    let holds = |town: &Town, at_start: bool| {
        let fits = |name: &str| {
            if at_start {
                name.starts_with(&wanted)
            } else {
                name.contains(&wanted)
            }
        };
        town.name.iter().any(|(_, name)| fits(&key(name)))
    };
    let (first, rest): (Vec<&Town>, Vec<&Town>) = towns.iter().partition(|town| holds(town, true));
    let rest = rest.into_iter().filter(|town| holds(town, false));
    first.into_iter().chain(rest).take(most).collect()
}

/// A French name with the apostrophe that the pages use; the registers write the straight one.
pub(crate) fn typographic(name: &str) -> String {
    name.replace('\'', "’")
}

/// How names of places are compared: folded, and without the spaces that people leave out or add.
fn key(name: &str) -> String {
    fold(name).replace(' ', "")
}

impl From<entity::region::Model> for Region {
    fn from(row: entity::region::Model) -> Self {
        Self {
            iso: row.iso,
            name: Texts::new(row.ar, typographic(&row.fr), row.en),
        }
    }
}

impl From<entity::province::Model> for Province {
    fn from(row: entity::province::Model) -> Self {
        Self {
            iso: row.iso,
            region_iso: row.region_iso,
            name: Texts::new(row.ar, typographic(&row.fr), ""),
        }
    }
}

impl From<entity::town::Model> for Town {
    fn from(row: entity::town::Model) -> Self {
        Self {
            code: row.code,
            province_iso: row.province_iso,
            name: Texts::new(row.ar, typographic(&row.fr), ""),
            postcode: row.postcode,
            population: row.population,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn town(province: &str, ar: &str, fr: &str) -> Town {
        Town {
            code: format!("{province}-{fr}"),
            province_iso: province.to_owned(),
            name: Texts::new(ar, fr, ""),
            postcode: None,
            population: 1,
        }
    }

    #[test]
    fn a_town_is_found_however_it_is_written() {
        let towns = [
            town("MA-MAR", "مراكش", "Marrakech"),
            town("MA-JDI", "الجديدة", "El Jadida"),
            town("MA-FES", "فاس", "Fès"),
        ];
        for (typed, wanted) in [
            ("marrakech", "Marrakech"),
            (" MARRAKECH ", "Marrakech"),
            ("مرّاكش", "Marrakech"),
            ("eljadida", "El Jadida"),
            ("El-Jadida", "El Jadida"),
            ("الجديده", "El Jadida"),
            ("Fes", "Fès"),
        ] {
            let found = town_named(&towns, typed).and_then(|town| town.name.fr.as_deref());
            assert_eq!(found, Some(wanted), "{typed}");
            let at = index(&towns).get(&key(typed)).copied().flatten();
            assert_eq!(
                at.and_then(|at| towns[at].name.fr.as_deref()),
                Some(wanted),
                "{typed} in the index"
            );
        }
        assert_eq!(town_named(&towns, "Tazarine"), None);
        assert_eq!(town_named(&towns, " - "), None);
    }

    #[test]
    fn a_name_that_two_provinces_share_decides_nothing() {
        let towns = [
            town("MA-TAO", "عين عائشة", "Ain Aicha"),
            town("MA-FES", "عين عائشة", "Ain Aicha"),
        ];
        assert_eq!(town_named(&towns, "Ain Aicha"), None);
        assert_eq!(index(&towns).get("ainaicha"), Some(&None));
    }

    #[test]
    fn a_town_is_called_as_its_reader_says_it_in_its_own_province_only() {
        let towns = [
            town("MA-TAO", "عين عائشة", "Ain Aicha"),
            town("MA-FES", "عين عائشة", "Ain Aïcha"),
        ];
        let places = Places {
            towns: towns.to_vec(),
            ..Places::default()
        };
        assert_eq!(places.called(Locale::Ar, "MA-TAO", "ain aicha"), "عين عائشة");
        assert_eq!(places.called(Locale::Fr, "MA-FES", "عين عائشة"), "Ain Aïcha");
        assert_eq!(places.called(Locale::Ar, "MA-CAS", "Ain Aicha"), "Ain Aicha");
    }

    #[test]
    fn an_address_ends_in_its_town_when_its_last_piece_is_the_town() {
        assert!(ends_in("Ksar Maadid, Erfoud", "erfoud"));
        assert!(ends_in("قصر المعاضيد، أرفود", "أرفود"));
        assert!(ends_in("Tafraout", "Tafraout"));
        assert!(!ends_in("12, rue de Safi", "Safi"));
    }

    #[test]
    fn suggestions_begin_with_what_was_typed_first() {
        let towns = [
            town("a", "الدار البيضاء", "Casablanca"),
            town("b", "سلا", "Salé"),
            town("c", "بني ملال", "Beni Mellal"),
        ];
        let names: Vec<_> = suggest(&towns, "sa", 5)
            .iter()
            .filter_map(|t| t.name.fr.as_deref())
            .collect();
        assert_eq!(names, ["Salé", "Casablanca"]);
    }
}
