//! The load: so many connections that stay open, each sending the next request once the answer to the
//! last is whole. Written on the socket, because a full client would be half of what is measured.

use anyhow::{Context, ensure};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// What is sent: finished bytes, taken one after the other by whichever connection is free.
#[derive(Clone)]
pub(crate) struct Requests {
    list: Arc<Vec<Vec<u8>>>,
    next: Arc<AtomicUsize>,
    again: bool,
}

impl Requests {
    /// Each once; the cell ends early when all are sent.
    pub(crate) fn once(list: Vec<Vec<u8>>) -> Self {
        Self {
            list: Arc::new(list),
            next: Arc::default(),
            again: false,
        }
    }

    /// Round and round.
    pub(crate) fn round(list: Vec<Vec<u8>>) -> Self {
        Self {
            list: Arc::new(list),
            next: Arc::default(),
            again: true,
        }
    }

    fn take(&self) -> Option<&[u8]> {
        let at = self.next.fetch_add(1, Ordering::Relaxed);
        let at = if self.again { at % self.list.len().max(1) } else { at };
        self.list.get(at).map(Vec::as_slice)
    }
}

/// What a cell of a table came to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    /// How long it took.
    pub(crate) elapsed: Duration,
    /// Microseconds of each answer, sorted.
    pub(crate) micros: Vec<u32>,
    /// Answers that were no success, and the first of them.
    pub(crate) refused: usize,
    pub(crate) first_refusal: Option<String>,
    /// Bytes of all bodies.
    pub(crate) bytes: usize,
}

impl Cell {
    /// Answers in a second.
    pub(crate) fn rate(&self) -> f64 {
        self.micros.len() as f64 / self.elapsed.as_secs_f64().max(1e-9)
    }

    /// So many of a thousand answers took at most so many milliseconds.
    pub(crate) fn millis_at(&self, of_a_thousand: usize) -> f64 {
        let last = self.micros.len().saturating_sub(1);
        self.micros
            .get(last * of_a_thousand / 1000)
            .map_or(0.0, |micros| f64::from(*micros) / 1000.0)
    }

    /// Bytes of a body, on average.
    pub(crate) fn size(&self) -> usize {
        self.bytes / self.micros.len().max(1)
    }

    /// Takes in what another connection did.
    pub(crate) fn add(&mut self, other: Self) {
        self.micros.extend(other.micros);
        self.refused += other.refused;
        self.bytes += other.bytes;
        self.first_refusal = self.first_refusal.take().or(other.first_refusal);
    }

    /// Ends the cell.
    pub(crate) fn finish(&mut self, elapsed: Duration) {
        self.elapsed = elapsed;
        self.micros.sort_unstable();
    }
}

/// Sends for `time`, or until all is sent, over `connections`; all of it on one thread.
///
/// # Errors
/// When the server cannot be reached or does not speak HTTP.
pub(crate) async fn run(
    to: SocketAddr,
    requests: Requests,
    connections: usize,
    time: Duration,
) -> anyhow::Result<Cell> {
    let work = move || -> anyhow::Result<Cell> {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?
            .block_on(async {
                let mut lines = Vec::new();
                for _ in 0..connections {
                    lines.push(Line::open(to).await?);
                }
                let start = Instant::now();
                let running: Vec<_> = lines
                    .into_iter()
                    .map(|line| tokio::spawn(line.send(requests.clone(), start + time)))
                    .collect();
                let mut cell = Cell::default();
                for line in running {
                    cell.add(line.await??);
                }
                cell.finish(start.elapsed());
                Ok(cell)
            })
    };
    let (tell, told) = tokio::sync::oneshot::channel();
    thread::spawn(move || tell.send(work()).ok());
    told.await.context("the load stopped")?
}

/// One connection.
struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Line {
    async fn open(to: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(to).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(256 * 1024),
        })
    }

    async fn send(mut self, requests: Requests, until: Instant) -> anyhow::Result<Cell> {
        let mut cell = Cell::default();
        while Instant::now() < until
            && let Some(request) = requests.take()
        {
            let start = Instant::now();
            self.stream.write_all(request).await?;
            let (status, body) = self.answer().await?;
            cell.micros
                .push(u32::try_from(start.elapsed().as_micros()).unwrap_or(u32::MAX));
            cell.bytes += body;
            if !(200..300).contains(&status) {
                cell.refused += 1;
                let text = String::from_utf8_lossy(&self.buffer).into_owned();
                cell.first_refusal.get_or_insert(text);
            }
        }
        Ok(cell)
    }

    /// Reads one answer: its status and the length of its body.
    async fn answer(&mut self) -> anyhow::Result<(u16, usize)> {
        self.buffer.clear();
        let head = loop {
            let read = self.stream.read_buf(&mut self.buffer).await?;
            ensure!(read > 0, "the server closed the connection");
            if let Some(head) = self.buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                break head + 4;
            }
        };
        let text = std::str::from_utf8(&self.buffer[..head])?;
        let status: u16 = text.get(9..12).context("a status")?.parse()?;
        let length = text.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length")
                .then(|| value.trim().parse::<usize>().ok())?
        });
        let length = match status {
            204 | 304 => 0,
            _ => length.with_context(|| format!("an answer without a length: {text}"))?,
        };
        while self.buffer.len() < head + length {
            let read = self.stream.read_buf(&mut self.buffer).await?;
            ensure!(read > 0, "the server closed the connection in the middle");
        }
        Ok((status, length))
    }
}

/// A GET as a browser sends it.
pub(crate) fn get(host: SocketAddr, path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: {host}\r\naccept-encoding: gzip, deflate, br\r\naccept-language: fr\r\n\r\n")
        .into_bytes()
}

/// JSON to the API.
pub(crate) fn json(host: SocketAddr, method: &str, path: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n{headers}\r\n{body}")
        .into_bytes()
}

/// Asks once and returns status and body.
///
/// # Errors
/// When nobody answers.
pub(crate) async fn ask(to: SocketAddr, request: &[u8]) -> anyhow::Result<(u16, String)> {
    let mut line = Line::open(to).await?;
    line.stream.write_all(request).await?;
    let (status, length) = line.answer().await?;
    let body = line.buffer.len() - length;
    Ok((status, String::from_utf8_lossy(&line.buffer[body..]).into_owned()))
}
