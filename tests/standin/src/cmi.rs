//! CMI's hosted page, the protocol "ver3": takes the form that a shop's page posts, checks its hash by a reading of the
//! protocol of its own, and calls back. What the shop replies decides about the money, as it does there.

use axum::{
    Router,
    extract::{RawForm, RawQuery, State},
    http::{StatusCode, header::CONTENT_TYPE},
    response::{Html, IntoResponse, Response},
    routing::post,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha512};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::task::JoinHandle;

/// The merchant's number.
pub const CLIENT: &str = "600001234";
/// The store key, with what has to be escaped.
pub const KEY: &str = "TEST|key\\1234";

/// Fields as they are posted, in order.
pub type Fields = Vec<(String, String)>;

/// What became of a buyer's money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Money {
    /// Nobody paid.
    Nothing,
    /// Held on the card, and not taken.
    Held,
    /// Taken: the shop said so.
    Captured,
    /// Let go: the shop said so, or nothing that can be understood.
    LetGo,
}

/// A gateway, perhaps served on loopback.
#[derive(Clone, Default)]
pub struct Gateway(Arc<Mutex<Books>>);

#[derive(Default)]
struct Books {
    taken: BTreeMap<String, Fields>,
    money: BTreeMap<String, Money>,
    transactions: u64,
}

/// A gateway's server. It stops when it is dropped.
pub struct Served {
    /// The gateway.
    pub gateway: Gateway,
    /// Where forms are posted.
    pub url: String,
    server: JoinHandle<()>,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Gateway {
    fn books(&self) -> MutexGuard<'_, Books> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a form: gives its oid.
    ///
    /// # Errors
    /// What CMI would not accept.
    pub fn take(&self, fields: &[(String, String)]) -> Result<String, String> {
        let value = |name: &str| {
            let found = fields
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, value)| value.as_str());
            found
                .filter(|value| !value.is_empty())
                .ok_or_else(|| format!("{name} is missing"))
        };
        for (name, must) in [
            ("clientid", CLIENT),
            ("storetype", "3D_PAY_HOSTING"),
            ("TranType", "PreAuth"),
            ("currency", "504"),
            ("hashAlgorithm", "ver3"),
            ("encoding", "UTF-8"),
        ] {
            if value(name)? != must {
                return Err(format!("{name} is not {must}"));
            }
        }
        for name in ["okUrl", "failUrl", "callbackUrl", "shopurl", "lang", "rnd"] {
            value(name)?;
        }
        let amount = value("amount")?;
        let (whole, part) = amount.split_once('.').unwrap_or((amount, "00"));
        let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !are_digits(whole) || !are_digits(part) || part.len() != 2 {
            return Err(format!("amount {amount}"));
        }
        if value("HASH")? != hash(fields) {
            return Err("the hash is wrong".to_owned());
        }
        let oid = value("oid")?.to_owned();
        let mut books = self.books();
        if books.taken.contains_key(&oid) {
            return Err("this oid was used before".to_owned());
        }
        books.taken.insert(oid.clone(), fields.to_vec());
        books.money.insert(oid.clone(), Money::Nothing);
        Ok(oid)
    }

    /// The fields of a call-back about an order: what the shop posted, and what the bank said. Not signed yet.
    pub fn told(&self, oid: &str, code: &str) -> Fields {
        let mut books = self.books();
        books.transactions += 1;
        let transaction = format!("26332KX{:04}", books.transactions);
        let mut fields = books.taken.get(oid).expect("an order of the books").clone();
        fields.retain(|(name, _)| name != "HASH");
        let approved = code == "00";
        if approved {
            books.money.insert(oid.to_owned(), Money::Held);
        }
        let said: [(&str, &str); 12] = [
            ("ReturnOid", oid),
            ("TransId", &transaction),
            ("AuthCode", if approved { "831000" } else { "" }),
            ("ProcReturnCode", code),
            ("Response", if approved { "Approved" } else { "Declined" }),
            ("mdStatus", "1"),
            ("ErrMsg", if approved { "" } else { "Autorisation refus&eacute;e" }),
            ("EXTRA_TRXDATE", "20261128 12:00:00"),
            ("MaskedPan", "400000***0010"),
            ("clientIp", "105.66.0.1"),
            ("acqStan", "000123"),
            ("md", ""),
        ];
        fields.extend(said.map(|(name, value)| (name.to_owned(), value.to_owned())));
        fields
    }

    /// A signed call-back: `00` is a yes.
    pub fn callback(&self, oid: &str, code: &str) -> String {
        body(&signed(self.told(oid, code)))
    }

    /// The shop replied; any other text than the two it knows lets the money go.
    pub fn heard(&self, oid: &str, reply: &str) {
        let mut books = self.books();
        let held = books.money.get(oid).copied().unwrap_or(Money::Nothing);
        let now = match (held, reply) {
            (Money::Held, "ACTION=POSTAUTH") => Money::Captured,
            (Money::Held, "APPROVED") => Money::Held,
            (Money::Held, _) => Money::LetGo,
            (other, _) => other,
        };
        books.money.insert(oid.to_owned(), now);
    }

    /// What became of the money of an order.
    pub fn money(&self, oid: &str) -> Money {
        self.books().money.get(oid).copied().unwrap_or(Money::Nothing)
    }

    fn field(&self, oid: &str, name: &str) -> String {
        let books = self.books();
        let fields = books.taken.get(oid).cloned().unwrap_or_default();
        fields
            .into_iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
            .unwrap_or_default()
    }

    /// Serves on a free port.
    pub async fn serve(self) -> Served {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/fim/est3Dgate", listener.local_addr().expect("an address"));
        let router = Router::new()
            .route("/fim/est3Dgate", post(page))
            .route("/fim/pay", post(press))
            .with_state(self.clone());
        let server = tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        Served {
            gateway: self,
            url,
            server,
        }
    }
}

