//! Which column says what: told by its name, and where names say nothing by what stands in it.

use std::collections::BTreeMap;

use super::cell;
use super::records::Record;
use super::words::{self, Role};
use crate::import::dates::Written;

/// Where each thing stands. Memos may stand in several columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Columns(BTreeMap<Role, Vec<usize>>);

/// What the cells of a column are, of the rows that were looked at.
#[derive(Debug, Clone, Copy, Default)]
struct Content {
    filled: usize,
    dates: usize,
    numbers: usize,
    /// Numbers with decimals or a sign.
    amounts: usize,
    /// Three capital letters.
    codes: usize,
}

impl Content {
    fn of(rows: &[Record<'_>], column: usize) -> Content {
        let mut content = Content::default();
        for row in rows {
            let text = row.cell(column);
            if text.is_empty() {
                continue;
            }
            content.filled += 1;
            let is_date = Written::parse(text).is_some_and(|written| written.is_day());
            content.dates += usize::from(is_date);
            if !is_date && cell::is_number(text) {
                content.numbers += 1;
                let (bare, _) = cell::bare(text);
                content.amounts += usize::from(bare.contains(['.', ',', '-', '(']));
            }
            content.codes +=
                usize::from(text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()));
        }
        content
    }

    /// Whether more of what stands there is so than not, which is enough beside a name.
    fn rather(&self, count: usize) -> bool {
        self.filled == 0 || self.filled < count * 2
    }

    /// Whether nearly all that stands there is so.
    fn mostly(&self, count: usize) -> bool {
        self.filled > 0 && self.filled * 8 <= count * 10
    }
}

impl Columns {
    /// The first column of a role.
    pub(super) fn get(&self, role: Role) -> Option<usize> {
        self.0.get(&role).and_then(|columns| columns.first()).copied()
    }

    /// All columns of a role.
    pub(super) fn all(&self, role: Role) -> &[usize] {
        self.0.get(&role).map_or(&[], Vec::as_slice)
    }

    /// Says where something stands; `None`: nowhere.
    pub(super) fn set(&mut self, role: Role, columns: Vec<usize>) {
        match columns.is_empty() {
            true => self.0.remove(&role),
            false => self.0.insert(role, columns),
        };
    }

    /// Whether a row can be read: it has a day and an amount.
    pub(super) fn is_enough(&self) -> bool {
        let has = |role| self.get(role).is_some();
        has(Role::Date) && (has(Role::Amount) || has(Role::Debit) || has(Role::Credit))
    }

    /// Each role and its columns.
    pub(super) fn each(&self) -> impl Iterator<Item = (Role, &[usize])> {
        self.0.iter().map(|(role, columns)| (*role, columns.as_slice()))
    }

