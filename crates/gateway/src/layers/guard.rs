//! In front of every route that is not public: is this the person the table names? Somebody who is
//! not signed in is asked to sign in; everybody else is told that there is no such page.

use crate::{
    App, Failure,
    extract::{Actor, find_bearer, find_session, in_path},
    page,
    routes::Access,
};
use axum::{
    extract::{Request, State},
    http::{Method, StatusCode, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use kernel::{Kind, ids::CooperativeId};

/// Holds the request to the table, and leaves the [`Actor`] for the handler's extractors.
pub(crate) async fn guard(State((app, access)): State<(App, Access)>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match admit(&app, access, &mut parts).await {
        Ok(actor) => {
            parts.extensions.insert(actor);
            next.run(Request::from_parts(parts, body)).await
        }
        Err(refusal) => *refusal,
    }
}

async fn admit(app: &App, access: Access, parts: &mut Parts) -> Result<Actor, Box<Response>> {
    let refuse = |failure: Failure| Box::new(failure.into_response());
    if matches!(
        access,
        Access::SellerToken | Access::AdministratorToken | Access::AnyToken
    ) {
        let unauthorised = || refuse(Failure::new(Kind::Forbidden, "http.token").with_status(StatusCode::UNAUTHORIZED));
        let bearer = find_bearer(app, &parts.headers)
            .await
            .map_err(refuse)?
            .ok_or_else(unauthorised)?;
        return match (access, bearer.cooperative) {
            (Access::AnyToken, _) | (Access::SellerToken, Some(_)) | (Access::AdministratorToken, None) => {
                Ok(Actor::Token(bearer))
            }
            _ => Err(refuse(Failure::not_found())),
        };
    }
    let Some(session) = find_session(app, &parts.headers).await.map_err(refuse)? else {
        return Err(Box::new(sign_in(parts)));
    };
    if !session.0.is_settled() && access != Access::Unsettled {
        return Err(Box::new(second_factor(parts)));
    }
    match access {
        Access::Member | Access::Seller => {
            let cooperative: CooperativeId = in_path(parts, "cooperative").await.map_err(refuse)?;
            let seller = session
                .seller(cooperative)
                .ok_or_else(|| refuse(Failure::not_found()))?;
            if access == Access::Seller {
                let verified = catalogue::cooperative::is_verified(&app.market().db, cooperative)
                    .await
                    .map_err(|error| refuse(error.into()))?;
                if !verified {
                    return Err(refuse(Failure::new(Kind::Forbidden, "http.not_verified")));
                }
            }
            Ok(Actor::Seller(session, seller))
        }
        Access::Administrator => match session.administrator() {
            Some(administrator) => Ok(Actor::Administrator(session, administrator)),
            None => Err(refuse(Failure::not_found())),
        },
        _ => Ok(Actor::Person(session)),
    }
}

fn language(parts: &Parts) -> &'static str {
    crate::extract::Lang::of_path(parts.uri.path())
        .unwrap_or_default()
        .code()
}

fn sign_in(parts: &Parts) -> Response {
    let next = came_for(parts);
    page::see_other(&format!("/{}/sign-in?next={next}", language(parts))).into_response()
}

fn second_factor(parts: &Parts) -> Response {
    let next = came_for(parts);
    page::see_other(&format!("/{}/account/factor?next={next}", language(parts))).into_response()
}

/// The page that was asked for, as a parameter of the page that comes first.
fn came_for(parts: &Parts) -> String {
    let next = match parts.method {
        Method::GET => parts.uri.path_and_query().map_or("", |p| p.as_str()),
        _ => "",
    };
    url::form_urlencoded::byte_serialize(next.as_bytes()).collect()
}
