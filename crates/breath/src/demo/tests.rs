use base::day::Span;
use domain::command::Nothing;
use domain::import::{Exact, ExactFact, TakenMedia};
use store::blobs::ContentHash;
use store::facts::FactBatch;
use store::record::{FactKind, RecordKind};

use super::*;
use crate::testing::World;

/// Writes what the demo tells into a real vault.
struct Into<'w>(&'w World, usize);

impl Sink for Into<'_> {
    fn record(&mut self, imported: Imported) -> Result<base::id::AnyId> {
        let id = self.id_of(imported.kind, imported.at_ms, &imported.natural_key);
        self.0.write(move |cx| cx.import(imported.kind, id, imported.fields));
        self.1 += 1;
        Ok(id)
    }
    fn exact(&mut self, _: Exact) -> Result<()> {
        Ok(())
    }
    fn facts(&mut self, _: &'static FactKind, _: &dyn FactBatch) -> Result<()> {
        Ok(())
    }
    fn exact_facts(&mut self, _: &'static FactKind, _: Vec<ExactFact>) -> Result<()> {
        Ok(())
    }
    fn exact_media(&mut self, _: &str, _: &mut dyn std::io::Read) -> Result<()> {
        Ok(())
    }
    fn id_of(&self, kind: &'static RecordKind, at_ms: i64, key: &str) -> base::id::AnyId {
        self.0.store.natural_id(kind.name, at_ms, key)
    }
    fn media(&mut self, _: &ImportedMedia, bytes: &mut dyn std::io::Read) -> Result<TakenMedia> {
        let mut all = Vec::new();
        bytes.read_to_end(&mut all).expect("bytes");
        let hash = ContentHash::of(&all);
        self.0.store.blobs().put(&mut all.as_slice(), 1 << 30).expect("an attachment");
        Ok(TakenMedia {
            key: format!("media/{hash}"),
            value: "{}".to_owned(),
            target: format!("media:{hash}"),
        })
    }
    fn problem(&mut self, place: &str, what: &str) {
        panic!("{place}: {what}");
    }
    fn skipped(&mut self, _: &str) {}
    fn lost(&mut self, _: &str) {}
    fn progress(&mut self, _: f64) -> Result<()> {
        Ok(())
    }
}

#[test]
fn a_year_is_believable_and_the_same_for_the_same_seed() {
    let world = World::new();
    let last_day = "2026-03-01".parse().expect("a day");
    let now_ms = world.read(|cx| Ok(cx.now().as_millisecond()));
    let life = DemoLife { seed: 7, last_day, now_ms };
    let mut sink = Into(&world, 0);
    demo(&life, &mut sink).expect("a year");
    assert!((120..400).contains(&sink.1), "{} records", sink.1);
    let totals = world.read(|cx| crate::api::totals(cx, Nothing {}));
    assert!(totals.sessions > 100 && totals.minutes > 600.0, "{totals:?}");
    assert!(totals.milestones.iter().any(|mark| mark.id == "course_first_sits"), "{totals:?}");
    assert!(totals.rhythm.weeks_kept > 10, "{:?}", totals.rhythm);
    let readings = world.read(|cx| crate::api::hrv_readings(cx, Nothing {}));
    assert!(readings.len() > 20 && readings.iter().all(|reading| reading.rmssd.is_some()));
    let days = world.read(|cx| crate::api::trends(cx, crate::api::TrendsOf { days: 30 }));
    assert!(days.iter().any(|day| day.matched.is_some()), "{days:?}");
    let span = Span { first: last_day.plus(-27), last: last_day.plus(-10) };
    let quiet = world.read(|cx| crate::shown::agenda(cx, span));
    assert_eq!(quiet.len(), 0, "February begins quietly: {quiet:?}");
    world.check();

    let other = World::device(9);
    demo(&life, &mut Into(&other, 0)).expect("a year");
    assert_eq!(other.tables(), world.tables());
}
