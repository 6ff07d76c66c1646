use proptest::prelude::*;

use super::*;

fn track(name: &str, length_s: u64) -> Track {
    Track {
        id: Some(format!("/track/{name}")),
        title: name.to_owned(),
        artists: vec!["Nadia".to_owned()],
        duration_ms: Some(length_s * 1_000).filter(|ms| *ms > 0),
        ..Track::default()
    }
}

/// A session with a clock of whole seconds.
#[derive(Default)]
struct World {
    session: Session,
    now_s: u64,
    heard: Vec<Heard>,
}

impl World {
    /// Where the wall clock stands when the steady one is at 0, milliseconds.
    const BEGAN: i64 = 1_780_000_000_000;

    fn at(&self) -> Moment {
        let wall_ms = World::BEGAN + i64::try_from(self.now_s).expect("days") * 1_000;
        Moment { wall_ms, steady: Duration::from_secs(self.now_s) }
    }

    fn tell(&mut self, event: Event) {
        let at = self.at();
        self.session.take(event, at, &mut self.heard);
    }

    fn state(&mut self, status: Status, track: &Track) {
        self.tell(Event::State { status, track: Some(track.clone()), rate: 1.0 });
    }

    /// Time passes as it does for the watcher: it looks every minute.
    fn wait(&mut self, seconds: u64) {
        let until = self.now_s + seconds;
        while self.now_s < until {
            self.now_s = (self.now_s + 60).min(until);
            self.session.pass(self.at(), &mut self.heard);
        }
    }

    /// Title, beginning and length of what was heard, in seconds.
    fn heard(&self) -> Vec<(&str, i64, u64)> {
        let one = |heard: &'_ Heard| (heard.began_at - World::BEGAN) / 1_000;
        self.heard
            .iter()
            .map(|heard| (heard.track.title.as_str(), one(heard), heard.played.as_secs()))
            .collect()
    }
}

use Status::{Paused, Playing, Stopped};

#[test]
fn half_of_a_track_is_a_listen_and_less_is_none() {
    let mut world = World::default();
    let (first, second) = (track("first", 200), track("second", 200));
    world.state(Playing, &first);
    world.wait(100);
    world.state(Playing, &second);
    world.wait(99);
    world.tell(Event::Gone);
    assert_eq!(world.heard(), [("first", 0, 100)]);
}

#[test]
fn four_minutes_of_any_track_and_of_a_stream_are_a_listen() {
    let mut world = World::default();
    world.state(Playing, &track("long", 3_600));
    world.wait(240);
    world.state(Playing, &track("stream", 0));
    world.wait(240);
    world.state(Playing, &track("talk", 0));
    world.wait(239);
    world.tell(Event::Gone);
    assert_eq!(world.heard(), [("long", 0, 240), ("stream", 240, 240)]);
}

#[test]
fn thirty_seconds_are_no_track() {
    let mut world = World::default();
    world.state(Playing, &track("jingle", 30));
    world.wait(30);
    world.state(Playing, &track("song", 31));
    world.wait(31);
    world.tell(Event::Gone);
    assert_eq!(world.heard(), [("song", 30, 31)]);
}

#[test]
fn a_pause_is_not_heard() {
    let mut world = World::default();
    let song = track("song", 200);
    world.state(Paused, &song);
    world.wait(50);
    world.state(Playing, &song);
    world.wait(60);
    world.state(Paused, &song);
    assert_eq!(world.session.playing(), None, "a pause does not play");
    world.wait(600);
    world.state(Playing, &song);
    world.wait(50);
    world.state(Stopped, &song);
    assert_eq!(world.heard(), [("song", 50, 110)], "it begins when it sounds");
}

#[test]
fn after_a_long_pause_it_is_another_listen() {
    let mut world = World::default();
    let song = track("song", 200);
    world.state(Playing, &song);
    world.wait(120);
    world.state(Paused, &song);
    world.wait(3_600);
    assert_eq!(world.heard(), [("song", 0, 120)], "it need not go on to be told");
    world.state(Playing, &song);
    world.wait(80);
    world.tell(Event::Gone);
    assert_eq!(world.heard().len(), 1, "the rest alone is too short");
}

