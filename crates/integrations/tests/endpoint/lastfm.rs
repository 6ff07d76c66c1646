//! Last.fm's calls, as programs make them.

use base::error::Code;
use integrations::endpoint::backend::Client;
use integrations::endpoint::rate::RateLimit;
use serde_json::{Value, json};

use crate::world::{Ask, NOW, SECRET, TOKEN, World};

/// A program whose secret the person entered.
async fn signing() -> World {
    let like = Client { lastfm_secret: Some(SECRET.to_owned()), ..Client::default() };
    World::with(RateLimit::default(), like).await
}

fn encode(text: &str) -> String {
    let letter = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'-' => {
            char::from(byte).to_string()
        }
        b' ' => "+".to_owned(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(letter).collect()
}

fn form(fields: &[(&str, &str)]) -> String {
    let fields: Vec<_> =
        fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    fields.join("&")
}

/// The call, signed as Last.fm's documentation says.
fn signed(fields: &[(&str, &str)]) -> String {
    use md5::{Digest, Md5};
    let mut sorted = fields.to_vec();
    sorted.sort_unstable();
    sorted.retain(|(name, _)| *name != "format");
    let mut text: String = sorted.iter().map(|(name, value)| format!("{name}{value}")).collect();
    text += SECRET;
    let signature = data_encoding::HEXLOWER.encode(&Md5::digest(text.as_bytes()));
    form(fields) + "&api_sig=" + &signature
}

fn scrobble<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("method", "track.scrobble"), ("api_key", "key"), ("sk", TOKEN)];
    fields.extend_from_slice(more);
    fields
}

#[tokio::test]
async fn one_scrobble_becomes_one_listen() {
    let world = signing().await;
    let at = (NOW - 500).to_string();
    let fields = scrobble(&[
        ("artist", "Nadia & Karim"),
        ("track", "Hier <encore>"),
        ("timestamp", &at),
        ("album", "Le soir"),
        ("albumArtist", "Nadia"),
        ("duration", "215"),
        ("trackNumber", "3"),
        ("mbid", "9f42783a-423b-4ed6-8a10-fdf4cb44456f"),
        ("chosenByUser", "0"),
    ]);
    let answer = world.lastfm(&signed(&fields)).await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, Some("text/xml; charset=utf-8"))
    );
    assert_eq!(
        answer.body,
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<lfm status=\"ok\">\
             <scrobbles accepted=\"1\" ignored=\"0\"><scrobble>\
             <track corrected=\"0\">Hier &lt;encore&gt;</track>\
             <artist corrected=\"0\">Nadia &amp; Karim</artist>\
             <album corrected=\"0\">Le soir</album>\
             <albumArtist corrected=\"0\">Nadia</albumArtist>\
             <timestamp>{at}</timestamp>\
             <ignoredMessage code=\"0\"></ignoredMessage></scrobble></scrobbles></lfm>\n"
        )
    );
    let expected = json!({
        "listened_at": NOW - 500,
        "track_metadata": {
            "artist_name": "Nadia & Karim",
            "track_name": "Hier <encore>",
            "release_name": "Le soir",
            "additional_info": {
                "submission_client": "living room",
                "release_artist_name": "Nadia",
                "duration": 215,
                "tracknumber": 3,
                "recording_mbid": "9f42783a-423b-4ed6-8a10-fdf4cb44456f",
                "chosen_by_user": false,
            },
        },
    });
    assert_eq!(world.backend.only(), expected);
}

