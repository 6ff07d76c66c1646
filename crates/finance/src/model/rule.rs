//! Rules: what a person says once about all rows that look alike.
//!
//! What a rule gives is derived, never stored: two devices with the same rules and rows show the same.
//! Rules are looked through in their order; for each field the first one that says something holds.
//! What is deliberately not here: where rules and rows come from. Start reading at [`apply`].

use std::cell::OnceCell;

use base::error::{Error, Result};
use base::id::AnyId;
use serde::{Deserialize, Serialize};

/// The form of conditions and actions in a record; another one is of a newer program.
pub(crate) const FORM: u32 = 1;
/// More conditions or actions than a person reads.
pub(crate) const PARTS_MAX: usize = 40;
/// The longest text of a condition or action, characters.
pub(crate) const TEXT_CHARS_MAX: usize = 200;

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rule {
    /// Its record.
    pub(crate) id: AnyId,
    /// Its place: smaller ones come first, equal ones by id.
    pub(crate) order: i64,
    /// Whether it is looked at.
    pub(crate) on: bool,
    /// Whether all conditions must hold, or any.
    pub(crate) all: bool,
    /// What a row must look like; without a condition it fits nothing.
    pub(crate) when: Vec<Condition>,
    /// What is said about it then.
    pub(crate) set: Vec<Action>,
}

/// One thing that is asked about a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "on", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Condition {
    /// A text of the row; case and runs of blanks do not matter.
    Text {
        /// Which text.
        field: TextField,
        /// How it is compared.
        op: TextOp,
        /// With what.
        value: String,
    },
    /// The amount without its sign.
    Amount {
        /// Minor units.
        test: AmountTest,
        /// Of this currency only (ISO 4217); empty: of any.
        #[serde(default)]
        currency: String,
    },
    /// Which way the money goes.
    Direction {
        /// In or out.
        way: Way,
    },
    /// The account that the row lies in.
    Account {
        /// Its id.
        id: AnyId,
    },
}

/// A text of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TextField {
    /// The payee as it is shown without rules.
    Payee,
    /// The payee as the source spelled it.
    Raw,
    /// What the source says it is for.
    Memo,
    /// The person's own note.
    Note,
    /// The other account, as the source names it: an IBAN.
    Other,
    /// The source's word for what it is: `POS`, `FEE`.
    Kind,
}

/// How a text is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TextOp {
    /// It stands somewhere in it.
    Contains,
    /// It is the whole of it.
    Is,
    /// It stands at its beginning.
    Starts,
    /// Each of its words is a word of it, in any order.
    Words,
}

/// What an amount without its sign is compared with, minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AmountTest {
    /// Exactly this.
    Equal(i64),
    /// Less than this.
    Below(i64),
    /// More than this.
    Above(i64),
    /// From the first to the second, both included.
    Between(i64, i64),
}

/// Which way money goes, seen from the row's account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Way {
    /// Into the account.
    In,
    /// Out of it.
    Out,
}

/// One thing that a rule says about a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "set", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Action {
    /// Its category.
    Category {
        /// An account of income or expense.
        id: AnyId,
    },
    /// Its payee.
    Payee {
        /// The name to show.
        name: String,
    },
    /// A tag more.
    Tag {
        /// Without `#`.
        tag: String,
    },
    /// It moves money to or from another own account.
    Transfer {
        /// That account.
        account: AnyId,
    },
}

/// What rules look at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Looked<'a> {
    /// The payee as it is shown without rules: the person's name for it, else the cleaned one.
    pub(crate) payee: &'a str,
    /// The payee as the source spelled it.
    pub(crate) raw: &'a str,
    /// What the source says it is for.
    pub(crate) memo: &'a str,
    /// The person's own note.
    pub(crate) note: &'a str,
    /// The other account, as the source names it.
    pub(crate) other: &'a str,
    /// The source's word for what it is.
    pub(crate) kind: &'a str,
    /// The account that it lies in.
    pub(crate) account: AnyId,
    /// Minor units, negative when money goes out.
    pub(crate) minor: i64,
    /// ISO 4217.
    pub(crate) currency: &'a str,
}

