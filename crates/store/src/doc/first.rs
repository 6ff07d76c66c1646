//! A new document's first two changes, written without the engine's tree of operations.
//!
//! A document that was just made is nothing but its changes: whoever imports fifty thousand of them
//! need not build fifty thousand trees to throw them away. The changes are those that the engine
//! itself would write, byte for byte (a test compares them).

use std::num::NonZeroU64;

use automerge::legacy::{ElementId, Key, ObjectId, Op, OpId, OpType, SortedVec};
use automerge::{ActorId, Change, ExpandedChange, ObjType, ScalarValue};
use base::error::{Error, Result};
use base::id::AnyId;

use super::{Author, Heads};
use crate::record::{Fields, Value};

/// What a new document consists of.
pub(crate) struct First {
    /// Its changes, as they go to the log.
    pub(crate) payload: Vec<u8>,
    /// Its heads.
    pub(crate) heads: Heads,
    /// Its fields: those given, and prose that was not given as empty texts.
    pub(crate) fields: Fields,
}

/// A document that holds these fields.
///
/// # Errors
/// `Invalid` when a field that is prose is not a text.
pub(super) fn first(
    id: AnyId,
    prose: &[&str],
    author: Author<'_>,
    mut fields: Fields,
) -> Result<First> {
    let maker = ActorId::from(id.as_bytes().as_slice());
    let genesis = Change::from(genesis(&maker, prose));
    let start = 1 + prose.len() as u64;
    let actor = ActorId::from(author.actor);
    let operations = operations(&maker, &actor, start, prose, &fields)?;
    let (mut payload, mut heads) = (Vec::new(), Vec::new());
    if !prose.is_empty() {
        let mut genesis = genesis;
        payload.extend_from_slice(&genesis.bytes());
        heads.push(genesis.hash());
    }
    if !operations.is_empty() {
        let mut change = Change::from(ExpandedChange {
            operations,
            actor_id: actor,
            hash: None,
            seq: 1,
            start_op: NonZeroU64::new(start).expect("it begins at 1 and grows"),
            time: author.at_secs,
            message: None,
            deps: heads,
            author: None,
            extra_bytes: Vec::new(),
        });
        payload.extend_from_slice(&change.bytes());
        heads = vec![change.hash()];
    }
    for name in prose {
        fields.entry((*name).to_owned()).or_insert_with(|| Value::Text(String::new()));
    }
    Ok(First { payload, heads: Heads::from_hashes(&heads), fields })
}

/// The fields of a document that consists of what [`first`] wrote and nothing else, without opening it;
/// `None` when it is more than that.
pub(crate) fn fields(payload: &[u8]) -> Option<Fields> {
    let (genesis, rest) = split(payload)?;
    let genesis = Change::try_from(genesis).ok()?;
    let made = genesis.decode();
    let mut texts: Vec<Text> = Vec::new();
    for (place, op) in (1..).zip(&made.operations) {
        let (OpType::Make(ObjType::Text), ObjectId::Root, Key::Map(name)) =
            (&op.action, &op.obj, &op.key)
        else {
            return None;
        };
        let object = ObjectId::Id(OpId::new(place, &made.actor_id));
        texts.push(Text {
            name: name.to_string(),
            object,
            end: ElementId::Head,
            text: String::new(),
        });
    }
    let mut fields = Fields::new();
    if !rest.is_empty() {
        let change = Change::try_from(rest).ok()?.decode();
        if change.deps != [genesis.hash()] {
            return None;
        }
        for (number, op) in (change.start_op.get()..).zip(change.operations) {
            let this = OpId::new(number, &change.actor_id);
            take(op, this, &mut texts, &mut fields)?;
        }
    }
    fields.extend(texts.into_iter().map(|text| (text.name, Value::Text(text.text))));
    Some(fields)
}

/// A prose field while it is read.
struct Text {
    name: String,
    object: ObjectId,
    end: ElementId,
    text: String,
}

