//! Markdown: the words in it, the media in it, and safe HTML from it.
//!
//! Bodies are CommonMark with tables, tasks, strikethrough, `==highlight==` and footnotes; a single line
//! break is a line break, because that is how people type a diary. Media are written
//! `![name](media:<hash>)` (pictures, sound, film) or `[name](media:<hash>)` (files). What is
//! deliberately not here: loading anything. A picture on the network becomes a link to it.
//! Start reading at [`plain_text`] and [`to_html`].

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, parse_document};
use unicode_segmentation::UnicodeSegmentation;

pub(crate) mod html;
#[cfg(test)]
mod tests;

/// How a link or picture of an entry's own media begins.
pub(crate) const MEDIA_SCHEME: &str = "media:";

/// What sets off markup inside a line: without any of these a line is its own plain text.
const MARKUP: &[u8] = b"*_`[]<&\\~=|\0";

/// The one dialect, for reading and for showing.
pub(crate) fn dialect() -> Options<'static> {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.tasklist = true;
    options.extension.autolink = true;
    options.extension.footnotes = true;
    options.extension.highlight = true;
    // A `[x]` in any letter counts: Obsidian and others write `[-]` and `[/]`.
    options.parse.relaxed_tasklist_matching = true;
    options.render.hardbreaks = true;
    options.render.github_pre_lang = false;
    options
}

/// The words without markup: one line per paragraph, heading, item or table row; single spaces.
/// File names of media are left out, because nobody wrote them.
pub(crate) fn plain_text(markdown: &str) -> String {
    match unmarked(markdown) {
        Some(plain) => plain,
        None => parsed_text(markdown),
    }
}

/// Plain text on one line, at most `max_chars` characters, cut between words with `…`.
pub(crate) fn clip(plain: &str, max_chars: usize) -> String {
    let mut line = String::with_capacity(plain.len().min(max_chars * 2));
    let mut chars = 0;
    for word in plain.split_whitespace() {
        let length = word.chars().count() + usize::from(chars > 0);
        if chars + length > max_chars {
            if chars == 0 {
                // A single word longer than the line, or a script without spaces.
                line.extend(word.graphemes(true).scan(0, |used, grapheme| {
                    *used += grapheme.chars().count();
                    (*used < max_chars).then_some(grapheme)
                }));
            }
            let kept = line.trim_end_matches([',', ';', ':', '-', '–', '—']).len();
            line.truncate(kept);
            line.push('…');
            return line;
        }
        if chars > 0 {
            line.push(' ');
        }
        line.push_str(word);
        chars += length;
    }
    line
}

/// How many words a plain text has; Chinese and Japanese characters count one each.
pub(crate) fn word_count(plain: &str) -> usize {
    plain
        .unicode_words()
        .map(|word| if word.chars().all(is_unspaced) { word.chars().count() } else { 1 })
        .sum()
}

