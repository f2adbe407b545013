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

/// Each of the two generations of pages takes at most this many bytes.
const ROOM: usize = 24 * 1024 * 1024;
/// What a page takes besides its body: headers, tag, place in the table.
const OVERHEAD: usize = 2048;
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

/// Two generations: a page is kept among the young, and what nobody asked for while the young filled
/// their room goes. So pages that are read stay, whatever passes through, and nothing is counted or
/// sorted to know which.
#[derive(Default)]
struct Pages {
    young: Generation,
    old: Generation,
}

#[derive(Default)]
struct Generation {
    by_key: [HashMap<Box<str>, Arc<Entry>>; 3],
    bytes: usize,
}

/// A page as it is sent to readers who take one encoding.
struct Entry {
    sequence: i64,
    headers: HeaderMap,
    etag: HeaderValue,
    body: Bytes,
}

/// How a page is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// As it is.
    Plain,
    /// gzip.
    Gzip,
    /// Brotli.
    Brotli,
}

impl Cache {
    /// Pages served from memory and pages made, since the start.
    pub(crate) fn counts(&self) -> (u64, u64) {
        (self.hits.load(Ordering::Relaxed), self.misses.load(Ordering::Relaxed))
    }

    /// Where the catalogue's sequence stood when it was last looked at; zero where nobody looks.
    pub(crate) fn sequence(&self) -> i64 {
        self.sequence.load(Ordering::Acquire)
    }

    /// Notes where the catalogue's sequence stands.
    fn moved_to(&self, sequence: i64) {
        if self.sequence.swap(sequence, Ordering::AcqRel) != sequence {
            *self.pages.write().unwrap_or_else(PoisonError::into_inner) = Pages::default();
        }
    }

    fn find(&self, uri: &Uri, encoding: Encoding) -> Option<Arc<Entry>> {
        let key = uri.path_and_query()?.as_str();
        let pages = self.pages.read().unwrap_or_else(PoisonError::into_inner);
        let young = pages.young.find(key, encoding);
        let is_old = young.is_none();
        let entry = young.or_else(|| pages.old.find(key, encoding)).map(Arc::clone);
        drop(pages);
        let entry = entry.filter(|entry| entry.sequence == self.sequence())?;
        if is_old {
            self.keep(key, encoding, Arc::clone(&entry));
        }
        Some(entry)
    }

    fn keep(&self, key: &str, encoding: Encoding, entry: Arc<Entry>) {
        let size = entry.body.len() + key.len() + OVERHEAD;
        let mut pages = self.pages.write().unwrap_or_else(PoisonError::into_inner);
        if pages.young.bytes + size > ROOM {
            pages.old = std::mem::take(&mut pages.young);
        }
        if let Some(table) = pages.young.by_key.get_mut(encoding as usize)
            && table.insert(key.into(), entry).is_none()
        {
            pages.young.bytes += size;
        }
    }
}

impl Generation {
    fn find(&self, key: &str, encoding: Encoding) -> Option<&Arc<Entry>> {
        self.by_key.get(encoding as usize)?.get(key)
    }
}

impl Entry {
    /// The response for a reader who may hold the page already.
    fn response(&self, request: &HeaderMap, head: bool) -> Response {
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
            for header in [CONTENT_TYPE, CONTENT_ENCODING, CONTENT_LENGTH] {
                response.headers_mut().remove(header);
            }
        } else if !head {
            *response.body_mut() = Body::from(self.body.clone());
        }
        response
    }
}

/// The best encoding that a reader takes.
pub(crate) fn accepted(request: &HeaderMap) -> Encoding {
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
    let encoding = accepted(&asked);
    let key = request
        .uri()
        .path_and_query()
        .map(|p| p.as_str().to_owned())
        .unwrap_or_default();
    // Read before the page is made: a change in between makes the page old, never the other way round.
    let sequence = app.cache.sequence();
    let response = next.run(request).await;
    if response.extensions().get::<Public>().is_none() || response.status() != StatusCode::OK {
        return response;
    }
    app.cache.misses.fetch_add(1, Ordering::Relaxed);
    let (parts, body) = response.into_parts();
    let Ok(collected) = body.collect().await else {
        return Response::new(Body::empty());
    };
    let entry = Arc::new(finish(sequence, parts.headers, collected.to_bytes(), encoding));
    if sequence != 0 && key.len() <= LONGEST_KEY {
        app.cache.keep(&key, encoding, Arc::clone(&entry));
    }
    entry.response(&asked, head)
}

