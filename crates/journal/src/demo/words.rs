//! Words from a file of rules: every way to say a thing is used once before any comes again.

use std::collections::HashMap;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

const RULES: &str = include_str!("../../../../assets/demo/life.txt");

/// The one source of chance of the year.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    pub(super) fn new(seed: u64) -> Dice {
        Dice(ChaCha8Rng::seed_from_u64(seed))
    }

    /// A number below `count`, 0 when there is none.
    pub(super) fn below(&mut self, count: usize) -> usize {
        let count = u64::try_from(count).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.0.next_u64() % count).unwrap_or(0)
    }

    /// From 0 to 1.
    pub(super) fn unit(&mut self) -> f32 {
        (self.0.next_u32() >> 8) as f32 / (1 << 24) as f32
    }

    /// Between two numbers.
    pub(super) fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// True so many times in a hundred.
    pub(super) fn percent(&mut self, percent: u8) -> bool {
        self.below(100) < usize::from(percent)
    }

    /// One of several; the default when there is none.
    pub(super) fn of<T: Copy + Default>(&mut self, all: &[T]) -> T {
        all.get(self.below(all.len())).copied().unwrap_or_default()
    }

    /// A new source that does not disturb this one, for a picture.
    pub(super) fn fork(&mut self) -> Dice {
        Dice::new(self.0.next_u64())
    }

    fn shuffle<T>(&mut self, all: &mut [T]) {
        for end in (1..all.len()).rev() {
            all.swap(end, self.below(end + 1));
        }
    }
}

/// The rules, and what of them has been used.
pub(super) struct Words {
    rules: HashMap<&'static str, Vec<&'static str>>,
    /// What is still to be dealt, by rule or by place of a choice in the file.
    decks: HashMap<usize, Vec<usize>>,
}

impl Words {
    pub(super) fn new() -> Words {
        let mut rules: HashMap<&str, Vec<&str>> = HashMap::new();
        let mut name = "";
        for line in RULES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                Some(rule) => name = rule,
                None => rules.entry(name).or_default().push(line),
            }
        }
        Words { rules, decks: HashMap::new() }
    }

    /// One way to say the rule.
    pub(super) fn say(&mut self, dice: &mut Dice, rule: &str) -> String {
        let Some(lines) = self.rules.get(rule) else { return String::new() };
        let (lines, key) = (lines.clone(), lines.as_ptr().addr());
        let line = lines[self.deal(dice, key, lines.len())];
        self.fill(dice, line)
    }

    fn fill(&mut self, dice: &mut Dice, line: &'static str) -> String {
        let mut said = String::with_capacity(line.len());
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('{') {
            said.push_str(before);
            let Some((choice, after)) = after.split_once('}') else { break };
            let ways: Vec<&str> = choice.split('|').collect();
            // The address of a choice in the file is its name.
            said.push_str(ways[self.deal(dice, choice.as_ptr().addr(), ways.len())]);
            rest = after;
        }
        said.push_str(rest);
        said
    }

    fn deal(&mut self, dice: &mut Dice, key: usize, count: usize) -> usize {
        let deck = self.decks.entry(key).or_default();
        if deck.is_empty() {
            deck.extend(0..count);
            dice.shuffle(deck);
        }
        deck.pop().unwrap_or(0)
    }
}
