//! The parts of Garmin's profile (the SDK's `Profile.xlsx`) that are read here: numbers of messages,
//! fields and sports, and their scales.

/// Seconds between 1970-01-01 and the beginning of FIT's time, 1989-12-31T00:00:00Z.
pub(crate) const EPOCH_S: i64 = 631_065_600;
/// Below this a time counts from when the device was switched on.
pub(crate) const TIMESTAMP_MIN: i64 = 0x1000_0000;

/// Global numbers of messages.
pub(crate) mod message {
    pub(crate) const FILE_ID: u16 = 0;
    pub(crate) const SPORT: u16 = 12;
    pub(crate) const SESSION: u16 = 18;
    pub(crate) const LAP: u16 = 19;
    pub(crate) const RECORD: u16 = 20;
    pub(crate) const EVENT: u16 = 21;
    pub(crate) const DEVICE_INFO: u16 = 23;
    pub(crate) const WEIGHT_SCALE: u16 = 30;
    pub(crate) const ACTIVITY: u16 = 34;
    pub(crate) const MONITORING: u16 = 55;
    pub(crate) const HRV: u16 = 78;
    pub(crate) const LENGTH: u16 = 101;
    pub(crate) const MONITORING_INFO: u16 = 103;
    pub(crate) const FIELD_DESCRIPTION: u16 = 206;
    pub(crate) const MONITORING_HR: u16 = 211;
    pub(crate) const SET: u16 = 225;
    pub(crate) const STRESS: u16 = 227;
    pub(crate) const OXYGEN: u16 = 269;
    pub(crate) const SLEEP_LEVEL: u16 = 275;
    pub(crate) const RESPIRATION: u16 = 297;
}

/// What is not read, by name; everything else that is unknown is the device's own affair.
pub(crate) fn lost(message: u16) -> Option<&'static str> {
    Some(match message {
        3 => "user profile",
        4 => "heart rate monitor settings",
        7 => "zones",
        26 | 27 => "workout steps",
        31 | 32 => "course points",
        51 => "blood pressure",
        132 => "heart rate of a strap under water",
        142 => "segment laps",
        259 | 268 => "dives",
        312 => "jumps",
        370 => "nightly HRV",
        _ => return None,
    })
}

/// Types of files (`file`).
pub(crate) mod file {
    pub(crate) const ACTIVITY: u64 = 4;
    pub(crate) const COURSE: u64 = 6;
}

/// Makers of whom people would know the name.
pub(crate) fn manufacturer(number: u64) -> Option<&'static str> {
    Some(match number {
        1 | 13 | 15 => "Garmin",
        9 => "Powertap",
        23 => "Suunto",
        32 => "Wahoo",
        38 => "o_synce",
        40 => "Concept2",
        69 => "Stages",
        70 => "Sigma",
        76 => "Moxy",
        86 => "Elite",
        89 => "Tacx",
        95 => "Stryd",
        99 => "Peaksware",
        123 => "Polar",
        144 => "Zwift",
        255 => "development",
        260 => "Zwift",
        265 => "Strava",
        267 => "Bryton",
        289 => "Hammerhead",
        294 => "Coros",
        _ => return None,
    })
}

/// Names of `sport`, by number.
static SPORTS: &[&str] = &[
    "generic",
    "running",
    "cycling",
    "transition",
    "fitness_equipment",
    "swimming",
    "basketball",
    "soccer",
    "tennis",
    "american_football",
    "training",
    "walking",
    "cross_country_skiing",
    "alpine_skiing",
    "snowboarding",
    "rowing",
    "mountaineering",
    "hiking",
    "multisport",
    "paddling",
    "flying",
    "e_biking",
    "motorcycling",
    "boating",
    "driving",
    "golf",
    "hang_gliding",
    "horseback_riding",
    "hunting",
    "fishing",
    "inline_skating",
    "rock_climbing",
    "sailing",
    "ice_skating",
    "sky_diving",
    "snowshoeing",
    "snowmobiling",
    "stand_up_paddleboarding",
    "surfing",
    "wakeboarding",
    "water_skiing",
    "kayaking",
    "rafting",
    "windsurfing",
    "kitesurfing",
    "tactical",
    "jumpmaster",
    "boxing",
    "floor_climbing",
    "baseball",
];

