//! From records to lines.

use base::day::Day;
use base::error::Result;
use base::money::decimal::Decimal;

use super::Written;
use super::categories::Categories;
use super::items::{Item, What};
use crate::import::dates;
use crate::import::rows::Rows;
use crate::import::told::{
    AccountTold, AmountTold, BalanceTold, Identity, LineTold, SplitTold, reference,
};
use crate::model::row::{BalanceOf, fold};

/// What the records that follow are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// Movements of an account.
    Money(Kind),
    /// Accounts.
    Accounts,
    /// Categories.
    Categories,
    /// What has no place here, with its name.
    Lost(&'static str),
    /// Lists that say nothing that rows do not say.
    Other,
}

/// What sort of account it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    subtype: &'static str,
    is_liability: bool,
}

impl Section {
    /// The section that a header begins; some say something and begin none.
    pub(super) fn of(header: &str, before: Section) -> Section {
        let header = header.to_ascii_lowercase();
        if header == "account" {
            return Section::Accounts;
        }
        let Some(kind) = header.strip_prefix("type").map(|kind| kind.trim_matches([':', ' ']))
        else {
            return before;
        };
        match kind {
            "cat" => Section::Categories,
            "class" | "tag" => Section::Other,
            "invst" | "port" => Section::Lost("investment transaction"),
            "prices" | "security" => Section::Lost("security or its price"),
            "memorized" => Section::Lost("memorized payment"),
            "budget" => Section::Lost("budget"),
            _ => kind_of(kind).map_or(Section::Lost("list of another sort"), Section::Money),
        }
    }
}

/// The sort of account of a word.
fn kind_of(word: &str) -> Option<Kind> {
    let (subtype, is_liability) = match word.to_ascii_lowercase().as_str() {
        "bank" => ("checking", false),
        "cash" => ("cash", false),
        "ccard" => ("card", true),
        "oth a" | "otha" => ("", false),
        "oth l" | "othl" => ("", true),
        _ => return None,
    };
    Some(Kind { subtype, is_liability })
}

/// Words for what an account held before its first movement.
const OPENINGS: [&str; 8] = [
    "opening balance",
    "opening",
    "anfangssaldo",
    "anfangsbestand",
    "solde initial",
    "saldo inicial",
    "saldo iniziale",
    "beginsaldo",
];

fn value<'t>(fields: &[(char, &'t str)], wanted: char) -> &'t str {
    let found = fields.iter().find(|(letter, _)| *letter == wanted);
    found.map_or("", |(_, value)| *value)
}

/// The account that a record opens: its payee says that it does, and it is a transfer from itself.
pub(super) fn opening_of<'t>(fields: &[(char, &'t str)]) -> Option<&'t str> {
    let payee = fold(value(fields, 'P')).to_lowercase();
    let name = value(fields, 'L').strip_prefix('[')?.strip_suffix(']')?;
    OPENINGS.contains(&payee.as_str()).then_some(name)
}

/// Takes items and tells lines.
pub(super) struct Reader<'c> {
    written: Written,
    section: Section,
    told: AccountTold,
    /// What the file's own opening balance calls an account that nothing else names.
    opened: String,
    is_placed: bool,
    categories: &'c mut Categories,
}

