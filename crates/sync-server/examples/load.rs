//! What a server does on this machine, on SQLite and then, where it is installed, on a private PostgreSQL: a part of
//! `cargo xtask bench sync`; `load [--devices N] [--seconds N] [--database postgres://…]` where it was built.
//!
//! It starts the program on a folder of its own and asks it over loopback, so client and server share the
//! cores. Segments are sealed before the clock runs.

#[path = "../tests/conformance/client.rs"]
#[allow(dead_code, reason = "the suite uses more of it")]
mod client;
#[path = "../tests/conformance/vault.rs"]
#[allow(dead_code, reason = "the suite uses more of it")]
mod vault;

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Parser;
use client::{Client, Hints};
use sync_protocol::id::VaultId;
use sync_protocol::log::Vector;
use sync_protocol::wire::Posted;
use testkit::postgres::Cluster;
use vault::Vault;

type Done<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[derive(Parser)]
struct Args {
    /// Devices that listen and write, two to a vault.
    #[arg(long, default_value_t = 1000)]
    devices: usize,
    /// How long they do.
    #[arg(long, default_value_t = 30)]
    seconds: u64,
    /// Batches of a hundred segments for the first figure.
    #[arg(long, default_value_t = 100)]
    batches: usize,
    /// This PostgreSQL instead of both.
    #[arg(long)]
    database: Option<String>,
}

struct Server {
    child: Child,
    url: String,
    _folder: tempfile::TempDir,
}

