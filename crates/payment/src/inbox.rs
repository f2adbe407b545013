//! What providers told us: kept as it came before anything is done about it, once for each message however often it is
//! repeated. That a message is here says that it came, and nothing about what was done.

use crate::{Error, entity::inbox};
use kernel::{Micros, Read, Tx};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};

kernel::text_enum! {
    /// What became of a message.
    State {
        /// Nothing yet.
        New = "new",
        /// It was acted upon.
        Done = "done",
        /// It speaks of something unknown, or says what cannot be.
        Parked = "parked",
        /// Nothing will come of it any more.
        Dead = "dead",
    }
}

/// A message whose sender is proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Whose.
    pub provider: String,
    /// The provider's name of it, the same in every repetition.
    pub event: String,
    /// The body as it came.
    pub body: String,
    /// What was read out of it, as JSON.
    pub message: String,
    /// What became of it.
    pub state: State,
}

/// Keeps a message, and says whether it is here for the first time.
///
/// # Errors
/// When the database refuses.
pub async fn put(tx: &Tx, now: Micros, received: &Received) -> Result<bool, Error> {
    let row = inbox::ActiveModel {
        provider: Set(received.provider.clone()),
        event: Set(received.event.clone()),
        body: Set(received.body.clone()),
        message: Set(received.message.clone()),
        state: Set(received.state),
        tries: Set(0),
        note: Set(None),
        received_at: Set(now),
        updated_at: Set(now),
    };
    let inserted = inbox::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx.writer())
        .await?;
    Ok(inserted == 1)
}

/// A message.
///
/// # Errors
/// When the database cannot answer.
pub async fn find(db: &impl Read, provider: &str, event: &str) -> Result<Option<Received>, Error> {
    let row = inbox::Entity::find_by_id((provider.to_owned(), event.to_owned()))
        .one(db.reader())
        .await?;
    Ok(row.map(|row| Received {
        provider: row.provider,
        event: row.event,
        body: row.body,
        message: row.message,
        state: row.state,
    }))
}

/// Writes down what became of a message.
///
/// # Errors
/// When the database refuses.
pub async fn mark(
    tx: &Tx,
    now: Micros,
    (provider, event): (&str, &str),
    state: State,
    note: Option<&str>,
) -> Result<(), Error> {
    inbox::Entity::update_many()
        .col_expr(inbox::Column::State, Expr::value(state))
        .col_expr(inbox::Column::Tries, Expr::col(inbox::Column::Tries).add(1))
        .col_expr(inbox::Column::Note, Expr::value(note.map(str::to_owned)))
        .col_expr(inbox::Column::UpdatedAt, Expr::value(now))
        .filter(inbox::Column::Provider.eq(provider))
        .filter(inbox::Column::Event.eq(event))
        .exec(tx.writer())
        .await?;
    Ok(())
}

/// Gives up what speaks of something unknown since before `since`, or says what cannot be. What nobody has looked at yet
/// is still to be done by its job, however long nothing ran, and is given up when it came before `oldest`.
///
/// # Errors
/// When the database refuses.
pub async fn bury(tx: &Tx, since: Micros, oldest: Micros, now: Micros) -> Result<u64, Error> {
    use inbox::Column as C;
    let parked = C::State.eq(State::Parked).and(C::ReceivedAt.lt(since));
    let unseen = C::State.eq(State::New).and(C::ReceivedAt.lt(oldest));
    let buried = inbox::Entity::update_many()
        .col_expr(inbox::Column::State, Expr::value(State::Dead))
        .col_expr(inbox::Column::UpdatedAt, Expr::value(now))
        .filter(parked.or(unseen))
        .exec(tx.writer())
        .await?;
    Ok(buried.rows_affected)
}
