//! No bytes whatever make an importer panic, hang or claim what it did not do.

use proptest::prelude::*;

use super::*;

fn swallow(source: &Source) {
    for importer in crate::import::IMPORTERS {
        // An error is as good an answer as any here.
        let _ = (importer.sniff)(source);
        let mut account = Account::default();
        let _ = (importer.parse)(source, &mut account);
        for record in account.entries() {
            let date = store::record::text(&record.fields, "date");
            assert!(date.parse::<jiff::civil::Date>().is_ok(), "{date:?} of {}", importer.format);
        }
    }
}

/// Files of every format, to be broken.
fn seeds() -> Vec<(String, Vec<u8>)> {
    let paths = [
        "dayone/Trips.json",
        "dayone/plain.txt",
        "daylio/export.csv",
        "jrnl/export.json",
        "jrnl/journal.txt",
        "journey/1700000000000-aaaa.json",
        "joplin/a0000000000000000000000000000001.md",
        "markdown/vault/2024-03-05 By the lake.md",
        "markdown/vault/Ideas/boat.md",
    ];
    let mut seeds: Vec<_> =
        paths.iter().map(|path| (base_name(path).to_owned(), fixture(path))).collect();
    let packed = data_encoding::BASE64.encode(&fixture("daylio/backup.json"));
    seeds.push(("backup.daylio".to_owned(), packed.into_bytes()));
    seeds
}

fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..2000), seed in 0..10_usize) {
        let (name, _) = &seeds()[seed];
        swallow(&file(name, &bytes));
        swallow(&zip_of(&[(name, &bytes)]));
    }

    #[test]
    fn files_with_a_few_wrong_bytes(
        seed in 0..10_usize,
        wrong in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in any::<prop::sample::Index>(),
        cuts in any::<bool>(),
    ) {
        let (name, mut bytes) = seeds().swap_remove(seed);
        for (at, byte) in wrong {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        swallow(&file(&name, &bytes));
        swallow(&zip_of(&[(&name, &bytes)]));
        swallow(&tar_of(&[(&name, &bytes)]));
    }

    #[test]
    fn any_words(text in "(\\[|\\]|\\(|\\)|!|`|#|-|\\*|~|<|>|&|;|\n|\\|/|:|[a-z0-9é ]){0,200}") {
        for name in ["2024-03-05.md", "a0000000000000000000000000000001.md", "a.txt", "a.json"] {
            swallow(&file(name, &text));
        }
        let quoted = serde_json::to_string(&text).unwrap();
        let rich = serde_json::to_string(&format!(r#"{{"contents":[{{"text":{quoted}}}]}}"#)).unwrap();
        for members in [format!(r#""text":{quoted}"#), format!(r#""richText":{rich}"#)] {
            let entry = format!(r#"{{"creationDate":"2024-05-03T10:00:00Z",{members}}}"#);
            swallow(&file("a.json", format!(r#"{{"entries":[{entry}]}}"#)));
        }
        let journey = format!(r#"{{"date_journal":1699999200000,"type":"html","text":{quoted}}}"#);
        swallow(&file("a.json", journey));
    }
}
