//! The life: what happens on which day, and how much of it is told.

use std::collections::{HashSet, VecDeque};

use base::day::Day;
use jiff::civil::{Time, Weekday};

use super::fixed::{self, Fixed};
use super::scene::Scene;
use super::topic::{
    BODY, CITY, COOK, DOG, FAMILY, FRIENDS, HOME, LOW, READ, RUN, THOUGHT, Topic, WORK, position,
};
use super::words::{Dice, Words};
use super::{DemoEntry, DemoPhoto};

const HOME_ZONE: &str = "Europe/London";
const TRIP_ZONE: &str = "Europe/Lisbon";
const PEOPLE: [&str; 6] = ["Maya", "Tom", "Ines", "Elin", "Jonas", "Mum"];
/// How often a body that has been told before is told anew.
const TRIES_MAX: usize = 30;
/// A long piece has about so many words.
const LONG_WORDS: usize = 800;

const MOODS: &[&str] = &[
    "calm",
    "content",
    "tired",
    "cheerful",
    "restless",
    "curious",
    "busy",
    "quiet",
    "pleased",
    "scattered",
    "hopeful",
    "grateful",
    "awake",
    "homesick",
    "amused",
    "steady",
    "impatient",
];
const LOW_MOODS: &[&str] = &["low", "worn out", "afraid", "numb", "tender", "flat", "tired"];

/// How an entry is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Line,
    Short,
    Full,
    Daily,
    Dream,
    List,
    Review,
    Long,
}

pub(super) struct Life {
    dice: Dice,
    words: Words,
    fixed: Vec<Fixed>,
    next: Day,
    last: Day,
    ready: VecDeque<DemoEntry>,
    /// Every body so far.
    told: HashSet<String>,
    /// Degrees above what the month is used to; warm and cold come in spells.
    spell: f32,
    photos: usize,
    draw: Draw,
}

/// Draws a scene as it looks in a month at an hour.
pub(super) type Draw = fn(Scene, i8, i8, &mut Dice) -> Vec<u8>;

impl Iterator for Life {
    type Item = DemoEntry;

    fn next(&mut self) -> Option<DemoEntry> {
        while self.ready.is_empty() && self.next <= self.last {
            let day = self.next;
            self.next = day.plus(1);
            self.live(day);
        }
        self.ready.pop_front()
    }
}

impl Life {
    pub(super) fn new(seed: u64, last: Day, draw: Draw) -> Life {
        Life {
            dice: Dice::new(seed),
            words: Words::new(),
            fixed: fixed::days(),
            next: last.plus(-364),
            last,
            ready: VecDeque::new(),
            told: HashSet::new(),
            spell: 0.0,
            photos: 0,
            draw,
        }
    }

    fn live(&mut self, day: Day) {
        self.spell = self.spell * 0.7 + self.dice.between(-2.2, 2.2);
        let date = day.date();
        let found = self
            .fixed
            .iter()
            .position(|fixed| (fixed.month, fixed.day) == (date.month(), date.day()));
        if let Some(index) = found {
            let fixed = self.fixed.swap_remove(index);
            return self.tell_fixed(day, &fixed);
        }
        if on_trip(day) {
            return;
        }
        let low = is_low(day);
        // Days without a word come more often when life is hard, and in the summer.
        let silent = if low || (7..=8).contains(&date.month()) { 27 } else { 15 };
        if self.dice.percent(silent) {
            return;
        }
        let mut forms = vec![self.form(day)];
        if self.dice.percent(53) {
            forms.push(self.form(day));
        }
        forms.dedup();
        let mut entries: Vec<_> = forms.into_iter().map(|form| self.tell(day, form)).collect();
        entries.sort_by_key(|entry| entry.time);
        self.ready.extend(entries);
    }

    fn form(&mut self, day: Day) -> Form {
        let sunday = day.date().weekday() == Weekday::Sunday;
        if sunday && !is_low(day) && day.plus(7).date().month() != day.date().month() {
            return Form::Review;
        }
        match self.dice.below(100) {
            0..24 => Form::Line,
            24..57 => Form::Short,
            57..78 => Form::Full,
            78..90 if !sunday => Form::Daily,
            90..94 => Form::Dream,
            94.. => Form::List,
            _ => Form::Short,
        }
    }

