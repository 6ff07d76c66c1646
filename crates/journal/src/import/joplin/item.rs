//! One `.md` file of Joplin: title, text, and members at the end.

use std::collections::HashMap;

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Note,
    Folder,
    Resource,
    Tag,
    NoteTag,
    /// Settings, keys, old versions.
    Other,
}

/// An item, borrowed from its file.
#[derive(Debug)]
pub(super) struct Item<'a> {
    pub(super) title: &'a str,
    pub(super) body: &'a str,
    members: HashMap<&'a str, &'a str>,
}

impl<'a> Item<'a> {
    /// Splits a file. What has no members at its end is all text.
    pub(super) fn parse(text: &'a str) -> Item<'a> {
        let text = text.trim_end();
        // The members are the lines after the last empty one; an item of members only has none.
        let (before, block) = text.rsplit_once("\n\n").unwrap_or(("", text));
        let members: Option<HashMap<_, _>> = block.lines().map(member).collect();
        let Some(members) = members else {
            return Item { title: "", body: text, members: HashMap::new() };
        };
        let (title, body) = before.split_once('\n').unwrap_or((before, ""));
        Item { title: title.trim(), body: body.trim_matches('\n'), members }
    }

    /// A member, empty when absent.
    pub(super) fn get(&self, name: &str) -> &'a str {
        self.members.get(name).copied().unwrap_or_default()
    }

    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.get(name).parse().ok()
    }

    pub(super) fn kind(&self) -> Option<Kind> {
        match self.get("type_") {
            "1" => Some(Kind::Note),
            "2" => Some(Kind::Folder),
            "4" => Some(Kind::Resource),
            "5" => Some(Kind::Tag),
            "6" => Some(Kind::NoteTag),
            "" => None,
            _ => Some(Kind::Other),
        }
    }
}

/// `name: value`, where the value may be empty.
fn member(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let is_name =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    is_name.then_some((name, value.trim()))
}
