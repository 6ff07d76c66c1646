//! Sports: one word for each, and how other programs call them.

/// Sports that are alike enough to be one activity told twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Running, walking, hiking.
    Foot,
    /// Anything with wheels and pedals.
    Wheel,
    /// In the water.
    Swim,
    /// On the water.
    Boat,
    /// On snow and ice.
    Snow,
    /// With weights, on a mat, on machines.
    Gym,
    /// Games, and what is none of these; fits with everything.
    Other,
}

/// Slug, class, and the words (folded: lower case, letters and digits only) by which others know it.
type Sport = (&'static str, Class, &'static [&'static str]);

/// The first of a class is its plain form.
static SPORTS: &[Sport] = &[
    (
        "run",
        Class::Foot,
        &["running", "street", "streetrunning", "outdoorrun", "jogging", "outdoorrunning"],
    ),
    ("trail_run", Class::Foot, &["trailrun", "trail", "trailrunning"]),
    (
        "treadmill_run",
        Class::Foot,
        &[
            "treadmill",
            "treadmillrunning",
            "indoorrun",
            "indoorrunning",
            "runningtreadmill",
            "virtualrun",
        ],
    ),
    ("track_run", Class::Foot, &["track", "trackrunning"]),
    (
        "walk",
        Class::Foot,
        &[
            "walking",
            "casualwalking",
            "speedwalking",
            "indoorwalking",
            "powerwalk",
            "nordicwalking",
            "outdoorwalk",
        ],
    ),
    ("hike", Class::Foot, &["hiking", "mountaineering", "backpacking"]),
    (
        "stairs",
        Class::Gym,
        &["stairclimbing", "stairstepper", "stairclimbingmachine", "stairclimber"],
    ),
    (
        "ride",
        Class::Wheel,
        &[
            "cycling",
            "biking",
            "bike",
            "road",
            "roadbiking",
            "bicycle",
            "outdoorbike",
            "outdoorcycling",
            "commuting",
            "mixedsurface",
            "handcycle",
            "handcycling",
            "velomobile",
        ],
    ),
    (
        "mountain_ride",
        Class::Wheel,
        &["mountain", "mountainbiking", "mountainbikeride", "downhill", "mtb", "bmx"],
    ),
    ("gravel_ride", Class::Wheel, &["gravelcycling", "gravelride", "cyclocross"]),
    (
        "e_ride",
        Class::Wheel,
        &["ebiking", "ebikeride", "ebikefitness", "emountainbikeride", "ebikemountain"],
    ),
    (
        "indoor_ride",
        Class::Wheel,
        &[
            "indoorcycling",
            "spin",
            "virtualride",
            "virtualactivity",
            "bikingstationary",
            "indoorbike",
            "stationarybiking",
        ],
    ),
    ("swim", Class::Swim, &["swimming", "lapswimming", "swimmingpool", "poolswim"]),
    ("open_water_swim", Class::Swim, &["openwater", "openwaterswimming", "swimmingopenwater"]),
    (
        "water_sport",
        Class::Boat,
        &[
            "watersports",
            "waterfitness",
            "waterpolo",
            "surfing",
            "surf",
            "kitesurf",
            "kitesurfing",
            "windsurfing",
            "windsurf",
            "surfingsports",
        ],
    ),
    ("row", Class::Boat, &["rowing"]),
    ("indoor_row", Class::Gym, &["indoorrowing", "rowingmachine", "virtualrow"]),
    (
        "paddle",
        Class::Boat,
        &[
            "paddling",
            "kayaking",
            "canoeing",
            "paddlesports",
            "standuppaddleboarding",
            "standuppaddling",
            "rafting",
        ],
    ),
    ("sail", Class::Boat, &["sailing", "boating"]),
    ("ski", Class::Snow, &["alpineskiing", "alpineski", "downhillskiing", "skiing", "resort"]),
    (
        "nordic_ski",
        Class::Snow,
        &[
            "crosscountryskiing",
            "nordicski",
            "skateskiing",
            "rollerski",
            "backcountryski",
            "backcountry",
        ],
    ),
    ("snowboard", Class::Snow, &["snowboarding"]),
    ("snowshoe", Class::Snow, &["snowshoeing"]),
    (
        "skate",
        Class::Snow,
        &[
            "iceskating",
            "inlineskating",
            "inlineskate",
            "skating",
            "skatingsports",
            "iceskate",
            "rollerskating",
            "skateboard",
        ],
    ),
    (
        "strength",
        Class::Gym,
        &[
            "strengthtraining",
            "traditionalstrengthtraining",
            "functionalstrengthtraining",
            "weighttraining",
            "weightlifting",
            "weights",
            "crosstraining",
            "training",
            "fitnessequipment",
            "coretraining",
            "workout",
            "bodyweight",
            "calisthenics",
            "mixedcardio",
            "mixedmetaboliccardiotraining",
            "gymnastics",
            "exercise",
        ],
    ),
    (
        "cardio",
        Class::Gym,
        &[
            "cardiotraining",
            "aerobics",
            "cardiodance",
            "dancing",
            "dance",
            "socialdance",
            "stepaerobics",
            "jumprope",
            "jumpingrope",
            "jumprope",
            "bootcamp",
        ],
    ),
    ("hiit", Class::Gym, &["highintensityintervaltraining", "crossfit", "intervaltraining"]),
    ("elliptical", Class::Gym, &[]),
    ("yoga", Class::Gym, &["mindandbody", "taichi", "barre"]),
    ("pilates", Class::Gym, &[]),
    (
        "stretch",
        Class::Gym,
        &["flexibilitytraining", "flexibility", "stretching", "cooldown", "preparationandrecovery"],
    ),
    ("breath", Class::Gym, &["breathing", "breathwork", "guidedbreathing", "meditation"]),
    ("climb", Class::Other, &["climbing", "rockclimbing", "indoorclimbing", "bouldering"]),
    ("football", Class::Other, &["soccer"]),
    ("american_football", Class::Other, &["americanfootball"]),
    ("basketball", Class::Other, &[]),
    ("volleyball", Class::Other, &["beachvolleyball"]),
    ("handball", Class::Other, &[]),
    ("hockey", Class::Other, &["icehockey"]),
    ("rugby", Class::Other, &[]),
    ("tennis", Class::Other, &["padel", "pickleball"]),
    ("table_tennis", Class::Other, &["tabletennis", "pingpong"]),
    ("badminton", Class::Other, &[]),
    ("squash", Class::Other, &["racquetball"]),
    ("golf", Class::Other, &[]),
    (
        "boxing",
        Class::Other,
        &["kickboxing", "martialarts", "mixedmartialarts", "wrestling", "fencing"],
    ),
    ("horse", Class::Other, &["horsebackriding", "equestriansports", "equestrian"]),
    ("triathlon", Class::Other, &["multisport", "swimbikerun", "duathlon"]),
    ("transition", Class::Other, &[]),
];

/// What an unknown sport becomes.
pub(crate) const OTHER: &str = "other";

/// Letters and digits in lower case: `HKWorkoutActivityTypeRunning` loses its prefix before.
fn fold(word: &str) -> String {
    word.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn find(word: &str) -> Option<&'static Sport> {
    let folded = fold(word);
    SPORTS.iter().find(|(slug, _, known)| fold(slug) == folded || known.contains(&folded.as_str()))
}

/// The sport that a word of another program names, the more special word first: `["trail",
/// "running"]`. [`OTHER`] when none is known.
pub(crate) fn sport_of(words: &[&str]) -> &'static str {
    let plain = |word: &&&str| !matches!(fold(word).as_str(), "" | "generic" | "other" | "unknown");
    words.iter().filter(plain).find_map(|word| find(word)).map_or(OTHER, |(slug, ..)| slug)
}

/// The class of a sport by its slug.
pub(crate) fn class_of(slug: &str) -> Class {
    find(slug).map_or(Class::Other, |(_, class, _)| *class)
}

/// Whether two sports could be one activity that two sources name differently.
pub(crate) fn are_compatible(a: &str, b: &str) -> bool {
    let (one, other) = (class_of(a), class_of(b));
    a == b || one == other || one == Class::Other || other == Class::Other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_others_find_their_sport() {
        for (words, wanted) in [
            (&["trail", "running"] as &[&str], "trail_run"),
            (&["generic", "cycling"], "ride"),
            (&["Weight Training"], "strength"),
            (&["E-Bike Ride"], "e_ride"),
            (&["TraditionalStrengthTraining"], "strength"),
            (&["", "Biking"], "ride"),
            (&["quidditch"], OTHER),
            (&[], OTHER),
        ] {
            assert_eq!(sport_of(words), wanted, "{words:?}");
        }
        for (slug, ..) in SPORTS {
            assert_eq!(sport_of(&[slug]), *slug, "a slug names itself");
        }
    }

    #[test]
    fn sports_fit_within_their_class() {
        assert!(are_compatible("run", "hike") && are_compatible("ride", OTHER));
        assert!(!are_compatible("run", "ride") && !are_compatible("swim", "strength"));
    }
}
