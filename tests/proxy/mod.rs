//! A network between a phone and a server: counts what passes, and does to it what bad networks
//! do. Delays, a narrow line, connections cut after so many bytes in either direction, bodies
//! that come shorter than they were sent, no network at all. For the tests and for the bench
//! (`benches/dw1`); it speaks TCP and knows only as much of HTTP as it takes to shorten a body.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    dead_code,
    reason = "a test's network may fail by panicking; each user takes what it needs of it"
)]

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// How good the line is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// On the way up and on the way down: half a round trip.
    pub delay: Duration,
    /// Of each connection, in each direction.
    pub bytes_per_second: Option<u32>,
}

/// What becomes of a connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fate {
    #[default]
    Whole,
    /// Cut once so many bytes have gone up.
    CutUp(u64),
    /// Cut once so many bytes have come down.
    CutDown(u64),
    /// Cut once so many bytes have passed, up and down together.
    CutAfter(u64),
    /// So much of the first request's body arrives, and its head says that this is all.
    ShortRequest(usize),
    /// So much of the first answer's body arrives, and its head says that this is all.
    ShortAnswer(usize),
    /// Taken and dropped: no network.
    Refused,
}

/// What passed until now, bytes with their heads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Passed {
    pub up: u64,
    pub down: u64,
    pub requests: u64,
    pub connections: u64,
    /// How many connections met their fate.
    pub struck: u64,
}

impl Passed {
    #[must_use]
    pub fn since(self, before: Self) -> Self {
        Self {
            up: self.up - before.up,
            down: self.down - before.down,
            requests: self.requests - before.requests,
            connections: self.connections - before.connections,
            struck: self.struck - before.struck,
        }
    }
}

#[derive(Debug, Default)]
struct Counts {
    up: AtomicU64,
    down: AtomicU64,
    requests: AtomicU64,
    connections: AtomicU64,
    struck: AtomicU64,
}

/// The proxy; gone when it is dropped.
#[derive(Debug)]
pub struct Network {
    pub address: SocketAddr,
    counts: Arc<Counts>,
    there: watch::Sender<bool>,
    listening: JoinHandle<()>,
}

impl Drop for Network {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Network {
    /// Between whoever connects to `address` and `server`. `fate` is asked for each connection
    /// by its number, from 0.
    pub async fn before(
        server: SocketAddr,
        line: Line,
        fate: impl Fn(u64) -> Fate + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let counts = Arc::new(Counts::default());
        let (there, is_there) = watch::channel(true);
        let counting = Arc::clone(&counts);
        let listening = tokio::spawn(async move {
            while let Ok((phone, _)) = listener.accept().await {
                let number = counting.connections.fetch_add(1, Ordering::SeqCst);
                let connection = Connection {
                    line,
                    fate: fate(number),
                    counts: Arc::clone(&counting),
                    passed: AtomicU64::new(0),
                    answered: AtomicBool::new(true),
                };
                let mut is_there = is_there.clone();
                tokio::spawn(async move {
                    let gone = async { drop(is_there.wait_for(|there| !there).await) };
                    tokio::select! {
                        () = connection.carry(phone, server) => {}
                        () = gone => {}
                    }
                });
            }
        });
        Self {
            address,
            counts,
            there,
            listening,
        }
    }

    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    #[must_use]
    pub fn passed(&self) -> Passed {
        let Counts {
            up,
            down,
            requests,
            connections,
            struck,
        } = &*self.counts;
        let [up, down, requests, connections, struck] =
            [up, down, requests, connections, struck].map(|count| count.load(Ordering::SeqCst));
        Passed {
            up,
            down,
            requests,
            connections,
            struck,
        }
    }

