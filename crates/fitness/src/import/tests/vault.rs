//! A sink that writes into a real store, as the pipeline does.

use store::read::ReadCx;

use super::*;
use crate::record::RECORDS;
use crate::testing::World;

/// What an import did to a vault.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Came {
    /// Facts and records that are new, and that were here.
    pub(crate) new: usize,
    pub(crate) here: usize,
    pub(crate) problems: Vec<String>,
}

/// Imports into a vault and says what came.
pub(crate) fn take_in(world: &World, source: &Source) -> Came {
    let format = surest(source).expect("some importer reads it");
    let mut intake = Intake { world, came: Came::default() };
    (importer(format).parse)(source, &mut intake).expect("it is read");
    intake.came
}

struct Intake<'w> {
    world: &'w World,
    came: Came,
}

impl Sink for Intake<'_> {
    fn record(&mut self, imported: Imported) -> Result<AnyId> {
        let id = self.id_of(imported.kind, imported.at_ms, &imported.natural_key);
        assert!(RECORDS.iter().any(|kind| kind.name == imported.kind.name));
        let (kind, fields) = (imported.kind, imported.fields);
        let here = self.world.store.read(|cx| cx.exists(id))?;
        if here {
            self.came.here += 1;
        } else {
            self.came.new += 1;
            self.world.write(move |cx| cx.import(kind, id, fields));
        }
        Ok(id)
    }

    fn exact(&mut self, _: Exact) -> Result<()> {
        never()
    }

    fn facts(&mut self, kind: &'static FactKind, batch: &dyn FactBatch) -> Result<()> {
        let known = self.world.store.read(|cx| cx.known_facts(kind, batch))?;
        let mut facts = Vec::new();
        for (index, (id, known)) in known.iter().enumerate() {
            if !known {
                facts.push((*id, batch.body(index)?));
            }
        }
        self.came.new += facts.len();
        self.came.here += known.len() - facts.len();
        if !facts.is_empty() {
            self.world.write(move |cx| cx.assert_exact(kind, facts));
        }
        Ok(())
    }

    fn exact_facts(&mut self, _: &'static FactKind, _: Vec<ExactFact>) -> Result<()> {
        never()
    }

    fn exact_media(&mut self, _: &str, _: &mut dyn Read) -> Result<()> {
        never()
    }

    fn id_of(&self, kind: &'static RecordKind, at_ms: i64, natural_key: &str) -> AnyId {
        self.world.store.natural_id(kind.name, at_ms, natural_key)
    }

    fn media(&mut self, media: &ImportedMedia, bytes: &mut dyn Read) -> Result<TakenMedia> {
        let blob = self.world.store.blobs().put(bytes, u64::MAX)?;
        let (hash, size) = (blob.hash, blob.size);
        self.world.write(move |cx| cx.keep_blob(&hash, size));
        let (key, target) = (format!("media/{hash}"), format!("media:{hash}"));
        Ok(TakenMedia { key, value: format!("{{\"name\":\"{}\"}}", media.name), target })
    }

    fn problem(&mut self, place: &str, what: &str) {
        self.came.problems.push(format!("{place}: {what}"));
    }

    fn skipped(&mut self, _: &str) {}

    fn lost(&mut self, _: &str) {}

    fn look(&self, look: &mut dyn FnMut(&ReadCx<'_>) -> Result<()>) -> Result<()> {
        self.world.store.read(look)
    }

    fn progress(&mut self, _: f64) -> Result<()> {
        Ok(())
    }
}
