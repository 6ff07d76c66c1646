//! What an import came to, or would come to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! wire {
    ($($item:item)*) => {
        $(#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS, JsonSchema)] $item)*
    };
}

wire! {
    /// What an import came to, or (dry run) would come to.
    pub(crate) struct ImportReport {
        /// The format's name.
        pub(crate) format: String,
        /// What the program is called.
        pub(crate) title: String,
        /// Whether nothing was written.
        pub(crate) dry_run: bool,
        /// Whether the person stopped it; what had come in by then stays, as one undo step.
        pub(crate) cancelled: bool,
        /// Records that came.
        pub(crate) added: u64,
        /// Records that were here.
        pub(crate) already_here: u64,
        /// Rows left out on purpose.
        pub(crate) skipped: u64,
        /// The same by kind.
        pub(crate) kinds: Vec<KindCount>,
        /// Why rows were left out.
        pub(crate) skipped_reasons: Vec<ReasonCount>,
        /// What has no place here.
        pub(crate) lost: Vec<LostCount>,
        /// Rows that could not be read, the first of them.
        pub(crate) problems: Vec<Problem>,
        /// How many there are in all.
        pub(crate) problems_total: u64,
        /// Attachments that were not here.
        pub(crate) media_new: u64,
        /// Their bytes.
        pub(crate) media_bytes: u64,
        /// The undo step; null when nothing was written.
        pub(crate) step: Option<i64>,
        /// The first records.
        pub(crate) sample: Vec<SampleRow>,
    }

    /// How many records of a kind.
    pub(crate) struct KindCount {
        /// The kind.
        pub(crate) kind: String,
        /// Records that came.
        pub(crate) new: u64,
        /// Records that were here.
        pub(crate) already_here: u64,
    }

    /// How many rows for a reason.
    pub(crate) struct ReasonCount {
        /// The reason.
        pub(crate) reason: String,
        /// Rows.
        pub(crate) count: u64,
    }

    /// How often something has no place here.
    pub(crate) struct LostCount {
        /// What.
        pub(crate) what: String,
        /// How often.
        pub(crate) count: u64,
    }

    /// A row that could not be read, or only in part.
    pub(crate) struct Problem {
        /// The entry, line or file.
        #[serde(rename = "where")]
        pub(crate) place: String,
        /// What is wrong.
        pub(crate) what: String,
    }

    /// One record as it will come.
    pub(crate) struct SampleRow {
        /// Its kind.
        pub(crate) kind: String,
        /// Its day.
        pub(crate) day: String,
        /// Its title or how it begins.
        pub(crate) title: String,
    }
}
