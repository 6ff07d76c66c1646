//! The articles of a receipt: a name, its price, and how many or how much of it.

use base::money::decimal::Decimal;

use super::number::{Number, Role, Style, numbers};
use super::words::{self, Kind};
use super::{Amount, Item, Row};

/// More articles than any receipt has; what follows is not read.
const ITEMS_MAX: usize = 300;

/// Behind its price an article has at most a letter of tax and a star.
const BEHIND_MAX: usize = 4;

/// A quantity that does not fit the price was probably read wrong, or the price.
const MISFIT: f32 = 0.7;

/// The articles in the rows before `end`, and discounts between there and `total`.
pub(super) fn items(rows: &[Row<'_>], end: usize, total: usize, style: Style) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    // What may belong to the next price: a name without one, or `2 x 1,25` by itself.
    let mut name: Option<usize> = None;
    let mut measure: Option<Measure> = None;
    for (index, row) in rows.iter().enumerate().take(total) {
        let above = name.take();
        if !is_article(row, index < end) || items.len() == ITEMS_MAX {
            continue;
        }
        let Some(read) = article(row.text, style) else {
            name = has_letters(row.text).then_some(index);
            continue;
        };
        let quality = row.quality * read.fit;
        match (has_letters(&read.name), read.measure) {
            (true, own) => {
                let before = measure.take().filter(|before| before.fits(read.price));
                items.push(item(read.name, own.or(before), read.price, quality, index, style));
            }
            (false, Some(own)) => {
                // `2 x 1,25` describes the article above, the one below, or stands under its name.
                let last = items.last_mut().filter(|last| last.line + 1 == index);
                let is_below = || {
                    let next = rows.get(index + 1).and_then(|next| article(next.text, style));
                    next.is_some_and(|next| has_letters(&next.name) && own.fits(next.price))
                };
                if let Some(last) = last
                    && last.quantity.is_none()
                    && own.fits(last.price.minor)
                {
                    own.describe(last, style);
                } else if let Some(above) = above.filter(|_| !is_below()) {
                    let price = if read.is_priced { read.price } else { own.product() };
                    let name = cleaned(rows[above].text);
                    items.push(item(name, Some(own), price, quality, index, style));
                } else {
                    measure = Some(own);
                }
            }
            (false, None) => {
                // The name stands on the line above, and nothing but the price here.
                if let Some(above) = above {
                    let name = cleaned(rows[above].text);
                    items.push(item(name, None, read.price, quality, index, style));
                }
            }
        }
    }
    items
}

/// Whether a row may hold an article: what a sum is called is none, and after the first sum only a
/// discount takes part.
fn is_article(row: &Row<'_>, is_before_sums: bool) -> bool {
    let fits = match row.kind {
        Kind::Plain | Kind::Sum | Kind::Paid | Kind::Change => is_before_sums,
        Kind::Discount => true,
        Kind::Total | Kind::Subtotal | Kind::Tax | Kind::Aside => false,
    };
    fits && !row.is_header
}

/// How many, and what one costs.
struct Measure {
    quantity: Decimal,
    /// In smallest units.
    unit_price: Option<i64>,
}

impl Measure {
    /// What they cost together, rounded.
    fn product(&self) -> i64 {
        let exact = self.unit_price.map(|price| i128::from(price) * self.quantity.digits);
        let by = 10_i128.pow(self.quantity.places);
        let rounded = exact.map_or(0, |exact| (exact + by / 2).div_euclid(by));
        i64::try_from(rounded).unwrap_or(0)
    }

    /// Whether that is the price; half a smallest unit and a tenth of a percent are rounding.
    fn fits(&self, price: i64) -> bool {
        let slack = 1 + price.abs() / 1000;
        self.unit_price.is_some() && (self.product() - price.abs()).abs() <= slack
    }

    fn describe(&self, item: &mut Item, style: Style) {
        item.quantity = Some(plain(self.quantity));
        item.unit_price = self.unit_price.map(|minor| Amount { minor, exponent: style.exponent });
    }
}

fn item(
    name: String,
    measure: Option<Measure>,
    price: i64,
    quality: f32,
    line: usize,
    style: Style,
) -> Item {
    let price = Amount { minor: price, exponent: style.exponent };
    let mut item = Item { name, quantity: None, unit_price: None, price, quality, line };
    if let Some(measure) = measure {
        measure.describe(&mut item, style);
        if measure.unit_price.is_some() && !measure.fits(price.minor) {
            item.quality *= MISFIT;
        }
    }
    item
}

/// What a line says of an article.
struct Article {
    name: String,
    measure: Option<Measure>,
    price: i64,
    /// Whether the price is more than the price of one.
    is_priced: bool,
    fit: f32,
}

/// A line whose last number is an amount; `None` for any other.
fn article(text: &str, style: Style) -> Option<Article> {
    let numbers = numbers(text);
    let last = numbers.iter().rev().find(|number| number.amount(style, false).is_some())?;
    let (price, fit) = last.amount(style, false)?;
    let behind = text[last.range.end..].trim();
    let per_unit = behind.starts_with('/');
    if behind.chars().count() > BEHIND_MAX && !per_unit {
        return None;
    }
    let before = &text[..last.range.start];
    // Without decimals any number is an amount: it has to stand apart or beside its currency.
    if style.exponent == 0 && !last.has_currency && !before.is_empty() && !before.ends_with("  ") {
        return None;
    }
    let (name, measure, is_priced) = measured(before, &numbers, last, style);
    let price = match &measure {
        // `Milk 2 x 1,25`, and nothing after it.
        Some(measure) if !is_priced && has_letters(name) => measure.product(),
        _ => price,
    };
    Some(Article { name: cleaned(name), measure, price, is_priced, fit })
}

/// The name before the price without how many there are, and that.
fn measured<'a>(
    before: &'a str,
    numbers: &[Number],
    price: &Number,
    style: Style,
) -> (&'a str, Option<Measure>, bool) {
    let quantity = |number: &Number| number.quantity(style.mark);
    let inner: Vec<&Number> =
        numbers.iter().filter(|number| number.range.end <= before.len()).collect();
    let by = |text: &str| {
        let text = text.trim();
        let text = text.split_whitespace().last().unwrap_or(text);
        ["x", "X", "×", "@", "*"].contains(&text)
    };
    // `1.24 kg @ 1.59  1.97` and `2 x 1,25  2,50`; without the last, the price of one is the last number.
    let pairs = inner.iter().zip(inner.iter().skip(1).copied().chain([price]));
    for (count, unit) in pairs {
        let between =
            &before[count.range.end.min(before.len())..unit.range.start.min(before.len())];
        let unit_price = unit.amount(style, true).map(|(price, _)| price);
        if by(between)
            && count.role == Role::Measure
            && let (Some(quantity), Some(unit_price)) = (quantity(count), unit_price)
        {
            let measure = Measure { quantity, unit_price: Some(unit_price) };
            return (&before[..count.range.start], Some(measure), unit != price);
        }
    }
    // `2 x Dark chocolate`, `2x`.
    if let Some(first) = inner.first().filter(|first| before[..first.range.start].trim().is_empty())
    {
        let rest = before[first.range.end..].trim_start();
        let after = rest.strip_prefix(['x', 'X', '×']).or_else(|| rest.strip_prefix("* "));
        if let Some(after) = after.filter(|after| after.starts_with(' '))
            && let Some(quantity) = quantity(first)
        {
            return (after, Some(Measure { quantity, unit_price: None }), true);
        }
    }
    counted(before, &inner, price, style).unwrap_or((before, None, true))
}

