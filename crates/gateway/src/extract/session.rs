//! Who is there: the session behind the cookie or the token behind the `Authorization` header, and
//! the permissions that follow from it.

use super::{Lang, cookie};
use crate::{App, Failure};
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{Extensions, HeaderMap, header::AUTHORIZATION, request::Parts},
};
use identity::session::Session;
use kernel::{
    Kind,
    ids::{CooperativeId, PersonId},
};
use market::actor::{Administrator, Seller};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use view::chrome::Viewer;

/// The name of the session cookie behind its `__Host-` prefix.
pub(crate) const SESSION: &str = "session";

/// Somebody who signed in.
#[derive(Clone, Debug)]
pub(crate) struct Signed(pub(crate) Session);

impl Signed {
    /// As a member of a cooperative they belong to.
    pub(crate) fn seller(&self, cooperative: CooperativeId) -> Option<Seller> {
        let role = self.0.role_in(cooperative)?;
        Some(Seller {
            person: self.0.person,
            cooperative,
            role,
        })
    }

    /// As an administrator who passed the second factor.
    pub(crate) fn administrator(&self) -> Option<Administrator> {
        self.0
            .is_administrators()
            .then_some(Administrator { person: self.0.person })
    }
}

/// A bearer token of the API.
#[derive(Clone, Debug)]
pub(crate) struct Bearer {
    /// Whose token it is.
    pub(crate) person: PersonId,
    /// The cooperative it acts for; `None` for an administrator's token.
    pub(crate) cooperative: Option<CooperativeId>,
    /// What the person may do in it.
    pub(crate) role: Option<identity::Role>,
}

/// What the guard found out, for the extractors below.
#[derive(Clone, Debug)]
pub(crate) enum Actor {
    /// Somebody who signed in.
    Person(Signed),
    /// A member of the cooperative in the path.
    Seller(Signed, Seller),
    /// An administrator.
    Administrator(Signed, Administrator),
    /// A program with a token.
    Token(Bearer),
}

/// The session behind the cookie, if it is alive; every few minutes it is written down that it is.
pub(crate) async fn find_session(app: &App, headers: &HeaderMap) -> Result<Option<Signed>, Failure> {
    let Some(value) = cookie(headers, SESSION) else {
        return Ok(None);
    };
    let market = app.market();
    let now = market.now();
    let session = identity::session::find_by_token(&market.db, value, now).await?;
    if let Some(session) = session.as_ref().filter(|s| s.wants_touch(now)) {
        let id = session.id;
        market
            .db
            .write(move |tx| Box::pin(async move { identity::session::touch(tx, id, now).await }))
            .await?;
    }
    Ok(session.map(Signed))
}

/// The token behind the `Authorization` header, if it is alive.
pub(crate) async fn find_bearer(app: &App, headers: &HeaderMap) -> Result<Option<Bearer>, Failure> {
    let Some(token) = headers
        .get(AUTHORIZATION)
        .and_then(|v| v.to_str().ok()?.strip_prefix("Bearer "))
    else {
        return Ok(None);
    };
    let market = app.market();
    let Some(found) = identity::token::find_by_secret(&market.db, token.trim()).await? else {
        return Ok(None);
    };
    let now = market.now();
    if found.wants_touch(now) {
        let id = found.id;
        market
            .db
            .write(move |tx| Box::pin(async move { identity::token::touch(tx, id, now).await }))
            .await?;
    }
    Ok(Some(Bearer {
        person: found.person,
        cooperative: found.cooperative,
        role: found.role,
    }))
}

/// The address a request came from: the peer's, or what a trusted proxy says of it (the right-most
/// entry that is no trusted proxy itself).
pub(crate) fn client_address(app: &App, headers: &HeaderMap, extensions: &Extensions) -> IpAddr {
    let peer = extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |c| c.0.ip());
    if !app.config.trusted_proxies.contains(&peer) {
        return peer;
    }
    headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|address| address.trim().parse().ok())
        .rfind(|address| !app.config.trusted_proxies.contains(address))
        .unwrap_or(peer)
}

