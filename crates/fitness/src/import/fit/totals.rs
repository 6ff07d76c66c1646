//! Sums and means of sessions and laps: the same figures under two sets of numbers.

use super::decode::Message;
use crate::model::activity::Totals;

/// One kilocalorie in joules.
const KCAL_J: i64 = 4_184;

/// The fields of `session`.
pub(super) fn of_session(message: &Message<'_>) -> Totals {
    Totals {
        ascent_mm: meters(message, 22),
        descent_mm: meters(message, 23),
        heart_bpm: message.signed(16),
        heart_max_bpm: message.signed(17),
        cadence: message.signed(18),
        power_w: message.signed(20),
        power_max_w: message.signed(21),
        speed_max: message.signed(125).or_else(|| message.signed(15)),
        ..common(message)
    }
}

/// The fields of `lap`.
pub(super) fn of_lap(message: &Message<'_>) -> Totals {
    Totals {
        ascent_mm: meters(message, 21),
        descent_mm: meters(message, 22),
        heart_bpm: message.signed(15),
        heart_max_bpm: message.signed(16),
        cadence: message.signed(17),
        power_w: message.signed(19),
        power_max_w: message.signed(20),
        speed_max: message.signed(111).or_else(|| message.signed(14)),
        ..common(message)
    }
}

/// Those that have the same numbers in both.
fn common(message: &Message<'_>) -> Totals {
    Totals {
        timer_ms: message.signed(8),
        distance_mm: message.signed(9).map(|centimeters| centimeters * 10),
        energy_j: message.signed(11).map(|kilocalories| kilocalories * KCAL_J),
        ..Totals::default()
    }
}

fn meters(message: &Message<'_>, field: u8) -> Option<i64> {
    message.signed(field).map(|meters| meters * 1000)
}