impl<'c> Reader<'c> {
    pub(super) fn new(
        written: Written,
        opened: String,
        categories: &'c mut Categories,
    ) -> Reader<'c> {
        Reader {
            written,
            section: Section::Other,
            told: AccountTold::default(),
            opened,
            is_placed: false,
            categories,
        }
    }

    pub(super) fn take(&mut self, item: &Item<'_>, rows: &mut Rows<'_>) -> Result<()> {
        match &item.what {
            What::Header(header) => {
                self.section = Section::of(header, self.section);
                if let Section::Money(kind) = self.section {
                    self.told.subtype = kind.subtype;
                    self.told.is_liability = kind.is_liability;
                    self.is_placed = false;
                }
                Ok(())
            }
            What::Record(fields) => match self.section {
                Section::Money(_) => self.line(item.line, fields, rows),
                Section::Accounts => self.account(item.line, fields, rows),
                Section::Categories => {
                    self.categories.list(fields);
                    Ok(())
                }
                Section::Lost(what) => {
                    rows.sink.lost(what);
                    Ok(())
                }
                Section::Other => Ok(()),
            },
        }
    }

    /// An account of a list; the last one is whose movements follow.
    fn account(&mut self, line: usize, fields: &[(char, &str)], rows: &mut Rows<'_>) -> Result<()> {
        let kind = kind_of(value(fields, 'T'));
        let Kind { subtype, is_liability } =
            kind.unwrap_or(Kind { subtype: "", is_liability: false });
        let name = fold(value(fields, 'N'));
        self.told = AccountTold { name, subtype, is_liability, ..AccountTold::default() };
        self.is_placed = false;
        let balance = (self.amount(value(fields, '$')), self.day(value(fields, '/')));
        if let (Some(amount), Some(day), Some(_)) = (balance.0, balance.1, kind) {
            self.place(rows)?;
            let of = BalanceOf::Closing;
            rows.balance(&BalanceTold { line, of, day, amount, currency: String::new() });
        }
        Ok(())
    }

    fn place(&mut self, rows: &mut Rows<'_>) -> Result<()> {
        if std::mem::replace(&mut self.is_placed, true) {
            return Ok(());
        }
        if self.told.name.is_empty() {
            self.opened.clone_into(&mut self.told.name);
        }
        rows.account(&self.told)
    }

    fn day(&self, text: &str) -> Option<Day> {
        dates::Written::parse(text)?.day(self.written.order)
    }

    fn amount(&self, text: &str) -> Option<AmountTold> {
        let decimal = Decimal::parse(text, Some(self.written.mark)).ok()?;
        Some(AmountTold { decimal, raw: text.to_owned() })
    }

    fn line(&mut self, line: usize, fields: &[(char, &str)], rows: &mut Rows<'_>) -> Result<()> {
        self.place(rows)?;
        let get = |letter| value(fields, letter);
        let Some(date) = self.day(get('D')) else {
            rows.problem(line, &format!("{:?} is not a date", shown(get('D'))));
            return Ok(());
        };
        let written = if get('T').is_empty() { get('U') } else { get('T') };
        let opens = opening_of(fields).is_some_and(|name| fold(name) == self.told.name);
        let Some(amount) = self.amount(written) else {
            match opens && written.is_empty() {
                true => rows.sink.skipped("opening balance without an amount"),
                false => rows.problem(line, &format!("{:?} is not an amount", shown(written))),
            }
            return Ok(());
        };
        if opens {
            // What was there before the first movement is no movement.
            let (of, day) = (BalanceOf::Closing, date.plus(-1));
            rows.balance(&BalanceTold { line, of, day, amount, currency: String::new() });
            rows.sink.skipped("opening balance, kept as a balance");
            return Ok(());
        }
        for (letter, what) in [('A', "address"), ('C', "cleared mark")] {
            if !get(letter).is_empty() {
                rows.sink.lost(what);
            }
        }
        let category = self.category(get('L'), rows);
        let splits = self.splits(line, fields, rows);
        let is_out = amount.decimal.digits < 0;
        let used = splits.iter().map(|split| split.category.as_str());
        let used = used.chain(Some(category.as_str()).filter(|_| splits.is_empty()));
        used.for_each(|category| self.categories.meet(category, is_out));
        rows.line(LineTold {
            payee: get('P').to_owned(),
            memo: get('M').to_owned(),
            reference: reference(get('N')).unwrap_or_default(),
            category,
            splits,
            ..LineTold::new(line, Identity::Content, date, amount)
        })
    }

    /// A category without its class: `Food:Groceries/Holiday`.
    fn category(&self, text: &str, rows: &mut Rows<'_>) -> String {
        if text.eq_ignore_ascii_case("--split--") {
            return String::new();
        }
        match text.split_once('/') {
            Some((category, class)) => {
                if !class.is_empty() {
                    rows.sink.lost("class");
                }
                fold(category)
            }
            None => fold(text),
        }
    }

    /// The parts of a record: `S` a category, `E` a memo, `$` an amount.
    fn splits(&self, line: usize, fields: &[(char, &str)], rows: &mut Rows<'_>) -> Vec<SplitTold> {
        let mut splits: Vec<(String, String, Option<Decimal>)> = Vec::new();
        for (letter, value) in fields {
            match (letter, splits.last_mut()) {
                ('S', _) => {
                    let category = self.category(value, rows);
                    splits.push((category, String::new(), None));
                }
                ('E', Some(split)) => (*value).clone_into(&mut split.1),
                ('$', Some(split)) => split.2 = self.amount(value).map(|amount| amount.decimal),
                _ => {}
            }
        }
        let count = splits.len();
        let told: Vec<SplitTold> = splits
            .into_iter()
            .filter_map(|(category, memo, amount)| {
                Some(SplitTold { category, memo, amount: amount? })
            })
            .collect();
        if told.len() < count {
            rows.problem(line, "has a part without an amount; kept without its parts");
            return Vec::new();
        }
        told
    }
}

/// As much of a value as a problem shows.
fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}
