//! The words that scripts rely on, and the codes with which they end.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use testkit::face::CommandLine;
use testkit::program;

/// A file or folder that other programs wrote.
pub(crate) fn fixture(name: &str) -> String {
    format!("{}/../../tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn output(command: &mut Command) -> Output {
    command.output().expect("the program starts")
}

/// The error of a failed run, which must end with 1 and say nothing on standard output.
fn error(command: &mut Command) -> Value {
    let output = output(command);
    assert_eq!(output.status.code(), Some(1), "a failure ends with 1");
    assert!(output.stdout.is_empty(), "a failure answers nothing");
    serde_json::from_slice(&output.stderr).expect("with --json an error is JSON")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The program as a person calls it, without `--json`.
fn by_hand(vault: &Path) -> Command {
    let mut command = Command::new(program::path());
    command.env("EVERKEPT_PASSPHRASE", testkit::face::PASSPHRASE).arg("--no-keyring");
    command.arg("--vault").arg(vault);
    command
}

#[test]
fn what_goes_in_comes_out_and_goes_in_again() {
    let line = CommandLine::new();
    let dry = line.run(&["import", &fixture("dayone"), "--dry-run"]);
    assert_eq!(dry["format"], "dayone");
    assert_eq!(line.run(&["doctor"])["counts"], serde_json::json!({}), "a dry run writes nothing");
    let report = line.run(&["import", &fixture("dayone"), "--as", "dayone"]);
    for field in ["added", "already_here", "skipped"] {
        assert_eq!(report[field], dry[field], "{field} is what the dry run said");
    }
    let problem = &report["problems"][0];
    assert!(problem["where"].is_string() && problem["what"].is_string(), "{problem}");
    let again = line.run(&["import", &fixture("dayone")]);
    assert_eq!((&again["added"], &again["already_here"]), (&0.into(), &report["added"]));

    let folder = tempfile::tempdir().expect("a temporary folder");
    let archive = folder.path().join("all.zip");
    let archive = archive.to_str().expect("it is text");
    line.run(&["export", archive]);
    let other = CommandLine::new();
    other.run(&["import", archive]);
    let digest = |line: &CommandLine| line.run(&["doctor", "--digest", "--rebuild"]);
    let (first, second) = (digest(&line), digest(&other));
    assert_eq!(first["ok"], true, "{first}");
    assert_eq!(first["digest"], second["digest"], "the copy holds the same");
}

#[test]
fn an_export_is_what_its_ending_says() {
    let line = CommandLine::new();
    line.run(&["capture", "A walk by the river #outside"]);
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, begins) in [("a.zip", "PK"), ("a.html", "<!"), ("a.pdf", "%PDF")] {
        let path = folder.path().join(name);
        line.run(&["export", path.to_str().expect("it is text")]);
        let bytes = std::fs::read(&path).expect("it was written");
        assert!(bytes.starts_with(begins.as_bytes()), "{name}");
    }
    let error = error(line.command().args(["export", "a.docx"]));
    assert_eq!((&error["code"], &error["field"]), (&"Invalid".into(), &"path".into()));
}

#[test]
fn one_line_is_captured_found_and_undone() {
    let line = CommandLine::new();
    let captured = line.run(&["capture", "Saw", "a", "kingfisher"]);
    assert_eq!(captured["command"], "journal.create_entry");
    let found = line.run(&["search", "kingfisher"]);
    assert_eq!(found["hits"].as_array().map(Vec::len), Some(1), "{found}");
    assert_eq!(line.run(&["undo"])["label"], "journal.create_entry");
    assert_eq!(line.run(&["search", "kingfisher"])["hits"], serde_json::json!([]));
}

#[test]
fn the_demo_makes_its_vault_when_a_passphrase_is_given() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let vault = folder.path().join("vault");
    let demo = output(program::everkept(&vault).args(["demo", "--seed", "7"]));
    let report: Value = serde_json::from_slice(&demo.stdout).expect("it prints JSON");
    assert_eq!(report["recovery_words"].as_array().map(Vec::len), Some(24));
    assert!(report["added"].as_u64().is_some_and(|added| added > 100), "a year has many entries");
    let doctor = output(program::everkept(&vault).arg("doctor"));
    assert!(doctor.status.success(), "{}", text(&doctor.stdout));
}

