//! The decimal mark of a file: proven by all its numbers together, or not known.

use base::money::decimal::{Decimal, Mark};

/// What numbers prove about the decimal mark.
#[derive(Debug, Default, Clone)]
pub(super) struct MarkProof {
    seen: [bool; 2],
    /// A number that can be read in two ways.
    sample: String,
}

impl MarkProof {
    /// Takes one more number; what is none proves nothing.
    pub(super) fn take(&mut self, text: &str) {
        match Mark::proven_by(text) {
            Some(Mark::Point) => self.seen[0] = true,
            Some(Mark::Comma) => self.seen[1] = true,
            None if !self.sample.is_empty() || Decimal::parse(text, None).is_ok() => {}
            None if Decimal::parse(text, Some(Mark::Point)).is_ok() => {
                text.clone_into(&mut self.sample);
            }
            None => {}
        }
    }

    /// Whether a number showed the mark.
    pub(super) fn is_proven(&self) -> bool {
        self.seen[0] != self.seen[1]
    }

    /// The mark, when it is plain or makes no difference; else a number to ask with.
    pub(super) fn mark(&self) -> Result<Mark, &str> {
        match self.seen {
            [true, false] => Ok(Mark::Point),
            [false, true] => Ok(Mark::Comma),
            [false, false] if self.sample.is_empty() => Ok(Mark::Point),
            [_, _] => Err(&self.sample),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_proven_by_all_numbers_together() {
        let proof = |texts: &[&str]| {
            let mut proof = MarkProof::default();
            texts.iter().for_each(|text| proof.take(text));
            proof.mark().map_err(str::to_owned)
        };
        assert_eq!(proof(&["1,234", "12,50"]), Ok(Mark::Comma));
        assert_eq!(proof(&["1,234", "12.50"]), Ok(Mark::Point));
        assert_eq!(proof(&["1,234"]), Err("1,234".to_owned()));
        assert_eq!(proof(&["12,50", "12.50"]), Err(String::new()));
        assert_eq!(proof(&["12", "x"]), Ok(Mark::Point));
    }
}
