//! Writes the clips that browser and camera are shown in tests: `clips FACE.png FOLDER [SECONDS]`.
//!
//! `person.y4m` breathes and has a pulse, `photo.y4m` is a photo held by a hand, `breath.wav` is breath in a
//! room, `speech.wav` somebody who speaks. The truth is printed as JSON.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use base::error::{Error, Result};
use base::sense::Picture;
use synth::clip::{Clip, Hand, Script, Spot};
use synth::sound::{Breathing, breath};
use synth::speech::{Speaker, speech};

/// The face of `tests/fixtures/faces/astronaut.png`, from its points.
const SPOT: Spot = Spot { face: [150.4, 113.3], radii: [46.8, 52.4] };

const FPS: f64 = 15.0;
const BREATHS_PER_MIN: f64 = 14.0;
const PULSE_BPM: f64 = 72.0;
const SECONDS: f64 = 45.0;
const SOUND_RATE: u32 = 48_000;

fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let usage = "clips FACE.png FOLDER [SECONDS]";
    let face = args.next().map(PathBuf::from).ok_or(usage)?;
    let folder = args.next().map(PathBuf::from).ok_or(usage)?;
    let seconds = args.next().map_or(Ok(SECONDS), |text| text.parse())?;
    let face = image::open(face)?.to_rgb8();
    let (width, height) = (face.width(), face.height());
    let picture = Picture::new(width, height, face.into_raw()).ok_or("a photo has pixels")?;
    std::fs::create_dir_all(&folder)?;

    let alive = Script {
        fps: FPS,
        pulse_bpm: PULSE_BPM,
        breaths_per_min: BREATHS_PER_MIN,
        sway_pixels: 1.0,
        ..Script::default()
    };
    let held = Script {
        fps: FPS,
        hand: Some(Hand { pixels: 2.0, turn: 0.01, nearer: 0.01, rock_hz: 0.0 }),
        ..Script::default()
    };
    film(&folder.join("person.y4m"), &Clip::new(&picture, SPOT, alive), seconds)?;
    film(&folder.join("photo.y4m"), &Clip::new(&picture, SPOT, held), seconds)?;

    let breathing = Breathing {
        seed: 5,
        rate: SOUND_RATE,
        secs: seconds,
        per_min: BREATHS_PER_MIN,
        uneven: 0.03,
        snr_db: 15.0,
    };
    let breath = breath(breathing);
    synth::wav::write(&folder.join("breath.wav"), &breath.sound)?;
    let speaker = Speaker { seed: 3, pitch_hz: 120.0, liveliness: 0.2, level: 0.1 };
    synth::wav::write(&folder.join("speech.wav"), &speech(speaker, seconds, SOUND_RATE))?;

    let heard = breath.per_min;
    let truth = format!(
        "{{\"breaths_per_min\": {BREATHS_PER_MIN}, \"pulse_bpm\": {PULSE_BPM}, \"heard_per_min\": {heard}}}\n"
    );
    Ok(std::io::stdout().write_all(truth.as_bytes())?)
}

fn film(path: &Path, clip: &Clip, seconds: f64) -> Result<()> {
    let failed =
        |source: std::io::Error| Error::internal(format!("writing {}", path.display()), source);
    let mut file = BufWriter::new(File::create(path).map_err(failed)?);
    synth::y4m::write(&mut file, FPS, clip.frames(seconds))?;
    file.flush().map_err(failed)
}
