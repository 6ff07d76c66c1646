//! The key file as a person meets it: right and wrong secrets, a rotten disk, a hostile hand.

use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::key::testing::FixedEnv;

const PASSPHRASE: &str = "correct horse battery staple";

struct Made {
    dir: TempDir,
    env: FixedEnv,
    key: DataKey,
    words: RecoveryWords,
    vault: VaultId,
}

impl Made {
    fn new() -> Made {
        let (dir, env) = (tempfile::tempdir().unwrap(), FixedEnv::new(1));
        let path = dir.path().join("key.json");
        let (key, words, vault) =
            KeyFile::create(&path, &env, PASSPHRASE, Strength::Floor).unwrap();
        Made { dir, env, key, words, vault }
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("key.json")
    }

    fn read(&self) -> KeyFile {
        KeyFile::read(&self.path()).unwrap()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&fs::read(self.path()).unwrap()).unwrap()
    }

    fn write(&self, json: &Value) {
        fs::write(self.path(), serde_json::to_vec(json).unwrap()).unwrap();
    }
}

fn code<T>(result: Result<T>) -> Option<Code> {
    result.err().map(|error| error.code())
}

#[test]
fn s6_passphrase_and_words_open_the_same_key() {
    let made = Made::new();
    let file = made.read();
    assert_eq!(file.vault(), made.vault);
    assert_eq!(file.open_with_passphrase(PASSPHRASE).unwrap().expose(), made.key.expose());
    assert_eq!(file.open_with_words(&made.words).unwrap().expose(), made.key.expose());
    assert_eq!(file.recovery_words(&made.key).unwrap().words(), made.words.words());
    let other = DataKey::generate(&made.env);
    assert_eq!(code(file.recovery_words(&other)), Some(Code::Locked));
    assert_eq!(code(file.check_key(&other)), Some(Code::Locked));
    file.check_key(&made.key).unwrap();
}

#[test]
fn the_file_holds_no_secret_and_only_its_owner_reads_it() {
    let made = Made::new();
    let text = fs::read_to_string(made.path()).unwrap();
    let bits: &[u8; 32] = &made.words.0;
    for secret in [made.key.expose(), bits] {
        assert!(!text.contains(&data_encoding::HEXLOWER.encode(secret)));
    }
    assert!(!made.words.words().iter().any(|word| text.contains(&format!("\"{word}\""))));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(made.path()).unwrap().permissions().mode() & 0o077, 0);
    }
    let files: Vec<_> = fs::read_dir(made.dir.path()).unwrap().collect();
    assert_eq!(files.len(), 1, "nothing is left beside it");
}

#[test]
fn s3_a_wrong_secret_is_locked_and_not_damaged() {
    let made = Made::new();
    let file = made.read();
    let error = file.open_with_passphrase("correct horse battery stapler").err().unwrap();
    assert_eq!((error.code(), error.field()), (Code::Locked, Some("passphrase")));
    assert_eq!(code(file.open_with_passphrase("")), Some(Code::Locked));
    assert_eq!(code(file.open_with_passphrase(&"x".repeat(5000))), Some(Code::Invalid));
    let others = RecoveryWords::generate(&made.env);
    assert_eq!(code(file.open_with_words(&others)), Some(Code::Locked));
}

#[test]
fn an_accent_typed_in_two_ways_is_one_passphrase() {
    let (dir, env) = (tempfile::tempdir().unwrap(), FixedEnv::new(2));
    let path = dir.path().join("key.json");
    let (key, ..) = KeyFile::create(&path, &env, "caf\u{e9} noir", Strength::Floor).unwrap();
    let opened = KeyFile::read(&path).unwrap().open_with_passphrase("cafe\u{301} noir").unwrap();
    assert_eq!(opened.expose(), key.expose());
}

#[test]
fn a_key_file_is_never_overwritten_and_a_passphrase_never_empty() {
    let made = Made::new();
    let again = KeyFile::create(&made.path(), &made.env, "another", Strength::Floor);
    assert_eq!(code(again), Some(Code::Conflict));
    made.read().open_with_passphrase(PASSPHRASE).unwrap();
    let empty = KeyFile::create(&made.dir.path().join("b.json"), &made.env, " \t", Strength::Floor);
    assert_eq!(code(empty), Some(Code::Invalid));
    assert_eq!(
        code(made.read().change_passphrase(&made.env, &made.key, "", Strength::Floor)),
        Some(Code::Invalid)
    );
}

