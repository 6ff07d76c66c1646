//! Texts and numbers as XML has them.

use jiff::Timestamp;

/// A text between tags or in an attribute; what XML cannot hold is left out.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(letter),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {}
            letter => out.push(letter),
        }
    }
    out
}

/// An instant: `2026-03-01T07:00:00Z`, with milliseconds where there are any.
pub(super) fn time(at_ms: i64) -> String {
    Timestamp::from_millisecond(at_ms).unwrap_or_default().to_string()
}

/// A whole number of a small unit as a decimal number, exactly: 1234 thousandths are `1.234`.
pub(super) fn decimal(value: i64, digits: u32) -> String {
    let scale = 10_u64.pow(digits);
    let (whole, part) = (value.unsigned_abs() / scale, value.unsigned_abs() % scale);
    let sign = if value < 0 { "-" } else { "" };
    match part {
        0 => format!("{sign}{whole}"),
        part => {
            let part = format!("{part:0width$}", width = digits as usize);
            format!("{sign}{whole}.{}", part.trim_end_matches('0'))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_texts_are_exact() {
        assert_eq!(decimal(-1_234, 3), "-1.234");
        assert_eq!(decimal(525_000_000, 7), "52.5");
        assert_eq!(decimal(-5, 7), "-0.0000005");
        assert_eq!(decimal(i64::MIN, 3), "-9223372036854775.808");
        assert_eq!(escape("a<b>&\"c\"\u{7}"), "a&lt;b&gt;&amp;&quot;c&quot;");
        assert_eq!(time(1_772_366_400_500), "2026-03-01T12:00:00.5Z");
    }
}