/// What the rules say about a row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Derived {
    /// The category, and the rule that gave it.
    pub(crate) category: Option<(AnyId, AnyId)>,
    /// The payee.
    pub(crate) payee: Option<String>,
    /// Tags of every rule that fits, sorted, each once.
    pub(crate) tags: Vec<String>,
    /// The other own account of a transfer.
    pub(crate) transfer: Option<AnyId>,
    /// Every rule that gave something that holds, in their order.
    pub(crate) rules: Vec<AnyId>,
}

/// Puts rules into the order in which they are looked through.
pub(crate) fn sort(rules: &mut [Rule]) {
    rules.sort_by_key(|rule| (rule.order, rule.id));
}

/// What the rules say about a row. The rules are in their order ([`sort`]).
pub(crate) fn apply(rules: &[Rule], looked: &Looked<'_>) -> Derived {
    debug_assert!(
        rules.is_sorted_by_key(|rule| (rule.order, rule.id)),
        "the first rule wins, so rules come in their order"
    );
    let folded = Folded::new(looked);
    let mut derived = Derived::default();
    for rule in rules.iter().filter(|rule| rule.on && holds(rule, &folded)) {
        if derived.take(rule) {
            derived.rules.push(rule.id);
        }
    }
    derived.tags.sort();
    derived
}

/// Whether a rule would say something about a row, on or not.
pub(crate) fn fits(rule: &Rule, looked: &Looked<'_>) -> bool {
    holds(rule, &Folded::new(looked))
}

impl Derived {
    /// Takes what nobody has said yet; whether there was anything.
    fn take(&mut self, rule: &Rule) -> bool {
        let mut took = false;
        for action in &rule.set {
            let free = match action {
                Action::Category { .. } => self.category.is_none(),
                Action::Payee { .. } => self.payee.is_none(),
                Action::Tag { tag } => !self.tags.contains(tag),
                Action::Transfer { .. } => self.transfer.is_none(),
            };
            if !free {
                continue;
            }
            took = true;
            match action {
                Action::Category { id } => self.category = Some((*id, rule.id)),
                Action::Payee { name } => self.payee = Some(name.clone()),
                Action::Tag { tag } => self.tags.push(tag.clone()),
                Action::Transfer { account } => self.transfer = Some(*account),
            }
        }
        took
    }
}

/// A row whose texts are folded when they are first asked for: most rules ask for the payee alone.
struct Folded<'a> {
    looked: &'a Looked<'a>,
    texts: [OnceCell<String>; 6],
}

impl<'a> Folded<'a> {
    fn new(looked: &'a Looked<'a>) -> Folded<'a> {
        Folded { looked, texts: Default::default() }
    }

    fn text(&self, field: TextField) -> &str {
        let (place, text) = match field {
            TextField::Payee => (0, self.looked.payee),
            TextField::Raw => (1, self.looked.raw),
            TextField::Memo => (2, self.looked.memo),
            TextField::Note => (3, self.looked.note),
            TextField::Other => (4, self.looked.other),
            TextField::Kind => (5, self.looked.kind),
        };
        self.texts[place].get_or_init(|| fold(text))
    }
}

/// Lower case, one blank between words.
fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        match word.is_ascii() {
            true => out.extend(word.chars().map(|char| char.to_ascii_lowercase())),
            false => out.push_str(&word.to_lowercase()),
        }
    }
    out
}

fn holds(rule: &Rule, folded: &Folded<'_>) -> bool {
    let mut conditions = rule.when.iter();
    match rule.all {
        true => !rule.when.is_empty() && conditions.all(|condition| condition.holds(folded)),
        false => conditions.any(|condition| condition.holds(folded)),
    }
}

impl Condition {
    fn holds(&self, folded: &Folded<'_>) -> bool {
        match self {
            Condition::Text { field, op, value } => op.holds(folded.text(*field), &fold(value)),
            Condition::Amount { test, currency } => {
                let looked = folded.looked;
                let of_it = currency.is_empty() || currency.eq_ignore_ascii_case(looked.currency);
                of_it && test.holds(looked.minor)
            }
            Condition::Direction { way: Way::In } => folded.looked.minor > 0,
            Condition::Direction { way: Way::Out } => folded.looked.minor < 0,
            Condition::Account { id } => folded.looked.account == *id,
        }
    }
}

