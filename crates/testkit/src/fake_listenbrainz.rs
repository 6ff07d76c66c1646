//! ListenBrainz on loopback, as far as a connector asks it: the listens of a person, newest first.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use serde_json::{Value, json};

/// The most listens that a page holds.
const PAGE_MAX: usize = 1000;
/// Listens of a page when nobody says how many.
const PAGE: usize = 25;

/// A service that knows one person, `ann`. It ends with the process.
pub struct ListenBrainz {
    /// What to tell the connector: `http://127.0.0.1:4711`.
    pub address: String,
    known: Arc<Mutex<Known>>,
}

#[derive(Default)]
struct Known {
    /// Instants, Unix seconds, and titles.
    listens: Vec<(i64, String)>,
    fails: usize,
    after: usize,
    asked: usize,
}

impl Default for ListenBrainz {
    fn default() -> ListenBrainz {
        ListenBrainz::new()
    }
}

impl ListenBrainz {
    /// A service that knows nothing yet.
    ///
    /// # Panics
    /// When loopback has no free port: the test cannot run.
    pub fn new() -> ListenBrainz {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("it is bound"));
        let known = Arc::new(Mutex::new(Known::default()));
        let its = Arc::clone(&known);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that goes away meanwhile has its reasons.
                drop(answer(stream, &mut lock(&its)));
            }
        });
        ListenBrainz { address, known }
    }

    /// The person listens.
    pub fn listen(&self, at_s: i64, title: &str) {
        lock(&self.known).listens.push((at_s, title.to_owned()));
    }

    /// So many requests are answered, then so many fail with 500.
    pub fn fail(&self, after: usize, fails: usize) {
        let mut known = lock(&self.known);
        (known.after, known.fails) = (after, fails);
    }

    /// Requests so far.
    pub fn asked(&self) -> usize {
        lock(&self.known).asked
    }
}

fn lock(known: &Mutex<Known>) -> MutexGuard<'_, Known> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

fn answer(mut stream: TcpStream, known: &mut Known) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut head = String::new();
    while reader.read_line(&mut head)? > 2 {
        head.clear();
    }
    known.asked += 1;
    let target = line.split(' ').nth(1).unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let (status, body) = match path {
        "/1/user/ann/listens" => known.turn(query),
        _ => ("404 Not Found", json!({ "code": 404, "error": "Not Found" })),
    };
    let body = body.to_string();
    write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}

impl Known {
    fn turn(&mut self, query: &str) -> (&'static str, Value) {
        if self.after > 0 {
            self.after -= 1;
        } else if self.fails > 0 {
            self.fails -= 1;
            let error = "An unknown error occured.";
            return ("500 Internal Server Error", json!({ "code": 500, "error": error }));
        }
        ("200 OK", self.page(query))
    }

    fn page(&self, query: &str) -> Value {
        let number = |name: &str| {
            let pair = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
            pair.and_then(|text| text.parse::<i64>().ok())
        };
        let mut found = self.listens.clone();
        found.retain(|(at, _)| number("max_ts").is_none_or(|max_ts| *at < max_ts));
        found.sort_unstable_by(|a, b| b.cmp(a));
        let count = number("count").and_then(|count| usize::try_from(count).ok()).unwrap_or(PAGE);
        found.truncate(count.min(PAGE_MAX));
        let listens: Vec<Value> = found
            .iter()
            .map(|(at, title)| {
                json!({ "listened_at": at, "recording_msid": format!("{at}-{title}"),
                    "user_name": "ann", "track_metadata": { "artist_name": "Artist",
                    "track_name": title, "additional_info": {} } })
            })
            .collect();
        let oldest = self.listens.iter().map(|(at, _)| *at).min();
        let newest = self.listens.iter().map(|(at, _)| *at).max();
        json!({ "payload": { "count": listens.len(), "user_id": "ann", "listens": listens,
            "latest_listen_ts": newest, "oldest_listen_ts": oldest } })
    }
}
