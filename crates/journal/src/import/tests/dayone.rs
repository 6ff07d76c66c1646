use expect_test::expect;

use super::*;

fn export() -> Source {
    zip_of(&[
        ("Trips.json", &fixture("dayone/Trips.json")),
        ("Work.json", &fixture("dayone/Work.json")),
        ("photos/11111111111111111111111111111111.jpeg", b"one"),
        ("photos/22222222222222222222222222222222.png", b"two"),
        ("audios/44444444444444444444444444444444.m4a", b"four"),
        ("pdfs/55555555555555555555555555555555.pdf", b"five"),
        ("__MACOSX/._Trips.json", b"\x00\x05\x16\x07"),
    ])
}

#[test]
fn an_export_comes_with_everything() {
    expect![[r#"
        journal.journal dayone:journal:Trips at 0
          hue 171
          name Trips
        journal.entry dayone:0A000000000000000000000000000001 at 1714602600000
          body
            |# The harbor
            |
            |Plain, **bold** *slanted*, ~~gone~~, ==marked== and ``a`b``.
            |2 * 3 is #6, see [this page](<https://example.org/a_(b)>)
            |\# no heading
            |
            |- one
            |    - one below
            |1. first
            |2. second
            |- [x] packed
            |- [ ] tickets
            |
            |> Who said that?
            |
            |After the quote
            |
            |```
            |let a = 1;
            |let b = 2;
            |```
            |
            |---
            |
            |![IMG_0001.JPG](media:d33fb48a)
            |
            |![Gulls.m4a](media:37392008)
            |
            |[Ticket.pdf](media:e2e784ea)
            |
            |[A film](https://example.org/film)
            |
            |The end
            |
            |![photo.png](media:dc770fff)
          created 2024-05-01T22:30:00Z
          date 2024-05-02
          journal 00000000-0000-d299-f2d3-12294713d71e
          media/37392008 {"name":"Gulls.m4a","mime":"audio/mp4","size":4}
          media/d33fb48a {"name":"IMG_0001.JPG","mime":"image/jpeg","size":3}
          media/dc770fff {"name":"photo.png","mime":"image/png","size":3}
          media/e2e784ea {"name":"Ticket.pdf","mime":"application/pdf","size":4}
          modified 2024-05-02T08:00:00Z
          pinned true
          place Old Harbor, Marseille, France
          place_latitude 43.2951
          place_longitude 5.3736
          source dayone:0A000000000000000000000000000001
          starred true
          tag/by train true
          tag/sea true
          time 00:30:00
          weather Mostly Clear
          weather_celsius 17.5
          zone Europe/Paris
        journal.entry dayone:0A000000000000000000000000000002 at 1714687200000
          body
            |Left early. It cost 3.50 (cheap!)
            |
            |1\. not a list
            |
            |\* nor this
            |
            |![photo.png](media:dc770fff)
            |
            |and  is missing
          created 2024-05-02T22:00:00Z
          date 2024-05-03
          journal 00000000-0000-d299-f2d3-12294713d71e
          media/dc770fff {"name":"photo.png","mime":"image/png","size":3}
          source dayone:0A000000000000000000000000000002
          zone Europe/Paris
        journal.entry dayone:0A000000000000000000000000000003 at 1714730400000
          body The rich text is broken
          created 2024-05-03T10:00:00Z
          date 2024-05-03
          journal 00000000-0000-d299-f2d3-12294713d71e
          source dayone:0A000000000000000000000000000003
          time 15:30:00
        journal.journal dayone:journal:Work at 0
          hue 24
          name Work
        journal.entry dayone:0A000000000000000000000000000011 at 1717232400000
          body Monday, as an object
          created 2024-06-01T09:00:00Z
          date 2024-06-01
          journal 00000000-0000-d842-b470-3490795e96d7
          source dayone:0A000000000000000000000000000011
          time 05:00:00
          zone America/New_York
        media d33fb48a IMG_0001.JPG 3 2024-05-01T20:15:00Z -
        media dc770fff photo.png 3 - -
        media 37392008 Gulls.m4a 4 - 5502
        media e2e784ea Ticket.pdf 4 - -
        problem Trips.json, entry 1: the video 0B000000000000000000000000000003 is not in the export
        problem Trips.json, entry 2: the photo 0B0000000000000000000000000000FF is not in the export
        problem Trips.json, entry 3: the rich text cannot be read; the plain text is used
        problem Trips.json, entry 4: text is not as Day One writes it and was left out
        problem Trips.json, entry 5: has no date that can be read ("yesterday")
        problem Trips.json, entry 6: cannot be read: it is not a JSON object: invalid type: string "not an entry", expected a map at line 1 column 14
        skipped 1 empty entry
        skipped 1 the same entry again
        lost 1 activity and step count
        lost 1 device
        lost 1 editing time
        lost 1 embedded stateOfMind
        lost 1 highlight color
        lost 1 missing photo
        lost 1 missing video
        lost 1 weather details
    "#]].assert_eq(&import("dayone", &export()).told());
}

#[test]
fn a_second_import_says_the_same() {
    let (once, again) = (import("dayone", &export()), import("dayone", &export()));
    assert_eq!(once.keys(), again.keys());
    assert_eq!(once.fields(), again.fields());
}

#[test]
fn a_bare_file_finds_its_photos_beside_it() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("photos")).unwrap();
    std::fs::write(home.path().join("Trips.json"), fixture("dayone/Trips.json")).unwrap();
    let photo = home.path().join("photos/11111111111111111111111111111111.jpeg");
    std::fs::write(photo, b"one").unwrap();
    let account = import("dayone", &Source::open(&home.path().join("Trips.json")).unwrap());
    assert_eq!(account.media, ["d33fb48a IMG_0001.JPG 3 2024-05-01T20:15:00Z -"]);
    assert_eq!(account.lost["missing photo"], 3);
}

#[test]
fn what_stands_before_a_break_is_kept() {
    let whole = fixture("dayone/Trips.json");
    let at = whole.windows(8).position(|bytes| bytes == b"no JSON ").unwrap();
    let account = import("dayone", &file("Trips.json", &whole[..at]));
    assert_eq!(account.entries().len(), 2);
    let told = account.problems.last().unwrap();
    assert!(told.contains("after row 2: the file ends here"), "{told}");
}

#[test]
fn a_row_that_is_no_json_costs_one_row() {
    let text = r#"{"metadata":{},"entries":[
        {"uuid":"01","creationDate":"2024-05-03T10:00:00Z","text":"one"},
        {"uuid":"02","creationDate":"2024-05-03T10:00:00Z","text":"two" oops},
        {"uuid":"03","creationDate":"2024-05-03T10:00:00Z","text":"three"}]}"#;
    let account = import("dayone", &file("Journal.json", text));
    assert_eq!(account.keys()[1..], ["dayone:01", "dayone:03"]);
    assert_eq!(account.problems.len(), 1);
    assert!(account.problems[0].starts_with("entry 2: cannot be read"));
}

#[test]
fn a_file_without_any_entry_that_can_be_read_is_an_error() {
    let source = file("Journal.json", "{\"entries\": [{\"creationDate\"");
    let error = (importer("dayone").parse)(&source, &mut Account::default()).unwrap_err();
    assert_eq!(error.code(), Code::Invalid);
    assert!(error.to_string().contains("no entry of Journal.json can be read"), "{error}");
}

#[test]
fn a_person_can_cancel() {
    let rows: Vec<String> = (0..500)
        .map(|n| format!(r#"{{"uuid":"{n:x}","creationDate":"2024-05-03T10:00:00Z","text":"a"}}"#))
        .collect();
    let text = format!(r#"{{"metadata":{{}},"entries":[{}]}}"#, rows.join(","));
    let mut account = Account { patience: Some(2), ..Account::default() };
    let error = (importer("dayone").parse)(&file("a.json", text), &mut account).unwrap_err();
    assert_eq!(error.to_string(), "cancelled");
    assert!(account.entries().len() < 200, "it stops soon");
}

#[test]
fn the_plain_text_export() {
    let account = import("dayone-text", &file("Journal.txt", fixture("dayone/plain.txt")));
    expect![[r#"
        journal.entry dayone-text:2024-01-15T00:00:00 at 1705276800000
          body
            |A walk
            |
            |Snow until noon.
          date 2024-01-15
          source dayone-text:2024-01-15T00:00:00
        journal.entry dayone-text:2024-01-16T21:04:05 at 1705439045000
          body The second day.
          date 2024-01-16
          place Old Harbor, Marseille
          source dayone-text:2024-01-16T21:04:05
          time 21:04:05
        journal.entry dayone-text:2024-01-16T21:04:05#2 at 1705439045000
          body Twin.
          date 2024-01-16
          source dayone-text:2024-01-16T21:04:05#2
          time 21:04:05
        problem line 15: "the day after" is not a date that can be read
        skipped 1 text before the first date
        lost 1 missing photo
    "#]]
    .assert_eq(&account.told());
}