    fn topics(&mut self, day: Day) -> Vec<Topic> {
        let mut topics = if is_low(day) {
            vec![LOW, LOW, LOW, BODY, DOG, FAMILY]
        } else {
            let mut topics = vec![DOG, HOME, COOK, READ, CITY, BODY, THOUGHT, FAMILY, FRIENDS];
            match day.date().weekday() {
                Weekday::Saturday => topics.extend([FRIENDS, RUN, COOK]),
                Weekday::Sunday => topics.extend([RUN, FAMILY, DOG, COOK]),
                Weekday::Tuesday | Weekday::Thursday => topics.extend([RUN, WORK, WORK]),
                Weekday::Monday | Weekday::Wednesday | Weekday::Friday => topics.extend([WORK; 3]),
            }
            topics
        };
        let mut chosen: Vec<Topic> = Vec::new();
        while !topics.is_empty() {
            let topic = topics.swap_remove(self.dice.below(topics.len()));
            if !chosen.contains(&topic) || topic == LOW {
                chosen.push(topic);
            }
        }
        chosen
    }

    fn tell(&mut self, day: Day, form: Form) -> DemoEntry {
        let topics = self.topics(day);
        let (mut body, mut told) = self.words_of(day, form, &topics);
        // A short form may come out as before; nobody writes the same day twice.
        for _ in 0..TRIES_MAX {
            if self.told.insert(body.clone()) {
                break;
            }
            (body, told) = self.words_of(day, form, &topics);
        }
        let mut entry = self.entry(day, form, body);
        let told = &topics[..told.min(topics.len())];
        self.colors(&mut entry, form, told);
        if form != Form::Daily {
            self.maybe_photo(&mut entry, form, told);
        }
        entry
    }

    /// The body, and how many of the topics it tells of.
    fn words_of(&mut self, day: Day, form: Form, topics: &[Topic]) -> (String, usize) {
        match form {
            Form::Line if is_low(day) => (self.say("low"), 1),
            Form::Line => match self.dice.below(10) {
                0..6 => (self.say("oneline"), 0),
                6..8 => (self.say(season(day)), 0),
                _ => (self.say(topics[0].rule), 1),
            },
            Form::Short => self.paragraphs(day, &topics[..1]),
            Form::Full => {
                let count = 2 + self.dice.below(2);
                self.paragraphs(day, &topics[..count.min(topics.len())])
            }
            Form::Daily => (self.daily(day, topics), 1),
            Form::Dream => (self.say("dream"), 0),
            Form::List => (self.list(), 0),
            Form::Review => (self.review(day), 2),
            Form::Long => (String::new(), 0), // Only days that are told in full are long.
        }
    }

    fn say(&mut self, rule: &str) -> String {
        self.words.say(&mut self.dice, rule)
    }

    /// One paragraph a topic, of one to three turns; how many topics were told.
    fn paragraphs(&mut self, day: Day, topics: &[Topic]) -> (String, usize) {
        let mut paragraphs = Vec::new();
        for (index, topic) in topics.iter().enumerate() {
            let mut turns = Vec::new();
            if index == 0 && self.dice.percent(32) {
                turns.push(self.say(season(day)));
            }
            for _ in 0..1 + self.dice.below(2) {
                turns.push(self.say(topic.rule));
            }
            paragraphs.push(turns.join(" "));
        }
        if topics.len() > 1 && self.dice.percent(35) {
            paragraphs.push(self.say("closing"));
        }
        (paragraphs.join("\n\n"), topics.len())
    }

    /// A long piece: what it begins with, and then the days before it, one after another.
    fn long(&mut self, day: Day, begun: &str) -> String {
        const OPENINGS: [&str; 6] = [
            "The rest of the week, from the notes in my coat pocket:",
            "And because I have not written properly for days, the days:",
            "Before all that, in order, so that it is somewhere:",
            "The ordinary days round it, which I would forget first:",
            "What else there was, from the backs of envelopes:",
            "How we got here, a day at a time:",
        ];
        let mut paragraphs = vec![begun.to_owned(), self.dice.of(&OPENINGS).to_owned()];
        let mut words: usize = paragraphs.iter().map(|text| text.split(' ').count()).sum();
        for back in (1..=7).rev() {
            let before = day.plus(-back);
            let mut turns = vec![format!("**{}.**", before.date().strftime("%A"))];
            let share = (LONG_WORDS.saturating_sub(words)) / usize::try_from(back).unwrap_or(1);
            for topic in self.topics(before) {
                turns.push(self.say(topic.rule));
                if turns.iter().map(|turn| turn.split(' ').count()).sum::<usize>() >= share {
                    break;
                }
            }
            words += turns.iter().map(|turn| turn.split(' ').count()).sum::<usize>();
            paragraphs.push(turns.join(" "));
        }
        paragraphs.push(self.say("closing"));
        paragraphs.join("\n\n")
    }