/// The form of fifty, with what is not taken between what is.
#[tokio::test]
async fn fifty_at_a_time_and_what_is_wrong_with_some() {
    let world = signing().await;
    let (now, old, new) = (NOW.to_string(), "1000000000".to_owned(), (NOW + 4_000).to_string());
    let tracks: Vec<(String, String, String)> = (0..50)
        .map(|index| {
            let title = format!("Title {index}");
            match index {
                3 => (" ".to_owned(), title, now.clone()),
                4 => ("Nadia".to_owned(), String::new(), now.clone()),
                5 => ("Nadia".to_owned(), title, old.clone()),
                6 => ("Nadia".to_owned(), title, new.clone()),
                // Three weeks late: Last.fm would ignore it, an archive does not.
                7 => ("Nadia".to_owned(), title, (NOW - 21 * 86_400).to_string()),
                _ => ("Nadia".to_owned(), title, now.clone()),
            }
        })
        .collect();
    let names: Vec<[String; 3]> = (0..50)
        .map(|index| {
            [format!("artist[{index}]"), format!("track[{index}]"), format!("timestamp[{index}]")]
        })
        .collect();
    let mut fields = scrobble(&[("format", "json")]);
    for ([artist, track, timestamp], (a, t, at)) in names.iter().zip(&tracks) {
        fields.extend([(artist.as_str(), a.as_str()), (track, t), (timestamp, at)]);
    }
    let answer = world.lastfm(&signed(&fields)).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    let answer = answer.json()["scrobbles"].clone();
    assert_eq!(answer["@attr"], json!({ "accepted": 46, "ignored": 4 }));
    let codes: Vec<&str> = answer["scrobble"]
        .as_array()
        .expect("several are a list")
        .iter()
        .map(|scrobble| scrobble["ignoredMessage"]["code"].as_str().expect("a text"))
        .collect();
    assert_eq!(codes[..9], ["0", "0", "0", "1", "2", "3", "4", "0", "0"]);
    let kept = world.backend.kept();
    assert_eq!(kept.len(), 46);
    let order: Vec<_> = kept[..4]
        .iter()
        .map(|(_, listen)| listen["track_metadata"]["track_name"].clone())
        .collect();
    assert_eq!(order, ["Title 0", "Title 1", "Title 2", "Title 7"], "by number, not by letters");
    let more = [("artist[50]", "a"), ("track[50]", "b"), ("timestamp[50]", now.as_str())];
    fields.extend(more);
    assert_eq!(world.lastfm(&signed(&fields)).await.json()["error"], 6, "fifty-one are too many");
    assert_eq!(world.backend.kept().len(), 46);
}

#[tokio::test]
async fn what_plays_now_is_told_and_not_kept() {
    let world = signing().await;
    let fields = [
        ("method", "track.updateNowPlaying"),
        ("api_key", "key"),
        ("sk", TOKEN),
        ("artist", "Nadia"),
        ("track", "Hier encore"),
        ("duration", "200"),
        ("format", "json"),
    ];
    let answer = world.lastfm(&signed(&fields)).await.json();
    assert_eq!(answer["nowplaying"]["track"], json!({ "corrected": "0", "#text": "Hier encore" }));
    let playing = world.endpoint.playing().expect("something plays");
    assert_eq!(playing["track_name"], "Hier encore");
    assert_eq!(world.backend.kept(), []);
}

#[tokio::test]
async fn errors_have_last_fms_numbers() {
    let world = signing().await;
    let track = [("artist", "a"), ("track", "b"), ("timestamp", "1780000000")];
    let error = async |form: String| {
        let answer = world.lastfm(&(form + "&format=json")).await;
        (answer.status, answer.json()["error"].as_u64().expect("a number"))
    };
    let with = |fields: &[(&str, &str)]| signed(fields);
    let method = [("method", "user.getTopArtists"), ("api_key", "key")];
    assert_eq!(error(with(&method)).await, (400, 3));
    assert_eq!(error("api_key=key".to_owned()).await, (400, 6), "no method");
    assert_eq!(error(with(&scrobble(&[]))).await, (400, 6), "no track");
    assert_eq!(
        error(with(&scrobble(&[("track", "b"), ("timestamp", "1780000000")]))).await,
        (400, 6)
    );
    assert_eq!(
        error(with(&scrobble(&[("artist", "a"), ("track", "b"), ("timestamp", "x")]))).await,
        (400, 6)
    );
    let mut unknown = scrobble(&track);
    unknown[2] = ("sk", "nonsense");
    assert_eq!(error(with(&unknown)).await, (403, 9));
    let other = form(&scrobble(&track)) + "&api_sig=d41d8cd98f00b204e9800998ecf8427e";
    assert_eq!(error(other).await, (403, 13));
    assert_eq!(error(form(&scrobble(&track))).await, (403, 13), "no signature");
    world.backend.is_locked.store(true, std::sync::atomic::Ordering::SeqCst);
    assert_eq!(error(with(&scrobble(&track))).await, (503, 16));
    let failed = world.lastfm(&with(&unknown)).await.body;
    assert_eq!(
        failed,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<lfm status=\"failed\"><error code=\"9\">\
         Invalid session key - Please re-authenticate</error></lfm>\n"
    );
    let ask = Ask::get(&format!("/2.0/?{}", with(&scrobble(&track))));
    assert_eq!(world.http().await.ask(&ask).await.status, 400, "what writes comes by POST");
    assert_eq!(world.backend.kept(), []);
}

