//! The forty products on sale: their sizes, prices and stocks.

use super::{
    Stage,
    cast::{Cast, missing},
    offering::{self, Drafted, Offering},
    story::{Good, NamedSize, Size, Story},
};
use crate::{Error, actor::Seller};
use catalogue::{
    revision::{Content, Withdrawal},
    stock,
    variant::{self, NewVariant},
};
use kernel::{Texts, Tx, ids::VariantId};

/// When the first of them went on sale, in hours before the end of the story, and the hours between
/// one and the next.
const OPENING: i64 = 1_450;
const PACE: i64 = 20;
/// When prices were raised.
const RAISED: i64 = 240;
/// When the sold-out product was counted.
const COUNTED: i64 = 30;
/// Months below which something spoils too quickly to be sent back.
const SPOILS: f64 = 3.0;
/// How the sizes of products end in the names of the catalogue; here each size says so itself.
const UNITS: [&str; 8] = ["g", "kg", "ml", "L", "غ", "كغ", "مل", "ل"];
/// The words of the catalogue, and the allergens they mean.
const ALLERGENS: [(&str, &str); 9] = [
    ("gluten", "gluten"),
    ("egg", "eggs"),
    ("peanut", "peanuts"),
    ("milk", "milk"),
    ("nuts", "nuts"),
    ("celery", "celery"),
    ("mustard", "mustard"),
    ("sesame", "sesame"),
    ("molluscs", "molluscs"),
];

/// Puts every product on sale.
pub(super) async fn list(tx: &Tx, stage: &Stage, cast: &mut Cast) -> Result<(), Error> {
    for good in &stage.story.catalogue.products {
        let seller = cast.seller(&good.coop)?;
        let hours_ago = OPENING - PACE * good.id;
        let offering = Offering {
            seller,
            picture: &good.slug,
            content: content(&stage.story, good),
            variants: sizes(&stage.story, good)?,
            hours_ago,
        };
        let drafted = offering.draft(tx, stage, cast).await?;
        let office = offering::office(cast);
        offering::publish(tx, stage, (seller, &office), drafted.revision, hours_ago).await?;
        revise(tx, stage, cast, good, &drafted).await?;
        trade(tx, stage, seller, good, &drafted.variants).await?;
        cast.variants.insert(good.slug.clone(), drafted.variants);
    }
    Ok(())
}

/// A longer description took the place of a short one; or it waits in the queue.
async fn revise(tx: &Tx, stage: &Stage, cast: &Cast, good: &Good, drafted: &Drafted) -> Result<(), Error> {
    let script = &stage.story.script;
    let seller = cast.seller(&good.coop)?;
    if script.revised.contains_key(&good.slug) {
        let next = (good.description.clone(), RAISED);
        let id = offering::rewrite(tx, stage, seller, drafted.product, next).await?;
        offering::publish(tx, stage, (seller, &offering::office(cast)), id, RAISED).await?;
    }
    if let Some(update) = script.updates.get(&good.slug) {
        let decided = update.hours_ago - 20;
        let next = (update.description.clone(), decided);
        let id = offering::rewrite(tx, stage, seller, drafted.product, next).await?;
        offering::submit(tx, stage, seller, id, decided).await?;
    }
    Ok(())
}

/// Prices that were raised, and shelves that were found empty.
async fn trade(tx: &Tx, stage: &Stage, seller: Seller, good: &Good, variants: &[VariantId]) -> Result<(), Error> {
    let Seller {
        person, cooperative, ..
    } = seller;
    let script = &stage.story.script;
    if let (Some(first), true) = (variants.first(), script.price_before.contains_key(&good.slug)) {
        let mint = stage.mint(RAISED + 500);
        let price = good.size.price_centimes;
        variant::change_price(tx, &mint, cooperative, person, *first, 1, price).await?;
    }
    if script.sold_out.contains(&good.slug) {
        for id in variants {
            stock::count(tx, &stage.mint(COUNTED), cooperative, person, *id, 0, None).await?;
        }
    }
    Ok(())
}

fn content(story: &Story, good: &Good) -> Content {
    let ingredients = story.script.ingredients.get(&good.slug);
    let description = story.script.revised.get(&good.slug).unwrap_or(&good.description);
    let label = good.label.as_ref().map(|label| label.kind.to_lowercase());
    let spoils = good.shelf_life_months.is_some_and(|months| months < SPOILS);
    Content {
        category_code: Some(good.subcategory.clone()),
        name: bare(
            &good.name,
            story.script.sizes.get(&good.slug).and_then(|sizes| sizes.first()),
        ),
        description: description.clone(),
        origin_region_iso: Some(good.region_iso.clone()),
        origin_place: None,
        ingredients: ingredients.cloned().unwrap_or_default(),
        // What is not eaten declares none.
        allergens: ingredients.map(|_| allergens(&good.allergens)),
        label_number: label
            .as_ref()
            .map(|label| format!("DEMO-{}-{:03}", label.to_uppercase(), good.id)),
        label_code: label,
        withdrawal: if spoils {
            Withdrawal::Perishable
        } else {
            Withdrawal::Standard
        },
    }
}

