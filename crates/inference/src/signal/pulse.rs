//! The heart's rate from the color of skin: POS, with CHROM as the second opinion.
//!
//! An estimate for wellness and no more: on phones, in motion and on darker skin the best known methods of
//! this kind err by ten beats a minute, so it is shown only when the peak stands far out of the rest, both
//! methods agree, and neither the wall, the head's motion nor the pacer explains it.

use base::sense::{Told, Unknown};

use super::filter::{Filter, detrend};
use super::spectrum::{Peak, Spectrum};
use super::{deviation, mean};

/// The band of a resting pulse, Hz: 42 to 180 beats a minute.
const BAND_HZ: (f64, f64) = (0.7, 3.0);
/// The rate at which traces are judged, samples a second.
pub const RATE_HZ: f64 = 30.0;
/// Windows of both methods, seconds (W. Wang et al., IEEE TBME 64, 2017).
const WINDOW_SECS: f64 = 1.6;
/// Seconds of a trace: 10 at least; 15 give bins narrow enough for one beat a minute.
pub const SECS_MIN: f64 = 12.0;
/// Seconds looked at.
pub const SECS: f64 = 15.0;
/// Half the width of a peak.
const NEAR_HZ: f64 = 0.12;
/// The ratio of the peak's power to the rest above which a figure is shown. Noise alone stays below 0 dB in
/// windows of this length; see the tests of photos.
const SNR_DB_MIN: f64 = 3.0;
/// POS and CHROM differ by less, in Hz (3 beats a minute).
const AGREEMENT_HZ: f64 = 0.05;
/// The same peak in another trace: within this, Hz.
const SAME_HZ: f64 = 0.1;
/// The pacer's overtones looked at where its own rate shows in the skin, and where it does not.
const OVERTONES: (usize, usize) = (12, 3);
/// What is behind the head counts as lit if it changes by this share of what the skin does.
const BEHIND_MIN: f64 = 0.1;
/// Motion of the head at the pulse's rate that the heart itself does not make, in eye distances.
const MOTION_MIN: f64 = 0.004;
/// A face darker or brighter than this (0 to 255) tells nothing.
const LEVEL: std::ops::RangeInclusive<f64> = 30.0..=245.0;

