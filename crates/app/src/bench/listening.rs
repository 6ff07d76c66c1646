//! The bench of listening: a long history taken in twice, and every panel asked, beside four plain
//! tables.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use base::error::{Error, Result};
use cpu_time::ProcessTime;
use serde::Deserialize;
use serde_json::{Value, json};
use store::bench::{Play, RawPlays};

use super::{Row, app_in, call, percentile, row, size};
use crate::app::App;

/// How often a panel is asked.
const ASKED: usize = 15;

/// Runs the bench in an empty folder with the Spotify export in `plays`.
pub(super) fn run(dir: &Path, plays: Option<&Path>) -> Result<Vec<Row>> {
    let plays = plays.ok_or_else(|| {
        Error::invalid("plays", "the listening bench takes in a folder with a Spotify export")
    })?;
    let mut rows = Vec::new();
    let app = app_in(dir)?;
    let import = || -> Result<(Value, f64)> {
        let begun = ProcessTime::now();
        let report = call(&app, "import.run", json!({ "path": plays, "as": "spotify" }))?;
        Ok((report, begun.elapsed().as_secs_f64()))
    };
    let (report, spent) = import()?;
    let memory = peak_mib();
    let count = report["added"].as_f64().unwrap_or_default();
    let (again, spent_again) = import()?;
    if again["added"] != 0 {
        return Err(Error::internal("taking in a history again", "it added plays"));
    }
    let cipher = Bare::fill(&dir.join("cipher.db"), Some(&[7; 32]), plays)?;
    let plain = Bare::fill(&dir.join("plain.db"), None, plays)?;
    let unit = "plays per CPU s";
    rows.push(row(
        "import with sums",
        count / spent,
        unit,
        "SQLCipher, 4 tables",
        count / cipher.cpu,
    ));
    rows.push(row("import with sums", count / spent, unit, "SQLite, 4 tables", count / plain.cpu));
    rows.push(row(
        "import again, 0 new",
        spent_again,
        "CPU s",
        "SQLCipher, 4 tables",
        cipher.again,
    ));
    rows.push(row("memory at its peak", memory, "MiB", "aim", 150.0));
    let file = size(&dir.join("vault/everkept.db"));
    rows.push(row("size on the disk", file, "MB", "plain SQLite", size(&dir.join("plain.db"))));
    panels(&app, &cipher.db, &mut rows)?;
    let vault = app.vault()?;
    let begun = ProcessTime::now();
    let (before, after) = vault.store.rebuild()?;
    let spent = begun.elapsed().as_secs_f64();
    if before != after {
        return Err(Error::internal("measuring a rebuild", "the tables came out otherwise"));
    }
    let name = "rebuild of all tables, compared before and after";
    rows.push(row(name, spent, "CPU s", "SQLCipher filled anew", cipher.cpu));
    Ok(rows)
}

fn panels(app: &App, bare: &RawPlays, rows: &mut Vec<Row>) -> Result<()> {
    let overview = call(app, "listening.overview", json!({ "range": {} }))?;
    let last = overview["last"].as_str().unwrap_or_default().to_owned();
    let year: i64 = last.get(..4).and_then(|year| year.parse().ok()).unwrap_or(2020);
    let (ever, this) = (
        json!({}),
        json!({ "from": format!("{}-01-01", year - 1), "to": format!("{}-12-31", year - 1) }),
    );
    // Neither begins nor ends with a month: the days at its ends are counted play by play.
    let odd = json!({ "from": format!("{}-03-11", year - 5), "to": format!("{}-10-19", year - 1) });
    let month =
        json!({ "from": format!("{}-06-01", year - 1), "to": format!("{}-06-30", year - 1) });
    let mut ids = Vec::new();
    for scope in ["artist", "album", "track"] {
        let top = call(app, "listening.top", json!({ "scope": scope, "range": {} }))?;
        ids.push(top["items"][0]["id"].clone());
    }
    let ranges = [("ever", &ever), ("a year", &this), ("a month", &month), ("odd days", &odd)];
    for (words, range) in ranges {
        for command in ["overview", "clock"] {
            let request = json!({ "range": range });
            ask(app, rows, &format!("{command}, {words}"), command, &request, || bare.clock())?;
        }
        for scope in ["artist", "album", "track"] {
            let request = json!({ "scope": scope, "range": range });
            let from = range["from"].as_str().unwrap_or("");
            let to = range["to"].as_str().unwrap_or("9999");
            let beside = || match scope {
                "track" => bare.top_tracks(from, to),
                _ => bare.top_artists(from, to),
            };
            ask(app, rows, &format!("top {scope}s, {words}"), "top", &request, beside)?;
        }
    }
    let whole = || bare.top_tracks("", "9999");
    let steps = json!({ "range": {}, "unit": "month" });
    let pages = [
        ("course by month, ever", "trend", steps.clone()),
        ("course by day, ever", "trend", json!({ "range": {}, "unit": "day" })),
        ("discovery, ever", "discovery", steps.clone()),
        ("diversity, ever", "diversity", steps),
        ("sessions, ever", "sessions", json!({ "range": {} })),
        ("sessions, a year", "sessions", json!({ "range": this })),
        ("two years compared", "compare", json!({ "scope": "artist", "a": this, "b": odd })),
        ("latest plays", "plays", json!({})),
        ("artist's page", "artist", json!({ "id": ids[0] })),
        ("album's page", "album", json!({ "id": ids[1] })),
        ("track's page", "track", json!({ "id": ids[2] })),
        ("this day in earlier years", "on_this_day", json!({ "day": last })),
        ("find by name", "find", json!({ "text": "a" })),
        ("sources", "sources", json!({})),
    ];
    for (name, command, request) in pages {
        ask(app, rows, name, command, &request, whole)?;
    }
    Ok(())
}

