//! What listening answers: requests and replies, and the bodies of its commands.

mod amounts;
mod charts;
mod finding;
mod lists;
mod looking;
mod music;
mod plays;
mod ranking;
mod stats;
mod wire_types;

use base::day::Day;
use base::id::AnyId;
use domain::command::Nothing;
use domain::wire;

pub(crate) use amounts::instants;
pub(crate) use charts::*;
pub(crate) use finding::{find, knows_artist};
pub(crate) use lists::*;
pub(crate) use looking::{Days, day, number};
pub(crate) use music::*;
pub(crate) use plays::*;
pub(crate) use ranking::{compare, top};
pub(crate) use stats::*;
pub(crate) use wire_types::*;

pub(crate) use crate::report::{check_report, report};
