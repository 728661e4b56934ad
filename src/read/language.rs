//! Which language a document is in.

use whatlang::{Lang, detect};

use crate::tables::Tables;
use crate::types::Document;

/// Texts with fewer letters than this are told by their words too.
const SHORT: usize = 120;

/// Texts with fewer letters than this are too short to tell.
const FEWEST: usize = 24;

/// How sure one has to be of a short text, 0 to 1.
const SURE: f64 = 0.7;

/// More of a text says nothing new.
const MOST: usize = 20_000;

/// The language (ISO 639-3) of a document that is plainly in another than English.
pub fn foreign_language(document: &Document) -> Option<&'static str> {
    let mut sample = String::new();
    for zone in document.zones.iter().filter(|zone| zone.kind.is_read()) {
        sample.push_str(zone.span.of(&document.text));
        sample.push('\n');
        if sample.len() > MOST {
            break;
        }
    }
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    if letters < FEWEST {
        return None;
    }
    let found = detect(&sample)?;
    let plain = if letters < SHORT {
        found.confidence() > SURE && !has_english_words(&sample)
    } else {
        found.is_reliable()
    };
    (found.lang() != Lang::Eng && plain).then(|| found.lang().code())
}

/// True unless the words of a text are plainly no English ones: names, which have capitals, do not count, and one
/// word alone says nothing.
fn has_english_words(text: &str) -> bool {
    let Ok(tables) = Tables::bundled() else { return true };
    let words = text.split(|c: char| !c.is_alphabetic());
    let small: Vec<&str> =
        words.filter(|word| !word.is_empty() && word.chars().all(char::is_lowercase)).collect();
    let english = small.iter().filter(|word| tables.words.get(word).is_some()).count();
    small.len() < 2 || 2 * english > small.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::from_text;

    #[test]
    fn only_what_is_plainly_foreign_is_told() {
        let of = |text: &str| foreign_language(&from_text("test", text));
        assert_eq!(
            of(
                "Die Minister von Tschad und Niger trafen sich am Montag in Niamey und unterzeichneten ein Abkommen über ihre gemeinsame Grenze, wie Beamte beider Länder nach den Gesprächen mitteilten."
            ),
            Some("deu")
        );
        assert_eq!(
            of(
                "The ministers of Chad and Niger met in Niamey on Monday and signed an accord on their common border, officials of both countries said after the talks had ended."
            ),
            None
        );
        assert_eq!(of("Erdoğan ve Macron Paris'te."), None);
        // A sentence is enough where its words are no English ones.
        assert_eq!(of("Le président Macron a rencontré le chancelier Scholz à Paris lundi."), Some("fra"));
        assert_eq!(of("La France a condamné Israël lundi."), Some("fra"));
        assert_eq!(of("Die Minister von Tschad und Niger trafen sich am Montag in Niamey."), Some("deu"));
        for english in [
            "Burkina Faso's military ruler, Captain Ibrahim Traoré, met Togo's president, Faure Gnassingbé, in Lomé.",
            "Prime Minister Tomas Kade telephoned King Harun.",
            "Togo deterred Ghana from attacking Kenya.",
            "Chinese soldiers left their barracks in Hong Kong on Saturday, officials said.",
            "Russia labelled British sanctions absurd.",
        ] {
            assert_eq!(of(english), None, "{english}");
        }
    }
}
