//! Safe HTML from an entry's Markdown.
//!
//! Two walls: our own pass over the parsed tree decides what a picture or a link may point at, and an
//! allow list over the finished HTML drops everything else (scripts, styles, frames, handlers, other
//! schemes, other people's servers). Raw HTML that people pasted is kept as far as the list allows.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write;

use ammonia::{Builder, UrlRelative};
use comrak::nodes::{Ast, AstNode, NodeLink, NodeValue};
use comrak::{Arena, format_html, parse_document};

use super::{dialect, media_hash};

/// The elements that may appear.
const TAGS: &str = "a abbr audio b blockquote br code dd del details dl dt em h1 h2 h3 h4 h5 h6 hr i \
    img input ins kbd li mark ol p pre q s section small span strong sub summary sup table tbody td \
    th thead tr u ul video";

/// The attributes that may appear, by element.
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "id", "title", "data-footnote-ref", "data-footnote-backref", "download"]),
    ("abbr", &["title"]),
    ("audio", &["src", "controls", "preload"]),
    ("details", &["open"]),
    ("img", &["src", "alt", "title"]),
    ("input", &["checked", "disabled"]),
    ("li", &["id"]),
    ("ol", &["start"]),
    ("section", &["data-footnotes"]),
    ("td", &["align"]),
    ("th", &["align"]),
    ("video", &["src", "controls", "preload"]),
];

/// The classes that may appear, by element: what the Markdown renderer itself writes.
const CLASSES: &[(&str, &[&str])] = &[
    ("a", &["footnote-backref"]),
    ("section", &["footnotes"]),
    ("span", &["missing"]),
    ("sup", &["footnote-ref"]),
];

/// Is this the name of an element that may appear?
#[cfg(test)]
pub(crate) fn is_allowed(element: &str) -> bool {
    TAGS.split(' ').any(|allowed| allowed == element)
}

const SOUND: &[&str] = &["aac", "aif", "aiff", "flac", "m4a", "mp3", "oga", "ogg", "opus", "wav"];
const FILM: &[&str] = &["3gp", "avi", "m4v", "mkv", "mov", "mp4", "webm"];

/// The HTML of a body, safe to put into a page. `media` gives the address of a content hash, or `None`
/// when its bytes are not here; nothing else is ever loaded: remote pictures become links. `anchor`
/// keeps the footnotes of several bodies on one page apart.
pub(crate) fn to_html(
    markdown: &str,
    anchor: &str,
    media: &dyn Fn(&str) -> Option<String>,
) -> String {
    let arena = Arena::new();
    let mut options = dialect();
    options.render.r#unsafe = true; // The allow list below is what makes it safe.
    let root = parse_document(&arena, markdown, &options);
    let mut own = HashSet::new();
    for node in root.descendants().collect::<Vec<_>>() {
        retarget(&arena, node, media, &mut own);
    }
    let mut html = String::with_capacity(markdown.len() * 5 / 4);
    if format_html(root, &options, &mut html).is_err() {
        // Writing to a string does not fail; if it ever does, the words are still shown.
        return format!("<p>{}</p>", escape(markdown));
    }
    allow_list(own, anchor.to_owned()).clean(&html).to_string()
}

/// Points a picture or link at what may be shown.
fn retarget<'a>(
    arena: &'a Arena<'a>,
    node: &'a AstNode<'a>,
    media: &dyn Fn(&str) -> Option<String>,
    own: &mut HashSet<String>,
) {
    let value = match &node.data().value {
        NodeValue::Image(link) => NodeValue::Image(link.clone()),
        NodeValue::Link(link) if media_hash(&link.url).is_some() => NodeValue::Link(link.clone()),
        NodeValue::HtmlInline(html) => NodeValue::HtmlInline(html.clone()),
        NodeValue::HtmlBlock(block) => NodeValue::HtmlBlock(block.clone()),
        _ => return,
    };
    match value {
        NodeValue::Image(link) | NodeValue::Link(link) if media_hash(&link.url).is_some() => {
            let is_image = matches!(node.data().value, NodeValue::Image(_));
            let address = media_hash(&link.url).and_then(media);
            if let Some(address) = &address {
                own.insert(address.clone());
            }
            let replaced = match address {
                Some(address) if is_image => shown(&node.collect_text(), address, *link),
                Some(url) => NodeValue::Link(Box::new(NodeLink { url, ..*link })),
                None => missing(&node.collect_text()),
            };
            if matches!(replaced, NodeValue::Raw(_)) {
                node.children().collect::<Vec<_>>().into_iter().for_each(AstNode::detach);
            }
            node.data_mut().value = replaced;
        }
        NodeValue::Image(link) => {
            if node.first_child().is_none() {
                let text = NodeValue::Text(link.url.clone().into());
                node.append(arena.alloc(Ast::new(text, (0, 0).into()).into()));
            }
            node.data_mut().value = NodeValue::Link(link);
        }
        NodeValue::HtmlInline(html) => {
            node.data_mut().value = NodeValue::HtmlInline(pictures_to_links(&html));
        }
        NodeValue::HtmlBlock(mut block) => {
            block.literal = pictures_to_links(&block.literal);
            node.data_mut().value = NodeValue::HtmlBlock(block);
        }
        _ => {}
    }
}

