//! Who stands against whom, and who says so? Reads one text from standard input and lists its
//! hostile stances, those that somebody only alleges apart from those that the text states.
//!
//! ```text
//! cargo run --release --example against_whom < examples/baghdad-talks.txt
//! ```

use demarche::pipeline::Pipeline;
use demarche::read;
use demarche::types::{Polarity, Relation};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = std::io::read_to_string(std::io::stdin())?;
    let document = read::from_text("standard input", &text);

    // One document's relations, before they are merged into a graph: every place in the text that
    // says something of two actors is one relation.
    let found = Pipeline::new()?.document(&document);
    for relation in &found.relations {
        let Relation::Stance(stance) = relation else { continue };
        if stance.polarity != Polarity::Oppose {
            continue;
        }
        // The chain of speakers tells a claim from a fact; it is empty where the text speaks.
        let speakers = &stance.evidence.attribution;
        let source = if speakers.is_empty() { "the text".to_owned() } else { speakers.join(", quoted by ") };
        println!("{} against {}, says {source}", stance.holder, stance.target);

        // Evidence is verbatim: these offsets count bytes of the document's text.
        let words = &stance.evidence.trigger;
        assert_eq!(document.text.get(words.start..words.end), Some(words.text.as_str()));
        println!("    “{}” in: {}", words.text, stance.evidence.quote.text);
    }
    Ok(())
}