    /// The last Sunday of a month: what it held, under headings.
    fn review(&mut self, day: Day) -> String {
        let mut review = format!("{}\n", self.say(season(day)));
        let parts = [
            ("Work", "work"),
            ("People", "friends"),
            ("Running, swimming, sleeping", "run"),
            ("Pepper", "dog"),
            ("Read and cooked", "read"),
            ("To think about", "thought"),
        ];
        for (heading, rule) in parts {
            if self.dice.percent(70) {
                review.push_str(&format!(
                    "\n## {heading}\n\n{} {}\n",
                    self.say(rule),
                    self.say(rule)
                ));
            }
        }
        review.push_str("\n## Next\n\n");
        for _ in 0..2 + self.dice.below(3) {
            review.push_str(&format!("- [ ] {}\n", self.say("task")));
        }
        review
    }

    fn daily(&mut self, day: Day, topics: &[Topic]) -> String {
        let mut note = String::from("## Today\n\n");
        for _ in 0..3 + self.dice.below(3) {
            let done = if self.dice.percent(62) { 'x' } else { ' ' };
            note.push_str(&format!("- [{done}] {}\n", self.say("task")));
        }
        note.push_str("\n## Happened\n\n");
        for topic in topics.iter().take(1 + self.dice.below(2)) {
            note.push_str(&format!("- {}\n", self.say(topic.rule)));
        }
        if self.dice.percent(50) {
            note.push_str(&format!("\n> {}\n", self.say(season(day))));
        }
        note
    }

    fn list(&mut self) -> String {
        let heads = ["Three good things:", "Kept from today:", "In no order:", "Today, in pieces:"];
        let mut list = format!("{}\n\n", self.dice.of(&heads));
        for rule in ["oneline", "thought", "city", "cook"].iter().take(3 + self.dice.below(2)) {
            list.push_str(&format!("- {}\n", self.say(rule)));
        }
        list
    }

    fn entry(&mut self, day: Day, form: Form, body: String) -> DemoEntry {
        let (from, hours) = match form {
            Form::Daily => (7, 2),
            Form::Dream => (6, 2),
            Form::Line => (8, 15),
            Form::Short | Form::List => (12, 11),
            Form::Full | Form::Review | Form::Long => (19, 4),
        };
        let part = |dice: &mut Dice, count: usize| i8::try_from(dice.below(count)).unwrap_or(0);
        let hour = from + part(&mut self.dice, hours);
        let (minute, second) = (part(&mut self.dice, 60), part(&mut self.dice, 60));
        let people = PEOPLE.iter().filter(|name| body.contains(**name)).map(|name| (*name).into());
        DemoEntry {
            date: day,
            time: Time::new(hour, minute, second, 0).ok(),
            zone: if on_trip(day) { TRIP_ZONE } else { HOME_ZONE },
            title: String::new(),
            people: people.collect(),
            body,
            tags: Vec::new(),
            place: None,
            position: None,
            weather: None,
            weather_celsius: None,
            mood: None,
            starred: false,
            pinned: false,
            daily_note: form == Form::Daily,
            photos: Vec::new(),
        }
    }

    /// What stands round the words: title, tags, place, weather, mood, star.
    fn colors(&mut self, entry: &mut DemoEntry, form: Form, topics: &[Topic]) {
        let titled = match form {
            Form::Line | Form::List => 5,
            Form::Short => 24,
            Form::Full => 62,
            Form::Review | Form::Long => 100,
            Form::Daily | Form::Dream => 0,
        };
        if form == Form::Review {
            entry.title = format!("{}, looked at", entry.date.date().strftime("%B"));
        } else if self.dice.percent(titled) {
            entry.title = self.say("title");
        }
        let extra = match form {
            Form::Daily => Some("daily"),
            Form::Dream => Some("dream"),
            Form::Review => Some("review"),
            Form::Line | Form::Short | Form::Full | Form::List | Form::Long => None,
        };
        entry.tags.extend(extra.map(str::to_owned));
        for topic in topics {
            if self.dice.percent(70) && !entry.tags.iter().any(|tag| tag == topic.tag) {
                entry.tags.push(topic.tag.to_owned());
            }
        }
        let place = topics.iter().map(|topic| topic.place).find(|place| !place.is_empty());
        if let Some(place) = place.filter(|_| self.dice.percent(55)) {
            entry.place = Some(place.to_owned());
            entry.position = position(place).filter(|_| self.dice.percent(60));
        }
        if self.dice.percent(72) {
            self.weather(entry);
        }
        if self.dice.percent(64) {
            let moods = if is_low(entry.date) { LOW_MOODS } else { MOODS };
            entry.mood = Some(self.dice.of(moods).to_owned());
        }
        let starred = if form == Form::Long { 20 } else { 3 };
        entry.starred = self.dice.percent(starred);
    }

