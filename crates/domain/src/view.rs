//! What a domain shows in places that are not its own: the calendar, search and quick capture.

use base::day::Day;
use base::id::AnyId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One thing on the calendar. The calendar is a view: this is never stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, JsonSchema)]
pub struct AgendaItem {
    /// The domain that shows it.
    pub domain: String,
    /// The kind of its record.
    pub kind: String,
    /// Its record.
    pub id: AnyId,
    /// Its day.
    pub date: Day,
    /// `21:04`, or nothing for a whole day.
    pub time: Option<String>,
    /// `22:10`, when it lasts.
    pub end: Option<String>,
    /// One line.
    pub title: String,
    /// Whether it has happened (drawn solid) or is to come (outlined).
    pub done: bool,
    /// What it costs or brings. Never in the title: the window hides amounts where a person wants that.
    pub money: Option<AgendaMoney>,
}

/// An amount on the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct AgendaMoney {
    /// Smallest units; negative: it costs.
    pub minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// Whether that is a guess.
    pub about: bool,
}

/// Something that a person wants to be told at an instant. What it says may stand on a locked screen:
/// never the words of a life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// What it is about, as the window opens it: `fitness.workout`.
    pub kind: String,
    /// Its record.
    pub id: AnyId,
    /// When it rings, Unix milliseconds.
    pub at_ms: i64,
    /// How much later it is still of use, milliseconds: while no Everkept was open, say.
    pub stale_ms: i64,
    /// One line.
    pub title: String,
    /// Another one, or nothing.
    pub body: String,
    /// Whether something that goes on waits for it, as a workout does for the end of a rest: it rings in
    /// quiet hours, too.
    pub of_session: bool,
}

/// Something with a name that a domain finds and that is no record: an artist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What it is, as the window opens it: `listening.artist`.
    pub kind: String,
    /// What stands for it in an address; the domain's own affair.
    pub id: AnyId,
    /// Its name.
    pub title: String,
    /// What tells it from others of the name, or nothing.
    pub note: String,
}

/// What a line of quick capture could become: a command that is ready to be called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Draft {
    /// The domain that understood it.
    pub domain: String,
    /// The command to call.
    pub command: String,
    /// Its request.
    #[ts(type = "Record<string, unknown>")]
    pub payload: serde_json::Value,
    /// One line that says what it will be.
    pub title: String,
    /// What was understood, piece by piece.
    pub chips: Vec<DraftChip>,
    /// Whether the line can hardly mean anything else: such drafts come first.
    #[serde(skip)]
    pub sure: bool,
}

/// One understood piece of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct DraftChip {
    /// What it is: `tag`, `time`.
    pub label: String,
    /// Its value as text.
    pub value: String,
}
