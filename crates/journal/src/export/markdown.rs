//! One entry as a Markdown file with a YAML head, as other programs read it.

use std::collections::HashSet;
use std::fmt::Write;

use super::EntryOut;
use crate::markdown::MEDIA_SCHEME;

/// A title in a file name is cut here: with folders and date it stays far below what any system allows.
const TITLE_CHARS_MAX: usize = 60;

/// The paths that are taken, so that no file overwrites another, also where case does not count.
#[derive(Debug, Default)]
pub(crate) struct Paths(HashSet<String>);

impl Paths {
    /// `2026/2026-03-01 Title.md`; a second one of that name is `… (2).md`.
    pub(crate) fn take(&mut self, entry: &EntryOut) -> String {
        let stem = stem(entry);
        let mut path = format!("{stem}.md");
        let mut copy = 2;
        while !self.0.insert(path.to_lowercase()) {
            path = format!("{stem} ({copy}).md");
            copy += 1;
        }
        path
    }
}

/// The path of an entry's file, and its text. Media are linked as `../media/<hash>.<ending>`.
pub(crate) fn entry_markdown(entry: &EntryOut, paths: &mut Paths) -> (String, String) {
    let mut text = head(entry);
    let mut body = entry.body.clone();
    for media in &entry.media {
        let target = format!("]({MEDIA_SCHEME}{})", media.hash);
        body = body.replace(&target, &format!("](../{})", media.path()));
    }
    text.push_str(&body);
    if !body.is_empty() && !body.ends_with('\n') {
        text.push('\n');
    }
    for media in entry.unplaced_media() {
        let mark = if media.is_image() { "!" } else { "" };
        let name = media.name.replace(['[', ']', '\n', '\r'], " ");
        push(&mut text, format_args!("\n{mark}[{name}](../{})\n", media.path()));
    }
    (paths.take(entry), text)
}

/// A file name without its ending that every system takes: no `<>:"/\|?*`, no control characters, no
/// dot or space at its end.
fn stem(entry: &EntryOut) -> String {
    let year = entry.date.date().year();
    let safe: String = entry
        .title
        .chars()
        .map(|char| match char {
            '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' => ' ',
            char if char.is_control() => ' ',
            char => char,
        })
        .collect();
    let words = safe.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = words.chars().take(TITLE_CHARS_MAX).collect();
    let title = short.trim_end_matches(['.', ' ']);
    match (title, entry.time) {
        ("", Some(time)) => {
            format!("{year:04}/{} {:02}.{:02}", entry.date, time.hour(), time.minute())
        }
        ("", None) => format!("{year:04}/{}", entry.date),
        (title, _) => format!("{year:04}/{} {title}", entry.date),
    }
}

fn head(entry: &EntryOut) -> String {
    let mut yaml = String::from("---\n");
    push(&mut yaml, format_args!("id: {}\ndate: {}\n", quoted(&entry.id), entry.date));
    if let Some(time) = entry.time {
        push(&mut yaml, format_args!("time: \"{time}\"\n"));
    }
    let texts = [
        ("zone", &entry.zone),
        ("title", &entry.title),
        ("journal", &entry.journal),
        ("place", &entry.place),
        ("weather", &entry.weather),
        ("mood", &entry.mood),
    ];
    for (key, value) in texts.into_iter().filter(|(_, value)| !value.is_empty()) {
        push(&mut yaml, format_args!("{key}: {}\n", quoted(value)));
    }
    let numbers = [
        ("latitude", entry.place_latitude),
        ("longitude", entry.place_longitude),
        ("celsius", entry.weather_celsius),
    ];
    for (key, value) in numbers {
        if let Some(value) = value {
            push(&mut yaml, format_args!("{key}: {value:?}\n"));
        }
    }
    for (key, members) in [("tags", &entry.tags), ("people", &entry.people)] {
        if !members.is_empty() {
            let list = members.iter().map(|member| quoted(member)).collect::<Vec<_>>().join(", ");
            push(&mut yaml, format_args!("{key}: [{list}]\n"));
        }
    }
    for (key, flag) in [("starred", entry.starred), ("pinned", entry.pinned)] {
        if flag {
            push(&mut yaml, format_args!("{key}: true\n"));
        }
    }
    yaml.push_str("---\n\n");
    yaml
}

