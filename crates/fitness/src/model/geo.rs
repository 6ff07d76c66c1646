//! Distances on the Earth and heights along a way.

/// The mean radius of the Earth in meters (IUGG, R1).
const EARTH_RADIUS_M: f64 = 6_371_008.8;
/// WGS 84: the semi-major axis in meters and the flattening.
const WGS84_A_M: f64 = 6_378_137.0;
const WGS84_F: f64 = 1.0 / 298.257_223_563;
/// Vincenty converges in a handful of rounds, but not between nearly opposite points.
const VINCENTY_ROUNDS_MAX: usize = 40;

/// A place: degrees north and east.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Place {
    /// Degrees, north is positive.
    pub(crate) latitude: f64,
    /// Degrees, east is positive.
    pub(crate) longitude: f64,
}

impl Place {
    /// From 1e-7 degrees.
    pub(crate) fn of_e7(latitude: i64, longitude: i64) -> Place {
        Place { latitude: latitude as f64 / 1e7, longitude: longitude as f64 / 1e7 }
    }
}

/// Meters along the great circle of a sphere (haversine, after Sinnott 1984). Off by up to 0.5 %, good
/// between neighboring points and quick.
pub(crate) fn haversine_m(from: Place, to: Place) -> f64 {
    let (a, b) = (from.latitude.to_radians(), to.latitude.to_radians());
    let across = (to.longitude - from.longitude).to_radians();
    let h = ((b - a) / 2.0).sin().powi(2) + a.cos() * b.cos() * (across / 2.0).sin().powi(2);
    2.0 * EARTH_RADIUS_M * h.sqrt().min(1.0).asin()
}

/// Meters on the ellipsoid WGS 84 (the inverse method of Vincenty 1975), to a millimeter; between
/// nearly opposite points, where it does not converge, those of the sphere.
pub(crate) fn vincenty_m(from: Place, to: Place) -> f64 {
    inverse(from, to).unwrap_or_else(|| haversine_m(from, to))
}

fn inverse(from: Place, to: Place) -> Option<f64> {
    let b = WGS84_A_M * (1.0 - WGS84_F);
    let across = (to.longitude - from.longitude).to_radians();
    let reduced = |place: Place| ((1.0 - WGS84_F) * place.latitude.to_radians().tan()).atan();
    let ((sin1, cos1), (sin2, cos2)) = (reduced(from).sin_cos(), reduced(to).sin_cos());
    let mut lambda = across;
    for _ in 0..VINCENTY_ROUNDS_MAX {
        let (sin_l, cos_l) = lambda.sin_cos();
        let sin_sigma =
            ((cos2 * sin_l).powi(2) + (cos1 * sin2 - sin1 * cos2 * cos_l).powi(2)).sqrt();
        if sin_sigma == 0.0 {
            return Some(0.0);
        }
        let cos_sigma = sin1 * sin2 + cos1 * cos2 * cos_l;
        let sigma = sin_sigma.atan2(cos_sigma);
        let sin_alpha = cos1 * cos2 * sin_l / sin_sigma;
        let cos2_alpha = 1.0 - sin_alpha * sin_alpha;
        let middle =
            if cos2_alpha > 0.0 { cos_sigma - 2.0 * sin1 * sin2 / cos2_alpha } else { 0.0 };
        let c = WGS84_F / 16.0 * cos2_alpha * (4.0 + WGS84_F * (4.0 - 3.0 * cos2_alpha));
        let bend = middle + c * cos_sigma * (2.0 * middle * middle - 1.0);
        let next = across + (1.0 - c) * WGS84_F * sin_alpha * (sigma + c * sin_sigma * bend);
        if (next - lambda).abs() > 1e-12 {
            lambda = next;
            continue;
        }
        let u2 = cos2_alpha * (WGS84_A_M * WGS84_A_M - b * b) / (b * b);
        let big_a = 1.0 + u2 / 16384.0 * (4096.0 + u2 * (-768.0 + u2 * (320.0 - 175.0 * u2)));
        let big_b = u2 / 1024.0 * (256.0 + u2 * (-128.0 + u2 * (74.0 - 47.0 * u2)));
        let twist = cos_sigma * (2.0 * middle * middle - 1.0)
            - big_b / 6.0
                * middle
                * (4.0 * sin_sigma * sin_sigma - 3.0)
                * (4.0 * middle * middle - 3.0);
        let delta = big_b * sin_sigma * (middle + big_b / 4.0 * twist);
        return Some(b * big_a * (sigma - delta));
    }
    None
}

