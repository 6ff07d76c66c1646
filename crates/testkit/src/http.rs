//! A server of our own program, and the few words of HTTP/1.1 that a test speaks to it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::program::{self, Stop};

/// `everkept serve` on a free port.
pub struct Server {
    child: Child,
    /// `127.0.0.1:4711`.
    pub host: String,
    /// What every request must show.
    pub token: String,
}

/// An answer.
pub struct Answer {
    /// `200`.
    pub status: u16,
    /// The head, lines joined.
    pub head: String,
    /// The content.
    pub body: Vec<u8>,
}

impl Server {
    /// Starts it; it listens when this returns.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(vault: &Path) -> Server {
        Server::start_as(program::everkept(vault))
    }

    /// Starts it by a command of one's own, which comes from [`program::everkept`].
    ///
    /// # Panics
    /// When it does not start.
    pub fn start_as(command: Command) -> Server {
        Server::run(command, &[]).expect("it prints its address")
    }

    /// Starts it with nothing beside the vault, as `--safe` asks for.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start_safely(vault: &Path) -> Server {
        Server::run(program::everkept(vault), &["--safe"]).expect("it prints its address")
    }

    /// Starts it, to be killed at a place; none when that came before it listened.
    ///
    /// # Panics
    /// When there is no such program.
    pub fn start_until(vault: &Path, stop: Stop) -> Option<Server> {
        Server::run(stop.of(&program::everkept(vault)), &[])
    }

    fn run(mut command: Command, words: &[&str]) -> Option<Server> {
        let mut child = command
            .arg("serve")
            .args(words)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("it was piped");
        BufReader::new(stdout).read_line(&mut line).expect("its output can be read");
        let Ok(said) = serde_json::from_str::<Value>(&line) else {
            child.wait().expect("it has ended");
            return None;
        };
        let address = said["address"].as_str().expect("an address");
        let host = address.trim_start_matches("http://").trim_end_matches('/');
        let host = host.split('/').next().unwrap_or(host).to_owned();
        let token = said["token"].as_str().expect("a token").to_owned();
        Some(Server { child, host, token })
    }

    /// The process, for signals.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Whether it has ended.
    ///
    /// # Panics
    /// When the system does not say.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().expect("it can be asked").is_some()
    }

    /// Ends it as a power cut would (SIGKILL).
    ///
    /// # Panics
    /// When it is gone already.
    pub fn kill(&mut self) {
        self.child.kill().expect("it was running");
        self.child.wait().expect("it has ended");
    }

    /// Waits until it has ended by itself.
    ///
    /// # Panics
    /// When it cannot be waited for.
    pub fn wait(&mut self) {
        self.child.wait().expect("it ends");
    }

    /// A POST of JSON with the token.
    pub fn post(&self, path: &str, json: &str) -> Answer {
        self.try_post(path, json).expect("the server answers")
    }

    /// A POST of JSON with the token; an error when the server goes away meanwhile.
    ///
    /// # Errors
    /// The connection's own.
    pub fn try_post(&self, path: &str, json: &str) -> std::io::Result<Answer> {
        let head =
            format!("content-type: application/json\r\nauthorization: Bearer {}\r\n", self.token);
        self.request("POST", path, &head, json.as_bytes())
    }

    /// A POST of JSON to a stream; `line` is called with each line as it comes.
    ///
    /// # Panics
    /// When the server goes away meanwhile, or answers something else than lines of JSON.
    pub fn lines(&self, path: &str, json: &str, mut line: impl FnMut(Value)) {
        let mut stream = TcpStream::connect(&self.host).expect("the server is there");
        let (host, token, length) = (&self.host, &self.token, json.len());
        // HTTP/1.0: the answer ends with the connection, and comes without chunks.
        write!(
            stream,
            "POST {path} HTTP/1.0\r\nhost: {host}\r\ncontent-type: application/json\r\n\
             authorization: Bearer {token}\r\ncontent-length: {length}\r\n\r\n{json}"
        )
        .expect("the request is sent");
        let lines = BufReader::new(stream).lines().map(|line| line.expect("the answer goes on"));
        for text in lines.skip_while(|line| !line.is_empty()).filter(|line| !line.is_empty()) {
            line(serde_json::from_str(&text).expect("a line is JSON"));
        }
    }

    /// A POST of bytes with the token and a JSON request beside it.
    ///
    /// # Errors
    /// The connection's own.
    pub fn try_post_bytes(&self, path: &str, json: &str, bytes: &[u8]) -> std::io::Result<Answer> {
        let head = format!(
            "content-type: application/octet-stream\r\nx-payload: {}\r\nauthorization: Bearer {}\r\n",
            percent(json),
            self.token
        );
        self.request("POST", path, &head, bytes)
    }

    /// A GET with the token.
    pub fn get(&self, path: &str) -> Answer {
        let head = format!("authorization: Bearer {}\r\n", self.token);
        self.request("GET", path, &head, b"").expect("the server answers")
    }

    /// Any request; `head` holds whole lines.
    ///
    /// # Errors
    /// The connection's own.
    pub fn request(
        &self,
        method: &str,
        path: &str,
        head: &str,
        body: &[u8],
    ) -> std::io::Result<Answer> {
        ask(&self.host, method, path, head, body)
    }
}

/// Any request to any server on this machine; `head` holds whole lines.
///
/// # Errors
/// The connection's own.
pub fn ask(to: &str, method: &str, path: &str, head: &str, body: &[u8]) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect(to)?;
    let host = match head.to_lowercase().contains("host:") {
        true => String::new(),
        false => format!("host: {to}\r\n"),
    };
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\n{host}{head}content-length: {length}\r\nconnection: close\r\n\r\n"
    )?;
    stream.write_all(body)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    parse(&answer).ok_or_else(|| std::io::Error::other("the answer ended early"))
}

fn parse(answer: &[u8]) -> Option<Answer> {
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let body = &answer[end + 4..];
    let body = match head.contains("transfer-encoding: chunked") {
        true => unchunked(body)?,
        false => body.to_vec(),
    };
    Some(Answer { status, head, body })
}

fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|window| window == b"\r\n")?;
        let length =
            usize::from_str_radix(std::str::from_utf8(&rest[..end]).ok()?.trim(), 16).ok()?;
        if length == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(end + 2..end + 2 + length)?);
        rest = rest.get(end + 2 + length + 2..)?;
    }
}

fn percent(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            out.push(byte as char)
        } else {
            out.push_str(&format!("%{byte:02X}"))
        }
    }
    out
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have been ended by the test.
        if self.child.try_wait().is_ok_and(|ended| ended.is_none()) && self.child.kill().is_ok() {
            drop(self.child.wait());
        }
    }
}
