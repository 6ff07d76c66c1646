//! Names and values as forms and addresses carry them.

use percent_encoding::percent_decode_str;

/// Fields of a form, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Form(Vec<(String, String)>);

/// Fields of a form; a batch of fifty scrobbles with all that Last.fm documents has 450.
const FIELDS_MAX: usize = 1_000;

impl Form {
    /// Reads `application/x-www-form-urlencoded`. What is no UTF-8 is replaced.
    pub(crate) fn read(text: &str) -> Form {
        let decode = |part: &str| {
            let spaced = part.replace('+', " ");
            percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
        };
        let fields = text.split('&').filter(|field| !field.is_empty()).take(FIELDS_MAX);
        Form(
            fields
                .map(|field| {
                    let (name, value) = field.split_once('=').unwrap_or((field, ""));
                    (decode(name), decode(value))
                })
                .collect(),
        )
    }

    /// The first value of a field.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.iter().find_map(|(field, value)| (field == name).then_some(value))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}