#[test]
fn what_is_jumped_over_is_not_heard_and_what_is_heard_again_is() {
    let mut world = World::default();
    let song = track("song", 200);
    world.state(Playing, &song);
    world.wait(20);
    world.tell(Event::Seeked(180_000));
    world.wait(20);
    world.state(Playing, &track("next", 200));
    assert_eq!(world.heard(), [], "forty seconds sounded");
    world.wait(60);
    world.tell(Event::Seeked(0));
    world.wait(60);
    world.tell(Event::Gone);
    assert_eq!(world.heard(), [("next", 40, 120)], "begun anew before it counted");
}

#[test]
fn a_track_that_counts_and_is_begun_anew_is_two_listens() {
    let mut world = World::default();
    world.state(Playing, &track("song", 200));
    world.wait(150);
    world.tell(Event::Seeked(500));
    world.wait(120);
    world.tell(Event::Gone);
    assert_eq!(world.heard(), [("song", 0, 150), ("song", 150, 120)]);
}

#[test]
fn a_track_that_repeats_itself_is_a_listen_each_time() {
    let mut world = World::default();
    world.state(Playing, &track("song", 200));
    for elapsed in 1..=45 {
        world.wait(15);
        world.tell(Event::Position(elapsed * 15_000 % 200_000));
    }
    world.tell(Event::Gone);
    let heard = [("song", 0, 200), ("song", 200, 200), ("song", 400, 200)];
    assert_eq!(world.heard(), heard, "and 75 seconds of the fourth");
}

#[test]
fn rounds_that_nobody_looked_at_are_counted_when_somebody_looks() {
    let mut world = World::default();
    world.state(Playing, &track("song", 100));
    world.wait(330);
    world.tell(Event::Position(30_000));
    world.wait(20);
    world.tell(Event::Gone);
    let heard = [("song", 0, 100), ("song", 100, 100), ("song", 200, 100), ("song", 300, 50)];
    assert_eq!(world.heard(), heard);
}

#[test]
fn a_player_that_fills_in_what_it_knows_plays_one_track() {
    let mut world = World::default();
    let bare = Track { id: None, title: "song".to_owned(), ..Track::default() };
    world.state(Playing, &bare);
    world.wait(2);
    world.state(Playing, &track("song", 200));
    world.wait(98);
    world.state(Playing, &bare);
    world.tell(Event::Gone);
    assert_eq!(world.heard(), [("song", 0, 100)]);
    assert_eq!(world.heard[0].track.artists, ["Nadia"], "what was known once stays known");
}

#[test]
fn the_same_track_at_another_place_of_the_list_is_another_listen() {
    let mut world = World::default();
    let song = track("song", 100);
    let again = Track { id: Some("/track/again".to_owned()), ..song.clone() };
    world.state(Playing, &song);
    world.wait(100);
    world.state(Playing, &again);
    world.wait(100);
    world.tell(Event::Gone);
    assert_eq!(world.heard(), [("song", 0, 100), ("song", 100, 100)]);
}

#[test]
fn a_wall_clock_that_jumps_changes_no_length() {
    let mut session = Session::default();
    let mut heard = Vec::new();
    let song = track("song", 200);
    let state = Event::State { status: Playing, track: Some(song), rate: f64::NAN };
    let at = |wall_ms, steady| Moment { wall_ms, steady: Duration::from_secs(steady) };
    session.take(state, at(1_000, 0), &mut heard);
    session.take(Event::Position(150_000), at(-9_000_000, 150), &mut heard);
    session.finish(&mut heard);
    assert_eq!(heard[0].played, Duration::from_secs(150));
    assert_eq!(heard[0].began_at, 1_000);
}

