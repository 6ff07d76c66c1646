//! Values of JSON that may have the wrong type: programs write numbers as texts, nothing as null and
//! lists as one text. What cannot be understood is taken for absent, so that it costs itself and not
//! the row.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A text, borrowed where it lies unescaped; empty when absent.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Text<'a>(Cow<'a, str>);

impl<'a> Text<'a> {
    pub(super) fn new(text: impl Into<Cow<'a, str>>) -> Text<'a> {
        Text(text.into())
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing that can be read stands there.
    pub(super) fn is_blank(&self) -> bool {
        self.0.trim_ascii().is_empty()
    }

    /// The text as it was spelled, unless it is blank.
    pub(super) fn some(self) -> Option<String> {
        if self.is_blank() {
            return None;
        }
        let mut text = self.0.into_owned();
        if text.contains('\0') {
            text.retain(|letter| letter != '\0');
        }
        Some(text)
    }
}

/// A number, also when it was written as a text.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Number(pub(super) Option<f64>);

impl Number {
    /// As milliseconds or a count; `None` when negative.
    pub(super) fn count(self) -> Option<u32> {
        self.scaled(1.0)
    }

    /// Seconds as milliseconds.
    pub(super) fn seconds_as_ms(self) -> Option<u32> {
        self.scaled(1000.0)
    }

    fn scaled(self, by: f64) -> Option<u32> {
        let number = (self.0? * by).round();
        // The range is checked before, so the cast is exact.
        (0.0..=f64::from(u32::MAX)).contains(&number).then_some(number as u32)
    }
}

/// Yes or no, also as 0 and 1 and as a text.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Flag(pub(super) Option<bool>);

/// Texts; one alone is a list of one. Blank ones are left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct List(pub(super) Vec<String>);

/// What a value can turn out to be.
enum Any<'a> {
    Absent,
    Text(Cow<'a, str>),
    Number(f64),
    Flag(bool),
    List(Vec<String>),
}

struct AnyVisitor;

impl<'de> Visitor<'de> for AnyVisitor {
    type Value = Any<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Any<'de>, E> {
        Ok(Any::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Any<'de>, E> {
        Ok(Any::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Any<'de>, E> {
        Ok(Any::Text(Cow::Owned(text)))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Any<'de>, E> {
        Ok(Any::Flag(flag))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Any<'de>, E> {
        Ok(Any::Number(number as f64))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Any<'de>, E> {
        Ok(Any::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Any<'de>, E> {
        Ok(Any::Number(number))
    }

    fn visit_unit<E>(self) -> Result<Any<'de>, E> {
        Ok(Any::Absent)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Any<'de>, A::Error> {
        let mut texts = Vec::new();
        while let Some(text) = seq.next_element::<Text<'de>>()? {
            texts.extend(text.some());
        }
        Ok(Any::List(texts))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Any<'de>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Any::Absent)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text<'a>, D::Error> {
        Ok(match deserializer.deserialize_any(AnyVisitor)? {
            Any::Text(text) => Text(text),
            Any::Number(number) => Text(Cow::Owned(number.to_string())),
            Any::Absent | Any::Flag(_) | Any::List(_) => Text::default(),
        })
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Number, D::Error> {
        Ok(match deserializer.deserialize_any(AnyVisitor)? {
            Any::Number(number) => Number(Some(number)),
            Any::Text(text) => Number(text.trim().parse().ok().filter(|n: &f64| n.is_finite())),
            Any::Absent | Any::Flag(_) | Any::List(_) => Number(None),
        })
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Flag, D::Error> {
        Ok(Flag(match deserializer.deserialize_any(AnyVisitor)? {
            Any::Flag(flag) => Some(flag),
            Any::Number(number) => flag(if number == 1.0 {
                "1"
            } else if number == 0.0 {
                "0"
            } else {
                ""
            }),
            Any::Text(text) => flag(&text),
            Any::Absent | Any::List(_) => None,
        }))
    }
}

/// `true`, `1`, `yes` and their opposites, in any case.
pub(super) fn flag(text: &str) -> Option<bool> {
    let is = |words: [&str; 3]| words.iter().any(|word| text.trim().eq_ignore_ascii_case(word));
    match (is(["true", "1", "yes"]), is(["false", "0", "no"])) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

impl<'de> Deserialize<'de> for List {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<List, D::Error> {
        Ok(List(match deserializer.deserialize_any(AnyVisitor)? {
            Any::List(texts) => texts,
            Any::Text(text) => Text(text).some().into_iter().collect(),
            Any::Absent | Any::Flag(_) | Any::Number(_) => Vec::new(),
        }))
    }
}

/// MusicBrainz ids that have their shape; programs write empty and made-up ones.
pub(super) fn mbid(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = |(at, byte): (usize, u8)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    (text.len() == 36 && text.bytes().enumerate().all(fits)).then(|| text.to_ascii_lowercase())
}