#[tokio::test]
async fn a_program_with_a_secret_of_its_own_is_known_by_its_session_key() {
    let world = World::new().await;
    let at = NOW.to_string();
    let fields = scrobble(&[("artist[0]", "a"), ("track[0]", "b"), ("timestamp[0]", &at)]);
    let call = form(&fields) + "&api_sig=d41d8cd98f00b204e9800998ecf8427e&format=json";
    let answer = world.lastfm(&call).await.json();
    assert_eq!(answer["scrobbles"]["scrobble"]["timestamp"], json!(at), "one is no list");
}

#[tokio::test]
async fn a_password_that_is_the_token_gives_a_session() {
    let world = signing().await;
    let call = |password: &str| {
        signed(&[
            ("method", "auth.getMobileSession"),
            ("api_key", "key"),
            ("username", "nadia"),
            ("password", password),
        ])
    };
    let answer = world.lastfm(&(call(TOKEN) + "&format=json")).await.json();
    assert_eq!(answer, json!({ "session": { "name": "nadia", "key": TOKEN, "subscriber": 0 } }));
    let body = world.lastfm(&call(TOKEN)).await.body;
    assert!(body.contains(&format!("<session><name>nadia</name><key>{TOKEN}</key>")), "{body}");
    let answer = world.lastfm(&(call("nonsense") + "&format=json")).await;
    assert_eq!((answer.status, answer.json()["error"].clone()), (403, json!(4)));
}

#[tokio::test]
async fn a_program_waits_for_the_person_to_approve_it() {
    let world = signing().await;
    let get = async |fields: &[(&str, &str)]| {
        let ask = Ask::get(&format!("/2.0/?{}&format=json", signed(fields)));
        world.http().await.ask(&ask).await.json()
    };
    let asked = get(&[("method", "auth.getToken"), ("api_key", "player")]).await;
    let token = asked["token"].as_str().expect("a token").to_owned();
    let waiting = world.endpoint.waiting_sessions();
    assert_eq!((waiting.len(), waiting[0].api_key.as_str()), (1, "player"));
    let page = world.get(&format!("/api/auth/?api_key=player&token={token}")).await;
    assert_eq!(page.status, 200, "where the program sends the person");
    let session = async |token: &str| {
        get(&[("method", "auth.getSession"), ("api_key", "player"), ("token", token)]).await
    };
    assert_eq!(session(&token).await["error"], 14, "not yet");
    let nobody = world.endpoint.approve_session("nonsense", TOKEN);
    assert_eq!(nobody.expect_err("nobody waits").code(), Code::NotFound);
    world.endpoint.approve_session(&token, TOKEN).expect("it waits");
    assert_eq!(world.endpoint.waiting_sessions(), []);
    assert_eq!(session(&token).await["session"]["key"], json!(TOKEN));
    assert_eq!(session(&token).await["error"], 4, "a token is used once");
    let planted = Ask::get("/2.0/?method=auth.getToken&api_key=player");
    let planted = planted.header("Sec-Fetch-Site", "cross-site");
    world.http().await.ask(&planted).await.error(403);
    let late = get(&[("method", "auth.getToken"), ("api_key", "player")]).await;
    world.env.pass_ms(3_600_000);
    assert_eq!(session(late["token"].as_str().expect("a token")).await["error"], 15);
    assert_eq!(Value::Null, session("nonsense").await["session"]);
}
