//! Payees: from what a bank prints to a name that people read.
//!
//! Banks wrap a name in card numbers, dates, terminals, places and capitals. [`clean`] takes off what is
//! surely none of the name and leaves the rest; it never looks at what a person has said, so the same
//! line has the same name on every device. What is deliberately not here: any list of shops. Start
//! reading at [`clean`]; the words that it knows are in [`words`].

mod noise;
mod words;

use self::noise::{Part, parts};
use self::words::{
    CITIES, COUNTRIES, KEPT_CAPS, LEGAL, PREFIXES, PROCESSORS, SMALL, STATES, THANKS, TITLED,
    WEAK_PREFIXES,
};

/// Longer lines are cut before they are looked at, characters.
const RAW_CHARS_MAX: usize = 300;
/// A country and a legal form: the first only behind a city.
const SWEDEN: &str = "SE";
/// A wrapping may be wrapped again; nobody does it more often.
const ROUNDS_MAX: usize = 8;

/// The name in a bank's line. A line without any name comes back as it is, with single blanks; an empty
/// one is empty. Cleaning what is clean changes nothing.
pub(crate) fn clean(raw: &str) -> String {
    let plain = match raw.char_indices().nth(RAW_CHARS_MAX) {
        Some((end, _)) => &raw[..end],
        None => raw,
    };
    let mut name = plain.trim().to_owned();
    for _ in 0..ROUNDS_MAX {
        let mut next = round(&name);
        if next.is_empty() {
            next = single_blanks(&name);
        }
        if next == name {
            break;
        }
        name = next;
    }
    name
}

