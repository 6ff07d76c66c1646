//! The sentence around a title, in the account's language.

use serde::Deserialize;

use crate::import::loose::Text;

/// What stands before and after titles.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Sentence {
    before: String,
    after: String,
}

/// Sentences of languages that are known; for others, see [`Sentence::of`].
const KNOWN: &[(&str, &str)] = &[
    ("Watched ", ""),
    ("", " angesehen"),
    ("Vous avez regardé ", ""),
    ("Has visto ", ""),
    ("Hai guardato ", ""),
    ("Je hebt ", " bekeken"),
    ("Você assistiu a ", ""),
    ("Obejrzano: ", ""),
    ("Просмотрено: ", ""),
    ("", " を視聴しました"),
    ("", " 을(를) 시청했습니다."),
];
/// Different titles that must have a beginning or an end in common before it is taken for the
/// sentence: fewer may be songs that are called alike.
const TITLES_MIN: usize = 8;

#[derive(Deserialize)]
struct Row<'a> {
    #[serde(borrow, default)]
    title: Text<'a>,
}

impl Sentence {
    /// The sentence of a file, by the rows in its start: a known one that most of them fit, else what
    /// all of them have in common, whole words.
    pub(super) fn of(head: &str) -> Sentence {
        let titles = titles(head);
        let fits = |(before, after): &&(&str, &str)| {
            let count = titles
                .iter()
                .filter(|title| title.starts_with(before) && title.ends_with(after))
                .count();
            titles.len() < 2 * count
        };
        if let Some((before, after)) = KNOWN.iter().find(fits) {
            return Sentence { before: (*before).to_owned(), after: (*after).to_owned() };
        }
        if titles.len() < TITLES_MIN {
            return Sentence::default();
        }
        let first = titles[0].as_str();
        let before = titles.iter().fold(first.len(), |len, title| common(first, title).min(len));
        let before = first[..before].rfind(' ').map_or("", |space| &first[..=space]);
        let rest: Vec<&str> = titles.iter().map(|title| &title[before.len()..]).collect();
        let after =
            rest.iter().fold(rest[0].len(), |len, title| common_end(rest[0], title).min(len));
        let tail = &rest[0][rest[0].len() - after..];
        let after = tail.find(' ').map_or("", |space| &tail[space..]);
        Sentence { before: before.to_owned(), after: after.to_owned() }
    }

    /// The title without its sentence.
    pub(super) fn title(&self, text: &str) -> String {
        let inner = text.strip_prefix(self.before.as_str());
        inner.and_then(|inner| inner.strip_suffix(self.after.as_str())).unwrap_or(text).to_owned()
    }
}

/// The titles of the rows that stand whole in the start of a file, each once.
fn titles(head: &str) -> Vec<String> {
    let mut titles: Vec<String> = Vec::new();
    let mut rest = head.trim_start().trim_start_matches('[');
    loop {
        let mut rows = serde_json::Deserializer::from_str(rest).into_iter::<Row<'_>>();
        let Some(Ok(row)) = rows.next() else { return titles };
        let end = rows.byte_offset();
        titles.extend(row.title.some().filter(|title| !titles.contains(title)));
        rest = rest[end..].trim_start().trim_start_matches(',');
    }
}

/// Bytes that two texts have in common at their start.
fn common(a: &str, b: &str) -> usize {
    let same = a.char_indices().zip(b.chars()).find(|((_, a), b)| a != b);
    same.map_or(a.len().min(b.len()), |((at, _), _)| at)
}

/// Bytes that two texts have in common at their end.
fn common_end(a: &str, b: &str) -> usize {
    let same = a.chars().rev().zip(b.chars().rev()).take_while(|(a, b)| a == b);
    same.map(|(letter, _)| letter.len_utf8()).sum()
}
