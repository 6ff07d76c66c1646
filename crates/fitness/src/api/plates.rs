//! Which plates make a weight.

use base::error::Result;
use domain::command::Nothing;
use domain::wire;
use store::read::ReadCx;

use super::check;
use super::settings::{PlateStock, WeightUnit, settings};
use crate::model::plates::{Plates, load, usual};
use crate::model::units::LB;

wire! {
    /// A weight that is wanted.
    #[ts(optional_fields)]
    pub(crate) struct PlatesOf {
        /// The whole weight, milligrams.
        pub(crate) mg: i64,
        /// Whether plates of kilograms or pounds; null: as the settings say. Own plates go before.
        #[serde(default)]
        pub(crate) unit: Option<WeightUnit>,
        /// The weight of the bar, milligrams; null: as the settings say.
        #[serde(default)]
        pub(crate) bar_mg: Option<i64>,
    }

    /// What goes on a bar.
    pub(crate) struct PlateLoading {
        /// The plates of one side, the heaviest first.
        pub(crate) side: Vec<PlateStock>,
        /// The weight of the bar, milligrams.
        pub(crate) bar_mg: i64,
        /// What bar and plates weigh, milligrams.
        pub(crate) mg: i64,
        /// By how much that is more than what was wanted, milligrams; below zero: less.
        pub(crate) off_mg: i64,
    }
}

/// Less than this is no difference, milligrams: plates of pounds are not whole milligrams.
const SAME_MG: i64 = 1000;

pub(crate) fn plates(cx: &ReadCx<'_>, request: PlatesOf) -> Result<PlateLoading> {
    check::within(request.mg, 0, 2_000_000_000, "mg")?;
    let settings = settings(cx, Nothing {})?;
    let pounds = request.unit.unwrap_or(settings.weight_unit) == WeightUnit::Lb;
    let bar_mg = match request.bar_mg {
        Some(bar_mg) => check::within(bar_mg, 0, 200_000_000, "bar_mg")?,
        None => settings.bar_mg.unwrap_or_else(|| usual_bar_mg(pounds)),
    };
    let stock = match settings.plates.is_empty() {
        true => usual(pounds),
        false => settings
            .plates
            .iter()
            .map(|plate| Plates { mg: plate.mg, count: plate.count })
            .collect(),
    };
    let loading = load(request.mg, bar_mg, &stock);
    let off_mg = loading.mg - request.mg;
    let side = loading.side.iter().map(|side| PlateStock { mg: side.mg, count: side.count });
    Ok(PlateLoading {
        side: side.collect(),
        bar_mg,
        mg: loading.mg,
        off_mg: if off_mg.abs() < SAME_MG { 0 } else { off_mg },
    })
}

/// The weight of the bar of most gyms, milligrams: 20 kg (IWF Technical and Competition Rules, men's
/// bar), or 45 lb where plates are of pounds.
fn usual_bar_mg(pounds: bool) -> i64 {
    match pounds {
        false => 20_000_000,
        true => LB.read("45").unwrap_or(20_411_657),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{EditFitnessSettings, edit_settings};
    use crate::testing::World;

    #[test]
    fn plates_are_those_of_the_unit_until_there_are_own_ones() {
        let world = World::new();
        let side = |mg, unit| {
            let request = PlatesOf { mg, unit, bar_mg: None };
            let loading = world.read(|cx| plates(cx, request));
            (loading.side.iter().map(|side| side.mg).collect::<Vec<_>>(), loading.off_mg)
        };
        assert_eq!(side(60_000_000, None), (vec![20_000_000], 0));
        assert_eq!(side(102_058_283, Some(WeightUnit::Lb)), (vec![20_411_657], 0), "225 lb");
        let own = vec![PlateStock { mg: 15_000_000, count: 2 }];
        let edit = EditFitnessSettings { plates: Some(own), ..EditFitnessSettings::default() };
        world.write(move |cx| edit_settings(cx, edit));
        assert_eq!(side(60_000_000, None), (vec![15_000_000], -10_000_000));
        assert_eq!(
            world.unread(|cx| { plates(cx, PlatesOf { mg: -1, unit: None, bar_mg: None }) }),
            base::error::Code::Invalid
        );
    }
}
