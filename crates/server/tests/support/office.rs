//! Somebody of the office with a browser, and what they do to payouts: each step under a key, so that it can be repeated.

use super::Place;
use identity::{Contact, Scope, session::Proof};
use kernel::{Locale, Mint, Phone, time::Clock};
use market::{SystemChance, SystemClock};
use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::Value;
use std::{fmt::Write, sync::Arc};

/// Who may look at everything and move payouts.
#[derive(Clone)]
pub(crate) struct Office {
    /// A bearer token of an administrator.
    token: String,
    /// The session of one who passed the second factor.
    session: String,
}

/// A form that was posted, and can be again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Posted {
    pub(crate) path: String,
    pub(crate) fields: Vec<(&'static str, String)>,
}

/// Where it led; nothing where it was refused.
pub(crate) type Led = (StatusCode, Option<String>);

/// How the statement is written.
const MAPPING: [(&str, &str); 10] = [
    ("format", "csv"),
    ("delimiter", "semicolon"),
    ("encoding", "utf8"),
    ("dates", "day_first"),
    ("decimal", "comma"),
    ("head", "1"),
    ("date", "1"),
    ("wording", "2"),
    ("debit", "3"),
    ("credit", "4"),
];

impl Place {
    /// An administrator in the database of this place, while nothing is served.
    pub(crate) async fn office(&self) -> Office {
        let db = self.database().open().await.expect("the database opens");
        let made = db.write(|tx| {
            Box::pin(async move {
                let mint = Mint::new(SystemClock.now(), Arc::new(SystemChance));
                let contact = Contact::Phone(Phone::stored("+212661000019".to_owned()));
                let person = identity::person::meet(tx, &mint, &contact, Locale::Fr).await?.id;
                identity::person::promote(tx, person).await?;
                let proof = Proof {
                    code: true,
                    factor: true,
                };
                let opened = identity::session::open(tx, &mint, person, proof, "Test", None).await?;
                let (_, token) = identity::token::make(tx, &mint, person, Scope::Administrator, "test").await?;
                Ok::<_, market::Error>(Office {
                    token: token.reveal().to_owned(),
                    session: opened.secret.reveal().to_owned(),
                })
            })
        });
        let office = made.await.expect("an administrator");
        db.close().await;
        office
    }
}

impl Office {
    /// All payouts; nothing once the market is gone.
    pub(crate) async fn payouts(&self, client: &Client, url: &str) -> Option<Vec<Value>> {
        let list = client.get(format!("{url}/api/v1/admin/payouts?limit=100"));
        let reply = list.bearer_auth(&self.token).send().await.ok()?;
        assert_eq!(reply.status(), StatusCode::OK);
        let body: Value = reply.json().await.ok()?;
        body["items"].as_array().cloned()
    }

    /// Posts a form; nothing once the market is gone.
    pub(crate) async fn post(&self, client: &Client, url: &str, posted: &Posted) -> Option<Led> {
        led(self.signed(client.post(format!("{url}{}", posted.path)).form(&posted.fields))).await
    }

    /// Imports a statement with these lines: wordings, and what went, in centimes.
    pub(crate) async fn import(&self, client: &Client, url: &str, lines: &[(String, i64)]) -> Option<Led> {
        const EDGE: &str = "edge-of-a-part";
        let mut file = "Date;Libellé;Débit;Crédit\n".to_owned();
        for (wording, minor) in lines {
            writeln!(file, "02/11/2026;VIR {wording};{},{:02};", minor / 100, minor % 100).expect("text");
        }
        let mut body = String::new();
        for (name, value) in MAPPING {
            write!(
                body,
                "--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
            .expect("text");
        }
        write!(
            body,
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"releve.csv\"\r\n\
             Content-Type: text/csv\r\n\r\n{file}\r\n--{EDGE}--\r\n"
        )
        .expect("text");
        let kind = format!("multipart/form-data; boundary={EDGE}");
        let upload = client.post(format!("{url}/fr/admin/bank"));
        led(self.signed(upload.header("content-type", kind).body(body))).await
    }

    fn signed(&self, request: RequestBuilder) -> RequestBuilder {
        request.header("cookie", format!("__Host-session={}", self.session))
    }
}

async fn led(request: RequestBuilder) -> Option<Led> {
    let reply = request.send().await.ok()?;
    let to = reply
        .headers()
        .get("location")
        .and_then(|to| to.to_str().ok().map(str::to_owned));
    Some((reply.status(), to))
}
