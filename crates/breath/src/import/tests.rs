use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use base::id::AnyId;
use domain::import::{Exact, ExactFact, TakenMedia};
use proptest::prelude::*;
use store::facts::FactBatch;
use store::record::{FactKind, RecordKind};

use super::*;
use crate::testing::World;

/// A sink that remembers.
#[derive(Default)]
struct Kept {
    records: Vec<Imported>,
    problems: Vec<String>,
    answer: Option<String>,
}

impl Sink for Kept {
    fn record(&mut self, imported: Imported) -> Result<AnyId> {
        self.records.push(imported);
        Ok(AnyId::from_bytes([1; 16]))
    }
    fn exact(&mut self, _: Exact) -> Result<()> {
        Ok(())
    }
    fn facts(&mut self, _: &'static FactKind, _: &dyn FactBatch) -> Result<()> {
        Ok(())
    }
    fn exact_facts(&mut self, _: &'static FactKind, _: Vec<ExactFact>) -> Result<()> {
        Ok(())
    }
    fn exact_media(&mut self, _: &str, _: &mut dyn Read) -> Result<()> {
        Ok(())
    }
    fn id_of(&self, _: &'static RecordKind, _: i64, _: &str) -> AnyId {
        AnyId::from_bytes([1; 16])
    }
    fn media(&mut self, _: &ImportedMedia, bytes: &mut dyn Read) -> Result<TakenMedia> {
        let mut all = Vec::new();
        bytes.read_to_end(&mut all).expect("bytes");
        let hash = blake3::hash(&all).to_hex();
        Ok(TakenMedia {
            key: format!("media/{hash}"),
            value: "{}".to_owned(),
            target: format!("media:{hash}"),
        })
    }
    fn problem(&mut self, place: &str, what: &str) {
        self.problems.push(format!("{place}: {what}"));
    }
    fn skipped(&mut self, _: &str) {}
    fn lost(&mut self, _: &str) {}
    fn ask(&mut self, _: &Question) -> Result<Option<String>> {
        Ok(self.answer.clone())
    }
    fn progress(&mut self, _: f64) -> Result<()> {
        Ok(())
    }
}

fn source(name: &str, bytes: &[u8]) -> Source {
    Source::from_reader(name, Box::new(Cursor::new(bytes.to_vec()))).expect("a source")
}

fn parsed(importer: &Importer, name: &str, bytes: &[u8]) -> Kept {
    let mut kept = Kept { answer: Some("2026-02-03".to_owned()), ..Kept::default() };
    (importer.parse)(&source(name, bytes), &mut kept).expect("it is read");
    kept
}

fn sniffed(name: &str, bytes: &[u8]) -> Vec<&'static str> {
    let is_one = |importer: &&Importer| {
        (importer.sniff)(&source(name, bytes)).expect("it is looked at").is_some()
    };
    IMPORTERS.iter().filter(is_one).map(|importer| importer.format).collect()
}

fn line(kept: &Kept) -> String {
    let fields: &BTreeMap<_, _> = &kept.records[0].fields;
    let of = |key: &str| format!("{:?}", fields.get(key));
    format!("{} {} {}", of("beats"), of("secs"), of("at"))
}

/// Eighty beats, 67.8 s.
fn text(unit: f64, separator: &str) -> String {
    [800.0, 860.0, 830.0, 900.0]
        .repeat(20)
        .iter()
        .map(|ms| format!("{}{separator}", ms * unit))
        .collect()
}

#[test]
fn intervals_are_read_from_texts_and_tables() {
    let at = "Some(Int(1770120000000))"; // The day that was asked for, at noon.
    for (name, text) in [
        ("a.txt", text(1.0, "\n")),
        ("a.txt", text(0.001, "\r\n")),
        ("a.txt", format!("# strap\n{}", text(1.0, "\n"))),
        ("a.csv", format!("RR_ms\n{}", text(1.0, "\n"))),
        (
            "a.csv",
            format!(
                "time,rr\n{}",
                text(1.0, "\n").replace('\n', "\n1,").trim_end_matches("1,").to_owned()
            )
            .replacen("\n8", "\n1,8", 1),
        ),
    ] {
        assert_eq!(sniffed(name, text.as_bytes()), ["rr"], "{text:.40}");
        let kept = parsed(&rr::RR, name, text.as_bytes());
        assert_eq!(line(&kept), format!("Some(Int(80)) Some(Real(67.8)) {at}"), "{text:.40}");
        assert_eq!(kept.problems, [""; 0]);
        assert_eq!(kept.records.len(), 1);
    }
    let dated = parsed(&rr::RR, "2026-01-05 07-12-33.txt", text(1.0, "\n").as_bytes());
    assert!(line(&dated).ends_with("Some(Int(1767597153000))"), "{}", line(&dated));
    let same = parsed(&rr::RR, "copy.txt", text(1.0, "\n").as_bytes());
    assert_eq!(same.records[0].natural_key, dated.records[0].natural_key);
}