/// How heights are smoothed before they are summed, for people.
pub(crate) const CLIMB_METHOD: &str = "median of 5 points, hysteresis 3 m";
/// Points that a median is taken of: it takes out single outliers of a receiver.
const MEDIAN_POINTS: usize = 5;
/// A turn counts when it is higher than this; barometers tremble by less. GoldenCheetah's default.
const HYSTERESIS_MM: i64 = 3_000;

/// How far it went up and down, millimeters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Climb {
    /// Up.
    pub(crate) ascent_mm: i64,
    /// Down.
    pub(crate) descent_mm: i64,
}

/// Ascent and descent of heights in millimeters, smoothed as [`CLIMB_METHOD`] says: the median takes
/// out single outliers, and only what rises or falls by more than the hysteresis from the last turn
/// counts.
pub(crate) fn climb(heights: &[i64]) -> Climb {
    let smooth = medians(heights);
    let mut climb = Climb::default();
    let Some(mut anchor) = smooth.first().copied() else { return climb };
    let mut extreme = anchor;
    let mut rising: Option<bool> = None;
    for height in smooth {
        match rising {
            None if (height - anchor).abs() >= HYSTERESIS_MM => {
                rising = Some(height > anchor);
                extreme = height;
            }
            None => {}
            Some(true) if height >= extreme => extreme = height,
            Some(false) if height <= extreme => extreme = height,
            Some(up) if (height - extreme).abs() >= HYSTERESIS_MM => {
                climb.add(extreme - anchor);
                anchor = extreme;
                extreme = height;
                rising = Some(!up);
            }
            Some(_) => {}
        }
    }
    if rising.is_some() {
        climb.add(extreme - anchor);
    }
    climb
}

impl Climb {
    fn add(&mut self, difference: i64) {
        if difference > 0 {
            self.ascent_mm += difference;
        } else {
            self.descent_mm -= difference;
        }
    }
}

/// Each height as the median of it and its neighbors.
pub(crate) fn medians(heights: &[i64]) -> Vec<i64> {
    let half = MEDIAN_POINTS / 2;
    let mut window = Vec::with_capacity(MEDIAN_POINTS);
    (0..heights.len())
        .map(|at| {
            window.clear();
            // Narrower at the ends, and always as many on either side.
            let half = half.min(at).min(heights.len() - 1 - at);
            window.extend_from_slice(&heights[at - half..=at + half]);
            window.sort_unstable();
            window[window.len() / 2]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(latitude: f64, longitude: f64) -> Place {
        Place { latitude, longitude }
    }

    /// Vincenty's line from Flinders Peak to Buninyong, as Geoscience Australia publishes it for GDA94
    /// (an ellipsoid that differs from WGS 84 by less than a millimeter here).
    #[test]
    fn the_ellipsoid_measures_as_published() {
        let flinders = place(
            -(37.0 + 57.0 / 60.0 + 3.72030 / 3600.0),
            144.0 + 25.0 / 60.0 + 29.52440 / 3600.0,
        );
        let buninyong = place(
            -(37.0 + 39.0 / 60.0 + 10.15610 / 3600.0),
            143.0 + 55.0 / 60.0 + 35.38390 / 3600.0,
        );
        let meters = vincenty_m(flinders, buninyong);
        assert!((meters - 54_972.271).abs() < 0.002, "{meters}");
        assert!((haversine_m(flinders, buninyong) - meters).abs() < meters * 0.005);
    }

    #[test]
    fn odd_places_have_distances() {
        assert_eq!(vincenty_m(place(10.0, 20.0), place(10.0, 20.0)), 0.0);
        let opposite = vincenty_m(place(0.0, 0.0), place(0.5, 179.7));
        assert!(opposite > 19_900_000.0, "{opposite}");
        let quarter = haversine_m(place(0.0, 0.0), place(0.0, 90.0));
        assert!((quarter - 10_007_557.0).abs() < 1.0, "{quarter}");
        assert!((vincenty_m(place(90.0, 0.0), place(-90.0, 0.0)) - 20_003_931.0).abs() < 1.0);
    }

    #[test]
    fn trembling_is_no_climb_and_hills_are() {
        let noise: Vec<i64> = (0..1000).map(|at| 100_000 + (at % 3) * 900).collect();
        assert_eq!(climb(&noise), Climb::default());
        let hill: Vec<i64> = (0..=100).chain((40..100).rev()).map(|step| step * 1000).collect();
        let climbed = climb(&hill);
        assert!((climbed.ascent_mm - 100_000).abs() <= 2_000, "{climbed:?}");
        assert!((climbed.descent_mm - 60_000).abs() <= 3_000, "{climbed:?}");
        assert_eq!(climb(&[]), Climb::default());
        assert_eq!(climb(&[5, 90_000, 5, 5, 5, 5, 5]).ascent_mm, 0, "one outlier is none");
    }
}
