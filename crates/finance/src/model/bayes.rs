//! What a transaction may be for, guessed from what the person said about earlier ones.
//!
//! Naive Bayes over the words of payee and memo, the whole payee, and which way the money goes. A guess
//! is made only when it is at least [`PERCENT_MIN`] likely and rests on a word that was seen before; it
//! is offered, never applied. Chances are floating point: no amount of money goes through here. Start
//! reading at [`Guesser`].

use std::collections::{BTreeMap, BTreeSet};

use base::id::AnyId;
use rustc_hash::FxHashMap;

/// Less likely than this is left empty.
pub(crate) const PERCENT_MIN: u32 = 90;
/// Nothing that is guessed is certain.
const PERCENT_MAX: u32 = 99;
/// So many words of a memo are looked at; longer ones are letters.
const MEMO_WORDS_MAX: usize = 12;
/// So many words are shown as the reason.
const WORDS_SHOWN: usize = 3;
/// What a word counts in a category where it was never seen (Lidstone smoothing). A choice: with 1 a
/// payee that was seen once is never guessed, with 0.01 always.
const UNSEEN: f64 = 0.1;

/// A transaction as words: sorted, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words(Vec<String>);

/// What is said of a transaction's way, as a word that no text can hold.
const IN: &str = "+";
const OUT: &str = "-";
/// What stands before a whole payee.
const WHOLE: char = '=';

impl Words {
    /// The words of a payee as shown and a memo; `minor` tells which way the money goes.
    pub(crate) fn of(payee: &str, memo: &str, minor: i64) -> Words {
        let mut words: BTreeSet<String> = BTreeSet::new();
        words.extend(split(payee));
        words.extend(split(memo).take(MEMO_WORDS_MAX));
        let whole = split(payee).collect::<Vec<_>>().join(" ");
        if !whole.is_empty() {
            words.insert(format!("{WHOLE}{whole}"));
        }
        words.insert(if minor < 0 { OUT } else { IN }.to_owned());
        Words(words.into_iter().collect())
    }
}

/// Words of at least two letters, in lower case; numbers say nothing.
fn split(text: &str) -> impl Iterator<Item = String> {
    text.split(|char: char| !char.is_alphanumeric())
        .filter(|word| word.chars().filter(|char| char.is_alphabetic()).count() >= 2)
        .filter(|word| word.chars().filter(char::is_ascii_digit).count() < 3)
        .map(str::to_lowercase)
}

/// A guess.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Guess {
    /// The category.
    pub(crate) category: AnyId,
    /// How likely it is, [`PERCENT_MIN`] to 99.
    pub(crate) percent: u32,
    /// The words that say most for it, the strongest first.
    pub(crate) words: Vec<String>,
}

/// What has been learned of one category.
#[derive(Debug, Default)]
struct Category {
    /// Transactions.
    count: u32,
    /// Words of all of them.
    words: u32,
}

/// Guesses categories.
#[derive(Debug, Default)]
pub(crate) struct Guesser {
    /// In the order of ids, so that equal chances are decided alike everywhere.
    categories: BTreeMap<AnyId, Category>,
    /// How often each word was seen in each category.
    seen: FxHashMap<String, BTreeMap<AnyId, u32>>,
    count: u32,
}

impl Guesser {
    /// Learns one transaction that a person put into a category.
    pub(crate) fn learn(&mut self, words: &Words, category: AnyId) {
        let learned = self.categories.entry(category).or_default();
        learned.count += 1;
        learned.words += u32::try_from(words.0.len()).unwrap_or(0);
        self.count += 1;
        for word in &words.0 {
            let by_category = match self.seen.get_mut(word) {
                Some(by_category) => by_category,
                None => self.seen.entry(word.clone()).or_default(),
            };
            *by_category.entry(category).or_default() += 1;
        }
    }

