//! From marks to statements: which account, which lines, which balances.
//!
//! Nothing is kept of how elements are nested but the statement, the line and the part of it that is
//! open, so that a missing end costs nothing: the next beginning ends what was open.

use std::borrow::Cow;

use base::day::Day;
use base::error::Result;
use base::money::decimal::{Decimal, Mark as DecimalMark};

use super::markup::Name;
use crate::import::account::{self, Why};
use crate::import::dates::{Order, Written};
use crate::import::lines::Lines;
use crate::import::rates;
use crate::import::rows::Rows;
use crate::import::told::{AccountTold, AmountTold, BalanceTold, Identity, LineTold, reference};
use crate::model::row::BalanceOf;

/// The part of a statement or line that values belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    None,
    AccountFrom,
    AccountTo,
    Balance(BalanceOf),
    Currency,
    OriginalCurrency,
}

/// A line as its values come in. They borrow from the file.
#[derive(Debug, Default)]
struct Open<'t> {
    line: usize,
    pending: bool,
    kind: Cow<'t, str>,
    posted: Cow<'t, str>,
    valued: Cow<'t, str>,
    amount: Cow<'t, str>,
    fitid: Cow<'t, str>,
    corrects: Cow<'t, str>,
    check: Cow<'t, str>,
    refnum: Cow<'t, str>,
    name: Cow<'t, str>,
    longer_name: Cow<'t, str>,
    memo: Cow<'t, str>,
    bank_to: Cow<'t, str>,
    account_to: Cow<'t, str>,
    symbol: Cow<'t, str>,
    rate: Cow<'t, str>,
    original_symbol: Cow<'t, str>,
    original_rate: Cow<'t, str>,
}

