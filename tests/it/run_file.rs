//! A file as a watch writes it.

use std::path::{Path, PathBuf};

/// A run of a minute on a morning, in a file of its own.
pub(crate) fn run_file(dir: &Path, day: &str) -> PathBuf {
    let points: String = (0..40)
        .map(|second| {
            let latitude = 51.5 + f64::from(second) * 0.0003;
            format!(
                "<trkpt lat=\"{latitude:.4}\" lon=\"-0.1\"><ele>10</ele>\
                 <time>{day}T08:00:{second:02}Z</time></trkpt>"
            )
        })
        .collect();
    let path = dir.join(format!("{day}.gpx"));
    let text = format!(
        "<gpx version=\"1.1\" creator=\"a watch\" xmlns=\"http://www.topografix.com/GPX/1/1\">\
         <trk><type>running</type><trkseg>{points}</trkseg></trk></gpx>"
    );
    std::fs::write(&path, text).expect("a file");
    path
}
