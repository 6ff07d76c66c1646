//! `everkept://new?title=...&body=...&date=2026-03-01&tag=...`: a draft from outside.
//!
//! Any page in any browser can open such a link, so it may do one thing: put words into an editor
//! that a person then keeps or throws away. It never saves, deletes, imports, exports or changes a
//! setting, and everything about it has a bound.

use base::day::Day;
use serde::Serialize;
use tauri::{AppHandle, Url};
use tauri_plugin_deep_link::DeepLinkExt;

use crate::actions::{self, Action};
use crate::window;

/// Longer than any browser passes on to another program.
const LINK_BYTES_MAX: usize = 32 * 1024;
/// The bound of a title everywhere in the program.
const TITLE_CHARS_MAX: usize = 500;
const BODY_CHARS_MAX: usize = 20_000;
const TAGS_MAX: usize = 20;
const TAG_CHARS_MAX: usize = 100;

/// The words of a link, cut to their bounds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Draft {
    title: Option<String>,
    body: Option<String>,
    /// `2026-03-01`
    date: Option<String>,
    tags: Vec<String>,
}

/// Opens a draft for each link that the system hands over, now and at the start.
pub(crate) fn listen(app: &AppHandle) {
    let handle = app.clone();
    app.deep_link().on_open_url(move |event| open(&handle, &event.urls()));
    if let Ok(Some(urls)) = app.deep_link().get_current() {
        open(app, &urls);
    }
}

fn open(app: &AppHandle, urls: &[Url]) {
    for draft in urls.iter().filter_map(read) {
        window::show(app);
        actions::ask(app, Action { id: "shell.new".to_owned(), draft: Some(draft) });
    }
}

/// The draft that a link asks for; `None` when it asks for anything else.
fn read(url: &Url) -> Option<Draft> {
    let is_new = url.scheme() == "everkept"
        && url.host_str() == Some("new")
        && matches!(url.path(), "" | "/");
    if !is_new || LINK_BYTES_MAX < url.as_str().len() {
        return None;
    }
    let mut draft = Draft::default();
    for (name, value) in url.query_pairs() {
        match name.as_ref() {
            "title" => draft.title = Some(one_line(&value, TITLE_CHARS_MAX)),
            "body" => draft.body = Some(plain(&value, BODY_CHARS_MAX)),
            "date" => draft.date = value.parse::<Day>().ok().map(|day| day.to_string()),
            "tag" if draft.tags.len() < TAGS_MAX => {
                draft.tags.push(one_line(&value, TAG_CHARS_MAX))
            }
            _ => {}
        }
    }
    draft.tags.retain(|tag| !tag.is_empty());
    Some(draft)
}

fn one_line(value: &str, max: usize) -> String {
    plain(value, max).replace(['\n', '\t'], " ").trim().to_owned()
}

/// Text without control characters, so that nothing invisible comes along.
fn plain(value: &str, max: usize) -> String {
    value
        .chars()
        .filter(|char| !char.is_control() || matches!(char, '\n' | '\t'))
        .take(max)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(link: &str) -> Option<Draft> {
        read(&link.parse().expect("the link of this test is a link"))
    }

    #[test]
    fn e7_a_link_becomes_an_unsaved_draft() {
        let draft =
            draft("everkept://new?title=A%20walk&body=one%0Atwo&date=2026-03-01&tag=sea&tag=")
                .expect("it asks for a draft");
        assert_eq!(draft.title.as_deref(), Some("A walk"));
        assert_eq!(draft.body.as_deref(), Some("one\ntwo"));
        assert_eq!(draft.date.as_deref(), Some("2026-03-01"));
        assert_eq!(draft.tags, ["sea"]);
    }

    #[test]
    fn e7_a_link_can_ask_for_nothing_else() {
        for link in [
            "everkept://export?path=/tmp/x",
            "everkept://new/../trash",
            "https://new?title=a",
            "everkept:new?title=a",
        ] {
            assert_eq!(draft(link), None, "{link}");
        }
        let odd = draft("everkept://new?delete=all&date=yesterday&title=%1b%00a")
            .expect("what is not known is passed over");
        assert_eq!(odd, Draft { title: Some("a".to_owned()), ..Draft::default() });
    }

    #[test]
    fn e7_every_part_has_a_bound() {
        let long = "x".repeat(1000);
        let draft1 = draft(&format!("everkept://new?title={long}&body={long}"))
            .expect("it asks for a draft");
        assert_eq!(draft1.title.map(|title| title.len()), Some(TITLE_CHARS_MAX));
        let tags = "&tag=a".repeat(1000);
        assert_eq!(
            draft(&format!("everkept://new?{tags}")).map(|draft| draft.tags.len()),
            Some(TAGS_MAX)
        );
        assert_eq!(draft(&format!("everkept://new?body={}", "x".repeat(40_000))), None);
    }
}
