//! What records of Apple Health measure, in our units.

use crate::model::sample::{What, stage};

/// One record while its attributes are read: those that count, by value.
#[derive(Default)]
pub(super) struct Reading<'a> {
    /// Without `HKQuantityTypeIdentifier` and the like.
    pub(super) kind: &'a str,
    pub(super) source: &'a str,
    pub(super) unit: &'a str,
    pub(super) start: &'a str,
    pub(super) end: &'a str,
    pub(super) value: &'a str,
}

impl<'a> Reading<'a> {
    /// Takes an attribute.
    pub(super) fn set(&mut self, name: &str, value: &'a str) {
        match name {
            "type" => self.kind = value,
            "sourceName" => self.source = value,
            "unit" => self.unit = value,
            "startDate" => self.start = value,
            "endDate" => self.end = value,
            "value" => self.value = value,
            _ => {}
        }
    }
}

/// What a type of record is here.
pub(super) fn what(kind: &str) -> Option<What> {
    Some(match kind {
        "StepCount" => What::Steps,
        "DistanceWalkingRunning" => What::Distance,
        "ActiveEnergyBurned" => What::Energy,
        "BasalEnergyBurned" => What::EnergyRest,
        "AppleExerciseTime" => What::Exercise,
        "FlightsClimbed" => What::Floors,
        "HeartRate" => What::Heart,
        "RestingHeartRate" => What::RestingHeart,
        "HeartRateVariabilitySDNN" => What::Hrv,
        "SleepAnalysis" => What::Sleep,
        "BodyMass" => What::Weight,
        "BodyFatPercentage" => What::BodyFat,
        "OxygenSaturation" => What::Oxygen,
        "RespiratoryRate" => What::Breath,
        "VO2Max" => What::Vo2Max,
        "WaistCircumference" => What::Waist,
        _ => return None,
    })
}

/// A type's name without what all names begin with.
pub(super) fn short(kind: &str) -> &str {
    for prefix in ["HKQuantityTypeIdentifier", "HKCategoryTypeIdentifier", "HKDataType"] {
        if let Some(short) = kind.strip_prefix(prefix) {
            return short;
        }
    }
    kind
}

/// How many of our units one of theirs is; `None` when the unit is not known.
pub(super) fn factor(what: What, unit: &str) -> Option<f64> {
    let unit = unit.trim();
    Some(match what {
        What::Steps | What::Floors => 1.0,
        What::Distance | What::Waist => length(unit)?,
        What::Energy | What::EnergyRest => energy(unit)?,
        What::Exercise => time(unit)?,
        What::Heart | What::RestingHeart => per_minute(unit)?,
        What::Breath => per_minute(unit)? * 1000.0,
        What::Hrv => time(unit)? * 1000.0,
        What::Weight => match unit {
            "kg" => 1e6,
            "g" => 1e3,
            "lb" => 453_592.37,
            "st" => 6_350_293.18,
            _ => return None,
        },
        // Shares are written as `0.97` with the unit `%`.
        What::BodyFat | What::Oxygen => 1000.0,
        What::Vo2Max => 1000.0,
        What::Sleep | What::Stress => return None,
    })
}

/// Millimeters of a unit of length.
pub(super) fn length(unit: &str) -> Option<f64> {
    Some(match unit {
        "km" => 1e6,
        "m" => 1e3,
        "cm" => 10.0,
        "mm" => 1.0,
        "mi" => 1_609_344.0,
        "yd" => 914.4,
        "ft" => 304.8,
        "in" => 25.4,
        _ => return None,
    })
}

/// Joules of a unit of energy.
pub(super) fn energy(unit: &str) -> Option<f64> {
    Some(match unit {
        "kcal" | "Cal" => 4184.0,
        "cal" => 4.184,
        "kJ" => 1000.0,
        "J" => 1.0,
        _ => return None,
    })
}

/// Milliseconds of a unit of time.
pub(super) fn time(unit: &str) -> Option<f64> {
    Some(match unit {
        "hr" | "h" => 3_600_000.0,
        "min" => 60_000.0,
        "s" | "sec" => 1000.0,
        "ms" => 1.0,
        _ => return None,
    })
}

fn per_minute(unit: &str) -> Option<f64> {
    Some(match unit {
        "count/min" | "bpm" => 1.0,
        "count/s" | "Hz" => 60.0,
        _ => return None,
    })
}

/// A stage of sleep.
pub(super) fn sleep(value: &str) -> Option<i64> {
    Some(match value.strip_prefix("HKCategoryValueSleepAnalysis").unwrap_or(value) {
        "InBed" | "0" => stage::IN_BED,
        "Asleep" | "AsleepUnspecified" | "1" => stage::ASLEEP,
        "Awake" | "2" => stage::AWAKE,
        "AsleepCore" | "3" => stage::LIGHT,
        "AsleepDeep" | "4" => stage::DEEP,
        "AsleepREM" | "5" => stage::REM,
        _ => return None,
    })
}