#[test]
fn what_is_no_reading_is_left_to_others() {
    for (name, text) in [
        ("a.txt", "Dear diary,\ntoday it rained.\n"),
        ("a.csv", "date,amount,payee\n2026-01-01,5.20,Bakery\n2026-01-02,9.10,Bakery\n"),
        ("a.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n"),
        ("a.txt", ""),
    ] {
        assert_eq!(sniffed(name, text.as_bytes()), [""; 0], "{text}");
    }
    let kept = parsed(&rr::RR, "a.txt", b"12\n13\n14\n");
    assert_eq!((kept.records.len(), kept.problems.len()), (0, 1));
    let broken = format!("{}oops\n{}", text(1.0, "\n"), text(1.0, "\n"));
    let kept = parsed(&rr::RR, "a.txt", broken.as_bytes());
    assert_eq!(kept.problems, ["line 81: this is no interval"]);
}

/// A FIT file with `file_id` and intervals.
fn fit(rr_ms: &[u16]) -> Vec<u8> {
    let mut body = vec![0x40, 0, 0, 0, 0, 1, 4, 4, 0x86]; // file_id: time_created.
    body.push(0);
    body.extend(1_139_000_000_u32.to_le_bytes());
    body.extend([0x41, 0, 0, 78, 0, 1, 0, 10, 0x84]); // hrv: five intervals.
    for five in rr_ms.chunks(5) {
        body.push(1);
        for at in 0..5 {
            body.extend(five.get(at).copied().unwrap_or(0xffff).to_le_bytes());
        }
    }
    let mut file = vec![14, 0x20, 0, 0];
    file.extend((body.len() as u32).to_le_bytes());
    file.extend(b".FIT\0\0");
    file.extend(body);
    file.extend([0, 0]);
    file
}

#[test]
fn intervals_are_read_from_fit() {
    let rr_ms: Vec<u16> = [800, 860, 830, 900].repeat(20);
    let bytes = fit(&rr_ms);
    assert_eq!(sniffed("a.fit", &bytes), ["fit-rr"]);
    let kept = parsed(&fit::FIT, "a.fit", &bytes);
    assert_eq!(line(&kept), "Some(Int(80)) Some(Real(67.8)) Some(Int(1770065600000))");
    let cut = parsed(&fit::FIT, "a.fit", &bytes[..bytes.len() / 2]);
    assert_eq!(cut.records.len(), 1, "what stands before is kept");
    assert_eq!(cut.problems.len(), 1);
    assert_eq!(parsed(&fit::FIT, "a.fit", &fit(&[])).records.len(), 0);
}

#[test]
fn shared_patterns_are_a_file() {
    let world = World::new();
    let request = serde_json::from_value(serde_json::json!({
        "name": "Tram stop", "minutes": 4,
        "program": { "rounds": [{ "cycles": 20, "phases": [
            { "kind": "inhale", "ms": 3000, "route": "nose" },
            { "kind": "exhale", "ms": 6000, "route": "mouth" } ] }] }
    }))
    .expect("a request");
    world.write(move |cx| crate::api::save_pattern(cx, request));
    let exporter = crate::export::EXPORTERS.iter().find(|one| one.format == "breath-patterns");
    let mut file = Vec::new();
    world.read(|cx| (exporter.expect("an exporter").write)(cx, &mut file));
    assert_eq!(sniffed("a.breath", &file), ["breath-patterns"]);
    let kept = parsed(&patterns::SHARED, "a.breath", &file);
    assert_eq!(kept.records[0].fields.get("name"), Some(&"Tram stop".into()));
    assert_eq!(kept.records[0].fields.get("program"), Some(&"20:in3000n,ex6000m".into()));
    let altered: Vec<u8> = String::from_utf8(file).expect("text").replacen('b', "c", 40).into();
    assert_eq!(parsed(&patterns::SHARED, "a.breath", &altered).records.len(), 0);
}

#[test]
fn dates_are_found_in_names() {
    for (text, found) in [
        ("2026-03-01 07-12-33.txt", Some("2026-03-01T07:12:33")),
        ("export_20260301T071233.csv", Some("2026-03-01T07:12:33")),
        ("2026-03-01.txt", Some("2026-03-01T12:00:00")),
        ("reading 12.txt", None),
        ("2026-13-40.txt", None),
        ("", None),
    ] {
        assert_eq!(written(text).map(|at| at.to_string()).as_deref(), found, "{text}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(mut bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for importer in IMPORTERS {
            let mut kept = Kept::default();
            let _ = (importer.parse)(&source("a.fit", &bytes), &mut kept);
        }
        let mut file = fit(&[]);
        file.truncate(14);
        bytes.splice(0..0, file);
        fit::read(&bytes);
    }
}
