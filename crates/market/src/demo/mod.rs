//! The demo market: cooperatives, products with drawn pictures, listings in every state of the
//! queue, orders of the last weeks in every state, and what became of their money. What it contains is data, in `frontend/demo`;
//! here it is played through the nouns and verbs at the moments at which it is said to have happened.
//!
//! People and listings are one transaction, each step of an order its own, as in life. Nobody is told
//! of what is long past: the verbs of the history leave their notices in a queue that stores nothing.
//! Pictures are drawn last, by jobs, so that the market is open while they arrive. How far the story
//! was told stands in the database: a loader that was killed goes on at the next start.

mod cast;
mod clock;
mod goods;
mod history;
mod offering;
mod office;
mod paid;
mod picture;
mod queue;
mod story;

pub use picture::{Draw, draw_picture};

use crate::{Error, Market, idempotency::Claim, people::factor};
use cast::Cast;
use catalogue::{cooperative, status::CooperativeState};
use kernel::{
    Limit, Micros, Mint, Phone, Tx,
    ids::PersonId,
    time::{Clock, HOUR},
};
use ledger::{commission::Rate, rule::For};
use mail::{Delivered, Recipient};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use story::Story;

/// What the authenticator of the demo administrator was set up with. It guards nothing: everybody can
/// read the codes on the demo page.
const SECRET: &[u8; 20] = b"tiwizi demo, no lock";
/// What the market earns in the demo: five per cent, and twenty per cent of tax on it.
const COMMISSION: Rate = Rate {
    bps: 500,
    fixed_minor: 0,
    vat_bps: 2000,
};
/// Since how many hours: before every order of the story.
const RULE: i64 = 24 * 60;
/// The role that [`code`] knows.
const ADMINISTRATOR: &str = "administrator";
/// People that [`how_to_sign_in`] names.
const NAMED: usize = 3;

/// What the loader is told once: the story, its end, and what the market itself is made of.
#[derive(Clone)]
struct Stage {
    story: Arc<Story>,
    now: Micros,
    market: Arc<Parts>,
}

/// The parts of a market that the loader's own transactions need.
struct Parts {
    chance: Arc<dyn kernel::Chance>,
    key: crate::Key,
}

impl Stage {
    /// The moment so many hours ago, and its chance.
    fn mint(&self, hours_ago: i64) -> Mint {
        Mint::new(self.at(hours_ago), Arc::clone(&self.market.chance))
    }

    /// The moment so many hours ago.
    fn at(&self, hours_ago: i64) -> Micros {
        self.now.plus(-hours_ago.saturating_mul(HOUR))
    }
}

/// How far the story was told.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Told {
    /// Everybody is there; their orders are being played, up to this moment.
    Begun { now: Micros, cast: Cast },
    /// To its end.
    Whole,
}

/// Loads the demo market into an empty database, or goes on where a loader was killed, and says
/// whether there was anything to do. Pictures arrive later, by jobs.
///
/// # Errors
/// [`Error::NoDemo`] outside a demonstration; when the database refuses.
pub async fn load(market: &Market) -> Result<bool, Error> {
    if !market.settings.demo {
        return Err(Error::NoDemo);
    }
    let claim = Claim::new("demo", "load", &())?;
    let before = claim.find::<Told>(&market.db).await?;
    let again = before.is_some();
    let (stage, cast) = match before {
        Some(Told::Whole) => return Ok(false),
        Some(Told::Begun { now, cast }) => (stage(market, now)?, cast),
        None if is_empty(market).await? => {
            let stage = stage(market, market.now())?;
            let cast = begin(market, stage.clone(), claim.clone()).await?;
            (stage, cast)
        }
        None => return Ok(false),
    };
    history::play(market, &stage, &cast, again).await?;
    picture::order(market, cast.photos, claim).await?;
    Ok(true)
}

fn stage(market: &Market, now: Micros) -> Result<Stage, Error> {
    let parts = Parts {
        chance: Arc::clone(&market.chance),
        key: market.key.clone(),
    };
    Ok(Stage {
        story: Arc::new(Story::read()?),
        now,
        market: Arc::new(parts),
    })
}

/// What the market earns of every sale, from before the first one on.
async fn agree(tx: &Tx, stage: &Stage, administrator: PersonId) -> Result<(), Error> {
    let mint = stage.mint(RULE);
    ledger::rule::open(tx, &mint, Some(administrator), &For::Market, COMMISSION, mint.now).await?;
    Ok(())
}

