//! Day One's rich text: runs of text with attributes, and what is embedded between them.
//!
//! Runs become lines (a line's attributes stand at each of its runs), lines become blocks of Markdown.

use std::fmt::Write as _;

use domain::import::Sink;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::moments::Moments;
use crate::import::json::Object;

mod lines;
mod spans;

use lines::{Line, Style, join};
use spans::Span;

/// The document within the member `richText`: Day One writes a string of JSON, other programs that
/// write its format the JSON itself. `None` when it is neither.
pub(super) fn unwrap(raw: &str) -> Option<String> {
    if raw.starts_with('"') {
        return serde_json::from_str(raw).ok();
    }
    raw.starts_with('{').then(|| raw.to_owned())
}

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    contents: Vec<&'a RawValue>,
}

/// One run.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Node<'a> {
    text: Option<String>,
    attributes: Attributes,
    #[serde(borrow)]
    embedded_objects: Vec<&'a RawValue>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Attributes {
    bold: bool,
    italic: bool,
    strikethrough: bool,
    underline: bool,
    inline_code: bool,
    highlighted_color: Option<String>,
    #[serde(rename = "linkURL")]
    link_url: Option<String>,
    line: Option<LineAttributes>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct LineAttributes {
    header: u8,
    list_style: Option<String>,
    indent_level: usize,
    list_index: Option<u64>,
    checked: bool,
    quote: bool,
    code_block: bool,
}

/// The text as Markdown; `None` when it is not a rich text.
pub(super) fn to_markdown(
    rich: &str,
    moments: &mut Moments,
    place: &str,
    sink: &mut dyn Sink,
) -> Option<String> {
    let document: Document<'_> = serde_json::from_str(rich).ok()?;
    let mut lines = vec![Line::default()];
    for raw in document.contents {
        let Ok(node) = serde_json::from_str::<Node<'_>>(raw.get()) else {
            sink.problem(place, "a piece of the rich text cannot be read and was left out");
            continue;
        };
        if let Some(text) = &node.text {
            add_text(&mut lines, text, &node.attributes, sink);
        }
        for embedded in &node.embedded_objects {
            if let Some(block) = embedded_block(embedded, moments, sink) {
                add_block(&mut lines, block);
            }
        }
    }
    Some(join(&lines))
}

fn add_text(lines: &mut Vec<Line>, text: &str, attributes: &Attributes, sink: &mut dyn Sink) {
    if attributes.highlighted_color.is_some() {
        sink.lost("highlight color");
    }
    if attributes.underline {
        sink.lost("underline");
    }
    let link = attributes.link_url.clone().filter(|url| !url.is_empty());
    let inner = link.as_ref().is_some_and(|url| url.starts_with("dayone"));
    if inner {
        sink.lost("link to another entry");
    }
    let style = attributes.line.as_ref().map(style);
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    for (at, part) in text.split('\n').enumerate() {
        if at != 0 {
            lines.push(Line::default());
        }
        let Some(line) = lines.last_mut() else { return };
        // The newline at a run's end belongs to its line; what follows is the next line's.
        let ends_here = at != 0 && part.is_empty();
        if let Some(style) = style.as_ref().filter(|_| !ends_here) {
            line.style = style.clone();
        }
        if !part.is_empty() {
            line.spans.push(Span {
                text: part.to_owned(),
                bold: attributes.bold,
                italic: attributes.italic,
                strike: attributes.strikethrough,
                code: attributes.inline_code,
                highlight: attributes.highlighted_color.is_some(),
                link: link.clone().filter(|_| !inner),
            });
        }
    }
}

fn style(line: &LineAttributes) -> Style {
    // Day One counts indents from 1 in lists.
    let depth = line.indent_level.saturating_sub(1);
    match line.list_style.as_deref() {
        _ if line.code_block => Style::Code,
        Some("bulleted") => Style::Bullet { depth },
        Some("numbered") => Style::Number { depth, index: line.list_index },
        Some("checkbox") => Style::Check { depth, checked: line.checked },
        _ if line.quote => Style::Quote,
        _ if (1..=6).contains(&line.header) => Style::Header(line.header),
        _ => Style::Plain,
    }
}

/// A block stands on its own line.
fn add_block(lines: &mut Vec<Line>, block: String) {
    match lines.last_mut() {
        Some(last) if last.spans.is_empty() => last.style = Style::Block(block),
        _ => lines.push(Line { style: Style::Block(block), spans: Vec::new() }),
    }
    lines.push(Line::default());
}

/// The Markdown of something embedded; nothing when it is missing or has no form in Markdown.
fn embedded_block(raw: &RawValue, moments: &mut Moments, sink: &mut dyn Sink) -> Option<String> {
    let Ok(mut object) = Object::parse(raw.get().as_bytes()) else {
        sink.lost("embedded object");
        return None;
    };
    let kind = object.text("type");
    match kind.as_str() {
        // One that is missing was told when the list of the entry's attachments was read.
        "photo" | "video" | "audio" | "pdfAttachment" => {
            moments.show(&object.text("identifier"), "")
        }
        "horizontalRuleLine" | "horizontalLineRule" => Some("---".to_owned()),
        "table" => {
            Some(object.text("markdown").trim().to_owned()).filter(|table| !table.is_empty())
        }
        "renderableCodeBlock" => Some(lines::fenced(object.text("contents").trim_end())),
        _ => match web_link(&mut object) {
            Some(link) => Some(link),
            None => {
                let name = if kind.is_empty() { "object" } else { kind.as_str() };
                sink.lost(&format!("embedded {name}"));
                None
            }
        },
    }
}

/// A preview of a page, a film or a song elsewhere: what it is called, linked.
fn web_link(object: &mut Object<'_>) -> Option<String> {
    let mut first =
        |keys: &[&str]| keys.iter().map(|key| object.text(key)).find(|text| !text.is_empty());
    let url = first(&["url", "URL", "sourceURL", "linkURL"])?;
    let safe = url.starts_with("https://") || url.starts_with("http://");
    let title = first(&["title", "name"]).unwrap_or_else(|| url.clone());
    let mut link = String::new();
    if safe {
        // Writing into a string cannot fail.
        let _ = write!(link, "[{}]({})", spans::escaped(&title, false), spans::target(&url));
    }
    safe.then_some(link)
}
