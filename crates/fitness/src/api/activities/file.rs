//! One activity as a file that others read.

use base::error::Result;
use base::id::AnyId;
use domain::wire;
use store::read::ReadCx;

use crate::export::{write_gpx, write_tcx};

wire! {
    /// A format of one activity.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum ActivityFormat {
        /// GPX 1.1.
        Gpx,
        /// TCX.
        Tcx,
    }

    /// Which activity, in which format.
    #[derive(Copy)]
    pub(crate) struct ExportActivity {
        /// The activity, or a workout that activities stand behind.
        pub(crate) id: AnyId,
        /// The format.
        pub(crate) format: ActivityFormat,
    }

    /// An activity as a file.
    #[derive(Eq)]
    pub(crate) struct ExportedActivity {
        /// `2026-03-01 run.gpx`.
        pub(crate) name: String,
        /// Its media type.
        pub(crate) mime: String,
        /// Its content.
        pub(crate) text: String,
        /// What could not be shown, in words.
        pub(crate) lost: Vec<String>,
    }
}

/// An activity as a file.
///
/// # Errors
/// `NotFound`.
pub(crate) fn export_activity(
    cx: &ReadCx<'_>,
    request: ExportActivity,
) -> Result<ExportedActivity> {
    let (activity, track) = super::told(cx, request.id)?;
    let track = track.unwrap_or_default();
    let mut out = Vec::new();
    let (ending, mime, lost) = match request.format {
        ActivityFormat::Gpx => {
            let lost = write_gpx(&mut |each| each(&activity, &track), &mut out)?;
            ("gpx", "application/gpx+xml", lost)
        }
        ActivityFormat::Tcx => {
            let lost = write_tcx(&mut |each| each(&activity, &track), &mut out)?;
            ("tcx", "application/vnd.garmin.tcx+xml", lost)
        }
    };
    Ok(ExportedActivity {
        name: format!("{} {}.{ending}", activity.day, activity.sport),
        mime: mime.to_owned(),
        text: String::from_utf8_lossy(&out).into_owned(),
        lost,
    })
}
