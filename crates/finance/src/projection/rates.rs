//! The rates that the tables hold.

use base::error::Result;
use store::sql::Sql;

use crate::model::rate::{Rate, Rates};

/// All rates.
pub(crate) fn rates(sql: Sql<'_>) -> Result<Rates> {
    let rates = sql.rows(
        "SELECT source_ccy, target_ccy, day, num, den, source FROM finance_rate",
        &[],
        |row| {
            Ok(Rate {
                from: row.text(0)?,
                to: row.text(1)?,
                day: row.int(2)?,
                num: row.int(3)?,
                den: row.int(4)?,
                source: row.text(5)?,
            })
        },
    )?;
    Ok(Rates::new(rates))
}
