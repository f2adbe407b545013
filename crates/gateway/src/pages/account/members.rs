//! The people of a cooperative: who they are, inviting one by a link to pass on, removing one.

use super::{next::fresh_first, refusal::beside};
use crate::{
    App, Failure, Outcome,
    extract::{Fields, Lang, Selling, Signed, Visitor},
    page,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use catalogue::cooperative::Cooperative;
use identity::{Contact, Role, Standing, invite::Invite};
use kernel::{
    Fault,
    ids::{CooperativeId, PersonId},
};
use market::{actor::Seller, paying, people};
use order::Method;
use view::{chrome::Chrome, form::Form, words};

/// A person in the list.
struct Row {
    standing: Standing,
    contact: String,
    role: &'static str,
    is_owner: bool,
    own: bool,
}

#[derive(Template)]
#[template(path = "pages/account/members.html")]
struct MembersPage {
    c: Chrome,
    f: Form,
    cooperative: Cooperative,
    root: String,
    rows: Vec<Row>,
    invites: Vec<Invite>,
    owner: bool,
    /// A link that was just made.
    link: Option<String>,
    share: String,
    state: String,
    /// Whether it takes cards, where the market does.
    cards: Option<bool>,
}

/// The word for a role.
pub(super) fn role_key(role: Role) -> &'static str {
    match role {
        Role::Owner => "account-role-owner",
        Role::Member => "account-role-member",
    }
}

async fn members_page(
    app: &App,
    lang: Lang,
    visitor: &Visitor,
    seller: Seller,
    f: Form,
    link: Option<String>,
) -> Result<MembersPage, Failure> {
    let market = app.market();
    let cooperative = catalogue::cooperative::get(&market.db, seller.cooperative).await?;
    let standings = identity::role::list_for_cooperative(&market.db, seller.cooperative).await?;
    let rows = standings.into_iter().map(|standing| Row {
        contact: standing
            .phone
            .clone()
            .or_else(|| standing.email.clone())
            .map(|text| Contact::stored(text).display())
            .unwrap_or_default(),
        role: role_key(standing.role),
        is_owner: standing.role == Role::Owner,
        own: standing.person_id == seller.person,
        standing,
    });
    let owner = seller.role == Role::Owner;
    let invites = match owner {
        true => identity::invite::list_open(&market.db, seller.cooperative, market.now()).await?,
        false => Vec::new(),
    };
    let share = link.as_ref().map(|link| {
        let name = cooperative.name.text(*lang);
        let text = words::plain(
            *lang,
            "members-share",
            &[("name", name.into()), ("link", link.as_str().into())],
        );
        let text: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        format!("https://wa.me/?text={}", text.replace('+', "%20"))
    });
    let cards = takes_cards(app, seller.cooperative).await?;
    let c = page::chrome(app, visitor, "members-title").await?;
    let c = c
        .with_section("seller-cooperative")
        .with_path(format!("/sell/{}/members", seller.cooperative));
    Ok(MembersPage {
        root: c.url(&format!("/sell/{}", seller.cooperative)),
        state: format!("account-state-{}", cooperative.state.code()),
        c,
        f,
        cooperative,
        rows: rows.collect(),
        invites,
        owner,
        link,
        share: share.unwrap_or_default(),
        cards,
    })
}

/// Whether a cooperative takes cards; nothing where the market takes none.
pub(crate) async fn takes_cards(app: &App, cooperative: CooperativeId) -> Result<Option<bool>, Failure> {
    if !app.market().ways.offers(Method::Card) {
        return Ok(None);
    }
    let refusing = paying::who_refuses(&app.market().db, &[cooperative], Method::Card).await?;
    Ok(Some(refusing.is_empty()))
}

/// Takes cards, or takes none any more.
pub(crate) async fn cards(State(app): State<App>, lang: Lang, Selling(seller): Selling, Fields(f): Fields) -> Outcome {
    paying::take_cards(app.market(), &seller, f.value("cards") == "yes").await?;
    page::see_other_with(
        &format!("/{}/sell/{}/members", *lang, seller.cooperative),
        "account-notice-cooperative",
    )
}

