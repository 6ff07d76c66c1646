//! What the models cost on this machine: one row of JSON each, in ms of the processor.
//!
//! `speed FOLDER [RUNS]` starts itself anew for every row, because the peak of memory is a process's.

use std::env;
use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use base::sense::Picture;
use cpu_time::ProcessTime;
use inference::face::{FaceTracker, expression, irises};
use inference::models::Models;
use inference::models::speed::{networks, speed};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let folder = Path::new(arguments.first().map_or("assets/models", String::as_str));
    let runs = arguments.get(1).map_or(Ok(50), |runs| runs.parse())?;
    let Some(row) = arguments.get(2) else {
        let folder = folder.to_str().ok_or("the folder has a name of letters")?;
        for row in (0..networks().count()).map(|index| index.to_string()).chain(["face".to_owned()])
        {
            let program = env::current_exe()?;
            Command::new(program).args([folder, &runs.to_string(), &row]).status()?;
        }
        return Ok(());
    };
    let models = Models::open(folder)?;
    let mut value = match row.as_str() {
        "face" => face(Arc::new(models), runs)?,
        index => json!(speed(&models, index.parse()?, runs, &cpu)?),
    };
    value["peak_mb"] = json!(peak_mb());
    writeln!(std::io::stdout(), "{value}")?;
    Ok(())
}

fn cpu() -> Duration {
    ProcessTime::now().as_duration()
}

/// The whole pipeline over the photo of the tests: found anew, followed, irises, expression.
fn face(models: Arc<Models>, runs: usize) -> Result<Value, Box<dyn Error>> {
    let photo = image::open("tests/fixtures/faces/astronaut.png")?.to_rgb8();
    let small = Picture::new(photo.width(), photo.height(), photo.into_raw())
        .ok_or("a photo has pixels")?;
    // As a camera shows it: 640 x 480, the photo in the middle.
    let mut rgb = vec![90; 640 * 480 * 3];
    for (row, pixels) in small.rgb().chunks_exact(300 * 3).enumerate() {
        rgb[((row + 90) * 640 + 170) * 3..][..900].copy_from_slice(pixels);
    }
    let picture = Picture::new(640, 480, rgb).ok_or("the sides fit")?;
    let mut tracker = FaceTracker::new(Arc::clone(&models));
    let face = tracker.track(&picture)?.ok_or("there is a face in the photo")?;
    expression(&models, &picture, &face.mesh)?;
    irises(&models, &picture, &face.mesh)?;
    let time = |work: &mut dyn FnMut() -> base::error::Result<()>| -> base::error::Result<f64> {
        let mut calls = Vec::new();
        for _ in 0..runs {
            let before = cpu();
            work()?;
            calls.push((cpu() - before).as_secs_f64() * 1e3);
        }
        calls.sort_by(f64::total_cmp);
        Ok(calls[calls.len() / 2])
    };
    Ok(json!({
        "model": "face_pipeline", "input": "640x480",
        "found_ms": time(&mut || FaceTracker::new(Arc::clone(&models)).track(&picture).map(drop))?,
        "followed_ms": time(&mut || tracker.track(&picture).map(drop))?,
        "expression_ms": time(&mut || expression(&models, &picture, &face.mesh).map(drop))?,
        "irises_ms": time(&mut || irises(&models, &picture, &face.mesh).map(drop))?,
    }))
}

/// The most memory that this process had, where the system tells.
fn peak_mb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kb| kb / 1024)
}
