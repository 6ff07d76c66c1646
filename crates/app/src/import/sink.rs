//! Where an importer's findings go: counted in a dry run, written in batches otherwise.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{Cursor, Read};
use std::ops::ControlFlow;
use std::sync::Arc;

use base::error::{Code, Error, Result};
use base::id::AnyId;
use domain::import::{
    Exact, ExactFact, Imported, ImportedMedia, ImportedMood, Importer, Question, Sink, TakenMedia,
};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use store::blobs::ContentHash;
use store::facts::FactBatch;
use store::read::ReadCx;
use store::record::{FactKind, Fields, MEDIA_PREFIX, Record, RecordKind, Value};
use store::store::{Origin, Write};
use store::write::{Step, WriteCx};

use super::report::{
    AskedQuestion, ImportReport, KindCount, LostCount, Problem, ReasonCount, SampleRow,
};
use super::{Progress, media};
use crate::app::Vault;
use crate::domains::{self, DOMAINS};
use crate::settings;
use crate::system::files::AddedMedia;

/// Records in one transaction: an import that is killed loses at most these, and takes them in again
/// when it is run again.
const BATCH_RECORDS: usize = 1000;
/// Bytes of text in one transaction.
const BATCH_BYTES: usize = 16 << 20;
/// Problems that are listed; beyond, they are counted.
const PROBLEMS_LISTED: usize = 1000;
/// Records that are shown.
const SAMPLE_ROWS: usize = 8;

struct Pending {
    kind: &'static RecordKind,
    id: AnyId,
    fields: Fields,
}

/// What an import is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// It only counts.
    Preview,
    /// The person imports: all of it is one step of undo.
    ByHand,
    /// It came by itself, from an account or a player: no step of undo (see [`super::arrive`]).
    Arrival,
}

/// One import while it runs.
pub(super) struct Intake<'a> {
    vault: &'a Arc<Vault>,
    dry_run: bool,
    /// How its first write stands to undo.
    step: Step,
    keep_place: bool,
    progress: Progress<'a>,
    report: ImportReport,
    kinds: BTreeMap<&'static str, (u64, u64)>,
    skipped: BTreeMap<String, u64>,
    /// What the person answered, by question.
    answers: BTreeMap<String, String>,
    noticed: BTreeMap<String, u64>,
    lost: BTreeMap<String, u64>,
    batch: Vec<Pending>,
    batch_bytes: usize,
    /// The ids under which what has left for good comes back.
    ids_now: HashMap<AnyId, AnyId>,
    /// Ids that the dry run has counted: a file may hold an entry twice.
    counted: HashSet<AnyId>,
    media_seen: HashSet<ContentHash>,
    found: u64,
}

