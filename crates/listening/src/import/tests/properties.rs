//! No bytes whatever make an importer panic, hang or claim what it did not do.

use proptest::prelude::*;

use super::*;

fn swallow(source: &Source) {
    for importer in crate::import::IMPORTERS {
        // An error is as good an answer as any here; the account checks each play.
        let _ = (importer.sniff)(source);
        let _ = (importer.parse)(source, &mut Account::default());
    }
}

/// Files of every format, to be broken.
fn seeds() -> Vec<(&'static str, String)> {
    vec![
        ("Streaming_History_Audio_0.json", spotify::EXTENDED.to_owned()),
        ("StreamingHistory0.json", spotify::ACCOUNT.to_owned()),
        ("recent.json", spotify::RECENT.to_owned()),
        ("5.jsonl", listenbrainz::LISTENS.join("\n")),
        ("listens.json", format!("[{}]", listenbrainz::LISTENS.join(","))),
        (
            "submit.json",
            format!(r#"{{"listen_type":"import","payload":[{}]}}"#, listenbrainz::LISTENS[0]),
        ),
        ("page.json", lastfm::PAGE.to_owned()),
        ("pages.json", format!("[{}]", lastfm::PAGE)),
        ("lastfm.csv", "artist,album,track,date\nOne,,Duet,01 May 2023 10:00\n".to_owned()),
        ("maloja.json", lastfm::MALOJA.to_owned()),
        ("Apple Music Play Activity.csv", apple_music::ACTIVITY.to_owned()),
        ("watch-history.json", youtube_music::HISTORY.to_owned()),
        (".scrobbler.log", rockbox::LOG.to_owned()),
    ]
}

const SEEDS: usize = 13;

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..2000), seed in 0..SEEDS) {
        let (name, _) = &seeds()[seed];
        swallow(&file(name, &bytes));
        swallow(&zip_of(&[(name, &bytes)]));
    }

    #[test]
    fn files_with_a_few_wrong_bytes(
        seed in 0..SEEDS,
        wrong in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in any::<prop::sample::Index>(),
        cuts in any::<bool>(),
    ) {
        let (name, text) = seeds().swap_remove(seed);
        let mut bytes = text.into_bytes();
        for (at, byte) in wrong {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        swallow(&file(name, &bytes));
        swallow(&zip_of(&[(name, &bytes)]));
    }

    #[test]
    fn any_words(text in "(\\[|\\]|\\{|\\}|:|,|\"|\\\\|\t|\n|;|-|T|Z|[a-z0-9é ]|null|true|\"ts\"|\"track\"|\"payload\"|\"listens\"){0,120}") {
        for (name, _) in seeds() {
            swallow(&file(name, &text));
        }
        let quoted = serde_json::to_string(&text).unwrap();
        swallow(&file("endsong_0.json", format!(r#"[{{"ts":{quoted},"master_metadata_track_name":{quoted}}},{{"ts":{text}}},{text}]"#)));
        swallow(&file("1.jsonl", format!(r#"{{"listened_at":{quoted},"track_metadata":{{"track_name":{quoted},"additional_info":{{"duration":{quoted}}}}}}}"#)));
    }
}