/// The name without the size at its end, be it weighed or named.
fn bare(name: &Texts, first: Option<&NamedSize>) -> Texts {
    let mut bare = Texts::default();
    for (locale, text) in name.iter() {
        let named = first.and_then(|size| text.strip_suffix(size.name.text(locale)));
        bare.put(
            locale,
            Some(named.map_or_else(|| without_size(text), |text| text.trim_end().to_owned())),
        );
    }
    bare
}

fn without_size(name: &str) -> String {
    let sized = name
        .split_whitespace()
        .next_back()
        .is_some_and(|last| UNITS.contains(&last));
    if !sized {
        return name.to_owned();
    }
    let of_size = |word: &&str| UNITS.contains(word) || word.chars().all(|c| c.is_ascii_digit());
    let words: Vec<&str> = name.split_whitespace().collect();
    let kept = words.len() - words.iter().rev().take_while(|word| of_size(word)).count();
    words.into_iter().take(kept).collect::<Vec<_>>().join(" ")
}

fn allergens(words: &[String]) -> Vec<String> {
    let said = words.join(" ");
    let named = ALLERGENS.iter().filter(|(word, _)| said.contains(word));
    named.map(|(_, code)| (*code).to_owned()).collect()
}

/// One to three sizes: half, whole and double of what the catalogue says, a little dearer and cheaper
/// by weight; or the named ones.
fn sizes(story: &Story, good: &Good) -> Result<Vec<NewVariant>, Error> {
    let script = &story.script;
    if let Some(named) = script.sizes.get(&good.slug) {
        let one = |unit: &str| offering::amount(unit, 1_000);
        let size = |size: &NamedSize| {
            Ok(NewVariant {
                amount: one(&good.size.unit)?,
                name: size.name.clone(),
                price_minor: size.price_centimes,
                on_hand: size.on_hand,
                parcel_g: size.ship_weight_g,
            })
        };
        return named.iter().map(size).collect();
    }
    let on_hand = 14 + good.id * 7 % 23;
    if script.last_unit.contains(&good.slug) {
        // The last order of the story takes the other one.
        return Ok(vec![offering::size(&good.size, 2)?]);
    }
    let price = script
        .price_before
        .get(&good.slug)
        .copied()
        .unwrap_or(good.size.price_centimes);
    let whole = Size {
        price_centimes: price,
        ..good.size.clone()
    };
    let mut sizes = vec![offering::size(&whole, on_hand)?];
    if !matches!(good.size.unit.as_str(), "piece" | "pair") {
        if good.id % 3 != 0 {
            sizes.push(part(&good.size, (2_000, 188, 195), on_hand / 2)?);
        }
        if good.id % 3 == 1 && good.size.net_quantity != 1 {
            sizes.push(part(&good.size, (4_000, 365, 385), on_hand / 3)?);
        }
        if good.id % 3 == 2 && matches!(good.size.unit.as_str(), "kg" | "L") {
            sizes.push(part(&good.size, (500, 54, 54), on_hand)?);
        }
    }
    sizes
        .iter()
        .all(|size| size.price_minor > 0)
        .then_some(sizes)
        .ok_or_else(|| missing(&good.slug))
}

/// Another size: so many thousandths of the whole, for so many hundredths of its price and weight.
fn part(whole: &Size, (amount, price, weight): (i64, i64, i64), on_hand: i64) -> Result<NewVariant, Error> {
    Ok(NewVariant {
        amount: offering::amount(&whole.unit, whole.net_quantity * amount)?,
        name: Texts::default(),
        // Whole dirhams.
        price_minor: whole.price_centimes * price / 10_000 * 100,
        on_hand,
        parcel_g: whole.ship_weight_g * weight / 100,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_the_size_at_its_end_and_nothing_else() {
        for (name, bare) in [
            ("Huile d'argan alimentaire 250 ml", "Huile d'argan alimentaire"),
            ("كليمنتين بركان 5 كغ", "كليمنتين بركان"),
            ("Panier en doum", "Panier en doum"),
            ("Fibule en argent de Tiznit", "Fibule en argent de Tiznit"),
        ] {
            assert_eq!(without_size(name), bare);
        }
    }

    #[test]
    fn allergens_are_read_out_of_the_words_of_the_catalogue() {
        let said = [
            "gluten (wheat)",
            "nuts (almond)",
            "milk (butter)",
            "egg (to confirm per recipe)",
        ];
        assert_eq!(allergens(&said.map(str::to_owned)), ["gluten", "eggs", "milk", "nuts"]);
        assert_eq!(allergens(&["peanut".to_owned()]), ["peanuts"]);
    }
}
