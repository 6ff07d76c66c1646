//! Places between places: fractional indexes, so that two devices insert without renumbering.
//!
//! An index is a text of the digits `0-9A-Za-z` that never ends in `0`; texts compare as bytes, and
//! between any two there is another. Two devices may choose the same one for different things: the
//! order is then that of their keys. The idea is described by D. Greenspan, "Implementing Fractional
//! Indexing" (2020); this is the plain variant without an integer part.

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The longest index that is made; two places nearer than this have the same one.
const LONGEST: usize = 200;

fn digit(byte: Option<u8>) -> Option<usize> {
    byte.map(|byte| DIGITS.iter().position(|known| *known == byte).unwrap_or(0))
}

/// An index after `before` and before `after`; `None`: the beginning or the end. Of two that are not in
/// order, the second is not looked at.
pub(crate) fn between(before: Option<&str>, after: Option<&str>) -> String {
    let low = before.unwrap_or_default().as_bytes();
    let high = after.filter(|after| before.is_none_or(|before| before < *after));
    let mut high = high.map(str::as_bytes);
    let at_end = high.is_none();
    let mut index = String::new();
    for place in 0..LONGEST {
        let from = digit(low.get(place).copied()).unwrap_or(0);
        let to = high.map(|high| digit(high.get(place).copied()).unwrap_or(0));
        match to {
            Some(to) if to == from => index.push(char::from(DIGITS[from])),
            to => {
                let end = to.unwrap_or(DIGITS.len());
                // At the very end one step leaves more room than the middle: sets are mostly added.
                let step = if at_end && from + 1 < end { from + 1 } else { from.midpoint(end) };
                if step > from && step < end {
                    index.push(char::from(DIGITS[step]));
                    return index;
                }
                index.push(char::from(DIGITS[from]));
                high = None;
            }
        }
    }
    index
}

/// So many indexes in order, after `before`.
pub(crate) fn after(before: Option<&str>, count: usize) -> Vec<String> {
    let mut made: Vec<String> = Vec::with_capacity(count);
    for _ in 0..count {
        let last = made.last().map(String::as_str).or(before);
        made.push(between(last, None));
    }
    made
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn things_are_added_at_the_end_and_put_between() {
        assert_eq!(after(None, 3), ["1", "2", "3"]);
        assert_eq!(between(Some("1"), Some("2")), "1V");
        assert_eq!(between(None, Some("1")), "0V");
        assert_eq!(between(Some("z"), None), "z1");
        assert_eq!(between(Some("2"), Some("1")), "3", "what is not in order is not looked at");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn there_is_always_a_place_between(places in prop::collection::vec(0..1000_usize, 1..60)) {
            let mut indexes: Vec<String> = Vec::new();
            for place in places {
                let place = place % (indexes.len() + 1);
                let before = place.checked_sub(1).map(|at| indexes[at].clone());
                let after = indexes.get(place).cloned();
                let index = between(before.as_deref(), after.as_deref());
                prop_assert!(before.is_none_or(|before| before < index), "{index}");
                prop_assert!(after.is_none_or(|after| index < after), "{index}");
                prop_assert!(!index.ends_with('0'));
                indexes.insert(place, index);
            }
        }
    }
}
