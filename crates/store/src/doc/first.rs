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
            prop_assert_eq!(new.fields, loaded.fields().expect("fields"));
        }
    }
}