#[test]
fn s7_a_changed_passphrase_replaces_the_old_one_and_keeps_the_words() {
    let made = Made::new();
    let mut file = made.read();
    file.change_passphrase(&made.env, &made.key, "new words for an old door", Strength::Floor)
        .unwrap();
    for file in [file, made.read()] {
        assert_eq!(code(file.open_with_passphrase(PASSPHRASE)), Some(Code::Locked));
        let opened = file.open_with_passphrase("new words for an old door").unwrap();
        assert_eq!(opened.expose(), made.key.expose());
        assert_eq!(file.open_with_words(&made.words).unwrap().expose(), made.key.expose());
        assert_eq!(file.recovery_words(&made.key).unwrap().words(), made.words.words());
    }
}

#[test]
fn s3_a_foreign_key_is_not_wrapped() {
    let made = Made::new();
    let before = fs::read(made.path()).unwrap();
    let foreign = DataKey::generate(&made.env);
    let changed = made.read().change_passphrase(&made.env, &foreign, "new", Strength::Floor);
    assert_eq!(code(changed), Some(Code::Locked));
    assert_eq!(fs::read(made.path()).unwrap(), before);
}

#[test]
fn a_change_that_was_killed_leaves_the_old_file_and_is_made_again() {
    let made = Made::new();
    // What is there when the program is killed before the rename: half of the new file.
    fs::write(made.dir.path().join("key.json.new"), "{ \"about\": \"Ever").unwrap();
    made.read().open_with_passphrase(PASSPHRASE).unwrap();
    made.read().change_passphrase(&made.env, &made.key, "new", Strength::Floor).unwrap();
    made.read().open_with_passphrase("new").unwrap();
    assert!(!made.dir.path().join("key.json.new").exists());
}

#[test]
fn a_file_that_does_not_read_back_does_not_replace_the_old_one() {
    let made = Made::new();
    let before = fs::read(made.path()).unwrap();
    let refused =
        made.read().write(|_| Err(Error::new(Code::Locked, "the disk gave back something else")));
    assert_eq!(code(refused), Some(Code::Internal));
    assert_eq!(fs::read(made.path()).unwrap(), before);
    // And one that cannot be written at all: its place is taken by a folder.
    fs::create_dir(made.dir.path().join("key.json.new")).unwrap();
    assert!(made.read().change_passphrase(&made.env, &made.key, "new", Strength::Floor).is_err());
    assert_eq!(fs::read(made.path()).unwrap(), before);
}

/// Every leaf of the file, changed: opening says that the file is damaged, never that the secret is
/// wrong, and the wrap that was left alone still opens.
#[test]
fn s5_every_changed_field_is_told_from_a_wrong_passphrase() {
    let made = Made::new();
    let pristine = made.json();
    let hex = |path: &str| {
        let text = pristine.pointer(path).unwrap().as_str().unwrap().to_owned();
        let flipped = if text.starts_with('0') { "1" } else { "0" };
        json!(format!("{flipped}{}", &text[1..]))
    };
    let passphrase: Vec<(&str, Value)> = vec![
        ("/passphrase/algorithm", json!("argon2d-v19")),
        ("/passphrase/cost/memory_kib", json!(65537)),
        ("/passphrase/cost/passes", json!(4)),
        ("/passphrase/cost/lanes", json!(2)),
        ("/passphrase/salt", hex("/passphrase/salt")),
        ("/passphrase/salt", json!("")),
        ("/passphrase/wrap/cipher", json!("none")),
        ("/passphrase/wrap/nonce", hex("/passphrase/wrap/nonce")),
        ("/passphrase/wrap/sealed", hex("/passphrase/wrap/sealed")),
        ("/passphrase/wrap/sealed", json!("00")),
        ("/passphrase/wrap/check", hex("/passphrase/wrap/check")),
        ("/passphrase/wrap", pristine.pointer("/recovery").unwrap().clone()),
    ];
    for (path, value) in passphrase {
        let mut json = pristine.clone();
        *json.pointer_mut(path).unwrap() = value;
        made.write(&json);
        let file = made.read();
        assert_eq!(code(file.open_with_passphrase(PASSPHRASE)), Some(Code::Invalid), "{path}");
        assert!(file.open_with_words(&made.words).is_ok(), "{path}: the words still open");
    }
    for field in ["cipher", "nonce", "sealed", "check"] {
        for wrap in ["recovery", "words"] {
            let path = format!("/{wrap}/{field}");
            let mut json = pristine.clone();
            *json.pointer_mut(&path).unwrap() =
                if field == "cipher" { json!("x") } else { hex(&path) };
            made.write(&json);
            let file = made.read();
            let found = if wrap == "words" {
                code(file.recovery_words(&made.key))
            } else {
                code(file.open_with_words(&made.words))
            };
            assert_eq!(found, Some(Code::Invalid), "{path}");
        }
    }
    let mut json = pristine.clone();
    json["vault"] = json!(VaultId::from_bytes([1; 16]));
    made.write(&json);
    assert_eq!(code(made.read().open_with_passphrase(PASSPHRASE)), Some(Code::Invalid));
    assert_eq!(code(made.read().open_with_words(&made.words)), Some(Code::Invalid));
}