/// The traces of one window, all at [`RATE_HZ`] and of one length.
pub struct Window<'a> {
    /// Red, green and blue of the skin, 0 to 255.
    pub skin: [&'a [f64]; 3],
    /// The same of what is behind the head, if anything is.
    pub background: Option<[&'a [f64]; 3]>,
    /// Where the head is, across and down, in eye distances.
    pub head: [&'a [f64]; 2],
    /// Pictures a second of the camera: what is quicker than 0.45 of it cannot be told.
    pub camera_hz: f64,
    /// Breaths or beats a second of a pacer on the same screen.
    pub pacer_hz: Option<f64>,
}

/// Beats a minute, and the share of the pulse band's power that is the pulse's (the quality); or why there is
/// none.
pub fn judge(window: &Window<'_>) -> (Told<f32>, f32) {
    let unknown = |why, quality: f64| (Told::Unknown(why), quality as f32);
    let length = window.skin[0].len();
    let whole = window.skin.iter().chain(&window.head).all(|row| row.len() == length);
    if !whole || (length as f64) < SECS_MIN * RATE_HZ {
        return unknown(Unknown::TooShort, 0.0);
    }
    let level = window.skin.iter().map(|row| mean(row)).sum::<f64>() / 3.0;
    if !LEVEL.contains(&level) {
        return unknown(Unknown::PoorLight, 0.0);
    }
    let high = BAND_HZ.1.min(0.45 * window.camera_hz);
    let band = (BAND_HZ.0, high);
    let (first, second) = (spectrum(&pos(window.skin)), spectrum(&chrom(window.skin)));
    let (Some(peak), Some(other)) = (first.peak(band.0, band.1), second.peak(band.0, band.1))
    else {
        return unknown(Unknown::Unsure, 0.0);
    };
    let snr_db = first.snr_db(peak.hz, NEAR_HZ, band);
    let own = 10_f64.powf(snr_db / 10.0);
    let quality = own / (1.0 + own);
    if let Some(why) = explained(window, peak, band) {
        return unknown(why, quality);
    }
    // CHROM agrees when it says the same, or when most of its power lies there.
    let agrees =
        (peak.hz - other.hz).abs() <= AGREEMENT_HZ || second.snr_db(peak.hz, NEAR_HZ, band) > 0.0;
    if snr_db < SNR_DB_MIN || !agrees {
        return unknown(Unknown::Unsure, quality);
    }
    (Told::Value((60.0 * peak.hz) as f32), quality as f32)
}

/// What else makes the peak, if something does.
fn explained(window: &Window<'_>, peak: Peak, band: (f64, f64)) -> Option<Unknown> {
    if window.pacer_hz.is_some_and(|pacer| is_pacer(window, peak.hz, pacer)) {
        return Some(Unknown::Pacer);
    }
    if window.background.is_some_and(|background| shines(window, background, peak.hz, band)) {
        return Some(Unknown::Lighting);
    }
    let sways = window.head.iter().any(|row| {
        let moved = Filter::band_pass(band.0, band.1, RATE_HZ).apply(row);
        let motion = spectrum(&moved);
        let same =
            motion.peak(band.0, band.1).is_some_and(|top| (top.hz - peak.hz).abs() < SAME_HZ);
        same && deviation(&moved) > MOTION_MIN
    });
    sways.then_some(Unknown::Moving)
}

/// Whether the peak is the pacer's or one of its overtones. Those of a slow pacer lie so densely that they
/// count only if its own rate shows in the color of the skin, as the light of a screen does.
fn is_pacer(window: &Window<'_>, hz: f64, pacer_hz: f64) -> bool {
    if !(0.02..=3.0).contains(&pacer_hz) {
        return false;
    }
    let seconds = window.skin[0].len() as f64 / RATE_HZ;
    let lit = window.skin.iter().any(|row| {
        let relative: Vec<f64> = row.iter().map(|value| value / mean(row).max(1.0) - 1.0).collect();
        let spectrum = spectrum(&relative);
        let near = 1.0 / seconds;
        let own = spectrum.band((pacer_hz - near).max(0.0), pacer_hz + near);
        own > 0.5 * spectrum.band(0.03, BAND_HZ.1) && deviation(&relative) > 0.002
    });
    let overtones = if lit { OVERTONES.0 } else { OVERTONES.1 };
    let width = 0.5 / seconds;
    (1..=overtones).any(|n| (hz - n as f64 * pacer_hz).abs() < width)
}

/// Whether what is behind the head changes at the same rate, in its brightness or in the mixture that POS
/// sees, and by a good part of what the skin does.
fn shines(window: &Window<'_>, background: [&[f64]; 3], hz: f64, band: (f64, f64)) -> bool {
    let filter = Filter::band_pass(band.0, band.1, RATE_HZ);
    let green = |row: &[f64]| filter.apply(&relative(row));
    let pairs =
        [(green(background[1]), green(window.skin[1])), (pos(background), pos(window.skin))];
    pairs.iter().any(|(behind, skin)| {
        let (behind, skin) = (spectrum(behind), spectrum(skin));
        let same = behind.peak(band.0, band.1).is_some_and(|top| (top.hz - hz).abs() < SAME_HZ);
        let near = |spectrum: &Spectrum| spectrum.band(hz - NEAR_HZ, hz + NEAR_HZ);
        same && behind.snr_db(hz, NEAR_HZ, band) > 0.0
            && near(&behind) > BEHIND_MIN * BEHIND_MIN * near(&skin)
    })
}

fn spectrum(trace: &[f64]) -> Spectrum {
    let mut trace = trace.to_vec();
    detrend(&mut trace);
    Spectrum::of(&trace, RATE_HZ, 0.005)
}

/// Plane orthogonal to skin (Wang et al. 2017): each window of 1.6 s, divided by its mean, is projected on the
/// plane in which changes of light vanish; windows are added where they overlap.
pub fn pos(rgb: [&[f64]; 3]) -> Vec<f64> {
    let length = rgb[0].len();
    let window = (WINDOW_SECS * RATE_HZ) as usize;
    let mut pulse = vec![0.0; length];
    for start in 0..(length + 1).saturating_sub(window) {
        let [red, green, blue] = rgb.map(|row| relative(&row[start..start + window]));
        let first: Vec<f64> = green.iter().zip(&blue).map(|(g, b)| g - b).collect();
        let second: Vec<f64> =
            red.iter().zip(&green).zip(&blue).map(|((r, g), b)| g + b - 2.0 * r).collect();
        let scale = deviation(&first) / deviation(&second).max(1e-9);
        let mixed: Vec<f64> = first.iter().zip(&second).map(|(a, b)| a + scale * b).collect();
        let middle = mean(&mixed);
        for (sum, value) in pulse[start..start + window].iter_mut().zip(&mixed) {
            *sum += value - middle;
        }
    }
    pulse
}

/// Chrominance differences (G. de Haan and V. Jeanne, IEEE TBME 60, 2013), in windows that overlap by half.
pub fn chrom(rgb: [&[f64]; 3]) -> Vec<f64> {
    let length = rgb[0].len();
    let window = (WINDOW_SECS * RATE_HZ) as usize / 2 * 2;
    let filter = Filter::band_pass(BAND_HZ.0, 4.0, RATE_HZ);
    let mut pulse = vec![0.0; length];
    for start in (0..(length + 1).saturating_sub(window)).step_by(window / 2) {
        let [red, green, blue] = rgb.map(|row| relative(&row[start..start + window]));
        let x: Vec<f64> = red.iter().zip(&green).map(|(r, g)| 3.0 * r - 2.0 * g).collect();
        let y: Vec<f64> =
            red.iter().zip(&green).zip(&blue).map(|((r, g), b)| 1.5 * r + g - 1.5 * b).collect();
        let (x, y) = (filter.apply(&x), filter.apply(&y));
        let scale = deviation(&x) / deviation(&y).max(1e-9);
        for (index, (x, y)) in x.iter().zip(&y).enumerate() {
            let part = (index as f64 + 0.5) / window as f64;
            let weight = (std::f64::consts::PI * part).sin().powi(2);
            pulse[start + index] += (x - scale * y) * weight;
        }
    }
    pulse
}

/// A window divided by its mean, less 1.
fn relative(row: &[f64]) -> Vec<f64> {
    let middle = mean(row).max(1e-6);
    row.iter().map(|value| value / middle - 1.0).collect()
}
