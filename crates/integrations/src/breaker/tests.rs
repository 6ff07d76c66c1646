//! The table, and a naive model that counts down what is left.

use proptest::prelude::*;

use super::*;

const CLASSES: [Class; 3] = [Class::Auth, Class::Network, Class::Unknown];
const START: i64 = 1_800_000_000_000;

fn open(class: Class) -> Breaker {
    let mut breaker = Breaker::default();
    for _ in 0..class.failures_max() {
        assert_eq!(breaker.ask(START), Verdict::Go, "closed until the last failure");
        breaker.failed(class, "no", START);
    }
    breaker
}

#[test]
fn the_table_holds() {
    for (class, failures, hours) in
        [(Class::Auth, 3, 24), (Class::Network, 5, 2), (Class::Unknown, 10, 1)]
    {
        assert_eq!((class.failures_max(), class.open_ms()), (failures, hours * HOUR_MS));
        let mut breaker = open(class);
        let end = START + hours * HOUR_MS;
        let pause = Pause::Open { class, until_ms: end };
        assert_eq!(breaker.ask(end - 1), Verdict::Wait(pause));
        assert_eq!(breaker.ask(end), Verdict::Probe);
        assert_eq!(breaker.ask(end), Verdict::Wait(Pause::Probing), "one probe only");
        breaker.failed(Class::Unknown, "still no", end);
        let again = Pause::Open { class: Class::Unknown, until_ms: end + HOUR_MS };
        assert_eq!(breaker.pause(end), Some(again), "a probe that fails opens at once");
        assert_eq!(breaker.ask(end + HOUR_MS), Verdict::Probe);
        breaker.succeeded();
        assert_eq!(breaker.ask(end + HOUR_MS), Verdict::Go);
        assert_eq!(breaker.message(), None);
    }
}

#[test]
fn success_in_between_begins_the_count_anew() {
    let mut breaker = Breaker::default();
    for _ in 0..20 {
        for _ in 1..Class::Auth.failures_max() {
            breaker.failed(Class::Auth, "no", START);
        }
        breaker.succeeded();
    }
    assert_eq!(breaker.ask(START), Verdict::Go);
}

#[test]
fn a_withdrawn_grant_opens_at_once_and_is_never_probed() {
    let mut breaker = Breaker::default();
    breaker.revoked("invalid_grant");
    for years in 0..20 {
        let now = START + years * 365 * 24 * HOUR_MS;
        assert_eq!(breaker.ask(now), Verdict::Wait(Pause::Reconnect));
        assert_eq!(breaker.retry_now(now), Some(Pause::Reconnect));
    }
    breaker.reconnected();
    assert_eq!(breaker.ask(START), Verdict::Go);
}

#[test]
fn a_wait_of_a_day_is_no_failure_and_is_honoured_over_a_restart() {
    let mut breaker = Breaker::default();
    breaker.asked_to_wait(85_771_000, START);
    let json = serde_json::to_string(&breaker).expect("plain values");
    let mut breaker: Breaker = serde_json::from_str(&json).expect("what was written");
    let until_ms = START + 85_771_000;
    assert_eq!(breaker.ask(until_ms - 1), Verdict::Wait(Pause::Asked { until_ms }));
    assert_eq!(breaker.retry_now(until_ms - 1), Some(Pause::Asked { until_ms }));
    assert_eq!(breaker.ask(until_ms), Verdict::Go);
    assert_eq!(breaker.failures, Failures::default());
}

#[test]
fn a_probe_that_was_asked_to_wait_goes_again_after_it() {
    let mut breaker = open(Class::Network);
    let end = START + Class::Network.open_ms();
    assert_eq!(breaker.ask(end), Verdict::Probe);
    breaker.asked_to_wait(2_000, end);
    assert_eq!(breaker.ask(end + 1_999), Verdict::Wait(Pause::Asked { until_ms: end + 2_000 }));
    assert_eq!(breaker.ask(end + 2_000), Verdict::Probe);
}

#[test]
fn a_clock_that_was_a_year_ahead_does_not_keep_it_open_for_a_year() {
    let year = 365 * 24 * HOUR_MS;
    let mut breaker = open(Class::Auth);
    // The kept state was written a year ahead; the program starts again with the clock mended.
    let now = START - year;
    let Verdict::Wait(Pause::Open { until_ms, .. }) = breaker.ask(now) else {
        panic!("it is open")
    };
    assert!(until_ms <= now + Class::Auth.open_ms());
    assert_eq!(
        breaker.ask(until_ms - 1),
        Verdict::Wait(Pause::Open { class: Class::Auth, until_ms })
    );
    assert_eq!(breaker.ask(until_ms), Verdict::Probe);
}

#[test]
fn retry_now_lets_one_probe_through() {
    let mut breaker = open(Class::Auth);
    assert_eq!(breaker.retry_now(START), None);
    assert_eq!(breaker.ask(START), Verdict::Probe);
    assert_eq!(breaker.ask(START), Verdict::Wait(Pause::Probing));
    breaker.failed(Class::Auth, "no", START);
    assert!(matches!(breaker.ask(START), Verdict::Wait(Pause::Open { .. })));
}

/// What is left, in milliseconds, instead of when it ends.
#[derive(Debug, Default)]
struct Model {
    counts: [u32; 3],
    open: Option<i64>,
    probing: Option<i64>,
    asked: i64,
    revoked: bool,
    seen: i64,
}