/// People and listings, and that the story has begun: one transaction.
async fn begin(market: &Market, stage: Stage, claim: Claim) -> Result<Cast, Error> {
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                if claim.begin::<Told>(tx, stage.now).await?.is_some() {
                    // Another process began in this very moment.
                    return Err(Error::KeyReused);
                }
                let mut cast = cast::enter(tx, &stage).await?;
                agree(tx, &stage, cast.administrator).await?;
                goods::list(tx, &stage, &mut cast).await?;
                queue::fill(tx, &stage, &mut cast).await?;
                let begun = Told::Begun {
                    now: stage.now,
                    cast: cast.clone(),
                };
                claim.finish(tx, &begun).await?;
                Ok::<_, Error>(cast)
            })
        })
        .await
}

/// Whether anybody of a demonstration lives in this database: a real market must not open with
/// them, since their telephones belong to nobody.
///
/// # Errors
/// When the database cannot answer.
pub async fn is_lived_in(market: &Market) -> Result<bool, Error> {
    Ok(identity::person::is_any_of_demo(&market.db).await?)
}

async fn is_empty(market: &Market) -> Result<bool, Error> {
    for state in CooperativeState::ALL {
        if cooperative::count_in_state(&market.db, *state).await? > 0 {
            return Ok(false);
        }
    }
    let anybody = identity::person::list(&market.db, false, "", None, Limit::new(1)).await?;
    Ok(anybody.items.is_empty())
}

/// The digits that a demo role's authenticator shows now.
///
/// # Errors
/// [`Error::NoDemoRole`] for a role that needs none, or does not exist.
pub fn code(clock: &dyn Clock, role: &str) -> Result<String, Error> {
    if role != ADMINISTRATOR {
        return Err(Error::NoDemoRole(ADMINISTRATOR));
    }
    factor::digits_of(SECRET, clock.now())
}

/// A role of the demo market, and how to become it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The person's name.
    pub name: String,
    /// The telephone to sign in with.
    pub phone: String,
    /// The e-mail address, where there is one.
    pub email: Option<String>,
    /// The cooperative they sell for; none for the administrator.
    pub cooperative: Option<kernel::Texts>,
    /// The digits that their authenticator shows now, where they need them, and for how many seconds.
    pub digits: Option<(String, i64)>,
}

/// Everybody of the demo market who can sign in, the administrator first; empty where the demo is
/// not loaded.
///
/// # Errors
/// When the database cannot answer.
pub async fn roles(market: &Market) -> Result<Vec<Role>, Error> {
    let story = Story::read()?;
    let office = &story.script.administrator;
    let Some(administrator) = find(market, &office.phone).await? else {
        return Ok(Vec::new());
    };
    let mut roles = vec![Role {
        name: office.name.clone(),
        phone: office.phone.clone(),
        email: Some(office.email.clone()),
        cooperative: None,
        digits: factor::demo_digits(market, administrator).await?,
    }];
    for seller in &story.catalogue.cooperatives {
        let Some(owner) = story.script.owners.get(&seller.id) else {
            continue;
        };
        roles.push(Role {
            name: owner.name.clone(),
            phone: seller.demo_identifiers.phone_e164.clone(),
            email: None,
            cooperative: Some(seller.name.clone()),
            digits: None,
        });
    }
    Ok(roles)
}

async fn find(market: &Market, phone: &str) -> Result<Option<PersonId>, Error> {
    let contact = identity::Contact::parse(phone, market.settings.demo)?;
    Ok(identity::person::find_by_contact(&market.db, &contact)
        .await?
        .map(|person| person.id))
}

/// How to sign in as each role, in a few lines for the console; none where the demo is not loaded.
///
/// # Errors
/// When the database cannot answer.
pub async fn how_to_sign_in(market: &Market) -> Result<Vec<String>, Error> {
    let roles = roles(market).await?;
    let Some((office, sellers)) = roles.split_first() else {
        return Ok(Vec::new());
    };
    let url = &market.settings.public_url;
    let shown: Vec<String> = sellers.iter().take(NAMED).map(|role| role.phone.clone()).collect();
    Ok(vec![
        format!("  buyers      {url}/ar  {url}/fr  {url}/en  (no account needed)"),
        format!("  sellers     {url}/fr/sign-in with {} …", shown.join(", ")),
        format!(
            "  office      {url}/fr/sign-in with {}, then the second factor",
            office.phone
        ),
        format!("  codes       on {url}/demo and here, as they are sent"),
        format!("              second factor: tiwizi demo code {ADMINISTRATOR}"),
    ])
}

/// A message as the console of a demo market shows it, on one line.
pub fn line(delivered: &Delivered) -> String {
    let to = match &delivered.message.to {
        Recipient::Email { address, .. } => address.to_string(),
        Recipient::Phone(phone) => Phone::as_str(phone).to_owned(),
    };
    let text = match delivered.message.subject.as_str() {
        "" => delivered.message.text.split_whitespace().collect::<Vec<_>>().join(" "),
        subject => subject.to_owned(),
    };
    format!("→ {to}  {text}")
}
