//! No bytes whatever make an importer panic, hang or claim what it did not do.

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;

use super::*;

/// Whatever is asked has an answer, so that readers come to their ends.
const ANSWERS: [(&str, &str); 6] = [
    ("account", "new"),
    ("account_name", "Mine"),
    ("currency", "EUR"),
    ("date_order", "dmy"),
    ("decimal_mark", "comma"),
    ("sign", "as_written"),
];

/// Lets every importer read it; an error is as good an answer as any here, and the sink checks rows.
fn swallow(bytes: &[u8]) {
    for importer in crate::import::IMPORTERS {
        let source = file("statement.txt", bytes);
        let _ = (importer.sniff)(&source);
        let _ = (importer.parse)(&source, &mut Told::with(&ANSWERS));
    }
}

fn fixtures(folder: &str) -> Vec<(String, Vec<u8>)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
    let mut files: Vec<PathBuf> =
        fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    files.iter().map(|path| (name(path), fs::read(path).unwrap())).collect()
}

/// Files of every format, to be broken.
fn seeds() -> Vec<Vec<u8>> {
    let folders = ["ofx", "camt", "mt940", "qif", "csv"];
    folders.iter().flat_map(|folder| fixtures(folder)).map(|(_, bytes)| bytes).collect()
}

#[test]
fn what_broke_a_reader_once_does_not_again() {
    for (name, bytes) in fixtures("crashers") {
        if !name.ends_with(".md") {
            swallow(&bytes);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        swallow(&bytes);
    }

    #[test]
    fn files_with_a_few_wrong_bytes(
        seed in any::<prop::sample::Index>(),
        wrong in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in any::<prop::sample::Index>(),
        cuts in any::<bool>(),
    ) {
        let seeds = seeds();
        let mut bytes = seeds[seed.index(seeds.len())].clone();
        for (at, byte) in wrong {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        swallow(&bytes);
    }

    #[test]
    fn any_words(text in "(<|>|/|&|;|\\?|:61:|:86:|:60F:|-\\}|\n|\\^|!Type:Bank|D|T|P|\\$|S|,|\"|\t|STMTTRN|TRNAMT|DTPOSTED|Ntry|Amt|2602030203C|1,00|20260203|[a-z0-9é '-]){0,80}") {
        swallow(text.as_bytes());
        swallow(format!("<OFX><STMTTRN><DTPOSTED>20260203<TRNAMT>{text}<NAME>{text}").as_bytes());
        swallow(format!("!Type:Bank\nD{text}\nT1.00\n^\nD2026-02-03\nT{text}\n^").as_bytes());
        swallow(format!(":20:A\n:25:{text}\n:60F:C260101EUR0,\n:61:2602030203C1,00{text}\n:86:{text}").as_bytes());
        swallow(format!("Date,Payee,Amount\n2026-02-03,{text},1.00\n{text},a,{text}").as_bytes());
    }
}

#[test]
fn nothing_at_all_is_no_statement() {
    for text in ["", "   ", "\n\n", "{}", "hello", "a,b\n1,2\n", "\0\0\0"] {
        assert_eq!(surest(&file("a.txt", text)), None, "{text:?}");
        swallow(text.as_bytes());
    }
}

#[test]
fn other_tables_are_no_statements() {
    let tables = [
        "full_date,date,weekday,time,mood,activities,note_title,note\n2023-05-01,May 1,Monday,10:00,good,,,\n",
        "artist,album,track,date\nOne,,Duet,01 May 2023 10:00\n",
        "Title,Weight,Date\nSquat,100,2026-02-03\n",
    ];
    for table in tables {
        let found = surest(&file("a.csv", table));
        assert_eq!(found, None, "{table}");
    }
}

#[test]
fn a_folder_of_statements_is_read_file_by_file() {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in fixtures("camt") {
        fs::write(dir.path().join(name), bytes).unwrap();
    }
    fs::write(dir.path().join("readme.txt"), "nothing").unwrap();
    fs::write(dir.path().join(".hidden.xml"), camt::FULL).unwrap();
    let told = import("camt", &Source::open(dir.path()).unwrap(), &[]);
    assert_eq!(told.rows.len(), 7 + 3);
}

#[test]
fn questions_of_several_files_name_them() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["a.qif", "b.qif"] {
        fs::write(dir.path().join(name), "!Type:Bank\nD3/4/2026\nT1.00\n^\n").unwrap();
    }
    let told = import("qif", &Source::open(dir.path()).unwrap(), &[("date_order:a.qif", "dmy")]);
    let ids: Vec<&str> = told.questions.iter().map(|question| question.id.as_str()).collect();
    assert_eq!(ids, ["date_order:a.qif", "account:a.qif", "date_order:b.qif"]);
}

#[test]
fn depth_and_width_cost_a_straight_line() {
    let begun = std::time::Instant::now();
    let many = 1 << 18;
    for text in [
        "<OFX>".to_owned() + &"<STMTTRN>".repeat(many),
        "<OFX>".to_owned() + &"<STMTRS><STMTTRN><DTPOSTED>20260101<TRNAMT>1".repeat(many / 8),
        "<Stmt>".repeat(many),
        "<Stmt><Ntry>".to_owned() + &"<NtryDtls><TxDtls>".repeat(many),
        "<Stmt><Ntry><NtryDtls>".to_owned() + &"<TxDtls/>".repeat(many),
        ":20:A\n:25:1\n".to_owned() + &":61:2601010101C1,\n".repeat(many / 8),
        ":20:A\n:25:1\n:60F:C260101EUR0,\n:61:260101C1,\n:86:020?20".to_owned()
            + &"?20?".repeat(many),
        ":20:A\n:25:1\n:60F:C260101EUR0,\n:61:260101C1,\n:86:/".to_owned() + &"REMI/".repeat(many),
        "!Type:Bank\n".to_owned() + &"S\n".repeat(many),
        "!Type:Bank\n".to_owned()
            + &"!Account\nNa\n^\n!Type:Bank\nD2026-01-01\nT1\n^\n".repeat(many / 32),
        "Date,Amount\n".to_owned() + &"\"".repeat(many),
        "Date,Amount\n2026-01-01,".to_owned() + &"1".repeat(many),
        ";".repeat(many),
    ] {
        swallow(text.as_bytes());
    }
    assert!(begun.elapsed().as_secs() < 120, "{:?}", begun.elapsed());
}

#[test]
fn a_person_can_cancel() {
    let lines = "<STMTTRN><DTPOSTED>20260203<TRNAMT>1<FITID>1</STMTTRN>".repeat(20_000);
    let mut told = Told { patience: Some(3), ..Told::with(&ANSWERS) };
    let outcome = (importer("ofx").parse)(&file("a.ofx", format!("<OFX>{lines}")), &mut told);
    assert_eq!(outcome.unwrap_err().code(), Code::Conflict);
    assert!(told.rows.len() < 20_000);
}
