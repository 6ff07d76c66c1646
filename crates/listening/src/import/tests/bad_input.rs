//! Input that means harm, or was damaged on its way.

use super::*;

fn row(title: &str) -> String {
    format!(
        r#"{{"ts":"2023-05-01T10:00:00Z","ms_played":1,"master_metadata_track_name":"{title}"}}"#
    )
}

fn named(text: impl AsRef<[u8]>) -> Source {
    file("Streaming_History_Audio_0.json", text)
}

#[test]
fn dangerous_names_cost_the_file_and_not_the_import() {
    let rows = format!("[{}]", row("kept"));
    let source = zip_of(&[
        ("Streaming_History_Audio_0.json", rows.as_bytes()),
        ("../../endsong_1.json", rows.as_bytes()),
    ]);
    let account = import("spotify", &source);
    assert_eq!(account.titles(), ["kept"]);
    assert_eq!(
        account.problems,
        ["../../endsong_1.json: left out: its name leads out of the archive"]
    );
}

#[test]
fn a_row_longer_than_the_window_is_read() {
    let long = "é".repeat(1 << 20);
    let account = import("spotify", &named(format!("[{},{},{}]", row("a"), row(&long), row("b"))));
    assert_eq!(account.plays.len(), 3);
    assert_eq!(account.plays[1].title, long);
}

#[test]
fn a_row_without_an_end_is_not_held_forever() {
    let endless = format!("[{},{{\"ts\":\"{}", row("a"), "x".repeat(40 << 20));
    let account = import("spotify", &named(endless));
    assert_eq!(account.titles(), ["a"]);
    assert!(account.problems[0].contains("longer than 32 MiB"), "{:?}", account.problems);
}

#[test]
fn deep_nesting_is_no_danger() {
    let deep = "[".repeat(1 << 20);
    let closed = format!("{deep}{}", "]".repeat(1 << 20));
    let account = import("spotify", &named(format!("[{},{closed},{}]", row("a"), row("b"))));
    assert_eq!(account.titles(), ["a", "b"]);
    assert_eq!(import("spotify", &named(format!("[{},{deep}", row("a")))).titles(), ["a"]);
    let listen = r#"{"listened_at":1682935200,"track_metadata":{"track_name":"a"#;
    for text in
        [format!("{listen}\"}},\"x\":{closed}}}\n{listen}\"}}}}"), format!("{{\"x\":{closed}}}")]
    {
        let mut account = Account::default();
        let _ = (importer("listenbrainz").parse)(&file("1.jsonl", text), &mut account);
    }
}

#[test]
fn nothing_at_all_is_an_error() {
    for text in ["", "   ", "[", "[{", "{\"a\":1}", "[}", "[\"", "[:"] {
        let mut account = Account::default();
        let outcome = (importer("spotify").parse)(&named(text), &mut account);
        let is_ours = surest(&named(text)).is_some();
        assert_eq!(
            outcome.map_err(|error| error.code()),
            if is_ours { Err(Code::Invalid) } else { Ok(()) },
            "{text:?}"
        );
    }
    assert!(import("spotify", &named("[]")).told().is_empty());
}

#[test]
fn letters_that_are_no_utf8_are_shown_as_such() {
    let mut bytes = format!("[{},{}]", row("caf?"), row("b")).into_bytes();
    let at = bytes.iter().position(|byte| *byte == b'?').unwrap();
    bytes[at] = 0xe9;
    let account = import("spotify", &named(bytes));
    assert_eq!(account.titles(), ["caf\u{fffd}", "b"]);
    assert!(account.problems[0].contains("is not all UTF-8"), "{:?}", account.problems);
}

#[test]
fn letters_across_the_windows_edge_stay_whole() {
    for shift in 0..4 {
        let rows: Vec<String> =
            (0..3000).map(|_| row("花の塔花の塔花の塔花の塔花の塔花の塔花の塔")).collect();
        let text = format!("{}[{}]", " ".repeat(shift), rows.join(","));
        let account = import("spotify", &named(&text));
        assert_eq!((account.plays.len(), account.problems.len()), (3000, 0));
        assert!(
            account
                .titles()
                .iter()
                .all(|title| *title == "花の塔花の塔花の塔花の塔花の塔花の塔花の塔")
        );
    }
}

#[test]
fn a_history_is_found_among_hundreds_of_other_files() {
    let rows = format!("[{}]", row("kept"));
    let names: Vec<String> = (0..300).map(|number| format!("Photos/{number}.json")).collect();
    let mut files: Vec<(&str, &[u8])> =
        names.iter().map(|name| (name.as_str(), b"{}".as_slice())).collect();
    files.push(("Music/Streaming_History_Audio_0.json", rows.as_bytes()));
    assert_eq!(import("spotify", &zip_of(&files)).titles(), ["kept"]);
}

#[test]
fn a_person_can_cancel() {
    let rows: Vec<String> = (0..20_000).map(|number| row(&number.to_string())).collect();
    let mut account = Account { patience: Some(2), ..Account::default() };
    let outcome =
        (importer("spotify").parse)(&named(format!("[{}]", rows.join(","))), &mut account);
    assert_eq!(outcome.unwrap_err().code(), Code::Conflict);
    assert!(account.plays.len() < 20_000);
}
