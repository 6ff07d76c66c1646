//! Which account of the vault the lines of a file belong to: told by its number, or said by the person.

use base::error::Result;
use base::id::AnyId;
use base::money::Currency;
use domain::import::{Choice, Imported, Question, Sink};
use rustc_hash::FxHashMap;
use store::params;
use store::record::{Fields, Value};

use super::told::AccountTold;
use crate::model::row::fold;
use crate::record::ACCOUNT;

/// Accounts that one import may name: a person has dozens, a broken file a million.
const ACCOUNTS_MAX: usize = 200;
/// The answer that makes an account.
pub(super) const NEW: &str = "new";

/// Where lines go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) id: AnyId,
    pub(super) currency: Currency,
}

/// Why a line has no place or cannot be read: words for the person, on which nothing branches.
pub(super) type Why = String;

/// An account of the vault.
#[derive(Debug, Clone)]
struct Known {
    id: AnyId,
    name: String,
    currency: String,
    number: String,
    subtype: String,
}

/// The accounts that an import meets.
#[derive(Debug, Default)]
pub(super) struct Accounts {
    /// Those of the vault and those made on the way; `None` before the vault was looked into.
    known: Option<Vec<Known>>,
    /// The vault's base currency.
    base: Option<String>,
    chosen: FxHashMap<AccountTold, Result<Account, Why>>,
}

/// What an import knows beside the file.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Hints<'h> {
    /// The file's name.
    pub(super) file: &'h str,
    /// Whether several files are read, so that questions have to say which they are about.
    pub(super) several: bool,
    /// The account that a saved profile names.
    pub(super) account: Option<AnyId>,
}

