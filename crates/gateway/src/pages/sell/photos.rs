//! The first question: what does it look like? Photos arrive one after the other, are looked at as
//! they come, and are developed afterwards; the page says how far that is.

use super::{
    desk::{Desk, Open},
    way::{self, Way, picture, then},
};
use crate::{
    Failure, Outcome,
    extract::{Fields, Prefilled},
    page,
    routes::{Access, Table},
};
use askama::Template;
use axum::{
    extract::{Multipart, multipart::Field, multipart::MultipartError},
    http::{Method, StatusCode},
};
use bytes::{Bytes, BytesMut};
use catalogue::{
    photo::{self, Photo, PhotoState},
    revision::MOST_PHOTOS,
};
use kernel::{Fault, ids::PhotoId};
use market::listing::{self, Received};
use view::{chrome::Chrome, form::Form, parts::Picture, words};

/// A whole upload: every photo at its largest, and what stands around them.
const LARGEST_UPLOAD: usize = MOST_PHOTOS * media::LARGEST_FILE + 1_000_000;

/// The routes of this page.
pub(super) fn routes(table: &mut Table) {
    const PAGE: &str = "/{lang}/sell/{cooperative}/products/{product}/photos";
    table.get(PAGE, Access::Member, show);
    table.add_with_limit(Method::POST, PAGE, Access::Member, LARGEST_UPLOAD, upload);
    table.post(
        "/{lang}/sell/{cooperative}/products/{product}/photos/arrange",
        Access::Member,
        arrange,
    );
}

/// A photo on the page.
struct Shown {
    id: PhotoId,
    number: usize,
    picture: Option<Picture>,
    /// Why it cannot be used.
    refusal: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/sell/photos.html")]
struct PhotosPage {
    c: Chrome,
    f: Form,
    way: Way,
    photos: Vec<Shown>,
    ready: usize,
    waiting: usize,
    room: bool,
    /// How many there can be.
    most: usize,
}

async fn show(Open(desk): Open, Prefilled(f): Prefilled) -> Outcome {
    answer(desk, f, StatusCode::OK).await
}

async fn answer(desk: Desk, f: Form, status: StatusCode) -> Outcome {
    let c = desk.chrome("sell-photos-title").await?;
    let photos = photo::list_for_revision(&desk.app.market().db, desk.work.revision.id).await?;
    let usable = photos.iter().filter(|photo| photo.state != PhotoState::Refused).count();
    let page = PhotosPage {
        ready: photos.iter().filter(|photo| photo.state == PhotoState::Ready).count(),
        waiting: photos
            .iter()
            .filter(|photo| photo.state == PhotoState::Developing)
            .count(),
        room: usable < MOST_PHOTOS,
        most: MOST_PHOTOS,
        photos: (1..)
            .zip(&photos)
            .map(|(number, photo)| shown(&c, number, photo))
            .collect(),
        way: desk.work.way(c.locale, "photos", &["photo"], f.value("then")),
        c,
        f,
    };
    page::html(status, &page)
}

fn shown(c: &Chrome, number: usize, photo: &Photo) -> Shown {
    Shown {
        id: photo.id,
        number,
        picture: picture(photo, &c.tn("sell-photos-alt", "number", number)),
        refusal: photo.refusal.as_deref().map(|code| c.t(&words::error_key(code))),
    }
}

/// Takes several files. Each that is a picture is kept; of each that is not, the page says why.
async fn upload(Open(desk): Open, mut body: Multipart) -> Outcome {
    let (locale, market) = (desk.locale(), desk.app.market());
    let mut f = Form::default();
    let mut received: Vec<Received> = Vec::new();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    while let Some(mut field) = body.next_field().await.map_err(cut)? {
        match field.name() {
            Some("photos") => {}
            Some("then") => {
                let typed = read(&mut field).await?.unwrap_or_default();
                f.set("then", if typed.as_ref() == b"check" { "check" } else { "" });
                continue;
            }
            _ => continue,
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        let taken = match read(&mut field).await? {
            // A form without a chosen file sends an empty one.
            Some(file) if file.is_empty() && name.is_empty() => continue,
            Some(file) => listing::receive_photo(market, file).await,
            None => {
                status = StatusCode::PAYLOAD_TOO_LARGE;
                Err(media::Error::from(media::Refusal::TooLarge).into())
            }
        };
        match taken {
            Ok(kept) => received.push(kept),
            Err(market::Error::Media(media::Error::Refused(refusal))) => {
                let why = words::say(locale, &words::error_key(refusal.code()));
                let file = kernel::text::line(&name, 60).unwrap_or_else(|_| words::say(locale, "sell-photos-unnamed"));
                f.refuse_with(
                    "photos",
                    "sell-photos-refused",
                    [("file", file.into()), ("why", why.into())],
                );
            }
            Err(error) => return Err(error.into()),
        }
    }
    if received.is_empty() && f.is_ok() {
        f.refuse("photos", "form-file");
    }
    if !received.is_empty() {
        let revision = desk.revision().await?;
        if let Err(error) = listing::upload_photos(market, desk.seller, revision, received).await {
            status = way::beside(&mut f, "photos", error)?;
        }
    }
    if f.is_ok() {
        return page::see_other(&format!("{}/photos{}", desk.root(), then(&f)));
    }
    answer(desk.again().await?, f, status).await
}

/// The whole field, or `None` when it is larger than a photo may be; the rest of it is not kept.
async fn read(field: &mut Field<'_>) -> Result<Option<Bytes>, Failure> {
    let mut kept = BytesMut::new();
    let mut fits = true;
    while let Some(chunk) = field.chunk().await.map_err(cut)? {
        fits = fits && kept.len() + chunk.len() <= media::LARGEST_FILE;
        if fits {
            kept.extend_from_slice(&chunk);
        } else {
            kept = BytesMut::new();
        }
    }
    Ok(fits.then(|| kept.freeze()))
}

/// The body ended in the middle, or is larger than the route takes.
fn cut(error: MultipartError) -> Failure {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Failure::new(kernel::Kind::Invalid, "http.too_large").with_status(StatusCode::PAYLOAD_TOO_LARGE)
        }
        _ => Failure::malformed(),
    }
}

/// Puts one photo first, moves it by one place, or takes it out.
async fn arrange(Open(desk): Open, Fields(f): Fields) -> Outcome {
    let chosen = |name: &str| f.value(name).parse::<PhotoId>().ok();
    let (market, revision) = (desk.app.market(), desk.revision().await?);
    let mut order: Vec<PhotoId> = photo::list_for_revision(&market.db, revision)
        .await?
        .iter()
        .map(|photo| photo.id)
        .collect();
    if let Some(gone) = chosen("remove") {
        order.retain(|id| *id != gone);
    } else if let Some(first) = chosen("first").filter(|first| order.contains(first)) {
        order.retain(|id| *id != first);
        order.insert(0, first);
    } else if !["earlier", "later"]
        .into_iter()
        .any(|name| chosen(name).is_some_and(|photo| step(&mut order, photo, name == "later")))
    {
        return Err(Failure::not_found());
    }
    listing::arrange_photos(market, desk.seller, revision, order).await?;
    page::see_other(&format!("{}/photos{}", desk.root(), then(&f)))
}

/// Moves a photo by one place, and says whether it is among them. At the end there is nothing to move.
fn step(order: &mut [PhotoId], photo: PhotoId, later: bool) -> bool {
    let Some(at) = order.iter().position(|id| *id == photo) else {
        return false;
    };
    let to = if later {
        at.saturating_add(1)
    } else {
        at.saturating_sub(1)
    };
    if to < order.len() {
        order.swap(at, to);
    }
    true
}
