//! Who comes in: hosts, origins, tokens, and how often.

use std::sync::Arc;

use base::env::{Env, FixedEnv};
use base::error::Code;
use integrations::endpoint::backend::{Backend, Client};
use integrations::endpoint::rate::RateLimit;
use integrations::endpoint::{Options, new_token, serve, token_hash, token_is};

use crate::world::{Answer, Ask, Memory, NOW, OTHER_TOKEN, World, listen, single};

const EXTENSION: &str = "chrome-extension://hhinaapppaileiechjoiifaancjggfjm";

fn submission() -> Ask {
    Ask::post("/1/submit-listens", &single(listen(NOW, "a")).to_string())
}

async fn ask(world: &World, ask: Ask) -> Answer {
    world.http().await.ask(&ask).await
}

#[tokio::test]
async fn only_its_own_names_are_answered() {
    let world = World::new().await;
    let port = world.endpoint.address().port();
    for host in ["evil.example", "127.0.0.1", "127.0.0.1:1", "evil.example:80", ""] {
        let host = Some(host.to_owned());
        ask(&world, Ask { host, ..submission() }).await.error(403);
    }
    let evil = Some(format!("rebound.example:{port}"));
    ask(&world, Ask { host: evil, ..submission() }).await.error(403);
    assert_eq!(world.backend.kept(), []);
    for name in ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"] {
        let host = Some(format!("{name}:{port}"));
        assert_eq!(ask(&world, Ask { host, ..submission() }).await.status, 200, "{name}");
    }
}

#[tokio::test]
async fn without_its_token_nobody_comes_in() {
    let world = World::new().await;
    for (header, words) in [
        ("", "You need to provide an Authorization header."),
        ("Token", "Provided Authorization header is invalid."),
        ("Token ", "Provided Authorization header is invalid."),
        ("Token nonsense", "Invalid authorization token."),
    ] {
        for path in ["/1/submit-listens", "/1/playing-now/delete", "/1/latest-import"] {
            let body = single(listen(NOW, "a")).to_string();
            let request = Ask::post(path, &body).header("Authorization", header);
            assert_eq!(ask(&world, request).await.error(401), words, "{path}");
        }
        for path in ["listens", "listen-count", "playing-now"] {
            let path = format!("/1/user/nadia/{path}");
            let request = Ask::get(&path).header("Authorization", header);
            assert_eq!(ask(&world, request).await.error(401), words, "{path}");
        }
    }
    assert_eq!(world.backend.kept(), []);
}

#[tokio::test]
async fn pages_are_refused_until_the_person_allows_their_origin() {
    let world = World::new().await;
    let preflight = Ask { method: "OPTIONS", ..submission() };
    for origin in [EXTENSION, "https://evil.example", "null", "http://127.0.0.1:1"] {
        let answer = ask(&world, submission().header("Origin", origin)).await;
        answer.error(403);
        assert_eq!(answer.header("access-control-allow-origin"), None);
        ask(&world, preflight.clone().header("Origin", origin)).await.error(403);
    }
    assert_eq!(world.backend.kept(), []);
    let refused = world.backend.refused.lock().expect("no panic").clone();
    let asked = ("living room".to_owned(), EXTENSION.to_owned());
    assert_eq!(refused.first(), Some(&asked), "the person may be asked");
    let strange = submission().header("Authorization", "Token nonsense");
    ask(&world, strange.header("Origin", "https://other.example")).await.error(403);
    let refused = world.backend.refused.lock().expect("no panic").clone();
    assert!(
        refused.iter().all(|(_, origin)| origin != "https://other.example"),
        "who has no token cannot make the person be asked"
    );
}

