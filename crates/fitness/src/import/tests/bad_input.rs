//! No bytes break an importer: mutated files end in time, and never in a panic.

use proptest::prelude::*;

use super::*;

/// What is mutated.
static FILES: &[(&str, &[u8])] = &[
    ("run.gpx", fixture!("run.gpx")),
    ("old.gpx", fixture!("old.gpx")),
    ("brick.tcx", fixture!("brick.tcx")),
    ("run.fit", fixture!("run.fit")),
    ("export.xml", fixture!("health.xml")),
    ("band.db", fixture!("gadgetbridge.db")),
    ("health.db", fixture!("health_connect.db")),
    ("hevy.csv", super::lifting::HEVY.as_bytes()),
    ("strong.csv", super::lifting::STRONG.as_bytes()),
];

fn any_format(name: &str, bytes: &[u8]) {
    for importer in crate::import::IMPORTERS {
        let mut account = Account::default();
        // Whether it is read or refused does not matter here.
        let _ = (importer.sniff)(&file(name, bytes));
        let _ = (importer.parse)(&file(name, bytes), &mut account);
        for activity in &account.activities {
            assert!(activity.elapsed_ms >= 0);
            let _ = account.track(activity);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn mutated_files_never_panic(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in any::<prop::sample::Index>(),
        keep in any::<bool>(),
        twice in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let (name, whole) = FILES[which.index(FILES.len())];
        let mut bytes = whole.to_vec();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Some(place) = twice {
            let tail = bytes[place.index(bytes.len())..].to_vec();
            bytes.extend(tail);
        }
        if !keep {
            bytes.truncate(cut.index(bytes.len()));
        }
        any_format(name, &bytes);
    }

    #[test]
    fn any_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        any_format("file.bin", &bytes);
    }
}
