//! What can be read in a file, without any vault: a recording, a film, a folder of frames, a picture.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use base::error::{Code, Error, Result};
use base::sense::{Estimate, Frame, Sound, Source as From, Told, Unknown};
use capture::replay::{self, FramesWish, SoundWish};
use capture::source::{Event, Source};
use domain::wire;
use inference::face::FaceTracker;
use inference::listen::{Heard, Listen, ListenOptions};
use inference::models::Models;
use inference::read::{self, photo};
use inference::signal::breath_sound::RATE_HZ;
use inference::voice::vad::MODEL;
use inference::watch::{Seen, Watch, WatchOptions};

wire! {
    /// What could be read in a file.
    pub struct TryReport {
        /// `sound`, `frames` or `picture`.
        pub kind: String,
        /// How long it is; null for a picture.
        pub seconds: Option<f64>,
        /// The figures over all of it, by name: `breathing`, `pulse`, `stillness`, `speech`.
        pub figures: Vec<NamedFigure>,
        /// Faces in the picture or most of the frames.
        pub faces: Option<u32>,
        /// Lines of text in a picture.
        pub lines: Vec<LineRead>,
    }

    /// A figure with its name.
    pub struct NamedFigure {
        /// What it is.
        pub name: String,
        /// Its unit: `/min`, `bpm`, `%`.
        pub unit: String,
        /// The figure.
        pub figure: Figure,
    }

    /// A line of text in a picture.
    pub struct LineRead {
        /// Its words.
        pub text: String,
        /// How sure, 0 to 1.
        pub quality: f32,
        /// Its corners, clockwise from the top left: shares of the picture's width and height.
        pub corners: [[f32; 2]; 4],
    }

    /// A figure, or why there is none.
    pub struct Figure {
        /// The value; null: unknown.
        pub value: Option<f64>,
        /// Why it is unknown; null: it is known.
        pub unknown: Option<Unknown>,
        /// How sure, 0 to 1; to be compared only with other figures of the same model.
        pub quality: f32,
        /// The share of the time looked at in which it could be read, 0 to 1.
        pub coverage: f32,
        /// What sensor it comes from.
        pub source: From,
        /// What computed it.
        pub model: String,
        /// Its version.
        pub version: String,
    }
}

impl Figure {
    /// An estimate as the faces show it.
    pub fn of<T: Copy + Into<f64>>(estimate: &Estimate<T>) -> Figure {
        let (value, unknown) = match estimate.told {
            Told::Value(value) => (Some(value.into()), None),
            Told::Unknown(why) => (None, Some(why)),
        };
        Figure {
            value,
            unknown,
            quality: estimate.quality,
            coverage: estimate.coverage,
            source: estimate.source,
            model: estimate.model.to_owned(),
            version: estimate.version.to_owned(),
        }
    }
}

/// The longest file, in seconds: an hour of frames takes ten minutes to read.
const SECONDS_MAX: f64 = 3_600.0;

/// The largest picture that is read.
const PICTURE_BYTES_MAX: u64 = 64 << 20;

/// Reads a file or a folder of frames.
///
/// # Errors
/// `NotFound`; `Invalid` when it is no sound, film or picture, saying what is wrong where; `Internal`
/// when a model's file is damaged.
pub fn file(models: &Arc<Models>, path: &Path) -> Result<TryReport> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        _ if path.is_dir() => frames(models, &mut replay::frames(path, FramesWish::default())?),
        Some("y4m") => frames(models, &mut replay::frames(path, FramesWish::default())?),
        Some("wav") => {
            let wish = SoundWish { rate: Some(RATE_HZ), ..SoundWish::default() };
            sound(models, &mut replay::sound(path, wish)?)
        }
        Some(_) | None => {
            let file = std::fs::File::open(path).map_err(|source| {
                Error::new(Code::NotFound, format!("opening {}", path.display())).because(source)
            })?;
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(
                &mut std::io::Read::take(file, PICTURE_BYTES_MAX),
                &mut bytes,
            )
            .map_err(|source| Error::internal("reading the picture", source))?;
            picture(models, &bytes)
        }
    }
}

/// Reads the bytes of a file whose name says what it is.
///
/// # Errors
/// As [`file`].
pub fn bytes(models: &Arc<Models>, name: &str, bytes: &[u8]) -> Result<TryReport> {
    let name = name.to_lowercase();
    if name.ends_with(".wav") {
        let wish = SoundWish { rate: Some(RATE_HZ), ..SoundWish::default() };
        sound(models, &mut replay::sound_of(bytes, wish)?)
    } else if name.ends_with(".y4m") {
        let video = replay::video_of(std::io::Cursor::new(bytes.to_vec()), FramesWish::default());
        frames(models, &mut video?)
    } else {
        picture(models, bytes)
    }
}

/// Files give at once; this is only how long a broken one could hold us up.
const TICK: Duration = Duration::from_secs(1);

fn items<T>(source: &mut dyn Source<T>, mut each: impl FnMut(T) -> Result<bool>) -> Result<()> {
    loop {
        match source.next(TICK)? {
            Event::Item(item) => {
                if !each(item)? {
                    return Ok(());
                }
            }
            Event::Nothing | Event::Dropped(_) => {}
            Event::Lost(_) | Event::End => return Ok(()),
        }
    }
}

