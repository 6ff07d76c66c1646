//! Day One's own Markdown: every punctuation mark has a backslash, attachments are
//! `![](dayone-moment://ID)`.

use super::moments::Moments;

/// Markdown as people write it.
pub(super) fn to_markdown(text: &str, moments: &mut Moments) -> String {
    let text = text.replace("\r\n", "\n");
    let mut out = String::with_capacity(text.len());
    let mut fenced = false;
    for (at, line) in text.split('\n').enumerate() {
        if at != 0 {
            out.push('\n');
        }
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        if fenced || fence {
            out.push_str(line);
        } else {
            unescape(&show_moments(line, moments), &mut out);
        }
    }
    out.trim().to_owned()
}

/// Puts our links in the place of Day One's; those of missing attachments go.
fn show_moments(line: &str, moments: &mut Moments) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("![") {
        let (before, link) = rest.split_at(at);
        out.push_str(before);
        let Some((label, target, after)) = image(link) else {
            out.push_str("![");
            rest = &link[2..];
            continue;
        };
        match target.strip_prefix("dayone-moment:") {
            Some(path) => {
                let identifier = path.rsplit('/').next().unwrap_or(path);
                out.push_str(&moments.show(identifier, label).unwrap_or_default());
            }
            None => out.push_str(&link[..link.len() - after.len()]),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Label, target and what follows of `![label](target)` at the start of a text.
fn image(link: &str) -> Option<(&str, &str, &str)> {
    let inner = link.strip_prefix("![")?;
    // Both look no further than the next bracket, so that a line of brackets is read once.
    let label = &inner[..inner.find([']', '['])?];
    let rest = inner[label.len()..].strip_prefix("](")?;
    let target = &rest[..rest.find([')', '(', ' '])?];
    let after = rest[target.len()..].strip_prefix(')')?;
    Some((label, target, after))
}

/// Takes away the backslashes that change nothing: `2\.5` is `2.5`, but `\*` stays.
fn unescape(line: &str, out: &mut String) {
    let mut before = Before { blank: true, digits: true, last: None };
    let mut code = false;
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter != '\\' || code {
            code ^= letter == '`';
            before.see(letter);
            out.push(letter);
            continue;
        }
        let Some(mark) = letters.next() else {
            out.push(letter);
            break;
        };
        if !before.is_idle(mark, letters.peek().copied()) {
            out.push(letter);
        }
        before.see(mark);
        out.push(mark);
    }
}

/// What stands before a mark on its line.
struct Before {
    /// Only white space.
    blank: bool,
    /// Only digits and white space.
    digits: bool,
    last: Option<char>,
}

impl Before {
    fn see(&mut self, letter: char) {
        self.blank &= letter.is_whitespace();
        self.digits &= letter.is_whitespace() || letter.is_ascii_digit();
        self.last = Some(letter);
    }

    /// Whether a mark means nothing to Markdown here, so that it needs no backslash.
    fn is_idle(&self, mark: char, after: Option<char>) -> bool {
        match mark {
            '.' | ')' => self.blank || !self.digits,
            '(' => self.last != Some(']'),
            '-' | '+' | '=' | '>' | '#' => !self.blank,
            '!' => after != Some('['),
            '"' | '\'' | ',' | ':' | ';' | '?' | '/' | '%' | '$' | '@' | '^' | '{' | '}' => true,
            _ => false,
        }
    }
}