    /// Drops every connection; until it is there again new ones are dropped too.
    pub fn be_there(&self, there: bool) {
        self.there.send_replace(there);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

/// A connection that has met its fate, or whose ends are gone.
struct Over;

struct Connection {
    line: Line,
    fate: Fate,
    counts: Arc<Counts>,
    /// In both directions.
    passed: AtomicU64,
    /// What comes up next is another request.
    answered: AtomicBool,
}

impl Connection {
    async fn carry(&self, phone: TcpStream, server: SocketAddr) {
        if self.fate == Fate::Refused {
            self.struck();
            return;
        }
        let Ok(server) = TcpStream::connect(server).await else {
            return;
        };
        let _slower_without = (phone.set_nodelay(true), server.set_nodelay(true));
        let (from_phone, to_phone) = phone.into_split();
        let (from_server, to_server) = server.into_split();
        // Whichever is over first takes the other with it: what is not through by then is lost.
        tokio::select! {
            _ = self.pass(Way::Up, from_phone, to_server) => {}
            _ = self.pass(Way::Down, from_server, to_phone) => {}
        }
    }

    fn struck(&self) {
        self.counts.struck.fetch_add(1, Ordering::SeqCst);
    }

    async fn pass(
        &self,
        way: Way,
        mut from: OwnedReadHalf,
        mut to: OwnedWriteHalf,
    ) -> Result<(), Over> {
        let shortened = match (way, self.fate) {
            (Way::Up, Fate::ShortRequest(length)) | (Way::Down, Fate::ShortAnswer(length)) => {
                Some(length)
            }
            _ => None,
        };
        if let Some(length) = shortened {
            let short = shorten(&mut from, length).await?;
            self.struck();
            self.write(way, &short, &mut to).await?;
            if way == Way::Down {
                return Err(Over);
            }
        }
        if self.line == Line::default() {
            let mut buffer = vec![0; 32 * 1024];
            loop {
                let read = from.read(&mut buffer).await.map_err(|_| Over)?;
                if read == 0 {
                    return Ok(());
                }
                self.write(way, &buffer[..read], &mut to).await?;
            }
        }
        let (sender, mut on_the_way) = mpsc::channel::<(Instant, Vec<u8>)>(256);
        let read_on = async move {
            let mut free_at = Instant::now();
            // As many as a network sends at once; larger ones would arrive in lumps.
            let mut buffer = vec![0; 1400];
            loop {
                let read = from.read(&mut buffer).await.map_err(|_| Over)?;
                if read == 0 {
                    return Ok(());
                }
                free_at = free_at.max(Instant::now()) + self.takes(read);
                let there_at = free_at + self.line.delay;
                sender
                    .send((there_at, buffer[..read].to_vec()))
                    .await
                    .map_err(|_| Over)?;
            }
        };
        let write_on = async {
            while let Some((there_at, bytes)) = on_the_way.recv().await {
                // Nobody waits here for something to have happened: this is the line's length.
                tokio::time::sleep_until(there_at).await;
                self.write(way, &bytes, &mut to).await?;
            }
            Ok(())
        };
        tokio::try_join!(read_on, write_on).map(drop)
    }

    fn takes(&self, bytes: usize) -> Duration {
        self.line.bytes_per_second.map_or(Duration::ZERO, |speed| {
            Duration::from_secs_f64(bytes as f64 / f64::from(speed))
        })
    }

    async fn write(&self, way: Way, bytes: &[u8], to: &mut OwnedWriteHalf) -> Result<(), Over> {
        let before = match (self.fate, way) {
            (Fate::CutUp(limit), Way::Up)
            | (Fate::CutDown(limit), Way::Down)
            | (Fate::CutAfter(limit), _) => Some(limit),
            _ => None,
        };
        let left = match before {
            None => u64::MAX,
            Some(limit) => {
                let passed = self.passed.fetch_add(bytes.len() as u64, Ordering::SeqCst);
                limit.saturating_sub(passed)
            }
        };
        let through = bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let count = match way {
            Way::Up => {
                if self.answered.swap(false, Ordering::SeqCst) {
                    self.counts.requests.fetch_add(1, Ordering::SeqCst);
                }
                &self.counts.up
            }
            Way::Down => {
                self.answered.store(true, Ordering::SeqCst);
                &self.counts.down
            }
        };
        count.fetch_add(through as u64, Ordering::SeqCst);
        to.write_all(&bytes[..through]).await.map_err(|_| Over)?;
        if through < bytes.len() || left == through as u64 {
            self.struck();
            return Err(Over);
        }
        Ok(())
    }
}

/// Reads one message and makes one of it whose body is `length` bytes at most, framed as if
/// that were all.
async fn shorten(from: &mut OwnedReadHalf, length: usize) -> Result<Vec<u8>, Over> {
    let mut came = Vec::new();
    let mut read_more = async |came: &mut Vec<u8>| -> Result<(), Over> {
        let read = from.read_buf(came).await.map_err(|_| Over)?;
        if read == 0 { Err(Over) } else { Ok(()) }
    };
    let head_ends = loop {
        if let Some(at) = find(&came, b"\r\n\r\n") {
            break at + 4;
        }
        read_more(&mut came).await?;
    };
    let head = String::from_utf8_lossy(&came[..head_ends]).to_lowercase();
    let header = |name: &str| {
        let line = head.lines().find_map(|line| line.strip_prefix(name));
        line.map(|value| value.trim().to_owned())
    };
    let whole = header("content-length:").and_then(|length| length.parse::<usize>().ok());
    let body = match whole {
        Some(whole) => {
            while came.len() < head_ends + whole {
                read_more(&mut came).await?;
            }
            came[head_ends..].to_vec()
        }
        None => loop {
            if let Some(body) = unchunked(&came[head_ends..]) {
                break body;
            }
            read_more(&mut came).await?;
        },
    };
    let body = &body[..length.min(body.len())];
    let mut short = Vec::new();
    for line in String::from_utf8_lossy(&came[..head_ends - 2]).lines() {
        let name = line.to_lowercase();
        if !name.starts_with("content-length:") && !name.starts_with("transfer-encoding:") {
            short.extend_from_slice(line.as_bytes());
            short.extend_from_slice(b"\r\n");
        }
    }
    short.extend_from_slice(format!("content-length: {}\r\n\r\n", body.len()).as_bytes());
    short.extend_from_slice(body);
    Ok(short)
}

/// The body of a message sent in chunks, once its last one is there.
fn unchunked(mut chunks: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = find(chunks, b"\r\n")?;
        let size = std::str::from_utf8(&chunks[..line]).ok()?;
        let size = usize::from_str_radix(size.trim(), 16).ok()?;
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(chunks.get(line + 2..line + 2 + size)?);
        chunks = chunks.get(line + 2 + size + 2..)?;
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
