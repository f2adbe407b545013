//! The form of an application: its fields page by page, read, shown for checking, and filled again.

use catalogue::{
    cooperative::{Application, Cooperative},
    place::Places,
};
use kernel::{
    Locale, Texts,
    registration::{Ice, Rib},
};
use view::form::Form;

/// The fields of each page.
pub(super) const PAGES: [&[&str]; 3] = [
    &["name_ar", "name_fr", "contact_name", "phone", "email"],
    &["province", "town", "address", "register_number", "register_place"],
    &[
        "sells_food",
        "onssa",
        "ice",
        "rib",
        "founded",
        "member_count",
        "women_count",
    ],
];

/// What the check page shows: everything that was filled in.
pub(super) fn facts(f: &Form, places: &Places, locale: Locale) -> Vec<(usize, String, String)> {
    let value = |name: &str| match name {
        "province" => places
            .province(f.value(name))
            .map(|p| p.name.text(locale).to_owned())
            .unwrap_or_default(),
        "sells_food" => {
            let key = if f.ticked(name) { "form-yes" } else { "form-no" };
            view::words::say(locale, key)
        }
        name => f.value(name).trim().to_owned(),
    };
    PAGES
        .into_iter()
        .enumerate()
        .flat_map(|(step, names)| names.iter().map(move |name| (step, *name)))
        .map(|(step, name)| (step, format!("join-{}", name.replace('_', "-")), value(name)))
        .filter(|(_, _, value)| !value.is_empty())
        .collect()
}

/// The form with what a cooperative said before.
pub(super) fn filled(cooperative: &Cooperative) -> Form {
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let number = |number: Option<i32>| number.map(|n| n.to_string()).unwrap_or_default();
    let ice = cooperative
        .ice
        .as_ref()
        .map(|ice| ice.as_str().to_owned())
        .unwrap_or_default();
    let sells_food = if cooperative.onssa.is_some() { "yes" } else { "" };
    let mut f = Form::default();
    for (name, value) in [
        ("version", cooperative.version.to_string()),
        ("name_ar", optional(&cooperative.name.ar)),
        ("name_fr", optional(&cooperative.name.fr)),
        ("contact_name", cooperative.contact_name.clone()),
        ("phone", cooperative.phone.display()),
        ("email", optional(&cooperative.email)),
        ("province", cooperative.province_iso.clone()),
        ("town", cooperative.town.clone()),
        ("address", optional(&cooperative.address)),
        ("register_number", cooperative.register_number.clone()),
        ("register_place", cooperative.register_place.clone()),
        ("sells_food", sells_food.to_owned()),
        ("onssa", optional(&cooperative.onssa)),
        ("ice", ice),
        ("rib", cooperative.rib.as_str().to_owned()),
        ("founded", number(cooperative.founded)),
        ("member_count", number(cooperative.member_count)),
        ("women_count", number(cooperative.women_count)),
    ] {
        if !value.is_empty() {
            f.set(name, value);
        }
    }
    f
}

/// Reads the pages up to the one that was sent, each anew: what was kept need not be right. The
/// application once all three are right, `None` before; the first page that is wrong otherwise.
pub(super) fn read(
    f: &mut Form,
    places: &Places,
    demo: bool,
    year: i64,
    step: usize,
) -> Result<Option<Application>, usize> {
    let who = who(f, demo).ok_or(0_usize)?;
    if step == 0 {
        return Ok(None);
    }
    let place = place_of(f, places).ok_or(1_usize)?;
    if step == 1 {
        return Ok(None);
    }
    let papers = papers(f, year).ok_or(2_usize)?;
    Ok(Some(Application {
        name: who.name,
        contact_name: who.contact_name,
        phone: who.phone,
        email: who.email,
        region_iso: place.region_iso,
        province_iso: place.province_iso,
        town: place.town,
        address: place.address,
        register_number: place.register_number,
        register_place: place.register_place,
        ice: papers.ice,
        onssa: papers.onssa,
        rib: papers.rib,
        founded: papers.founded,
        member_count: papers.member_count,
        women_count: papers.women_count,
    }))
}

struct Who {
    name: Texts,
    contact_name: String,
    phone: kernel::Phone,
    email: Option<String>,
}

fn who(f: &mut Form, demo: bool) -> Option<Who> {
    let (ar, fr) = (f.line("name_ar", 80), f.line("name_fr", 80));
    if ar
        .as_ref()
        .is_some_and(|name| !name.chars().any(|c| ('\u{0600}'..='\u{06ff}').contains(&c)))
    {
        f.refuse("name_ar", "join-name-ar-letters");
    }
    let contact_name = f.line("contact_name", 80);
    let phone = f.phone("phone", demo);
    let email = f.optional_email("email");
    if !f.is_ok() {
        return None;
    }
    Some(Who {
        name: Texts { ar, fr, en: None },
        contact_name: contact_name?,
        phone: phone?,
        email,
    })
}

struct Place {
    region_iso: String,
    province_iso: String,
    town: String,
    address: Option<String>,
    register_number: String,
    register_place: String,
}

fn place_of(f: &mut Form, places: &Places) -> Option<Place> {
    let known: Vec<&str> = places.provinces.iter().map(|p| p.iso.as_str()).collect();
    let province = f.one_of("province", &known);
    let town = f.line("town", 80);
    let address = f.optional_line("address", 160);
    let register_number = f.line("register_number", 40);
    let register_place = f.line("register_place", 80);
    if !f.is_ok() {
        return None;
    }
    let province_iso = province?;
    Some(Place {
        region_iso: places.region_of(&province_iso)?.iso.clone(),
        province_iso,
        town: town?,
        address,
        register_number: register_number?,
        register_place: register_place?,
    })
}

struct Papers {
    ice: Option<Ice>,
    onssa: Option<String>,
    rib: Rib,
    founded: Option<i32>,
    member_count: Option<i32>,
    women_count: Option<i32>,
}

fn papers(f: &mut Form, year: i64) -> Option<Papers> {
    let onssa = if f.ticked("sells_food") {
        f.line("onssa", 40)
    } else {
        f.optional_line("onssa", 40)
    };
    let ice = f.optional_line("ice", 40).map(|typed| Ice::parse(&typed));
    if matches!(ice, Some(Err(_))) {
        f.refuse("ice", "join-bad-ice");
    }
    let rib = f.line("rib", 60).map(|typed| Rib::parse(&typed));
    if matches!(rib, Some(Err(_))) {
        f.refuse("rib", "join-bad-rib");
    }
    let founded = f.optional_integer("founded", 1920, year);
    let member_count = f.optional_integer("member_count", 1, 100_000);
    let women_count = f.optional_integer("women_count", 0, 100_000);
    if member_count.zip(women_count).is_some_and(|(all, women)| women > all) {
        f.refuse("women_count", "join-too-many-women");
    }
    if !f.is_ok() {
        return None;
    }
    let small = |number: Option<i64>| number.and_then(|n| i32::try_from(n).ok());
    Some(Papers {
        ice: ice.and_then(Result::ok),
        onssa,
        rib: rib?.ok()?,
        founded: small(founded),
        member_count: small(member_count),
        women_count: small(women_count),
    })
}