/// The people of the cooperative.
pub(crate) async fn show(State(app): State<App>, lang: Lang, visitor: Visitor, Selling(seller): Selling) -> Outcome {
    page::html(
        StatusCode::OK,
        &members_page(&app, lang, &visitor, seller, Form::default(), None).await?,
    )
}

/// Makes an invitation and shows its link: here and now, never again.
pub(crate) async fn invite(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    session: Signed,
    Selling(seller): Selling,
) -> Outcome {
    fresh_first(&app, &session, lang, &format!("/sell/{}/members", seller.cooperative))?;
    match people::invite_member(app.market(), &session.0, seller, *lang).await {
        Ok(link) => {
            let page = members_page(&app, lang, &visitor, seller, Form::default(), Some(link)).await?;
            page::html(StatusCode::OK, &page)
        }
        Err(error) => refused(&app, lang, &visitor, seller, error).await,
    }
}

async fn refused(app: &App, lang: Lang, visitor: &Visitor, seller: Seller, error: market::Error) -> Outcome {
    let mut f = Form::default();
    let status = beside(&mut f, "members", error)?;
    page::html(status, &members_page(app, lang, visitor, seller, f, None).await?)
}

fn person(text: &str) -> Result<PersonId, Failure> {
    text.parse().map_err(|_| Failure::not_found())
}

/// Takes somebody out.
pub(crate) async fn remove(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    session: Signed,
    Selling(seller): Selling,
    Path((_, _, id)): Path<(String, String, String)>,
) -> Outcome {
    let here = format!("/sell/{}/members", seller.cooperative);
    fresh_first(&app, &session, lang, &here)?;
    match people::remove_member(app.market(), &session.0, seller, person(&id)?).await {
        Ok(()) => page::see_other_with(&format!("/{}{here}", *lang), "members-notice-removed"),
        Err(error) => refused(&app, lang, &visitor, seller, error).await,
    }
}

/// Makes a member an owner, or the other way round.
pub(crate) async fn appoint(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    session: Signed,
    Selling(seller): Selling,
    Path((_, _, id)): Path<(String, String, String)>,
    Fields(f): Fields,
) -> Outcome {
    let here = format!("/sell/{}/members", seller.cooperative);
    fresh_first(&app, &session, lang, &here)?;
    let role = match f.value("role") {
        "owner" => Role::Owner,
        "member" => Role::Member,
        _ => return Err(Failure::malformed()),
    };
    match people::appoint_member(app.market(), &session.0, seller, person(&id)?, role).await {
        Ok(()) => page::see_other_with(&format!("/{}{here}", *lang), "members-notice-appointed"),
        Err(error) => refused(&app, lang, &visitor, seller, error).await,
    }
}

/// Leaves the cooperative.
pub(crate) async fn leave(State(app): State<App>, lang: Lang, visitor: Visitor, Selling(seller): Selling) -> Outcome {
    match people::leave_cooperative(app.market(), seller).await {
        Ok(()) => page::see_other_with(&format!("/{}/account", *lang), "members-notice-left"),
        Err(error) => refused(&app, lang, &visitor, seller, error).await,
    }
}

/// Takes an invitation back.
pub(crate) async fn withdraw(
    State(app): State<App>,
    lang: Lang,
    Selling(seller): Selling,
    Path((_, _, id)): Path<(String, String, String)>,
) -> Outcome {
    let id = id.parse().map_err(|_| Failure::not_found())?;
    let done = people::withdraw_invite(app.market(), seller, id).await;
    if let Err(error) = done {
        // Accepted or withdrawn meanwhile: what was wanted is so.
        if error.kind() != kernel::Kind::NotFound {
            return Err(error.into());
        }
    }
    page::see_other_with(
        &format!("/{}/sell/{}/members", *lang, seller.cooperative),
        "members-notice-withdrawn",
    )
}
