//! Mood over the real store, through its commands.

mod capture;
mod checkins;
mod figures;
mod lanes;
mod outside;

use serde_json::{Value, json};

use crate::api::*;
use crate::testing::World;

/// A request from JSON.
fn request<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("a request")
}

/// Writes a check-in.
fn said(world: &World, value: Value) -> CheckIn {
    let new: NewCheckIn = request(value);
    world.write(|cx| check_in(cx, new))
}

/// A check-in at a moment (RFC 3339).
fn said_at(world: &World, at: &str, valence: i64, energy: i64) -> CheckIn {
    let at: jiff::Timestamp = at.parse().expect("an instant");
    said(world, json!({ "valence": valence, "energy": energy, "at_ms": at.as_millisecond() }))
}

/// A factor.
fn made(world: &World, value: Value) -> MoodFactor {
    let new: SaveMoodFactor = request(value);
    world.write(|cx| save_factor(cx, new))
}
