//! The journal's bench: fifty thousand entries, beside a bare table with a full-text index.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use base::error::{Error, Result};
use cpu_time::ProcessTime;
use serde_json::json;
use store::bench::Raw;

use super::{Row, TIMES, app_in, call, ms, percentile, row, size};
use crate::app::App;

/// Entries of the journal bench: one a day, with some more, for a long life.
const ENTRIES: usize = 50_000;
/// Characters of an entry.
const ENTRY_CHARS: usize = 600;

/// Runs the bench in an empty folder.
pub(super) fn run(dir: &Path) -> Result<Vec<Row>> {
    journal(dir, ENTRIES)
}

fn journal(dir: &Path, count: usize) -> Result<Vec<Row>> {
    let texts: Vec<String> = (0..count).map(text).collect();
    let app = app_in(dir)?;
    let (plain_cpu, _) = raw(&dir.join("plain.db"), None, &texts)?;
    let (cipher_cpu, cipher) = raw(&dir.join("cipher.db"), Some(&[7; 32]), &texts)?;
    let mut bench = Bench { app, dir, rows: Vec::new(), cipher, cipher_cpu, plain_cpu };
    bench.import(&texts)?;
    bench.opening()?;
    bench.pages()?;
    bench.typing(&texts[0])?;
    bench.rebuild(count)?;
    Ok(bench.rows)
}

struct Bench<'a> {
    app: Arc<App>,
    dir: &'a Path,
    rows: Vec<Row>,
    cipher: Raw,
    /// CPU seconds that filling a bare database took.
    cipher_cpu: f64,
    plain_cpu: f64,
}

impl Bench<'_> {
    fn import(&mut self, texts: &[String]) -> Result<()> {
        let notes = self.dir.join("notes");
        write_notes(&notes, texts)?;
        let begun = ProcessTime::now();
        let report = call(&self.app, "import.run", json!({ "path": notes, "as": "markdown" }))?;
        let rate = report["added"].as_f64().unwrap_or_default() / begun.elapsed().as_secs_f64();
        let (name, unit, count) =
            ("import of Markdown files", "entries per CPU s", texts.len() as f64);
        let limits = [
            ("SQLCipher with full text", self.cipher_cpu),
            ("plain SQLite with full text", self.plain_cpu),
        ];
        for (beside, cpu) in limits {
            self.rows.push(row(name, rate, unit, beside, count / cpu));
        }
        Ok(())
    }

    fn opening(&mut self) -> Result<()> {
        self.app.lock();
        let begun = Instant::now();
        self.app.unlock("bench")?;
        let opened = begun.elapsed();
        call(&self.app, "journal.entries", json!({ "limit": 50 }))?;
        let shown = begun.elapsed();
        let begun = Instant::now();
        Raw::open(&self.dir.join("cipher.db"), Some(&[7; 32]))?.page()?;
        let bare = ms(begun.elapsed());
        let beside = "SQLCipher by raw key";
        let name = "open by passphrase (64 MiB Argon2id) to first page";
        self.rows.push(row(name, ms(shown), "ms", beside, bare));
        self.rows.push(row("first page once open", ms(shown - opened), "ms", beside, bare));
        Ok(())
    }

    fn pages(&mut self) -> Result<()> {
        let (app, cipher) = (&self.app, &self.cipher);
        let ours = |_| call(app, "journal.entries", json!({ "limit": 50 })).map(drop);
        measured(&mut self.rows, "list page", ours, |_| cipher.page().map(drop))?;
        let words: Vec<String> = (0..TIMES).map(|n| word(n * 7 % VOCABULARY)).collect();
        let ours = |n: usize| call(app, "search.find", json!({ "text": words[n] })).map(drop);
        measured(&mut self.rows, "search", ours, |n| cipher.search(&words[n]).map(drop))
    }

    fn typing(&mut self, first: &str) -> Result<()> {
        let page = call(&self.app, "journal.entries", json!({ "limit": 1 }))?;
        let id = page["items"][0]["id"].clone();
        let entry = call(&self.app, "journal.entry", json!({ "id": id }))?;
        let mut version = entry["version"].clone();
        let mut body = entry["body"].as_str().unwrap_or_default().to_owned();
        let (mut wall, mut cpu, mut raw) = (Vec::new(), Vec::new(), Vec::new());
        let mut old = first.to_owned();
        for letter in "and so on, word by word ".chars().cycle().take(TIMES) {
            body.push(letter);
            let (begun, spent) = (Instant::now(), ProcessTime::now());
            let write = json!({ "id": id, "version": version, "body": body });
            let reply = call(&self.app, "journal.write_body", write)?;
            wall.push(begun.elapsed());
            cpu.push(spent.elapsed());
            version = reply["version"].clone();
            let new = format!("{old}{letter}");
            let begun = Instant::now();
            self.cipher.update(1, &old, &new)?;
            raw.push(begun.elapsed());
            old = new;
        }
        for (word, percent) in [("p50", 50), ("p95", 95)] {
            let bare = ms(percentile(&mut raw, percent));
            let beside = "SQLCipher, one update to the disk";
            let times = [("to the disk", &mut wall), ("CPU", &mut cpu)];
            for (what, times) in times {
                let name = format!("keystroke, {what}, {word}");
                self.rows.push(row(&name, ms(percentile(times, percent)), "ms", beside, bare));
            }
        }
        Ok(())
    }

    fn rebuild(&mut self, count: usize) -> Result<()> {
        let vault = self.app.vault()?;
        let begun = ProcessTime::now();
        let (before, after) = vault.store.rebuild()?;
        let spent = begun.elapsed().as_secs_f64();
        let begun = ProcessTime::now();
        vault.store.tables_digest()?;
        let comparing = begun.elapsed().as_secs_f64();
        if before != after {
            return Err(Error::internal("measuring a rebuild", "the tables came out otherwise"));
        }
        let beside = "SQLCipher filled anew";
        let rebuilding = spent - 2.0 * comparing;
        let name = "rebuild of all tables";
        self.rows.push(row(name, rebuilding, "CPU s", beside, self.cipher_cpu));
        let rate = count as f64 / rebuilding;
        let unit = "documents per CPU s";
        self.rows.push(row(name, rate, unit, beside, count as f64 / self.cipher_cpu));
        let name = "the same, compared before and after";
        self.rows.push(row(name, spent, "CPU s", beside, self.cipher_cpu));
        let (vault, plain) = (self.dir.join("vault/everkept.db"), self.dir.join("plain.db"));
        self.rows.push(row("size on the disk", size(&vault), "MB", "plain SQLite", size(&plain)));
        Ok(())
    }
}

