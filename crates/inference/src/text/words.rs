//! Words without a topic of their own, in a few languages: they tell the language of a text, and
//! nothing else about it.

use unicode_segmentation::UnicodeSegmentation;

/// The commonest words of English: articles, pronouns, auxiliaries, and short everyday words.
const ENGLISH: &str = "a about after again all also always am an and another any are around as at \
    back be because been before being best better bit both but by came can can't come could \
    couldn't day days did didn't do does doesn't doing don't done down each even ever every \
    everyone everything feel feeling feels felt few first for from get getting go going gone good \
    got great had happy has hate have haven't having he he's her here him his hope how i i'd i'll \
    i'm i've if in into is isn't it it's its just keep know last least left let let's life like \
    little lol long look lot love made make makes many maybe me mean might miss more morning most \
    much must my myself need never new nice night no not nothing now of off oh ok on one only or \
    other our out over own people please quite really right sad said same saw say see she should \
    so some someone something sorry still such sure take than thank thanks that that's the their \
    them then there these they they're thing things think this those though thought time tired to \
    today together told tomorrow tonight too took two under until up us very wait want wanted was \
    wasn't way we we're we've week well went were what what's when where which while who why will \
    wish with without won't work worried would wouldn't wow yeah year yes yesterday yet you you're \
    your";

/// The commonest words of the languages that the models do not know, each with those left out that
/// English has, too.
const OTHERS: &[(&str, &str)] = &[
    (
        "de",
        "aber als am auch auf aus bei bin bis da das dass dem den der des die doch du ein eine \
         einem einen einer er es für gar habe haben hat hatte heute ich ihr im immer ist ja jetzt \
         kann kein keine man mehr mein meine mich mir mit nach nicht noch nur oder schon sehr sich \
         sie sind um und uns viel vom von vor war waren wenn wie wieder wir wurde zu zum zur über",
    ),
    (
        "fr",
        "ai au aujourd'hui aussi aux avec c'est ce ces cette comme dans de des du elle en est et \
         était être fait il ils j'ai je l'on la le les leur lui ma mais mes moi mon ne nous ou où \
         par pas peu plus pour qu'il que qui sa sans se ses si son sont suis sur ta te tes toi ton \
         très tu un une vous à été",
    ),
    (
        "es",
        "al así como con cuando de del día el ella en entre era es esta este estoy está fue ha hay \
         he hoy la las lo los más me mi muy nada no o para pero por porque que qué se ser si sin \
         sobre soy su sus sí también te tiene todo tu un una uno y ya yo",
    ),
    (
        "it",
        "al alla anche che ci come con cui da dal dei del della di e ero fatto gli ha ho i il in io \
         la le lo ma mi mia mio molto ne nel nella noi non o oggi per perché però più poi quando \
         quella quello questa questo se si sia sono stato sua suo sul sulla ti tra tu tutto un una \
         è",
    ),
    (
        "nl",
        "aan al als bij daar dan dat de deze die dit door een en er geen had heb hebben heeft het \
         hij hoe ik is ja je kan maar meer met mij mijn moet naar niet nog nu of om onze ook op \
         over te toch toen uit van veel voor want waren was wat we weer wel werd wij ze zich zij \
         zijn zo zou",
    ),
    (
        "pt",
        "ao as com como da das de do dos e ela ele em entre era essa esse esta este estou está eu \
         foi hoje há isso já lhe mais mas me meu minha muito na nas no nos não o os ou para pela \
         pelo por porque quando que se sem ser seu seus sua são também te tem um uma vou à é",
    ),
    (
        "sv",
        "att av då det där efter ett från för han har hon här i inte jag kan man med men mig min \
         mycket nu när och om på sig sin som så till under upp ut var vi är över",
    ),
    (
        "pl",
        "ale bardzo było być co do dla i jak jest już mnie moje na nie o od po się tak to w z za że",
    ),
];

/// What the words say about the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    /// English, as far as one can tell.
    English,
    /// Something else.
    Other,
    /// No letters at all.
    None,
}

/// The lower-case words of a text, with `'` for every apostrophe.
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> {
    text.unicode_words().map(|word| word.to_lowercase().replace('\u{2019}', "'"))
}

/// A word that carries no topic, in English or another of the languages here.
pub(crate) fn is_common(word: &str) -> bool {
    let lists = OTHERS.iter().map(|(_, list)| *list).chain([ENGLISH]);
    word.chars().nth(1).is_none() || lists.into_iter().any(|list| has(list, word))
}

fn has(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|listed| listed == word)
}

/// How many words are looked at: the language of a long text shows at its beginning.
const LOOKED_AT: usize = 200;

/// Fewer words may well hold none of the list: `Fantastic game!`.
const PROVING_WORDS: usize = 6;

/// A crude check: English is what is written in Latin letters and has more common words of English
/// than of any other language here. A few words that prove nothing are taken for English as long as
/// they are plain letters.
pub(crate) fn language(text: &str) -> Language {
    let words: Vec<String> =
        words(text).filter(|word| word.chars().any(char::is_alphabetic)).take(LOOKED_AT).collect();
    if words.is_empty() {
        return Language::None;
    }
    let count = |list: &str| words.iter().filter(|word| has(list, word)).count();
    let english = count(ENGLISH);
    let other = OTHERS.iter().map(|(_, list)| count(list)).max().unwrap_or(0);
    let plain = words.iter().filter(|word| word.is_ascii()).count();
    let is_latin = 2 * plain > words.len();
    let proven = english > other && 12 * english >= words.len();
    let unproven = other == 0 && words.len() < PROVING_WORDS && plain == words.len();
    if is_latin && (proven || unproven) { Language::English } else { Language::Other }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_is_told_from_its_neighbors() {
        for text in [
            "I finally finished the marathon today and cried with happiness!",
            "Fantastic game!",
            "thanks",
            "Quiet morning, made tea and watched the rain. Felt calm.",
            "I\u{2019}m so tired",
            "Paid the electricity bill and did laundry.",
        ] {
            assert_eq!(language(text), Language::English, "{text}");
        }
        for text in [
            "Heute war ich mit Anna im Garten und es hat geregnet.",
            "Je suis très fatigué mais content.",
            "Hoy fue un día muy largo pero bonito.",
            "Oggi sono stato al mare con gli amici.",
            "Vandaag heb ik de hele dag gewerkt en nu ben ik moe.",
            "Hoje foi um dia muito bom para mim.",
            "今日はとても疲れた。",
            "Сегодня был хороший день.",
            "Jag är så trött",
            "Dzisiaj nie było dobrze",
        ] {
            assert_eq!(language(text), Language::Other, "{text}");
        }
        for text in ["", "12.50 – 3", "😀😀", "\u{0}"] {
            assert_eq!(language(text), Language::None, "{text:?}");
        }
    }
}
