//! What copies of a text know each other by.

use crate::tables::fold;
use crate::types::{Document, Sketch, ZoneKind};

/// The sketch of a document: of its body alone, as a copy may have another headline, dateline or
/// caption.
pub fn sketch(document: &Document) -> Sketch {
    let mut words: Vec<(u64, bool)> = Vec::new();
    for zone in document.zones.iter().filter(|zone| zone.kind == ZoneKind::Body) {
        for written in zone.span.of(&document.text).split_whitespace() {
            let capital = written.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
            let fact = capital || written.bytes().any(|b| b.is_ascii_digit());
            let folded = fold(written);
            words.extend(folded.split(' ').filter(|word| !word.is_empty()).map(|word| (hash(word), fact)));
        }
    }
    let run = |at: usize| {
        let run = words.iter().skip(at).take(Sketch::RUN);
        (mix(run.fold(0, |sum, (word, _)| mix(sum ^ word))) >> 32) as u32
    };
    let looked_at = words.iter().take(Sketch::LONGEST).enumerate();
    let runs = looked_at.map(|(at, (_, fact))| run(at) << 1 | u32::from(*fact)).collect();
    Sketch { words: u32::try_from(words.len()).unwrap_or(u32::MAX), runs }
}

/// FNV-1a, whose numbers no version of a library changes.
fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The last step of SplitMix64: every bit of the result rests on all bits.
const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::sketch;
    use crate::read::from_text;

    #[test]
    fn only_the_body_counts_whatever_its_spelling() {
        let body =
            "Erdoğan met the U.S. envoy on Monday, officials in Ankara said.\n\nThey spoke for two hours.\n";
        let plain = body.replace('ğ', "g").replace("U.S.", "US").replace("two hours", "two  hours");
        let a = sketch(&from_text("a", &format!("Talks in Ankara\n\n{body}")));
        let b = sketch(&from_text("b", &format!("Turkey and America meet again\n\n{plain}")));
        assert_eq!(a, b);
        assert_eq!((a.words, a.runs.len()), (16, 16));
        let facts = a.runs.iter().filter(|run| *run & 1 == 1).count();
        assert_eq!(facts, 5, "Erdoğan, U.S., Monday, Ankara, They");
    }

    #[test]
    fn what_is_kept_is_the_same_in_every_version() {
        let kept = sketch(&from_text("a", "Talks\n\nIraq met the Syrian envoy on Monday.\n"));
        assert_eq!(kept.runs.first(), Some(&2_535_160_445), "stores hold such numbers");
    }
}