fn raw(path: &Path, key: Option<&[u8; 32]>, texts: &[String]) -> Result<(f64, Raw)> {
    let begun = ProcessTime::now();
    let raw = Raw::open(path, key)?;
    raw.insert(texts)?;
    Ok((begun.elapsed().as_secs_f64(), raw))
}

fn measured(
    rows: &mut Vec<Row>,
    name: &str,
    mut ours: impl FnMut(usize) -> Result<()>,
    mut theirs: impl FnMut(usize) -> Result<()>,
) -> Result<()> {
    let (mut own, mut raw) = (Vec::new(), Vec::new());
    for n in 0..TIMES {
        let begun = Instant::now();
        ours(n)?;
        own.push(begun.elapsed());
        let begun = Instant::now();
        theirs(n)?;
        raw.push(begun.elapsed());
    }
    for (word, percent) in [("p50", 50), ("p95", 95)] {
        let beside = ms(percentile(&mut raw, percent));
        rows.push(row(
            &format!("{name}, {word}"),
            ms(percentile(&mut own, percent)),
            "ms",
            "SQLCipher alone",
            beside,
        ));
    }
    Ok(())
}

/// Words of the made-up language; a real diary uses some thousands.
const VOCABULARY: usize = 4000;

/// A word of two to four syllables; the smaller the number, the more often it is used.
fn word(n: usize) -> String {
    const SYLLABLES: [&str; 20] = [
        "ka", "lo", "mi", "ra", "ten", "su", "vel", "dor", "an", "pe", "li", "sho", "gra", "nu",
        "fi", "bel", "to", "wen", "ha", "ys",
    ];
    let mut rest = n;
    let mut word = String::new();
    for _ in 0..3 {
        word.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
    }
    word
}

fn text(seed: usize) -> String {
    let mut state = (seed as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut text = String::with_capacity(ENTRY_CHARS + 16);
    while text.len() < ENTRY_CHARS {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        // Squaring the draw makes few words common and many rare.
        let draw = (state % 10_000) as f64 / 10_000.0;
        text.push_str(&word((draw * draw * VOCABULARY as f64) as usize));
        text.push(if state.is_multiple_of(9) { '\n' } else { ' ' });
    }
    text
}

fn write_notes(dir: &Path, texts: &[String]) -> Result<()> {
    let failed =
        |source| Error::internal("writing the bench's notes", std::io::Error::other(source));
    let mut day: jiff::civil::Date = jiff::civil::date(1990, 1, 1);
    for (number, text) in texts.iter().enumerate() {
        let folder = dir.join(day.year().to_string());
        std::fs::create_dir_all(&folder).map_err(|e| failed(e.to_string()))?;
        let mut name = String::new();
        // Writing to a String cannot fail.
        let _ = write!(name, "{day} note {number}.md");
        std::fs::write(folder.join(name), text).map_err(|e| failed(e.to_string()))?;
        if number % 4 == 3 {
            day = day.tomorrow().unwrap_or(day);
        }
    }
    Ok(())
}
