//! Ready-made things for tests and benches, made by the same functions that people's verbs call.

use crate::{
    Error,
    cooperative::{self, Application},
    moderation::{self, Moderator},
    photo::{self, Developed},
    product,
    revision::{self, Content},
    variant::{self, Amount, NewVariant, Unit},
};
use kernel::{
    Mint, Phone, Texts, Tx,
    ids::{CooperativeId, PersonId, PhotoId, ProductId, VariantId},
    registration::Rib,
};

/// An application that lacks nothing; the number tells several apart.
pub fn application(number: u32) -> Application {
    Application {
        name: Texts::new(
            format!("تعاونية تيسليت {number}"),
            format!("Coopérative Tislit {number}"),
            "",
        ),
        region_iso: "MA-09".into(),
        province_iso: "MA-AGD".into(),
        town: "Agadir".into(),
        address: Some("12, rue des Amandiers".into()),
        register_number: format!("{number}/2021"),
        register_place: "Agadir".into(),
        ice: None,
        onssa: Some("ES.1.23.45".into()),
        rib: Rib::stored("011519000001205000534921".into()),
        phone: Phone::stored(format!("+21266{number:07}")),
        email: None,
        contact_name: "Fatima Aït Ali".into(),
        founded: Some(2012),
        member_count: Some(32),
        women_count: Some(30),
    }
}

/// A verified cooperative.
///
/// # Errors
/// When the database refuses.
pub async fn cooperative(tx: &Tx, mint: &Mint, administrator: PersonId, number: u32) -> Result<CooperativeId, Error> {
    let id = cooperative::apply(tx, mint, None, application(number)).await?;
    cooperative::verify(tx, mint, administrator, id, 1).await?;
    Ok(id)
}

/// A photo that is ready; its files do not exist.
///
/// # Errors
/// When the database refuses.
pub async fn photo(tx: &Tx, mint: &Mint, cooperative: CooperativeId) -> Result<PhotoId, Error> {
    let key: String = mint.bytes::<16>().iter().map(|byte| format!("{byte:02x}")).collect();
    let id = photo::register(tx, mint, cooperative, None, &key).await?;
    let developed = Developed {
        width: 1600,
        height: 1600,
        placeholder: String::new(),
        sizes: vec![160, 320, 640, 1024, 1600],
    };
    photo::develop(tx, id, &developed).await?;
    Ok(id)
}

/// Words and claims that lack nothing.
pub fn content(name: &str) -> Content {
    Content {
        category_code: Some("argan-food".into()),
        name: Texts::new("زيت أركان", name, ""),
        description: Texts::new("", "Pressée à froid par les femmes de la coopérative.", ""),
        origin_region_iso: None,
        origin_place: Some("Tafraout".into()),
        ingredients: Texts::new("", "Huile d'argan", ""),
        allergens: Some(Vec::new()),
        label_code: None,
        label_number: None,
        withdrawal: revision::Withdrawal::Standard,
    }
}

/// A bottle of 250 ml for 85 dirhams.
pub fn bottle(on_hand: i64) -> NewVariant {
    NewVariant {
        amount: Amount {
            thousandths: 250_000,
            unit: Unit::Millilitre,
        },
        name: Texts::default(),
        price_minor: 8_500,
        on_hand,
        parcel_g: 480,
    }
}

/// A product on sale with one [`bottle`], written by `person` and approved by `administrator`.
///
/// # Errors
/// When the database refuses.
pub async fn product(
    tx: &Tx,
    mint: &Mint,
    cooperative: CooperativeId,
    (person, administrator): (PersonId, PersonId),
    name: &str,
    on_hand: i64,
) -> Result<(ProductId, VariantId), Error> {
    let (product, revision) = product::draft(tx, mint, cooperative, person).await?;
    revision::save(tx, mint, cooperative, revision, 1, content(name)).await?;
    let photo = photo(tx, mint, cooperative).await?;
    revision::add_photos(tx, mint, cooperative, revision, &[photo]).await?;
    let variant = variant::add(tx, mint, cooperative, person, product, bottle(on_hand)).await?;
    revision::submit(tx, mint, cooperative, person, revision).await?;
    let moderator = Moderator {
        person: administrator,
        cooperatives: Vec::new(),
    };
    let version = revision::find(tx, revision).await?.map_or(0, |found| found.version);
    moderation::approve(tx, mint, &moderator, revision, version).await?;
    Ok((product, variant))
}
