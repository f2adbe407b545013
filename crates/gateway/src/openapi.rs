//! The description of the API: one document for programs, and a page made from the same document for
//! people. Each area of [`crate::api`] brings its own part.

use crate::{
    App, Failure, Outcome, api,
    cache::Public,
    page,
    routes::{Access, Table},
};
use askama::Template;
use axum::{
    extract::State,
    http::{HeaderValue, header::CONTENT_TYPE},
    response::IntoResponse,
};
use kernel::{Kind, Locale};
use serde_json::{Map, Value};
use std::sync::LazyLock;
use utoipa::{
    OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};
use view::Chrome;

/// The routes of the description.
pub(crate) fn routes(table: &mut Table) {
    table.get("/api/openapi.json", Access::Public, document);
    table.get("/api/docs", Access::Public, docs);
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Tiwizi", description = "A marketplace for the products of cooperatives.", license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")),
    tags((name = "Shop", description = "What anybody may read."), (name = "Reference", description = "Codes that other answers use.")),
    components(schemas(api::shapes::Problem))
)]
struct Whole;

/// The whole document. An area is one line.
fn whole() -> utoipa::openapi::OpenApi {
    let mut whole = Whole::openapi()
        .merge_from(api::products::Doc::openapi())
        .merge_from(api::cooperatives::Doc::openapi())
        .merge_from(api::me::Doc::openapi())
        .merge_from(api::reference::Doc::openapi())
        .merge_from(api::carts::Doc::openapi())
        .merge_from(api::orders::Doc::openapi())
        .merge_from(api::returns::Doc::openapi())
        .merge_from(api::seller_orders::Doc::openapi())
        .merge_from(api::seller_returns::Doc::openapi())
        .merge_from(api::seller_cash::Doc::openapi())
        .merge_from(api::seller_money::Doc::openapi())
        .merge_from(api::statements::Doc::openapi())
        .merge_from(api::payouts::Doc::openapi())
        .merge_from(api::seller_products::Doc::openapi())
        .merge_from(api::listings::Doc::openapi());
    // The name that areas give their `security(("token" = []))`.
    let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    whole
        .components
        .get_or_insert_default()
        .security_schemes
        .insert("token".to_owned(), SecurityScheme::Http(token).into());
    whole
}

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let mut document = serde_json::to_value(whole()).unwrap_or_default();
    if let Some(info) = document.get_mut("info").and_then(Value::as_object_mut) {
        info.insert("version".to_owned(), env!("CARGO_PKG_VERSION").into());
    }
    document
});

/// The document.
async fn document(State(app): State<App>) -> Outcome {
    let mut document = DOCUMENT.clone();
    if let Some(fields) = document.as_object_mut() {
        fields.insert("servers".to_owned(), serde_json::json!([{ "url": app.public_url() }]));
    }
    let bytes = serde_json::to_vec(&document).map_err(|error| Failure {
        detail: Some(error.to_string()),
        ..Failure::new(Kind::Broken, "http.template")
    })?;
    let mut response = bytes.into_response();
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.extensions_mut().insert(Public);
    Ok(response)
}

#[derive(Template)]
#[template(path = "pages/shop/api.html")]
struct DocsPage {
    c: Chrome,
    groups: Vec<Group>,
    shapes: Vec<Shape>,
}

/// Operations that belong together.
struct Group {
    name: String,
    about: String,
    operations: Vec<Operation>,
}

/// Something a program can ask.
struct Operation {
    method: String,
    path: String,
    summary: String,
    about: String,
    token: bool,
    parameters: Vec<Field>,
    body: Option<String>,
    answers: Vec<Answer>,
}

/// One of the answers to expect.
struct Answer {
    status: String,
    about: String,
    shape: Option<String>,
}

/// A JSON object that questions and answers are made of.
struct Shape {
    name: String,
    about: String,
    fields: Vec<Field>,
}

/// A parameter or a field.
struct Field {
    name: String,
    kind: String,
    /// The shape that the kind names, for the link.
    shape: Option<String>,
    required: bool,
    about: String,
}