#[test]
fn what_opens_a_vault_is_asked_for_and_checked() {
    let line = CommandLine::new();
    let wrong =
        error(line.command().env("EVERKEPT_PASSPHRASE", "wrong").args(["call", "journal.streak"]));
    assert_eq!(wrong["code"], "Locked");
    let none =
        error(line.command().env_remove("EVERKEPT_PASSPHRASE").args(["call", "journal.streak"]));
    assert_eq!(none["code"], "Locked", "{none}");
    // What is for a closed vault needs no passphrase.
    let status =
        output(line.command().env_remove("EVERKEPT_PASSPHRASE").args(["call", "vault.status"]));
    assert!(text(&status.stdout).contains("\"locked\""));

    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("passphrase");
    let with_file = |content: &str| {
        std::fs::write(&file, content).expect("the temporary folder takes it");
        output(line.command().arg("--passphrase-file").arg(&file).args(["call", "journal.streak"]))
    };
    assert!(with_file(&format!("{}\n", testkit::face::PASSPHRASE)).status.success());
    assert!(text(&with_file("other\n").stderr).contains("Locked"), "the file goes before all else");
    assert!(
        text(&with_file("\n").stderr).contains("passphrase-file"),
        "an empty file is no passphrase"
    );
}

#[test]
fn a_vault_is_made_once_and_named_when_it_is_missing() {
    let line = CommandLine::new();
    assert_eq!(error(line.command().arg("init"))["code"], "Conflict");
    let nowhere = line.vault().join("nowhere");
    let missing = error(program::everkept(&nowhere).args(["doctor"]));
    assert_eq!(missing["code"], "NotFound", "{missing}");
    assert_eq!(
        error(program::everkept(&nowhere).args(["call", "journal.streak"]))["code"],
        "NotFound"
    );

    let folder = tempfile::tempdir().expect("a temporary folder");
    let made =
        output(program::everkept(&folder.path().join("vault")).args(["init", "--kdf-floor"]));
    let made: Value = serde_json::from_slice(&made.stdout).expect("it prints JSON");
    assert_eq!(made["recovery_words"].as_array().map(Vec::len), Some(24));
    assert!(made["vault"].as_str().is_some_and(|vault| vault.ends_with("vault")));
}

#[test]
fn a_failure_is_one_line_and_a_mistaken_word_is_one_too() {
    let line = CommandLine::new();
    let run = |words: &[&str]| {
        let output = output(by_hand(&line.vault()).args(words));
        assert_eq!(output.status.code(), Some(1), "{words:?}");
        text(&output.stderr)
    };
    assert_eq!(
        run(&["call", "journal.nothing"]),
        "NotFound: there is no command \"journal.nothing\"\n"
    );
    assert_eq!(run(&["call", "journal.entries", "{"]).lines().count(), 1);
    let mistaken = run(&["export"]);
    assert!(mistaken.starts_with("Invalid: ") && mistaken.ends_with("(arguments)\n"), "{mistaken}");
    assert_eq!(run(&["sprout"]).lines().count(), 1);
    let mistaken = error(line.command().arg("sprout"));
    assert_eq!(mistaken["code"], "Invalid", "with --json it is JSON");
}

#[test]
fn a_person_reads_tables_and_nothing_that_steers_the_terminal() {
    let line = CommandLine::new();
    line.run(&[
        "call",
        "journal.create_entry",
        r#"{"title": "red \u001b[31m herring", "body": "b"}"#,
    ]);
    let found = text(&output(by_hand(&line.vault()).args(["search", "herring"])).stdout);
    assert!(found.contains("herring") && !found.contains('\u{1b}'), "{found:?}");
    let dry = text(
        &output(by_hand(&line.vault()).args(["import", &fixture("dayone"), "--dry-run"])).stdout,
    );
    for words in ["Day One", "would come", "already here", "journal.entry", "Lost", "Problems"] {
        assert!(dry.contains(words), "{words} is in\n{dry}");
    }
}

#[test]
fn every_command_is_listed_with_its_schemas() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let listed = output(program::everkept(folder.path()).arg("commands"));
    let listed: Vec<Value> = serde_json::from_slice(&listed.stdout).expect("it prints JSON");
    let named = |name: &str| listed.iter().find(|command| command["name"] == name);
    let create = named("journal.create_entry").expect("it is a command");
    assert!(create["request"]["properties"]["title"].is_object(), "{create}");
    assert!(named("import.run").is_some_and(|command| command["access"] == "stream"));
}

#[test]
fn generated_code_is_written_when_it_changed_and_checked() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let run = |words: &[&str]| {
        output(Command::new(program::path()).arg("codegen").arg(folder.path()).args(words))
    };
    assert_eq!(run(&["--check"]).status.code(), Some(1), "what is not there is not current");
    assert!(run(&[]).status.success());
    assert!(run(&["--check"]).status.success());
    assert!(run(&[]).stdout.is_empty(), "what is current is left alone");
}