    /// What a transaction may be for, when that is likely enough.
    pub(crate) fn guess(&self, words: &Words) -> Option<Guess> {
        let known: Vec<(&String, &BTreeMap<AnyId, u32>)> =
            words.0.iter().filter_map(|word| Some((word, self.seen.get(word)?))).collect();
        let says = known.iter().any(|(word, _)| *word != IN && *word != OUT);
        if !says {
            return None;
        }
        let chances: Vec<(AnyId, f64)> = self
            .categories
            .iter()
            .map(|(id, category)| {
                let first = (f64::from(category.count) / f64::from(self.count)).ln();
                let words = known.iter().map(|(_, seen)| self.log_chance(*id, category, seen));
                (*id, first + words.sum::<f64>())
            })
            .collect();
        let (category, best) =
            chances.iter().copied().reduce(|best, one| if one.1 > best.1 { one } else { best })?;
        let all: f64 = chances.iter().map(|(_, chance)| (chance - best).exp()).sum();
        let percent = (100.0 / all).floor();
        // A lone category is likely for everything: a second one has to have been seen, too.
        if chances.len() < 2 || percent < f64::from(PERCENT_MIN) {
            return None;
        }
        let percent = if percent >= f64::from(PERCENT_MAX) { PERCENT_MAX } else { percent as u32 };
        Some(Guess { category, percent, words: self.reasons(category, &known) })
    }

    fn log_chance(&self, id: AnyId, category: &Category, seen: &BTreeMap<AnyId, u32>) -> f64 {
        let count = seen.get(&id).copied().unwrap_or(0);
        let kinds = self.seen.len() as f64;
        ((f64::from(count) + UNSEEN) / (f64::from(category.words) + UNSEEN * kinds)).ln()
    }

    /// The words that are the category's more than anybody's.
    fn reasons(&self, id: AnyId, known: &[(&String, &BTreeMap<AnyId, u32>)]) -> Vec<String> {
        let share = |seen: &BTreeMap<AnyId, u32>| {
            let own = seen.get(&id).copied().unwrap_or(0);
            (own * 1000 / seen.values().sum::<u32>().max(1), own)
        };
        let mut words: Vec<_> = known
            .iter()
            .filter(|(word, _)| !word.starts_with(WHOLE) && *word != IN && *word != OUT)
            .map(|(word, seen)| (share(seen), (*word).clone()))
            .filter(|((share, _), _)| *share > 0)
            .collect();
        words.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        words.into_iter().take(WORDS_SHOWN).map(|(_, word)| word).collect()
    }
}

/// One transaction that a person put into a category.
#[derive(Debug, Clone)]
pub(crate) struct Example {
    /// Its month, 202603.
    pub(crate) month: i64,
    /// Its words.
    pub(crate) words: Words,
    /// Where the person put it.
    pub(crate) category: AnyId,
}

/// How good the guesses are, on a month that they were not learned from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Accuracy {
    /// That month, 202603.
    pub(crate) month: i64,
    /// Transactions that the person put into categories in it.
    pub(crate) rows: u32,
    /// Of those, how many would have been guessed.
    pub(crate) proposed: u32,
    /// Of those, how many rightly.
    pub(crate) right: u32,
}

/// A month with fewer says nothing about how good guesses are.
const HELD_OUT_MIN: usize = 5;

