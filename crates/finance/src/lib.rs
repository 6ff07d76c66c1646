//! Finance: accounts, transactions and what they were for, exact to the last cent.
//!
//! Double entry inside, single entry outside: every transaction is postings that sum to nothing, and a
//! category is an account of income or expense; people see a payee, a category and an amount. What a
//! bank told is a fact and is never changed; what a person says about it lies beside it. What is
//! deliberately not here: any network, any floating point. Start reading at `model`, then
//! `projection`, then `api`.

mod api;
mod export;
mod import;
mod model;
mod projection;
mod record;

use domain::command::{Command, Nothing};
use domain::export::Exporter;
use domain::import::Importer;
use domain::{Domain, commands};
use store::project::Projection;
use store::record::{FactKind, Kind, RecordKind};

use crate::api::*;
use crate::record::{ACCOUNT, BALANCE, MATCH, RATE, RECORDS, ROW, RULE, SETTINGS, TXN};

commands! { "finance":
    /// The rates between currencies that are known.
    read rates(Nothing) -> Vec<RateUsed>, reads &[&RATE];
    /// Says what one currency was worth in another on a day, or takes that back.
    write set_rate(SetRate) -> ();
    /// What was spent or earned: month by month, by category, payee, tag or account.
    read spending(SpendingOf) -> Spending, reads REPORTED;
    /// What was spent or earned in two ranges, beside each other.
    read compare(CompareSpendingOf) -> SpendingCompared, reads REPORTED;
    /// From where money came, and where it went.
    read cash_flow(CashFlowOf) -> CashFlow, reads REPORTED;
    /// What everything is worth, over time.
    read net_worth(NetWorthOf) -> NetWorth, reads REPORTED;
}

static FACTS: &[&FactKind] = &[&ROW, &BALANCE];

/// What figures are made of.
static REPORTED: &[&dyn Kind] = &[&ROW, &BALANCE, &ACCOUNT, &TXN, &RULE, &MATCH, &RATE, &SETTINGS];

/// Finance.
pub struct Finance;

impl Domain for Finance {
    fn name(&self) -> &'static str {
        "finance"
    }

    fn commands(&self) -> &'static [Command] {
        COMMANDS
    }

    fn records(&self) -> &'static [&'static RecordKind] {
        RECORDS
    }

    fn facts(&self) -> &'static [&'static FactKind] {
        FACTS
    }

    fn importers(&self) -> &'static [Importer] {
        import::IMPORTERS
    }

    fn projection(&self) -> Option<&'static Projection> {
        Some(&projection::PROJECTION)
    }

    fn exporters(&self) -> &'static [Exporter] {
        export::EXPORTERS
    }
}
