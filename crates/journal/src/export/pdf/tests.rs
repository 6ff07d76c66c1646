use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    text.parse().expect("a date")
}

fn made(entries: Vec<EntryOut>) -> (Vec<u8>, BookReport) {
    let cover = Cover { title: "A year".into(), made: day("2026-03-02") };
    book(&cover, entries.into_iter().map(Ok), &|_| None).expect("a book")
}

fn entry(date: &str, body: &str) -> EntryOut {
    EntryOut { body: body.into(), ..EntryOut::new("1", day(date)) }
}

#[test]
fn a_book_reports_what_it_cannot_show() {
    let mut odd = entry("2026-03-01", "Mail from 北京 🙂, شكرا\n\n![gone.jpeg](media:ab)");
    let sound = |hash: &str, name: &str, mime: &str| MediaOut {
        hash: hash.into(),
        name: name.into(),
        mime: mime.into(),
    };
    odd.media = vec![sound("ab", "gone.jpeg", "image/jpeg"), sound("cd", "voice.m4a", "audio/mp4")];
    let (pdf, report) = made(vec![odd]);
    assert!(pdf.starts_with(b"%PDF-"), "it is a PDF file");
    let replaced: Vec<&str> = report.replaced.iter().map(|(text, _)| text.as_str()).collect();
    assert_eq!(replaced, ["ا", "ر", "ش", "ك", "京", "北"], "an emoji is shown, these are not");
    assert_eq!(report.not_printed, ["gone.jpeg", "voice.m4a"]);
    assert_eq!((report.entries, report.pictures), (1, 0));
}

#[test]
fn no_entries_are_a_book_too() {
    assert_eq!(made(Vec::new()).1.pages, 3);
}

#[test]
fn the_same_entries_give_the_same_bytes() {
    let entries = || vec![entry("2026-03-01", "# A\n\n- b\n\n> c"), entry("2026-04-01", "d")];
    assert!(made(entries()).0 == made(entries()).0, "a book can be compared with another");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_markdown_is_set(body in "([a-z]{1,12} |[#*_`~=<>!|:\\-+&;\"'/\\\\\n\t1]|\n\n|\\[|\\]|\\(|> |- |1\\. |    |\\| a \\|\n\\|---\\|\n|é|漢|🙂|\\PC){0,80}") {
        made(vec![entry("2026-03-01", &body)]);
    }
}

#[test]
fn deep_nesting_is_set() {
    for part in ["> ", "- ", "1. ", "**a ", "[", "==", "| a "] {
        made(vec![entry("2026-03-01", &part.repeat(2_000))]);
    }
}
