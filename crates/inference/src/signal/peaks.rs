//! Peaks of a curve, by how far they stand out.

/// The places of local maxima that stand out by at least `prominence` and are at least `distance` samples
/// apart, in order. Prominence as SciPy's `find_peaks` defines it: the height above the higher of the two
/// lowest points that separate the peak from a higher one. Of two that are too near, the higher stays.
pub fn peaks(samples: &[f64], prominence: f64, distance: usize) -> Vec<usize> {
    let mut found: Vec<usize> =
        maxima(samples).into_iter().filter(|&at| standing_out(samples, at) >= prominence).collect();
    let mut by_height = found.clone();
    by_height.sort_by(|a, b| samples[*b].total_cmp(&samples[*a]));
    let mut kept: Vec<usize> = Vec::new();
    for at in by_height {
        if kept.iter().all(|other| other.abs_diff(at) >= distance) {
            kept.push(at);
        }
    }
    found.retain(|at| kept.contains(at));
    found
}

/// Samples higher than the one before and not lower than the one after, the ends left out.
pub fn maxima(samples: &[f64]) -> Vec<usize> {
    (1..samples.len().saturating_sub(1))
        .filter(|&i| samples[i] > samples[i - 1] && samples[i] >= samples[i + 1])
        .collect()
}

fn standing_out(samples: &[f64], at: usize) -> f64 {
    let height = samples[at];
    let lowest = |side: &mut dyn Iterator<Item = &f64>| {
        side.take_while(|value| **value <= height).fold(height, |low, value| low.min(*value))
    };
    let left = lowest(&mut samples[..at].iter().rev());
    let right = lowest(&mut samples[at + 1..].iter());
    height - left.max(right)
}

/// How far from sample `at` the top of the parabola through it and its neighbors lies, -0.5 to 0.5.
pub fn parabola(before: f64, at: f64, after: f64) -> f64 {
    let bend = before - 2.0 * at + after;
    if bend < 0.0 { (0.5 * (before - after) / bend).clamp(-0.5, 0.5) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_bumps_and_near_ones_are_left_out() {
        let curve = [0.0, 1.0, 0.0, 0.2, 0.1, 0.2, 0.0, 0.9, 0.8, 2.0, 0.0];
        assert_eq!(peaks(&curve, 0.5, 1), [1, 9]);
        assert_eq!(peaks(&curve, 0.05, 1), [1, 3, 5, 7, 9]);
        assert_eq!(peaks(&curve, 0.05, 3), [1, 5, 9]);
        assert!(peaks(&[], 0.1, 1).is_empty());
    }

    #[test]
    fn a_parabola_has_its_top_between_samples() {
        let f = |x: f64| 3.0 - (x - 0.2).powi(2);
        assert!((parabola(f(-1.0), f(0.0), f(1.0)) - 0.2).abs() < 1e-12);
        assert_eq!(parabola(1.0, 1.0, 1.0), 0.0);
    }
}