/// The page.
async fn docs(State(app): State<App>) -> Outcome {
    let c = page::frame(&app, Locale::En, "shop-api-title")
        .with_path("/api")
        .with_alternates(Vec::new());
    page::public(&DocsPage {
        c,
        groups: groups(&DOCUMENT),
        shapes: shapes(&DOCUMENT),
    })
}

fn groups(document: &Value) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for tag in document.get("tags").and_then(Value::as_array).into_iter().flatten() {
        groups.push(Group {
            name: text(tag, "name"),
            about: text(tag, "description"),
            operations: Vec::new(),
        });
    }
    for (path, item) in object(document.get("paths")) {
        for (method, operation) in object(Some(item)) {
            let Some(answers) = operation.get("responses") else {
                continue;
            };
            let tag = operation.pointer("/tags/0").and_then(Value::as_str).unwrap_or_default();
            let read = read_operation(method, path, operation, answers);
            match groups.iter_mut().find(|group| group.name == tag) {
                Some(group) => group.operations.push(read),
                None => groups.push(Group {
                    name: tag.to_owned(),
                    about: String::new(),
                    operations: vec![read],
                }),
            }
        }
    }
    groups.retain(|group| !group.operations.is_empty());
    groups
}

fn read_operation(method: &str, path: &str, operation: &Value, answers: &Value) -> Operation {
    let parameters = operation
        .get("parameters")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let parameter = |parameter: &Value| Field {
        name: text(parameter, "name"),
        kind: kind(parameter.get("schema")),
        shape: None,
        required: parameter.get("required").and_then(Value::as_bool).unwrap_or_default(),
        about: text(parameter, "description"),
    };
    let answer = |(status, answer): (&String, &Value)| Answer {
        status: status.clone(),
        about: text(answer, "description"),
        shape: content(answer),
    };
    Operation {
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(operation, "summary"),
        about: text(operation, "description"),
        token: operation.get("security").is_some(),
        parameters: parameters.map(parameter).collect(),
        body: operation.get("requestBody").and_then(content),
        answers: object(Some(answers)).map(answer).collect(),
    }
}

fn shapes(document: &Value) -> Vec<Shape> {
    let shape = |(name, shape): (&String, &Value)| {
        let required = shape.get("required").and_then(Value::as_array);
        let field = |(name, field): (&String, &Value)| Field {
            name: name.clone(),
            kind: kind(Some(field)),
            shape: reference(field),
            required: required.is_some_and(|names| names.iter().any(|known| known == name)),
            about: text(field, "description"),
        };
        Shape {
            name: name.clone(),
            about: text(shape, "description"),
            fields: object(shape.get("properties")).map(field).collect(),
        }
    };
    object(document.pointer("/components/schemas")).map(shape).collect()
}

fn object(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flat_map(Map::iter)
}

fn text(value: &Value, field: &str) -> String {
    value.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The shape that a body is made of, whatever its media type.
fn content(value: &Value) -> Option<String> {
    let (_, media) = object(value.get("content")).next()?;
    reference(media.get("schema")?)
}

/// The name of the shape that a schema refers to: itself, its items, or one of its alternatives.
fn reference(schema: &Value) -> Option<String> {
    if let Some(address) = schema.get("$ref").and_then(Value::as_str) {
        return address.rsplit('/').next().map(str::to_owned);
    }
    if let Some(items) = schema.get("items") {
        return reference(items);
    }
    ["oneOf", "anyOf", "allOf"]
        .iter()
        .find_map(|way| schema.get(way)?.as_array()?.iter().find_map(reference))
}

/// A schema in a word or two.
fn kind(schema: Option<&Value>) -> String {
    let Some(schema) = schema else { return String::new() };
    let name = reference(schema);
    let own = match schema.get("type") {
        Some(Value::String(kind)) => kind.clone(),
        Some(Value::Array(kinds)) => kinds
            .iter()
            .filter_map(Value::as_str)
            .filter(|kind| *kind != "null")
            .collect::<Vec<_>>()
            .join(" | "),
        _ => String::new(),
    };
    match (own.as_str(), name) {
        ("array", Some(name)) => format!("{name}[]"),
        ("array", None) => format!("{}[]", kind(schema.get("items"))),
        (_, Some(name)) => name,
        (own, None) => own.to_owned(),
    }
}
