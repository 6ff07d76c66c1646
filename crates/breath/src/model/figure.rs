//! A measured figure, or why there is none: on the wire, and as one text in a record.

use base::sense::{Estimate, Source, Told, Unknown};
use domain::wire;
use serde::de::value::{Error as WordError, StrDeserializer};
use serde::{Deserialize, Serialize};

wire! {
    /// A figure, or why there is none.
    #[ts(rename = "Estimate")]
    #[schemars(rename = "Estimate")]
    pub(crate) struct Figure {
        /// The value; null: unknown.
        pub(crate) value: Option<f64>,
        /// Why it is unknown; null: it is known.
        pub(crate) unknown: Option<Unknown>,
        /// How sure, 0 to 1; to be compared only with other figures of the same model.
        pub(crate) quality: f64,
        /// The share of the session's time in which it could be read, 0 to 1.
        pub(crate) coverage: f64,
        /// What sensor it comes from.
        pub(crate) source: Source,
        /// What computed it.
        pub(crate) model: String,
        /// Its version.
        pub(crate) version: String,
    }
}

impl Figure {
    /// A value; one that is not finite is unknown.
    pub(crate) fn known(of: &Figure, value: f64) -> Figure {
        match value.is_finite() {
            true => Figure { value: Some(value), unknown: None, ..of.clone() },
            false => Figure { value: None, unknown: Some(Unknown::Unsure), ..of.clone() },
        }
    }

    /// No value.
    pub(crate) fn unknown(source: Source, model: &str, why: Unknown, coverage: f64) -> Figure {
        Figure {
            value: None,
            unknown: Some(why),
            quality: 0.0,
            coverage: coverage.clamp(0.0, 1.0),
            source,
            model: model.to_owned(),
            version: "1".to_owned(),
        }
    }

    /// An estimate.
    pub(crate) fn of<T: Copy + Into<f64>>(estimate: &Estimate<T>) -> Figure {
        let (value, unknown) = match estimate.told {
            Told::Value(value) => (Some(value.into()), None),
            Told::Unknown(why) => (None, Some(why)),
        };
        Figure {
            value,
            unknown,
            quality: estimate.quality.into(),
            coverage: estimate.coverage.into(),
            source: estimate.source,
            model: estimate.model.to_owned(),
            version: estimate.version.to_owned(),
        }
    }

    /// As a record keeps it: `0.78 0.9 0.83 microphone adherence 1`, or `?silent 0 0.1 microphone rate 1`.
    pub(crate) fn text(&self) -> String {
        let value = match (self.value, self.unknown) {
            (Some(value), _) => value.to_string(),
            (None, why) => format!("?{}", word(&why.unwrap_or(Unknown::Unsure))),
        };
        let plain = |name: &str| name.replace(' ', "_");
        format!(
            "{value} {} {} {} {} {}",
            self.quality,
            self.coverage,
            word(&self.source),
            plain(&self.model),
            plain(&self.version)
        )
    }

    /// The figure of a text, if it is one.
    pub(crate) fn read(text: &str) -> Option<Figure> {
        let mut words = text.split(' ');
        let value = words.next()?;
        let (value, unknown) = match value.strip_prefix('?') {
            Some(why) => (None, Some(named::<Unknown>(why).unwrap_or(Unknown::Unsure))),
            None => (Some(finite(value)?), None),
        };
        let (quality, coverage) = (finite(words.next()?)?, finite(words.next()?)?);
        let source = named::<Source>(words.next()?)?;
        let (model, version) = (words.next()?.to_owned(), words.next()?.to_owned());
        Some(Figure { value, unknown, quality, coverage, source, model, version })
    }
}

fn finite(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// The word that a plain enum has in JSON.
fn word<T: Serialize>(of: &T) -> String {
    let json = serde_json::to_string(of).unwrap_or_default();
    json.trim_matches('"').to_owned()
}

fn named<'a, T: Deserialize<'a>>(word: &'a str) -> Option<T> {
    T::deserialize(StrDeserializer::<WordError>::new(word)).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_figure_comes_back_from_its_text(
            value in prop::option::of(-1e6..1e6_f64),
            quality in 0.0..1.0_f64,
            coverage in 0.0..1.0_f64,
            why in prop::sample::select(vec![Unknown::Silent, Unknown::TooShort, Unknown::NotAlive]),
            source in prop::sample::select(vec![Source::Camera, Source::Microphone, Source::Strap]),
        ) {
            let figure = Figure {
                value,
                unknown: value.is_none().then_some(why),
                quality,
                coverage,
                source,
                model: "breath_sound".to_owned(),
                version: "1".to_owned(),
            };
            prop_assert_eq!(Figure::read(&figure.text()), Some(figure));
        }

        #[test]
        fn any_text_is_a_figure_or_none(text in ".{0,60}") {
            let _ = Figure::read(&text);
        }
    }
}
