//! Finished public pages, kept in memory and already compressed. A page is good for as long as the
//! catalogue's change sequence has not moved since before it was made; every process looks at the
//! sequence twice a second, so nobody sees a withdrawn price for longer than that.
//!
//! Nothing personal stands on a public page: whoever asks, the bytes are the same.

use crate::{App, layers::host};
use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{Request, State},
    http::{
        HeaderMap, HeaderValue, Method, StatusCode, Uri,
        header::{
            ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
        },
    },
    middleware::Next,
    response::Response,
};
use flate2::{Compression, write::GzEncoder};
use http_body_util::BodyExt;
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    convert::Infallible,
    io::Write,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};
use tower::{Layer, Service};

/// All pages together take at most this many bytes; when they would take more, all are dropped.
const ROOM: usize = 48 * 1024 * 1024;
/// Longer addresses are not kept.
const LONGEST_KEY: usize = 400;

/// A response may be kept: it is the same for everybody.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Public;

/// The finished pages of one process.
#[derive(Default)]
pub(crate) struct Cache {
    pages: RwLock<Pages>,
    sequence: AtomicI64,
    hits: AtomicU64,
    misses: AtomicU64,
}

#[derive(Default)]
struct Pages {
    by_key: HashMap<Box<str>, Arc<Entry>>,
    bytes: usize,
}

struct Entry {
    sequence: i64,
    headers: HeaderMap,
    etag: HeaderValue,
    plain: Bytes,
    gzip: Bytes,
    brotli: Bytes,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Plain,
    Gzip,
    Brotli,
}

impl Cache {
    /// Pages served from memory and pages made, since the start.
    pub(crate) fn counts(&self) -> (u64, u64) {
        (self.hits.load(Ordering::Relaxed), self.misses.load(Ordering::Relaxed))
    }

    /// Notes where the catalogue's sequence stands.
    fn moved_to(&self, sequence: i64) {
        if self.sequence.swap(sequence, Ordering::AcqRel) != sequence {
            *self.pages.write().unwrap_or_else(PoisonError::into_inner) = Pages::default();
        }
    }

    fn find(&self, uri: &Uri) -> Option<Arc<Entry>> {
        let key = uri.path_and_query()?.as_str();
        let pages = self.pages.read().unwrap_or_else(PoisonError::into_inner);
        let entry = pages.by_key.get(key)?;
        (entry.sequence == self.sequence.load(Ordering::Acquire)).then(|| Arc::clone(entry))
    }

    fn keep(&self, key: &str, entry: Arc<Entry>) {
        let size = entry.plain.len() + entry.gzip.len() + entry.brotli.len() + key.len() + 1024;
        let mut pages = self.pages.write().unwrap_or_else(PoisonError::into_inner);
        if pages.bytes + size > ROOM {
            *pages = Pages::default();
        }
        pages.bytes += size;
        pages.by_key.insert(key.into(), entry);
    }
}

