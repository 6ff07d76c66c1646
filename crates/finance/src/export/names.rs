//! What accounts are called in plain-text journals: every program has a grammar of its own, and two
//! accounts must never become one.

use std::collections::{HashMap, HashSet};

use base::id::AnyId;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::book::Account;

/// How one program writes the parts of an account's name.
pub(super) type Spelling = fn(&str) -> String;

/// Words that a grammar has no letters for become the numbers of so many of their letters.
const SPELLED_OUT: usize = 6;

/// How deep a category may lie in others; what is deeper (or in a circle) stands at the root.
const DEPTH_MAX: usize = 16;

/// Full names by account, `Expenses:Food:Coffee`; every account has its own.
pub(super) fn names(accounts: &[Account], spelling: Spelling) -> HashMap<AnyId, String> {
    let by_id: HashMap<AnyId, &Account> = accounts.iter().map(|one| (one.id, one)).collect();
    let mut taken = HashSet::new();
    let mut names = HashMap::new();
    for account in accounts {
        let name = match account.fixed_name() {
            Some(fixed) => fixed.to_owned(),
            None => full_name(account, &by_id, spelling),
        };
        // The suffix cannot meet another's name for ever: each try is a new one.
        let mut own = name.clone();
        let mut number = 2;
        while !taken.insert(own.clone()) {
            own = format!("{name}-{number}");
            number += 1;
        }
        names.insert(account.id, own);
    }
    names
}

fn full_name(account: &Account, by_id: &HashMap<AnyId, &Account>, spelling: Spelling) -> String {
    let mut parts = vec![spelling(&account.name)];
    let mut at = account;
    while let Some(parent) = at.parent.and_then(|parent| by_id.get(&parent)) {
        if DEPTH_MAX < parts.len() || parent.kind != account.kind {
            parts.truncate(1);
            break;
        }
        parts.push(spelling(&parent.name));
        at = parent;
    }
    parts.push(account.kind.root().to_owned());
    parts.reverse();
    parts.join(":")
}

/// A part of a name for ledger and hledger: any letters, but `:` parts names, `;` begins a comment,
/// two blanks end it, and ledger takes some marks at a posting's begin.
pub(super) fn journal(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|char| match char {
            ':' | '|' => '/',
            ';' => ',',
            char if char.is_control() => ' ',
            char => char,
        })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    if words.is_empty() { "Unnamed".to_owned() } else { words.join(" ") }
}

/// A part of a name for beancount: `[A-Z0-9][A-Za-z0-9-]*`.
pub(super) fn beancount(name: &str) -> String {
    let plain = plain_letters(name, "");
    let mut plain = if plain.is_empty() { spelled_out(name) } else { plain };
    if let Some(first) = plain.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    plain
}

/// A tag for beancount: `[A-Za-z0-9-_/.]+`.
pub(super) fn beancount_tag(tag: &str) -> String {
    let plain = plain_letters(tag, "_/.");
    if plain.is_empty() { spelled_out(tag) } else { plain }
}

/// A tag for ledger and hledger: nothing that ends it.
pub(super) fn journal_tag(tag: &str) -> String {
    let ends = |char: char| char.is_whitespace() || char.is_control() || ":,;[]".contains(char);
    let words: Vec<&str> = tag.split(ends).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "unnamed".to_owned() } else { words.join("-") }
}

/// ASCII letters and digits with a hyphen for what is between; letters lose their marks.
fn plain_letters(text: &str, also: &str) -> String {
    let mut out = String::new();
    for char in text.nfkd().filter(|char| !is_combining_mark(*char)) {
        match char {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'Æ' => out.push_str("Ae"),
            'œ' => out.push_str("oe"),
            'Œ' => out.push_str("Oe"),
            'ø' => out.push('o'),
            'Ø' => out.push('O'),
            'ł' => out.push('l'),
            'Ł' => out.push('L'),
            'đ' | 'ð' => out.push('d'),
            'Đ' | 'Ð' => out.push('D'),
            'ı' => out.push('i'),
            char if char.is_ascii_alphanumeric() || also.contains(char) => out.push(char),
            '\'' | '’' => {}
            _ if out.ends_with('-') => {}
            _ => out.push('-'),
        }
    }
    out.trim_matches('-').to_owned()
}

/// `U82B1-U706B`: letters that a grammar does not know, by their numbers.
fn spelled_out(text: &str) -> String {
    let letters = text.chars().filter(|char| !char.is_whitespace() && !char.is_control());
    let numbers: Vec<String> =
        letters.take(SPELLED_OUT).map(|char| format!("U{:04X}", u32::from(char))).collect();
    if numbers.is_empty() { "Unnamed".to_owned() } else { numbers.join("-") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn parts_fit_the_grammars() {
        let cases = [
            ("Food & Drink", "Food-Drink", "Food & Drink"),
            ("café crème", "Cafe-creme", "café crème"),
            ("401k: mine; all", "401k-mine-all", "401k/ mine, all"),
            ("  Größe\n\tX ", "Grosse-X", "Größe X"),
            ("花火", "U82B1-U706B", "花火"),
            ("Mom's", "Moms", "Mom's"),
            ("--", "U002D-U002D", "--"),
            ("", "Unnamed", "Unnamed"),
        ];
        for (name, in_beancount, in_journal) in cases {
            assert_eq!(beancount(name), in_beancount);
            assert_eq!(journal(name), in_journal);
        }
        assert_eq!(journal_tag("a b:c,d"), "a-b-c-d");
        assert_eq!(beancount_tag("sommer/2026 ä"), "sommer/2026-a");
    }

    proptest! {
        #[test]
        fn any_name_fits(name in "\\PC*|.*") {
            let part = beancount(&name);
            let mut bytes = part.bytes();
            let first = bytes.next().expect("a part has a letter");
            prop_assert!(first.is_ascii_uppercase() || first.is_ascii_digit(), "{part:?}");
            prop_assert!(bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'), "{part:?}");
            let part = journal(&name);
            prop_assert!(!part.contains("  ") && !part.contains([':', ';', '\n', '\t']), "{part:?}");
            prop_assert_eq!(part.trim(), part.as_str());
            prop_assert!(!part.is_empty());
        }
    }
}
