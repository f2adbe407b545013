//! The listener. `axum::serve` waits for headers for ever; this one cuts whoever sends them slower
//! than five seconds, keeps count of connections in all and for each address, stops writing to
//! whoever does not read, and lets requests under way finish when the market stops.

use crate::App;
use axum::{
    Router,
    body::{Body, Bytes, HttpBody},
    extract::ConnectInfo,
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use std::{
    collections::HashMap,
    future::Future,
    io,
    net::IpAddr,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{Instant, Sleep, sleep, timeout},
};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

/// How patient the listener is.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Headers must have arrived by then; an idle connection is closed by then too.
    pub headers: Duration,
    /// A connection that neither takes nor sends a byte of an open request for so long is cut.
    pub stall: Duration,
    /// Bytes a second under which a body counts as stalled, over one `stall`.
    pub slowest: u64,
    /// No request lasts longer.
    pub longest: Duration,
    /// Connections in all.
    pub connections: usize,
    /// Connections from one address.
    pub per_address: usize,
    /// How long requests under way may take once the market stops.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            headers: Duration::from_secs(5),
            stall: Duration::from_secs(20),
            slowest: 2048,
            longest: Duration::from_secs(15 * 60),
            connections: 4096,
            per_address: 256,
            drain: Duration::from_secs(25),
        }
    }
}

/// Serves until `stop`, then finishes what is under way.
///
/// # Errors
/// When the socket fails.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    app: App,
    limits: Limits,
    stop: CancellationToken,
) -> io::Result<()> {
    let room = Arc::new(Semaphore::new(limits.connections));
    let addresses = Addresses::default();
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.headers)
        .max_headers(100)
        .max_buf_size(64 * 1024);
    loop {
        let permit = tokio::select! {
            () = stop.cancelled() => break,
            permit = Arc::clone(&room).acquire_owned() => permit.map_err(io::Error::other)?,
        };
        let (stream, peer) = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file descriptors, or the peer left: neither ends the market.
                    tracing::warn!(%error, "accepting");
                    sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
        };
        // Proxies carry everybody, so the bound for one address is not for them.
        let bound = if app.config.trusted_proxies.contains(&peer.ip()) {
            usize::MAX
        } else {
            limits.per_address
        };
        let Some(seat) = addresses.take(peer.ip(), bound) else {
            continue;
        };
        stream.set_nodelay(true).ok();
        let router = router.clone();
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let mut request = request.map(|body| Body::new(Paced::new(body, limits)));
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().oneshot(request)
        });
        let io = TokioIo::new(Patient::new(stream, limits.stall));
        let connection = graceful.watch(http.serve_connection(io, service));
        tokio::spawn(async move {
            // An error here is a client that left, was too slow, or did not speak HTTP.
            if let Err(error) = connection.await {
                tracing::debug!(%error, %peer, "connection ended");
            }
            drop((permit, seat));
        });
    }
    drop(listener);
    if timeout(limits.drain, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
    Ok(())
}

/// Connections of each address.
#[derive(Clone, Default)]
struct Addresses(Arc<Mutex<HashMap<IpAddr, usize>>>);

impl Addresses {
    fn take(&self, address: IpAddr, bound: usize) -> Option<Seat> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(address).or_default();
        if *count >= bound {
            return None;
        }
        *count += 1;
        Some(Seat {
            addresses: self.clone(),
            address,
        })
    }
}

/// One connection of an address, given back when dropped.
struct Seat {
    addresses: Addresses,
    address: IpAddr,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut counts = self.addresses.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.address);
            }
        }
    }
}

/// A stream that gives up on a reader who takes nothing for one stall.
struct Patient {
    stream: TcpStream,
    stall: Duration,
    deadline: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn new(stream: TcpStream, stall: Duration) -> Self {
        Self {
            stream,
            stall,
            deadline: None,
        }
    }

    fn blocked<T>(&mut self, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        let deadline = self.deadline.get_or_insert_with(|| Box::pin(sleep(self.stall)));
        deadline
            .as_mut()
            .poll(context)
            .map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Patient {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        match Pin::new(&mut this.stream).poll_write(context, bytes) {
            Poll::Ready(done) => {
                this.deadline = None;
                Poll::Ready(done)
            }
            Poll::Pending => this.blocked(context),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

/// A request body that gives up on a sender slower than `slowest` over one `stall`, or longer than
/// `longest`. A photo over a weak network arrives; a trickle does not.
struct Paced {
    body: Incoming,
    limits: Limits,
    moved: u64,
    window: Pin<Box<Sleep>>,
    end: Instant,
}

impl Paced {
    fn new(body: Incoming, limits: Limits) -> Self {
        Self {
            body,
            limits,
            moved: 0,
            window: Box::pin(sleep(limits.stall)),
            end: Instant::now() + limits.longest,
        }
    }
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<hyper::body::Frame<Bytes>, axum::BoxError>>> {
        let this = self.get_mut();
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) {
            if let Some(Ok(data)) = frame.as_ref().map(|f| f.as_ref().map(|f| f.data_ref())) {
                this.moved += data.map_or(0, |d| d.len() as u64);
            }
            return Poll::Ready(frame.map(|f| f.map_err(Into::into)));
        }
        while this.window.as_mut().poll(context).is_ready() {
            let floor = this.limits.slowest.saturating_mul(this.limits.stall.as_secs());
            if this.moved < floor || Instant::now() >= this.end {
                return Poll::Ready(Some(Err(io::Error::from(io::ErrorKind::TimedOut).into())));
            }
            this.moved = 0;
            this.window.as_mut().reset(Instant::now() + this.limits.stall);
        }
        Poll::Pending
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        self.body.size_hint()
    }
}