/// A YAML double-quoted scalar. A JSON string is one, but for a few characters that YAML wants escaped.
fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    let mut yaml = String::with_capacity(json.len());
    for char in json.chars() {
        match char {
            '\u{7f}'..='\u{9f}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{feff}'
            | '\u{fffe}'
            | '\u{ffff}' => {
                push(&mut yaml, format_args!("\\u{:04x}", u32::from(char)));
            }
            char => yaml.push(char),
        }
    }
    yaml
}

fn push(text: &mut String, part: std::fmt::Arguments<'_>) {
    let written = text.write_fmt(part);
    debug_assert!(written.is_ok(), "a string takes all that is written to it");
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use expect_test::expect;
    use proptest::prelude::*;

    use super::super::MediaOut;
    use super::*;

    fn entry(title: &str) -> EntryOut {
        let mut entry = EntryOut::new("01-id", "2026-03-01".parse().expect("a date"));
        entry.title = title.into();
        entry
    }

    #[test]
    fn an_entry_is_a_file_with_a_head() {
        let mut entry = entry("Rain: \"again\"?");
        entry.time = Some(jiff::civil::time(21, 4, 5, 0));
        entry.zone = "Europe/Lisbon".into();
        entry.body = "By the sea.\n\n![a.jpeg](media:ab12)".into();
        entry.tags = vec!["sea".into(), "slow: day".into()];
        entry.people = vec!["Maya".into()];
        entry.place_latitude = Some(38.7);
        entry.starred = true;
        let image = |hash: &str| MediaOut {
            hash: hash.into(),
            name: "a.JPEG".into(),
            mime: "image/jpeg".into(),
        };
        entry.media = vec![image("ab12"), image("cd34")];
        let (path, text) = entry_markdown(&entry, &mut Paths::default());
        expect![[r#"
            2026/2026-03-01 Rain again.md
            ---
            id: "01-id"
            date: 2026-03-01
            time: "21:04:05"
            zone: "Europe/Lisbon"
            title: "Rain: \"again\"?"
            latitude: 38.7
            tags: ["sea", "slow: day"]
            people: ["Maya"]
            starred: true
            ---

            By the sea.

            ![a.jpeg](../media/ab12.jpeg)

            ![a.JPEG](../media/cd34.jpeg)
        "#]]
        .assert_eq(&format!("{path}\n{text}"));
    }

    #[test]
    fn paths_are_unique_and_safe_everywhere() {
        let mut paths = Paths::default();
        let titles = ["Run", "RUN", "run", "", "", "a/b\\c:d*e?f", "dots...", &"long ".repeat(80)];
        let taken: Vec<_> = titles.iter().map(|title| paths.take(&entry(title))).collect();
        expect![[r#"
            2026/2026-03-01 Run.md
            2026/2026-03-01 RUN (2).md
            2026/2026-03-01 run (3).md
            2026/2026-03-01.md
            2026/2026-03-01 (2).md
            2026/2026-03-01 a b c d e f.md
            2026/2026-03-01 dots.md
            2026/2026-03-01 long long long long long long long long long long long long.md"#]]
        .assert_eq(&taken.join("\n"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_head_is_yaml(title in "\\PC{0,40}|.{0,20}", tag in ".{1,8}") {
            let mut entry = entry(&title);
            entry.tags = vec![tag.clone()];
            let head = head(&entry);
            let yaml = head.strip_prefix("---\n").and_then(|head| head.strip_suffix("---\n\n"));
            let read: BTreeMap<String, serde_json::Value> =
                serde_saphyr::from_str(yaml.expect("fences")).expect("a head is YAML");
            prop_assert_eq!(read.get("title").and_then(|title| title.as_str()).unwrap_or_default(), title);
            prop_assert_eq!(read["tags"][0].as_str(), Some(tag.as_str()));
        }
    }
}
