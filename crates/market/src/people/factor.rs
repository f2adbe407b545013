//! The second factor of administrators: setting up an authenticator (TOTP: HMAC-SHA1, six digits,
//! thirty seconds), giving its digits, recovery codes, and taking it away from the command line.

use super::{Origin, limits, pepper};
use crate::{Error, Key, Market};
use identity::{Contact, Opened, Secret, Session, factor, session::Proof};
use kernel::{Micros, Mint, Tx, ids::PersonId};
use totp_rs::{Builder, Totp};

/// What the secret of an authenticator is sealed for.
const PURPOSE: &str = "second factor";

/// An authenticator that is being set up.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The secret, to be typed (base 32, in groups of four).
    pub secret: Secret,
    /// The same as a link that an authenticator opens (`otpauth://…`).
    pub link: Secret,
}

/// What is given as a second factor.
#[derive(Clone, Debug)]
pub enum Given {
    /// The six digits that the authenticator shows.
    Digits(String),
    /// One of the recovery codes.
    RecoveryCode(String),
}

/// Begins to set up an authenticator, or goes on with one that was begun: leaving the page and
/// coming back shows the same secret.
///
/// # Errors
/// [`identity::Error::FreshCodeNeeded`] when the person signed in with a password alone,
/// [`identity::Error::FactorExists`], [`identity::Error::Unknown`] for anybody but administrators.
pub async fn set_up(market: &Market, session: &Session) -> Result<Setup, Error> {
    may_set_up(session, market.now())?;
    let begun = factor::find(&market.db, session.person).await?;
    let bytes = match begun.and_then(|factor| market.key.open(PURPOSE, &factor.sealed)) {
        Some(bytes) => bytes,
        None => begin(market, session.person).await?,
    };
    let totp = totp(&bytes, session, &market.settings.name)?;
    let letters = totp.secret().to_base32();
    let groups: Vec<String> = letters
        .as_bytes()
        .chunks(4)
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect();
    let link = totp.to_url().map_err(|error| Error::Unreadable(error.to_string()))?;
    Ok(Setup {
        secret: Secret::new(groups.join(" ")),
        link: Secret::new(link),
    })
}

fn may_set_up(session: &Session, now: Micros) -> Result<(), Error> {
    if !session.is_administrator {
        return Err(identity::Error::Unknown.into());
    }
    if session.has_factor {
        return Err(identity::Error::FactorExists.into());
    }
    if session.is_fresh(now) {
        Ok(())
    } else {
        Err(identity::Error::FreshCodeNeeded.into())
    }
}

async fn begin(market: &Market, person: PersonId) -> Result<Vec<u8>, Error> {
    let mint = market.mint();
    let secret: [u8; 20] = mint.bytes();
    let sealed = seal(&market.key, &mint, &secret)?;
    market
        .db
        .write(move |tx| Box::pin(async move { Ok::<_, Error>(factor::propose(tx, person, &sealed).await?) }))
        .await?;
    Ok(secret.to_vec())
}

/// Confirms the authenticator with the digits it shows. The person gets ten recovery codes, shown
/// once, and a new session that has passed the second factor.
///
/// # Errors
/// [`identity::Error::WrongCode`], [`identity::Error::Limited`], and as [`set_up`].
pub async fn confirm_set_up(
    market: &Market,
    origin: &Origin,
    session: &Session,
    digits: &str,
) -> Result<(Opened, Vec<Secret>), Error> {
    may_set_up(session, market.now())?;
    limits::count(market, limits::factor(session.person)).await?;
    let begun = factor::find(&market.db, session.person)
        .await?
        .ok_or(identity::Error::Unknown)?;
    let step = step_of(market, &begun.sealed, digits)?.ok_or(identity::Error::WrongCode)?;
    let (mint, pepper) = (market.mint(), pepper(market));
    let (person, old, device) = (session.person, session.id, origin.device.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                factor::confirm(tx, person, step, mint.now).await?;
                let codes = factor::give_recovery_codes(tx, &mint, &pepper, person).await?;
                // Sessions from before the factor are worth nothing any more.
                identity::session::end_all(tx, person, Some(old)).await?;
                let proof = Proof {
                    code: true,
                    factor: true,
                };
                let opened = identity::session::open(tx, &mint, person, proof, &device, Some(old)).await?;
                Ok::<_, Error>((opened, codes))
            })
        })
        .await
}

/// Takes the second factor of somebody who signed in: a new session that opens the administrators'
/// pages takes the place of this one. The digits of one time step are good once.
///
/// # Errors
/// [`identity::Error::WrongCode`], [`identity::Error::Limited`].
pub async fn give(market: &Market, origin: &Origin, session: &Session, given: Given) -> Result<Opened, Error> {
    limits::count(market, limits::factor(session.person)).await?;
    let set_up = factor::find(&market.db, session.person)
        .await?
        .filter(|factor| factor.confirmed);
    let set_up = set_up.ok_or(identity::Error::FactorNeeded)?;
    let step = match &given {
        Given::Digits(digits) => Some(step_of(market, &set_up.sealed, digits)?.ok_or(identity::Error::WrongCode)?),
        Given::RecoveryCode(_) => None,
    };
    let (mint, pepper) = (market.mint(), pepper(market));
    let (session, device, now) = (session.clone(), origin.device.clone(), market.now());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let good = match (step, &given) {
                    (Some(step), _) => factor::use_step(tx, session.person, step).await?,
                    (None, Given::RecoveryCode(code)) => {
                        factor::use_recovery_code(tx, &pepper, session.person, code, now).await?
                    }
                    (None, Given::Digits(_)) => false,
                };
                if !good {
                    return Err(identity::Error::WrongCode.into());
                }
                let proof = Proof {
                    code: session.is_fresh(now),
                    factor: true,
                };
                Ok::<_, Error>(
                    identity::session::open(tx, &mint, session.person, proof, &device, Some(session.id)).await?,
                )
            })
        })
        .await
}

