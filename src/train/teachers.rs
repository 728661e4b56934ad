//! Teachers: larger networks whose averaged chances are what a small one learns beside gold.

use rayon::prelude::*;

use super::examples::{Example, Soft, guess};
use super::model::{Batch, Chances, Model};
use crate::learn::decode::{best_labels, best_tree, spans};
use crate::learn::features::Lexicon;
use crate::learn::kernels::argmax;
use crate::learn::labels::{NAME_LABELS, RELATIONS, TAGS};
use crate::learn::network::CONVENTION;
use crate::learn::reader::Reading;
use crate::types::Deprel;

/// Words a batch of questions.
const BATCH: usize = 400;

/// Longer sentences are not asked about.
const LONGEST: usize = 120;

/// Models that read together.
#[derive(Debug)]
pub struct Teachers {
    /// Words to rows; the same for all models.
    pub lexicon: Lexicon,
    /// The models.
    pub models: Vec<Model>,
}

fn mean(rows: &[&[f32]]) -> Vec<f32> {
    let share = 1.0 / rows.len().max(1) as f32;
    let n = rows.first().map_or(0, |r| r.len());
    (0..n).map(|i| rows.iter().map(|r| r[i]).sum::<f32>() * share).collect()
}

impl Teachers {
    /// What the teachers say of each example. Gold heads stay those at which relations are said.
    pub fn ask(&self, examples: &[Example]) -> Vec<(Reading, Soft)> {
        let mut runs = Vec::new();
        let (mut start, mut words) = (0, 0);
        for (i, example) in examples.iter().enumerate() {
            words += example.sentence.words.len();
            if words >= BATCH || i + 1 == examples.len() {
                runs.push(&examples[start..=i]);
                (start, words) = (i + 1, 0);
            }
        }
        runs.par_iter().flat_map_iter(|run| self.ask_run(run)).collect()
    }

    fn ask_run(&self, examples: &[Example]) -> Vec<(Reading, Soft)> {
        let mut out = vec![(Reading::default(), Soft::default()); examples.len()];
        let asked: Vec<usize> = (0..examples.len())
            .filter(|&i| (1..=LONGEST).contains(&examples[i].sentence.words.len()))
            .collect();
        let mut batch = Batch::default();
        let mut own = Vec::new();
        for &i in &asked {
            let Example { sentence, context, .. } = &examples[i];
            batch.words.extend(self.lexicon.sentence(&sentence.words));
            batch.ends.push(batch.words.len());
            batch.conventions.resize(batch.words.len(), CONVENTION as u8);
            own.resize(batch.words.len(), sentence.convention);
            context.write(&mut batch.context);
        }
        if batch.words.is_empty() {
            return out;
        }
        let chances: Vec<Chances> = self.models.iter().map(|m| m.chances(&batch)).collect();
        let all = |pick: fn(&Chances) -> &[f32]| mean(&chances.iter().map(pick).collect::<Vec<_>>());
        let tags = all(|c| &c.tags);
        let names = all(|c| &c.names);
        batch.conventions = own;
        let own_names = if batch.conventions.iter().all(|&c| usize::from(c) == CONVENTION) {
            names.clone()
        } else {
            let again: Vec<Vec<f32>> = self.models.iter().map(|m| m.chances(&batch).names).collect();
            mean(&again.iter().map(Vec::as_slice).collect::<Vec<_>>())
        };
        let arcs: Vec<Vec<f32>> = (0..asked.len())
            .map(|k| mean(&chances.iter().map(|c| c.arcs[k].as_slice()).collect::<Vec<_>>()))
            .collect();
        let log = |chances: &[f32]| chances.iter().map(|p| p.max(1e-9).ln()).collect::<Vec<f32>>();
        let trees: Vec<Vec<usize>> = asked
            .iter()
            .zip(&arcs)
            .map(|(&i, arcs)| best_tree(&log(arcs), examples[i].sentence.words.len()))
            .collect();
        let heads: Vec<usize> = asked
            .iter()
            .zip(&trees)
            .flat_map(|(&i, tree)| {
                let gold = &examples[i].sentence.heads;
                if gold.is_empty() { tree } else { gold }
            })
            .copied()
            .collect();
        let relations = |heads: &[usize]| {
            let each: Vec<Vec<f32>> =
                self.models.iter().zip(&chances).map(|(m, c)| m.relations(c, &batch.ends, heads)).collect();
            mean(&each.iter().map(Vec::as_slice).collect::<Vec<_>>())
        };
        let taught = relations(&heads);
        let flat: Vec<usize> = trees.iter().flatten().copied().collect();
        let found = if flat == heads { taught.clone() } else { relations(&flat) };
        let mut start = 0;
        for (k, (&i, &end)) in asked.iter().zip(&batch.ends).enumerate() {
            let rows = |all: &[f32], width: usize| {
                all[start * width..end * width].chunks_exact(width).map(guess).collect::<Vec<_>>()
            };
            let (reading, soft) = &mut out[i];
            *soft = Soft {
                tags: rows(&tags, TAGS.len()),
                arcs: arcs[k].chunks_exact(end - start + 1).map(guess).collect(),
                heads: heads[start..end].to_vec(),
                relations: rows(&taught, RELATIONS),
                names: rows(&names, NAME_LABELS),
                own_names: rows(&own_names, NAME_LABELS),
            };
            reading.tags = tags[start * TAGS.len()..end * TAGS.len()]
                .chunks_exact(TAGS.len())
                .map(|r| argmax(r) as u8)
                .collect();
            reading.names = spans(&best_labels(&log(&names[start * NAME_LABELS..end * NAME_LABELS])));
            reading.relations = trees[k]
                .iter()
                .zip(found[start * RELATIONS..].chunks_exact(RELATIONS))
                .map(|(&head, row)| {
                    let mut row = row.to_vec();
                    if head == 0 {
                        return Deprel::Root as u8;
                    }
                    row[Deprel::Root as usize] = -1.0;
                    argmax(&row) as u8
                })
                .collect();
            reading.heads = trees[k].clone();
            start = end;
        }
        out
    }
}