fn frames(models: &Arc<Models>, source: &mut dyn Source<Frame>) -> Result<TryReport> {
    let options = WatchOptions { expression: true, ..WatchOptions::default() };
    let mut watch = Watch::new(Arc::clone(models), options);
    let mut told = Overall::default();
    let mut last: Option<Seen> = None;
    items(source, |frame| {
        if let Some(seen) = watch.push(&frame)? {
            told.take("breathing", "/min", &seen.breathing);
            told.take("pulse", "bpm", &seen.pulse);
            told.take("stillness", "%", &seen.stillness);
            last = Some(seen);
        }
        Ok(frame.at_us as f64 / 1e6 < SECONDS_MAX)
    })?;
    let faces = last.as_ref().and_then(|seen| seen.face.as_ref()).map_or(0, |face| face.faces);
    Ok(TryReport {
        kind: "frames".into(),
        seconds: Some(last.as_ref().map_or(0.0, |seen| seen.at_us as f64 / 1e6)),
        figures: told.figures(),
        faces: Some(faces as u32),
        lines: Vec::new(),
    })
}

fn sound(models: &Arc<Models>, source: &mut dyn Source<Sound>) -> Result<TryReport> {
    let mut listen = Listen::new(Arc::clone(models), ListenOptions::default());
    let mut told = Overall::default();
    let (mut seconds, mut spoken, mut looked) = (0.0, 0.0, 0.0);
    items(source, |sound| {
        seconds += sound.samples.len() as f64 / f64::from(sound.rate.max(1));
        for heard in listen.push(&sound)? {
            let Heard { breathing, speech, .. } = &heard;
            told.take("breathing", "/min", breathing);
            if let Some(speech) = speech {
                looked += 1.0;
                spoken += f64::from(u8::from(0.5 <= *speech));
            }
        }
        Ok(seconds < SECONDS_MAX)
    })?;
    let mut figures = told.figures();
    if 0.0 < looked {
        let version = models.list().iter().find(|model| model.name == MODEL);
        let version = version.map(|model| model.version.clone());
        figures.push(NamedFigure {
            name: "speech".into(),
            unit: "%".into(),
            figure: Figure {
                value: Some(100.0 * spoken / looked),
                unknown: None,
                quality: 1.0,
                coverage: 1.0,
                source: From::Microphone,
                model: MODEL.into(),
                version: version.unwrap_or_default(),
            },
        });
    }
    let (kind, seconds) = ("sound".into(), Some(seconds));
    Ok(TryReport { kind, seconds, figures, faces: None, lines: Vec::new() })
}

fn picture(models: &Arc<Models>, bytes: &[u8]) -> Result<TryReport> {
    let picture = photo::decode(bytes)?;
    let face = FaceTracker::new(Arc::clone(models)).track(&picture)?;
    let lines = read::lines(models, &picture)?.unwrap_or_default();
    let sides = (picture.width(), picture.height());
    Ok(TryReport {
        kind: "picture".into(),
        seconds: None,
        figures: Vec::new(),
        faces: Some(face.map_or(0, |face| face.faces as u32)),
        lines: lines.iter().map(|line| line_read(line, sides)).collect(),
    })
}

/// A line as the faces show it; `sides` are the picture's, in pixels.
pub(crate) fn line_read(line: &read::Line, sides: (u32, u32)) -> LineRead {
    let share = |[x, y]: [f32; 2]| [x / sides.0 as f32, y / sides.1 as f32];
    LineRead { text: line.text.clone(), quality: line.quality, corners: line.corners.map(share) }
}

/// Figures over a whole file: the median of what was told, and the share of the time in which it was.
#[derive(Default)]
struct Overall(Vec<Collected>);

struct Collected {
    name: &'static str,
    unit: &'static str,
    values: Vec<f32>,
    qualities: f32,
    asked: usize,
    last: Figure,
}

impl Overall {
    fn take(&mut self, name: &'static str, unit: &'static str, estimate: &Estimate<f32>) {
        let last = Figure::of(estimate);
        let found = self.0.iter().position(|collected| collected.name == name);
        let at = found.unwrap_or_else(|| {
            let (values, last) = (Vec::new(), last.clone());
            self.0.push(Collected { name, unit, values, qualities: 0.0, asked: 0, last });
            self.0.len() - 1
        });
        let collected = &mut self.0[at];
        collected.asked += 1;
        if let Told::Value(value) = estimate.told {
            collected.values.push(value);
            collected.qualities += estimate.quality;
        }
        collected.last = last;
    }

    fn figures(self) -> Vec<NamedFigure> {
        self.0.into_iter().map(Collected::figure).collect()
    }
}

/// Told in a smaller part of the time, a figure says nothing about all of it.
const COVERAGE_MIN: f32 = 0.1;

impl Collected {
    fn figure(mut self) -> NamedFigure {
        let told = self.values.len();
        let coverage = told as f32 / self.asked.max(1) as f32;
        let mut figure = self.last;
        figure.coverage = coverage;
        if told == 0 || coverage < COVERAGE_MIN {
            figure.value = None;
            figure.unknown = figure.unknown.or(Some(Unknown::Unsure));
        } else {
            let (_, median, _) = self.values.select_nth_unstable_by(told / 2, f32::total_cmp);
            figure.value = Some(f64::from(*median));
            figure.unknown = None;
            figure.quality = self.qualities / told as f32;
        }
        NamedFigure { name: self.name.into(), unit: self.unit.into(), figure }
    }
}