impl TextOp {
    fn holds(self, text: &str, value: &str) -> bool {
        if value.is_empty() {
            return false; // Nothing stands in everything: such a rule would say it about every row.
        }
        match self {
            TextOp::Contains => text.contains(value),
            TextOp::Is => text == value,
            TextOp::Starts => text.starts_with(value),
            TextOp::Words => {
                words(value).next().is_some()
                    && words(value).all(|word| words(text).any(|of| of == word))
            }
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty())
}

impl AmountTest {
    fn holds(self, minor: i64) -> bool {
        let minor = minor.saturating_abs();
        match self {
            AmountTest::Equal(at) => minor == at,
            AmountTest::Below(bound) => minor < bound,
            AmountTest::Above(bound) => minor > bound,
            AmountTest::Between(low, high) => (low..=high).contains(&minor),
        }
    }
}

/// How conditions lie in a record.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Conditions {
    v: u32,
    conditions: Vec<Condition>,
}

/// How actions lie in a record.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Actions {
    v: u32,
    actions: Vec<Action>,
}

/// Conditions as the text of a record: `{"v":1,"conditions":[{"on":"text",...}]}`.
///
/// # Errors
/// `Invalid` when there are none or too many, or one can never hold.
pub(crate) fn write_conditions(conditions: &[Condition]) -> Result<String> {
    conditions.iter().try_for_each(check_condition)?;
    check_count("when", conditions.len())?;
    let form = Conditions { v: FORM, conditions: conditions.to_vec() };
    serde_json::to_string(&form).map_err(|source| Error::internal("writing conditions", source))
}

/// Reads conditions back; `None`: of a newer program, or not conditions at all.
pub(crate) fn read_conditions(text: &str) -> Option<Vec<Condition>> {
    let form: Conditions = serde_json::from_str(text).ok()?;
    let conditions = (form.v == FORM).then_some(form.conditions)?;
    conditions.iter().all(|condition| check_condition(condition).is_ok()).then_some(conditions)
}

/// Actions as the text of a record: `{"v":1,"actions":[{"set":"category",...}]}`.
///
/// # Errors
/// `Invalid` when there are none or too many, or one says nothing.
pub(crate) fn write_actions(actions: &[Action]) -> Result<String> {
    actions.iter().try_for_each(check_action)?;
    check_count("set", actions.len())?;
    let form = Actions { v: FORM, actions: actions.to_vec() };
    serde_json::to_string(&form).map_err(|source| Error::internal("writing actions", source))
}

/// Reads actions back; `None`: of a newer program, or not actions at all.
pub(crate) fn read_actions(text: &str) -> Option<Vec<Action>> {
    let form: Actions = serde_json::from_str(text).ok()?;
    let actions = (form.v == FORM).then_some(form.actions)?;
    actions.iter().all(|action| check_action(action).is_ok()).then_some(actions)
}

fn check_count(field: &str, count: usize) -> Result<()> {
    match count {
        1..=PARTS_MAX => Ok(()),
        _ => Err(Error::invalid(field, format!("a rule has between 1 and {PARTS_MAX} of them"))),
    }
}

fn check_condition(condition: &Condition) -> Result<()> {
    match condition {
        Condition::Text { value, .. } => check_text("when", value),
        Condition::Amount { test, currency } => {
            let sane = match *test {
                AmountTest::Equal(at) | AmountTest::Above(at) => at >= 0,
                AmountTest::Below(bound) => bound > 0,
                AmountTest::Between(low, high) => 0 <= low && low <= high,
            };
            let code = currency.is_empty()
                || (currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_uppercase()));
            match sane && code {
                true => Ok(()),
                false => Err(Error::invalid("when", "no amount is like that")),
            }
        }
        Condition::Direction { .. } | Condition::Account { .. } => Ok(()),
    }
}

fn check_action(action: &Action) -> Result<()> {
    match action {
        Action::Payee { name } => check_text("set", name),
        Action::Tag { tag } => check_text("set", tag),
        Action::Category { .. } | Action::Transfer { .. } => Ok(()),
    }
}

fn check_text(field: &str, text: &str) -> Result<()> {
    match text.trim().is_empty() || text.chars().count() > TEXT_CHARS_MAX {
        false => Ok(()),
        true => Err(Error::invalid(
            field,
            format!("a text of a rule has between 1 and {TEXT_CHARS_MAX} characters"),
        )),
    }
}

#[cfg(test)]
mod tests;
