//! Finance: accounts, transactions and what they were for, exact to the last cent.
//!
//! Double entry inside, single entry outside: every transaction is postings that sum to nothing, and a
//! category is an account of income or expense; people see a payee, a category and an amount. What a
//! bank told is a fact and is never changed; what a person says about it lies beside it. What is
//! deliberately not here: any network, any floating point. Start reading at `model`, then
//! `projection`, then `api`.

mod api;
mod model;
mod projection;
mod record;

use domain::command::Command;
use domain::{Domain, commands};
use store::project::Projection;
use store::record::{FactKind, RecordKind};

use crate::record::{BALANCE, RECORDS, ROW};

commands! { "finance":
}

static FACTS: &[&FactKind] = &[&ROW, &BALANCE];

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

    fn projection(&self) -> Option<&'static Projection> {
        Some(&projection::PROJECTION)
    }
}