    /// By names, checked against some rows below them.
    pub(super) fn by_names(header: &[String], rows: &[Record<'_>]) -> Columns {
        let contents: Vec<Content> =
            (0..header.len()).map(|column| Content::of(rows, column)).collect();
        // Each name goes to the role that it is surest for; each role to its surest names.
        let mut wishes: Vec<(usize, usize, Role)> = Vec::new();
        for (column, name) in header.iter().enumerate() {
            for (role, place) in words::roles(name) {
                if fits(role, &contents[column]) && !is_of_others(role, name, rows, column) {
                    wishes.push((place, column, role));
                }
            }
        }
        wishes.sort_unstable();
        let mut columns = Columns::default();
        let mut taken = vec![false; header.len()];
        for (_, column, role) in wishes {
            let several = role == Role::Memo;
            if !taken[column] && (several || columns.get(role).is_none()) {
                taken[column] = true;
                columns.0.entry(role).or_default().push(column);
            }
        }
        columns.0.values_mut().for_each(|list| list.sort_unstable());
        columns.settle(&contents, rows);
        columns
    }

    /// By what stands in them alone; what is not plain is left out.
    pub(super) fn by_content(rows: &[Record<'_>]) -> Columns {
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
        let contents: Vec<Content> = (0..width).map(|column| Content::of(rows, column)).collect();
        let mut columns = Columns::default();
        let is_date =
            |content: &&Content| content.mostly(content.dates) && content.filled * 2 > rows.len();
        let dates: Vec<usize> = (0..width).filter(|column| is_date(&&contents[*column])).collect();
        let amounts: Vec<usize> = (0..width)
            .filter(|column| contents[*column].mostly(contents[*column].amounts))
            .collect();
        if let [date, rest @ ..] = dates.as_slice() {
            columns.set(Role::Date, vec![*date]);
            columns.set(Role::Valued, rest.first().copied().into_iter().collect());
        }
        // Of several one is the balance, and which is not for us to say.
        if let [only] = amounts.as_slice() {
            columns.set(Role::Amount, vec![*only]);
        }
        let is_text = |column: &usize| {
            let content = &contents[*column];
            content.filled * 2 > rows.len()
                && !content.mostly(content.dates.max(content.numbers).max(content.codes))
        };
        let mut texts = (0..width).filter(is_text);
        columns.set(Role::Payee, texts.next().into_iter().collect());
        columns.set(Role::Memo, texts.take(3).collect());
        let mut codes =
            (0..width).filter(|column| contents[*column].mostly(contents[*column].codes));
        columns.set(Role::Currency, codes.next().into_iter().collect());
        columns
    }

    /// What names leave open.
    fn settle(&mut self, contents: &[Content], rows: &[Record<'_>]) {
        // Both an amount and two columns for coming and going: the two carry the signs.
        if let (Some(_), Some(_), Some(amount)) =
            (self.get(Role::Debit), self.get(Role::Credit), self.get(Role::Amount))
            && contents[amount].filled == 0
        {
            self.set(Role::Amount, Vec::new());
        }
        if self.get(Role::Date).is_none()
            && let Some(valued) = self.get(Role::Valued)
        {
            self.set(Role::Date, vec![valued]);
            self.set(Role::Valued, Vec::new());
        }
        // The only words that there are name whom it was with.
        if self.get(Role::Payee).is_none()
            && let Some((first, rest)) = self.all(Role::Memo).split_first()
        {
            let (first, rest) = (*first, rest.to_vec());
            self.set(Role::Payee, vec![first]);
            self.set(Role::Memo, rest);
        }
        // `Type` that says nothing but `debit` and `credit`.
        if self.get(Role::Direction).is_none()
            && let Some(kind) = self.get(Role::Kind)
            && rows
                .iter()
                .all(|row| direction(row.cell(kind)).is_some() || row.cell(kind).is_empty())
            && rows.iter().any(|row| direction(row.cell(kind)).is_some())
        {
            self.set(Role::Direction, vec![kind]);
            self.set(Role::Kind, Vec::new());
        }
    }
}

/// Whether what stands in a column can be what its name says. A column without content can be all.
fn fits(role: Role, content: &Content) -> bool {
    match role {
        Role::Date | Role::Valued => content.rather(content.dates),
        Role::Amount
        | Role::Debit
        | Role::Credit
        | Role::Balance
        | Role::Fee
        | Role::OriginalAmount => content.rather(content.numbers),
        Role::Currency | Role::OriginalCurrency => content.rather(content.codes),
        Role::Payee | Role::Memo => content.filled == 0 || !content.mostly(content.dates),
        Role::Direction
        | Role::Reference
        | Role::Other
        | Role::Account
        | Role::Kind
        | Role::Category
        | Role::Status => true,
    }
}

/// Whether a column `Account` or `Account number` holds numbers: some banks write their own account
/// there and some the other one, and an account is never guessed.
fn is_of_others(role: Role, name: &str, rows: &[Record<'_>], column: usize) -> bool {
    const EITHER: [&str; 2] = ["account", "account number"];
    role == Role::Account
        && EITHER.contains(&words::folded(name).as_str())
        && rows.iter().any(|row| row.cell(column).bytes().filter(u8::is_ascii_digit).count() > 3)
}

/// Whether a word says that money goes (true) or comes.
pub(super) fn direction(word: &str) -> Option<bool> {
    const GOES: &str = "debit|dr|d|s|soll|af|out|dbit|debet|belastung|lastschrift|withdrawal|charge|-|\
        paid out|dare|cargo|money out|db|ausgabe|sortie|purchase|depense|expense|obciazenie";
    const COMES: &str = "credit|cr|c|h|haben|bij|in|crdt|kredit|gutschrift|deposit|payment|+|paid in|\
        avere|abono|money in|einnahme|entree|refund|recette|income|uznanie";
    let word = word.trim().to_lowercase();
    if GOES.split('|').any(|known| known == word) {
        return Some(true);
    }
    COMES.split('|').any(|known| known == word).then_some(false)
}