/// What a script does, for the model.
#[derive(Debug, Clone)]
enum Step {
    Play(u8),
    Pause,
    Stop,
    Jump(u64),
    Wait(u64),
    Leave,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..4u8).prop_map(Step::Play),
        2 => Just(Step::Pause),
        1 => Just(Step::Stop),
        1 => (0..400u64).prop_map(Step::Jump),
        6 => (0..300u64).prop_map(Step::Wait),
        1 => Just(Step::Leave),
    ];
    prop::collection::vec(step, 0..60)
}

const LENGTHS: [u64; 4] = [0, 20, 150, 700];

/// The rules again, second by second and without any arithmetic of intervals.
#[derive(Default)]
struct Model {
    track: Option<u8>,
    sounds: bool,
    began: Option<u64>,
    played: u64,
    paused: u64,
    heard: Vec<(u8, u64, u64)>,
}

impl Model {
    fn is_listen(&self) -> bool {
        let length = self.track.map_or(0, |track| LENGTHS[usize::from(track)]);
        match length {
            0 => self.played >= 240,
            1..=30 => false,
            _ => self.played * 2 >= length || self.played >= 240,
        }
    }

    fn over(&mut self) {
        if let (Some(track), Some(began), true) = (self.track, self.began, self.is_listen()) {
            self.heard.push((track, began, self.played));
        }
        (self.began, self.played, self.paused) = (None, 0, 0);
    }

    fn step(&mut self, step: &Step, now: &mut u64) {
        match step {
            Step::Play(track) => {
                if self.track != Some(*track) {
                    self.over();
                    self.track = Some(*track);
                }
                (self.sounds, self.paused) = (true, 0);
                self.began = self.began.or(Some(*now));
            }
            Step::Pause => self.sounds = false,
            Step::Stop | Step::Leave => {
                self.over();
                (self.track, self.sounds) = (None, false);
            }
            Step::Jump(to) => {
                if *to <= 2 && self.is_listen() {
                    self.over();
                    self.began = self.sounds.then_some(*now);
                }
            }
            Step::Wait(seconds) => {
                for _ in 0..*seconds {
                    *now += 1;
                    if self.sounds {
                        self.played += 1;
                    } else if self.track.is_some() {
                        self.paused += 1;
                    }
                }
                // The script never waits for so long at once that the order of these matters.
                if self.began.is_some() && !self.sounds && self.paused >= 30 * 60 {
                    self.over();
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn listens_are_those_of_the_model(steps in steps()) {
        let mut world = World::default();
        let mut model = Model::default();
        let tracks: Vec<Track> = LENGTHS
            .iter()
            .enumerate()
            .map(|(index, length)| track(&index.to_string(), *length))
            .collect();
        let mut now = 0;
        let mut sounded = 0;
        for step in &steps {
            match step {
                Step::Play(index) => world.state(Playing, &tracks[usize::from(*index)]),
                Step::Pause => {
                    if let Some(index) = model.track {
                        world.state(Paused, &tracks[usize::from(index)]);
                    }
                }
                Step::Stop => world.tell(Event::State { status: Stopped, track: None, rate: 1.0 }),
                Step::Jump(to) => world.tell(Event::Seeked(to * 1_000)),
                Step::Wait(seconds) => {
                    world.wait(*seconds);
                    sounded += if model.sounds { *seconds } else { 0 };
                }
                Step::Leave => world.tell(Event::Gone),
            }
            model.step(step, &mut now);
        }
        world.tell(Event::Gone);
        model.over();
        let expected: Vec<_> =
            model.heard.iter().map(|(track, began, played)| (track.to_string(), *began, *played)).collect();
        let heard: Vec<_> = world
            .heard()
            .into_iter()
            .map(|(title, began, played)| (title.to_owned(), began.unsigned_abs(), played))
            .collect();
        prop_assert_eq!(&heard, &expected);
        prop_assert!(heard.iter().map(|(_, _, played)| played).sum::<u64>() <= sounded);
        // Listens of one player never overlap.
        for pair in heard.windows(2) {
            prop_assert!(pair[0].1 + pair[0].2 <= pair[1].1);
        }
    }
}
