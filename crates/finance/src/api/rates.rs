//! Rates between currencies: what is known, and what a page used.

use base::day::Day;
use base::error::{Error, Result};
use base::money::Currency;
use base::money::decimal::{Decimal, Mark};
use domain::command::Nothing;
use domain::wire;
use store::read::ReadCx;
use store::record::Value;
use store::write::WriteCx;

use super::write_named;
use crate::model::rate::{Rate, fraction};
use crate::model::{day, day_number};
use crate::record::RATE;

wire! {
    /// A rate between two currencies: 1 `from` = `num` / `den` `to`.
    #[derive(Eq, PartialOrd, Ord)]
    pub(crate) struct RateUsed {
        /// ISO 4217.
        pub(crate) from: String,
        /// ISO 4217.
        pub(crate) to: String,
        /// The day that it is of.
        pub(crate) day: Day,
        /// Units of `to`.
        pub(crate) num: i64,
        /// For so many units of `from`.
        pub(crate) den: i64,
        /// Who said so: `hand`, or a format.
        pub(crate) source: String,
    }

    /// A rate typed by hand.
    pub(crate) struct SetRate {
        /// ISO 4217.
        pub(crate) from: String,
        /// ISO 4217.
        pub(crate) to: String,
        /// The day that it is of.
        pub(crate) day: Day,
        /// How many `to` one `from` is worth, as a decimal number with a point: `1.085`. Empty: takes
        /// the rate of that day back.
        pub(crate) rate: String,
    }
}

impl RateUsed {
    /// A rate for the window.
    ///
    /// # Errors
    /// `Internal` when its day is none.
    pub(crate) fn of(rate: &Rate) -> Result<RateUsed> {
        Ok(RateUsed {
            from: rate.from.clone(),
            to: rate.to.clone(),
            day: day(rate.day)?,
            num: rate.num,
            den: rate.den,
            source: rate.source.clone(),
        })
    }
}

/// Where a rate comes from that a person typed.
const HAND: &str = "hand";

pub(crate) fn rates(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<RateUsed>> {
    cx.sql().rows(
        "SELECT source_ccy, target_ccy, day, num, den, source FROM finance_rate
         ORDER BY source_ccy, target_ccy, day DESC, source",
        &[],
        |row| {
            Ok(RateUsed {
                from: row.text(0)?,
                to: row.text(1)?,
                day: day(row.int(2)?)?,
                num: row.int(3)?,
                den: row.int(4)?,
                source: row.text(5)?,
            })
        },
    )
}

pub(crate) fn set_rate(cx: &mut WriteCx<'_>, request: SetRate) -> Result<()> {
    let from = Currency::new(&request.from).map_err(|error| error.at("from"))?;
    let to = Currency::new(&request.to).map_err(|error| error.at("to"))?;
    if from == to {
        return Err(Error::invalid("to", "a rate is between two currencies"));
    }
    let key = format!("{from}/{to}/{}/{HAND}", day_number(request.day));
    let id = cx.read().natural_id(RATE.name, 0, &key);
    if request.rate.trim().is_empty() {
        return cx.trash(id);
    }
    let no_rate = || Error::invalid("rate", format!("{:?} is not a rate", request.rate));
    let decimal = Decimal::parse(&request.rate, Some(Mark::Point)).map_err(|_| no_rate())?;
    let (num, den) = fraction(decimal).ok_or_else(no_rate)?;
    let fields = [
        ("from", Value::from(from.code())),
        ("to", Value::from(to.code())),
        ("day", Value::from(request.day.to_string())),
        ("num", Value::from(num)),
        ("den", Value::from(den)),
        ("source", Value::from(HAND)),
    ];
    write_named(cx, &RATE, id, fields)
}
