//! A photo of a receipt, read: a draft that the person looks over and confirms. Nothing is written here.

use std::io::Read;

use base::day::Day;
use base::error::{Error, Result};
use base::money::Currency;
use domain::wire;
use inference::read::receipt::{self, Field, Hints, Receipt};
use inference::read::{self, photo};
use store::blobs::ContentHash;

use crate::app::App;
use crate::senses::tried::{LineRead, line_read};
use crate::system::system;

system! { COMMANDS "receipts":
    /// What a photo of a receipt says.
    read read(PhotoOf) -> ReceiptRead;
}

wire! {
    /// A photo.
    #[ts(optional_fields)]
    pub(crate) struct PhotoOf {
        /// Its content hash: what `media.add` answered.
        pub(crate) hash: String,
        /// ISO 4217 of where the person is: it decides what `$` and `kr` mean.
        #[serde(default)]
        pub(crate) currency: Option<String>,
        /// Whether the day comes before the month where the person is.
        #[serde(default)]
        pub(crate) day_first: Option<bool>,
    }

    /// What it says. What is null could not be read.
    pub(crate) struct ReceiptRead {
        /// Whether the models that read are installed.
        pub(crate) installed: bool,
        /// The shop.
        pub(crate) store: Option<TextField>,
        /// The day.
        pub(crate) date: Option<DayField>,
        /// Days that it may be, where day and month could stand for each other.
        pub(crate) days: Vec<Day>,
        /// What was paid.
        pub(crate) total: Option<AmountField>,
        /// Whether the lines add up to the total; null: there are no lines to add up.
        pub(crate) adds_up: Option<bool>,
        /// What was bought.
        pub(crate) items: Vec<ReceiptItem>,
        /// Every line of text, with its place.
        pub(crate) lines: Vec<LineRead>,
    }

    /// Words that were read.
    pub(crate) struct TextField {
        /// The words.
        pub(crate) value: String,
        /// How sure, 0 to 1.
        pub(crate) quality: f32,
        /// In which of the lines.
        pub(crate) line: u32,
    }

    /// A day that was read.
    pub(crate) struct DayField {
        /// The day.
        pub(crate) value: Day,
        /// How sure, 0 to 1.
        pub(crate) quality: f32,
        /// In which of the lines.
        pub(crate) line: u32,
    }

    /// An amount that was read.
    pub(crate) struct AmountField {
        /// Smallest units.
        pub(crate) minor: i64,
        /// ISO 4217; empty: the receipt does not say.
        pub(crate) currency: String,
        /// How sure, 0 to 1.
        pub(crate) quality: f32,
        /// In which of the lines.
        pub(crate) line: u32,
    }

    /// Something that was bought.
    pub(crate) struct ReceiptItem {
        /// What.
        pub(crate) name: String,
        /// Smallest units.
        pub(crate) minor: i64,
        /// How sure, 0 to 1.
        pub(crate) quality: f32,
        /// In which of the lines.
        pub(crate) line: u32,
    }
}

/// The largest photo that is read; phones make them of a tenth of this.
const PHOTO_BYTES_MAX: u64 = 64 << 20;

fn read(app: &App, request: PhotoOf) -> Result<ReceiptRead> {
    let hash: ContentHash = request.hash.parse()?;
    let currency = request.currency.as_deref().map(str::parse::<Currency>).transpose()?;
    let mut bytes = Vec::new();
    app.vault()?
        .store
        .blobs()
        .read(&hash)?
        .take(PHOTO_BYTES_MAX)
        .read_to_end(&mut bytes)
        .map_err(|source| Error::internal("reading a photo", source))?;
    let picture = photo::decode(&bytes)?;
    let found = read::lines(&app.senses.models(), &picture)?;
    let installed = found.is_some();
    let lines = found.unwrap_or_default();
    let receipt = receipt::read(&lines, Hints { currency, day_first: request.day_first });
    let sides = (picture.width(), picture.height());
    let lines = lines.iter().map(|line| line_read(line, sides)).collect();
    Ok(ReceiptRead { installed, lines, ..shown(receipt) })
}

fn shown(receipt: Receipt) -> ReceiptRead {
    let place = |line: Option<usize>| line.map_or(0, |line| line as u32);
    let currency = receipt.currency.value().map(ToString::to_string).unwrap_or_default();
    let text = |field: &Field<String>| {
        let value = field.value()?.clone();
        Some(TextField { value, quality: field.quality, line: place(field.line) })
    };
    let total = receipt.total.value().map(|amount| AmountField {
        minor: amount.minor,
        currency: currency.clone(),
        quality: receipt.total.quality,
        line: place(receipt.total.line),
    });
    let date = receipt.date.value().map(|day| DayField {
        value: *day,
        quality: receipt.date.quality,
        line: place(receipt.date.line),
    });
    let items = receipt.items.iter().map(|item| ReceiptItem {
        name: item.name.clone(),
        minor: item.price.minor,
        quality: item.quality,
        line: item.line as u32,
    });
    ReceiptRead {
        installed: true,
        store: text(&receipt.store),
        date,
        days: receipt.days.clone(),
        total,
        adds_up: receipt.adds_up,
        items: items.collect(),
        lines: Vec::new(),
    }
}
