//! `GET /api/v1/me`: for whom a token acts.

use crate::{
    App, Outcome,
    extract::Bearer,
    routes::{Access, Table},
};
use axum::{Json, extract::State, response::IntoResponse};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

/// What the document says about this area.
#[derive(OpenApi)]
#[openapi(paths(show))]
pub(crate) struct Doc;

/// Writes the routes of this area into the table.
pub(crate) fn routes(t: &mut Table) {
    t.get("/api/v1/me", Access::AnyToken, show);
}

/// For whom a token acts.
#[derive(Serialize, ToSchema)]
pub(crate) struct Me {
    /// The name of the token's person.
    name: String,
    /// The language they read: `ar`, `fr`, `en` or `zgh`.
    locale: &'static str,
    /// `cooperative` or `administrator`.
    scope: &'static str,
    /// The cooperative it acts for.
    #[serde(skip_serializing_if = "Option::is_none")]
    cooperative: Option<String>,
    /// What its person may do there: `owner` or `member`.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
}

/// Says for whom the token acts.
#[utoipa::path(get, path = "/api/v1/me", operation_id = "me", tag = "account", responses((status = 200, body = Me)), security(("token" = [])))]
pub(crate) async fn show(State(app): State<App>, bearer: Bearer) -> Outcome {
    let person = identity::person::get(&app.market().db, bearer.person).await?;
    let me = Me {
        name: person.name,
        locale: person.locale.code(),
        scope: if bearer.cooperative.is_some() {
            "cooperative"
        } else {
            "administrator"
        },
        cooperative: bearer.cooperative.map(|id| id.to_string()),
        role: bearer.role.map(identity::Role::word),
    };
    Ok(Json(me).into_response())
}