impl Entry {
    /// The response for a reader who accepts `encoding` and may hold the page already.
    fn response(&self, request: &HeaderMap, head: bool) -> Response {
        let encoding = accepted(request);
        let mut response = Response::new(Body::empty());
        *response.headers_mut() = self.headers.clone();
        let known = request.get_all(IF_NONE_MATCH).iter().any(|value| {
            value.to_str().is_ok_and(|v| {
                v.split(',')
                    .any(|tag| tag.trim().trim_start_matches("W/").as_bytes() == self.etag.as_bytes())
            })
        });
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response.headers_mut().remove(CONTENT_TYPE);
            return response;
        }
        let (body, name) = match encoding {
            Encoding::Brotli => (&self.brotli, Some("br")),
            Encoding::Gzip => (&self.gzip, Some("gzip")),
            Encoding::Plain => (&self.plain, None),
        };
        if let Some(name) = name {
            response
                .headers_mut()
                .insert(CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        response
            .headers_mut()
            .insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        if !head {
            *response.body_mut() = Body::from(body.clone());
        }
        response
    }
}

fn accepted(request: &HeaderMap) -> Encoding {
    let offers = request
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let mut best = Encoding::Plain;
    for offer in offers.split(',') {
        let mut parts = offer.split(';');
        let name = parts.next().unwrap_or("").trim();
        if parts.any(|p| matches!(p.trim(), "q=0" | "q=0.0")) {
            continue;
        }
        match name {
            "br" => return Encoding::Brotli,
            "gzip" => best = Encoding::Gzip,
            _ => {}
        }
    }
    best
}

/// Inside the header layers: keeps a finished public page on its way out.
pub(crate) async fn remember(State(app): State<App>, request: Request, next: Next) -> Response {
    let worth = matches!(*request.method(), Method::GET | Method::HEAD);
    if !worth {
        return next.run(request).await;
    }
    let head = request.method() == Method::HEAD;
    let asked = request.headers().clone();
    let key = request
        .uri()
        .path_and_query()
        .map(|p| p.as_str().to_owned())
        .unwrap_or_default();
    // Read before the page is made: a change in between makes the page old, never the other way round.
    let sequence = app.cache.sequence.load(Ordering::Acquire);
    let response = next.run(request).await;
    if response.extensions().get::<Public>().is_none() || response.status() != StatusCode::OK {
        return response;
    }
    app.cache.misses.fetch_add(1, Ordering::Relaxed);
    let (parts, body) = response.into_parts();
    let Ok(collected) = body.collect().await else {
        return Response::new(Body::empty());
    };
    let entry = Arc::new(finish(sequence, parts.headers, collected.to_bytes()));
    if sequence != 0 && key.len() <= LONGEST_KEY {
        app.cache.keep(&key, Arc::clone(&entry));
    }
    entry.response(&asked, head)
}

fn finish(sequence: i64, mut headers: HeaderMap, plain: Bytes) -> Entry {
    let digest = Sha256::digest(&plain);
    let etag: String = digest.iter().take(10).map(|byte| format!("{byte:02x}")).collect();
    let etag = HeaderValue::try_from(format!("\"{etag}\"")).unwrap_or(HeaderValue::from_static("\"0\""));
    headers.insert(ETAG, etag.clone());
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=0, must-revalidate"),
    );
    // What the header layer adds later to a fresh response, a remembered one must carry itself.
    crate::layers::headers::add(&mut headers);
    let gzip = gzip(&plain).unwrap_or_else(|_| plain.clone());
    let brotli = brotli(&plain).unwrap_or_else(|_| plain.clone());
    Entry {
        sequence,
        headers,
        etag,
        plain,
        gzip,
        brotli,
    }
}

fn gzip(plain: &[u8]) -> std::io::Result<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(plain)?;
    Ok(encoder.finish()?.into())
}

fn brotli(plain: &[u8]) -> std::io::Result<Bytes> {
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams {
        quality: 5,
        lgwin: 18,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*plain, &mut out, &params)?;
    Ok(out.into())
}

/// The outermost layer: answers from memory before anything else runs.
#[derive(Clone)]
pub(crate) struct FrontLayer(pub(crate) App);

impl<S> Layer<S> for FrontLayer {
    type Service = Front<S>;
    fn layer(&self, inner: S) -> Front<S> {
        Front {
            app: self.0.clone(),
            inner,
        }
    }
}

/// The service of [`FrontLayer`].
#[derive(Clone)]
pub(crate) struct Front<S> {
    app: App,
    inner: S,
}

impl<S> Service<Request> for Front<S>
where
    S: Service<Request, Response = Response, Error = Infallible>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = futures_util::future::Either<std::future::Ready<Result<Response, Infallible>>, S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let head = request.method() == Method::HEAD;
        if (head || request.method() == Method::GET)
            && request.body().is_end_stream()
            && let Some(entry) = self.app.cache.find(request.uri())
            && host::check(request.headers(), &self.app.config.hosts).is_ok()
        {
            self.app.cache.hits.fetch_add(1, Ordering::Relaxed);
            let response = entry.response(request.headers(), head);
            return futures_util::future::Either::Left(std::future::ready(Ok(response)));
        }
        futures_util::future::Either::Right(self.inner.call(request))
    }
}

/// Follows the catalogue's change sequence until the task is dropped.
pub async fn watch_changes(app: App) {
    let mut tick = tokio::time::interval(Duration::from_millis(500));
    let mut told = (0, 0);
    loop {
        tick.tick().await;
        let (hits, misses) = app.cache.counts();
        if told != (hits, misses) {
            told = (hits, misses);
            tracing::debug!(hits, misses, "pages from memory, and pages made");
        }
        match catalogue::change::sequence(&app.market().db).await {
            Ok(sequence) => app.cache.moved_to(sequence),
            Err(error) => tracing::warn!(%error, "cannot read the catalogue's change sequence"),
        }
    }
}
