//! A cooperative that was there before: verified, with one member and one product on sale. It comes
//! into the market through the same verbs that the pages call, so that a journey need not walk twice.

use crate::{Site, pictures};
use catalogue::{revision::Content, samples, variant};
use kernel::{
    Locale, Phone, Texts,
    ids::{CooperativeId, PersonId},
};
use market::{
    actor::{Administrator, Seller},
    listing,
};

/// A cooperative with somebody who sells for it.
#[derive(Clone, Copy, Debug)]
pub struct Neighbour {
    /// Who sells.
    pub seller: Seller,
    /// Who approves.
    pub office: Administrator,
}

impl Neighbour {
    /// Moves in; the number tells neighbours apart, `phone` signs its member in.
    pub async fn settle(site: &Site, number: u32, phone: &str) -> Self {
        let phone = phone.to_owned();
        let made: Result<(CooperativeId, PersonId, PersonId), market::Error> = site
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let mint = testkit::mint(u64::from(number) + 900);
                    let mut people = Vec::new();
                    for phone in [phone, format!("+2126610009{number:02}")] {
                        let contact = identity::Contact::Phone(Phone::stored(phone));
                        people.push(identity::person::meet(tx, &mint, &contact, Locale::Fr).await?.id);
                    }
                    let id = samples::cooperative(tx, &mint, people[1], number).await?;
                    identity::role::join(tx, people[0], id, identity::Role::Owner, mint.now).await?;
                    Ok((id, people[0], people[1]))
                })
            })
            .await;
        let (cooperative, person, office) = made.expect("a cooperative");
        Self {
            seller: Seller {
                person,
                cooperative,
                role: identity::Role::Owner,
            },
            office: Administrator { person: office },
        }
    }

    /// Puts a product on sale, with a photograph and five pieces of 250 ml at 85 dirhams.
    pub async fn offer(&self, site: &Site, content: Content) {
        let (market, seller) = (&**site, self.seller);
        let (product, id) = listing::draft_product(market, seller).await.expect("a draft");
        listing::save_revision(market, seller, id, 1, content)
            .await
            .expect("its words");
        let photo = std::fs::read(pictures::photograph(site.directory(), 7, 480, 480)).expect("a photograph");
        let received = listing::receive_photo(market, photo.into()).await.expect("a photo");
        listing::upload_photos(market, seller, id, vec![received])
            .await
            .expect("the photo");
        site.run_jobs().await;
        let bottle: variant::NewVariant = samples::bottle(5);
        listing::add_variant(market, seller, product, bottle)
            .await
            .expect("a size");
        listing::submit_listing(market, seller, id).await.expect("submitted");
        let found = catalogue::revision::find_for_cooperative(&market.db, seller.cooperative, id)
            .await
            .expect("a read");
        let version = found.expect("the revision").version;
        listing::approve_listing(market, self.office, id, version)
            .await
            .expect("approved");
    }

    /// Soap, in Arabic and French.
    pub fn soap() -> Content {
        Content {
            name: Texts::new("صابون بلدي", "Savon noir", ""),
            description: Texts::new("صابون طبيعي بزيت الزيتون.", "Savon naturel à l’huile d’olive.", ""),
            ..samples::content("Savon noir")
        }
    }
}
