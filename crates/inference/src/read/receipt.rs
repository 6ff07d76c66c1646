//! What a receipt says: the shop, the day, the currency, the articles, the sum.
//!
//! Everything here is a draft for a person to confirm. Each field has the line it was read from and a
//! quality; what the receipt does not prove is unknown. No floating point comes near an amount. What is
//! deliberately not here: categories, and any table of known shops. Start reading at [`read`].

mod currency;
mod date;
mod items;
mod number;
#[cfg(test)]
mod tests;
mod total;
mod words;

use base::day::Day;
use base::error::Result;
use base::money::decimal::Mark;
use base::money::{Currency, Money};
use base::sense::{Told, Unknown};
use serde::Serialize;

use self::number::{Style, numbers};
use self::words::Kind;
use super::Line;

/// A field of a receipt.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field<T> {
    /// What it says, or why that is not known.
    pub told: Told<T>,
    /// How sure, 0 to 1: the reader's own, less for what is guessed by its place.
    pub quality: f32,
    /// The line it was read from, counted from 0.
    pub line: Option<usize>,
}

impl<T> Field<T> {
    fn unknown(why: Unknown) -> Field<T> {
        Field { told: Told::Unknown(why), quality: 0.0, line: None }
    }

    /// What it says, if that is known.
    pub fn value(&self) -> Option<&T> {
        match &self.told {
            Told::Value(value) => Some(value),
            Told::Unknown(_) => None,
        }
    }
}

/// An amount: `minor` / 10^`exponent`. Where the currency is known, the exponent is the currency's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Amount {
    /// In smallest units.
    pub minor: i64,
    /// How many decimals there are.
    pub exponent: u32,
}

impl Amount {
    /// As money of a currency.
    ///
    /// # Errors
    /// `Invalid` when it is too large.
    pub fn money(self, currency: Currency) -> Result<Money> {
        let digits = i128::from(self.minor);
        let decimal = base::money::decimal::Decimal { digits, places: self.exponent };
        decimal.to_money(currency).map(|parsed| parsed.money)
    }
}

/// What the caller knows without the receipt.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints {
    /// The currency where the person is: it decides what `$` and `kr` mean, and stands where none is named.
    pub currency: Option<Currency>,
    /// Whether the day comes before the month.
    pub day_first: Option<bool>,
}

/// What a receipt says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Receipt {
    /// The shop's name.
    pub store: Field<String>,
    /// The day of the purchase; unknown when `03/04` may be two days.
    pub date: Field<Day>,
    /// The days that it may be: two when the order of day and month is not proven.
    pub days: Vec<Day>,
    /// The currency.
    pub currency: Field<Currency>,
    /// What was to be paid.
    pub total: Field<Amount>,
    /// Articles and discounts, from top to bottom.
    pub items: Vec<Item>,
    /// Whether the articles, with taxes that stand apart, sum to the total; `None` without either.
    pub adds_up: Option<bool>,
}

/// An article, or a discount among them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// What it is called.
    pub name: String,
    /// How many, or how much: `2`, `1.24`; `None` where nothing is said.
    pub quantity: Option<String>,
    /// The price of one, where it is said.
    pub unit_price: Option<Amount>,
    /// What was charged for it; negative for a discount.
    pub price: Amount,
    /// How sure, 0 to 1.
    pub quality: f32,
    /// The line it was read from.
    pub line: usize,
}

/// The most lines that are looked at, and of each the most characters: a receipt has fewer.
const LINES_MAX: usize = 500;
const CHARS_MAX: usize = 200;

/// A line's text and quality.
#[derive(Clone, Copy)]
struct Text<'a> {
    text: &'a str,
    quality: f32,
}

/// A line with what its words and numbers are.
struct Row<'a> {
    text: &'a str,
    quality: f32,
    kind: Kind,
    /// The last amount, in smallest units, and how well it fits.
    amount: Option<(i64, f32)>,
    /// Whether it belongs to what stands above the articles.
    is_header: bool,
}

/// Reads the lines of a receipt, from top to bottom. Lines that are none of a receipt give unknown fields
/// and no articles.
pub fn read(lines: &[Line], hints: Hints) -> Receipt {
    let texts: Vec<Text<'_>> = lines.iter().take(LINES_MAX).map(Text::of).collect();
    let currency = currency::find(&texts, hints.currency);
    let style = style(&texts, currency.value().copied());
    let (date, days) = date::find(&texts, hints.day_first);
    let rows = rows(&texts, style);
    let first_sum = total::first_sum(&rows);
    let found = total::find(&rows, |end, total| items::items(&rows, end, total, style));
    let total = found.total.map(|minor| Amount { minor, exponent: style.exponent });
    Receipt {
        store: store(&texts, lines, first_sum),
        date,
        days,
        currency,
        total,
        items: found.items,
        adds_up: found.adds_up,
    }
}

