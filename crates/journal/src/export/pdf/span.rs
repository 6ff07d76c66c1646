//! Words of one block to spans in their styles.

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{AstNode, NodeValue};

use super::face::Face;
use super::paragraph::{Span, Style};
use crate::markdown;

/// A picture that a block shows: its content hash and its name.
pub(super) type Shown = (String, String);

/// The words inside a block, and the pictures of the entry that stand among them.
pub(super) fn spans<'a>(block: &'a AstNode<'a>, base: &Style) -> (Vec<Span>, Vec<Shown>) {
    let mut spans = Vec::new();
    let mut pictures = Vec::new();
    let mut styles = vec![base.clone()];
    let mut within_picture = 0_usize;
    for edge in block.traverse() {
        let style = styles.last().unwrap_or(base);
        let mut say = |style: &Style, text: &str| {
            if within_picture == 0 {
                spans.push(Span { style: style.clone(), text: text.to_owned() });
            }
        };
        match edge {
            NodeEdge::Start(node) => match &node.data().value {
                NodeValue::Text(text) => say(style, text),
                NodeValue::Code(code) => {
                    let size = style.size * 0.86;
                    say(&Style { face: Face::Mono, size, ..style.clone() }, &code.literal);
                }
                NodeValue::SoftBreak | NodeValue::LineBreak => say(style, "\n"),
                NodeValue::HtmlInline(tag) if tag.starts_with("<br") => say(style, "\n"),
                NodeValue::FootnoteReference(note) => {
                    let (size, raise) = (style.size * 0.65, style.size * 0.33);
                    say(&Style { face: Face::Sans, size, raise, ..style.clone() }, &note.name);
                }
                NodeValue::Image(link) => {
                    match markdown::media_hash(&link.url) {
                        Some(hash) => pictures.push((hash.to_owned(), node.collect_text())),
                        None => say(style, &format!("[{}]", picture_words(node, &link.url))),
                    }
                    within_picture += 1;
                }
                value => {
                    if let Some(inner) = inner_style(value, style) {
                        styles.push(inner);
                    }
                }
            },
            NodeEdge::End(node) => match &node.data().value {
                NodeValue::Image(_) => within_picture -= 1,
                value => {
                    if inner_style(value, style).is_some() {
                        styles.pop();
                    }
                }
            },
        }
    }
    trim_breaks(&mut spans);
    (spans, pictures)
}

fn picture_words<'a>(image: &'a AstNode<'a>, url: &str) -> String {
    let words = image.collect_text();
    if words.is_empty() { url.to_owned() } else { format!("{words}: {url}") }
}

/// How the words inside an inline element look; `None` for what is no such element.
fn inner_style(value: &NodeValue, style: &Style) -> Option<Style> {
    let style = style.clone();
    Some(match value {
        NodeValue::Emph => Style { face: italic(style.face), ..style },
        NodeValue::Strong => Style { face: bold(style.face), ..style },
        NodeValue::Strikethrough => Style { strike: true, ..style },
        NodeValue::Highlight => Style { mark: true, ..style },
        NodeValue::Link(link) => {
            let web = ["https://", "http://", "mailto:"];
            let leads = web.iter().any(|scheme| link.url.starts_with(scheme));
            Style { link: leads.then(|| link.url.as_str().into()), ..style }
        }
        _ => return None,
    })
}

fn italic(face: Face) -> Face {
    match face {
        Face::Serif | Face::SerifItalic => Face::SerifItalic,
        Face::SerifBold | Face::SerifBoldItalic => Face::SerifBoldItalic,
        Face::Sans | Face::SansBold | Face::Mono | Face::Emoji => face,
    }
}

fn bold(face: Face) -> Face {
    match face {
        Face::Serif | Face::SerifBold => Face::SerifBold,
        Face::SerifItalic | Face::SerifBoldItalic => Face::SerifBoldItalic,
        Face::Sans | Face::SansBold => Face::SansBold,
        Face::Mono | Face::Emoji => face,
    }
}

/// Breaks that a picture left behind at either end show nothing.
fn trim_breaks(spans: &mut Vec<Span>) {
    let blank = |span: &Span| span.text.trim().is_empty();
    while spans.last().is_some_and(blank) {
        spans.pop();
    }
    let first = spans.iter().position(|span| !blank(span)).unwrap_or(spans.len());
    spans.drain(..first);
}

/// A line of code whose indentation holds: leading spaces that never break and never vanish.
pub(super) fn hanging_spaces(line: &str) -> String {
    let line = line.replace('\t', "    ");
    let code = line.trim_start_matches(' ');
    format!(
        "{}{}",
        "\u{a0}".repeat(line.len() - code.len()),
        if code.is_empty() { "\u{a0}" } else { code }
    )
}