/// One operation of a first change: a character at a text's end, or a field that was not there.
fn take(op: Op, this: OpId, texts: &mut [Text], fields: &mut Fields) -> Option<()> {
    let OpType::Put(scalar) = op.action else { return None };
    if op.insert {
        let text = texts.iter_mut().find(|text| text.object == op.obj)?;
        let (ScalarValue::Str(letter), Key::Seq(after)) = (scalar, op.key) else { return None };
        if after != text.end {
            return None;
        }
        text.text.push_str(&letter);
        text.end = ElementId::Id(this);
        return Some(());
    }
    let (ObjectId::Root, Key::Map(name)) = (op.obj, op.key) else { return None };
    let value = match scalar {
        ScalarValue::Boolean(flag) => Value::Bool(flag),
        ScalarValue::Int(number) => Value::Int(number),
        ScalarValue::F64(number) => Value::Real(number),
        ScalarValue::Str(text) => Value::Text(text.to_string()),
        _ => return None,
    };
    let alone = op.pred.is_empty() && !texts.iter().any(|text| text.name == name.as_str());
    (alone && fields.insert(name.to_string(), value).is_none()).then_some(())
}

/// The first chunk and the rest: a chunk begins with four bytes that tell the format, four of a
/// checksum, one of its type, and its length as LEB128 (automerge.org/automerge-binary-format-spec).
fn split(payload: &[u8]) -> Option<(&[u8], &[u8])> {
    const LENGTH_AT: usize = 9;
    let (mut length, mut at) = (0usize, LENGTH_AT);
    loop {
        let byte = *payload.get(at)?;
        let shift = 7 * (at - LENGTH_AT);
        length |= usize::from(byte & 0x7f).checked_shl(u32::try_from(shift).ok()?)?;
        at += 1;
        if byte < 0x80 {
            return payload.split_at_checked(at.checked_add(length)?);
        }
    }
}

fn genesis(maker: &ActorId, prose: &[&str]) -> ExpandedChange {
    let make = |name: &&str| Op {
        action: OpType::Make(ObjType::Text),
        obj: ObjectId::Root,
        key: Key::Map((*name).into()),
        pred: SortedVec::new(),
        insert: false,
    };
    ExpandedChange {
        operations: prose.iter().map(make).collect(),
        actor_id: maker.clone(),
        hash: None,
        seq: 1,
        start_op: NonZeroU64::MIN,
        time: 0,
        message: None,
        deps: Vec::new(),
        author: None,
        extra_bytes: Vec::new(),
    }
}

fn operations(
    maker: &ActorId,
    actor: &ActorId,
    start: u64,
    prose: &[&str],
    fields: &Fields,
) -> Result<Vec<Op>> {
    let mut operations = Vec::new();
    for (key, value) in fields {
        let place = prose.iter().position(|name| name == key);
        let scalar = match (place, value) {
            (Some(place), Value::Text(text)) => {
                let object = ObjectId::Id(OpId::new(1 + place as u64, maker));
                insert_text(&mut operations, object, actor, start, text);
                continue;
            }
            (Some(_), _) => return Err(Error::invalid(key, format!("{key} is a text"))),
            (None, Value::Bool(flag)) => ScalarValue::Boolean(*flag),
            (None, Value::Int(number)) => ScalarValue::Int(*number),
            (None, Value::Real(number)) => ScalarValue::F64(*number),
            (None, Value::Text(text)) => ScalarValue::Str(text.as_str().into()),
        };
        operations.push(Op {
            action: OpType::Put(scalar),
            obj: ObjectId::Root,
            key: Key::Map(key.as_str().into()),
            pred: SortedVec::new(),
            insert: false,
        });
    }
    Ok(operations)
}

