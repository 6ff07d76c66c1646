//! What written words tell: emotions, tags, a summary, and what was written before that is alike.
//!
//! Suggestions, always: nothing is written unless the person takes one ([`keep`] then puts it into the
//! lane of texts, beside their own moods), and the person's own word is never changed.

use base::error::{Error, Result};
use base::id::AnyId;
use base::sense::{Told, Unknown};
use domain::wire;
use inference::text::{self, labels::Tone};
use store::meaning;

use crate::app::App;
use crate::senses::consent::{Consent, Consents};
use crate::system::system;

system! { COMMANDS "words":
    /// What a text tells: emotions that its words name, tags that fit, the sentences that say most.
    read read(WordsOf) -> WordsRead, reads &["senses"];
    /// Keeps the emotions that a text names as a reading of it, beside the person's own moods and never
    /// among them. Only when the person asks for it, and only while emotions in texts may be read.
    write keep(KeepWords) -> WordsKept;
    /// What was written before that means nearly the same.
    read similar(SimilarTo) -> Vec<SimilarRow>, reads &["*"];
}

wire! {
    /// A text to read.
    pub(crate) struct WordsOf {
        /// As the person wrote it, without marks of form.
        pub(crate) text: String,
        /// Tags that the person has used, from which fitting ones are suggested first.
        #[serde(default)]
        pub(crate) known_tags: Vec<String>,
    }

    /// What it tells.
    pub(crate) struct WordsRead {
        /// Emotions that its words name, the clearest first; empty: none or unknown.
        pub(crate) emotions: Vec<EmotionNamed>,
        /// Why no emotion is told; null: some are, or none were asked for.
        pub(crate) unknown: Option<Unknown>,
        /// Whether the person lets emotions be read.
        pub(crate) allowed: bool,
        /// What read it, and its version.
        pub(crate) model: String,
        /// Tags that fit.
        pub(crate) tags: Vec<TagSuggested>,
        /// Sentences that say most, in the order in which they stand; empty for a short text.
        pub(crate) summary: Vec<String>,
    }

    /// An emotion that words name.
    pub(crate) struct EmotionNamed {
        /// `gratitude`, in the words of GoEmotions.
        pub(crate) name: String,
        /// `positive`, `negative`, `ambiguous` or `neutral`.
        pub(crate) tone: String,
        /// How probable in the sentence that names it most, 0 to 1.
        pub(crate) probability: f32,
        /// That sentence.
        pub(crate) sentence: String,
    }

    /// A tag that may fit.
    pub(crate) struct TagSuggested {
        /// The tag, without `#`.
        pub(crate) tag: String,
        /// Whether the person has used it before.
        pub(crate) known: bool,
    }

    /// A text whose reading is to be kept.
    #[ts(optional_fields)]
    pub(crate) struct KeepWords {
        /// The record whose text it is.
        pub(crate) about: AnyId,
        /// As the person wrote it, without marks of form.
        pub(crate) text: String,
        /// The moment that the text belongs to, Unix milliseconds; null: now.
        #[serde(default)]
        pub(crate) at_ms: Option<i64>,
    }

    /// Whether a reading was kept.
    pub(crate) struct WordsKept {
        /// True: it stands in the lane of texts.
        pub(crate) kept: bool,
        /// Why there is none.
        pub(crate) unknown: Option<Unknown>,
    }

    /// To what.
    pub(crate) struct SimilarTo {
        /// A record.
        pub(crate) id: AnyId,
    }

    /// Something alike.
    pub(crate) struct SimilarRow {
        /// Its kind.
        pub(crate) kind: String,
        /// Its id.
        pub(crate) id: AnyId,
        /// Its day.
        pub(crate) day: String,
        /// Its title.
        pub(crate) title: String,
        /// How its text begins.
        pub(crate) beginning: String,
        /// How alike, 0 to 1.
        pub(crate) likeness: f32,
    }
}

/// Sentences of a summary.
const SUMMARY_SENTENCES: usize = 3;
/// A text of fewer characters is its own summary.
const SUMMARY_CHARS_MIN: usize = 600;
/// Emotions that are shown.
const EMOTIONS_MAX: usize = 4;
/// What is shown as alike.
const SIMILAR_MAX: usize = 5;
/// Less alike is not alike: unrelated English sentences lie about 0.1 apart from each other, and two
/// entries on one subject above 0.4.
pub(crate) const LIKENESS_MIN: f32 = 0.35;

