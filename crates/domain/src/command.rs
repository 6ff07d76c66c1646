//! Commands: the one registry behind the window, the loopback server, the command line and MCP.
//!
//! A command body is a plain synchronous function in the domain's `api.rs`. [`commands!`] names it,
//! says whether it reads or writes, and from its types come the wire, the TypeScript and the schema.

use base::error::{Error, Result};
use schemars::{JsonSchema, Schema};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use store::read::ReadCx;
use store::record::Kind;
use store::write::WriteCx;
use ts_rs::TS;

use crate::types::TypeBook;

/// The longest request that a command takes, in bytes: the longest entry (16 MiB of text) and room
/// for what JSON adds to it.
pub const REQUEST_BYTES_MAX: usize = 34 << 20;

/// One command.
pub struct Command {
    /// `journal.entries`.
    pub name: &'static str,
    /// What it does, from its doc comment.
    pub doc: &'static str,
    /// How it is run.
    pub run: Run,
    /// Its types.
    pub shape: Shape,
}

/// How a command is run.
pub enum Run {
    /// On a snapshot.
    Read {
        /// The kinds whose change makes the answer stale.
        reads: &'static [&'static dyn Kind],
        /// The body between two pieces of JSON.
        body: fn(&ReadCx<'_>, &RawValue) -> Result<Box<RawValue>>,
    },
    /// In one transaction, which is one undo step.
    Write {
        /// The body between two pieces of JSON.
        body: fn(&mut WriteCx<'_>, &RawValue) -> Result<Box<RawValue>>,
    },
}

/// The types of a command's request and reply.
pub struct Shape {
    /// Adds both to the book; answers their TypeScript names.
    pub typescript: fn(&mut TypeBook) -> (String, String),
    /// JSON Schemas of request and reply.
    pub schemas: fn() -> (Schema, Schema),
}

impl Shape {
    /// The shape of a command from `Request` to `Reply`.
    pub const fn of<Request: TS + JsonSchema + 'static, Reply: TS + JsonSchema + 'static>() -> Shape
    {
        Shape {
            typescript: |book| (book.add::<Request>(), book.add::<Reply>()),
            schemas: || (schemars::schema_for!(Request), schemars::schema_for!(Reply)),
        }
    }
}

/// A request or reply without content: `{}`.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct Nothing {}

/// Reads a request.
///
/// # Errors
/// `Invalid`, naming the line and column.
pub fn decode<Request: DeserializeOwned>(name: &str, payload: &RawValue) -> Result<Request> {
    if payload.get().len() > REQUEST_BYTES_MAX {
        return Err(Error::invalid("payload", format!("the request of {name} is too long")));
    }
    serde_json::from_str(payload.get()).map_err(|source| {
        Error::invalid("payload", format!("reading the request of {name}")).because(source)
    })
}

/// Writes a reply.
///
/// # Errors
/// `Internal` when the reply has no JSON form.
pub fn encode<Reply: Serialize>(name: &str, reply: &Reply) -> Result<Box<RawValue>> {
    serde_json::value::to_raw_value(reply)
        .map_err(|source| Error::internal(format!("writing the reply of {name}"), source))
}

/// Declares a domain's commands as `COMMANDS`; the bodies are functions of the same names in `api`.
///
/// ```ignore
/// commands! { "journal":
///     /// Newest first.
///     read entries(ListEntries) -> EntryPage, reads &[&ENTRY];
///     /// Writes an entry.
///     write create_entry(NewEntry) -> Created;
/// }
/// ```
#[macro_export]
macro_rules! commands {
    ($domain:literal: $($(#[doc = $doc:literal])+ $access:ident $name:ident($request:ty) -> $reply:ty
        $(, reads $reads:expr)?;)*) => {
        pub(crate) static COMMANDS: &[$crate::command::Command] = &[$(
            $crate::command::Command {
                name: concat!($domain, ".", stringify!($name)),
                doc: concat!($($doc, "\n"),+),
                run: $crate::commands!(@run $access $domain $name $request $(, $reads)?),
                shape: $crate::command::Shape::of::<$request, $reply>(),
            },
        )*];
    };
    (@run read $domain:literal $name:ident $request:ty, $reads:expr) => {
        $crate::command::Run::Read {
            reads: $reads,
            body: |cx, payload| {
                const NAME: &str = concat!($domain, ".", stringify!($name));
                let request: $request = $crate::command::decode(NAME, payload)?;
                $crate::command::encode(NAME, &api::$name(cx, request)?)
            },
        }
    };
    (@run write $domain:literal $name:ident $request:ty) => {
        $crate::command::Run::Write {
            body: |cx, payload| {
                const NAME: &str = concat!($domain, ".", stringify!($name));
                let request: $request = $crate::command::decode(NAME, payload)?;
                $crate::command::encode(NAME, &api::$name(cx, request)?)
            },
        }
    };
}

/// Declares types of the wire: what every request and reply derives, said once.
#[macro_export]
macro_rules! wire {
    ($($item:item)*) => {
        $(#[derive(
            Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, ts_rs::TS,
            schemars::JsonSchema,
        )]
        #[serde(deny_unknown_fields)]
        $item)*
    };
}