/// Takes marks and tells lines.
pub(super) struct Reader<'t> {
    lines: Lines<'t>,
    line: usize,
    leaf: Option<Name>,
    part: Part,
    open: Option<Open<'t>>,
    told: AccountTold,
    bank: Cow<'t, str>,
    account: Cow<'t, str>,
    account_type: Cow<'t, str>,
    currency: Cow<'t, str>,
    organization: Cow<'t, str>,
    /// Whether the account of this statement has been told.
    is_placed: bool,
    /// Whether this is a statement of investments.
    invests: bool,
    balance: (Cow<'t, str>, Cow<'t, str>),
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Reader<'t> {
        Reader {
            lines: Lines::new(text),
            line: 1,
            leaf: None,
            part: Part::None,
            open: None,
            told: AccountTold::default(),
            bank: Cow::default(),
            account: Cow::default(),
            account_type: Cow::default(),
            currency: Cow::default(),
            organization: Cow::default(),
            is_placed: false,
            invests: false,
            balance: Default::default(),
        }
    }

    /// An element begins; `at` is where its mark ends.
    pub(super) fn open(&mut self, name: Name, at: usize, rows: &mut Rows<'_>) -> Result<()> {
        self.line = self.lines.at(at);
        self.leaf = Some(name);
        match name.as_str() {
            "STMTRS" => self.statement("", false, rows)?,
            "CCSTMTRS" => self.statement("card", false, rows)?,
            "INVSTMTRS" => self.statement("investment", true, rows)?,
            "BANKACCTFROM" | "CCACCTFROM" | "INVACCTFROM" => self.part(Part::AccountFrom, rows)?,
            "BANKACCTTO" | "CCACCTTO" => self.part(Part::AccountTo, rows)?,
            "LEDGERBAL" => self.outside(Part::Balance(BalanceOf::Closing), rows)?,
            "AVAILBAL" => self.outside(Part::Balance(BalanceOf::Available), rows)?,
            "BANKTRANLIST" | "BANKTRANLISTP" | "BALLIST" => self.outside(Part::None, rows)?,
            "CURRENCY" => self.part(Part::Currency, rows)?,
            "ORIGCURRENCY" => self.part(Part::OriginalCurrency, rows)?,
            "STMTTRN" | "STMTTRNP" => {
                self.outside(Part::None, rows)?;
                let pending = name.as_str() == "STMTTRNP";
                self.open = Some(Open { line: self.line, pending, ..Open::default() });
                rows.step(at)?;
            }
            name if self.invests && is_investment(name) => {
                rows.sink.lost("investment transaction");
            }
            _ => {}
        }
        Ok(())
    }

    /// An element ends.
    pub(super) fn close(&mut self, name: Name, rows: &mut Rows<'_>) -> Result<()> {
        self.leaf = None;
        match name.as_str() {
            "STMTTRN" | "STMTTRNP" | "BANKTRANLIST" | "LEDGERBAL" | "AVAILBAL" => {
                self.outside(Part::None, rows)
            }
            "STMTRS" | "CCSTMTRS" | "INVSTMTRS" => self.statement("", false, rows),
            "BANKACCTFROM" | "CCACCTFROM" | "INVACCTFROM" | "BANKACCTTO" | "CCACCTTO"
            | "CURRENCY" | "ORIGCURRENCY" => self.part(Part::None, rows),
            _ => Ok(()),
        }
    }

    /// A value, or a part of one that a section of characters broke.
    pub(super) fn text(&mut self, text: Cow<'t, str>) {
        let Some(leaf) = self.leaf else { return };
        if let Some(place) = self.place(leaf.as_str()) {
            match place.is_empty() {
                true => *place = text,
                false => place.to_mut().push_str(&text),
            }
        }
    }

    /// Where a value is kept.
    fn place(&mut self, leaf: &str) -> Option<&mut Cow<'t, str>> {
        match (self.part, leaf) {
            (Part::AccountFrom, "BANKID" | "BROKERID") => return Some(&mut self.bank),
            (Part::AccountFrom, "ACCTID") => return Some(&mut self.account),
            (Part::AccountFrom, "ACCTTYPE") => return Some(&mut self.account_type),
            (_, "CURDEF") => return Some(&mut self.currency),
            (Part::Balance(_), "BALAMT") => return Some(&mut self.balance.0),
            (Part::Balance(_), "DTASOF") => return Some(&mut self.balance.1),
            _ => {}
        }
        let Some(open) = &mut self.open else {
            return (leaf == "ORG").then_some(&mut self.organization);
        };
        Some(match (self.part, leaf) {
            (Part::AccountTo, "BANKID") => &mut open.bank_to,
            (Part::AccountTo, "ACCTID") => &mut open.account_to,
            (Part::Currency, "CURSYM") => &mut open.symbol,
            (Part::Currency, "CURRATE") => &mut open.rate,
            (Part::OriginalCurrency, "CURSYM") => &mut open.original_symbol,
            (Part::OriginalCurrency, "CURRATE") => &mut open.original_rate,
            (_, "TRNTYPE") => &mut open.kind,
            (_, "DTPOSTED" | "DTTRAN") => &mut open.posted,
            (_, "DTAVAIL") => &mut open.valued,
            (_, "TRNAMT") => &mut open.amount,
            (_, "FITID") => &mut open.fitid,
            (_, "CORRECTFITID") => &mut open.corrects,
            (_, "CHECKNUM") => &mut open.check,
            (_, "REFNUM") => &mut open.refnum,
            (_, "NAME") => &mut open.name,
            (_, "EXTDNAME") => &mut open.longer_name,
            (_, "MEMO") => &mut open.memo,
            _ => return None,
        })
    }

    /// A part of a line or statement begins or ends.
    fn part(&mut self, part: Part, rows: &mut Rows<'_>) -> Result<()> {
        self.end_part(rows)?;
        self.part = part;
        Ok(())
    }

    /// Something begins or ends that lies in no line.
    fn outside(&mut self, part: Part, rows: &mut Rows<'_>) -> Result<()> {
        self.end_part(rows)?;
        self.end_line(rows)?;
        self.part = part;
        Ok(())
    }

    fn statement(
        &mut self,
        subtype: &'static str,
        invests: bool,
        rows: &mut Rows<'_>,
    ) -> Result<()> {
        self.outside(Part::None, rows)?;
        self.told = AccountTold { subtype, ..AccountTold::default() };
        (self.bank, self.account) = Default::default();
        (self.account_type, self.currency) = Default::default();
        self.is_placed = false;
        self.invests = invests;
        Ok(())
    }

    fn end_part(&mut self, rows: &mut Rows<'_>) -> Result<()> {
        let Part::Balance(of) = self.part else { return Ok(()) };
        let (amount, day) = std::mem::take(&mut self.balance);
        self.part = Part::None;
        if amount.is_empty() || self.invests {
            return Ok(());
        }
        let (Some(decimal), Some(day)) = (decimal(&amount), day_of(&day)) else {
            rows.problem(self.line, "has a balance that cannot be read");
            return Ok(());
        };
        self.place_account(rows)?;
        let amount = AmountTold { decimal, raw: amount.into_owned() };
        let currency = String::new();
        rows.balance(&BalanceTold { line: self.line, of, day, amount, currency });
        Ok(())
    }

    fn end_line(&mut self, rows: &mut Rows<'_>) -> Result<()> {
        let Some(open) = self.open.take() else { return Ok(()) };
        if self.invests {
            rows.sink.lost("investment transaction");
            return Ok(());
        }
        self.place_account(rows)?;
        let line = open.line;
        if !open.corrects.trim().is_empty() {
            rows.problem(line, &format!("corrects the line {}; both are kept", open.corrects));
        }
        match open.told(&self.told.currency) {
            Ok(told) => rows.line(told)?,
            Err(what) => rows.problem(line, &what),
        }
        Ok(())
    }

    /// Tells the account of the statement, once.
    fn place_account(&mut self, rows: &mut Rows<'_>) -> Result<()> {
        if std::mem::replace(&mut self.is_placed, true) {
            return Ok(());
        }
        self.told.number = account::number(&self.bank, &self.account);
        let bank =
            if self.organization.trim().is_empty() { &self.bank } else { &self.organization };
        self.told.bank = bank.trim().to_owned();
        self.told.currency = self.currency.trim().to_ascii_uppercase();
        if self.told.subtype.is_empty() {
            self.told.subtype = match self.account_type.trim().to_ascii_uppercase().as_str() {
                "CHECKING" => "checking",
                "SAVINGS" | "MONEYMRKT" | "CD" => "savings",
                "CREDITLINE" => "loan",
                _ => "",
            };
        }
        rows.account(&self.told)
    }

    /// The file ends.
    pub(super) fn end(mut self, rows: &mut Rows<'_>) -> Result<()> {
        self.statement("", false, rows)
    }
}

