//! What rules say of a session. A rule speaks only from a measured number, and quotes it; where nothing was
//! measured it is silent. None of them praises, blames or gives a grade.

use std::collections::BTreeMap;

use super::figure::Figure;
use super::summary::{Coaching, Summary};

/// Sentences that are shown, at most.
const SENTENCES_MAX: usize = 3;
/// Less than this share heard: where the microphone stands is worth a word.
const HEARD_LITTLE: f64 = 0.5;
/// Less than this share with a face in the picture.
const SEEN_LITTLE: f64 = 0.5;
/// A lag from which on it is worth a word, seconds.
const LAG_SECS: f64 = 0.5;
/// A difference of rates or lengths that is worth a word, as a share of what was asked for.
const APART: f64 = 0.15;
/// A change of the rate from before that is worth a word, breaths a minute.
const SLOWED: f64 = 1.0;
/// A change of the match between the halves that is worth a word.
const SETTLED: f64 = 0.1;

/// What is said of a session, the most useful first. `lengths`: how long the pacer's breaths in and out are,
/// seconds, where it asks for one length of each.
pub(crate) fn coaching(summary: &Summary, lengths: Option<(f64, f64)>) -> Vec<Coaching> {
    let rules = [
        heard_little(summary),
        seen_little(summary),
        slowed(summary),
        rate(summary),
        exhale(summary, lengths),
        lag(summary),
        settled(summary),
    ];
    rules.into_iter().flatten().take(SENTENCES_MAX).collect()
}

fn says(id: &str, numbers: &[(&str, f64)]) -> Option<Coaching> {
    let numbers: BTreeMap<String, f64> =
        numbers.iter().map(|(name, number)| ((*name).to_owned(), *number)).collect();
    Some(Coaching { id: id.to_owned(), numbers })
}

fn heard_little(summary: &Summary) -> Option<Coaching> {
    let heard = summary.heard_share.filter(|heard| *heard < HEARD_LITTLE)?;
    says("heard_little", &[("heard_share", heard), ("secs", summary.secs)])
}

fn seen_little(summary: &Summary) -> Option<Coaching> {
    let seen = summary.face_share.filter(|seen| *seen < SEEN_LITTLE)?;
    says("seen_little", &[("face_share", seen), ("secs", summary.secs)])
}

/// Breath became slower than it was before the pacer began.
fn slowed(summary: &Summary) -> Option<Coaching> {
    let (before, during) = (summary.breathing_before.value?, summary.breathing_during.value?);
    (SLOWED <= before - during)
        .then(|| says("slowed", &[("before", before), ("during", during)]))
        .flatten()
}

/// The breath's own rate was another one than the pacer's.
fn rate(summary: &Summary) -> Option<Coaching> {
    let (rate, target) = (summary.breathing_during.value?, summary.target_per_minute?);
    let numbers = [("rate", rate), ("target", target)];
    match (rate - target) / target {
        apart if APART < apart => says("faster_than_pacer", &numbers),
        apart if apart < -APART => says("slower_than_pacer", &numbers),
        _ => None,
    }
}

/// Breaths out were shorter or longer than asked for.
fn exhale(summary: &Summary, lengths: Option<(f64, f64)>) -> Option<Coaching> {
    let (_, asked) = lengths.filter(|(_, asked)| *asked > 0.0)?;
    let measured = summary.exhale_secs.value?;
    let numbers = [("exhale_secs", measured), ("target_secs", asked)];
    match (measured - asked) / asked {
        apart if apart < -APART => says("exhale_shorter", &numbers),
        apart if APART < apart => says("exhale_longer", &numbers),
        _ => None,
    }
}

/// Breath came a good while after the pacer.
fn lag(summary: &Summary) -> Option<Coaching> {
    let matched = summary.matched.value?;
    (LAG_SECS <= summary.lag_secs)
        .then(|| says("lag", &[("lag_secs", summary.lag_secs), ("matched", matched)]))
        .flatten()
}

/// Breath and pacer matched more in the second half.
fn settled(summary: &Summary) -> Option<Coaching> {
    let known = |figure: &Figure| figure.value;
    let (first, second) = (known(&summary.matched_first)?, known(&summary.matched_second)?);
    (SETTLED <= second - first)
        .then(|| says("settled", &[("first", first), ("second", second)]))
        .flatten()
}

#[cfg(test)]
mod tests {
    use base::sense::{Source, Unknown};

    use super::*;

    fn known(value: f64) -> Figure {
        Figure::known(&unknown(), value)
    }

    fn unknown() -> Figure {
        Figure::unknown(Source::Microphone, "test", Unknown::Silent, 0.8)
    }

    fn nothing() -> Summary {
        Summary {
            secs: 300.0,
            cycles: 30,
            breathing_before: unknown(),
            breathing_during: unknown(),
            target_per_minute: Some(6.0),
            matched: unknown(),
            lag_secs: 0.0,
            known_secs: 0.0,
            matched_first: unknown(),
            matched_second: unknown(),
            rate_error: unknown(),
            locking: unknown(),
            inhale_secs: unknown(),
            exhale_secs: unknown(),
            pulse: unknown(),
            stillness: unknown(),
            face_share: None,
            heard_share: None,
        }
    }

    fn ids(summary: &Summary) -> Vec<String> {
        coaching(summary, Some((5.0, 5.0))).into_iter().map(|one| one.id).collect()
    }

    #[test]
    fn where_nothing_was_measured_nothing_is_said() {
        assert_eq!(ids(&nothing()), [""; 0]);
    }

    #[test]
    fn each_sentence_quotes_what_was_measured() {
        let told = Summary {
            breathing_before: known(14.0),
            breathing_during: known(7.5),
            exhale_secs: known(3.5),
            matched: known(0.7),
            lag_secs: 0.7,
            matched_first: known(0.55),
            matched_second: known(0.8),
            ..nothing()
        };
        let said = coaching(&told, Some((5.0, 5.0)));
        let ids: Vec<&str> = said.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["slowed", "faster_than_pacer", "exhale_shorter"]);
        assert_eq!(said[0].numbers["before"], 14.0);
        let later = Summary {
            breathing_before: unknown(),
            breathing_during: known(6.1),
            exhale_secs: known(5.1),
            heard_share: Some(0.3),
            ..told
        };
        assert_eq!(self::ids(&later), ["heard_little", "lag", "settled"]);
    }
}
