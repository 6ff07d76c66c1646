//! The commands of the house itself: the vault, search, history, undo, trash, import, export, remote
//! accounts and what listens beside the vault.

mod accounts;
mod audit;
pub mod backups;
mod breath;
mod calendar;
mod conflicts;
mod doctor;
mod export;
pub(crate) mod files;
mod history;
mod import;
mod inbox;
mod notifications;
mod playing;
mod receipts;
mod rescue;
mod retention;
mod scrobbling;
mod search;
pub(crate) mod senses;
mod series;
mod settings;
mod shares;
mod sync;
mod trash;
mod undo;
mod vault;
mod voice;
mod words;
mod writer;

use std::io::Read;
use std::ops::ControlFlow;

use base::error::Result;
use domain::command::Shape;
use serde_json::value::RawValue;

use crate::app::App;

/// A command that needs more than a read or a write of the store.
pub(crate) struct SystemCommand {
    pub(crate) name: &'static str,
    pub(crate) doc: &'static str,
    /// `read`, `write`, `body` or `stream`.
    pub(crate) access: &'static str,
    /// The kinds whose change makes the answer stale; `*` is any.
    pub(crate) reads: &'static [&'static str],
    pub(crate) run: SystemRun,
    pub(crate) shape: Shape,
    /// What a stream reports, in TypeScript.
    pub(crate) item: Option<Shape>,
}

type Emit<'a> = &'a mut dyn FnMut(Box<RawValue>) -> ControlFlow<()>;

/// How it is run.
#[derive(Clone, Copy)]
pub(crate) enum SystemRun {
    Plain(fn(&App, &RawValue) -> Result<Box<RawValue>>),
    Body(fn(&App, &RawValue, &mut dyn Read) -> Result<Box<RawValue>>),
    Stream(fn(&App, &RawValue, Emit<'_>) -> Result<Box<RawValue>>),
}

/// Declares commands of the house as a list; the bodies are functions of the same names beside.
macro_rules! system {
    ($list:ident $area:literal: $($(#[doc = $doc:literal])+ $access:ident $name:ident($request:ty) -> $reply:ty
        $(, reads $reads:expr)? $(, reports $item:ty)?;)*) => {
        pub(super) static $list: &[$crate::system::SystemCommand] = &[$(
            $crate::system::SystemCommand {
                name: concat!($area, ".", stringify!($name)),
                doc: concat!($($doc, "\n"),+),
                access: stringify!($access),
                reads: $crate::system::system!(@reads $($reads)?),
                run: $crate::system::system!(@run $access $area $name $request),
                shape: domain::command::Shape::of::<$request, $reply>(),
                item: $crate::system::system!(@item $($item)?),
            },
        )*];
    };
    (@reads) => { &[] };
    (@reads $reads:expr) => { $reads };
    (@item) => { None };
    (@item $item:ty) => { Some(domain::command::Shape::of::<$item, $item>()) };
    (@run body $area:literal $name:ident $request:ty) => {
        $crate::system::SystemRun::Body(|app, payload, body| {
            const NAME: &str = concat!($area, ".", stringify!($name));
            let request: $request = domain::command::decode(NAME, payload)?;
            domain::command::encode(NAME, &$name(app, request, body)?)
        })
    };
    (@run stream $area:literal $name:ident $request:ty) => {
        $crate::system::SystemRun::Stream(|app, payload, emit| {
            const NAME: &str = concat!($area, ".", stringify!($name));
            let request: $request = domain::command::decode(NAME, payload)?;
            domain::command::encode(NAME, &$name(app, request, emit)?)
        })
    };
    (@run $access:ident $area:literal $name:ident $request:ty) => {
        $crate::system::SystemRun::Plain(|app, payload| {
            const NAME: &str = concat!($area, ".", stringify!($name));
            let request: $request = domain::command::decode(NAME, payload)?;
            domain::command::encode(NAME, &$name(app, request)?)
        })
    };
}
use system;

/// Every command of the house.
pub(crate) fn commands() -> impl Iterator<Item = &'static SystemCommand> {
    [
        vault::COMMANDS,
        rescue::COMMANDS,
        calendar::COMMANDS,
        search::COMMANDS,
        calendar::CAPTURE,
        senses::COMMANDS,
        words::COMMANDS,
        voice::COMMANDS,
        breath::COMMANDS,
        receipts::COMMANDS,
        series::COMMANDS,
        history::COMMANDS,
        conflicts::COMMANDS,
        undo::COMMANDS,
        trash::COMMANDS,
        files::COMMANDS,
        import::COMMANDS,
        inbox::COMMANDS,
        export::COMMANDS,
        accounts::COMMANDS,
        audit::COMMANDS,
        notifications::COMMANDS,
        scrobbling::COMMANDS,
        playing::COMMANDS,
        sync::COMMANDS,
        shares::COMMANDS,
        backups::COMMANDS,
        retention::COMMANDS,
        doctor::COMMANDS,
        settings::HELP,
        settings::SETTINGS,
    ]
    .into_iter()
    .flatten()
}