impl<'a> Intake<'a> {
    pub(super) fn new(
        vault: &'a Arc<Vault>,
        importer: &Importer,
        mode: Mode,
        progress: Progress<'a>,
    ) -> Result<Intake<'a>> {
        let dry_run = mode == Mode::Preview;
        let step = match mode {
            Mode::Preview | Mode::ByHand => Step::New,
            Mode::Arrival => Step::None,
        };
        let keep_place = vault.store.read(settings::get)?.keep_photo_place;
        let report = ImportReport {
            format: importer.format.into(),
            title: importer.title.into(),
            dry_run,
            ..ImportReport::default()
        };
        Ok(Intake {
            vault,
            dry_run,
            step,
            keep_place,
            progress,
            report,
            kinds: BTreeMap::new(),
            skipped: BTreeMap::new(),
            answers: BTreeMap::new(),
            noticed: BTreeMap::new(),
            lost: BTreeMap::new(),
            batch: Vec::new(),
            batch_bytes: 0,
            ids_now: vault.store.read(|cx| cx.ids_after_leaving())?,
            counted: HashSet::new(),
            media_seen: HashSet::new(),
            found: 0,
        })
    }

    /// Takes what the person answered to an importer's questions.
    pub(super) fn answered(mut self, answers: BTreeMap<String, String>) -> Intake<'a> {
        self.answers = answers;
        self
    }

    /// Writes what is left and sums up. A cancelled import keeps what had come in.
    pub(super) fn finish(mut self, outcome: Result<()>) -> Result<ImportReport> {
        match outcome {
            Ok(()) => self.flush()?,
            Err(_) if self.report.cancelled => {}
            Err(error) => return Err(error),
        }
        let mut report = self.report;
        report.kinds = self
            .kinds
            .into_iter()
            .map(|(kind, (new, here))| KindCount { kind: kind.into(), new, already_here: here })
            .collect();
        report.added = report.kinds.iter().map(|kind| kind.new).sum();
        report.already_here = report.kinds.iter().map(|kind| kind.already_here).sum();
        report.skipped = self.skipped.values().sum();
        report.skipped_reasons =
            self.skipped.into_iter().map(|(reason, count)| ReasonCount { reason, count }).collect();
        report.noticed =
            self.noticed.into_iter().map(|(reason, count)| ReasonCount { reason, count }).collect();
        report.lost =
            self.lost.into_iter().map(|(what, count)| LostCount { what, count }).collect();
        Ok(report)
    }

    fn take(&mut self, pending: Pending) -> Result<()> {
        self.found += 1;
        if self.report.sample.len() < SAMPLE_ROWS {
            self.report.sample.extend(sample(&pending));
        }
        self.batch_bytes += pending.fields.values().map(size).sum::<usize>();
        self.batch.push(pending);
        if self.batch.len() >= BATCH_RECORDS || self.batch_bytes >= BATCH_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<()> {
        let batch = std::mem::take(&mut self.batch);
        self.batch_bytes = 0;
        if batch.is_empty() {
            return Ok(());
        }
        let kinds: Vec<&'static str> = batch.iter().map(|pending| pending.kind.name).collect();
        let new = if self.dry_run { self.count(&batch)? } else { self.write(batch)? };
        for (kind, new) in kinds.into_iter().zip(new) {
            self.count_kind(kind, &[new]);
        }
        Ok(())
    }

    fn count_kind(&mut self, kind: &'static str, new: &[bool]) {
        let counts = self.kinds.entry(kind).or_default();
        let came = new.iter().filter(|new| **new).count();
        counts.0 += came as u64;
        counts.1 += (new.len() - came) as u64;
    }

    /// Asserts facts as a part of this import's undo step; nothing when there are none.
    fn assert(
        &mut self,
        none: bool,
        run: impl FnOnce(&mut WriteCx<'_>) -> Result<Vec<bool>> + Send + 'static,
    ) -> Result<Vec<bool>> {
        if none {
            return Ok(Vec::new());
        }
        let step = self.report.step.map_or(self.step.clone(), Step::Join);
        let write = Write::new("import.run").step(step).origin(Origin::Import);
        let (new, step) = self.vault.store.write(write, |cx| Ok((run(cx)?, cx.step())))?;
        self.report.step = self.report.step.or(step);
        Ok(new)
    }

    fn count(&mut self, batch: &[Pending]) -> Result<Vec<bool>> {
        let counted = &mut self.counted;
        self.vault.store.read(|cx| {
            batch
                .iter()
                .map(|pending| Ok(counted.insert(pending.id) && !cx.exists(pending.id)?))
                .collect()
        })
    }

    fn write(&mut self, batch: Vec<Pending>) -> Result<Vec<bool>> {
        let step = self.report.step.map_or(self.step.clone(), Step::Join);
        let write = Write::new("import.run").step(step).origin(Origin::Import);
        let (new, step) = self.vault.store.write(write, move |cx| {
            let mut new = Vec::with_capacity(batch.len());
            for pending in batch {
                let here = cx.read().exists(pending.id)?;
                if !here {
                    cx.import(pending.kind, pending.id, pending.fields)?;
                }
                new.push(!here);
            }
            Ok((new, cx.step()))
        })?;
        self.report.step = self.report.step.or(step);
        Ok(new)
    }

    fn count_media(&mut self, hash: ContentHash, known: bool, size: u64) {
        if self.media_seen.insert(hash) && !known {
            self.report.media_new += 1;
            self.report.media_bytes += size;
        }
    }

    /// Hashes an attachment without keeping it.
    fn look_at(&mut self, name: &str, bytes: &mut dyn Read) -> Result<AddedMedia> {
        let mut content = Vec::new();
        bytes.take(media::MEDIA_BYTES_MAX).read_to_end(&mut content).map_err(media::unreadable)?;
        if !self.keep_place {
            content = store::media::strip_place(&content).into_owned();
        }
        let hash = ContentHash::of(&content);
        let size = content.len() as u64;
        let info = store::media::inspect(name, &mut Cursor::new(content))?;
        Ok(media::added(name, &hash, size, &info))
    }
}

fn size(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len(),
        Value::Bool(_) | Value::Int(_) | Value::Real(_) => 8,
    }
}

