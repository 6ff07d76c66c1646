use expect_test::expect;

use super::*;

pub(super) const HISTORY: &str = r#"[
 {"header": "YouTube Music", "title": "Watched Duet", "titleUrl": "https://music.youtube.com/watch?v\u003d1", "subtitles": [{"name": "One - Topic", "url": "https://www.youtube.com/channel/1"}], "time": "2023-05-01T10:00:00.123Z", "products": ["YouTube"], "activityControls": ["YouTube watch history"]},
 {"header": "YouTube", "title": "Watched A film", "titleUrl": "https://www.youtube.com/watch?v\u003d2", "time": "2023-05-01T10:05:00Z"},
 {"header": "YouTube Music", "title": "Watched https://music.youtube.com/watch?v\u003d3", "titleUrl": "https://music.youtube.com/watch?v\u003d3", "time": "2023-05-01T10:06:00Z"},
 {"header": "YouTube Music", "title": "Watched a video that has been removed", "time": "2023-05-01T10:07:00Z"},
 {"header": "YouTube Music", "title": "Watched Solo", "titleUrl": "https://music.youtube.com/watch?v\u003d4", "subtitles": [], "time": "2023-05-01T10:08:00Z"},
 {"header": "YouTube Music", "title": "Watched When", "titleUrl": "https://music.youtube.com/watch?v\u003d5"}
]"#;

#[test]
fn a_history() {
    let source = zip_of(&[
        ("Takeout/YouTube and YouTube Music/history/watch-history.json", HISTORY.as_bytes()),
        ("Takeout/archive_browser.html", b"<html>"),
    ]);
    expect![[r#"
        youtube-music 2023-05-01T10:00:00.123Z "Duet"
          artists ["One"]
          uri "https://music.youtube.com/watch?v=1"
        youtube-music 2023-05-01T10:08:00Z "Solo"
          uri "https://music.youtube.com/watch?v=4"
        problem Takeout/YouTube and YouTube Music/history/watch-history.json, row 6: has no time that can be read
        skipped 1 is not of YouTube Music
        skipped 2 nothing is named
    "#]].assert_eq(&import("youtube-music", &source).told());
}

/// A history whose titles stand in this sentence.
fn titled(sentence: fn(&str) -> String, titles: &[&str]) -> Vec<String> {
    let rows: Vec<_> = titles
        .iter()
        .map(|title| {
            serde_json::json!({"header": "YouTube Music", "title": sentence(title), "titleUrl": "https://a", "time": "2023-05-01T10:00:00Z"})
                .to_string()
        })
        .collect();
    let account =
        import("youtube-music", &file("watch-history.json", format!("[{}]", rows.join(","))));
    account.titles().into_iter().map(str::to_owned).collect()
}

#[test]
fn the_sentence_of_any_language_is_taken_off() {
    let titles =
        ["Duet", "Solo", "The End", "The Way", "Öl", "花の塔", "A", "Band on the Moon", "Zoo"];
    assert_eq!(titled(|title| format!("{title} angesehen"), &titles), titles);
    assert_eq!(titled(|title| format!("Du såg {title}"), &titles), titles);
    assert_eq!(titled(|title| format!("Kamu menonton {title} tadi"), &titles), titles);
    assert_eq!(titled(|title| title.to_owned(), &titles), titles);
    assert_eq!(
        titled(|title| format!("The {title}"), &titles[..3]),
        ["The Duet", "The Solo", "The The End"]
    );
}
