//! Input that means harm, or was damaged on its way.

use super::*;

/// A Day One file with one entry of this text.
fn one_entry(text: &str) -> String {
    let text = serde_json::to_string(text).unwrap();
    format!(
        r#"{{"metadata":{{}},"entries":[{{"uuid":"1","creationDate":"2024-05-03T10:00:00Z","text":{text}}}]}}"#
    )
}

#[test]
fn dangerous_names_cost_the_file_and_not_the_import() {
    let entry = one_entry("kept");
    let source = zip_of(&[
        ("Journal.json", entry.as_bytes()),
        ("../../evil.json", entry.as_bytes()),
        ("/etc/evil.json", entry.as_bytes()),
        ("C:evil.json", entry.as_bytes()),
        ("CON.json", entry.as_bytes()),
    ]);
    let account = import("dayone", &source);
    assert_eq!(account.entries().len(), 1);
    assert_eq!(account.problems.len(), 4, "{:?}", account.problems);
    assert!(
        account
            .problems
            .contains(&"../../evil.json: left out: its name leads out of the archive".to_owned())
    );
}

#[test]
fn an_archive_within_is_not_opened() {
    let mut inner = ZipWriter::new(Cursor::new(Vec::new()));
    inner.start_file("Journal.json", SimpleFileOptions::default()).unwrap();
    inner.write_all(one_entry("inner").as_bytes()).unwrap();
    let inner = inner.finish().unwrap().into_inner();
    let source = zip_of(&[("inner.zip", &inner)]);
    assert_eq!(surest(&source), None);
}

/// A Day One file with one entry that shows `photos/abc.png`.
fn one_photo() -> &'static str {
    r#"{"entries":[{"uuid":"1","creationDate":"2024-05-03T10:00:00Z","text":"kept ![](dayone-moment://A)","photos":[{"identifier":"A","md5":"abc","type":"png"}]}]}"#
}

#[test]
fn an_attachment_that_is_too_big_costs_itself_and_a_broken_store_everything() {
    let with =
        |photo: &[u8]| zip_of(&[("a.json", one_photo().as_bytes()), ("photos/abc.png", photo)]);
    let account = import("dayone", &with(TOO_BIG));
    assert_eq!(account.text(0, "body"), "kept");
    assert_eq!(
        account.problems,
        ["entry 1: the attachment photo.png cannot be taken in: it is too big"]
    );
    assert_eq!(account.lost["damaged attachment"], 1);

    let failed = (importer("dayone").parse)(&with(NO_DISK), &mut Account::default());
    assert_eq!(failed.unwrap_err().code(), Code::Internal);
}

#[test]
fn a_bomb_is_told_and_the_rest_comes() {
    let bomb = vec![0; 8 << 20];
    let entry = one_photo();
    let source = zip_of(&[("Journal.json", entry.as_bytes()), ("photos/abc.png", &bomb)]);
    let account = import("dayone", &source);
    assert_eq!(account.text(0, "body"), "kept");
    assert!(account.problems[0].contains("more than 200 times its size"), "{:?}", account.problems);
    assert_eq!(account.lost["damaged attachment"], 1);
}

