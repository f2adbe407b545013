//! The demo market: cooperatives, products with drawn pictures, listings in every state of the
//! queue, and orders of the last weeks in every state. What it contains is data, in `frontend/demo`;
//! here it is played through the nouns and verbs at the moments at which it is said to have happened.
//!
//! People and listings are one transaction, each step of an order its own, as in life. Nobody is told
//! of what is long past: the verbs of the history leave their notices in a queue that stores nothing.
//! Pictures are drawn last, by jobs, so that the market is open while they arrive.

mod cast;
mod clock;
mod goods;
mod history;
mod offering;
mod picture;
mod queue;
mod story;

pub use picture::{Draw, draw_picture};

use crate::{Error, Market, people::factor};
use catalogue::{cooperative, status::CooperativeState};
use kernel::{
    Limit, Micros, Mint, Phone,
    ids::PersonId,
    time::{Clock, HOUR},
};
use mail::{Delivered, Recipient};
use std::sync::Arc;
use story::Story;

/// What the authenticator of the demo administrator was set up with. It guards nothing: everybody can
/// read the codes on the demo page.
const SECRET: &[u8; 20] = b"tiwizi demo, no lock";
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

/// Loads the demo market into an empty database, and says whether it was empty. Pictures arrive
/// later, by jobs.
///
/// # Errors
/// [`Error::NoDemo`] outside a demonstration; when the database refuses.
pub async fn load(market: &Market) -> Result<bool, Error> {
    if !market.settings.demo {
        return Err(Error::NoDemo);
    }
    if !is_empty(market).await? {
        return Ok(false);
    }
    let parts = Parts {
        chance: Arc::clone(&market.chance),
        key: market.key.clone(),
    };
    let stage = Stage {
        story: Arc::new(Story::read()?),
        now: market.now(),
        market: Arc::new(parts),
    };
    let set = stage.clone();
    let cast = market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let mut cast = cast::enter(tx, &set).await?;
                goods::list(tx, &set, &mut cast).await?;
                queue::fill(tx, &set, &mut cast).await?;
                Ok::<_, Error>(cast)
            })
        })
        .await?;
    history::play(market, &stage, &cast).await?;
    picture::order(market, cast.photos).await?;
    Ok(true)
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