/// `2 LECHE ENTERA  0,95  1,90`: a count before the name, the price of one behind it. Only where they
/// prove one another: `2 LECHE` alone may be a name.
fn counted<'a>(
    before: &'a str,
    inner: &[&Number],
    price: &Number,
    style: Style,
) -> Option<(&'a str, Option<Measure>, bool)> {
    let [count, .., unit] = inner else { return None };
    let leads = before[..count.range.start].trim().is_empty() && count.role == Role::Plain;
    let quantity = count.quantity(style.mark).filter(|quantity| leads && quantity.places == 0)?;
    let (unit_price, _) = unit.amount(style, false)?;
    let measure = Measure { quantity, unit_price: Some(unit_price) };
    let (price, _) = price.amount(style, true)?;
    measure.fits(price).then(|| (&before[count.range.end..unit.range.start], Some(measure), true))
}

/// Whether there is a word in it; a currency's code is none.
fn has_letters(text: &str) -> bool {
    let words = text.split_whitespace().filter(|word| !super::currency::is_code(word));
    words.flat_map(str::chars).filter(|char| char.is_alphabetic()).count() >= 2
}

/// A name without what lies around it: bar codes, stars, dots that lead to the price.
fn cleaned(text: &str) -> String {
    let text = text.trim_matches(|char: char| char.is_whitespace() || ".*:-_=".contains(char));
    let after_code = text.split_once(' ').filter(|(first, rest)| {
        first.len() >= 6 && first.bytes().all(|byte| byte.is_ascii_digit()) && has_letters(rest)
    });
    let name = after_code.map_or(text, |(_, rest)| rest);
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `1.24`, without zeros that say nothing.
fn plain(decimal: Decimal) -> String {
    let digits = format!("{:0>width$}", decimal.digits, width = decimal.places as usize + 1);
    let (whole, part) = digits.split_at(digits.len() - decimal.places as usize);
    match part.trim_end_matches('0') {
        "" => whole.to_owned(),
        part => format!("{whole}.{part}"),
    }
}

/// Whether a line belongs to what stands above the articles: an address, a telephone number, a day.
pub(super) fn is_header(text: &str) -> bool {
    const HEADER: &[&str] = &[
        "tel",
        "telephone",
        "phone",
        "fax",
        "www",
        "http",
        "https",
        "kasse",
        "caisse",
        "caja",
        "cassa",
        "till",
    ];
    words::says(&words::folded(text), HEADER) || text.contains('@') && text.contains(".co")
}
