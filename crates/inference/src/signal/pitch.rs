//! The pitch of a voice: YIN (A. de Cheveigne and H. Kawahara, JASA 111, 2002).

/// Pitches of a voice, Hz.
pub const VOICE_HZ: (f64, f64) = (60.0, 400.0);
/// The first dip of the normalized difference below this is the period (the paper's threshold).
const DIP: f64 = 0.15;
/// A frame whose deepest dip stays above this has no pitch.
const VOICED_MAX: f64 = 0.3;
/// Quieter than this (-60 dB of full scale) is silence.
const LEVEL_MIN: f64 = 1e-3;

/// The pitch of a frame in Hz and how periodic it is (1 less the dip, 0 to 1); `None` when it is not voiced
/// or shorter than two periods of the lowest pitch.
pub fn pitch(frame: &[f32], rate_hz: f64) -> Option<(f64, f64)> {
    let longest = (rate_hz / VOICE_HZ.0) as usize;
    let shortest = ((rate_hz / VOICE_HZ.1) as usize).max(2);
    if frame.len() < 2 * longest || longest <= shortest {
        return None;
    }
    let width = frame.len() - longest;
    let power = frame.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>();
    if (power / frame.len() as f64).sqrt() < LEVEL_MIN {
        return None;
    }
    let mut normalized = vec![1.0; longest + 1];
    let mut sum = 0.0;
    for lag in 1..=longest {
        let difference: f32 = frame[..width]
            .iter()
            .zip(&frame[lag..lag + width])
            .map(|(a, b)| (a - b) * (a - b))
            .sum();
        sum += f64::from(difference);
        normalized[lag] = f64::from(difference) * lag as f64 / sum.max(1e-12);
    }
    let is_dip = |lag: usize| {
        normalized[lag] <= normalized[lag - 1]
            && normalized.get(lag + 1).is_none_or(|next| normalized[lag] < *next)
    };
    let dips = (shortest..=longest).filter(|lag| is_dip(*lag));
    let deepest = dips.clone().min_by(|a, b| normalized[*a].total_cmp(&normalized[*b]));
    let lag = dips.clone().find(|lag| normalized[*lag] < DIP).or(deepest)?;
    if normalized[lag] > VOICED_MAX {
        return None;
    }
    let after = normalized.get(lag + 1).copied().unwrap_or(1.0);
    let shift = super::peaks::parabola(-normalized[lag - 1], -normalized[lag], -after);
    Some((rate_hz / (lag as f64 + shift), (1.0 - normalized[lag]).clamp(0.0, 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voice_has_its_pitch_and_noise_has_none() {
        for hz in [80.0, 123.4, 220.0, 390.0] {
            let frame: Vec<f32> = (0..1024)
                .map(|i| {
                    let turn = std::f64::consts::TAU * hz * f64::from(i) / 16_000.0;
                    (0.2 * turn.sin() + 0.1 * (2.0 * turn).sin() + 0.05 * (3.0 * turn).cos()) as f32
                })
                .collect();
            let (got, sure) = pitch(&frame, 16_000.0).expect("it is voiced");
            assert!((got - hz).abs() < 0.01 * hz && sure > 0.9, "{hz}: {got} {sure}");
        }
        let mut state = 1_u32;
        let noise: Vec<f32> = (0..1024)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 8) as f32 / (1 << 24) as f32 - 0.5
            })
            .collect();
        assert_eq!(pitch(&noise, 16_000.0), None);
        assert_eq!(pitch(&[0.0; 1024], 16_000.0), None);
        assert_eq!(pitch(&[0.5; 10], 16_000.0), None);
    }
}