fn single_blanks(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Takes one layer off; empty when no name would be left.
fn round(text: &str) -> String {
    let text = column(payment_text(text));
    let text = unprocessed(place_cut(text));
    let parts = parts(&text);
    let parts = without_prefixes(&parts);
    let parts = without_place(parts);
    let parts = without_legal(without_thanks(parts));
    let name = parts.iter().map(|part| part.text).collect::<Vec<_>>().join(" ");
    let name = name.trim_matches(|char: char| {
        !char.is_alphanumeric() && !matches!(char, '(' | ')' | '!' | '+')
    });
    if !name.chars().any(char::is_alphabetic) {
        return String::new();
    }
    titled(name)
}

/// The payment's own words out of structured ones: `EREF+… SVWZ+Miete März` is `Miete März`; what stands
/// before the first key goes before all.
fn payment_text(text: &str) -> &str {
    const KEYS: [&str; 10] =
        ["EREF+", "KREF+", "MREF+", "CRED+", "DEBT+", "SVWZ+", "ABWA+", "ABWE+", "IBAN+", "BIC+"];
    let next_key = |text: &str| KEYS.iter().filter_map(|key| text.find(key)).min();
    match next_key(text) {
        None => text,
        Some(at) if at > 0 && text[..at].chars().any(char::is_alphabetic) => &text[..at],
        Some(_) => match text.split_once("SVWZ+") {
            Some((_, words)) => next_key(words).map_or(words, |end| &words[..end]),
            None => text,
        },
    }
}

/// The first of several columns: `STARBUCKS     SEATTLE     WA`.
fn column(text: &str) -> &str {
    const GAP: &str = "   ";
    match text.trim().split_once(GAP) {
        Some((first, rest)) => {
            let named = parts(first);
            let says = without_prefixes(&named).iter().any(|part| part.has_letters());
            let is_prefix = named.iter().all(|part| part.noise)
                || !says
                || first.trim_end().ends_with('*')
                || rest.trim_start().starts_with('*');
            if is_prefix { text } else { first }
        }
        None => text,
    }
}

/// Cuts `//BERLIN/DE` and `/Berlin/DE`.
fn place_cut(text: &str) -> &str {
    if let Some((name, _)) = text.split_once("//")
        && name.chars().any(char::is_alphabetic)
        && !name.ends_with(':')
    {
        return name;
    }
    let Some((head, country)) = text.rsplit_once('/') else { return text };
    let is_country = country.trim() == SWEDEN || COUNTRIES.contains(&country.trim());
    let name = head.split('/').next().unwrap_or(head);
    match is_country && name.chars().any(char::is_alphabetic) {
        true => name,
        false => text,
    }
}

/// The shop behind a payment company: `PAYPAL *SPOTIFY`, `SQ *BLUE BOTTLE`; without an order's number:
/// `AMZN MKTP US*RT4G92K0L`.
fn unprocessed(text: &str) -> String {
    let Some((before, after)) = text.split_once('*') else { return text.to_owned() };
    if before.ends_with(|char: char| char.is_ascii_digit() || char == '*') || after.starts_with('*')
    {
        return text.to_owned(); // A card number.
    }
    let after = after.trim();
    let head: Vec<String> = before.split_whitespace().map(str::to_lowercase).collect();
    let processor =
        head.last().is_some_and(|word| PROCESSORS.contains(&word.trim_end_matches(['.', '_'])));
    let order = !after.contains(' ') && after.bytes().any(|byte| byte.is_ascii_digit());
    match (processor && !order, order) {
        (true, _) => after.to_owned(),
        (false, true) if before.chars().any(char::is_alphabetic) => before.to_owned(),
        (false, _) => format!("{} {after}", before.trim_end()),
    }
}

/// How many parts the longest of these phrases takes at the beginning, 0 when none stands there.
fn phrase(parts: &[Part<'_>], phrases: &[&str]) -> usize {
    let word = |at: usize| -> Option<&str> {
        Some(parts.get(at)?.folded.trim_matches([':', ',', '.', '-', '(', ')']))
    };
    let Some(first) = word(0) else { return 0 };
    let taken = |phrase: &&str| {
        let rest = phrase.strip_prefix(first)?;
        let fits = rest.is_empty()
            || rest.strip_prefix(' ').is_some_and(|rest| {
                rest.split(' ').enumerate().all(|(at, next)| word(at + 1) == Some(next))
            });
        fits.then(|| phrase.split(' ').count())
    };
    phrases.iter().filter_map(taken).max().unwrap_or(0)
}

/// Without `POS PURCHASE`, `Kartenzahlung`, `PRLV SEPA` and the noise around; a name must be left.
fn without_prefixes<'a, 'b>(parts: &'b [Part<'a>]) -> &'b [Part<'a>] {
    let mut rest = parts;
    let mut stripped = false;
    loop {
        while let [first, after @ ..] = rest
            && first.noise
            && after.iter().any(Part::is_word)
        {
            rest = after;
            stripped = true;
        }
        let weak = phrase(rest, WEAK_PREFIXES);
        let loose = stripped || rest.get(weak).is_some_and(|part| part.noise);
        let taken = phrase(rest, PREFIXES).max(if loose { weak } else { 0 });
        if taken == 0 || !rest[taken..].iter().any(Part::is_word) {
            return rest;
        }
        rest = &rest[taken..];
        stripped = true;
    }
}

/// The words without the place behind them. A place is one when a country, a state or a number says so.
fn without_place<'a, 'b>(parts: &'b [Part<'a>]) -> Vec<&'b Part<'a>> {
    let mut evidence = false;
    let mut rest = parts;
    while let [before @ .., last] = rest {
        let words = before.iter().filter(|part| part.is_word()).count();
        let is_state = STATES.contains(&last.text)
            && (city_words(before) > 0
                || (before.iter().rev().take(3).any(|part| part.noise) && words > 1));
        let is_country =
            COUNTRIES.contains(&last.text) || (last.text == SWEDEN && city_words(before) > 0);
        let cut = last.noise || (words > 0 && (is_country || is_state));
        if !cut {
            break;
        }
        evidence = true;
        rest = before;
    }
    if !evidence && !rest.iter().any(|part| part.noise) {
        return rest.iter().collect();
    }
    let city = city_words(rest);
    let head = &rest[..rest.len() - city];
    let numbered = head.last().is_some_and(|part| part.noise);
    if city > 0 && (evidence || numbered) && head.iter().any(Part::is_word) {
        rest = head;
    } else if evidence && let Some(at) = rest.iter().rposition(|part| part.noise) {
        // `NAME 0482 SMALLTOWN WA`: what stands between a number and a state is a town.
        let town = rest.len() - at - 1;
        if town <= 2
            && STATES.contains(&parts[parts.len() - 1].text)
            && rest[..at].iter().any(Part::is_word)
        {
            rest = &rest[..at];
        }
    }
    rest.iter().filter(|part| part.is_word() || !part.noise).collect()
}

