//! What a person chose on this device: how it looks, what it leaves out.

use base::error::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::read::ReadCx;
use ts_rs::TS;

/// The name under which the device keeps them.
pub(crate) const KEY: &str = "settings";

/// Minutes of a day.
const DAY_MIN: u16 = 24 * 60;

/// Settings of this device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(default)]
pub(crate) struct Settings {
    /// `system`, `light`, `dark` or `contrast`.
    pub(crate) theme: Theme,
    /// The language of the window.
    pub(crate) locale: Locale,
    /// `system` or `reduced`.
    pub(crate) motion: Motion,
    /// Whether days in a row are counted.
    pub(crate) streaks: bool,
    /// Whether earlier years are shown.
    pub(crate) on_this_day: bool,
    /// Whether photos keep the place that the camera wrote into them.
    pub(crate) keep_photo_place: bool,
    /// Minutes after which the vault locks when nobody does anything; 0: never. At most a day.
    pub(crate) lock_after_min: u16,
    /// Whether the vault locks when the machine slept.
    pub(crate) lock_on_sleep: bool,
}

macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident),* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
        #[serde(rename_all = "lowercase")]
        pub(crate) enum $name { $($(#[$each])* $variant),* }
    };
}
choice! {
    /// How the window looks.
    Theme {
        /// As the system does.
        #[default]
        System,
        /// Paper.
        Light,
        /// Night.
        Dark,
        /// High contrast.
        Contrast
    }
}
choice! {
    /// The language of the window.
    Locale {
        /// English.
        #[default]
        En,
        /// English with every letter changed, to find text that is not translated.
        Pseudo
    }
}
choice! {
    /// How much moves.
    Motion {
        /// As the system says.
        #[default]
        System,
        /// As little as possible.
        Reduced
    }
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            theme: Theme::default(),
            locale: Locale::default(),
            motion: Motion::default(),
            streaks: true,
            on_this_day: true,
            keep_photo_place: false,
            lock_after_min: 0,
            lock_on_sleep: true,
        }
    }
}

/// Changes to the settings; what is left out stays.
#[derive(Debug, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields)]
pub(crate) struct SettingsPatch {
    theme: Option<Theme>,
    locale: Option<Locale>,
    motion: Option<Motion>,
    streaks: Option<bool>,
    on_this_day: Option<bool>,
    keep_photo_place: Option<bool>,
    lock_after_min: Option<u16>,
    lock_on_sleep: Option<bool>,
}

impl SettingsPatch {
    pub(crate) fn apply(self, settings: &mut Settings) {
        settings.theme = self.theme.unwrap_or(settings.theme);
        settings.locale = self.locale.unwrap_or(settings.locale);
        settings.motion = self.motion.unwrap_or(settings.motion);
        settings.streaks = self.streaks.unwrap_or(settings.streaks);
        settings.on_this_day = self.on_this_day.unwrap_or(settings.on_this_day);
        settings.keep_photo_place = self.keep_photo_place.unwrap_or(settings.keep_photo_place);
        let lock_after_min = self.lock_after_min.map(|minutes| minutes.min(DAY_MIN));
        settings.lock_after_min = lock_after_min.unwrap_or(settings.lock_after_min);
        settings.lock_on_sleep = self.lock_on_sleep.unwrap_or(settings.lock_on_sleep);
    }
}

/// The settings as they stand.
pub(crate) fn get(cx: &ReadCx<'_>) -> Result<Settings> {
    match cx.device_value(KEY)? {
        Some(kept) => serde_json::from_str(&kept)
            .map_err(|source| Error::internal("reading the settings", source)),
        None => Ok(Settings::default()),
    }
}
