//! Markdown from the HTML that some diaries write.

use std::sync::LazyLock;

use htmd::HtmlToMarkdown;
use htmd::options::{BulletListMarker, HrStyle, Options};

/// Elements within elements: deeper is an attack, and the walk over the tree is recursive.
const DEPTH_MAX: usize = 128;

/// Open elements at one time while reading: the parser takes a time that grows with their square.
const OPEN_MAX: usize = 2_000;

static CONVERTER: LazyLock<HtmlToMarkdown> = LazyLock::new(|| {
    let options = Options {
        bullet_list_marker: BulletListMarker::Dash,
        ul_bullet_spacing: 1,
        ol_number_spacing: 1,
        hr_style: HrStyle::Dashes,
        ..Options::default()
    };
    HtmlToMarkdown::builder().options(options).skip_tags(vec!["script", "style", "head"]).build()
});

/// Markdown of some HTML. What is nested beyond reason is stripped to its words.
pub(super) fn to_markdown(html: &str) -> String {
    let converted = if OPEN_MAX < open_tags(html) { None } else { convert(html) };
    let markdown = converted.unwrap_or_else(|| stripped(html));
    tidy(&markdown)
}

fn convert(html: &str) -> Option<String> {
    let tree = CONVERTER.html_to_tree(html).ok()?;
    let mut stack = vec![(std::rc::Rc::clone(&tree), 0_usize)];
    while let Some((node, depth)) = stack.pop() {
        if DEPTH_MAX < depth {
            return None;
        }
        let children = node.children.borrow();
        stack.extend(children.iter().map(|child| (std::rc::Rc::clone(child), depth + 1)));
    }
    Some(CONVERTER.tree_to_markdown(&tree))
}

/// Whether a text has one of the tags or entities that editors write; `a < b` has none.
pub(super) fn looks_like_html(text: &str) -> bool {
    const TAGS: [&str; 25] = [
        "br",
        "p",
        "div",
        "span",
        "b",
        "i",
        "u",
        "s",
        "em",
        "strong",
        "strike",
        "del",
        "ul",
        "ol",
        "li",
        "a",
        "img",
        "h1",
        "h2",
        "h3",
        "h4",
        "blockquote",
        "font",
        "code",
        "pre",
    ];
    let entity = ["&nbsp;", "&amp;", "&lt;", "&gt;", "&quot;", "&#"];
    entity.iter().any(|entity| text.contains(entity))
        || text.split('<').skip(1).any(|rest| {
            let rest = rest.strip_prefix('/').unwrap_or(rest);
            let len =
                rest.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(rest.len());
            let closed = rest[len..].starts_with(['>', ' ', '/']);
            closed && TAGS.iter().any(|tag| rest[..len].eq_ignore_ascii_case(tag))
        })
}

/// The most elements that may be open at once, from above: end tags that are missing count on.
fn open_tags(html: &str) -> usize {
    const CLOSES_ITSELF: [&str; 12] =
        ["br", "p", "li", "img", "hr", "input", "meta", "link", "wbr", "source", "col", "td"];
    let mut open = std::collections::HashMap::<String, usize>::new();
    let (mut now, mut most) = (0_usize, 0);
    for rest in html.split('<').skip(1) {
        let (closing, rest) = match rest.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let len = rest.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let name = rest[..len].to_ascii_lowercase();
        if name.is_empty() || CLOSES_ITSELF.contains(&name.as_str()) {
            continue;
        }
        let count = open.entry(name).or_default();
        if !closing {
            *count += 1;
            now += 1;
        } else if 0 < *count {
            *count -= 1;
            now -= 1;
        }
        most = most.max(now);
    }
    most
}

/// The words between the tags.
fn stripped(html: &str) -> String {
    let mut text = String::new();
    for (at, part) in html.split('<').enumerate() {
        match part.split_once('>') {
            Some((_, words)) if at != 0 => {
                text.push('\n');
                text.push_str(words);
            }
            _ => text.push_str(part),
        }
    }
    text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// No white space alone on a line, never more than one empty line.
fn tidy(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut empty = 0;
    for line in markdown.replace('\u{a0}', " ").trim().lines() {
        if line.trim().is_empty() {
            empty += 1;
            continue;
        }
        if 0 < empty {
            let kept = out.trim_end().len();
            out.truncate(kept);
            out.push_str("\n\n");
        } else if !out.is_empty() {
            out.push('\n');
        }
        empty = 0;
        out.push_str(line);
    }
    out
}