/// Whoever looks at a private page, signed in or not.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    /// The session, if there is one.
    pub(crate) session: Option<Signed>,
    /// The address the request came from.
    pub(crate) address: IpAddr,
    path: String,
    notice: Option<String>,
    seller: Option<Seller>,
}

impl Visitor {
    /// Whose pages these are, for the navigation. On a seller's pages [`crate::page::chrome`] asks for
    /// the cooperative's name.
    pub(crate) fn viewer(&self) -> Viewer {
        match &self.session {
            None => Viewer::Anyone,
            Some(session) if session.administrator().is_some() => Viewer::Admin,
            Some(_) => Viewer::Person,
        }
    }

    /// The cooperative whose pages these are, if they are a seller's.
    pub(crate) fn cooperative(&self) -> Option<CooperativeId> {
        self.seller.map(|seller| seller.cooperative)
    }

    /// The path behind the language, for links to the same page in the others.
    pub(crate) fn path_without_language(&self) -> String {
        let rest = self.path.trim_start_matches('/');
        rest.split_once('/')
            .map_or_else(String::new, |(_, rest)| format!("/{rest}"))
    }

    /// The key of the sentence that the previous page left; only keys of notices are believed.
    pub(crate) fn notice(&self) -> Option<&str> {
        let key = self.notice.as_deref()?;
        let plausible = key.len() <= 60
            && key
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        (plausible && key.contains("notice") && view::words::has(kernel::Locale::Fr, key)).then_some(key)
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let (session, seller) = match parts.extensions.get::<Actor>() {
            Some(Actor::Person(session) | Actor::Administrator(session, _)) => (Some(session.clone()), None),
            Some(Actor::Seller(session, seller)) => (Some(session.clone()), Some(*seller)),
            Some(Actor::Token(_)) => (None, None),
            None => (find_session(app, &parts.headers).await?, None),
        };
        Ok(Self {
            session,
            seller,
            address: client_address(app, &parts.headers, &parts.extensions),
            path: parts.uri.path().to_owned(),
            notice: cookie(&parts.headers, "notice").map(str::to_owned),
        })
    }
}

/// A member of the cooperative in the path (routes of [`crate::routes::Access::Member`] and `Seller`), or of
/// the token's cooperative.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Selling(pub(crate) Seller);

impl<S: Sync> FromRequestParts<S> for Selling {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        match parts.extensions.get::<Actor>() {
            Some(Actor::Seller(_, seller)) => Ok(Self(*seller)),
            Some(Actor::Token(Bearer {
                person,
                cooperative: Some(cooperative),
                role: Some(role),
            })) => Ok(Self(Seller {
                person: *person,
                cooperative: *cooperative,
                role: *role,
            })),
            _ => Err(Failure::not_found()),
        }
    }
}

/// An administrator (routes of [`crate::routes::Access::Administrator`] and `AdministratorToken`).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Admin(pub(crate) Administrator);

impl<S: Sync> FromRequestParts<S> for Admin {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        match parts.extensions.get::<Actor>() {
            Some(Actor::Administrator(_, administrator)) => Ok(Self(*administrator)),
            Some(Actor::Token(Bearer {
                person,
                cooperative: None,
                ..
            })) => Ok(Self(Administrator { person: *person })),
            _ => Err(Failure::not_found()),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Signed {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        match parts.extensions.get::<Actor>() {
            Some(Actor::Person(s) | Actor::Seller(s, _) | Actor::Administrator(s, _)) => Ok(s.clone()),
            _ => Err(Failure::new(Kind::Forbidden, "http.sign_in")),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Bearer {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        match parts.extensions.get::<Actor>() {
            Some(Actor::Token(bearer)) => Ok(bearer.clone()),
            _ => Err(Failure::not_found()),
        }
    }
}

/// The language of the path is good enough wherever one is needed beside a visitor.
impl Visitor {
    /// The language in the visitor's path, Arabic where there is none.
    pub(crate) fn locale(&self) -> kernel::Locale {
        Lang::of_path(&self.path).unwrap_or_default()
    }
}