/// Elements that are one transaction with securities each.
fn is_investment(name: &str) -> bool {
    const BEGINNINGS: [&str; 2] = ["BUY", "SELL"];
    const NAMES: [&str; 9] = [
        "CLOSUREOPT",
        "INCOME",
        "INVEXPENSE",
        "JRNLFUND",
        "JRNLSEC",
        "MARGININTEREST",
        "REINVEST",
        "RETOFCAP",
        "SPLIT",
    ];
    // `BUYTYPE` and `SELLREASON` are values of those.
    let is_value = ["TYPE", "REASON", "POWER"].iter().any(|end| name.ends_with(end));
    let begins = BEGINNINGS.iter().any(|begin| name.starts_with(begin)) && !is_value;
    (begins && !["BUY", "SELL"].contains(&name)) || NAMES.contains(&name) || name == "TRANSFER"
}

/// An amount of OFX: one mark, a point or a comma; groups only where another mark shows them.
fn decimal(text: &str) -> Option<Decimal> {
    let mark = DecimalMark::proven_by(text).unwrap_or(match text.contains(',') {
        true => DecimalMark::Comma,
        false => DecimalMark::Point,
    });
    Decimal::parse(text, Some(mark)).ok()
}

/// `20090401122017.000[-5:EST]`: the day as the bank writes it, wherever that is.
fn day_of(text: &str) -> Option<Day> {
    let text = text.split('[').next().unwrap_or_default().trim();
    Written::parse(text)?.day(Order::YearMonthDay)
}

impl Open<'_> {
    /// The line in an account of this currency.
    fn told(self, currency: &str) -> Result<LineTold, Why> {
        let date = day_of(&self.posted)
            .ok_or_else(|| format!("{:?} is not a date", shown(&self.posted)))?;
        let decimal = decimal(&self.amount)
            .ok_or_else(|| format!("{:?} is not an amount", shown(&self.amount)))?;
        let raw = self.amount.trim().to_owned();
        let mut amount = AmountTold { decimal, raw };
        let mut original = None;
        let (symbol, original_symbol) = (self.symbol.trim(), self.original_symbol.trim());
        if !symbol.is_empty() && !symbol.eq_ignore_ascii_case(currency) && !currency.is_empty() {
            let converted = rates::times(decimal, &self.rate)
                .ok_or_else(|| format!("is in {} and has no rate", shown(symbol)))?;
            original = Some((decimal, symbol.to_owned()));
            let raw = format!("{} {symbol} * {}", amount.raw, self.rate.trim());
            amount = AmountTold { decimal: converted, raw };
        } else if !original_symbol.is_empty() && !original_symbol.eq_ignore_ascii_case(currency) {
            let paid = rates::over(decimal, &self.original_rate);
            original = paid.map(|paid| (paid, original_symbol.to_owned()));
        }
        let identity = match self.fitid.trim() {
            "" => Identity::Content,
            fitid => Identity::Reference(fitid.to_owned()),
        };
        let payee = [&self.longer_name, &self.name].into_iter().find(|name| !name.is_empty());
        Ok(LineTold {
            valued: day_of(&self.valued),
            payee: payee.map(|name| name.to_string()).unwrap_or_default(),
            memo: self.memo.into_owned(),
            reference: reference(&self.check)
                .or_else(|| reference(&self.refnum))
                .unwrap_or_default(),
            other: account::number(&self.bank_to, &self.account_to),
            kind: self.kind.into_owned(),
            original,
            pending: self.pending,
            ..LineTold::new(self.line, identity, date, amount)
        })
    }
}

/// As much of a value as a problem shows.
fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}
