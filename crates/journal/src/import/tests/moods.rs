//! Moods are told as data beside the entries that keep their words.

use data_encoding::BASE64;
use expect_test::{Expect, expect};

use super::*;

fn check(format: &str, source: &Source, expected: Expect) {
    let account = import_as(format, source);
    let line = |mood: &ImportedMood| {
        let valence = mood.valence.map_or("-".to_owned(), |valence| valence.to_string());
        format!("{} at {} {:?} {} {valence}\n", mood.natural_key, mood.at_ms, mood.zone, mood.word)
    };
    expected.assert_eq(&account.moods.iter().map(line).collect::<String>());
    for mood in &account.moods {
        let entry = account.records.iter().find(|entry| entry.natural_key == mood.natural_key);
        let entry = entry.expect("it stands beside an entry");
        assert_eq!(store::record::text(&entry.fields, "mood"), mood.word);
    }
}

#[test]
fn daylios_own_moods_belong_to_one_of_five_steps() {
    let packed = BASE64.encode(&fixture("daylio/backup.json"));
    let backup = zip_of(&[("backup.daylio", packed.as_bytes())]);
    check(
        "daylio",
        &backup,
        expect![[r#"
            daylio:2023-01-24T11:36 at 1674560160000 "" awful -80
            daylio:2023-01-24T09:59 at 1674554340000 "" rad 80
            daylio:2023-01-24T09:59#2 at 1674554340000 "" half awake 0
        "#]],
    );
}

#[test]
fn a_table_of_daylio_has_words_alone() {
    let table = zip_of(&[("daylio_export.csv", &fixture("daylio/export.csv"))]);
    let account = import_as("daylio", &table);
    let words: Vec<&str> = account.moods.iter().map(|mood| mood.word.as_str()).collect();
    assert_eq!(words, ["rad", "meh", "awful", "good", "good"]);
    assert!(account.moods.iter().all(|mood| mood.valence.is_none()));
}

#[test]
fn a_moment_has_its_zone_and_a_whole_day_its_noon() {
    let journey = br#"{"id":"1","date_journal":1699999200000,"timezone":"Europe/Zurich",
        "text":"a","sentiment":1.25}"#;
    let offset = br#"{"id":"2","date_journal":1699999200000,"timezone":"GMT-0330",
        "text":"a","sentiment":0.25}"#;
    let none = br#"{"id":"3","date_journal":1699999200000,"timezone":"Europe/Zurich",
        "text":"a","sentiment":0}"#;
    check(
        "journey",
        &zip_of(&[("1.json", journey), ("2.json", offset), ("3.json", none)]),
        expect![[r#"
            journey:1 at 1699999200000 "Europe/Zurich" good 40
            journey:2 at 1699999200000 "-03:30" awful -80
        "#]],
    );
    let note = b"---\ndate: 2024-03-05\nmood: calm\n---\nBy the lake.\n";
    check(
        "markdown",
        &zip_of(&[("lake.md", note)]),
        expect![[r#"
            markdown:lake.md:2024-03-05 at 1709640000000 "" calm -
        "#]],
    );
}