/// A picture, a player for sound or film by the name's ending.
fn shown(name: &str, url: String, link: NodeLink) -> NodeValue {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let element = match ending.as_str() {
        sound if SOUND.contains(&sound) => "audio",
        film if FILM.contains(&film) => "video",
        _ => return NodeValue::Image(Box::new(NodeLink { url, ..link })),
    };
    let src = escape(&url);
    NodeValue::Raw(format!("<{element} controls preload=\"none\" src=\"{src}\"></{element}>"))
}

fn missing(name: &str) -> NodeValue {
    let name = if name.is_empty() { "attachment" } else { name };
    NodeValue::Raw(format!("<span class=\"missing\">{}</span>", escape(name)))
}

/// Pasted `<img src="https://…">` becomes a link to it, so that opening an entry loads nothing.
fn pictures_to_links(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = find_tag(rest, "<img") {
        let end = rest[start..].find('>').map_or(rest.len(), |end| start + end + 1);
        out.push_str(&rest[..start]);
        let tag = &rest[start..end];
        let source = attribute(tag, "src").unwrap_or_default();
        let name = attribute(tag, "alt").filter(|alt| !alt.is_empty()).unwrap_or(source);
        // The values come from HTML and go back into it; the allow list judges the address.
        let (source, name) = (source.replace(['"', '<'], ""), name.replace('<', "&lt;"));
        let written = write!(out, "<a href=\"{source}\">{name}</a>");
        debug_assert!(written.is_ok(), "a string takes all that is written to it");
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

fn find_tag(html: &str, open: &str) -> Option<usize> {
    html.char_indices().map(|(at, _)| at).find(|&at| {
        html.get(at..at + open.len()).is_some_and(|start| start.eq_ignore_ascii_case(open))
    })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = find_tag(tag, name)?;
    let value = tag[start + name.len()..].trim_start().strip_prefix('=')?.trim_start();
    match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next(),
        _ => value.split([' ', '\t', '\n', '>']).next(),
    }
}

fn allow_list(own: HashSet<String>, anchor: String) -> Builder<'static> {
    let mut schemes = HashSet::from(["https", "mailto"]);
    // Our own addresses may be `media:`, `data:` or, in one window, `http:`; the filter below lets
    // through those very addresses and no other of their scheme.
    schemes.extend(["http", "media", "data", "blob", "asset"]);
    let mut builder = Builder::new();
    builder
        .tags(TAGS.split(' ').collect())
        .generic_attributes(HashSet::new())
        .tag_attributes(
            ATTRIBUTES.iter().map(|(tag, names)| (*tag, names.iter().copied().collect())).collect(),
        )
        .allowed_classes(
            CLASSES.iter().map(|(tag, names)| (*tag, names.iter().copied().collect())).collect(),
        )
        .url_schemes(schemes)
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("noopener noreferrer"))
        .set_tag_attribute_value("input", "type", "checkbox")
        .attribute_filter(move |element, attribute, value| {
            judge(&own, &anchor, element, attribute, value)
        });
    builder
}

fn judge<'v>(
    own: &HashSet<String>,
    anchor: &str,
    element: &str,
    attribute: &str,
    value: &'v str,
) -> Option<Cow<'v, str>> {
    match (element, attribute) {
        (_, "src") => own.contains(value).then_some(Cow::Borrowed(value)),
        ("a", "href") => match value.strip_prefix("#fn") {
            Some(rest) => Some(format!("#{anchor}fn{rest}").into()),
            None if own.contains(value) || is_web(value) => Some(value.into()),
            None => None,
        },
        (_, "id") => value.strip_prefix("fn").map(|rest| format!("{anchor}fn{rest}").into()),
        _ => Some(value.into()),
    }
}

fn is_web(url: &str) -> bool {
    let starts = |scheme: &str| {
        url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    starts("https://") || starts("mailto:")
}

/// The words of pasted HTML, without its tags.
pub(crate) fn strip(html: &str) -> String {
    let mut words = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        words.push_str(&rest[..start]);
        words.push(' ');
        rest = match rest[start..].find('>') {
            Some(end) => &rest[start + end + 1..],
            None => "",
        };
    }
    words.push_str(rest);
    if !words.contains('&') {
        return words;
    }
    words
        .replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

/// Text as HTML text or as the value of a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 8);
    for char in text.chars() {
        match char {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(char),
        }
    }
    html
}
