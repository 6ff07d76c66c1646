use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::endpoint::commit;
use crate::endpoint::form::Form;

const NOW: i64 = 1_780_000_000;

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (NOW - 1_000..NOW).prop_map(Value::from),
        "[ a-zä\\u{0}0-9]{0,8}".prop_map(Value::from),
        Just(json!("9f42783a-423b-4ed6-8a10-fdf4cb44456f")),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::hash_map("[a-c]", inner, 0..3)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Listens with the right keys and anything in them.
fn listen() -> impl Strategy<Value = Value> {
    let keys = ["duration", "duration_ms", "tags", "artist_mbids", "recording_mbid", "other"];
    let info = prop::collection::hash_map(prop::sample::select(keys.to_vec()), value(), 0..3);
    let at = prop_oneof![4 => (NOW - 1_000..NOW).prop_map(Value::from), 1 => value()];
    let text = || prop_oneof![4 => "[ a-z]{1,8}".prop_map(Value::from), 1 => value()];
    (at, text(), text(), info).prop_map(|(at, artist, title, info)| {
        json!({ "listened_at": at, "track_metadata": {
            "artist_name": artist, "track_name": title, "additional_info": info,
        } })
    })
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes, NOW);
        let _ = Form::read(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_document_is_read_or_refused(payload in value(), kind in value()) {
        let body = json!({ "listen_type": kind, "payload": payload });
        let _ = read(body.to_string().as_bytes(), NOW);
    }

    #[test]
    fn what_is_taken_is_taken_again_unchanged(listens in prop::collection::vec(listen(), 1..4)) {
        let body = json!({ "listen_type": "import", "payload": listens });
        if let Ok(taken) = read(body.to_string().as_bytes(), NOW) {
            let again = commit::body(&taken.listens).expect("JSON");
            let again = read(&again, NOW).expect("it was taken before");
            prop_assert_eq!(taken.listens, again.listens);
        }
    }
}