impl<'a> Text<'a> {
    fn of(line: &'a Line) -> Text<'a> {
        let end = line.text.char_indices().nth(CHARS_MAX).map_or(line.text.len(), |(at, _)| at);
        let quality = if line.quality.is_finite() { line.quality.clamp(0.0, 1.0) } else { 0.0 };
        Text { text: &line.text[..end], quality }
    }
}

impl<T> Field<T> {
    fn map<U>(self, change: impl FnOnce(T) -> U) -> Field<U> {
        let told = match self.told {
            Told::Value(value) => Told::Value(change(value)),
            Told::Unknown(why) => Told::Unknown(why),
        };
        Field { told, quality: self.quality, line: self.line }
    }
}

/// How amounts are written: as most of them prove, and without a currency as many decimals as they show.
fn style(texts: &[Text<'_>], currency: Option<Currency>) -> Style {
    let votes: Vec<Mark> = texts
        .iter()
        .flat_map(|text| numbers(text.text))
        .filter_map(|number| number.votes())
        .collect();
    let commas = votes.iter().filter(|mark| **mark == Mark::Comma).count();
    let mark = if 2 * commas > votes.len() { Mark::Comma } else { Mark::Point };
    let shown = if votes.is_empty() { 0 } else { 2 };
    Style { mark, exponent: currency.map_or(shown, Currency::exponent) }
}

fn rows<'a>(texts: &[Text<'a>], style: Style) -> Vec<Row<'a>> {
    let row = |text: &Text<'a>| {
        let kind = words::kind(text.text);
        // On a line that names a sum a number without decimals is an amount, too: `TOTAL 12`.
        let bare = matches!(kind, Kind::Total | Kind::Subtotal);
        let numbers = numbers(text.text);
        Row {
            text: text.text,
            quality: text.quality,
            kind,
            amount: numbers.iter().rev().find_map(|number| number.amount(style, bare)),
            is_header: items::is_header(text.text),
        }
    };
    texts.iter().map(row).collect()
}

/// A shop's name stands in one of so many first lines.
const STORE_LINES: usize = 5;

/// A name that is written this much larger than the rest is the shop's.
const LARGE: f32 = 1.4;

/// By its place alone the first line is the shop's in most receipts, not in all.
const STORE_QUALITY: f32 = 0.8;

fn store(texts: &[Text<'_>], lines: &[Line], first_sum: usize) -> Field<String> {
    const NOT_A_NAME: &[&str] = &[
        "receipt",
        "invoice",
        "welcome",
        "kassenbon",
        "rechnung",
        "beleg",
        "quittung",
        "ticket",
        "facture",
        "recu",
        "bienvenue",
        "factura",
        "recibo",
        "bienvenido",
        "scontrino",
        "ricevuta",
        "benvenuti",
        "kassabon",
        "bon",
        "fatura",
        "street",
        "road",
        "avenue",
        "vat",
        "tax",
        "ust",
        "nif",
        "cif",
        "siret",
        "customer copy",
        "copy",
        "duplicate",
    ];
    let is_name = |text: &Text<'_>| {
        let letters = text.text.chars().filter(|char| char.is_alphabetic()).count();
        let digits = text.text.chars().filter(char::is_ascii_digit).count();
        letters >= 3
            && digits < letters
            && !items::is_header(text.text)
            && !words::says(&words::folded(text.text), NOT_A_NAME)
    };
    let height = |line: &Line| {
        let [a, _, _, d] = line.corners;
        (d[0] - a[0]).hypot(d[1] - a[1])
    };
    let mut heights: Vec<f32> = lines.iter().take(LINES_MAX).map(height).collect();
    heights.sort_by(f32::total_cmp);
    let usual = heights.get(heights.len() / 2).copied().unwrap_or(0.0);
    let first = texts.iter().enumerate().take(STORE_LINES.min(first_sum));
    let names: Vec<(usize, &Text<'_>)> = first.filter(|(_, text)| is_name(text)).collect();
    let large = names.iter().find(|(index, _)| height(&lines[*index]) > LARGE * usual);
    // A list without any sum is no receipt, and its first line no shop.
    let is_receipt = first_sum < texts.len();
    match large.or(names.first()).filter(|_| is_receipt) {
        Some((index, text)) => Field {
            told: Told::Value(text.text.trim().to_owned()),
            quality: STORE_QUALITY * text.quality,
            line: Some(*index),
        },
        None => Field::unknown(Unknown::Unsure),
    }
}