/// Gives ten new recovery codes in place of the old ones.
///
/// # Errors
/// [`identity::Error::FreshCodeNeeded`], [`identity::Error::FactorNeeded`].
pub async fn renew_recovery_codes(market: &Market, session: &Session) -> Result<Vec<Secret>, Error> {
    super::fresh(session, market.now())?;
    if !session.has_factor {
        return Err(identity::Error::FactorNeeded.into());
    }
    let (mint, pepper, person) = (market.mint(), pepper(market), session.person);
    market
        .db
        .write(move |tx| {
            Box::pin(async move { Ok::<_, Error>(factor::give_recovery_codes(tx, &mint, &pepper, person).await?) })
        })
        .await
}

/// Takes the second factor of a person away, from the command line: they set up another the next
/// time they sign in. All their sessions end.
///
/// # Errors
/// [`identity::Error::NoContact`], [`identity::Error::Unknown`].
pub async fn reset(market: &Market, typed: &str) -> Result<(), Error> {
    let contact = Contact::parse(typed, market.settings.demo)?;
    let person = identity::person::find_by_contact(&market.db, &contact).await?;
    let person = person
        .filter(|person| person.is_administrator)
        .ok_or(identity::Error::Unknown)?
        .id;
    market
        .db
        .write(move |tx| Box::pin(async move { Ok::<_, Error>(factor::reset(tx, person).await?) }))
        .await
}

/// Sets up an authenticator with a known secret, for the people of the demonstration.
///
/// # Errors
/// When the database refuses.
pub async fn install(tx: &Tx, mint: &Mint, key: &Key, person: PersonId, secret: &[u8; 20]) -> Result<(), Error> {
    factor::propose(tx, person, &seal(key, mint, secret)?).await?;
    // A step long past: the present one is unused.
    factor::confirm(tx, person, 0, mint.now).await?;
    Ok(())
}

/// The digits that the authenticator of a person of the demonstration shows now, and for how many
/// more seconds. `None` outside a demonstration.
///
/// # Errors
/// When the database refuses.
pub async fn demo_digits(market: &Market, person: PersonId) -> Result<Option<(String, i64)>, Error> {
    if !market.settings.demo {
        return Ok(None);
    }
    let Some(factor) = factor::find(&market.db, person).await? else {
        return Ok(None);
    };
    let bytes = open(market, &factor.sealed)?;
    let seconds = market.now().seconds();
    let totp = bare(&bytes)?;
    // Digits that were used are no help: those of the next step are good already.
    let next = factor.step.is_some_and(|used| used >= seconds.div_euclid(30));
    let at = if next { seconds.saturating_add(30) } else { seconds };
    let digits = totp.generate(u64::try_from(at).unwrap_or_default()).to_string();
    Ok(Some((digits, 30_i64.saturating_sub(seconds.rem_euclid(30)))))
}

/// The digits that an authenticator with this secret shows at a moment.
pub(crate) fn digits_of(secret: &[u8], now: Micros) -> Result<String, Error> {
    let seconds = u64::try_from(now.seconds()).unwrap_or_default();
    Ok(bare(secret)?.generate(seconds).to_string())
}

fn seal(key: &Key, mint: &Mint, secret: &[u8]) -> Result<String, Error> {
    key.seal(mint, PURPOSE, secret)
        .ok_or_else(|| Error::Unreadable("a secret could not be sealed".to_owned()))
}

fn open(market: &Market, sealed: &str) -> Result<Vec<u8>, Error> {
    market.key.open(PURPOSE, sealed).ok_or_else(|| {
        Error::Unreadable("a second factor was sealed with another key; `admin reset-factor` takes it away".to_owned())
    })
}

/// The time step whose digits these are, one step early or late allowed.
fn step_of(market: &Market, sealed: &str, digits: &str) -> Result<Option<i64>, Error> {
    let digits: String = kernel::text::western_digits(digits)
        .chars()
        .filter(char::is_ascii_digit)
        .take(12)
        .collect();
    if digits.len() != 6 {
        return Ok(None);
    }
    let totp = bare(&open(market, sealed)?)?;
    let seconds = u64::try_from(market.now().seconds()).unwrap_or_default();
    Ok(totp.check(&digits, seconds).and_then(|step| i64::try_from(step).ok()))
}

fn bare(secret: &[u8]) -> Result<Totp, Error> {
    Builder::new()
        .with_secret(secret.to_vec())
        .build()
        .map_err(|error| Error::Unreadable(error.to_string()))
}

fn totp(secret: &[u8], session: &Session, market: &str) -> Result<Totp, Error> {
    let account = session
        .contact()
        .map_or_else(String::new, |contact| contact.as_str().to_owned());
    Builder::new()
        .with_secret(secret.to_vec())
        .with_account_name(account.replace(':', " "))
        .with_issuer(Some(market.replace(':', " ")))
        .build()
        .map_err(|error| Error::Unreadable(error.to_string()))
}
