//! A sink that writes into a real store, as the pipeline does.

use std::cell::RefCell;

use store::read::ReadCx;
use store::record::Fields;

use super::*;
use crate::projection::tests::World;
use crate::record::RECORDS;

/// What an import did to a vault.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Came {
    /// Facts and records that are new, and that were here.
    pub(crate) new: usize,
    pub(crate) here: usize,
    pub(crate) noticed: BTreeMap<String, usize>,
    /// Questions that nobody answered and that have no suggestion.
    pub(crate) open: Vec<String>,
    /// What questions suggested.
    pub(crate) suggested: BTreeMap<String, String>,
}

/// Imports into a vault and says what came.
pub(crate) fn take_in(world: &World, source: &Source, answers: &[(&str, &str)]) -> Came {
    run(world, source, answers, false)
}

/// The same without writing.
pub(crate) fn preview(world: &World, source: &Source, answers: &[(&str, &str)]) -> Came {
    run(world, source, answers, true)
}

fn run(world: &World, source: &Source, answers: &[(&str, &str)], dry_run: bool) -> Came {
    let format = surest(source).expect("some importer reads it");
    let answers = answers.iter().map(|(id, answer)| ((*id).into(), (*answer).into()));
    let came = RefCell::default();
    let mut intake = Intake { world, dry_run, answers: answers.collect(), came };
    (importer(format).parse)(source, &mut intake).expect("it is read");
    intake.came.into_inner()
}

struct Intake<'w> {
    world: &'w World,
    dry_run: bool,
    answers: BTreeMap<String, String>,
    came: RefCell<Came>,
}

impl Intake<'_> {
    fn count(&self, new: usize, all: usize) {
        let mut came = self.came.borrow_mut();
        came.new += new;
        came.here += all - new;
    }
}

impl Sink for Intake<'_> {
    fn record(&mut self, imported: Imported) -> Result<AnyId> {
        let id = self.id_of(imported.kind, imported.at_ms, &imported.natural_key);
        assert!(RECORDS.iter().any(|kind| kind.name == imported.kind.name));
        let (kind, fields): (_, Fields) = (imported.kind, imported.fields);
        let here = self.world.store.read(|cx| cx.exists(id))?;
        if !here && !self.dry_run {
            self.world.try_write(move |cx| cx.import(kind, id, fields))?;
        }
        self.count(usize::from(!here), 1);
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
        self.count(facts.len(), known.len());
        if !self.dry_run && !facts.is_empty() {
            self.world.try_write(move |cx| cx.assert_exact(kind, facts))?;
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

    fn media(&mut self, _: &ImportedMedia, _: &mut dyn Read) -> Result<TakenMedia> {
        never()
    }

    fn problem(&mut self, _: &str, _: &str) {}

    fn skipped(&mut self, _: &str) {}

    fn lost(&mut self, _: &str) {}

    fn notice(&mut self, what: &str) {
        *self.came.get_mut().noticed.entry(what.to_owned()).or_default() += 1;
    }

    fn ask(&mut self, question: &Question) -> Result<Option<String>> {
        let came = self.came.get_mut();
        if let Some(suggestion) = &question.suggestion {
            came.suggested.insert(question.id.clone(), suggestion.clone());
        }
        let answer = self.answers.get(&question.id).cloned();
        if answer.is_none() && question.suggestion.is_none() {
            came.open.push(question.id.clone());
        }
        Ok(answer)
    }

    fn look(&self, look: &mut dyn FnMut(&ReadCx<'_>) -> Result<()>) -> Result<()> {
        self.world.store.read(look)
    }

    fn progress(&mut self, _: f64) -> Result<()> {
        Ok(())
    }
}
