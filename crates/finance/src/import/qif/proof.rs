//! What a whole file proves: the order of its dates, its decimal mark, the name of its account.

use base::money::decimal::Mark;

use super::items::{Item, What};
use super::reader::{Section, opening_of};
use crate::import::dates::{self, Order};
use crate::import::marks::MarkProof;

/// Takes every item of a file.
pub(super) struct Proofs {
    section: Section,
    dates: dates::Proof,
    /// The order that a header names.
    said: Option<Order>,
    /// A date that can be read in two ways.
    date: String,
    marks: MarkProof,
    account: String,
}

impl Default for Proofs {
    fn default() -> Proofs {
        Proofs {
            section: Section::Other,
            dates: dates::Proof::new(),
            said: None,
            date: String::new(),
            marks: MarkProof::default(),
            account: String::new(),
        }
    }
}

impl Proofs {
    pub(super) fn take(&mut self, item: &Item<'_>) {
        match &item.what {
            What::Header(header) => {
                self.section = Section::of(header, self.section);
                let option = header.get(..7).filter(|begin| begin.eq_ignore_ascii_case("option:"));
                if let Some(begin) = option {
                    let word = header[begin.len()..].trim().to_ascii_lowercase();
                    self.said = Order::from_word(&word).or(self.said);
                }
            }
            What::Record(fields) if matches!(self.section, Section::Money(_)) => {
                if let Some(name) = opening_of(fields)
                    && self.account.is_empty()
                {
                    name.clone_into(&mut self.account);
                }
                for (letter, value) in fields {
                    match letter {
                        'D' => self.date(value),
                        'T' | 'U' | '$' => self.marks.take(value),
                        _ => {}
                    }
                }
            }
            What::Record(_) => {}
        }
    }

    fn date(&mut self, text: &str) {
        let Some(written) = dates::Written::parse(text) else { return };
        if self.date.is_empty() && !written.is_plain() {
            text.clone_into(&mut self.date);
        }
        self.dates.take(&written);
    }

    /// The order of the dates, or what it can be and a date to ask with.
    pub(super) fn order(&self) -> Result<Order, (Vec<Order>, String)> {
        self.said.or_else(|| self.dates.order()).ok_or((self.dates.left(), self.date.clone()))
    }

    /// The decimal mark, or an amount to ask with.
    pub(super) fn mark(&self) -> Result<Mark, &str> {
        self.marks.mark()
    }

    /// What the first opening balance calls its account; empty when there is none.
    pub(super) fn account(&self) -> &str {
        &self.account
    }
}