fn sample(pending: &Pending) -> Option<SampleRow> {
    let record = Record {
        n: 0,
        id: pending.id,
        kind: pending.kind.name.into(),
        fields: pending.fields.clone(),
        trashed_ms: None,
        version: String::new(),
        conflicts: Vec::new(),
    };
    let found = domains::of(pending.kind.name)?.search(&record)?;
    let title = if found.title.is_empty() { found.body } else { found.title };
    let title = title.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    Some(SampleRow {
        kind: pending.kind.name.into(),
        day: found.day,
        title: title.chars().take(100).collect(),
    })
}

impl Sink for Intake<'_> {
    fn record(&mut self, imported: Imported) -> Result<AnyId> {
        let id = self.id_of(imported.kind, imported.at_ms, &imported.natural_key);
        self.take(Pending { kind: imported.kind, id, fields: imported.fields })?;
        Ok(id)
    }

    fn mood(&mut self, mood: &ImportedMood) -> Result<()> {
        match DOMAINS.iter().find_map(|domain| domain.mood(mood)) {
            Some(imported) => self.record(imported).map(drop),
            None => Ok(()),
        }
    }

    fn exact(&mut self, exact: Exact) -> Result<()> {
        self.take(Pending { kind: exact.kind, id: exact.id, fields: exact.fields })
    }

    fn facts(&mut self, kind: &'static FactKind, batch: &dyn FactBatch) -> Result<()> {
        self.found += batch.len() as u64;
        for index in (0..batch.len()).take(SAMPLE_ROWS.saturating_sub(self.report.sample.len())) {
            let at = Timestamp::from_millisecond(batch.at_ms(index)).unwrap_or_default();
            self.report.sample.push(SampleRow {
                kind: kind.name.into(),
                day: at.to_zoned(TimeZone::UTC).date().to_string(),
                title: batch.title(index).chars().take(100).collect(),
            });
        }
        let known = self.vault.store.read(|cx| cx.known_facts(kind, batch))?;
        let new = if self.dry_run {
            known.into_iter().map(|(id, known)| !known && self.counted.insert(id)).collect()
        } else {
            let mut facts = Vec::new();
            for (index, (id, known)) in known.iter().enumerate() {
                if !known {
                    facts.push((*id, batch.body(index)?));
                }
            }
            let mut new = self.assert(facts.is_empty(), move |cx| {
                if let Some(domain) = domains::of(kind.name) {
                    domain.prepare(cx)?;
                }
                cx.assert_exact(kind, facts)
            })?;
            new.resize(batch.len(), false); // Those that were known: their order does not matter here.
            new
        };
        self.count_kind(kind.name, &new);
        Ok(())
    }

    fn exact_facts(&mut self, kind: &'static FactKind, facts: Vec<ExactFact>) -> Result<()> {
        self.found += facts.len() as u64;
        let new = if self.dry_run {
            let ids: Vec<AnyId> = facts.iter().map(|fact| fact.id).collect();
            let known = self.vault.store.read(|cx| cx.known_exact(&ids))?;
            ids.into_iter()
                .zip(known)
                .map(|(id, known)| !known && self.counted.insert(id))
                .collect()
        } else {
            self.assert(facts.is_empty(), move |cx| {
                let (notes, facts): (Vec<_>, Vec<_>) = facts
                    .into_iter()
                    .map(|fact| ((fact.id, fact.notes), (fact.id, fact.body)))
                    .unzip();
                let asserted = cx.assert_exact(kind, facts)?;
                for (id, notes) in notes {
                    for (field, value) in notes {
                        cx.annotate(id, &field, Some(&value))?;
                    }
                }
                Ok(asserted)
            })?
        };
        self.count_kind(kind.name, &new);
        Ok(())
    }

    fn exact_media(&mut self, hash: &str, bytes: &mut dyn Read) -> Result<()> {
        let wanted: ContentHash = hash.parse()?;
        if self.dry_run {
            let known = self.vault.store.blobs().has(&wanted);
            self.count_media(wanted, known, 0);
            return Ok(());
        }
        let blob = self.vault.store.blobs().put(bytes, media::MEDIA_BYTES_MAX)?;
        media::keep(self.vault, blob.hash, blob.size)?;
        self.count_media(blob.hash, blob.existed, blob.size);
        match blob.hash == wanted {
            true => Ok(()),
            false => Err(Error::invalid("media", "the content is not what the name says")),
        }
    }

    fn id_of(&self, kind: &'static RecordKind, at_ms: i64, natural_key: &str) -> AnyId {
        let id = self.vault.store.natural_id(kind.name, at_ms, natural_key);
        self.ids_now.get(&id).copied().unwrap_or(id)
    }

    fn media(&mut self, given: &ImportedMedia, bytes: &mut dyn Read) -> Result<TakenMedia> {
        let mut added = match self.dry_run {
            true => self.look_at(&given.name, bytes)?,
            false => media::take_in(self.vault, &given.name, bytes, self.keep_place)?,
        };
        let hash: ContentHash = added.hash.parse()?;
        let known = self.vault.store.read(|cx| cx.is_referred_to(&hash))?;
        self.count_media(hash, known, added.size);
        added.taken = given.taken.clone().or(added.taken);
        let given_ms = given.duration_ms.and_then(|ms| u64::try_from(ms).ok());
        added.duration_ms = given_ms.or(added.duration_ms);
        let key = format!("{MEDIA_PREFIX}{hash}");
        let target = format!("media:{hash}");
        Ok(TakenMedia { key, value: kept(&added)?, target })
    }

    fn notice(&mut self, what: &str) {
        *self.noticed.entry(what.to_owned()).or_default() += 1;
    }

    fn ask(&mut self, question: &Question) -> Result<Option<String>> {
        let answer = self.answers.get(&question.id).cloned();
        if let Some(answer) = &answer
            && !question.free
            && !question.choices.iter().any(|choice| choice.value == *answer)
        {
            let message = format!("{answer:?} is no answer to {:?}", question.id);
            return Err(Error::invalid("answers", message));
        }
        if !self.report.questions.iter().any(|asked| asked.id == question.id) {
            self.report.questions.push(AskedQuestion::new(question, answer.clone()));
        }
        Ok(answer)
    }

    fn look(&self, look: &mut dyn FnMut(&ReadCx<'_>) -> Result<()>) -> Result<()> {
        self.vault.store.read(look)
    }

    fn now(&self) -> Option<Zoned> {
        let now = self.vault.store.read(|cx| Ok(cx.now().to_zoned(cx.env().zone())));
        now.ok()
    }

    fn problem(&mut self, place: &str, what: &str) {
        self.report.problems_total += 1;
        if self.report.problems.len() < PROBLEMS_LISTED {
            self.report.problems.push(Problem { place: place.into(), what: what.into() });
        }
    }

    fn skipped(&mut self, reason: &str) {
        *self.skipped.entry(reason.into()).or_default() += 1;
    }

    fn lost(&mut self, what: &str) {
        *self.lost.entry(what.into()).or_default() += 1;
    }

    fn progress(&mut self, fraction: f64) -> Result<()> {
        match (self.progress)(fraction, self.found) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => {
                self.report.cancelled = true;
                Err(Error::new(Code::Denied, "the import was stopped"))
            }
        }
    }
}

/// What stands in a record under `media/<hash>`: the same without the hash.
fn kept(added: &AddedMedia) -> Result<String> {
    let broken = |source| Error::internal("describing an attachment", source);
    let mut kept = serde_json::to_value(added).map_err(broken)?;
    if let Some(fields) = kept.as_object_mut() {
        fields.remove("hash");
        fields.retain(|_, value| !value.is_null());
    }
    serde_json::to_string(&kept).map_err(broken)
}
