use proptest::prelude::*;

use super::*;

fn any_track() -> impl Strategy<Value = Track> {
    let value = prop_oneof![4 => -1000_i64..1000, 1 => any::<i64>(), 1 => Just(MISSING)];
    let point = (any::<i64>(), prop::collection::vec(value, 10));
    let present = prop::collection::vec(any::<bool>(), 10);
    let pauses = prop::collection::vec((any::<i64>(), any::<i64>()), 0..4);
    (
        prop::collection::vec(point, 0..60),
        present,
        pauses,
        prop::collection::vec(0_i64..3000, 0..40),
    )
        .prop_map(|(points, present, pauses, beats_ms)| {
            let mut track = Track::default();
            for (at, values) in points {
                assert!(track.push(at));
                for (column, value) in Column::ALL.into_iter().zip(&values) {
                    if present[column as usize] {
                        track.set(column, *value);
                    }
                }
                if present[9] {
                    track.set_extra("Form power", "W", values[9]);
                }
            }
            track.pauses =
                pauses.into_iter().map(|(from_ms, to_ms)| Pause { from_ms, to_ms }).collect();
            track.beats_ms = beats_ms;
            track
        })
}

proptest! {
    #[test]
    fn a_track_comes_back_from_its_bytes(track in any_track()) {
        prop_assert_eq!(Track::decode(&track.encode()).expect("its own bytes"), track);
    }

    #[test]
    fn damaged_bytes_never_panic(track in any_track(), place in any::<prop::sample::Index>(), byte: u8) {
        let mut bytes = track.encode();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        let _ = Track::decode(&bytes);
        bytes.truncate(place);
        prop_assert!(Track::decode(&bytes).is_err(), "a part is not the whole");
    }

    #[test]
    fn sorting_keeps_the_points_together(track in any_track()) {
        let mut sorted = track.clone();
        sorted.sort();
        prop_assert!(sorted.at_ms.is_sorted());
        let pairs = |track: &Track| {
            let mut pairs: Vec<_> = (0..track.len())
                .map(|point| (track.at_ms[point], Column::ALL.map(|column| track.get(column, point))))
                .collect();
            pairs.sort();
            pairs
        };
        prop_assert_eq!(pairs(&sorted), pairs(&track));
    }
}

#[test]
fn a_second_of_a_run_takes_some_twelve_bytes() {
    let mut track = Track::default();
    for second in 0..3600_i64 {
        assert!(track.push(second * 1000));
        track.set(Column::Latitude, 480_000_000 + second * 250);
        track.set(Column::Longitude, 110_000_000 + second * 170);
        track.set(Column::Altitude, 500_000 + (second % 7) * 200);
        track.set(Column::Heart, 140 + second % 3);
        track.set(Column::Speed, 2_800 + (second % 5) * 20);
        track.set(Column::Distance, second * 2_800);
    }
    let bytes = track.encode().len();
    assert!(bytes < 3600 * 13, "{bytes} bytes");
    assert_eq!(Track::decode(&track.encode()).expect("a track"), track);
}

#[test]
fn counts_that_lie_allocate_nothing() {
    let mut bytes = vec![VERSION];
    put_unsigned(&mut bytes, POINTS_MAX as u64);
    assert!(Track::decode(&bytes).is_err());
    assert!(Track::decode(&[]).is_err());
    assert!(Track::decode(&[9, 0]).is_err(), "of a version that nobody knows");
}