/// A number as it is compared: without blanks, in upper case.
pub(super) fn squeezed(number: &str) -> String {
    number.chars().filter(|char| !char.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// Whether a text could be an IBAN: two letters, two digits, 11 to 30 of both.
pub(super) fn has_iban_shape(text: &str) -> bool {
    let bytes = text.as_bytes();
    (15..=34).contains(&bytes.len())
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..4].iter().all(u8::is_ascii_digit)
        && bytes[4..].iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

/// Whether a text is an IBAN, shown by its check digits (ISO 13616: mod 97 is 1).
pub(super) fn is_iban(text: &str) -> bool {
    let bytes = text.as_bytes();
    let rest = |rest: u32, byte: &u8| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        _ => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
    };
    has_iban_shape(text) && bytes[4..].iter().chain(&bytes[..4]).fold(0, rest) == 1
}

/// What names an account in files: an IBAN alone, else bank and account.
pub(super) fn number(bank: &str, account: &str) -> String {
    let (bank, account) = (fold(bank), fold(account));
    let alone = squeezed(&account);
    if is_iban(&alone) {
        return alone;
    }
    match (bank.is_empty(), account.is_empty()) {
        (_, true) => String::new(),
        (true, false) => account,
        (false, false) => format!("{bank}/{account}"),
    }
}

/// The natural key of an account that a file names by its number.
// Invariant: frozen as version 1; devices that read the same file make the same account.
fn natural_key(told: &AccountTold, currency: Currency) -> String {
    let number = squeezed(&told.number);
    // Credit unions give one number to a member's savings and checking; an IBAN is of one account.
    let subtype = match told.subtype {
        "savings" | "loan" | "investment" if !is_iban(&number) => told.subtype,
        _ => "",
    };
    format!("v1|number|{number}|{subtype}|{currency}")
}

/// The natural key of an account that the person named.
fn named_key(name: &str, currency: Currency) -> String {
    format!("v1|name|{}|{currency}", fold(name).to_lowercase())
}

impl Accounts {
    /// The account that a file means, made if need be.
    ///
    /// # Errors
    /// Those of the sink. That there is no account is the inner error: why.
    pub(super) fn choose(
        &mut self,
        told: &AccountTold,
        hints: Hints<'_>,
        sink: &mut dyn Sink,
    ) -> Result<Result<Account, Why>> {
        if let Some(chosen) = self.chosen.get(told) {
            return Ok(chosen.clone());
        }
        if ACCOUNTS_MAX <= self.chosen.len() {
            return Ok(Err(format!("names more than {ACCOUNTS_MAX} accounts")));
        }
        if self.known.is_none() {
            self.look(sink)?;
        }
        let chosen = match told.number.is_empty() {
            false => self.by_number(told, hints, sink)?,
            true => self.by_answer(told, hints, sink)?,
        };
        self.chosen.insert(told.clone(), chosen.clone());
        Ok(chosen)
    }

    fn look(&mut self, sink: &dyn Sink) -> Result<()> {
        let (mut known, mut base) = (Vec::new(), None);
        sink.look(&mut |cx| {
            let query = "SELECT id, name, currency, number, subtype FROM finance_account
                         WHERE kind IN ('asset', 'liability') ORDER BY closed, position, name, id";
            known = cx.sql().rows(query, params![], |row| {
                Ok(Known {
                    id: row.id(0)?,
                    name: row.text(1)?,
                    currency: row.text(2)?,
                    number: squeezed(&row.text(3)?),
                    subtype: row.text(4)?,
                })
            })?;
            let query = "SELECT base FROM finance_setting WHERE base <> '' ORDER BY id LIMIT 1";
            base = cx.sql().first(query, params![], |row| row.text(0))?;
            Ok(())
        })?;
        self.known = Some(known);
        self.base = base;
        Ok(())
    }

    fn known(&self) -> &[Known] {
        self.known.as_deref().unwrap_or_default()
    }

    fn by_number(
        &mut self,
        told: &AccountTold,
        hints: Hints<'_>,
        sink: &mut dyn Sink,
    ) -> Result<Result<Account, Why>> {
        let number = squeezed(&told.number);
        let fits = |known: &&Known| {
            known.number == number
                && (told.currency.is_empty() || known.currency == told.currency)
                && (told.subtype.is_empty()
                    || known.subtype.is_empty()
                    || known.subtype == told.subtype)
        };
        let fitting: Vec<&Known> = self.known().iter().filter(fits).collect();
        if let Ok(currency) = Currency::new(&told.currency) {
            let id = sink.id_of(&ACCOUNT, 0, &natural_key(told, currency));
            if self.known().iter().any(|known| known.id == id) {
                return Ok(Ok(Account { id, currency }));
            }
        }
        if let [only] = fitting[..] {
            return Ok(account(only));
        }
        let currency = match self.currency(told, hints, sink)? {
            Ok(currency) => currency,
            Err(why) => return Ok(Err(why)),
        };
        let name = match told.name.is_empty() {
            false => told.name.clone(),
            true => shown_number(told),
        };
        self.make(natural_key(told, currency), &name, told, currency, sink).map(Ok)
    }

    fn by_answer(
        &mut self,
        told: &AccountTold,
        hints: Hints<'_>,
        sink: &mut dyn Sink,
    ) -> Result<Result<Account, Why>> {
        let may_be = |known: &&Known| told.currency.is_empty() || known.currency == told.currency;
        let mut choices: Vec<Choice> = self
            .known()
            .iter()
            .filter(may_be)
            .map(|known| Choice {
                value: known.id.to_string(),
                label: format!("{} ({})", known.name, known.currency),
            })
            .collect();
        let saved = hints.account.map(|id| id.to_string());
        let suggestion = saved.filter(|id| choices.iter().any(|choice| choice.value == *id));
        choices.push(Choice { value: NEW.to_owned(), label: String::new() });
        let about = about(told, hints);
        let question = question("account", &about, choices, suggestion);
        let Some(answer) = ask(sink, &question)? else {
            return Ok(Err("belongs to an account that has not been named yet".to_owned()));
        };
        if let Some(known) = self.known().iter().find(|known| known.id.to_string() == answer) {
            return Ok(account(known));
        }
        let name = match told.name.is_empty() {
            false => Some(told.name.clone()),
            true => {
                let suggestion = Some(stem(hints.file)).filter(|name| !name.is_empty());
                let question = question_of("account_name", &about, suggestion);
                ask(sink, &Question { free: true, ..question })?
            }
        };
        let Some(name) = name.filter(|name| !name.trim().is_empty()) else {
            return Ok(Err("belongs to a new account that has no name yet".to_owned()));
        };
        match self.currency(told, hints, sink)? {
            Ok(currency) => {
                let key = named_key(&name, currency);
                self.make(key, &fold(&name), told, currency, sink).map(Ok)
            }
            Err(why) => Ok(Err(why)),
        }
    }

    /// The currency of an account that is to be made.
    fn currency(
        &self,
        told: &AccountTold,
        hints: Hints<'_>,
        sink: &mut dyn Sink,
    ) -> Result<Result<Currency, Why>> {
        let code = match told.currency.is_empty() {
            false => Some(told.currency.clone()),
            true => {
                let about = about(told, hints);
                let suggestion = self.base.clone();
                let question = question_of("currency", &about, suggestion);
                ask(sink, &Question { free: true, ..question })?
            }
        };
        let Some(code) = code else {
            return Ok(
                Err("belongs to an account whose currency has not been said yet".to_owned()),
            );
        };
        Ok(Currency::new(code.trim()).map_err(|error| error.message().to_owned()))
    }

    fn make(
        &mut self,
        natural_key: String,
        name: &str,
        told: &AccountTold,
        currency: Currency,
        sink: &mut dyn Sink,
    ) -> Result<Account> {
        let id = sink.id_of(&ACCOUNT, 0, &natural_key);
        let is_here = self.known().iter().any(|known| known.id == id);
        if !is_here {
            let is_liability = told.is_liability || matches!(told.subtype, "card" | "loan");
            let texts = [
                ("name", name),
                ("kind", if is_liability { "liability" } else { "asset" }),
                ("subtype", told.subtype),
                ("currency", currency.code()),
                ("bank", &told.bank),
                ("number", &told.number),
            ];
            let texts = texts.into_iter().filter(|(_, text)| !text.is_empty());
            let fields: Fields =
                texts.map(|(key, text)| (key.to_owned(), Value::from(text))).collect();
            sink.record(Imported { kind: &ACCOUNT, natural_key, at_ms: 0, fields })?;
            self.known.get_or_insert_default().push(Known {
                id,
                name: name.to_owned(),
                currency: currency.code().to_owned(),
                number: squeezed(&told.number),
                subtype: told.subtype.to_owned(),
            });
        }
        Ok(Account { id, currency })
    }
}

fn account(known: &Known) -> Result<Account, Why> {
    match Currency::new(&known.currency) {
        Ok(currency) => Ok(Account { id: known.id, currency }),
        Err(_) => Err(format!("belongs to {:?}, which has no currency", known.name)),
    }
}

/// What a question is about, when several of a kind may be asked.
fn about(told: &AccountTold, hints: Hints<'_>) -> String {
    let file = if hints.several { hints.file } else { "" };
    let parts = [file, told.name.as_str(), told.currency.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn shown_number(told: &AccountTold) -> String {
    let bank = fold(&told.bank);
    let number = squeezed(told.number.rsplit('/').next().unwrap_or_default());
    let letters: Vec<char> = number.chars().collect();
    let end: String = letters[letters.len().saturating_sub(4)..].iter().collect();
    match bank.is_empty() || bank.chars().all(|char| char.is_ascii_digit()) {
        true => format!("…{end}"),
        false => format!("{bank} …{end}"),
    }
}

/// The name of a file without its folders and its ending.
pub(super) fn stem(name: &str) -> String {
    let name = super::base_name(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).trim().to_owned()
}

/// One question; `about` makes its id another's.
pub(super) fn question(
    id: &str,
    about: &str,
    choices: Vec<Choice>,
    suggestion: Option<String>,
) -> Question {
    Question { choices, ..question_of(id, about, suggestion) }
}

fn question_of(id: &str, about: &str, suggestion: Option<String>) -> Question {
    let id = match about.is_empty() {
        true => id.to_owned(),
        false => format!("{id}:{about}"),
    };
    Question { id, about: about.to_owned(), choices: Vec::new(), free: false, suggestion }
}

/// The answer, or else what is suggested.
pub(super) fn ask(sink: &mut dyn Sink, question: &Question) -> Result<Option<String>> {
    Ok(sink.ask(question)?.or_else(|| question.suggestion.clone()))
}