/// Names of `sport` beyond the list without holes.
static LATER_SPORTS: &[(u64, &str)] = &[
    (53, "diving"),
    (62, "hiit"),
    (64, "racket"),
    (71, "track_and_field"),
    (72, "hockey"),
    (73, "rugby"),
    (75, "volleyball"),
    (76, "water_fitness"),
];

/// Names of `sub_sport`, by number.
static SUB_SPORTS: &[&str] = &[
    "generic",
    "treadmill",
    "street",
    "trail",
    "track",
    "spin",
    "indoor_cycling",
    "road",
    "mountain",
    "downhill",
    "recumbent",
    "cyclocross",
    "hand_cycling",
    "track_cycling",
    "indoor_rowing",
    "elliptical",
    "stair_climbing",
    "lap_swimming",
    "open_water",
    "flexibility_training",
    "strength_training",
    "warm_up",
    "match",
    "exercise",
    "challenge",
    "indoor_skiing",
    "cardio_training",
    "indoor_walking",
    "e_bike_fitness",
    "bmx",
    "casual_walking",
    "speed_walking",
    "bike_to_run_transition",
    "run_to_bike_transition",
    "swim_to_bike_transition",
    "atv",
    "motocross",
    "backcountry",
    "resort",
    "rc_drone",
    "wingsuit",
    "whitewater",
    "skate_skiing",
    "yoga",
    "pilates",
    "indoor_running",
    "gravel_cycling",
    "e_bike_mountain",
    "commuting",
    "mixed_surface",
    "navigate",
    "track_me",
    "map",
];

/// The word of a sport.
pub(crate) fn sport(number: u64) -> &'static str {
    let place = usize::try_from(number).unwrap_or(usize::MAX);
    let later = || LATER_SPORTS.iter().find(|(known, _)| *known == number).map(|(_, word)| *word);
    SPORTS.get(place).copied().or_else(later).unwrap_or("unknown")
}

/// The word of a more special sport.
pub(crate) fn sub_sport(number: u64) -> &'static str {
    let place = usize::try_from(number).unwrap_or(usize::MAX);
    match number {
        58 => "virtual_activity",
        62 => "breathing",
        70 => "hiit",
        _ => SUB_SPORTS.get(place).copied().unwrap_or("generic"),
    }
}

/// Strokes of `swim_stroke`.
pub(crate) fn stroke(number: u64) -> &'static str {
    match number {
        0 => "freestyle",
        1 => "backstroke",
        2 => "breaststroke",
        3 => "butterfly",
        4 => "drill",
        5 => "mixed",
        6 => "im",
        _ => "",
    }
}

/// 1e-7 degrees of semicircles (2^31 of them are 180 degrees), rounded.
pub(crate) fn degrees_e7(semicircles: i64) -> i64 {
    let scaled = i128::from(semicircles) * 1_800_000_000;
    ((scaled + (1 << 30)) >> 31) as i64
}

/// Millimeters of an altitude (fifths of a meter above -500 m).
pub(crate) fn altitude_mm(raw: i64) -> i64 {
    raw * 200 - 500_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_words_and_units() {
        assert_eq!(
            (sport(1), sport(37), sport(62), sport(999)),
            ("running", "stand_up_paddleboarding", "hiit", "unknown")
        );
        assert_eq!(
            (sub_sport(8), sub_sport(46), sub_sport(58)),
            ("mountain", "gravel_cycling", "virtual_activity")
        );
        assert_eq!(degrees_e7(1 << 30), 900_000_000);
        assert_eq!(degrees_e7(-(1 << 30)), -900_000_000);
        assert_eq!(altitude_mm(2500), 0);
    }
}
