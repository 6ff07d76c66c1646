//! Natural cubic splines through unevenly spaced points.
//!
//! Why cubic: at 5 samples a second a motion of 1.5 Hz has three samples a cycle; straight lines would
//! lose a fifth of it, a spline loses a hundredth, and figures would depend on the frame rate.

/// A spline through points.
// Invariant: the three vectors have one length, at least 1; `at` rises strictly.
pub struct Spline<'a> {
    at: &'a [f64],
    values: &'a [f64],
    /// Second derivatives at the points.
    bends: Vec<f64>,
}

impl<'a> Spline<'a> {
    /// A spline through the points `(at, value)`; `None` without points, with lengths that differ, or
    /// when `at` does not rise.
    pub fn new(at: &'a [f64], values: &'a [f64]) -> Option<Spline<'a>> {
        let rises = at.windows(2).all(|pair| pair[0] < pair[1]);
        if at.is_empty() || at.len() != values.len() || !rises {
            return None;
        }
        Some(Spline { at, values, bends: bends(at, values) })
    }

    /// The values at `places`, which must not fall; beyond the ends the end values hold.
    pub fn sample(&self, places: impl Iterator<Item = f64>) -> Vec<f64> {
        let last = self.at.len() - 1;
        let mut left = 0;
        places
            .map(|place| {
                while left < last && self.at[left + 1] <= place {
                    left += 1;
                }
                self.inside(left, place)
            })
            .collect()
    }

    fn inside(&self, left: usize, place: f64) -> f64 {
        if place <= self.at[left] || left + 1 == self.at.len() {
            return self.values[left];
        }
        let right = left + 1;
        let width = self.at[right] - self.at[left];
        let a = (self.at[right] - place) / width;
        let b = 1.0 - a;
        let bend = (a.powi(3) - a) * self.bends[left] + (b.powi(3) - b) * self.bends[right];
        a * self.values[left] + b * self.values[right] + bend * width * width / 6.0
    }
}

/// Second derivatives by the tridiagonal system of the natural spline (Press et al., Numerical Recipes,
/// section 3.3).
fn bends(at: &[f64], values: &[f64]) -> Vec<f64> {
    let count = at.len();
    let mut bends = vec![0.0; count];
    let mut above = vec![0.0; count];
    for i in 1..count.saturating_sub(1) {
        let (before, after) = (at[i] - at[i - 1], at[i + 1] - at[i]);
        let slope = (values[i + 1] - values[i]) / after - (values[i] - values[i - 1]) / before;
        let part = before / (before + after);
        let pivot = part * bends[i - 1] + 2.0;
        bends[i] = (part - 1.0) / pivot;
        above[i] = (6.0 * slope / (before + after) - part * above[i - 1]) / pivot;
    }
    for i in (0..count.saturating_sub(1)).rev() {
        bends[i] = bends[i] * bends[i + 1] + above[i];
    }
    bends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_stays_straight() {
        let at = [0.0, 0.5, 2.0, 3.0];
        let values = [1.0, 2.0, 5.0, 7.0];
        let spline = Spline::new(&at, &values).expect("the points rise");
        for (place, value) in [(0.25, 1.5), (1.0, 3.0), (2.5, 6.0)] {
            let got = spline.sample([place].into_iter())[0];
            assert!((got - value).abs() < 1e-12, "{place}: {got}");
        }
    }

    #[test]
    fn a_sine_of_three_samples_a_cycle_keeps_its_height() {
        let at: Vec<f64> = (0..100).map(|i| f64::from(i) / 5.0).collect();
        let values: Vec<f64> =
            at.iter().map(|at| (std::f64::consts::TAU * 1.5 * at).sin()).collect();
        let spline = Spline::new(&at, &values).expect("the points rise");
        let fine = spline.sample((200..1800).map(|i| f64::from(i) / 100.0));
        let height = (fine.iter().map(|v| v * v).sum::<f64>() / fine.len() as f64 * 2.0).sqrt();
        assert!((height - 1.0).abs() < 0.05, "{height}");
    }

    #[test]
    fn points_that_do_not_rise_make_no_spline() {
        assert!(Spline::new(&[0.0, 0.0], &[1.0, 1.0]).is_none());
        assert!(Spline::new(&[], &[]).is_none());
    }
}
