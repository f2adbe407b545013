//! A cooperative's cash that has not arrived: with which carrier, since when, and what it received of it.

use crate::{
    App, Failure, Outcome,
    extract::{Fields, Selling, Visitor},
    page,
    pages::cash::{self, CashPage},
    routes::{Access, Table},
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use kernel::ids::RemittanceId;
use market::{
    actor::Seller,
    cash::{Hand, list_outstanding},
};
use payment::remittance::{Giver, Receiver};
use view::form::Form;

/// The routes of this page. Whoever was suspended still hands over what is others'.
pub(super) fn routes(table: &mut Table) {
    table.get("/{lang}/sell/{cooperative}/cash", Access::Member, show);
    table.post("/{lang}/sell/{cooperative}/cash", Access::Member, write);
    table.post("/{lang}/sell/{cooperative}/cash/make-up", Access::Member, make_up);
    table.post(
        "/{lang}/sell/{cooperative}/cash/{remittance}/confirm",
        Access::Member,
        confirm,
    );
    table.post(
        "/{lang}/sell/{cooperative}/cash/{remittance}/withdraw",
        Access::Member,
        withdraw,
    );
}

async fn show(State(app): State<App>, visitor: Visitor, Selling(seller): Selling) -> Outcome {
    render(&app, &visitor, &seller, (StatusCode::OK, Form::default())).await
}

async fn render(app: &App, visitor: &Visitor, seller: &Seller, (status, f): (StatusCode, Form)) -> Outcome {
    let market = app.market();
    let c = page::chrome(app, visitor, "cash-title")
        .await?
        .with_section("seller-home");
    let open = list_outstanding(market, Some(seller.cooperative)).await?;
    let root = c.url(&format!("/sell/{}", seller.cooperative));
    let orders = format!("{root}/orders");
    let groups = [
        (Giver::Carrier, Receiver::Cooperative),
        (Giver::Platform, Receiver::Cooperative),
        (Giver::Cooperative, Receiver::Platform),
    ];
    let groups = groups.into_iter().filter_map(|(giver, receiver)| {
        cash::group(app, c.locale, &open, (giver, receiver), &f, |one| {
            format!("{orders}/{}", one.part)
        })
    });
    let groups = groups.collect();
    let page = CashPage {
        office: false,
        groups,
        short: cash::short(app, c.locale, Some(seller.cooperative), |part, _| {
            format!("{orders}/{part}")
        })
        .await?,
        losses: Vec::new(),
        documents: cash::documents(app, c.locale, Some(seller.cooperative)).await?,
        root: format!("{root}/cash"),
        c,
        f,
    };
    page::html(status, &page)
}

async fn write(State(app): State<App>, visitor: Visitor, Selling(seller): Selling, Fields(mut f): Fields) -> Outcome {
    let hand = Hand::Cooperative(seller);
    match cash::write(&app, &hand, &mut f).await? {
        true => page::see_other_with(&path(&visitor, &seller), "cash-notice-done"),
        false => render(&app, &visitor, &seller, (StatusCode::UNPROCESSABLE_ENTITY, f)).await,
    }
}

async fn make_up(State(app): State<App>, visitor: Visitor, Selling(seller): Selling, Fields(mut f): Fields) -> Outcome {
    match cash::make_up(&app, &Hand::Cooperative(seller), &mut f).await? {
        true => page::see_other_with(&path(&visitor, &seller), "cash-notice-done"),
        false => render(&app, &visitor, &seller, (StatusCode::UNPROCESSABLE_ENTITY, f)).await,
    }
}

fn path(visitor: &Visitor, seller: &Seller) -> String {
    format!("/{}/sell/{}/cash", visitor.locale(), seller.cooperative)
}

async fn confirm(
    State(app): State<App>,
    visitor: Visitor,
    Selling(seller): Selling,
    Path((_, _, id)): Path<(String, String, String)>,
    Fields(mut f): Fields,
) -> Outcome {
    let id: RemittanceId = id.parse().map_err(|_| Failure::not_found())?;
    match cash::confirm(&app, &Hand::Cooperative(seller), id, &mut f).await? {
        true => page::see_other_with(&path(&visitor, &seller), "cash-notice-done"),
        false => render(&app, &visitor, &seller, (StatusCode::UNPROCESSABLE_ENTITY, f)).await,
    }
}

async fn withdraw(
    State(app): State<App>,
    visitor: Visitor,
    Selling(seller): Selling,
    Path((_, _, id)): Path<(String, String, String)>,
) -> Outcome {
    let id: RemittanceId = id.parse().map_err(|_| Failure::not_found())?;
    market::cash::withdraw(app.market(), &Hand::Cooperative(seller), id).await?;
    page::see_other_with(&path(&visitor, &seller), "cash-notice-withdrawn")
}
