//! One listing, to decide on: its photos, its words in each language, its claims beside those that
//! buyers see now, and the form with which an administrator approves it, asks for changes or says no.

use crate::{
    App, Failure, Outcome,
    extract::{Admin, Fields, Visitor},
    page,
    pages::sell::picture,
    routes::{Access, Table},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use catalogue::{
    cooperative,
    difference::{self, Piece},
    moderation::{self, Case, NewRemark, REASONS},
    revision::{Content, RevisionState},
};
use kernel::{Fault, Kind, Locale, Micros, Money, Texts, ids::RevisionId};
use market::{actor::Administrator, listing};
use view::{chrome::Chrome, form::Form, format, parts::Picture, words};

/// Longest note, in characters.
const NOTE: usize = 500;

/// The routes of this page.
pub(super) fn routes(table: &mut Table) {
    table.get("/{lang}/admin/listings/{revision}", Access::Administrator, show);
    table.post("/{lang}/admin/listings/{revision}/claim", Access::Administrator, claim);
    table.post(
        "/{lang}/admin/listings/{revision}/release",
        Access::Administrator,
        release,
    );
    table.post("/{lang}/admin/listings/{revision}", Access::Administrator, decide);
}

/// A stretch of text: `same`, `gone` or `new`.
struct Part {
    kind: &'static str,
    text: String,
}

/// A field as it is on sale and as it is proposed.
struct Row {
    label: String,
    lang: &'static str,
    dir: &'static str,
    before: Vec<Part>,
    after: Vec<Part>,
    changed: bool,
}

/// A photo of the proposal.
struct Shown {
    picture: Picture,
    is_new: bool,
}

/// A size.
struct Size {
    size: String,
    price: Money,
    each: Option<String>,
    on_hand: i64,
    parcel_g: i64,
}

/// A field with its ready-made reasons.
struct Reasons {
    note: String,
    note_label: String,
    label: String,
    options: Vec<(String, String)>,
    open: bool,
}

/// What was said before.
struct Said {
    label: String,
    text: String,
    at: Micros,
}

#[derive(Template)]
#[template(path = "pages/admin/listing.html")]
struct ListingPage {
    c: Chrome,
    f: Form,
    root: String,
    name: Texts,
    version: i32,
    state: &'static str,
    cooperative: Texts,
    cooperative_href: String,
    product_href: String,
    no_onssa: bool,
    has_approved: bool,
    photos: Vec<Shown>,
    rows: Vec<Row>,
    sizes: Vec<Size>,
    reasons: Vec<Reasons>,
    said: Vec<Said>,
    submitted_at: Option<Micros>,
    /// Whether the reader belongs to the cooperative.
    own: bool,
    claimed_by: Option<String>,
    claimed_by_reader: bool,
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Admin(administrator): Admin,
    Path((_, revision)): Path<(String, String)>,
) -> Outcome {
    answer(
        &app,
        &visitor,
        administrator,
        id(&revision)?,
        Form::default(),
        StatusCode::OK,
    )
    .await
}

fn id(text: &str) -> Result<RevisionId, Failure> {
    text.parse().map_err(|_| Failure::not_found())
}

async fn answer(
    app: &App,
    visitor: &Visitor,
    administrator: Administrator,
    id: RevisionId,
    f: Form,
    status: StatusCode,
) -> Outcome {
    let db = &app.market().db;
    let case = moderation::find_case(db, id).await?.ok_or_else(Failure::not_found)?;
    let cooperative = cooperative::get(db, case.product.cooperative).await?;
    let mut c = page::chrome(app, visitor, "listing-title")
        .await?
        .with_section("admin-queue");
    let locale = c.locale;
    c.title = words::plain(
        locale,
        "listing-title",
        &[("name", case.revision.content.name.text(locale).into())],
    );
    let taxonomy = &app.reference().await?.taxonomy;
    let category = case
        .revision
        .content
        .category_code
        .as_deref()
        .and_then(|code| taxonomy.category(code));
    let memberships = identity::role::list_for_person(db, administrator.person).await?;
    let now = app.market().now();
    let holder = case
        .revision
        .claimed_by
        .filter(|_| case.revision.claimed_until.is_some_and(|until| until > now));
    let claimed_by = match holder {
        Some(person) => identity::person::find(db, person).await?.map(|person| person.name),
        None => None,
    };
    let page = ListingPage {
        root: c.url(&format!("/admin/listings/{id}")),
        name: case.revision.content.name.clone(),
        version: case.revision.version,
        state: case.revision.state.code(),
        cooperative_href: c.url(&format!("/admin/cooperatives/{}", cooperative.id)),
        product_href: c.url(&format!("/admin/products/{}", case.product.id)),
        no_onssa: category.is_some_and(|category| category.is_food) && cooperative.onssa.is_none(),
        cooperative: cooperative.name,
        has_approved: case.approved.is_some(),
        photos: photos(&c, &case),
        rows: rows(app, &c, &case, &cooperative.region_iso).await?,
        sizes: sizes(locale, &case),
        reasons: reasons(&c, &f),
        said: said(&c, &case),
        submitted_at: case.revision.submitted_at,
        own: memberships.iter().any(|(own, _)| *own == case.product.cooperative),
        claimed_by_reader: holder == Some(administrator.person),
        claimed_by,
        c,
        f,
    };
    page::html(status, &page)
}

fn photos(c: &Chrome, case: &Case) -> Vec<Shown> {
    let known = |key: &str| case.approved_photos.iter().any(|photo| photo.key == key);
    (1..)
        .zip(&case.photos)
        .filter_map(|(number, photo)| {
            let picture = picture(photo, &c.tn("sell-photos-alt", "number", number))?;
            Some(Shown {
                picture,
                is_new: case.approved.is_some() && !known(&photo.key),
            })
        })
        .collect()
}

fn sizes(locale: Locale, case: &Case) -> Vec<Size> {
    let size = |variant: &catalogue::variant::Variant| {
        let (amount, unit) = (variant.amount.thousandths, variant.amount.unit.code());
        let price = Money::mad(variant.price_minor);
        Size {
            size: format::size(locale, amount, unit),
            each: format::unit_price(locale, price, amount, unit),
            price,
            on_hand: variant.on_hand,
            parcel_g: variant.parcel_g,
        }
    };
    case.variants.iter().map(size).collect()
}

fn said(c: &Chrome, case: &Case) -> Vec<Said> {
    let one = |remark: &catalogue::revision::Remark| {
        let reason = remark
            .reason
            .as_ref()
            .map(|reason| c.t(&format!("reason-{}-{reason}", remark.field)));
        Said {
            label: c.t(&format!("sell-field-{}", remark.field)),
            text: [reason, remark.note.clone()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
            at: remark.at,
        }
    };
    case.remarks.iter().map(one).collect()
}

fn reasons(c: &Chrome, f: &Form) -> Vec<Reasons> {
    REASONS
        .iter()
        .map(|(field, codes)| {
            let values: Vec<String> = codes.iter().map(|code| format!("{field}.{code}")).collect();
            let note = format!("note_{field}");
            Reasons {
                open: f.wrong(&note)
                    || !f.value(&note).is_empty()
                    || values.iter().any(|value| f.checked("reason", value)),
                label: c.t(&format!("sell-field-{field}")),
                note_label: c.tn("listing-note-for", "field", c.t(&format!("sell-field-{field}"))),
                options: values
                    .into_iter()
                    .map(|value| {
                        let label = c.t(&format!("reason-{}", value.replace('.', "-")));
                        (value, label)
                    })
                    .collect(),
                note,
            }
        })
        .collect()
}

/// Every field with what is on sale and what is proposed.
async fn rows(app: &App, c: &Chrome, case: &Case, own_region: &str) -> Result<Vec<Row>, Failure> {
    let reference = app.reference().await?;
    let new = &case.revision.content;
    let nothing = Content::default();
    let old = case.approved.as_ref().map_or(&nothing, |approved| &approved.content);
    let mut rows = Vec::new();
    for (field, before, after) in [
        ("name", &old.name, &new.name),
        ("description", &old.description, &new.description),
        ("ingredients", &old.ingredients, &new.ingredients),
    ] {
        for locale in Locale::COMPLETE {
            let (before, after) = (before.get(locale).unwrap_or(""), after.get(locale).unwrap_or(""));
            if !before.is_empty() || !after.is_empty() {
                let language = c.t(&format!("language-{locale}"));
                let label = format!("{} – {language}", c.t(&format!("sell-field-{field}")));
                rows.push(row(case, label, (locale.code(), locale.dir()), before, after));
            }
        }
    }
    let locale = c.locale;
    let taxonomy = &reference.taxonomy;
    let text = |texts: Option<&Texts>| texts.map(|texts| texts.text(locale).to_owned()).unwrap_or_default();
    let claims = |content: &Content| {
        // Where nothing was said, buyers read the region of the cooperative; so does the office.
        let region = content.origin_region_iso.as_deref().unwrap_or(own_region);
        let region = reference.places.region(region);
        let label = content.label_code.as_deref().and_then(|code| taxonomy.label(code));
        let category = content
            .category_code
            .as_deref()
            .and_then(|code| taxonomy.category(code));
        let allergens = content.allergens.as_ref().map(|codes| {
            let names = codes.iter().filter_map(|code| taxonomy.allergen(code));
            let names: Vec<&str> = names.map(|one| one.name.text(locale)).collect();
            if names.is_empty() {
                c.t("sell-facts-allergens-none")
            } else {
                names.join(" · ")
            }
        });
        [
            ("category", text(category.map(|one| &one.name))),
            (
                "origin",
                join(&[
                    content.origin_place.clone().unwrap_or_default(),
                    text(region.map(|one| &one.name)),
                ]),
            ),
            ("allergens", allergens.unwrap_or_default()),
            (
                "label",
                join(&[
                    text(label.map(|one| &one.name)),
                    content.label_number.clone().unwrap_or_default(),
                ]),
            ),
            (
                "withdrawal",
                c.t(&format!("sell-withdrawal-{}", content.withdrawal.code())),
            ),
        ]
    };
    for ((field, before), (_, after)) in claims(old).into_iter().zip(claims(new)) {
        let before = if case.approved.is_some() { before } else { String::new() };
        rows.push(row(
            case,
            c.t(&format!("sell-field-{field}")),
            (locale.code(), "auto"),
            &before,
            &after,
        ));
    }
    Ok(rows)
}

fn join(parts: &[String]) -> String {
    parts
        .iter()
        .filter(|part| !part.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(" – ")
}

fn row(case: &Case, label: String, (lang, dir): (&'static str, &'static str), before: &str, after: &str) -> Row {
    let pieces = match &case.approved {
        Some(_) => difference::words(before, after),
        None => vec![Piece::Same(after.to_owned())],
    };
    let mut row = Row {
        label,
        lang,
        dir,
        before: Vec::new(),
        after: Vec::new(),
        changed: false,
    };
    for piece in pieces {
        match piece {
            Piece::Same(text) => {
                row.before.push(Part {
                    kind: "same",
                    text: text.clone(),
                });
                row.after.push(Part { kind: "same", text });
            }
            Piece::Gone(text) => {
                row.before.push(Part { kind: "gone", text });
                row.changed = true;
            }
            Piece::New(text) => {
                row.after.push(Part { kind: "new", text });
                row.changed = true;
            }
        }
    }
    row
}

async fn claim(
    State(app): State<App>,
    visitor: Visitor,
    Admin(administrator): Admin,
    Path((_, revision)): Path<(String, String)>,
) -> Outcome {
    listing::claim_listing(app.market(), administrator, id(&revision)?).await?;
    page::see_other(&format!("/{}/admin/listings/{revision}", visitor.locale()))
}

async fn release(
    State(app): State<App>,
    visitor: Visitor,
    Admin(administrator): Admin,
    Path((_, revision)): Path<(String, String)>,
) -> Outcome {
    listing::release_claim(app.market(), administrator, id(&revision)?).await?;
    page::see_other(&format!("/{}/admin", visitor.locale()))
}

/// Reads the reasons and notes; each is tied to a field.
fn remarks(f: &mut Form) -> Vec<NewRemark> {
    let ticked: Vec<String> = f.values("reason").to_vec();
    let mut remarks = Vec::new();
    for (field, codes) in REASONS {
        let mut note = f.optional_paragraph(&format!("note_{field}"), NOTE);
        for code in codes
            .iter()
            .filter(|code| ticked.iter().any(|value| *value == format!("{field}.{code}")))
        {
            let reason = Some((*code).to_owned());
            remarks.push(NewRemark {
                field: (*field).to_owned(),
                reason,
                note: note.take(),
            });
        }
        if note.is_some() {
            remarks.push(NewRemark {
                field: (*field).to_owned(),
                reason: None,
                note,
            });
        }
    }
    remarks
}

async fn decide(
    State(app): State<App>,
    visitor: Visitor,
    Admin(administrator): Admin,
    Path((_, revision)): Path<(String, String)>,
    Fields(mut f): Fields,
) -> Outcome {
    let id = id(&revision)?;
    let market = app.market();
    let version = f.value("version").parse().unwrap_or_default();
    let decision = f
        .one_of("decision", &["approve", "changes", "reject"])
        .unwrap_or_default();
    let remarks = remarks(&mut f);
    if f.is_ok() && decision != "approve" && remarks.is_empty() {
        f.refuse("reasons", "listing-reason-missing");
    }
    if !f.is_ok() {
        return answer(&app, &visitor, administrator, id, f, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let (done, notice) = match decision.as_str() {
        "approve" => (
            listing::approve_listing(market, administrator, id, version).await,
            "listing-notice-approved",
        ),
        "changes" => (
            listing::request_changes(market, administrator, id, version, remarks).await,
            "listing-notice-changes",
        ),
        _ => (
            listing::reject_listing(market, administrator, id, version, remarks, None).await,
            "listing-notice-rejected",
        ),
    };
    match done {
        Ok(()) => page::see_other_with(&format!("/{}/admin", visitor.locale()), notice),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict | Kind::Forbidden) => {
            let status = match error.kind() {
                Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
                Kind::Forbidden => StatusCode::FORBIDDEN,
                _ => StatusCode::CONFLICT,
            };
            f.refuse("decide", &words::error_key(error.code()));
            answer(&app, &visitor, administrator, id, f, status).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The state in which a decision is possible, for the template.
const SUBMITTED: &str = RevisionState::Submitted.code();

impl ListingPage {
    fn can_decide(&self) -> bool {
        self.state == SUBMITTED && !self.own
    }
}
