//! Shipped templates: a page to start from. A person's own are records.

/// A shipped template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Template {
    /// Its name in addresses, never shown: `week-review`.
    pub slug: &'static str,
    /// Its name for people, also the title of an entry made from it.
    pub name: &'static str,
    /// What an entry made from it begins with, Markdown.
    pub body: &'static str,
}

macro_rules! files {
    ($($slug:literal)*) => {
        &[$(($slug, include_str!(concat!("../../../assets/templates/en/", $slug, ".md")))),*]
    };
}

/// The files, in the order in which they are offered.
const ENGLISH: &[(&str, &str)] = files![
    "daily-note" "gratitude" "week-review" "travel-day" "dream" "decision" "letter-not-sent"
    "therapy-prep"
];

/// The shipped templates. The first line of a file is its name, a heading.
pub(crate) fn shipped() -> impl Iterator<Item = Template> {
    ENGLISH.iter().map(|(slug, text)| {
        let (heading, body) = text.split_once('\n').unwrap_or((text, ""));
        Template { slug, name: heading.trim_start_matches('#').trim(), body: body.trim_start() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_has_a_name_and_a_body() {
        let names: Vec<_> = shipped().map(|template| template.name).collect();
        assert_eq!(
            names,
            [
                "Daily note",
                "Gratitude",
                "Week review",
                "Travel day",
                "Dream",
                "Decision",
                "Letter not sent",
                "Before the session"
            ]
        );
        for template in shipped() {
            assert!(!template.body.is_empty() && !template.body.starts_with("# "), "{template:?}");
        }
    }
}
