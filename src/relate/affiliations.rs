//! Affiliations: the roles that titles, appositions and names state.

use crate::types::{Affiliation, Document, Evidence, Modality, Quote, Relation, Resolution, Sentence};

/// One affiliation a role, in the order of the text.
pub(super) fn relations(
    document: &Document,
    sentences: &[Sentence],
    resolution: &Resolution,
) -> Vec<Relation> {
    resolution
        .roles
        .iter()
        .filter_map(|role| {
            let member = resolution.actors.get(role.member)?;
            let of = resolution.actors.get(role.of)?;
            let sentence = sentences.get(role.sentence)?;
            if member.id == of.id {
                return None;
            }
            let quote = |span| Quote::new(&document.text, span);
            Some(Relation::Affiliation(Affiliation {
                member: member.id.clone(),
                of: of.id.clone(),
                role: role.role.clone(),
                former: role.former,
                evidence: Evidence {
                    document: document.id.clone(),
                    sentence: role.sentence,
                    quote: quote(sentence.span),
                    trigger: quote(role.span),
                    source: quote(role.member_span),
                    target: quote(role.of_span),
                    cues: Vec::new(),
                    attribution: Vec::new(),
                    modality: Modality::Asserted,
                    date: None,
                    reported: document.date.clone(),
                    confidence: role.confidence,
                    coreference: false,
                    implicit: false,
                },
            }))
        })
        .collect()
}