/// Adds the hash of a call-back.
pub fn signed(mut fields: Fields) -> Fields {
    let hash = hash(&fields);
    fields.push(("HASH".to_owned(), hash));
    fields
}

/// Fields as a body.
pub fn body(fields: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

/// The hash of either side: names in the order of their small letters, values escaped and joined. Our values need neither
/// trimming nor decoding, but for the one entity in a refusal.
pub fn hash(fields: &[(String, String)]) -> String {
    let mut sorted: Vec<(String, &str)> = fields
        .iter()
        .map(|(name, value)| (name.to_lowercase(), value.as_str()))
        .filter(|(name, _)| name != "hash" && name != "encoding")
        .collect();
    sorted.sort();
    let escape = |text: &str| text.replace('\\', "\\\\").replace('|', "\\|");
    let mut values: Vec<String> = sorted
        .iter()
        .map(|(_, value)| escape(&value.replace("&eacute;", "é")))
        .collect();
    values.push(escape(KEY));
    STANDARD.encode(Sha512::digest(values.join("|")))
}

async fn page(State(gateway): State<Gateway>, RawForm(form): RawForm) -> Response {
    let fields: Fields = url::form_urlencoded::parse(&form).into_owned().collect();
    match gateway.take(&fields) {
        Ok(oid) => Html(format!(
            "<!doctype html><meta charset=utf-8><title>Stand-in for CMI</title><p id=amount>{}</p>\
             <form method=post action='/fim/pay?oid={oid}&code=00'><button id=pay>pay</button></form>\
             <form method=post action='/fim/pay?oid={oid}&code=51'><button id=refuse>refuse</button></form>\
             <a id=leave href='{}'>leave</a>",
            gateway.field(&oid, "amount"),
            gateway.field(&oid, "shopurl")
        ))
        .into_response(),
        Err(why) => (StatusCode::BAD_REQUEST, format!("refused: {why}")).into_response(),
    }
}

/// Calls the shop, and sends the browser back by a form, as CMI's page does.
async fn press(State(gateway): State<Gateway>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let asked: BTreeMap<String, String> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let (oid, code) = (asked["oid"].clone(), asked["code"].clone());
    let fields = signed(gateway.told(&oid, &code));
    rustls::crypto::ring::default_provider().install_default().ok();
    let client = reqwest::Client::builder()
        .no_proxy()
        .timeout(Duration::from_secs(10))
        .build();
    let posted = client
        .expect("a client")
        .post(gateway.field(&oid, "callbackUrl"))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body(&fields))
        .send()
        .await;
    let reply = match posted {
        Ok(answer) => answer.text().await.unwrap_or_default(),
        Err(_) => String::new(),
    };
    gateway.heard(&oid, &reply);
    let back = gateway.field(&oid, if code == "00" { "okUrl" } else { "failUrl" });
    let inputs: String = fields
        .iter()
        .map(|(name, value)| {
            format!(
                "<input type=hidden name=\"{name}\" value=\"{}\">",
                value.replace('"', "&quot;")
            )
        })
        .collect();
    Html(format!(
        "<!doctype html><meta charset=utf-8><title>Stand-in for CMI</title><p id=reply>{reply}</p>\
         <form method=post action='{back}'>{inputs}<button id=back>back</button></form>"
    ))
    .into_response()
}