/// A hand that knows the format can make the checksum right again; not the encryption.
#[test]
fn s5_a_forged_cost_is_refused_below_the_floor_and_opens_nothing_above_it() {
    let made = Made::new();
    let forged = |cost: Cost| {
        let mut file = made.read();
        file.content.passphrase.forge(cost, file.vault());
        file
    };
    let too_cheap = [
        Cost { memory_kib: 64 * 1024 - 1, ..Cost::FLOOR },
        Cost { memory_kib: 8, ..Cost::FLOOR },
        Cost { passes: 2, ..Cost::FLOOR },
        Cost { lanes: 0, ..Cost::FLOOR },
    ];
    let too_dear = [
        Cost { memory_kib: 4 * 1024 * 1024 + 1, ..Cost::FLOOR },
        Cost { passes: 17, ..Cost::FLOOR },
        Cost { lanes: 9, ..Cost::FLOOR },
        Cost { memory_kib: u32::MAX, passes: u32::MAX, lanes: u32::MAX },
    ];
    for cost in too_cheap.into_iter().chain(too_dear) {
        let file = forged(cost);
        assert_eq!(code(file.open_with_passphrase(PASSPHRASE)), Some(Code::Denied), "{cost:?}");
        assert!(file.open_with_words(&made.words).is_ok());
    }
    let within = forged(Cost { memory_kib: 65 * 1024, ..Cost::FLOOR });
    assert_eq!(code(within.open_with_passphrase(PASSPHRASE)), Some(Code::Locked));
    assert!(
        forged(Cost::FLOOR).open_with_passphrase(PASSPHRASE).is_ok(),
        "the forger is not at fault"
    );
}

#[test]
fn a_file_that_is_none_is_damaged_and_a_newer_one_is_unsupported() {
    let made = Made::new();
    assert_eq!(code(KeyFile::read(&made.dir.path().join("none"))), Some(Code::NotFound));
    let whole = fs::read(made.path()).unwrap();
    for len in [0, 1, whole.len() / 2, whole.len() - 2] {
        fs::write(made.path(), &whole[..len]).unwrap();
        assert_eq!(code(KeyFile::read(&made.path())), Some(Code::Invalid), "{len} bytes");
    }
    fs::write(made.path(), vec![b' '; 100_000]).unwrap();
    assert_eq!(code(KeyFile::read(&made.path())), Some(Code::Invalid));
    fs::write(made.path(), br#"{"version": 2, "quantum": true}"#).unwrap();
    assert_eq!(code(KeyFile::read(&made.path())), Some(Code::Unsupported));
}

#[test]
fn words_are_read_as_people_write_them() {
    let words = RecoveryWords::generate(&FixedEnv::new(3));
    let list = words.words();
    let numbered: String =
        list.iter().enumerate().map(|(i, word)| format!("{}. {word},\n", i + 1)).collect();
    let short: Vec<String> = list.iter().map(|word| word.chars().take(4).collect()).collect();
    let ways = [
        list.join(" "),
        format!("  {}  ", list.join("\n\t")),
        list.join(" ").to_uppercase(),
        numbered,
        short.join(" "),
    ];
    for text in ways {
        assert_eq!(*RecoveryWords::parse(&text).unwrap().0, *words.0, "{text}");
    }
}

#[test]
fn a_slip_in_the_words_is_named_without_repeating_them() {
    let list = RecoveryWords::generate(&FixedEnv::new(3)).words();
    let error = |words: &[&str]| RecoveryWords::parse(&words.join(" ")).err().unwrap();
    let mut slipped = list.clone();
    slipped[6] = "secretzebra";
    let unknown = error(&slipped);
    assert_eq!((unknown.code(), unknown.field()), (Code::Invalid, Some("recovery_words")));
    assert!(unknown.message().contains("word 7") && !unknown.message().contains("zebra"));
    assert!(error(&list[..23]).message().contains("not 23"));
    assert!(error(&[]).message().contains("not 0"));
    let mut swapped = list.clone();
    swapped.swap(0, 1);
    assert_ne!(swapped, list);
    assert!(error(&swapped).message().contains("swapped"), "the checksum notices");
}
