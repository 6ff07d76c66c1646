//! The program itself: it says when it is ready, is killed under load, and has what it said it has.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sync_protocol::log::Vector;
use sync_protocol::segment::Segment;

use crate::client::Client;
use crate::vault::Vault;

struct Program {
    child: Child,
    url: String,
}

impl Program {
    fn start(data: &Path) -> Program {
        let mut child = Command::new(env!("CARGO_BIN_EXE_everkept-server"))
            .args(["serve", "--listen", "127.0.0.1:0", "--registration", "open"])
            .args(["--rate-strict", "off", "--rate-normal", "off", "--quota", "0", "--day", "0"])
            .arg("--data")
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("it is piped");
        BufReader::new(out).read_line(&mut line).expect("it says where it is");
        let said: serde_json::Value = serde_json::from_str(&line).expect("a line of JSON");
        let url = said["url"].as_str().expect("an address").to_owned();
        Program { child, url }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Segments that are answered before each kill.
const ANSWERED: usize = 60;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_answered_outlives_a_kill() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let vault = Arc::new(Vault::new(7, 4));
    let mut program = Program::start(folder.path());
    let client = Client::new(&program.url, &program.url);
    assert_eq!(client.register(&vault, None).await.0, 200);
    let mut vectors = vec![Vector::default(); 4];
    for round in 0..5 {
        let client = Client::new(&program.url, &program.url);
        let answered = Arc::new(AtomicUsize::new(0));
        let mut writers = Vec::new();
        for (by, mut vector) in std::mem::take(&mut vectors).into_iter().enumerate() {
            let (vault, answered) = (Arc::clone(&vault), Arc::clone(&answered));
            let client = client.device(&vault, by).await;
            writers.push(tokio::spawn(async move {
                loop {
                    let mut ahead = vector.clone();
                    let batch: Vec<_> =
                        [80, 70_000, 80].map(|bytes| vault.write(by, &mut ahead, bytes)).into();
                    let message = sync_protocol::wire::PostSegments {
                        segments: sync_protocol::wire::List(
                            batch.into_iter().map(sync_protocol::wire::Bytes).collect(),
                        ),
                        again: false,
                    };
                    let body = sync_protocol::wire::encode(&message).expect("it is short");
                    let sent = client.request("POST", "/v1/segments").body(body).send().await;
                    match sent {
                        Ok(reply) if reply.status().is_success() => {
                            vector = ahead;
                            answered.fetch_add(3, Ordering::Relaxed);
                        }
                        _ => return vector,
                    }
                }
            }));
        }
        while answered.load(Ordering::Relaxed) < ANSWERED {
            tokio::task::yield_now().await;
        }
        program.child.kill().expect("it runs");
        for writer in writers {
            vectors.push(writer.await.expect("it ends with the server"));
        }
        program = Program::start(folder.path());
        let client = Client::new(&program.url, &program.url).device(&vault, 0).await;
        let kept = read(&client).await;
        for (by, vector) in vectors.iter_mut().enumerate() {
            let log = vault.log(by);
            let (said, has) = (vector.0.get(&log), kept.0.get(&log));
            let seq = |end: Option<&sync_protocol::log::LogEnd>| end.map_or(0, |end| end.seq);
            assert!(seq(said) <= seq(has), "round {round}: what was answered is there");
            // What was written and not answered is there, too, or not: the writer learns which.
            vector.0.extend(has.map(|end| (log, *end)));
        }
    }
}

/// Everything, from the first number: gapless, each on its log.
async fn read(client: &Client) -> Vector {
    let (mut kept, mut after) = (Vector::default(), 0);
    loop {
        let page = client.changes(after).await;
        for placed in &page.segments.0 {
            after += 1;
            assert_eq!(placed.gsn, after, "no number is left out");
            let segment = Segment::parse(&placed.bytes.0).expect("it is whole");
            kept.advance(&segment).expect("it follows on its log");
        }
        if !page.more {
            assert_eq!(page.digest, kept.digest());
            return kept;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_is_made_hot_and_checked() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let (data, file) = (folder.path().join("data"), folder.path().join("backup"));
    let program = Program::start(&data);
    let vault = Vault::new(7, 1);
    let client = Client::new(&program.url, &program.url);
    assert_eq!(client.register(&vault, None).await.0, 200);
    let laptop = client.device(&vault, 0).await;
    let mut vector = Vector::default();
    let written: Vec<_> = [100, 90_000, 100].map(|bytes| vault.write(0, &mut vector, bytes)).into();
    assert_eq!(laptop.post(&written).await.0, 200);
    let ask = |args: &[&str]| {
        let done = Command::new(env!("CARGO_BIN_EXE_everkept-server")).args(args).output();
        let done = done.expect("the program starts");
        (done.status.success(), String::from_utf8_lossy(&done.stdout).into_owned())
    };
    let text = |path: &Path| path.display().to_string();
    let (made, held) = ask(&["backup", "--data", &text(&data), &text(&file)]);
    assert!(made, "{held}");
    assert!(held.contains("\"segments\":3") && held.contains("\"files\":2"), "{held}");
    assert!(!ask(&["backup", "--data", &text(&data), &text(&file)]).0, "nothing is written over");
    assert_eq!(ask(&["restore", "--verify", &text(&file)]), (true, held.clone()));

    // What came after the backup is lost, and is given back.
    let after = vault.write(0, &mut vector, 100);
    assert_eq!(laptop.post(std::slice::from_ref(&after)).await.0, 200);
    drop(program);
    let restored = folder.path().join("restored");
    assert_eq!(ask(&["restore", "--data", &text(&restored), &text(&file)]), (true, held));
    assert!(!ask(&["restore", "--data", &text(&restored), &text(&file)]).0, "it is not empty");
    let program = Program::start(&restored);
    let laptop = Client::new(&program.url, &program.url).device(&vault, 0).await;
    assert_eq!(laptop.post_as(&[after], true).await.0, 200);
    assert_eq!(laptop.changes(0).await.digest, vector.digest());

    let mut damaged = std::fs::read(&file).expect("it is there");
    let place = written[2].windows(40).next().expect("it is long enough").to_vec();
    let at = damaged.windows(40).position(|bytes| bytes == place).expect("it is in there");
    damaged[at + 200] ^= 1;
    std::fs::write(&file, damaged).expect("it can be written");
    assert!(!ask(&["restore", "--verify", &text(&file)]).0, "a turned bit is found");
}
