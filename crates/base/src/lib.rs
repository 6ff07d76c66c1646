//! Words everyone speaks: identities, days, the clock, errors, money.
//!
//! What is deliberately not here: IO, async, SQL, anything that a single domain owns. Start reading
//! at [`id::Id`] and [`error::Error`].

pub mod day;
pub mod env;
pub mod error;
pub mod id;
pub mod money;
pub mod png;
pub mod sense;
