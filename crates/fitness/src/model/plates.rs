//! Which plates make a weight on a bar.

use std::collections::BTreeMap;

/// Plates of one weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Plates {
    /// The weight of one, milligrams.
    pub(crate) mg: i64,
    /// How many.
    pub(crate) count: u32,
}

/// What goes on each side of a bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Loading {
    /// The plates of one side, the heaviest first.
    pub(crate) side: Vec<Plates>,
    /// What bar and plates weigh, milligrams.
    pub(crate) mg: i64,
}

/// Plates of one kind on a side; a bar has no room for more.
const SIDE_MAX: u32 = 12;
/// Sums that are looked at: those of a full bar in steps of a quarter of a kilogram, many times over.
const SUMS_MAX: usize = 20_000;
/// Sums that differ by less are the same, milligrams: plates of pounds are not whole milligrams.
const SAME_MG: i64 = 1000;

/// The loading nearest to a weight: of two equally near the lighter one, and of those with the same
/// weight the one with the fewest plates, the heaviest first. A weight below the bar's is the empty bar.
pub(crate) fn load(target_mg: i64, bar_mg: i64, stock: &[Plates]) -> Loading {
    let side_mg = (target_mg - bar_mg).max(0) / 2;
    let mut kinds: Vec<Plates> = stock.iter().copied().filter(|plates| plates.mg > 0).collect();
    kinds.sort_by_key(|plates| -plates.mg);
    let lightest = kinds.last().map_or(0, |plates| plates.mg);
    // The best way to each sum: how many plates of each kind.
    let mut sums: BTreeMap<i64, Way> = BTreeMap::from([(0, Way::default())]);
    for (kind, plates) in kinds.iter().enumerate() {
        let pairs = (plates.count / 2).min(SIDE_MAX);
        for (_, way) in sums.clone() {
            for count in 1..=pairs {
                let mg = way.mg + plates.mg * i64::from(count);
                if mg > side_mg + lightest || sums.len() >= SUMS_MAX {
                    break;
                }
                let longer = way.with(kind, count, mg);
                let known = sums.entry((mg + SAME_MG / 2) / SAME_MG).or_insert(longer.clone());
                if (longer.plates, &longer.counts) < (known.plates, &known.counts) {
                    *known = longer;
                }
            }
        }
    }
    let off = |way: &&Way| ((way.mg - side_mg).abs(), way.mg);
    let best = sums.values().min_by_key(off).cloned().unwrap_or_default();
    let side =
        best.counts.iter().map(|(kind, count)| Plates { mg: kinds[*kind].mg, count: *count });
    Loading { side: side.collect(), mg: bar_mg + best.mg * 2 }
}

/// One way to a sum.
#[derive(Debug, Clone, Default)]
struct Way {
    mg: i64,
    plates: u32,
    /// Kind and count, the heaviest first.
    counts: Vec<(usize, u32)>,
}

impl Way {
    fn with(&self, kind: usize, count: u32, mg: i64) -> Way {
        let mut counts = self.counts.clone();
        counts.push((kind, count));
        Way { mg, plates: self.plates + count, counts }
    }
}

/// The plates of most gyms, as many as needed: of kilograms (IWF, with a small pair) or pounds.
pub(crate) fn usual(pounds: bool) -> Vec<Plates> {
    const MANY: u32 = 2 * SIDE_MAX;
    let of = |mg: i64| Plates { mg, count: MANY };
    match pounds {
        false => [25_000, 20_000, 15_000, 10_000, 5000, 2500, 1250]
            .map(|grams: i64| of(grams * 1000))
            .to_vec(),
        true => ["45", "35", "25", "10", "5", "2.5"]
            .iter()
            .filter_map(|text| super::units::LB.read(text))
            .map(of)
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::units::{KG, LB};

    const BAR: i64 = 20_000_000;

    fn said(loading: &Loading) -> String {
        let plates =
            loading.side.iter().map(|side| format!("{}x{}", side.count, KG.show(side.mg, 2)));
        format!("{} = {}", KG.show(loading.mg, 2), plates.collect::<Vec<_>>().join(" "))
    }

    fn of(kg: &str, stock: &[Plates]) -> String {
        said(&load(KG.read(kg).expect("a weight"), BAR, stock))
    }

    #[test]
    fn plates_make_a_weight() {
        let usual = usual(false);
        assert_eq!(of("100", &usual), "100 = 1x25 1x15");
        assert_eq!(of("82.5", &usual), "82.5 = 1x25 1x5 1x1.25");
        assert_eq!(of("20", &usual), "20 = ");
        assert_eq!(of("15", &usual), "20 = ", "less than the bar is the bar");
        assert_eq!(of("101", &usual), "100 = 1x25 1x15", "of two as near the lighter one");
        assert_eq!(of("102", &usual), "102.5 = 1x25 1x15 1x1.25");
    }

    #[test]
    fn what_is_not_there_is_not_used() {
        let kg = |kg: i64, count| Plates { mg: kg * 1_000_000, count };
        let home = [kg(20, 2), kg(15, 4), kg(5, 3)];
        assert_eq!(of("80", &home), "80 = 2x15", "the heaviest first would miss it");
        assert_eq!(of("200", &home), "130 = 1x20 2x15 1x5");
        assert_eq!(of("100", &[]), "20 = ");
    }

    #[test]
    fn pounds_are_loaded_with_pounds() {
        let bar = LB.read("45").expect("a bar");
        let loading = load(LB.read("225").expect("a weight"), bar, &usual(true));
        assert_eq!(loading.side.iter().map(|side| side.count).collect::<Vec<_>>(), [2]);
        assert_eq!(LB.show(loading.mg, 2), "225");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_sum_is_that_of_the_plates_and_no_plate_is_made(
            target in 0..400_000_i64,
            stock in prop::collection::vec((1..50_i64, 0..12_u32), 0..7),
        ) {
            let stock: Vec<Plates> =
                stock.iter().map(|(kg, count)| Plates { mg: kg * 500_000, count: *count }).collect();
            let loading = load(target * 1000, BAR, &stock);
            let side: i64 = loading.side.iter().map(|plates| plates.mg * i64::from(plates.count)).sum();
            prop_assert_eq!(loading.mg, BAR + side * 2);
            for plates in &loading.side {
                let there: u32 =
                    stock.iter().filter(|known| known.mg == plates.mg).map(|known| known.count).sum();
                prop_assert!(plates.count * 2 <= there);
            }
        }
    }
}
