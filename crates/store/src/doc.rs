//! Documents: one CRDT per thing that people edit, behind one trait so that the engine can be changed.
//!
//! A document is flat: scalar fields at the root, and prose as text objects under names that the kind
//! declares. The prose objects are made by a **genesis change whose bytes depend on the record's id
//! alone**, so two devices that create the same record (an import of the same file) share one text
//! object instead of losing one of two.

mod first;
mod told;

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{
    ActorId, AutoCommit, AutomergeError, ChangeHash, ObjId, ObjType, ROOT, ReadDoc, ScalarValue,
    ScalarValueRef,
};
use base::error::{Error, Result};
use base::id::AnyId;

use self::first::First;
pub(crate) use self::told::Told;
use crate::error::Attempt;
use crate::record::{Changes, Fields, Value};

/// The heads of a document: concatenated 32-byte hashes, sorted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Heads(pub(crate) Vec<u8>);

/// One change in a document's history.
#[derive(Debug, Clone)]
pub(crate) struct Revision {
    /// The heads when this change was the last.
    pub(crate) heads: Heads,
    /// Who made it: a device's incarnation, or a hash for the genesis and imports.
    pub(crate) actor: Vec<u8>,
    /// Unix seconds; 0 for the genesis.
    pub(crate) at_secs: i64,
    /// How many operations.
    pub(crate) ops: usize,
}

/// Who writes, and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Author<'a> {
    pub(crate) actor: &'a [u8],
    pub(crate) at_secs: i64,
}

