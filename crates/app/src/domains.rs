//! The one list of domains.

use domain::Domain;
use store::facts::Fact;
use store::record::{Record, SearchDoc};
use store::store::Schema;

/// Every domain, in the order in which the window shows them.
pub(crate) static DOMAINS: &[&dyn Domain] = &[
    &journal::Diary,
    &listening::Listening,
    &finance::Finance,
    &fitness::Fitness,
    &breath::Breath,
    &mood::Mood,
];

/// What the store must know of the domains.
pub(crate) fn schema() -> Schema {
    Schema {
        kinds: DOMAINS.iter().flat_map(|domain| domain.records()).copied().collect(),
        facts: DOMAINS.iter().flat_map(|domain| domain.facts()).copied().collect(),
        projections: DOMAINS.iter().filter_map(|domain| domain.projection()).collect(),
        search,
        search_fact,
    }
}

/// The domain of a kind or command: what stands before the dot.
pub(crate) fn of(name: &str) -> Option<&'static dyn Domain> {
    let prefix = name.split('.').next().unwrap_or_default();
    DOMAINS.iter().copied().find(|domain| domain.name() == prefix)
}

fn search(record: &Record) -> Option<SearchDoc> {
    of(&record.kind)?.search(record)
}

fn search_fact(fact: &Fact) -> Option<SearchDoc> {
    of(&fact.kind)?.search_fact(fact)
}