fn finish(sequence: i64, mut headers: HeaderMap, plain: Bytes, encoding: Encoding) -> Entry {
    let (body, name) = match encoding {
        Encoding::Brotli => (brotli(&plain), Some("br")),
        Encoding::Gzip => (gzip(&plain), Some("gzip")),
        Encoding::Plain => (Ok(plain.clone()), None),
    };
    let (body, name) = body.map_or((plain, None), |body| (body, name));
    if let Some(name) = name {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    let digest = Sha256::digest(&body);
    let etag: String = digest.iter().take(10).map(|byte| format!("{byte:02x}")).collect();
    let etag = HeaderValue::try_from(format!("\"{etag}\"")).unwrap_or(HeaderValue::from_static("\"0\""));
    headers.insert(ETAG, etag.clone());
    headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=0, must-revalidate"),
    );
    // What the header layer adds later to a fresh response, a remembered one must carry itself.
    crate::layers::headers::add(&mut headers);
    Entry {
        sequence,
        headers,
        etag,
        body,
    }
}

/// A page as gzip.
pub(crate) fn gzip(plain: &[u8]) -> std::io::Result<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(plain)?;
    Ok(encoder.finish()?.into())
}

/// A page as Brotli, at a level that a page pays for when it is asked for once: 7 would take twice the
/// time for one byte in a hundred. The window holds every page; a smaller one makes the encoder slow.
pub(crate) fn brotli(plain: &[u8]) -> std::io::Result<Bytes> {
    let mut out = Vec::with_capacity(plain.len() / 2);
    let params = brotli::enc::BrotliEncoderParams {
        quality: 5,
        lgwin: 18,
        size_hint: plain.len(),
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
            && let Some(entry) = self.app.cache.find(request.uri(), accepted(request.headers()))
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
        // Before the sequence, which moves when a quarantine ends: pages made from now on know.
        match market::quarantine::data_at(&app.market().db).await {
            Ok(at) => app.restored_from(at),
            Err(error) => tracing::warn!(%error, "cannot read whether the market is in quarantine"),
        }
        match catalogue::change::sequence(&app.market().db).await {
            Ok(sequence) => app.cache.moved_to(sequence),
            Err(error) => tracing::warn!(%error, "cannot read the catalogue's change sequence"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(sequence: i64, encoding: Encoding, text: &str) -> Arc<Entry> {
        let plain = Bytes::from(text.to_owned());
        Arc::new(finish(sequence, HeaderMap::new(), plain, encoding))
    }

    fn uri(path: &str) -> Uri {
        path.parse().unwrap()
    }

    #[test]
    fn what_is_read_stays_while_other_pages_pass_through_a_bounded_room() {
        let cache = Cache::default();
        cache.moved_to(1);
        let large = page(1, Encoding::Plain, &"x".repeat(ROOM / 10));
        cache.keep("/read", Encoding::Plain, page(1, Encoding::Plain, "read"));
        cache.keep("/left", Encoding::Plain, page(1, Encoding::Plain, "left"));
        for number in 0..60 {
            cache.keep(&format!("/{number}"), Encoding::Plain, Arc::clone(&large));
            assert!(cache.find(&uri("/read"), Encoding::Plain).is_some(), "{number}");
            let pages = cache.pages.read().unwrap();
            assert!(pages.young.bytes <= ROOM && pages.old.bytes <= ROOM);
        }
        assert!(cache.find(&uri("/left"), Encoding::Plain).is_none());
    }

    #[test]
    fn each_encoding_is_a_page_of_its_own_and_none_outlives_a_change() {
        let cache = Cache::default();
        cache.moved_to(1);
        let text = "text ".repeat(200);
        for encoding in [Encoding::Brotli, Encoding::Gzip] {
            assert!(cache.find(&uri("/"), encoding).is_none());
            cache.keep("/", encoding, page(1, encoding, &text));
        }
        let tag = |encoding| cache.find(&uri("/"), encoding).map(|entry| entry.etag.clone());
        assert_ne!(tag(Encoding::Brotli), tag(Encoding::Gzip));
        assert!(cache.find(&uri("/"), Encoding::Plain).is_none());
        cache.keep("/late", Encoding::Plain, page(0, Encoding::Plain, &text));
        assert!(
            cache.find(&uri("/late"), Encoding::Plain).is_none(),
            "made before the change"
        );
        cache.moved_to(2);
        assert!(cache.find(&uri("/"), Encoding::Brotli).is_none());
    }

    #[test]
    fn a_reader_gets_the_best_encoding_it_accepts() {
        let accepting = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(value));
            accepted(&headers) as usize
        };
        assert_eq!(accepting("gzip, deflate, br"), Encoding::Brotli as usize);
        assert_eq!(accepting("gzip, br;q=0"), Encoding::Gzip as usize);
        assert_eq!(accepting("identity"), Encoding::Plain as usize);
    }
}
