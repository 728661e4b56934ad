//! Which language a document is in.

use whatlang::{Lang, detect};

use crate::types::Document;

/// Texts with fewer letters than this are too short to tell.
const FEWEST: usize = 120;

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
    if sample.chars().filter(|c| c.is_alphabetic()).count() < FEWEST {
        return None;
    }
    let found = detect(&sample)?;
    (found.lang() != Lang::Eng && found.is_reliable()).then(|| found.lang().code())
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
    }
}