/// What the store needs of a CRDT engine.
pub(crate) trait DocEngine: Sized {
    /// The changes of a new document with these fields; what is prose and not given is an empty text.
    fn first(id: AnyId, prose: &[&str], author: Author<'_>, fields: Fields) -> Result<First>;
    /// A document from a full save (or nothing) and the changes since.
    fn load<'a>(base: Option<&[u8]>, changes: impl Iterator<Item = &'a [u8]>) -> Result<Self>;
    /// The fields of a document that was never edited, from its one log row; `None` when it must be
    /// loaded.
    fn first_fields(payload: &[u8]) -> Option<Fields>;
    /// The fields now.
    fn fields(&self) -> Result<Fields>;
    /// The fields as they were.
    fn fields_at(&self, heads: &Heads) -> Result<Fields>;
    /// Writes the changes as one change; answers whether anything changed.
    fn change(&mut self, author: Author<'_>, prose: &[&str], changes: &Changes) -> Result<bool>;
    /// Writes the changes as if made when the document stood at `heads`, then merges: what was changed
    /// since wins over scalars, and prose merges.
    fn change_at(
        &mut self,
        heads: &Heads,
        author: Author<'_>,
        prose: &[&str],
        changes: &Changes,
    ) -> Result<bool>;
    /// The heads now.
    fn heads(&mut self) -> Heads;
    /// The whole document.
    fn save(&mut self) -> Vec<u8>;
    /// Whether every change builds on changes that are there.
    fn is_complete(&mut self) -> bool;
    /// The changes since `heads`.
    fn save_after(&mut self, heads: &Heads) -> Result<Vec<u8>>;
    /// All changes, oldest first.
    fn history(&mut self) -> Vec<Revision>;
    /// The fields for which several devices have said different things at once.
    fn conflicts(&self) -> Result<Vec<String>>;
    /// What was said of such a field, the value that holds last.
    fn told(&mut self, key: &str) -> Result<Vec<Told>>;
    /// Writes one of those values over all of them, also when it is the one that holds.
    fn settle(&mut self, author: Author<'_>, key: &str, value: &Value) -> Result<()>;
}

/// The engine in use: Automerge.
pub(crate) struct Doc(AutoCommit);

impl DocEngine for Doc {
    fn first(id: AnyId, prose: &[&str], author: Author<'_>, fields: Fields) -> Result<First> {
        first::first(id, prose, author, fields)
    }

    fn first_fields(payload: &[u8]) -> Option<Fields> {
        first::fields(payload)
    }

    fn load<'a>(base: Option<&[u8]>, changes: impl Iterator<Item = &'a [u8]>) -> Result<Doc> {
        let mut bytes = base.unwrap_or_default().to_vec();
        let changes: Vec<&[u8]> = changes.collect();
        for change in &changes {
            bytes.extend_from_slice(change);
        }
        match AutoCommit::load(&bytes) {
            Ok(doc) => Ok(Doc(doc)),
            Err(error) => waiting(base, &changes, error),
        }
    }

    fn fields(&self) -> Result<Fields> {
        fields(self.0.map_range(ROOT, ..), |text| self.0.text(text))
    }

    fn fields_at(&self, heads: &Heads) -> Result<Fields> {
        let hashes = heads.hashes()?;
        fields(self.0.map_range_at(ROOT, .., &hashes), |text| self.0.text_at(text, &hashes))
    }

    fn change(&mut self, author: Author<'_>, prose: &[&str], changes: &Changes) -> Result<bool> {
        self.0.set_actor(ActorId::from(author.actor));
        for (key, value) in changes {
            put(&mut self.0, prose, key, value.as_ref())?;
        }
        let options = CommitOptions::default().with_time(author.at_secs);
        Ok(self.0.commit_with(options).is_some())
    }

    fn change_at(
        &mut self,
        heads: &Heads,
        author: Author<'_>,
        prose: &[&str],
        changes: &Changes,
    ) -> Result<bool> {
        let fork = self.0.fork_at(&heads.hashes()?).attempt("going back in a document")?;
        let mut fork = Doc(fork);
        let changed = fork.change(author, prose, changes)?;
        self.0.merge(&mut fork.0).attempt("merging a change into a document")?;
        Ok(changed)
    }

    fn heads(&mut self) -> Heads {
        Heads::from_hashes(&self.0.get_heads())
    }

    fn save(&mut self) -> Vec<u8> {
        self.0.save()
    }

    fn is_complete(&mut self) -> bool {
        self.0.get_missing_deps(&[]).is_empty()
    }

    fn save_after(&mut self, heads: &Heads) -> Result<Vec<u8>> {
        Ok(self.0.save_after(&heads.hashes()?))
    }

    fn history(&mut self) -> Vec<Revision> {
        self.0
            .get_changes(&[])
            .iter()
            .map(|change| Revision {
                heads: Heads::from_hashes(&[change.hash()]),
                actor: change.actor_id().to_bytes().to_vec(),
                at_secs: change.timestamp(),
                ops: change.len(),
            })
            .collect()
    }

    fn conflicts(&self) -> Result<Vec<String>> {
        told::conflicts(&self.0)
    }

    fn told(&mut self, key: &str) -> Result<Vec<Told>> {
        told::told(&mut self.0, key)
    }

    fn settle(&mut self, author: Author<'_>, key: &str, value: &Value) -> Result<()> {
        self.0.set_actor(ActorId::from(author.actor));
        self.0.put(ROOT, key, scalar_of(value)).attempt("choosing a field's value")?;
        self.0.commit_with(CommitOptions::default().with_time(author.at_secs));
        Ok(())
    }
}

/// A document of which some changes wait for others that are still on their way from another device: they
/// stay out of it until those are there.
fn waiting(base: Option<&[u8]>, changes: &[&[u8]], error: AutomergeError) -> Result<Doc> {
    let mut doc = match base {
        Some(base) => AutoCommit::load(base).attempt("opening a document")?,
        None => AutoCommit::new(),
    };
    for change in changes {
        doc.load_incremental(change).attempt("opening a document")?;
    }
    if doc.get_missing_deps(&[]).is_empty() {
        return Err(error).attempt("opening a document");
    }
    Ok(Doc(doc))
}

fn fields(
    range: automerge::iter::MapRange<'_>,
    text: impl Fn(&ObjId) -> std::result::Result<String, AutomergeError>,
) -> Result<Fields> {
    let mut fields = Fields::new();
    for item in range {
        let value = match item.value {
            automerge::ValueRef::Object(ObjType::Text) => {
                Value::Text(text(&item.id()).attempt("reading a text")?)
            }
            // A nested object is from a newer version: kept in the document, not shown here.
            automerge::ValueRef::Object(_) => continue,
            automerge::ValueRef::Scalar(scalar) => match value_of(&scalar) {
                Some(value) => value,
                None => continue,
            },
        };
        fields.insert(item.key.to_string(), value);
    }
    Ok(fields)
}

/// A scalar as a field's value; `None` for what only a newer version writes.
fn value_of(scalar: &ScalarValueRef<'_>) -> Option<Value> {
    match scalar {
        ScalarValueRef::Str(text) => Some(Value::Text(text.to_string())),
        ScalarValueRef::Int(number) => Some(Value::Int(*number)),
        ScalarValueRef::Uint(number) => Some(Value::Int((*number).try_into().unwrap_or(i64::MAX))),
        ScalarValueRef::F64(number) => Some(Value::Real(*number)),
        ScalarValueRef::Boolean(flag) => Some(Value::Bool(*flag)),
        ScalarValueRef::Bytes(_)
        | ScalarValueRef::Counter(_)
        | ScalarValueRef::Timestamp(_)
        | ScalarValueRef::Unknown { .. }
        | ScalarValueRef::Null => None,
    }
}

fn scalar_of(value: &Value) -> ScalarValue {
    match value {
        Value::Bool(flag) => ScalarValue::Boolean(*flag),
        Value::Int(number) => ScalarValue::Int(*number),
        Value::Real(number) => ScalarValue::F64(*number),
        Value::Text(text) => ScalarValue::Str(text.as_str().into()),
    }
}

fn put(doc: &mut AutoCommit, prose: &[&str], key: &str, value: Option<&Value>) -> Result<()> {
    let existing = doc.get(ROOT, key).attempt("reading a field")?;
    if prose.contains(&key) {
        let Some((automerge::Value::Object(ObjType::Text), text)) = existing else {
            return Err(Error::internal("writing prose", format!("{key} is not a text")));
        };
        let new = match value {
            Some(Value::Text(text)) => text.as_str(),
            None => "",
            Some(_) => return Err(Error::invalid(key, format!("{key} is a text"))),
        };
        return update_text(doc, &text, new);
    }
    let Some(value) = value else {
        return match existing {
            Some(_) => doc.delete(ROOT, key).attempt("taking a field away"),
            None => Ok(()),
        };
    };
    let scalar = scalar_of(value);
    let same = existing.is_some_and(|(old, _)| old.as_scalar() == Some(&scalar));
    if same { Ok(()) } else { doc.put(ROOT, key, scalar).attempt("writing a field") }
}

/// Above this many characters on both sides of an edit the engine's own diff is used; below, the
/// changed middle is replaced in one splice, which is what typing is.
const SPLICE_CHARS_MAX: usize = 64;

fn update_text(doc: &mut AutoCommit, text: &ObjId, new: &str) -> Result<()> {
    let old = doc.text(text).attempt("reading a text")?;
    if old == new {
        return Ok(());
    }
    let prefix: usize = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).count();
    let (old_chars, new_chars) = (old.chars().count(), new.chars().count());
    let suffix_max = old_chars.min(new_chars) - prefix;
    let suffix = old
        .chars()
        .rev()
        .zip(new.chars().rev())
        .take(suffix_max)
        .take_while(|(a, b)| a == b)
        .count();
    let (gone, come) = (old_chars - prefix - suffix, new_chars - prefix - suffix);
    if gone > SPLICE_CHARS_MAX && come > SPLICE_CHARS_MAX {
        return doc.update_text(text, new).attempt("writing a text");
    }
    let middle: String = new.chars().skip(prefix).take(come).collect();
    let gone = isize::try_from(gone).expect("a text's length fits");
    doc.splice_text(text, prefix, gone, &middle).attempt("writing a text")
}

impl Heads {
    fn from_hashes(hashes: &[ChangeHash]) -> Heads {
        let mut hashes: Vec<[u8; 32]> = hashes.iter().map(|hash| hash.0).collect();
        hashes.sort_unstable();
        Heads(hashes.concat())
    }

    fn hashes(&self) -> Result<Vec<ChangeHash>> {
        self.0
            .chunks(32)
            .map(|hash| {
                let hash = hash.try_into().map_err(|_| bad_version())?;
                Ok(ChangeHash(hash))
            })
            .collect()
    }

    /// As hex, for the wire.
    pub(crate) fn hex(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.0)
    }

    /// From the wire.
    pub(crate) fn from_hex(text: &str) -> Result<Heads> {
        let bytes = data_encoding::HEXLOWER.decode(text.as_bytes()).map_err(|_| bad_version())?;
        if bytes.is_empty() || bytes.len() % 32 != 0 {
            return Err(bad_version());
        }
        Ok(Heads(bytes))
    }
}

fn bad_version() -> Error {
    Error::invalid("version", "a version is the text that a read answered with")
}
