//! Finding an order by its number and a telephone. What is unknown and what does not fit look alike.

use super::{is_number, with_secret};
use crate::{
    App, Outcome,
    extract::{Fields, Visitor, pairs},
    page,
};
use askama::Template;
use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
};
use kernel::text::western_digits;
use market::buying;
use view::{chrome::Chrome, form::Form};

#[derive(Template)]
#[template(path = "pages/order/find.html")]
struct FindPage {
    c: Chrome,
    f: Form,
}

async fn render(app: &App, visitor: &Visitor, status: StatusCode, f: Form) -> Outcome {
    let c = page::chrome(app, visitor, "order-find-title")
        .await?
        .with_path("/orders/find");
    page::html(status, &FindPage { c, f })
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor, RawQuery(query): RawQuery) -> Outcome {
    let mut f = Form::default();
    let asked = pairs(query.unwrap_or_default().as_bytes())?;
    if let Some((_, number)) = asked
        .into_iter()
        .find(|(name, value)| name == "number" && is_number(value))
    {
        f.set("number", number);
    }
    render(&app, &visitor, StatusCode::OK, f).await
}

pub(super) async fn find(State(app): State<App>, visitor: Visitor, Fields(mut f): Fields) -> Outcome {
    let number = f.line("number", 20).map(|typed| number(&typed));
    let phone = f.phone("phone", app.demo());
    let (Some(number), Some(phone)) = (number, phone) else {
        return render(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, f).await;
    };
    match buying::find_order(app.market(), visitor.address, &number, &phone).await {
        Ok(secret) if is_number(&number) => with_secret(visitor.locale(), &number, &secret),
        Ok(_) | Err(market::Error::Order(order::Error::NoOrder)) => {
            f.refuse("number", "order-find-unknown");
            render(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, f).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The number as people type it: with or without its beginning, small letters, spaces.
pub(crate) fn number(typed: &str) -> String {
    let plain: String = western_digits(typed)
        .to_ascii_uppercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let letters = plain
        .strip_prefix("TZ")
        .filter(|rest| rest.len() == 6)
        .unwrap_or(&plain);
    format!("TZ-{letters}")
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn a_number_is_read_as_people_type_it() {
        for typed in ["TZ-7K3M9Q", "tz 7k3m9q", "7K3M9Q", "tz7k3m9q", " TZ - 7K3 M9Q "] {
            assert_eq!(number(typed), "TZ-7K3M9Q", "{typed}");
        }
    }
}
