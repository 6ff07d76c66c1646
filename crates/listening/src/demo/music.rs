//! The music that there is: artists, their albums and tracks, made of words.

use std::collections::{BTreeMap, HashSet};

use super::dice::Dice;

const WORDS: &str = include_str!("../../../../assets/demo/music.txt");

/// Artists that are heard a few times and never again, beside those with a line of their own.
const PASSING: usize = 130;

/// All music of a life.
pub(super) struct Music {
    /// The best known first.
    pub(super) artists: Vec<Artist>,
}

/// An artist.
pub(super) struct Artist {
    pub(super) name: String,
    /// The first one leads.
    pub(super) genres: Vec<String>,
    /// The month in which it is first heard, 1 to 12; 0: known before.
    pub(super) since: i32,
    pub(super) albums: Vec<Album>,
}

/// An album.
pub(super) struct Album {
    pub(super) title: String,
    pub(super) tracks: Vec<Track>,
}

/// A track.
pub(super) struct Track {
    pub(super) title: String,
    pub(super) duration_ms: u32,
    /// Who sings along.
    pub(super) guest: Option<String>,
}

impl Music {
    pub(super) fn new(seed: u64) -> Music {
        let words = Words::read();
        let mut dice = Dice::new(seed ^ 0x006d_7573_6963); // Apart from the year's own chance.
        let mut artists: Vec<Artist> =
            words.of("artists").iter().filter_map(|line| told(line, &words, &mut dice)).collect();
        let mut names: HashSet<String> = HashSet::new();
        while names.len() < PASSING {
            let part = |dice: &mut Dice, rule: &str| words.pick(dice, rule).to_owned();
            let first = part(&mut dice, "first");
            let last = part(&mut dice, "last_start") + &part(&mut dice, "last_end");
            let name = format!("{first} {last}");
            if names.insert(name.clone()) {
                let genre = part(&mut dice, "genres");
                let since = i32::try_from(dice.below(13)).unwrap_or(0);
                artists.push(artist(name, vec![genre], since, 1, &words, &mut dice));
            }
        }
        Music { artists }
    }
}

/// An artist from a line of the file.
fn told(line: &str, words: &Words, dice: &mut Dice) -> Option<Artist> {
    let mut parts = line.split('|').map(str::trim);
    let name = parts.next()?.to_owned();
    let genres = parts.next()?.split(", ").map(str::to_owned).collect();
    let since = parts.next()?.parse().ok()?;
    let albums = parts.next()?.parse().ok()?;
    Some(artist(name, genres, since, albums, words, dice))
}

fn artist(
    name: String,
    genres: Vec<String>,
    since: i32,
    albums: usize,
    words: &Words,
    dice: &mut Dice,
) -> Artist {
    let genre = genres.first().map_or("", String::as_str);
    let mut used = HashSet::new();
    let albums = (0..albums).map(|_| album(genre, &mut used, words, dice)).collect();
    Artist { name, genres, since, albums }
}

fn album(genre: &str, used: &mut HashSet<String>, words: &Words, dice: &mut Dice) -> Album {
    let title = unused(used, || words.title(dice));
    let count = 8 + dice.below(5);
    let (shortest, longest) = seconds(genre);
    let tracks = (0..count)
        .map(|place| {
            // Some albums are named after their first track.
            let title = match place == 0 && dice.percent(20) {
                true => title.clone(),
                false => unused(used, || words.title(dice)),
            };
            let ms = dice.between(shortest * 1000, longest * 1000);
            let guest = dice.percent(3).then(|| {
                let last = words.pick(dice, "last_start").to_owned();
                format!("{} {last}{}", words.pick(dice, "first"), words.pick(dice, "last_end"))
            });
            Track { title, duration_ms: u32::try_from(ms).unwrap_or(0), guest }
        })
        .collect();
    Album { title, tracks }
}

/// A title that the artist has not used; after some tries any.
fn unused(used: &mut HashSet<String>, mut title: impl FnMut() -> String) -> String {
    const TRIES_MAX: usize = 20;
    for _ in 0..TRIES_MAX {
        let title = title();
        if used.insert(title.clone()) {
            return title;
        }
    }
    title()
}

/// How long a track of a genre is, seconds.
fn seconds(genre: &str) -> (i64, i64) {
    match genre {
        "ambient" => (240, 560),
        "choral" | "jazz" => (190, 460),
        "post-punk" => (110, 215),
        "piano" => (120, 310),
        _ => (150, 310),
    }
}

/// The file of words by rule.
struct Words(BTreeMap<&'static str, Vec<&'static str>>);

impl Words {
    fn read() -> Words {
        let mut words: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut rule = "";
        for line in WORDS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                Some(name) => rule = name,
                None => words.entry(rule).or_default().push(line),
            }
        }
        Words(words)
    }

    fn of(&self, rule: &str) -> &[&'static str] {
        self.0.get(rule).map_or(&[], Vec::as_slice)
    }

    fn pick(&self, dice: &mut Dice, rule: &str) -> &'static str {
        dice.of(self.of(rule)).copied().unwrap_or_default()
    }

    fn title(&self, dice: &mut Dice) -> String {
        let shape = dice.below(100);
        let mut say = |rule: &str| self.pick(dice, rule);
        match shape {
            0..26 => format!("{} {}", say("adjective"), say("noun")),
            26..38 => format!("The {} {}", say("adjective"), say("noun")),
            38..50 => format!("{} {}", say("noun"), say("time")),
            50..60 => format!("{} the {}", say("doing"), say("noun")),
            60..68 => format!("{} for {}", say("noun"), say("person")),
            68..76 => format!("{} at {}", say("noun"), say("place")),
            76..84 => format!("{} and {}", say("noun"), say("noun")),
            84..92 => say("noun").to_owned(),
            _ => format!("{} {}", say("doing"), say("person")),
        }
    }
}