#[tokio::test]
async fn an_origin_that_is_allowed_may_use_its_own_client_only() {
    let like = Client { allowed_origins: vec![EXTENSION.to_owned()], ..Client::default() };
    let world = World::with(RateLimit::default(), like).await;
    let preflight = Ask { method: "OPTIONS", headers: Vec::new(), ..submission() }
        .header("Origin", EXTENSION)
        .header("Access-Control-Request-Private-Network", "true");
    let answer = ask(&world, preflight).await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-origin"), Some(EXTENSION));
    assert_eq!(answer.header("access-control-allow-headers"), Some("Authorization, Content-Type"));
    assert_eq!(answer.header("access-control-allow-private-network"), Some("true"));
    let answer = ask(&world, submission().header("Origin", EXTENSION)).await;
    assert_eq!(
        (answer.status, answer.header("access-control-allow-origin")),
        (200, Some(EXTENSION))
    );
    assert_eq!(answer.header("vary"), Some("origin"));
    let other = submission().header("Authorization", format!("Token {OTHER_TOKEN}"));
    ask(&world, other.header("Origin", EXTENSION)).await.error(403);
    assert_eq!(world.backend.kept().len(), 1);
}

#[tokio::test]
async fn who_asks_too_often_waits_and_is_told_how_long() {
    let rate = RateLimit { requests: 3, window_s: 10 };
    let world = World::with(rate, Client::default()).await;
    world.env.pass_ms(4_000);
    for left in ["2", "1", "0"] {
        let answer = ask(&world, submission()).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("x-ratelimit-limit"), Some("3"));
        assert_eq!(answer.header("x-ratelimit-remaining"), Some(left));
        assert_eq!(answer.header("x-ratelimit-reset-in"), Some("6"));
        assert_eq!(answer.header("x-ratelimit-reset"), Some((NOW + 10).to_string().as_str()));
    }
    let answer = ask(&world, submission()).await;
    answer.error(429);
    assert_eq!(answer.header("retry-after"), Some("6"));
    assert_eq!(world.backend.kept().len(), 3, "the fourth is not kept");
    let other = submission().header("Authorization", format!("Token {OTHER_TOKEN}"));
    assert_eq!(ask(&world, other).await.status, 200, "each client has its own share");
    for _ in 0..3 {
        ask(&world, submission().header("Authorization", "Token guess")).await.error(401);
    }
    ask(&world, submission().header("Authorization", "Token guess")).await.error(429);
    world.env.pass_ms(6_000);
    assert_eq!(ask(&world, submission()).await.status, 200);
}

#[tokio::test]
async fn other_machines_never_reach_it() {
    let env: Arc<dyn Env> = Arc::new(FixedEnv::at("2026-05-28T20:26:40Z", "UTC", 1));
    let backend: Arc<dyn Backend> = Arc::new(Memory::default());
    let options = |address: &str| Options {
        address: address.parse().expect("an address"),
        user: "nadia".to_owned(),
        rate: RateLimit::default(),
    };
    for address in ["0.0.0.0:0", "192.168.1.7:0", "[::]:0"] {
        let refused = serve(options(address), Arc::clone(&backend), Arc::clone(&env)).await;
        assert_eq!(refused.err().map(|error| error.code()), Some(Code::Invalid), "{address}");
    }
    let world = World::new().await;
    let taken = world.endpoint.address().to_string();
    let refused = serve(options(&taken), backend, env).await;
    assert_eq!(refused.err().map(|error| error.code()), Some(Code::Conflict));
}

#[tokio::test]
async fn nothing_that_is_answered_is_kept_or_shown_as_a_page() {
    let world = World::new().await;
    let answer = world.get("/1/user/nadia/listens").await;
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.header("access-control-allow-origin"), None, "no page reads it");
}

#[test]
fn a_backend_keeps_the_hash_of_a_token() {
    let env = FixedEnv::at("2026-05-28T20:26:40Z", "UTC", 1);
    let (token, other) = (new_token(&env), new_token(&env));
    assert_eq!(token.len(), 36);
    let hash = token_hash(&token);
    assert!(token_is(&token, &hash));
    assert!(!token_is(&other, &hash));
    assert!(!token_is("", &hash));
}