/// The CPU time of a panel: the middle of several, beside a bare query.
fn ask(
    app: &App,
    rows: &mut Vec<Row>,
    name: &str,
    command: &str,
    request: &Value,
    bare: impl Fn() -> Result<usize>,
) -> Result<()> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..ASKED {
        let begun = ProcessTime::now();
        call(app, &format!("listening.{command}"), request.clone())?;
        ours.push(begun.elapsed());
        if round < 3 {
            let begun = ProcessTime::now();
            bare()?;
            theirs.push(begun.elapsed());
        }
    }
    let (own, other) =
        (super::ms(percentile(&mut ours, 50)), super::ms(percentile(&mut theirs, 50)));
    rows.push(row(name, own, "CPU ms", "SQLCipher, counting plays", other));
    Ok(())
}

/// Four plain tables, and what filling them took.
struct Bare {
    db: RawPlays,
    cpu: f64,
    again: f64,
}

/// A row of the export, as far as the plain tables take it.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    ts: Cow<'a, str>,
    ms_played: i64,
    #[serde(borrow)]
    master_metadata_track_name: Option<Cow<'a, str>>,
    #[serde(borrow)]
    master_metadata_album_artist_name: Option<Cow<'a, str>>,
    #[serde(borrow)]
    master_metadata_album_album_name: Option<Cow<'a, str>>,
    #[serde(borrow)]
    spotify_track_uri: Option<Cow<'a, str>>,
}

impl Bare {
    fn fill(path: &Path, key: Option<&[u8; 32]>, plays: &Path) -> Result<Bare> {
        let db = RawPlays::open(path, key)?;
        let once = || -> Result<f64> {
            let begun = ProcessTime::now();
            for file in files(plays)? {
                let text = std::fs::read_to_string(&file).map_err(failed)?;
                let lines: Vec<Line<'_>> = serde_json::from_str(&text).map_err(failed)?;

                db.insert(lines.iter().map(|line| Play {
                    at: &line.ts,
                    ms: line.ms_played,
                    title: line.master_metadata_track_name.as_deref().unwrap_or_default(),
                    artist: line.master_metadata_album_artist_name.as_deref().unwrap_or_default(),
                    album: line.master_metadata_album_album_name.as_deref().unwrap_or_default(),
                    uri: line.spotify_track_uri.as_deref().unwrap_or_default(),
                }))?;
            }
            Ok(begun.elapsed().as_secs_f64())
        };
        let (cpu, again) = (once()?, once()?);
        Ok(Bare { db, cpu, again })
    }
}

fn failed(source: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::internal("reading the bench's plays", source)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        files.push(entry.map_err(failed)?.path());
    }
    files.sort();
    Ok(files)
}

/// The most memory that this process has held, MiB; unknown (NaN) where the system does not say.
pub(super) fn peak_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = kib.and_then(|kib| kib.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kib.map_or(f64::NAN, |kib| kib / 1024.0)
}
