//! All cash that has not arrived, for the office: who has it since when, what was handed over, and what is given up.

use crate::{
    App, Failure, Outcome,
    extract::{Admin, Fields, Visitor},
    page,
    pages::cash::{self, CashPage, LossView},
    routes::{Access, Table},
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use kernel::{
    Fault, Kind as Class, Limit, Locale,
    ids::{LossId, PersonId, RemittanceId, SellerOrderId},
};
use market::cash::{Hand, decide_loss, give_up, list_outstanding, recover};
use payment::{
    loss::{self, Kind, Loss},
    remittance::{Giver, Receiver},
};
use view::{form::Form, format, words};

/// The routes of this page.
pub(super) fn routes(table: &mut Table) {
    table.get("/{lang}/admin/cash", Access::Administrator, show);
    table.post("/{lang}/admin/cash", Access::Administrator, write);
    table.post("/{lang}/admin/cash/give-up", Access::Administrator, lose);
    table.post("/{lang}/admin/cash/make-up", Access::Administrator, make_up);
    table.post(
        "/{lang}/admin/cash/losses/{loss}/recover",
        Access::Administrator,
        recovered,
    );
    table.post(
        "/{lang}/admin/cash/losses/{loss}/decide/{action}",
        Access::Administrator,
        decide,
    );
    table.post(
        "/{lang}/admin/cash/{remittance}/confirm",
        Access::Administrator,
        confirm,
    );
    table.post(
        "/{lang}/admin/cash/{remittance}/surplus",
        Access::Administrator,
        give_back,
    );
    table.post(
        "/{lang}/admin/cash/{remittance}/withdraw",
        Access::Administrator,
        withdraw,
    );
}

async fn show(State(app): State<App>, visitor: Visitor, Admin(by): Admin) -> Outcome {
    render(&app, &visitor, by.person, (StatusCode::OK, Form::default())).await
}

async fn render(app: &App, visitor: &Visitor, me: PersonId, (status, f): (StatusCode, Form)) -> Outcome {
    let market = app.market();
    let db = &market.db;
    let c = page::chrome(app, visitor, "cash-title")
        .await?
        .with_section("admin-money");
    let (locale, orders) = (c.locale, c.url("/admin/orders"));
    let open = list_outstanding(market, None).await?;
    let groups = [
        (Giver::Carrier, Receiver::Platform),
        (Giver::Cooperative, Receiver::Platform),
        (Giver::Platform, Receiver::Cooperative),
        (Giver::Platform, Receiver::Bank),
    ];
    let groups = groups.into_iter().filter_map(|(giver, receiver)| {
        cash::group(app, locale, &open, (giver, receiver), &f, |one| {
            format!("{orders}/{}", one.number)
        })
    });
    let groups: Vec<_> = groups.collect();
    let losses = loss::list(db, Limit::new(50)).await?;
    let parts: Vec<SellerOrderId> = losses.iter().map(|loss| loss.part).collect();
    let numbers = order::books::numbers(db, &parts).await?;
    let number = |part: SellerOrderId| numbers.get(&part).cloned().unwrap_or_default();
    let page = CashPage {
        office: true,
        groups,
        documents: cash::documents(app, locale, None).await?,
        short: cash::short(app, locale, None, |_, number| format!("{orders}/{number}")).await?,
        losses: losses
            .iter()
            .map(|loss| loss_view(app, locale, loss, number(loss.part), me))
            .collect(),
        root: c.url("/admin/cash"),
        c,
        f,
    };
    page::html(status, &page)
}

fn loss_view(app: &App, locale: Locale, loss: &Loss, number: String, me: PersonId) -> LossView {
    let amount = words::Arg::from(format::money(locale, loss.amount));
    LossView {
        id: loss.id.to_string(),
        href: format!("/{locale}/admin/orders/{number}"),
        number,
        what: words::say_with(
            locale,
            &format!("cash-loss-{}", loss.kind.code()),
            &[("amount", amount)],
        ),
        reason: loss.reason.clone(),
        state: words::say(locale, &format!("cash-loss-state-{}", loss.state.code())),
        when: format::date(locale, loss.asked_at),
        asked: loss.state == loss::State::Asked,
        own: loss.asked_by == me,
        left: (loss.state == loss::State::Done && loss.left_minor() > 0)
            .then(|| cash::written(locale, loss.left_minor())),
        came: came(loss.id),
        key: page::once_token(app),
    }
}

/// The name of the field for what came of something given up.
fn came(loss: LossId) -> String {
    format!("came-{loss}")
}

async fn write(State(app): State<App>, visitor: Visitor, Admin(by): Admin, Fields(mut f): Fields) -> Outcome {
    match cash::write(&app, &Hand::Office(by), &mut f).await? {
        true => done(&visitor, "cash-notice-done"),
        false => render(&app, &visitor, by.person, (StatusCode::UNPROCESSABLE_ENTITY, f)).await,
    }
}

fn done(visitor: &Visitor, notice: &str) -> Outcome {
    page::see_other_with(&format!("/{}/admin/cash", visitor.locale()), notice)
}

async fn lose(State(app): State<App>, visitor: Visitor, Admin(by): Admin, Fields(mut f): Fields) -> Outcome {
    let part: SellerOrderId = f.value("part").parse().map_err(|_| Failure::malformed())?;
    // The page has such a form in several places: its field is named by where it stands.
    let why = f.value("field").to_owned();
    if !why.starts_with("why-") {
        return Err(Failure::malformed());
    }
    let kind = if f.value("kind") == Kind::Short.code() {
        Kind::Short
    } else {
        Kind::Missing
    };
    let key = f.value("key").to_owned();
    let Some(reason) = f.line(&why, 300) else {
        return render(&app, &visitor, by.person, (StatusCode::UNPROCESSABLE_ENTITY, f)).await;
    };
    match give_up(app.market(), &key, &by, part, kind, reason).await {
        Ok(_) => done(&visitor, "cash-notice-asked"),
        Err(error) if matches!(error.kind(), Class::Invalid | Class::Conflict) => {
            f.refuse(&why, &words::error_key(error.code()));
            render(&app, &visitor, by.person, (StatusCode::UNPROCESSABLE_ENTITY, f)).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn decide(
    State(app): State<App>,
    visitor: Visitor,
    Admin(by): Admin,
    Path((_, loss, action)): Path<(String, String, String)>,
) -> Outcome {
    let loss: LossId = loss.parse().map_err(|_| Failure::not_found())?;
    let give_up = match action.as_str() {
        "give-up" => true,
        "decline" => false,
        _ => return Err(Failure::not_found()),
    };
    decide_loss(app.market(), &by, loss, give_up).await?;
    done(
        &visitor,
        if give_up {
            "cash-notice-given-up"
        } else {
            "cash-notice-declined"
        },
    )
}

/// Some of what was given up came after all.
async fn recovered(
    State(app): State<App>,
    visitor: Visitor,
    Admin(by): Admin,
    Path((_, loss)): Path<(String, String)>,
    Fields(mut f): Fields,
) -> Outcome {
    let loss: LossId = loss.parse().map_err(|_| Failure::not_found())?;
    let (key, field) = (f.value("key").to_owned(), came(loss));
    if let Some(came) = f.money(&field) {
        match recover(app.market(), &key, &by, loss, came.minor).await {
            Ok(_) => return done(&visitor, "cash-notice-done"),
            Err(error) if error.kind() == Class::Invalid => f.refuse(&field, &words::error_key(error.code())),
            Err(error) => return Err(error.into()),
        }
    }
    render(&app, &visitor, by.person, (StatusCode::UNPROCESSABLE_ENTITY, f)).await
}

async fn make_up(State(app): State<App>, visitor: Visitor, Admin(by): Admin, Fields(mut f): Fields) -> Outcome {
    match cash::make_up(&app, &Hand::Office(by), &mut f).await? {
        true => done(&visitor, "cash-notice-done"),
        false => render(&app, &visitor, by.person, (StatusCode::UNPROCESSABLE_ENTITY, f)).await,
    }
}

async fn confirm(
    State(app): State<App>,
    visitor: Visitor,
    Admin(by): Admin,
    Path((_, id)): Path<(String, String)>,
    Fields(mut f): Fields,
) -> Outcome {
    let id: RemittanceId = id.parse().map_err(|_| Failure::not_found())?;
    match cash::confirm(&app, &Hand::Office(by), id, &mut f).await? {
        true => done(&visitor, "cash-notice-done"),
        false => render(&app, &visitor, by.person, (StatusCode::UNPROCESSABLE_ENTITY, f)).await,
    }
}

async fn withdraw(
    State(app): State<App>,
    visitor: Visitor,
    Admin(by): Admin,
    Path((_, id)): Path<(String, String)>,
) -> Outcome {
    let id: RemittanceId = id.parse().map_err(|_| Failure::not_found())?;
    market::cash::withdraw(app.market(), &Hand::Office(by), id).await?;
    done(&visitor, "cash-notice-withdrawn")
}

/// What was too much went back to whoever brought it.
async fn give_back(
    State(app): State<App>,
    visitor: Visitor,
    Admin(by): Admin,
    Path((_, id)): Path<(String, String)>,
) -> Outcome {
    let id: RemittanceId = id.parse().map_err(|_| Failure::not_found())?;
    market::cash::return_surplus(app.market(), &by, id).await?;
    done(&visitor, "cash-notice-surplus")
}
