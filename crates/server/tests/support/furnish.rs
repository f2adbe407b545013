//! A market to be served: a cooperative with a product on sale, and a token that acts for it, put
//! into the database before the binary opens it.

use super::Place;
use kernel::{Db, Locale, Phone, db::Options};

/// What a test needs to know of it.
pub(crate) struct Furnished {
    /// A bearer token of the cooperative.
    pub(crate) token: String,
    /// Something to buy, with a thousand pieces of it.
    pub(crate) variant: String,
}

/// Puts it into a migrated database.
pub(crate) async fn furnish(db: &Db) -> Furnished {
    let made = db.write(|tx| {
        Box::pin(async move {
            let mint = testkit::mint(77);
            let mut people = Vec::new();
            for phone in ["+212661000011", "+212661000012"] {
                let contact = identity::Contact::Phone(Phone::stored(phone.to_owned()));
                people.push(identity::person::meet(tx, &mint, &contact, Locale::Fr).await?.id);
            }
            let (seller, office) = (people[0], people[1]);
            let id = catalogue::samples::cooperative(tx, &mint, office, 1).await?;
            identity::role::join(tx, seller, id, identity::Role::Owner, mint.now).await?;
            let (_, variant) = catalogue::samples::product(tx, &mint, id, (seller, office), "Huile", 1000).await?;
            let scope = identity::Scope::Cooperative(id);
            let (_, token) = identity::token::make(tx, &mint, seller, scope, "test").await?;
            Ok::<_, market::Error>(Furnished {
                token: token.reveal().to_owned(),
                variant: variant.to_string(),
            })
        })
    });
    made.await.expect("a furnished market")
}

impl Place {
    /// The database of this place; a file is opened while nothing is served.
    pub(crate) fn database(&self) -> Options {
        if let Some(server) = &self.server {
            return server.options();
        }
        Options::new(format!("sqlite://{}", self.data().join("data/market.sqlite").display()))
    }

    /// Makes the database and furnishes it.
    pub(crate) async fn furnish(&self) -> Furnished {
        assert!(self.run(&["migrate"]).status.success(), "the database is made");
        let db = self.database().open().await.expect("the database opens");
        let furnished = furnish(&db).await;
        db.close().await;
        furnished
    }
}
