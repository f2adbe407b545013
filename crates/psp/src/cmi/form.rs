//! The form that the buyer's browser posts.

use super::{Settings, Side, ver3};
use crate::{Attempt, Failure, Start, attempt::is_id};
use kernel::{Currency, Locale, Mint, Money, time::SECOND};

/// The one kind of payment that we ask for: on CMI's page, held until we capture it.
pub(super) const STORE_TYPE: &str = "3D_PAY_HOSTING";
/// See [`STORE_TYPE`].
pub(super) const TRANSACTION: &str = "PreAuth";
/// The hash.
pub(super) const ALGORITHM: &str = "ver3";
/// Dirhams (ISO 4217, numeric).
const MAD: &str = "504";
/// Seconds that CMI's page may stay open.
const SESSION: (i64, i64) = (30, 2700);
/// The longest value.
const VALUE_MOST: usize = 512;

/// The form for an attempt. Its values are such that every known reading of the protocol hashes them alike.
pub(super) fn build(settings: &Settings, attempt: &Attempt, mint: &Mint) -> Result<Start, Failure> {
    if !is_id(&attempt.attempt) {
        return Err(refused("the attempt's id"));
    }
    let random: [u8; 16] = mint.bytes();
    let left = attempt.open_until.since(mint.now) / SECOND;
    if left <= 0 {
        return Err(refused("what is over"));
    }
    let mut fields: Vec<(&str, String)> = vec![
        ("clientid", settings.client_id.clone()),
        ("storetype", STORE_TYPE.to_owned()),
        ("TranType", TRANSACTION.to_owned()),
        ("amount", amount(attempt.amount)?),
        ("currency", MAD.to_owned()),
        ("oid", attempt.attempt.clone()),
        ("okUrl", address(&attempt.return_url)?),
        ("failUrl", address(&attempt.return_url)?),
        ("callbackUrl", address(&attempt.callback_url)?),
        ("shopurl", address(&attempt.cancel_url)?),
        ("lang", language(attempt.locale).to_owned()),
        ("rnd", hex::encode(random)),
        ("hashAlgorithm", ALGORITHM.to_owned()),
        ("CallbackResponse", "true".to_owned()),
        ("AutoRedirect", "true".to_owned()),
        ("refreshtime", "5".to_owned()),
        ("sessionTimeout", left.clamp(SESSION.0, SESSION.1).to_string()),
    ];
    let buyer = &attempt.buyer;
    let phone = buyer.phone.as_ref().map(|phone| phone.as_str().to_owned());
    let about_the_buyer = [
        ("BillToName", buyer.name.clone()),
        ("email", buyer.email.clone()),
        ("tel", phone),
    ];
    for (name, value) in about_the_buyer {
        fields.extend(value.map(|value| (name, plain(&value))));
    }
    fields.push(("encoding", "UTF-8".to_owned()));
    let hash = ver3(
        fields.iter().map(|(name, value)| (*name, value.as_str())),
        &settings.store_key,
        Side::Request,
    );
    fields.push(("HASH", hash));
    Ok(Start::Form {
        action: settings.gateway_url.clone(),
        fields: fields
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    })
}

fn amount(amount: Money) -> Result<String, Failure> {
    if amount.currency != Currency::Mad || amount.minor <= 0 {
        return Err(refused("the amount"));
    }
    Ok(format!("{}.{:02}", amount.minor / 100, amount.minor % 100))
}

/// A value on one line, trimmed, and without anything that looks like an HTML entity.
fn plain(value: &str) -> String {
    let line: String = value
        .chars()
        .map(|c| if c.is_control() || c.is_whitespace() { ' ' } else { c })
        .take(VALUE_MOST)
        .collect();
    line.trim().replace('&', "+")
}

/// An address of ours goes as it is or not at all.
fn address(url: &str) -> Result<String, Failure> {
    let is_bare = url.bytes().all(|b| b.is_ascii_graphic()) && !(url.contains('&') && url.contains(';'));
    let goes = url.starts_with("http") && url.len() <= VALUE_MOST && is_bare;
    goes.then(|| url.to_owned()).ok_or_else(|| refused("an address"))
}

fn language(locale: Locale) -> &'static str {
    match locale {
        Locale::Ar => "ar",
        Locale::En => "en",
        Locale::Fr | Locale::Zgh => "fr",
    }
}

fn refused(what: &str) -> Failure {
    Failure::Refused(format!("{what} cannot be sent"))
}
