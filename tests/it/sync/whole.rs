//! A whole life on two devices: years of plays, a bank's statement that both import, workouts, text that both
//! edit, a picture. On SQLite and a folder, and on PostgreSQL and S3.

use std::time::Instant;

use serde_json::json;
use testkit::bucket::Bucket;
use testkit::plays;
use testkit::postgres::Cluster;

use super::*;

/// Plays that the laptop brings; `EVERKEPT_SYNC_PLAYS=1000000` is the long form, whose figures are printed.
fn wanted() -> usize {
    let wanted = std::env::var("EVERKEPT_SYNC_PLAYS").ok();
    wanted.and_then(|plays| plays.parse().ok()).unwrap_or(3_000)
}

/// The most memory that a process had, in MiB; unknown where there is no `/proc`.
fn peak_mib(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()? / 1024)
}

fn import(device: &Http, path: &Path) {
    call(device, "import.run", &json!({ "path": path }));
}

#[expect(clippy::print_stderr, reason = "figures for who runs the long form")]
fn live(endpoint: &Endpoint) {
    let dir = TempDir::new().expect("a folder");
    let (history, statement, track) =
        (dir.path().join("history"), dir.path().join("march.ofx"), dir.path().join("lake.gpx"));
    std::fs::create_dir(&history).expect("a folder");
    plays::write_spotify(&history, 7, wanted()).expect("a history is written");
    std::fs::write(&statement, crate::finance::statement()).expect("a statement");
    std::fs::write(&track, crate::fitness::TRACK).expect("a track");
    let began = Instant::now();
    let told = |what: &str| eprintln!("{what}: {:.1} s", began.elapsed().as_secs_f64());

    let laptop = first(endpoint);
    import(&laptop, &history);
    told("imported");
    let walk = entry(&laptop, "A walk", "By the sea.");
    call(&laptop, "finance.start", &json!({ "base": "EUR" }));
    assert_eq!(call(&laptop, "sync.run", &json!({}))["stand"], "up_to_date");
    told("carried to the server");
    let phone = join_by_invitation(&laptop, "Phone");
    assert_eq!(call(&phone, "sync.run", &json!({}))["stand"], "up_to_date");
    told("joined by another");

    for (device, body) in [(&laptop, "By the sea. Alone."), (&phone, "Yesterday by the sea.")] {
        import(device, &statement);
        let read = call(device, "journal.entry", &json!({ "id": walk }));
        let request = json!({ "id": walk, "version": read["version"], "body": body });
        call(device, "journal.write_body", &request);
    }
    import(&phone, &track);
    let picture = "a picture ".repeat(900_000).into_bytes();
    let added = phone.server.try_post_bytes("/call/media.add", r#"{"name":"sea.bin"}"#, &picture);
    let added: Value = serde_json::from_slice(&added.expect("an answer").body).expect("JSON");
    call(&phone, "journal.attach", &json!({ "id": walk, "media": added["ok"] }));
    settle(&[&laptop, &phone]);
    told("both are alike");

    let health = call(&phone, "doctor.check", &json!({}));
    let count = |kind: &str| health["counts"][kind].as_u64().unwrap_or_default();
    assert_eq!(count("finance.row"), 6, "a statement that both import is there once: {health}");
    assert_eq!(count("fitness.activity"), 1, "{health}");
    assert!(wanted() as u64 * 9 / 10 < count("listening.play"), "{health}");
    let hash = added["ok"]["hash"].as_str().expect("a hash");
    assert!(laptop.server.get(&format!("/media/{hash}")).body == picture, "the picture came over");
    let pids = [laptop.server.pid(), phone.server.pid(), endpoint.child.id()];
    eprintln!("peak memory of laptop, phone, server in MiB: {:?}", pids.map(peak_mib));
}

#[test]
fn a_whole_life_comes_over_by_sqlite_and_a_folder() {
    live(&Endpoint::new());
}

#[test]
fn a_whole_life_comes_over_by_postgresql_and_s3() {
    let Some(cluster) = Cluster::start() else {
        panic!("PostgreSQL is not installed: `cargo xtask test` installs the package `postgresql`");
    };
    let (database, files) = (Some(cluster.database()), Some(Bucket::start()));
    live(&Endpoint::on(Ground { database, files }));
}