#[test]
fn deep_nesting_is_no_danger() {
    let deep = "[".repeat(200_000);
    for text in [
        format!(
            r#"{{"metadata":{{}},"entries":[{{"uuid":"1","creationDate":"2024-05-03T10:00:00Z","text":"a","tags":{deep}"#
        ),
        format!(r#"{{"metadata":{deep}"#),
        one_entry(&"<div>".repeat(100_000)),
        one_entry(&"> ".repeat(100_000)),
        one_entry(&"![".repeat(100_000)),
        one_entry(&"![](".repeat(100_000)),
    ] {
        let mut account = Account::default();
        let _ = (importer("dayone").parse)(&file("a.json", text), &mut account);
    }
    let closed = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let rows = format!(
        r#"{{"entries":[{{"uuid":"1","creationDate":"2024-05-03T10:00:00Z","text":"a","tags":{closed}}},{{"uuid":"2","creationDate":"2024-05-03T10:00:00Z","text":"b"}}]}}"#
    );
    let account = import_as("dayone", &file("a.json", rows));
    assert_eq!(account.text(account.entries().len() - 1, "body"), "b", "the row behind is kept");

    let html = serde_json::to_string(&"<div><b x=1>a".repeat(50_000)).unwrap();
    let journey =
        format!(r#"{{"id":"1","date_journal":1699999200000,"type":"html","text":{html}}}"#);
    let account = import("journey", &file("1.json", journey));
    assert!(account.text(0, "body").starts_with("a"), "its words are kept");

    for brackets in ["[](", "![[", "[](<", "`", "&"] {
        let account = import("markdown", &file("2024-03-05.md", brackets.repeat(100_000)));
        assert_eq!(account.text(0, "body"), brackets.repeat(100_000));
    }

    let yaml = format!("---\ndate: 2024-03-05\na: {closed}\n---\nkept");
    let account = import("markdown", &file("a 2024.md", &yaml));
    assert!(account.problems[0].contains("front matter cannot be read"));
}

#[test]
fn a_yaml_bomb_is_only_bad_front_matter() {
    let mut yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..20 {
        let last = level - 1;
        let nine = vec![format!("*a{last}"); 9].join(", ");
        yaml.push_str(&format!("a{level}: &a{level} [{nine}]\n"));
    }
    let account = import("markdown", &file("2024-03-05.md", format!("---\n{yaml}---\nkept")));
    assert!(account.text(0, "body").ends_with("kept"));
    assert!(account.problems[0].contains("front matter cannot be read"));
}

#[test]
fn other_encodings_are_read() {
    let utf16: Vec<u8> = "\u{feff}Überall".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let account = import("markdown", &file("2024-03-05.md", utf16));
    assert_eq!((account.text(0, "body").as_str(), account.problems.len()), ("Überall", 0));

    let account = import("markdown", &file("2024-03-05.md", b"caf\xe9\r\nnoir"));
    assert_eq!(account.text(0, "body"), "café\nnoir");
    assert_eq!(account.problems.len(), 1);

    let mut json = one_entry("caf?").into_bytes();
    let at = json.iter().position(|byte| *byte == b'?').unwrap();
    json[at] = 0xe9;
    let account = import_as("dayone", &file("Journal.json", json));
    assert_eq!(account.text(0, "body"), "caf\u{fffd}");
    assert!(account.problems[0].contains("is not all UTF-8"));
}

#[test]
fn a_text_that_is_too_long_for_an_entry_goes_on_in_more_and_nothing_is_lost() {
    let text = "A line of a log, which somebody keeps.\n".repeat(70_000);
    let account = import("markdown", &file("2024-03-05.md", &text));
    let bodies: Vec<String> =
        (0..account.entries().len()).map(|at| account.text(at, "body")).collect();
    assert_eq!(bodies.len(), 3);
    assert!(bodies.iter().all(|body| body.len() <= 1 << 20 && body.trim_end().ends_with('.')));
    assert_eq!(bodies.concat().trim_end(), text.trim_end());
    assert_eq!((account.text(1, "title"), account.text(2, "title")), ("(2)".into(), "(3)".into()));
    assert_eq!(account.text(1, "date"), "2024-03-05");
    assert_eq!(account.problems, ["2024-03-05.md: the text is longer than 1 MiB: it is 3 entries"]);
}

#[test]
fn a_text_of_twenty_mebibytes_is_cut_at_sixteen() {
    let text = "word ".repeat(4 << 20);
    let account = import("markdown", &file("2024-03-05.md", &text));
    let bodies = (0..account.entries().len()).map(|at| account.text(at, "body").len());
    assert_eq!(bodies.sum::<usize>(), 16 << 20);
    assert_eq!(
        account.problems,
        [
            "2024-03-05.md: the text is longer than 16 MiB; the rest was cut off",
            "2024-03-05.md: the text is longer than 1 MiB: it is 17 entries"
        ]
    );
}

#[cfg(unix)]
#[test]
fn links_in_a_folder_are_not_followed() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("diary");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(home.path().join("secret.md"), "secret").unwrap();
    std::fs::write(folder.join("2024-03-05.md"), "kept").unwrap();
    std::os::unix::fs::symlink(home.path().join("secret.md"), folder.join("2024-03-06.md"))
        .unwrap();
    std::os::unix::fs::symlink(home.path(), folder.join("loop")).unwrap();
    let account = import("markdown", &Source::open(&folder).unwrap());
    assert_eq!(account.entries().len(), 1);
    assert_eq!(
        account.problems,
        ["2024-03-06.md: left out: it is a link", "loop: left out: it is a link"]
    );
}
