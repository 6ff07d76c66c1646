//! What there is to tell of, and where it happens.

use super::scene::Scene;

/// What is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Topic {
    pub rule: &'static str,
    pub tag: &'static str,
    pub place: &'static str,
    pub scenes: &'static [Scene],
}

const fn topic(
    rule: &'static str,
    tag: &'static str,
    place: &'static str,
    scenes: &'static [Scene],
) -> Topic {
    Topic { rule, tag, place, scenes }
}

pub(super) const WORK: Topic = topic("work", "work", "the office", &[Scene::Table, Scene::Town]);
pub(super) const RUN: Topic =
    topic("run", "run", "Avon towpath", &[Scene::River, Scene::Wood, Scene::Hills]);
pub(super) const DOG: Topic = topic("dog", "pepper", "the Downs", &[Scene::Hills, Scene::Wood]);
pub(super) const FRIENDS: Topic = topic("friends", "friends", "", &[Scene::Table, Scene::Town]);
pub(super) const FAMILY: Topic = topic("family", "family", "", &[Scene::Table, Scene::Hills]);
pub(super) const HOME: Topic = topic("home", "home", "home", &[Scene::Table, Scene::Sky]);
pub(super) const COOK: Topic = topic("cook", "food", "home", &[Scene::Table]);
pub(super) const READ: Topic = topic("read", "books", "home", &[Scene::Table]);
pub(super) const CITY: Topic =
    topic("city", "bristol", "Bristol harbor", &[Scene::Town, Scene::River, Scene::Sky]);
pub(super) const BODY: Topic = topic("body", "health", "", &[Scene::Sky]);
pub(super) const THOUGHT: Topic = topic("thought", "thinking", "", &[Scene::Sky, Scene::Hills]);
pub(super) const LOW: Topic = topic("low", "low", "", &[Scene::Sky]);

/// Degrees north and east of the places that are on a map.
pub(super) fn position(place: &str) -> Option<(f64, f64)> {
    Some(match place {
        "the office" => (51.4496, -2.5811),
        "Avon towpath" => (51.4478, -2.6192),
        "the Downs" => (51.4704, -2.6236),
        "Bristol harbor" => (51.4487, -2.5990),
        "Bristol" => (51.4545, -2.5879),
        "Leigh Woods" => (51.4631, -2.6389),
        "Porto" => (41.1406, -8.6132),
        "Pinhão" => (41.1901, -7.5464),
        "Afife" => (41.7785, -8.8703),
        "Viana do Castelo" => (41.6932, -8.8329),
        "Pembrokeshire" => (51.7430, -5.2140),
        _ => return None,
    })
}
