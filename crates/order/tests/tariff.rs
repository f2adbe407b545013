//! The tariff and the legal texts: read as they are, edited by one person at a time.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong"
)]

mod ground;

use ground::{ground, write};
use kernel::{Money, Texts};
use order::{
    Error,
    delivery::{self, Tier, ZoneTerms},
    terms::{self, LegalKind, NewText},
};
use testkit::{TestDb, on_both};

fn dearer(zone: &order::Zone) -> ZoneTerms {
    ZoneTerms {
        name: Texts::new("أ", "A", "A"),
        days: (1, 3),
        per_kg: Money::mad(900),
        max_g: zone.max_g,
        steps: vec![Tier {
            up_to_g: 2000,
            price: Money::mad(7000),
        }],
    }
}

fn text(kind: LegalKind) -> NewText {
    NewText {
        kind,
        ar: "نص".to_owned(),
        fr: "Texte".to_owned(),
        en: "Text".to_owned(),
        reviewed: true,
    }
}

on_both! {
    /// Reference data covers the country.
    async fn every_province_has_a_sample_zone_and_every_legal_text_a_version(db: TestDb) {
        let zones = delivery::list_zones(&*db).await.unwrap();
        assert!(zones.iter().all(|zone| zone.is_sample && !zone.steps.is_empty()));
        let places = catalogue::place::load(&*db).await.unwrap();
        for province in &places.provinces {
            let zone = delivery::find_zone_of_province(&*db, &province.iso).await.unwrap().unwrap();
            let listed = zones.iter().find(|one| one.id == zone.id).unwrap();
            assert_eq!(zone.steps, listed.steps);
            assert!(zone.price(1).unwrap().minor > 0);
        }
        assert!(delivery::find_zone_of_province(&*db, "MA-XXX").await.unwrap().is_none());
        for kind in LegalKind::ALL {
            let text = terms::find_current(&*db, kind).await.unwrap().unwrap();
            assert!(!text.reviewed && text.version == 1);
            assert_eq!(terms::current_version(&*db, kind).await.unwrap(), 1);
        }
    }

    /// Two administrators at once.
    async fn of_two_who_edit_a_zone_at_once_one_is_told_to_look_again(db: TestDb) {
        let zone = delivery::list_zones(&*db).await.unwrap().remove(0);
        let (id, version, terms) = (zone.id, zone.version, dearer(&zone));
        let revise = |terms: ZoneTerms| {
            write(&db, 1, move |tx, mint| Box::pin(async move { delivery::revise_zone(tx, &mint, id, version, &terms).await }))
        };
        revise(terms.clone()).await.unwrap();
        assert!(matches!(revise(terms).await, Err(Error::Edited)));
        let now = delivery::get_zone(&*db, id).await.unwrap();
        assert_eq!(now.steps, vec![Tier { up_to_g: 2000, price: Money::mad(7000) }]);
        assert!(!now.is_sample);
        assert_eq!(now.provinces, zone.provinces);
    }

    /// A refused edit leaves the zone as it was.
    async fn steps_that_make_no_sense_change_nothing(db: TestDb) {
        let zone = delivery::list_zones(&*db).await.unwrap().remove(0);
        let (id, version) = (zone.id, zone.version);
        let terms = ZoneTerms { steps: Vec::new(), ..dearer(&zone) };
        let refused = write(&db, 1, move |tx, mint| {
            Box::pin(async move { delivery::revise_zone(tx, &mint, id, version, &terms).await })
        });
        assert!(matches!(refused.await, Err(Error::Steps)));
        assert_eq!(delivery::get_zone(&*db, id).await.unwrap(), zone);
    }

    /// A province belongs to one zone.
    async fn a_province_that_moves_is_in_its_new_zone_only(db: TestDb) {
        let zone = delivery::list_zones(&*db).await.unwrap().remove(0);
        let terms = dearer(&zone);
        let province = zone.provinces[0].clone();
        let moved = province.clone();
        let new = write(&db, 1, move |tx, mint| {
            Box::pin(async move {
                let id = delivery::open_zone(tx, &mint, &terms).await?;
                delivery::assign_provinces(tx, &mint, id, &[moved]).await?;
                Ok(id)
            })
        });
        let new = new.await.unwrap();
        assert_eq!(delivery::find_zone_of_province(&*db, &province).await.unwrap().unwrap().id, new);
        assert!(!delivery::get_zone(&*db, zone.id).await.unwrap().provinces.contains(&province));
    }

    /// Versions only grow.
    async fn a_published_text_is_the_next_version_and_the_old_one_stays_readable(db: TestDb) {
        let by = ground(&db).await.administrator;
        let publish = |after| {
            write(&db, 1, move |tx, mint| {
                Box::pin(async move { terms::publish(tx, &mint, by, after, &text(LegalKind::Sales)).await })
            })
        };
        assert_eq!(publish(1).await.unwrap(), 2);
        assert!(matches!(publish(1).await, Err(Error::Edited)));
        assert_eq!(terms::find_current(&*db, LegalKind::Sales).await.unwrap().unwrap().fr, "Texte");
        assert_ne!(terms::find_version(&*db, LegalKind::Sales, 1).await.unwrap().unwrap().fr, "Texte");
        assert_eq!(terms::list_versions(&*db, LegalKind::Sales).await.unwrap().len(), 2);
        assert_eq!(terms::current_version(&*db, LegalKind::Terms).await.unwrap(), 1);
    }
}
