//! Every route of the door in one table, with who may use it. The guard enforces what the table
//! says; the tests walk it as guest, buyer, member, stranger and administrator.

use crate::{App, api, cache, layers, pages};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    handler::Handler,
    http::Method,
    middleware::{from_fn, from_fn_with_state},
    routing::{MethodFilter, MethodRouter, on},
};
use tower_http::csrf::CsrfLayer;

/// Bytes a request body may have, where a route does not say otherwise.
const LARGEST_BODY: usize = 64 * 1024;

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// Anybody.
    Public,
    /// Somebody who signed in.
    SignedIn,
    /// The same, or an administrator who has yet to give the second factor.
    Unsettled,
    /// A member of the cooperative in the path, whatever its state.
    Member,
    /// A member of the cooperative in the path, which is verified.
    Seller,
    /// An administrator who passed the second factor.
    Administrator,
    /// A bearer token of the cooperative's API.
    SellerToken,
    /// A bearer token of an administrator.
    AdministratorToken,
    /// Any bearer token.
    AnyToken,
}

/// A line of the table.
#[derive(Clone, Debug)]
pub struct Row {
    /// GET, POST, …
    pub method: Method,
    /// The path with its parameters in braces.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
}

/// The table while it is being written.
pub(crate) struct Table {
    app: App,
    router: Router<App>,
    rows: Vec<Row>,
}

impl Table {
    /// The market behind the table: some routes exist in a demonstration only.
    pub(crate) fn app(&self) -> &App {
        &self.app
    }

    /// A page or a read.
    pub(crate) fn get<H, T>(&mut self, path: &'static str, access: Access, handler: H)
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::GET, path, access, handler);
    }

    /// Something that changes the market.
    pub(crate) fn post<H, T>(&mut self, path: &'static str, access: Access, handler: H)
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, path, access, handler);
    }

    /// Any other method.
    pub(crate) fn add<H, T>(&mut self, method: Method, path: &'static str, access: Access, handler: H)
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add_with_limit(method, path, access, LARGEST_BODY, handler);
    }

    /// A route that takes more than a form: photos.
    pub(crate) fn add_with_limit<H, T>(
        &mut self,
        method: Method,
        path: &'static str,
        access: Access,
        limit: usize,
        handler: H,
    ) where
        H: Handler<T, App>,
        T: 'static,
    {
        let Ok(filter) = MethodFilter::try_from(method.clone()) else {
            return;
        };
        let mut route: MethodRouter<App> = on(filter, handler).layer(DefaultBodyLimit::max(limit));
        if access != Access::Public {
            route = route.layer(from_fn_with_state((self.app.clone(), access), layers::guard::guard));
        }
        self.rows.push(Row { method, path, access });
        self.router = std::mem::take(&mut self.router).route(path, route);
    }
}

fn write(app: &App) -> Table {
    let mut table = Table {
        app: app.clone(),
        router: Router::new(),
        rows: Vec::new(),
    };
    pages::routes(&mut table);
    api::routes(&mut table);
    table
}

/// The whole table, for the tests that walk it.
pub fn table(app: &App) -> Vec<Row> {
    write(app).rows
}

/// The whole door without a socket.
pub fn router(app: App) -> Router {
    write(&app)
        .router
        .fallback(async || crate::Failure::not_found())
        .method_not_allowed_fallback(async || {
            crate::Failure::new(kernel::Kind::Invalid, "http.method")
                .with_status(axum::http::StatusCode::METHOD_NOT_ALLOWED)
        })
        // A provider's page posts the browser back: that changes nothing and reads nothing, it only leads to the order.
        .layer(CsrfLayer::new().with_insecure_bypass(|_, uri| uri.path().ends_with("/pay/back")))
        .layer(layers::panic::layer())
        .layer(from_fn_with_state(app.clone(), layers::faces::faces))
        .layer(from_fn_with_state(app.clone(), cache::remember))
        .layer(from_fn(layers::squeeze::squeeze))
        .layer(from_fn(layers::headers::headers))
        .layer(from_fn_with_state(app.clone(), layers::host::host))
        .layer(cache::FrontLayer(app.clone()))
        .with_state(app)
}
