//! What the faces are told of the senses.

use domain::wire;

use crate::senses::Sensor;
use crate::senses::consent::Consent;
use crate::senses::tried::Figure;

wire! {
    /// The cameras and microphones of this computer.
    pub(crate) struct SenseDevices {
        /// Cameras.
        pub(crate) cameras: Vec<DeviceRow>,
        /// Microphones.
        pub(crate) microphones: Vec<DeviceRow>,
        /// What could not be asked, in words.
        pub(crate) problems: Vec<String>,
    }

    /// A device.
    pub(crate) struct DeviceRow {
        /// The name by which it is opened.
        pub(crate) id: String,
        /// What it calls itself.
        pub(crate) name: String,
        /// Whether it is opened when none is named.
        pub(crate) preferred: bool,
    }

    /// A model.
    pub(crate) struct ModelRow {
        /// Its name, as estimates tell it.
        pub(crate) name: String,
        /// What it is for, in a few words.
        pub(crate) task: String,
        /// Its version.
        pub(crate) version: String,
        /// Size of its file in bytes.
        pub(crate) bytes: u64,
        /// SHA-256 of its file, in hexadecimal; checked whenever it is loaded.
        pub(crate) sha256: String,
        /// Its license.
        pub(crate) license: String,
        /// Who made it, and in which package it came.
        pub(crate) source: String,
        /// What was changed in it.
        pub(crate) change: String,
        /// Whether its file is there.
        pub(crate) installed: bool,
    }

    /// What the person said to one thing.
    pub(crate) struct ConsentState {
        /// The thing.
        pub(crate) what: Consent,
        /// Whether it may be read; for a reading its sensor must be allowed, too.
        pub(crate) allowed: bool,
        /// When it was last answered, Unix milliseconds; null: never asked.
        pub(crate) at_ms: Option<i64>,
    }

    /// An answer.
    pub(crate) struct Answered {
        /// To what.
        pub(crate) what: Consent,
        /// Yes or no.
        pub(crate) given: bool,
    }

    /// Which sensors are open.
    pub(crate) struct SenseState {
        /// Those that are.
        pub(crate) open: Vec<OpenSensorRow>,
    }

    /// A sensor that is open.
    pub(crate) struct OpenSensorRow {
        /// Which kind.
        pub(crate) sensor: Sensor,
        /// What it calls itself; empty for one of the page.
        pub(crate) name: String,
        /// Since when, Unix milliseconds.
        pub(crate) at_ms: i64,
    }

    /// What to close.
    #[ts(optional_fields)]
    pub(crate) struct CloseSensor {
        /// Which kind; left out: all.
        #[serde(default)]
        pub(crate) sensor: Option<Sensor>,
    }

    /// How to watch.
    #[ts(optional_fields)]
    pub(crate) struct WatchCamera {
        /// The camera's id; left out: the preferred one.
        #[serde(default)]
        pub(crate) device: Option<String>,
        /// The page hands in the frames of its own camera by `senses.feed`.
        #[serde(default)]
        pub(crate) page: bool,
        /// Breaths a minute of a pacer that is on the screen: light of that rhythm is not taken for a pulse.
        #[serde(default)]
        pub(crate) pacer_per_min: Option<f32>,
        /// Whether the picture comes along, small. A page that shows its own does not need it.
        #[serde(default)]
        pub(crate) preview: bool,
    }

    /// How to listen.
    #[ts(optional_fields)]
    pub(crate) struct ListenTo {
        /// The microphone's id; left out: the preferred one.
        #[serde(default)]
        pub(crate) device: Option<String>,
        /// Samples a second of a page that hands in its own microphone by `senses.feed`.
        #[serde(default)]
        pub(crate) page_rate: Option<u32>,
        /// Frequencies of a pacer's own tones, in Hz: they are left out of what is heard.
        #[serde(default)]
        pub(crate) tones_hz: Vec<f32>,
    }

    /// How it ended.
    pub(crate) struct SensorEnded {
        /// Frames or seconds of sound that were read.
        pub(crate) read: f64,
        /// Those that came while the one before was still being read, and were left out.
        pub(crate) dropped: u64,
        /// Why it ended by itself: it was unplugged, or the page was closed; null when somebody ended it.
        pub(crate) lost: Option<String>,
    }

    /// A share of something, 0 to 1.
    pub(crate) struct Share {
        /// Of what.
        pub(crate) name: String,
        /// How much of it.
        pub(crate) share: f32,
    }

    /// The expression of a face. It is what muscles do, not what somebody feels.
    pub(crate) struct ExpressionShown {
        /// Shares of all, the largest first; empty: unknown.
        pub(crate) shares: Vec<Share>,
        /// From unpleasant, -1, to pleasant, 1.
        pub(crate) valence: Figure,
    }

    /// A face in the picture; all places are shares of its width and height.
    pub(crate) struct FaceShown {
        /// Left, top, width, height.
        pub(crate) place: [f32; 4],
        /// Points of its mesh that outline it: `[x, y]` each.
        pub(crate) points: Vec<[f32; 2]>,
        /// How many faces there are; the largest is read.
        pub(crate) faces: u32,
    }

    /// What a camera gives now.
    pub(crate) struct CameraReading {
        /// Milliseconds since it was opened.
        pub(crate) at_ms: i64,
        /// The picture's width in pixels.
        pub(crate) width: u32,
        /// Its height.
        pub(crate) height: u32,
        /// The picture, small, as JPEG in Base64; only when it was asked for, a few times a second.
        pub(crate) preview: Option<String>,
        /// Frames a second that are read.
        pub(crate) fps: f32,
        /// Frames that were left out so far.
        pub(crate) dropped: u64,
        /// The face; null: none is seen.
        pub(crate) face: Option<FaceShown>,
        /// The share of the last minute in which a face was seen.
        pub(crate) seen: f32,
        /// How far the chest is up, in pixels against the head; null: not read.
        pub(crate) chest: Option<f32>,
        /// Breaths a minute; null: not allowed.
        pub(crate) breathing: Option<Figure>,
        /// Heart beats a minute; null: not allowed.
        pub(crate) pulse: Option<Figure>,
        /// How still, 0 to 100; null: not allowed.
        pub(crate) stillness: Option<Figure>,
        /// The expression; null: not allowed.
        pub(crate) expression: Option<ExpressionShown>,
    }

    /// What a microphone gives now.
    pub(crate) struct HeardNow {
        /// Milliseconds since it was opened.
        pub(crate) at_ms: i64,
        /// How loud, in decibels of full scale.
        pub(crate) level_db: f32,
        /// How likely somebody speaks, 0 to 1; null: the model is not installed.
        pub(crate) speech: Option<f32>,
        /// What it sounds like: `air` (breath, or nothing), `speech`, `tone`, `knock` or `pacer`.
        pub(crate) kind: String,
        /// `inhale`, `exhale`, `pause` or `unknown`; null: not allowed.
        pub(crate) phase: Option<String>,
        /// The envelope of the breath's sound, in decibels above the room; null: not allowed.
        pub(crate) breath_db: Option<f32>,
        /// Breaths a minute; null: not allowed.
        pub(crate) breathing: Option<Figure>,
        /// How lively the voice is beside this person's own, in standard deviations; null: not allowed.
        pub(crate) arousal: Option<Figure>,
        /// Samples that were left out so far, because the machine was too busy.
        pub(crate) dropped: u64,
    }

    /// Whose frames or sound these are.
    pub(crate) struct Feeding {
        /// Which sensor of the page.
        pub(crate) sensor: Sensor,
    }

    /// What became of it.
    pub(crate) struct Fed {
        /// Whether it was left out, because no stream reads that sensor of the page.
        pub(crate) closed: bool,
    }

    /// A file or folder.
    pub(crate) struct TryFile {
        /// Its path on this computer.
        pub(crate) path: String,
    }

    /// A file of the page.
    pub(crate) struct TryUpload {
        /// Its name: the ending says what it is.
        pub(crate) name: String,
    }
}