/// How many parts at the end are the name of a large city.
fn city_words(parts: &[Part<'_>]) -> usize {
    for count in [2, 1] {
        let Some(at) = parts.len().checked_sub(count) else { continue };
        let name =
            parts[at..].iter().map(|part| part.folded.as_str()).collect::<Vec<_>>().join(" ");
        if CITIES.contains(&name.trim_matches(',')) {
            return count;
        }
    }
    0
}

/// Without `SAGT DANKE` at the end.
fn without_thanks<'a, 'b>(mut parts: Vec<&'b Part<'a>>) -> Vec<&'b Part<'a>> {
    for phrase in THANKS {
        let count = phrase.split(' ').count();
        let Some(at) = parts.len().checked_sub(count).filter(|at| *at > 0) else { continue };
        let tail = parts[at..].iter().map(|part| part.folded.trim_end_matches(['.', '!', ',']));
        if tail.eq(phrase.split(' ')) {
            parts.truncate(at);
        }
    }
    parts
}

/// Without the legal form at the end: `GmbH & Co. KG`, `Ltd.`.
fn without_legal<'a, 'b>(mut parts: Vec<&'b Part<'a>>) -> Vec<&'b Part<'a>> {
    while parts.len() > 1
        && parts.last().is_some_and(|last| LEGAL.contains(&last.folded.trim_matches([',', '.'])))
    {
        parts.pop();
    }
    parts
}

/// Capitals as people write names; a text with small letters stays as it is.
fn titled(text: &str) -> String {
    if text.chars().any(char::is_lowercase) {
        return text.to_owned();
    }
    let words = text.split(' ').enumerate().map(|(place, word)| titled_word(word, place == 0));
    words.collect::<Vec<_>>().join(" ")
}

fn titled_word(word: &str, first: bool) -> String {
    let lower = word.to_lowercase();
    let bare = lower.trim_matches(|char: char| !char.is_alphanumeric());
    if let Some((_, shown)) = TITLED.iter().find(|(name, _)| *name == bare) {
        return lower.replace(bare, shown);
    }
    let letters = bare.chars().filter(|char| char.is_alphabetic()).count();
    let vowel = bare.chars().any(|char| "aeiouyäöüàáâãåæèéêëìíîïòóôõøùúûœ".contains(char));
    if KEPT_CAPS.contains(&bare) || (letters <= 4 && !vowel && !bare.contains('\'')) {
        return word.to_owned();
    }
    if SMALL.contains(&bare) && !first {
        return lower;
    }
    if is_address(bare) {
        return capital(lower.strip_prefix("www.").unwrap_or(&lower));
    }
    // `J.P.MORGAN` has its capitals again, `7-ELEVEN` too.
    lower.split_inclusive(['-', '/', '&', '.', '(', '+']).map(named_piece).collect()
}

/// `netflix.com`, `amazon.de/bill`.
fn is_address(word: &str) -> bool {
    let host = word.split('/').next().unwrap_or(word);
    let end = host.rsplit_once('.').map_or("", |(_, end)| end);
    matches!(
        end,
        "com"
            | "net"
            | "org"
            | "de"
            | "at"
            | "ch"
            | "fr"
            | "nl"
            | "be"
            | "it"
            | "es"
            | "pt"
            | "uk"
            | "eu"
            | "io"
            | "co"
            | "se"
            | "dk"
            | "pl"
            | "app"
            | "shop"
            | "tv"
    )
}

/// `mcdonald's` is `McDonald's`, `o'brien` is `O'Brien`.
fn named_piece(piece: &str) -> String {
    if let Some(rest) = piece.strip_prefix("mc")
        && rest.chars().take_while(|char| char.is_alphabetic()).count() >= 4
    {
        return format!("Mc{}", capital(rest));
    }
    match piece.split_once('\'') {
        Some((before, after)) if before.chars().count() == 1 && after.chars().count() > 2 => {
            format!("{}'{}", capital(before), capital(after))
        }
        _ => capital(piece),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests;