fn read(app: &App, request: WordsOf) -> Result<WordsRead> {
    let allowed = app.vault()?.store.read(Consents::read)?.allows(Consent::TextEmotions);
    let mut out = WordsRead {
        emotions: Vec::new(),
        unknown: None,
        allowed,
        model: String::new(),
        tags: tags(&request),
        summary: summary(&request.text),
    };
    if !allowed {
        return Ok(out);
    }
    let estimate = text::emotions(&app.senses.models(), &request.text)?;
    out.model = format!("{} {}", estimate.model, estimate.version);
    match estimate.told {
        Told::Unknown(why) => out.unknown = Some(why),
        Told::Value(named) => {
            let shown = |emotion: &text::Emotion| EmotionNamed {
                name: emotion.name.to_owned(),
                tone: tone(emotion.tone).to_owned(),
                probability: emotion.probability,
                sentence: request.text[emotion.sentence.clone()].trim().to_owned(),
            };
            out.emotions = named.iter().take(EMOTIONS_MAX).map(shown).collect();
        }
    }
    Ok(out)
}

/// # Errors
/// `Denied` while emotions in texts may not be read; `NotFound` when there is no such record.
fn keep(app: &App, request: KeepWords) -> Result<WordsKept> {
    app.vault()?.store.read(|cx| {
        Consents::read(cx)?.require(Consent::TextEmotions)?;
        cx.record(request.about).map(drop)
    })?;
    let estimate = text::emotions(&app.senses.models(), &request.text)?;
    let named = match &estimate.told {
        Told::Unknown(why) => return Ok(WordsKept { kept: false, unknown: Some(*why) }),
        Told::Value(named) => named,
    };
    let label = |emotion: &text::Emotion| {
        serde_json::json!({
            "name": emotion.name, "probability": f64::from(emotion.probability.clamp(0.0, 1.0)),
        })
    };
    // Names and how probable they are; where they lie on the field of moods the model does not tell.
    let reading = serde_json::json!({
        "lane": "text",
        "at_ms": request.at_ms,
        "labels": named.iter().take(EMOTIONS_MAX).map(label).collect::<Vec<_>>(),
        "source": "text",
        "model": estimate.model,
        "version": estimate.version,
        "quality": f64::from(estimate.quality.clamp(0.0, 1.0)),
        "coverage": f64::from(estimate.coverage.clamp(0.0, 1.0)),
        "about": request.about,
    });
    let reading = serde_json::value::to_raw_value(&reading)
        .map_err(|source| Error::internal("writing down a reading", source))?;
    app.call("mood.note_reading", &reading)?;
    Ok(WordsKept { kept: true, unknown: None })
}

fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Positive => "positive",
        Tone::Negative => "negative",
        Tone::Ambiguous => "ambiguous",
        Tone::Neutral => "neutral",
    }
}

fn tags(request: &WordsOf) -> Vec<TagSuggested> {
    text::tags::tags(&request.text, &request.known_tags)
        .into_iter()
        .map(|found| TagSuggested {
            known: request.known_tags.contains(&found.tag),
            tag: found.tag,
        })
        .collect()
}

fn summary(words: &str) -> Vec<String> {
    if words.chars().count() < SUMMARY_CHARS_MIN {
        return Vec::new();
    }
    let ranges = text::summary::summary(words, SUMMARY_SENTENCES);
    ranges.into_iter().map(|range| words[range].trim().to_owned()).collect()
}

fn similar(app: &App, request: SimilarTo) -> Result<Vec<SimilarRow>> {
    let vault = app.vault()?;
    vault.store.read(|cx| {
        if !Consents::read(cx)?.allows(Consent::TextMeaning) {
            return Ok(Vec::new());
        }
        let Some(own) = meaning::of(cx, request.id)? else { return Ok(Vec::new()) };
        let near = meaning::nearest(cx, &own, Some(request.id), SIMILAR_MAX)?;
        Ok(near
            .into_iter()
            .filter(|near| LIKENESS_MIN <= near.likeness)
            .map(|near| SimilarRow {
                kind: near.kind,
                id: near.id,
                day: near.day,
                title: near.title,
                beginning: near.beginning,
                likeness: near.likeness.clamp(0.0, 1.0),
            })
            .collect())
    })
}
