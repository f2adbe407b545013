//! Sample values for the tests of this crate and of those above it.

use crate::{
    cart::{Address, Buyer},
    delivery::{Tier, Zone},
};
use kernel::{Micros, Money, Texts, ids::ZoneId};

/// A zone as in the sample tariff: 20 DH up to 1 kg, 25 up to 5, 35 up to 10, then 3 a kilogram.
pub fn zone() -> Zone {
    let tier = |up_to_g, minor| Tier {
        up_to_g,
        price: Money::mad(minor),
    };
    Zone {
        id: ZoneId(Default::default()),
        name: Texts::new("الدار البيضاء", "Casablanca", "Casablanca"),
        days_min: 1,
        days_max: 2,
        per_kg: Money::mad(300),
        max_g: 30_000,
        position: 1,
        is_sample: true,
        updated_at: Micros(0),
        version: 1,
        steps: vec![tier(1000, 2000), tier(5000, 2500), tier(10_000, 3500)],
        provinces: Vec::new(),
    }
}

/// A buyer in Casablanca.
pub fn buyer() -> Buyer {
    Buyer {
        name: "Salma Idrissi".to_owned(),
        phone: "+212612345678".to_owned(),
        email: None,
    }
}

/// Where that buyer lives.
pub fn address() -> Address {
    Address {
        region_iso: "MA-06".to_owned(),
        province_iso: "MA-CAS".to_owned(),
        town: "Casablanca".to_owned(),
        address: "12, rue des Orangers".to_owned(),
        landmark: Some("derrière la poste".to_owned()),
        postcode: None,
    }
}