#[derive(Debug, PartialEq)]
enum Expected {
    Go,
    Probe,
    Revoked,
    Asked(i64),
    Probing,
    Open(i64),
}

impl Model {
    fn see(&mut self, now: i64) {
        let passed = (now - self.seen).max(0);
        self.seen = now;
        let timers = [self.open.as_mut(), self.probing.as_mut(), Some(&mut self.asked)];
        for left in timers.into_iter().flatten() {
            *left = (*left - passed).max(0);
        }
    }

    fn look(&self) -> Expected {
        if self.revoked {
            return Expected::Revoked;
        }
        if self.asked > 0 {
            return Expected::Asked(self.asked);
        }
        match (self.probing, self.open) {
            (Some(left), _) if left > 0 => Expected::Probing,
            (Some(_), _) => Expected::Probe,
            (None, Some(left)) if left > 0 => Expected::Open(left),
            (None, Some(_)) => Expected::Probe,
            (None, None) => Expected::Go,
        }
    }

    fn ask(&mut self, now: i64) -> Expected {
        self.see(now);
        let expected = self.look();
        if expected == Expected::Probe {
            self.open = None;
            self.probing = Some(PROBE_MS);
        }
        expected
    }

    fn fail(&mut self, class: usize, now: i64) {
        self.see(now);
        self.counts[class] += 1;
        let closed = self.open.is_none() && self.probing.is_none() && !self.revoked;
        let full = self.counts[class] >= CLASSES[class].failures_max();
        if self.probing.is_some() && !self.revoked || closed && full {
            self.probing = None;
            self.open = Some(CLASSES[class].open_ms());
        }
    }
}

#[derive(Debug, Clone)]
enum Event {
    Pass(i64),
    Back(i64),
    Ask,
    Fail(usize),
    Succeed,
    Asked(i64),
    Revoke,
    Reconnect,
    RetryNow,
    Restart,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let jump = || prop_oneof![0..5_000i64, 0..4 * HOUR_MS, 0..60 * 24 * HOUR_MS];
    let event = prop_oneof![
        4 => jump().prop_map(Event::Pass),
        2 => jump().prop_map(Event::Back),
        5 => Just(Event::Ask),
        8 => (0..3usize).prop_map(Event::Fail),
        1 => Just(Event::Succeed),
        1 => prop_oneof![Just(2_000), Just(85_771_000), 0..10 * 24 * HOUR_MS].prop_map(Event::Asked),
        1 => Just(Event::Revoke),
        1 => Just(Event::Reconnect),
        1 => Just(Event::RetryNow),
        2 => Just(Event::Restart),
    ];
    proptest::collection::vec(event, 1..80)
}

fn told(verdict: Verdict, now: i64) -> Expected {
    match verdict {
        Verdict::Go => Expected::Go,
        Verdict::Probe => Expected::Probe,
        Verdict::Wait(Pause::Reconnect) => Expected::Revoked,
        Verdict::Wait(Pause::Asked { until_ms }) => Expected::Asked(until_ms - now),
        Verdict::Wait(Pause::Probing) => Expected::Probing,
        Verdict::Wait(Pause::Open { until_ms, .. }) => Expected::Open(until_ms - now),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn it_does_what_the_naive_model_does(events in events()) {
        let mut now = START;
        let mut breaker = Breaker { seen_ms: now, ..Breaker::default() };
        let mut model = Model { seen: now, ..Model::default() };
        for event in events {
            match event {
                Event::Pass(ms) => now += ms,
                Event::Back(ms) => now -= ms,
                Event::Ask => prop_assert_eq!(told(breaker.ask(now), now), model.ask(now)),
                Event::Fail(class) => {
                    breaker.failed(CLASSES[class], "no", now);
                    model.fail(class, now);
                }
                Event::Succeed => {
                    breaker.succeeded();
                    model = Model { seen: model.seen, ..Model::default() };
                }
                Event::Asked(ms) => {
                    breaker.asked_to_wait(ms, now);
                    model.see(now);
                    model.asked = ms;
                    if model.probing.take().is_some() {
                        model.open = Some(0);
                    }
                }
                Event::Revoke => {
                    breaker.revoked("gone");
                    model = Model { revoked: true, open: None, probing: None, ..model };
                }
                Event::Reconnect => {
                    breaker.reconnected();
                    model = Model { seen: model.seen, asked: model.asked, ..Model::default() };
                }
                Event::RetryNow => {
                    breaker.retry_now(now);
                    model.see(now);
                    model.open = model.open.map(|_| 0);
                }
                Event::Restart => {
                    let json = serde_json::to_string(&breaker).expect("plain values");
                    breaker = serde_json::from_str(&json).expect("what was written");
                }
            }
            if let Some(Pause::Open { class, until_ms }) = breaker.pause(now) {
                prop_assert!(until_ms - now <= class.open_ms(), "never longer than the table");
            }
        }
    }

    /// The file may hold an older state than the one that was last in memory.
    #[test]
    fn an_old_state_never_waits_longer_than_the_table(class in 0..3usize, at in 0..i64::from(u32::MAX) * 1000) {
        let breaker = open(CLASSES[class]);
        let Some(Pause::Open { until_ms, .. }) = breaker.pause(at) else {
            prop_assert!(at >= START + CLASSES[class].open_ms());
            return Ok(());
        };
        prop_assert!(until_ms - at <= CLASSES[class].open_ms());
    }
}
