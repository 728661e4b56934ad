//! What the judges of parties and of affiliations learn from: all actors that a text may have and all
//! pairs of them, and what careful readers say of them.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::forest::{Settings, grow};
use crate::analyse::analyse;
use crate::learn::judge::Judge;
use crate::pipeline::Pipeline;
use crate::read::from_text;
use crate::resolve;
use crate::score::align::align;
use crate::score::gold::Gold;
use crate::segment::segment;
use crate::types::Actor;

/// A candidate with its class.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its features.
    pub features: Vec<f32>,
    /// 1 if it is right.
    pub class: usize,
    /// Share of a whole example.
    pub weight: f32,
}

/// A judge that learnt from these candidates, of so many features each.
pub fn learn(inputs: usize, examples: &[&Example], settings: &Settings) -> Judge {
    let rows: Vec<&[f32]> = examples.iter().map(|e| &*e.features).collect();
    let labels: Vec<usize> = examples.iter().map(|e| e.class).collect();
    let weights: Vec<f32> = examples.iter().map(|e| e.weight).collect();
    Judge { inputs, forest: grow(&rows, &labels, &weights, 2, settings) }
}

/// The possible actors of gold documents, as `pipeline` finds them; class 1 for parties.
pub fn parties(pipeline: &Pipeline, golds: &[&Gold], weight: f32) -> Vec<Example> {
    let one = |gold: &&Gold| {
        let document = from_text(&gold.id, &gold.text);
        let sentences = segment(&document);
        let analyses = analyse(&document.text, &sentences, pipeline.models(), pipeline.tables());
        let found = resolve::candidates(&document, &sentences, &analyses, pipeline.tables());
        let actors: Vec<&Actor> = found.iter().map(|(actor, _)| actor).collect();
        let right = align(&actors, &gold.actors);
        let disputed = |id: &str| gold.actors.iter().any(|a| a.id == id && a.disputed);
        found
            .iter()
            .filter(|(actor, _)| right.get(actor.id.0.as_str()).is_none_or(|id| !disputed(id)))
            .map(|(actor, features)| Example {
                features: features.to_vec(),
                class: usize::from(right.contains_key(actor.id.0.as_str())),
                weight,
            })
            .collect::<Vec<_>>()
    };
    golds.par_iter().map(one).collect::<Vec<_>>().concat()
}

/// The pairs of actors of gold documents of which one could belong to the other; class 1 where it does.
/// What follows from other affiliations (an official of a ministry is one of its country) is left out.
pub fn members(pipeline: &Pipeline, golds: &[&Gold], weight: f32) -> Vec<Example> {
    let one = |gold: &&Gold| {
        let document = from_text(&gold.id, &gold.text);
        let sentences = segment(&document);
        let (models, tables) = (pipeline.models(), pipeline.tables());
        let analyses = analyse(&document.text, &sentences, models, tables);
        let (actors, pairs) = resolve::pairs(&document, &sentences, &analyses, models, tables);
        let all: Vec<&Actor> = actors.iter().collect();
        let right = align(&all, &gold.actors);
        let stated: FxHashSet<(&str, &str)> =
            gold.affiliations.iter().filter(|a| !a.disputed).map(|a| (&*a.member, &*a.of)).collect();
        let open: FxHashSet<(&str, &str)> = gold
            .affiliations
            .iter()
            .flat_map(|a| {
                let over =
                    gold.affiliations.iter().filter(|b| b.member == a.of).map(|b| (&*a.member, &*b.of));
                over.chain(a.disputed.then_some((&*a.member, &*a.of)))
            })
            .filter(|pair| !stated.contains(pair))
            .collect();
        let of = |i: usize| right.get(actors[i].id.0.as_str()).copied();
        pairs
            .iter()
            .filter_map(|(member, whole, features)| {
                let pair = of(*member).zip(of(*whole));
                let known = pair.is_some_and(|pair| open.contains(&pair));
                let class = usize::from(pair.is_some_and(|pair| stated.contains(&pair)));
                (!known).then(|| Example { features: features.to_vec(), class, weight })
            })
            .collect::<Vec<_>>()
    };
    golds.par_iter().map(one).collect::<Vec<_>>().concat()
}