    /// The weather of the season, and of what the words say.
    fn weather(&mut self, entry: &mut DemoEntry) {
        /// Mean of the day's high in Bristol, January first.
        const HIGHS: [f32; 12] =
            [7.6, 8.1, 10.6, 13.6, 16.8, 19.6, 21.6, 21.2, 18.6, 14.6, 10.7, 8.1];
        let date = entry.date.date();
        let month = usize::from((date.month() - 1).unsigned_abs());
        let abroad = if on_trip(entry.date) { 5.5 } else { 0.0 };
        let says = |words: &[&str]| words.iter().any(|word| entry.body.contains(word));
        let mut celsius = HIGHS[month] + self.spell + abroad;
        let word = if says(&["Snow", "snow"]) && month % 11 < 2 {
            celsius = celsius.min(1.0);
            "snow"
        } else if says(&["rain", "Rain"]) {
            self.dice.of(&["rain", "light rain", "showers"])
        } else if says(&["Fog", "Mist", "fog"]) {
            "fog"
        } else if says(&["Frost", "frost"]) {
            celsius = celsius.min(3.0);
            "frost"
        } else if says(&["Too hot", "sun", "heat"]) || abroad > 0.0 {
            "sunny"
        } else if says(&["Wind", "wind"]) {
            "windy"
        } else {
            self.dice.of(&[
                "cloudy",
                "sunny",
                "bright spells",
                "light rain",
                "cloudy",
                "clear",
                "showers",
            ])
        };
        entry.weather = Some(word.to_owned());
        entry.weather_celsius = Some(f64::from((celsius * 2.0).round() / 2.0));
    }

    fn maybe_photo(&mut self, entry: &mut DemoEntry, form: Form, topics: &[Topic]) {
        let percent = match form {
            Form::Short | Form::Full => 15,
            Form::Review | Form::Long => 40,
            Form::Line => 6,
            Form::Daily | Form::Dream | Form::List => 0,
        };
        if self.dice.percent(percent) {
            let scenes = topics.first().map_or(&[Scene::Sky][..], |topic| topic.scenes);
            let scene = self.dice.of(scenes);
            self.photo(entry, scene);
        }
    }

    fn photo(&mut self, entry: &mut DemoEntry, scene: Scene) {
        self.photos += 1;
        // It was taken earlier on that day.
        let hour = self.dice.of(&[7, 10, 12, 15, 17, 19]).min(entry.time.map_or(12, Time::hour));
        let month = entry.date.date().month();
        let jpeg = (self.draw)(scene, month, hour, &mut self.dice.fork());
        entry
            .photos
            .push(DemoPhoto { name: format!("IMG_{:04}.jpeg", 1200 + self.photos * 7), jpeg });
    }

    fn tell_fixed(&mut self, day: Day, fixed: &Fixed) {
        let body = if fixed.is_long() { self.long(day, fixed.text) } else { fixed.text.to_owned() };
        let form = if fixed.is_long() { Form::Long } else { Form::Full };
        let mut entry = self.entry(day, form, body);
        self.weather(&mut entry);
        entry.title = fixed.title.to_owned();
        entry.tags =
            fixed.tags.iter().filter(|tag| **tag != "long").map(|tag| (*tag).into()).collect();
        entry.place = Some(fixed.place.to_owned());
        entry.position = position(fixed.place);
        entry.mood = Some(fixed.mood.to_owned());
        entry.starred = fixed.is_long() || self.dice.percent(30);
        entry.pinned = fixed.tags.contains(&"year") && fixed.month == 1;
        let scenes: &[Scene] = match fixed.place {
            "Afife" | "Pembrokeshire" => &[Scene::Sea, Scene::Hills],
            "Porto" | "Viana do Castelo" => &[Scene::Town, Scene::River],
            "Pinhão" => &[Scene::Hills, Scene::River],
            "Leigh Woods" => &[Scene::Wood, Scene::Sky],
            "home" | "Mum's house" | "the office" => &[Scene::Table],
            _ => &[Scene::Hills],
        };
        for index in 0..fixed.photos {
            self.photo(&mut entry, scenes[index % scenes.len()]);
        }
        self.ready.push_back(entry);
    }
}

/// The hard weeks.
fn is_low(day: Day) -> bool {
    let date = day.date();
    date.month() == 2 && date.day() >= 3
}

/// Nine days in Portugal.
fn on_trip(day: Day) -> bool {
    let date = day.date();
    date.month() == 5 && (9..=17).contains(&date.day())
}

fn season(day: Day) -> &'static str {
    match day.date().month() {
        3..=5 => "spring",
        6..=8 => "summer",
        9..=11 => "autumn",
        _ => "winter",
    }
}