/// Han, Hiragana and Katakana: scripts that put no spaces between words.
fn is_unspaced(char: char) -> bool {
    matches!(char, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// The `#tags` in the words, outside code and links, in order and each once.
pub(crate) fn tags_in(markdown: &str) -> Vec<String> {
    let mut tags = Vec::new();
    if !markdown.contains('#') {
        return tags;
    }
    let arena = Arena::new();
    let mut options = dialect();
    options.parse.escaped_char_spans = true; // `\#this` is no tag.
    for node in parse_document(&arena, markdown, &options).descendants() {
        let NodeValue::Text(text) = &node.data().value else { continue };
        let inside_link = node
            .ancestors()
            .any(|node| matches!(node.data().value, NodeValue::Link(_) | NodeValue::Image(_)));
        if !inside_link {
            collect_tags(text, &mut tags);
        }
    }
    tags
}

/// The `#tags` in a text without markup.
fn collect_tags(text: &str, tags: &mut Vec<String>) {
    for (at, _) in text.match_indices('#') {
        let opens = text[..at].chars().next_back();
        if !opens.is_none_or(|char| char.is_whitespace() || "([{\"'“‘".contains(char)) {
            continue;
        }
        let tag = tag_at(&text[at + 1..]);
        if !tag.is_empty() && !tags.iter().any(|known| known == tag) {
            tags.push(tag.to_owned());
        }
    }
}

/// The tag that a text begins with, without `#`; empty when it has no letter (`#1` is a number).
pub(crate) fn tag_at(text: &str) -> &str {
    let end = text
        .find(|char: char| !(char.is_alphanumeric() || matches!(char, '_' | '-' | '/')))
        .unwrap_or(text.len());
    let tag = text[..end].trim_end_matches(['-', '/']);
    if tag.chars().any(char::is_alphabetic) { tag } else { "" }
}

/// The content hashes of the media that the text shows or links, in order and each once.
pub(crate) fn media_in(markdown: &str) -> Vec<String> {
    let mut hashes = Vec::new();
    if !markdown.contains(MEDIA_SCHEME) {
        return hashes;
    }
    let arena = Arena::new();
    for node in parse_document(&arena, markdown, &dialect()).descendants() {
        if let NodeValue::Link(link) | NodeValue::Image(link) = &node.data().value
            && let Some(hash) = media_hash(&link.url)
            && !hashes.iter().any(|known| known == hash)
        {
            hashes.push(hash.to_owned());
        }
    }
    hashes
}

/// The hash in `media:<hash>`, if the address is one: letters and digits only.
pub(crate) fn media_hash(url: &str) -> Option<&str> {
    let hash = url.strip_prefix(MEDIA_SCHEME)?;
    let plain = !hash.is_empty() && hash.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain.then_some(hash)
}

/// The plain text of a body that holds no markup at all, which most short entries do: twenty times
/// quicker than parsing it.
fn unmarked(markdown: &str) -> Option<String> {
    if markdown.bytes().any(|byte| MARKUP.contains(&byte)) {
        return None;
    }
    let mut plain = Words::default();
    for line in markdown.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.contains('\r') {
            return None;
        }
        let content = line.trim_start_matches([' ', '\t']);
        let indent = line.len() - content.len();
        match content.bytes().next() {
            None => plain.end_block(),
            Some(b'#' | b'>' | b'-' | b'+' | b':' | b'0'..=b'9') => return None,
            Some(_) if indent > 3 || line.starts_with('\t') => return None,
            Some(_) => plain.push(content),
        }
        plain.space();
    }
    Some(plain.finish())
}

fn parsed_text(markdown: &str) -> String {
    use comrak::arena_tree::NodeEdge;

    let arena = Arena::new();
    let mut words = Words::default();
    // Pictures whose name is a file's: nothing inside them is quoted.
    let mut unnamed = 0_usize;
    for edge in parse_document(&arena, markdown, &dialect()).traverse() {
        match edge {
            NodeEdge::Start(node) => match &node.data().value {
                NodeValue::Image(_) if names_a_file(node) => unnamed += 1,
                _ if unnamed > 0 => {}
                NodeValue::Text(text) => words.push(text),
                NodeValue::Code(code) => words.push(&code.literal),
                NodeValue::CodeBlock(code) => words.push(&code.literal),
                NodeValue::SoftBreak | NodeValue::LineBreak => words.space(),
                NodeValue::HtmlInline(tag) if is_break(tag) => words.space(),
                NodeValue::HtmlBlock(block) => words.push(&html::strip(&block.literal)),
                NodeValue::FootnoteReference(_) => words.space(),
                _ => {}
            },
            NodeEdge::End(node) => match &node.data().value {
                NodeValue::Image(_) if names_a_file(node) => unnamed -= 1,
                NodeValue::TableCell => words.space(),
                NodeValue::TableRow(_) => words.end_block(),
                value if value.block() => words.end_block(),
                _ => {}
            },
        }
    }
    words.finish()
}

fn is_break(tag: &str) -> bool {
    tag.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<br"))
}

/// Is a picture's text the name of a file (`IMG_2041.jpeg`) and not a caption?
fn names_a_file<'a>(image: &'a AstNode<'a>) -> bool {
    let NodeValue::Image(link) = &image.data().value else { return false };
    let name = image.collect_text();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let like_a_file =
        (2..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    like_a_file && (link.url.starts_with(MEDIA_SCHEME) || !name.contains(' '))
}

/// Words gathered with single spaces, blocks on lines of their own.
#[derive(Default)]
struct Words {
    text: String,
    block_ended: bool,
    spaced: bool,
}

impl Words {
    fn push(&mut self, text: &str) {
        for (index, word) in text.split(char::is_whitespace).enumerate() {
            self.spaced |= index > 0;
            if word.is_empty() {
                continue;
            }
            if !self.text.is_empty() {
                match (self.block_ended, self.spaced) {
                    (true, _) => self.text.push('\n'),
                    (false, true) => self.text.push(' '),
                    (false, false) => {}
                }
            }
            (self.block_ended, self.spaced) = (false, false);
            self.text.push_str(word);
        }
    }

    fn space(&mut self) {
        self.spaced = true;
    }

    fn end_block(&mut self) {
        self.block_ended = true;
    }

    fn finish(self) -> String {
        self.text
    }
}
