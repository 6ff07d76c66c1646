//! One believable year of a made-up person's money, the same for the same seed.
//!
//! It is the year of the journal: a flat in Bristol, a hospital in February, nine days in Portugal, a
//! wedding, three nights under canvas, a dog who ate a map. Lines are spelled as banks print them. What
//! is deliberately not here: any account, reference or card that there is. Start reading at [`demo`],
//! then [`year`] and [`days`].

mod book;
mod days;
mod dice;
mod home;
mod letters;
mod line;
mod plans;
mod receipt;
#[cfg(test)]
mod tests;
mod year;

use std::collections::BTreeMap;

use base::day::Day;
use base::error::Result;
use base::id::AnyId;
use domain::DemoLife;
use domain::import::{Imported, ImportedMedia, Sink};
use store::record::{Fields, Value};

use self::book::{Book, Place, id_of};
use self::dice::Dice;
use self::home::{BASE, Held, Home};
use self::line::Until;
use self::receipt::Paper;
use crate::model::hex;
use crate::model::month::Month;
use crate::model::row::noon_ms;
use crate::record::RECEIPT;

/// The latest days, of which the person has not said yet what they were for.
const UNSAID_DAYS: i32 = 18;

/// The demo year's accounts, transactions, and all that was said and planned.
///
/// # Errors
/// The sink's own.
pub(crate) fn demo(life: &DemoLife, sink: &mut dyn Sink) -> Result<()> {
    let (first, last) = (life.last_day.plus(1 - year::DAYS), life.last_day);
    let home = Home::new(life.seed, sink);
    let (book, bought) = written(life.seed, first, last);
    home.write(life.seed, first, sink)?;
    sink.progress(0.1)?;
    plans::write(life.seed, &home, (first, last), sink)?;
    sink.progress(0.3)?;
    let month = Month::of(last);
    let reconciled = month.plus(-2).last();
    let until = Until {
        last,
        said: last.plus(-UNSAID_DAYS),
        reconciled,
        cleared: month.plus(-1).first().plus(13),
    };
    let ids = book.write(life.seed, &home, until, sink)?;
    plans::statement(&home, reconciled, book.held(Held::Checking, reconciled), sink)?;
    sink.progress(0.9)?;
    receipts(life.seed, &book, bought, &ids, sink)?;
    sink.progress(1.0)
}

/// Every line of the year, and those of which there is a receipt: the vet and the latest supermarket.
fn written(seed: u64, first: Day, last: Day) -> (Book, Place) {
    let mut book = Book::default();
    let mut dice = Dice::new(seed ^ 0x0066_696e_616e_6365); // Apart from the chance of other domains.
    days::live(&mut book, &mut dice, first, last);
    let bought = days::lately(&mut book, &mut dice, last);
    year::live(&mut book, &mut dice, first, last);
    year::pay_card(&mut book, first, last);
    (book, bought)
}

/// One receipt that is kept with its transaction, and one whose transaction is still to be found.
fn receipts(
    seed: u64,
    book: &Book,
    bought: Place,
    ids: &BTreeMap<usize, AnyId>,
    sink: &mut dyn Sink,
) -> Result<()> {
    let vet = book.find("The vet");
    let papers = [
        (
            vet,
            true,
            Paper {
                store: "HIGHCROFT VETS",
                place: "BRISTOL",
                when: String::new(),
                items: vec![
                    ("CONSULTATION", 5_450),
                    ("X-RAY, TWO VIEWS", 13_900),
                    ("FLUIDS OVERNIGHT", 7_640),
                    ("PAPER, REMOVED", 1_650),
                ],
            },
        ),
        (
            Some(bought),
            false,
            Paper {
                store: "TESCO STORES 2841",
                place: "GLOUCESTER RD, BRISTOL",
                when: String::new(),
                items: vec![
                    ("LENTILS 1KG", 219),
                    ("OLIVE OIL", 745),
                    ("BREAD", 180),
                    ("COFFEE BEANS", 625),
                    ("TOMATOES", 248),
                    ("OAT MILK X2", 300),
                ],
            },
        ),
    ];
    for (number, (place, linked, paper)) in papers.into_iter().enumerate() {
        let Some(place) = place else { continue };
        let line = book.line(place);
        let total = paper.total();
        debug_assert_eq!(total, -line.minor, "{} is what was paid", paper.store);
        let date = line.day.date();
        let when = format!("{:02}/{:02}/{} 16:42", date.day(), date.month(), date.year());
        let png = Paper { when, ..paper }.png()?;
        let name = format!("receipt-{}.png", line.day);
        let media = ImportedMedia { name, ..ImportedMedia::default() };
        let taken = sink.media(&media, &mut png.as_slice())?;
        let mut fields = Fields::from([
            ("store".to_owned(), Value::from(if linked { "Highcroft Vets" } else { "Tesco" })),
            ("date".to_owned(), line.day.to_string().into()),
            ("minor".to_owned(), total.into()),
            ("currency".to_owned(), BASE.into()),
            (taken.key, taken.value.into()),
        ]);
        if let Some(id) = id_of(ids, place).filter(|_| linked) {
            fields.insert("txn".to_owned(), hex(id).into());
        }
        let natural_key = format!("demo:{seed}:receipt:{number}");
        let at_ms = noon_ms(line.day);
        sink.record(Imported { kind: &RECEIPT, natural_key, at_ms, fields })?;
    }
    Ok(())
}