/// One insertion a character, each after the one before.
fn insert_text(
    operations: &mut Vec<Op>,
    object: ObjectId,
    actor: &ActorId,
    start: u64,
    text: &str,
) {
    let mut after = ElementId::Head;
    let mut letter = [0; 4];
    for char in text.chars() {
        let this = OpId::new(start + operations.len() as u64, actor);
        operations.push(Op {
            action: OpType::Put(ScalarValue::Str((&*char.encode_utf8(&mut letter)).into())),
            obj: object.clone(),
            key: Key::Seq(after),
            pred: SortedVec::new(),
            insert: true,
        });
        after = ElementId::Id(this);
    }
}

#[cfg(test)]
mod tests {
    use automerge::transaction::{CommitOptions, Transactable};
    use automerge::{AutoCommit, ROOT};
    use proptest::prelude::*;

    use super::*;
    use crate::doc::{Doc, DocEngine};

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            any::<bool>().prop_map(Value::Bool),
            any::<i64>().prop_map(Value::Int),
            (-1e9..1e9f64).prop_map(Value::Real),
            "\\PC{0,40}".prop_map(Value::Text),
        ]
    }

    /// What the engine makes of a genesis.
    fn empty(id: AnyId, prose: &[&str]) -> Doc {
        let mut doc = AutoCommit::new().with_actor(ActorId::from(id.as_bytes().as_slice()));
        for name in prose {
            doc.put_object(ROOT, *name, ObjType::Text).expect("a text");
        }
        doc.commit_with(CommitOptions::default().with_time(0));
        Doc(doc)
    }

    proptest! {
        #[test]
        fn the_changes_are_the_engine_s(
            mut fields in prop::collection::btree_map("[a-z/]{1,8}", value(), 0..6),
            body in prop::option::of("[a-z\\nàé日🎈\u{301}]{0,300}"),
        ) {
            let prose = ["body", "note"];
            fields.remove("note");
            fields.remove("body");
            if let Some(body) = body {
                fields.insert("body".into(), Value::Text(body));
            }
            let id = AnyId::from_time_and_hash(7, &[9; 10]);
            let author = Author { actor: &[5; 16], at_secs: 12 };
            let new = first(id, &prose, author, fields.clone()).expect("a document");

            let mut doc = empty(id, &prose);
            let changes = fields.into_iter().map(|(key, value)| (key, Some(value))).collect();
            doc.change(Author { actor: &[5; 16], at_secs: 12 }, &prose, &changes).expect("a change");
            prop_assert_eq!(&new.heads, &doc.heads());
            prop_assert_eq!(&new.fields, &doc.fields().expect("fields"));

            let loaded = Doc::load(None, std::iter::once(new.payload.as_slice())).expect("a load");
            prop_assert_eq!(&new.fields, &loaded.fields().expect("fields"));
            let read = super::fields(&new.payload);
            prop_assert_eq!(Some(new.fields), read);
        }

        #[test]
        fn a_document_that_was_edited_is_left_to_the_engine(
            body in "[a-zé]{0,20}", more in "[a-z]{1,20}", cut in any::<prop::sample::Index>(),
        ) {
            let id = AnyId::from_time_and_hash(7, &[9; 10]);
            let actor = [5; 16];
            let author = Author { actor: &actor, at_secs: 12 };
            let given = Fields::from([("body".to_owned(), Value::Text(body))]);
            let new = first(id, &["body"], author, given).expect("a document");
            let mut doc = Doc::load(None, std::iter::once(new.payload.as_slice())).expect("a load");
            let changes = [("body".to_owned(), Some(Value::Text(more)))].into();
            doc.change(author, &["body"], &changes).expect("a change");
            let whole = doc.save_after(&Heads::default()).expect("a save");
            if let Some(fields) = super::fields(&whole) {
                prop_assert_eq!(fields, doc.fields().expect("fields"));
            }
            let cut = cut.index(new.payload.len());
            let cut_off = super::fields(&new.payload[..cut]);
            prop_assert!(cut_off.is_none_or(|fields| fields["body"] == Value::Text(String::new())));
        }
    }
}
