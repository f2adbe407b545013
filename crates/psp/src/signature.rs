//! Signatures as Stripe makes them, which our own provider makes too: `t=SECONDS,v1=HEX,…`, HMAC-SHA256 over
//! `SECONDS.BODY`. While a secret is changed a header bears one `v1` for each of them, and we may hold several.

use crate::{Headers, MESSAGE_MOST, Rejected, Secret};
use hmac::{Hmac, KeyInit, Mac};
use kernel::Micros;
use sha2::Sha256;
use subtle::{Choice, ConstantTimeEq};

/// How far the time of signing may lie from now, in seconds, either way.
const TOLERANCE: i64 = 300;
/// The longest header that is looked at.
const HEADER_MOST: usize = 4096;
/// Most signatures of one header.
const SIGNATURES_MOST: usize = 16;

/// Whether one of the secrets signed this body not long ago.
pub(crate) fn check(
    headers: &Headers<'_>,
    header: &str,
    body: &[u8],
    secrets: &[Secret],
    now: Micros,
) -> Result<(), Rejected> {
    if body.len() > MESSAGE_MOST {
        return Err(Rejected::TooLarge);
    }
    let (stamp, signatures) = parse(only(headers, header)?)?;
    let mut known = Choice::from(0);
    for secret in secrets {
        let Some(right) = mac(secret, stamp, body) else {
            continue;
        };
        for signature in &signatures {
            known |= right.ct_eq(signature);
        }
    }
    if !bool::from(known) {
        return Err(Rejected::Forged);
    }
    let signed: i64 = stamp.parse().map_err(|_| Rejected::Unsigned)?;
    let age = now.seconds().saturating_sub(signed);
    if age.saturating_abs() > TOLERANCE {
        return Err(Rejected::Stale(age));
    }
    Ok(())
}

/// The header's value for a body that is sent now.
pub(crate) fn sign(secret: &Secret, body: &[u8], now: Micros) -> String {
    let stamp = now.seconds().to_string();
    let signature = mac(secret, &stamp, body).map(hex::encode).unwrap_or_default();
    format!("t={stamp},v1={signature}")
}

/// The header's value; two headers of one name are not an honest sender's.
fn only<'a>(headers: &Headers<'a>, header: &str) -> Result<&'a str, Rejected> {
    let mut found = headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case(header));
    let (Some((_, value)), None) = (found.next(), found.next()) else {
        return Err(Rejected::Unsigned);
    };
    if value.len() > HEADER_MOST {
        return Err(Rejected::TooLarge);
    }
    std::str::from_utf8(value).map_err(|_| Rejected::Unsigned)
}

/// The time as it was written and every `v1`; schemes that we do not know are passed over.
fn parse(header: &str) -> Result<(&str, Vec<[u8; 32]>), Rejected> {
    let (mut stamp, mut signatures) = (None, Vec::new());
    for part in header.split(',') {
        match part.trim().split_once('=') {
            Some(("t", value)) if stamp.is_none() => stamp = Some(value),
            Some(("t", _)) => return Err(Rejected::Unsigned),
            // What is no signature must not hide its neighbour.
            Some(("v1", value)) => signatures.extend(signature(value)),
            _ => {}
        }
    }
    let is_time = |stamp: &str| (1..=12).contains(&stamp.len()) && stamp.bytes().all(|b| b.is_ascii_digit());
    match stamp {
        Some(stamp) if is_time(stamp) && (1..=SIGNATURES_MOST).contains(&signatures.len()) => Ok((stamp, signatures)),
        _ => Err(Rejected::Unsigned),
    }
}

fn signature(value: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(value, &mut bytes).ok().map(|()| bytes)
}

/// `None` never comes: a key of any length is accepted, the error is for other constructions.
fn mac(secret: &Secret, stamp: &str, body: &[u8]) -> Option<[u8; 32]> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(secret.reveal().as_bytes()).ok()?;
    mac.update(stamp.as_bytes());
    mac.update(b".");
    mac.update(body);
    Some(mac.finalize().into_bytes().into())
}
