use base::env::{Env, FixedEnv};

use super::seal::{Found, Seal, fingerprint, open};
use super::words::{escape, number, time, unescape};

const PAYLOAD: &str = "<!doctype html>\n<meta name=\"generator\" content=\"Everkept listening report 1\">\n<title>A &amp; B</title>\n<main>Näht &lt;!--</main>\n";

fn seal(seed: u64) -> Seal {
    let mut bytes = [0; 32];
    FixedEnv::at("2026-03-01T12:00:00Z", "UTC", seed).fill(&mut bytes);
    Seal::of(bytes)
}

fn is_intact(text: &str) -> bool {
    matches!(open(text), Found::Intact { .. })
}

#[test]
fn every_altered_byte_is_found() {
    let seal = seal(7);
    let file = seal.sign(PAYLOAD.to_owned());
    assert!(is_intact(&file));
    for at in 0..file.len() {
        let mut bytes = file.clone().into_bytes();
        bytes[at] ^= 1;
        if let Ok(text) = String::from_utf8(bytes) {
            assert!(!is_intact(&text), "byte {at} was changed: {:?}", &text[at..at + 1]);
        }
        let mut shorter = file.clone();
        if shorter.is_char_boundary(at) && file.is_char_boundary(at + 1) {
            shorter.remove(at);
            assert!(!is_intact(&shorter), "byte {at} was taken out");
        }
    }
}

#[test]
fn what_is_put_before_or_after_is_an_alteration() {
    let file = seal(7).sign(PAYLOAD.to_owned());
    for other in [
        format!("{file}<script>alert(1)</script>"),
        format!("{file}\n"),
        format!(" {file}"),
        file.replace("-->\n</body>", "--><p>more</p>\n</body>"),
        format!("{file}{file}"),
        file.replace('\n', "\r\n"),
    ] {
        assert!(matches!(open(&other), Found::Altered), "{other}");
    }
    // Signed again by somebody else it is that one's.
    let again = seal(8).sign(PAYLOAD.to_owned());
    let Found::Intact { key, .. } = open(&again) else { panic!("it is intact") };
    assert_ne!(fingerprint(&key), seal(7).fingerprint());
}

#[test]
fn a_page_of_somebody_else_is_no_report() {
    assert!(matches!(open(""), Found::Nothing));
    assert!(matches!(open("<!doctype html><title>Hello</title>"), Found::Nothing));
}

#[test]
fn a_fingerprint_can_be_read_out() {
    let text = seal(7).fingerprint();
    assert_eq!(text.len(), 29, "{text}");
    assert!(text.split(' ').all(|group| group.len() == 4), "{text}");
    assert_eq!(text, seal(7).fingerprint());
}

#[test]
fn words_are_as_people_write_them() {
    assert_eq!(number(0), "0");
    assert_eq!(number(1234), "1,234");
    assert_eq!(number(12_345_678), "12,345,678");
    assert_eq!(time(0), "0 min");
    assert_eq!(time(3 * 3_600_000), "3 h");
    assert_eq!(time(3 * 3_600_000 + 20 * 60_000), "3 h 20 min");
    assert_eq!(time(1660 * 3_600_000), "1,660 h");
    let title = "<b>\"R&B\" & more</b> &lt;";
    assert_eq!(unescape(&escape(title)), title);
    assert_eq!(escape("a\u{0}b\nc"), "a b c");
}
