//! Activities that several sources tell are shown as one, whatever the order in which they come.

use store::params;

use super::*;
use crate::testing::World;

/// A run of twenty minutes that begins at a minute, as a program writes it.
fn gpx(creator: &str, minute: u32, heart: bool) -> Vec<u8> {
    use std::fmt::Write as _;
    let mut text = format!("<gpx creator='{creator}'><trk><type>running</type><trkseg>");
    for step in 0..120 {
        let seconds = minute * 60 + step * 10;
        let (hour, minutes, second) = (7 + seconds / 3600, seconds / 60 % 60, seconds % 60);
        let lat = 52.5 + f64::from(step) * 0.0002;
        let hr = if heart { "<extensions><hr>140</hr></extensions>" } else { "" };
        let _ = write!(
            text,
            "<trkpt lat='{lat}' lon='13.4'><time>2026-03-01T{hour:02}:{minutes:02}:{second:02}Z</time>{hr}</trkpt>"
        );
    }
    (text + "</trkseg></trk></gpx>").into_bytes()
}

/// Shown sessions and those that speak through another, by source program.
fn shown(world: &World) -> (i64, i64) {
    world.read(|cx| {
        let count = |sql: &str| cx.sql().number(sql, params![]);
        Ok((
            count("SELECT count(*) FROM fitness_session WHERE same IS NULL")?,
            count("SELECT count(*) FROM fitness_session WHERE same IS NOT NULL")?,
        ))
    })
}

#[test]
fn the_same_file_twice_adds_nothing() {
    let world = World::new();
    let source = file("run.gpx", gpx("one", 0, true));
    let first = take_in(&world, &source);
    assert_eq!((first.new, first.here), (3, 0), "an activity, its track, its file");
    let again = take_in(&world, &source);
    assert_eq!((again.new, again.here), (0, 3));
    assert_eq!(shown(&world), (1, 0));
    world.check();
}

#[test]
fn two_sources_are_one_in_any_order_and_apart_when_said() {
    let files = [gpx("phone", 0, false), gpx("watch", 2, true), gpx("later", 40, true)];
    let mut digests = Vec::new();
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
        let world = World::new();
        for which in order {
            take_in(&world, &file("run.gpx", &files[which]));
        }
        assert_eq!(shown(&world), (2, 1));
        world.check();
        let rows = world.read(|cx| {
            cx.sql().rows("SELECT id, same FROM fitness_session ORDER BY id", params![], |row| {
                Ok((row.id::<()>(0)?.to_string(), row.opt_id::<()>(1)?.map(|id| id.to_string())))
            })
        });
        digests.push(rows);
    }
    assert!(digests.windows(2).all(|pair| pair[0] == pair[1]), "the order does not matter");

    let world = World::new();
    files.iter().for_each(|one| drop(take_in(&world, &file("run.gpx", one))));
    let (speaks, hidden): (AnyId, AnyId) = world
        .read(|cx| {
            cx.sql().first(
                "SELECT same, id FROM fitness_session WHERE same IS NOT NULL",
                params![],
                |row| Ok((row.id(0)?, row.id(1)?)),
            )
        })
        .expect("one speaks for another");
    assert_ne!(speaks, hidden);
    world.write(move |cx| cx.annotate(hidden, "apart", Some(&Value::Bool(true))));
    assert_eq!(shown(&world), (3, 0));
    world.check();
    world.undo();
    assert_eq!(shown(&world), (2, 1));
}
