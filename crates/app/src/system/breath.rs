//! Measuring a breathing session: camera and microphone, each alone or both, as one stream.
//!
//! Opens only what the person allowed and asked for; what is read goes into the session's figures
//! (`breath::measure`) and nowhere else. A sensor that is closed or lost leaves a gap and the session goes
//! on. When the session is over, or nobody listens any more, what it came to is written into its record.

mod measuring;

use base::error::{Error, Result};
use base::id::AnyId;
use breath::measure::{self, Measured, Measuring};
use domain::wire;
use store::store::Write;
use store::write::Step;

use crate::app::App;
use crate::senses::Sensor;
use crate::senses::consent::{Consent, Consents};
use crate::system::{Emit, system};
use measuring::Open;

system! { COMMANDS "breath":
    /// Measures the session that goes on until it is over or the listener goes, about five times a second;
    /// then what it came to is written into the session.
    stream measure(MeasureSession) -> MeasureEnded, reports Measured;
}

wire! {
    /// How to measure.
    #[ts(optional_fields)]
    pub(crate) struct MeasureSession {
        /// The session.
        pub(crate) session: AnyId,
        /// Whether a camera looks.
        #[serde(default)]
        pub(crate) camera: bool,
        /// Whether a microphone hears.
        #[serde(default)]
        pub(crate) microphone: bool,
        /// The camera's id; left out: the preferred one.
        #[serde(default)]
        pub(crate) camera_device: Option<String>,
        /// The microphone's id; left out: the preferred one.
        #[serde(default)]
        pub(crate) microphone_device: Option<String>,
        /// The page hands in the frames of its own camera by `senses.feed`.
        #[serde(default)]
        pub(crate) page: bool,
        /// Samples a second of a page that hands in its own microphone by `senses.feed`.
        #[serde(default)]
        pub(crate) page_rate: Option<u32>,
        /// Frequencies of the pacer's own tones, in Hz: they are left out of what is heard.
        #[serde(default)]
        pub(crate) tones_hz: Vec<f32>,
    }

    /// How it ended.
    pub(crate) struct MeasureEnded {
        /// Whether something was written into the session.
        pub(crate) written: bool,
        /// Sensors that gave nothing from the beginning or any more, and why, in words.
        pub(crate) lost: Vec<LostSensor>,
    }

    /// A sensor that gives nothing.
    pub(crate) struct LostSensor {
        /// Which kind.
        pub(crate) sensor: Sensor,
        /// Why, in words.
        pub(crate) why: String,
    }
}

/// Tones of a pacer, at most.
const TONES_MAX: usize = 16;

/// Of what was asked for, what may be opened.
///
/// # Errors
/// `Invalid` when nothing was asked for; `Denied` when nothing of it is allowed.
fn allowed(request: &MeasureSession, consents: &Consents) -> Result<(bool, bool)> {
    let camera = request.camera && consents.allows(Consent::Camera);
    let microphone = request.microphone && consents.allows(Consent::Microphone);
    if camera || microphone {
        return Ok((camera, microphone));
    }
    match (request.camera, request.microphone) {
        (false, false) => {
            Err(Error::invalid("camera", "neither camera nor microphone is asked for"))
        }
        (true, _) => consents.require(Consent::Camera).map(|()| (false, false)),
        (false, true) => consents.require(Consent::Microphone).map(|()| (false, false)),
    }
}

fn measure(app: &App, request: MeasureSession, emit: Emit<'_>) -> Result<MeasureEnded> {
    if TONES_MAX < request.tones_hz.len() {
        return Err(Error::invalid("tones_hz", format!("at most {TONES_MAX} tones")));
    }
    let session = request.session;
    let (consents, measuring) =
        app.vault()?.store.read(|cx| Ok((Consents::read(cx)?, Measuring::begin(cx, session)?)))?;
    let (camera, microphone) = allowed(&request, &consents)?;
    let mut lost = Vec::new();
    let open = Open::new(app, &request, (camera, microphone), &mut lost)?;
    let measured = measuring::run(app, open, &consents, measuring, &mut lost, emit)?;
    // A vault that was locked meanwhile takes nothing: the session itself is in it.
    let written = match (measured, app.vault()) {
        (Some(finished), Ok(vault)) => {
            let write = Write::new("breath.measure").step(Step::None);
            vault.store.write(write, move |cx| measure::keep(cx, &finished))?
        }
        (None, _) | (_, Err(_)) => false,
    };
    Ok(MeasureEnded { written, lost })
}