/// Learns from the months before the last one that has enough examples, and guesses that month.
pub(crate) fn accuracy(examples: &[Example]) -> Option<Accuracy> {
    let mut by_month: BTreeMap<i64, usize> = BTreeMap::new();
    for example in examples {
        *by_month.entry(example.month).or_default() += 1;
    }
    let first = *by_month.keys().next()?;
    let held_out = |(month, rows): &(&i64, &usize)| **month > first && **rows >= HELD_OUT_MIN;
    let (&month, _) = by_month.iter().rev().find(held_out)?;
    let mut guesser = Guesser::default();
    for example in examples.iter().filter(|example| example.month < month) {
        guesser.learn(&example.words, example.category);
    }
    let mut accuracy = Accuracy { month, rows: 0, proposed: 0, right: 0 };
    for example in examples.iter().filter(|example| example.month == month) {
        accuracy.rows += 1;
        if let Some(guess) = guesser.guess(&example.words) {
            accuracy.proposed += 1;
            accuracy.right += u32::from(guess.category == example.category);
        }
    }
    Some(accuracy)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOOD: AnyId = AnyId::from_bytes([1; 16]);
    const FUN: AnyId = AnyId::from_bytes([2; 16]);
    const PAY: AnyId = AnyId::from_bytes([3; 16]);

    fn learned() -> Guesser {
        let mut guesser = Guesser::default();
        for (payee, memo, minor, category, times) in [
            ("Rewe", "Einkauf", -2_300, FOOD, 6),
            ("Edeka Center", "Einkauf", -1_800, FOOD, 4),
            ("Bäckerei Huber", "", -450, FOOD, 3),
            ("Kino am Markt", "Tickets", -2_400, FUN, 3),
            ("Steam", "Games", -1_999, FUN, 2),
            ("ACME Ltd", "Salary March", 250_000, PAY, 3),
        ] {
            (0..times).for_each(|_| guesser.learn(&Words::of(payee, memo, minor), category));
        }
        guesser
    }

    #[test]
    fn known_payees_are_guessed_with_their_reasons() {
        let guess = learned().guess(&Words::of("Rewe", "Einkauf 4711", -999)).expect("a guess");
        assert_eq!((guess.category, guess.percent), (FOOD, 99));
        assert_eq!(guess.words, ["einkauf", "rewe"]);
        let guess = learned().guess(&Words::of("ACME Ltd", "Salary April", 250_000));
        assert_eq!(guess.map(|guess| guess.category), Some(PAY));
    }

    #[test]
    fn what_nobody_has_seen_is_left_empty() {
        assert_eq!(learned().guess(&Words::of("Volkshochschule", "Kurs", -9_000)), None);
        assert_eq!(learned().guess(&Words::of("", "", -9_000)), None);
        assert_eq!(learned().guess(&Words::of("4711", "0815", -9_000)), None);
        let doubtful = learned().guess(&Words::of("Edeka Kino", "", -2_000));
        assert_eq!(doubtful, None, "two categories claim it");
        assert_eq!(Guesser::default().guess(&Words::of("Rewe", "", -1)), None);
        let mut lone = Guesser::default();
        lone.learn(&Words::of("Rewe", "", -1), FOOD);
        assert_eq!(lone.guess(&Words::of("Rewe", "", -1)), None, "there is only one to choose");
    }

    #[test]
    fn the_order_of_learning_does_not_matter() {
        let words =
            [Words::of("Rewe", "", -1), Words::of("Steam", "", -1), Words::of("Aral", "", -1)];
        let taught = |turn: usize| {
            let mut guesser = Guesser::default();
            for at in 0..30 {
                let at = (at + turn) % 3;
                guesser.learn(&words[at], [FOOD, FUN, FUN][at]);
            }
            guesser
        };
        for word in &words {
            assert_eq!(taught(0).guess(word), taught(1).guess(word));
        }
    }

    #[test]
    fn accuracy_is_measured_on_a_month_that_was_not_learned() {
        let mut examples = Vec::new();
        for month in [202_601, 202_602, 202_603] {
            for (payee, category) in
                [("Rewe", FOOD), ("Edeka", FOOD), ("Steam", FUN), ("Kino", FUN)]
            {
                for _ in 0..2 {
                    let words = Words::of(payee, "", -100);
                    examples.push(Example { month, words, category });
                }
            }
        }
        let changed = Example { month: 202_603, words: Words::of("Rewe", "", -1), category: FUN };
        examples.push(changed);
        let new = Example { month: 202_603, words: Words::of("Obi", "", -1), category: FUN };
        examples.push(new);
        let few = Example { month: 202_604, words: Words::of("Rewe", "", -1), category: FOOD };
        examples.push(few);
        let accuracy = accuracy(&examples).expect("months to compare");
        let expected = Accuracy { month: 202_603, rows: 10, proposed: 9, right: 8 };
        assert_eq!(accuracy, expected, "April has too few, Obi is new, one Rewe was fun");
        assert_eq!(super::accuracy(&examples[..8]), None, "one month alone");
    }
}
