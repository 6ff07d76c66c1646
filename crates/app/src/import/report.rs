//! What an import came to, or would come to.

use domain::import::Question;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

impl AskedQuestion {
    pub(super) fn new(question: &Question, answer: Option<String>) -> AskedQuestion {
        AskedQuestion {
            id: question.id.clone(),
            about: question.about.clone(),
            choices: question
                .choices
                .iter()
                .map(|choice| AskedChoice {
                    value: choice.value.clone(),
                    label: choice.label.clone(),
                })
                .collect(),
            free: question.free,
            suggestion: question.suggestion.clone(),
            answer,
        }
    }
}

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
        /// Remarks that cost nothing, counted by name.
        pub(crate) noticed: Vec<ReasonCount>,
        /// What only the person knows.
        pub(crate) questions: Vec<AskedQuestion>,
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

    /// What only the person knows of a source.
    pub(crate) struct AskedQuestion {
        /// `date_order`; the name of the answer.
        pub(crate) id: String,
        /// What it is about, when the id alone does not say: the column, the account in the file.
        pub(crate) about: String,
        /// What can be answered.
        pub(crate) choices: Vec<AskedChoice>,
        /// Whether any text is an answer.
        pub(crate) free: bool,
        /// What is taken without an answer; null: it must be answered.
        pub(crate) suggestion: Option<String>,
        /// What was answered.
        pub(crate) answer: Option<String>,
    }

    /// One possible answer.
    pub(crate) struct AskedChoice {
        /// What is answered.
        pub(crate) value: String,
        /// What people see; empty: the value is a word of the program's own.
        pub(crate) label: String,
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