impl Server {
    fn start(database: Option<&str>) -> Done<Server> {
        let folder = tempfile::tempdir()?;
        let program: PathBuf = std::env::current_exe()?.with_file_name("../everkept-server");
        let mut command = Command::new(program);
        command.args(["serve", "--listen", "127.0.0.1:0", "--registration", "open", "--data"]);
        command.arg(folder.path());
        command.args([
            "--rate-strict",
            "off",
            "--rate-normal",
            "off",
            "--quota",
            "0",
            "--day",
            "0",
        ]);
        if let Some(database) = database {
            command.args(["--database", database]);
        }
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("it is piped")?).read_line(&mut line)?;
        let said: serde_json::Value = serde_json::from_str(&line)?;
        let url = said["url"].as_str().ok_or("it says no address")?.to_owned();
        Ok(Server { child, url, _folder: folder })
    }

    fn client(&self) -> Client {
        Client::new(&self.url, &self.url)
    }

    /// Mebibytes in memory, and seconds of CPU, as Linux tells them.
    fn cost(&self) -> Done<(f64, f64)> {
        let read =
            |file: &str| std::fs::read_to_string(format!("/proc/{}/{file}", self.child.id()));
        let status = read("status")?;
        let rss = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib: f64 = rss.and_then(|rss| rss.split_whitespace().next()).unwrap_or("0").parse()?;
        let stat = read("stat")?;
        // Behind the name in brackets: user and system are the 12th and 13th field, in ticks of 10 ms.
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
        let ticks: f64 = fields[11].parse::<f64>()? + fields[12].parse::<f64>()?;
        Ok((kib / 1024.0, ticks / 100.0))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn say(line: std::fmt::Arguments<'_>) -> Done<()> {
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}

#[tokio::main]
async fn main() -> Done<()> {
    let args = Args::parse();
    if let Some(database) = &args.database {
        return on(Some(database), &args).await;
    }
    on(None, &args).await?;
    match Cluster::start() {
        Some(cluster) => on(Some(&cluster.database()), &args).await,
        None => say(format_args!("PostgreSQL: not installed here")),
    }
}

async fn on(database: Option<&str>, args: &Args) -> Done<()> {
    let engine = if database.is_some() { "PostgreSQL" } else { "SQLite" };
    let server = Server::start(database)?;
    let (rss, _) = server.cost()?;
    say(format_args!("{engine}: idle {rss:.0} MiB (target 30)"))?;
    batched(&server, args, engine).await?;
    devices(&server, args, engine).await
}

/// Four devices of one vault send batches of a hundred.
async fn batched(server: &Server, args: &Args, engine: &str) -> Done<()> {
    const WRITERS: usize = 4;
    let vault = Arc::new(Vault::new(7, 4));
    let client = server.client();
    client.register(&vault, None).await.1.map_err(|problem| problem.message.0)?;
    let mut ready = Vec::new();
    for by in 0..WRITERS {
        let mut vector = Vector::default();
        let mut batches = Vec::new();
        for _ in 0..args.batches / WRITERS {
            batches.push((0..100).map(|_| vault.write(by, &mut vector, 120)).collect::<Vec<_>>());
        }
        ready.push((client.device(&vault, by).await, batches));
    }
    let (_, cpu) = server.cost()?;
    let began = Instant::now();
    let writers = ready.into_iter().map(|(client, batches)| {
        tokio::spawn(async move {
            for batch in batches {
                let (_, posted) = client.post(&batch).await;
                assert!(posted.iter().all(|posted| matches!(posted, Posted::Stored { .. })));
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await?;
    }
    let took = began.elapsed().as_secs_f64();
    let count = (args.batches / WRITERS * WRITERS * 100) as f64;
    let (rss, after) = server.cost()?;
    say(format_args!(
        "{engine}: {:.0} segments/s in batches of 100 (target 2000), {:.0} us CPU each, {rss:.0} MiB",
        count / took,
        (after - cpu) / count * 1e6
    ))?;
    let began = Instant::now();
    let reader = client.device(&vault, 0).await;
    let (mut after, mut read) = (0, 0);
    loop {
        let page = reader.changes(after).await;
        (after, read) = (page.next, read + page.segments.0.len());
        if !page.more {
            break;
        }
    }
    say(format_args!(
        "{engine}: {:.0} segments/s read in pages of 1,000",
        read as f64 / began.elapsed().as_secs_f64()
    ))
}

/// Pairs of devices: one writes about once in five seconds, the other hears of it and reads it.
async fn devices(server: &Server, args: &Args, engine: &str) -> Done<()> {
    let pairs = args.devices / 2;
    // One pool of connections for all.
    let client = server.client();
    let mut ready = Vec::new();
    for pair in 0..pairs {
        let mut name = [0xee; 16];
        name[..8].copy_from_slice(&(pair as u64).to_be_bytes());
        let vault = Vault::named(VaultId::new(name), 9, 2);
        client.register(&vault, None).await.1.map_err(|problem| problem.message.0)?;
        let (writer, reader) = (client.device(&vault, 0).await, client.device(&vault, 1).await);
        let hints = Hints::of(&reader).await;
        ready.push((vault, writer, reader, hints));
    }
    let (rss, cpu) = server.cost()?;
    say(format_args!("{engine}: {} devices listen, {rss:.0} MiB (target 300)", pairs * 2))?;
    let until = Instant::now() + Duration::from_secs(args.seconds);
    let spread = |pair: usize| Duration::from_millis(pair as u64 * 5000 / pairs as u64);
    let tasks: Vec<_> = ready
        .into_iter()
        .enumerate()
        .map(|(number, pair)| tokio::spawn(write_and_hear(pair, spread(number), until)))
        .collect();
    let (mut pushes, mut seen) = (Vec::new(), Vec::new());
    for task in tasks {
        let (some, others) = task.await?;
        pushes.extend(some);
        seen.extend(others);
    }
    let (rss, after) = server.cost()?;
    let at = |times: &mut Vec<Duration>, part: f64| {
        times.sort_unstable();
        let last = times.len().saturating_sub(1) as f64;
        times.get((last * part).round() as usize).map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    say(format_args!(
        "{engine}: {} pushes, p50 {:.1} ms, p95 {:.1} ms (target 300); A to B p50 {:.1} ms (target 300), \
         p99 {:.1} ms (target 2000); {rss:.0} MiB, {:.0} % of a core",
        pushes.len(),
        at(&mut pushes, 0.5),
        at(&mut pushes, 0.95),
        at(&mut seen, 0.5),
        at(&mut seen, 0.99),
        (after - cpu) / args.seconds as f64 * 100.0
    ))
}

/// A device that writes, and one of the same vault that hears of it.
type Pair = (Vault, Client, Client, Hints);

/// How long each push took, and how long until the other device had it.
async fn write_and_hear(
    (vault, writer, reader, mut hints): Pair,
    wait: Duration,
    until: Instant,
) -> (Vec<Duration>, Vec<Duration>) {
    let (mut vector, mut pushes, mut seen) = (Vector::default(), Vec::new(), Vec::new());
    hints.next().await;
    tokio::time::sleep(wait).await;
    let mut after = 0;
    while Instant::now() < until {
        let segment = vault.write(0, &mut vector, 120);
        let began = Instant::now();
        let push = async {
            writer.post(&[segment]).await;
            began.elapsed()
        };
        let heard = async {
            hints.next().await;
            let page = reader.changes(after).await;
            (page.next, began.elapsed())
        };
        let (pushed, (next, arrived)) = tokio::join!(push, heard);
        after = next;
        pushes.push(pushed);
        seen.push(arrived);
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
    (pushes, seen)
}
