//! The heads in training: losses against targets, gradients, and the chances they give.

use super::kernels::multiply_add;
use super::layers::{add_rows, linear, product_back, relu_back};
use super::model::{Batch, Gradients, Losses, Model, NameTarget, Target};
use crate::learn::kernels::{softmax, transpose};
use crate::learn::labels::{NAME_LABELS, RELATIONS, TAGS};
use crate::learn::network::{Head, add, distance_class, relu};

/// Turns scores into their gradient for a target; returns the loss.
fn cross_entropy(scores: &mut [f32], target: &Target, scale: f32) -> f64 {
    softmax(scores);
    let mut loss = 0.0;
    let mut total = 0.0;
    for &(_, share) in target {
        total += share;
    }
    for x in scores.iter_mut() {
        *x *= total * scale;
    }
    for &(column, share) in target.iter().filter(|t| t.1 > 0.0) {
        if let Some(x) = scores.get_mut(usize::from(column)) {
            let p = *x / (total * scale);
            loss -= f64::from(share) * f64::from(p.max(1e-12).ln());
            *x -= share * scale;
        }
    }
    loss
}

/// As [`cross_entropy`] for names: the allowed columns share the gold in proportion to their
/// probabilities.
fn name_entropy(row: &mut [f32], target: &NameTarget, scale: f32) -> f64 {
    softmax(row);
    let allowed = |j: usize| target.allowed >> j & 1 == 1;
    let good: f32 = row.iter().enumerate().filter(|(j, _)| allowed(*j)).map(|(_, p)| p).sum();
    let good = good.max(1e-12);
    let mut loss = -f64::from(target.gold) * f64::from(good.ln());
    let soft: f32 = target.soft.iter().map(|t| t.1).sum();
    for &(column, share) in target.soft.iter().filter(|t| t.1 > 0.0) {
        let p = row.get(usize::from(column)).copied().unwrap_or(0.0);
        loss -= f64::from(share) * f64::from(p.max(1e-12).ln());
    }
    for (j, p) in row.iter_mut().enumerate() {
        let gold = if allowed(j) { *p / good } else { 0.0 };
        *p = (*p * (target.gold + soft) - gold * target.gold) * scale;
    }
    for &(column, share) in &target.soft {
        if let Some(x) = row.get_mut(usize::from(column)) {
            *x -= share * scale;
        }
    }
    loss
}

/// Ends of arcs of a batch.
struct Arcs {
    word: Vec<f32>,
    head: Vec<f32>,
    turned: Vec<f32>,
}

impl Model {
    fn name_scores(&self, batch: &Batch, seen: &[f32]) -> (Vec<f32>, Vec<f32>) {
        let net = &self.network;
        let n = batch.words.len();
        let mut hidden = linear(seen, net.head(Head::NameHidden), net.head(Head::NameHiddenBias), n);
        let q = net.config.name_dim;
        for (row, &c) in hidden.chunks_exact_mut(q).zip(&batch.conventions) {
            add(row, &net.head(Head::NameConvention)[usize::from(c) * q..][..q]);
        }
        relu(&mut hidden);
        let scores = linear(&hidden, net.head(Head::Name), net.head(Head::NameBias), n);
        (hidden, scores)
    }

    /// Tags and names; adds to the gradient of `seen`.
    pub(super) fn learn_words(
        &self,
        batch: &Batch,
        seen: &[f32],
        scale: f32,
        losses: &mut Losses,
        grads: &mut Gradients,
    ) -> Vec<f32> {
        let net = &self.network;
        let n = batch.words.len();
        let mut d_seen = vec![0.0; seen.len()];
        let at = |head: Head| net.head_index(head);
        if !batch.tags.is_empty() {
            let mut scores = linear(seen, net.head(Head::Tag), net.head(Head::TagBias), n);
            for (row, target) in scores.chunks_exact_mut(TAGS.len()).zip(&batch.tags) {
                losses.tags += cross_entropy(row, target, scale);
            }
            add_rows(&mut grads.dense[at(Head::TagBias)], &scores);
            let g = &mut grads.dense[at(Head::Tag)];
            add(&mut d_seen, &product_back(seen, net.head(Head::Tag), &scores, n, g));
        }
        if !batch.names.is_empty() {
            let (hidden, mut scores) = self.name_scores(batch, seen);
            for (row, target) in scores.chunks_exact_mut(NAME_LABELS).zip(&batch.names) {
                losses.names += name_entropy(row, target, scale);
            }
            add_rows(&mut grads.dense[at(Head::NameBias)], &scores);
            let mut d_hidden =
                product_back(&hidden, net.head(Head::Name), &scores, n, &mut grads.dense[at(Head::Name)]);
            relu_back(&hidden, &mut d_hidden);
            add_rows(&mut grads.dense[at(Head::NameHiddenBias)], &d_hidden);
            let q = net.config.name_dim;
            for (row, &c) in d_hidden.chunks_exact(q).zip(&batch.conventions) {
                add(&mut grads.dense[at(Head::NameConvention)][usize::from(c) * q..][..q], row);
            }
            let g = &mut grads.dense[at(Head::NameHidden)];
            add(&mut d_seen, &product_back(seen, net.head(Head::NameHidden), &d_hidden, n, g));
        }
        d_seen
    }

    /// Chances of tags and of names, rows of words.
    pub(super) fn word_chances(&self, batch: &Batch, shared: &[f32]) -> (Vec<f32>, Vec<f32>) {
        let net = &self.network;
        let n = batch.words.len();
        let mut tags = linear(shared, net.head(Head::Tag), net.head(Head::TagBias), n);
        tags.chunks_exact_mut(TAGS.len()).for_each(softmax);
        let mut names = self.name_scores(batch, shared).1;
        names.chunks_exact_mut(NAME_LABELS).for_each(softmax);
        (tags, names)
    }

    fn arcs(&self, seen: &[f32], n: usize) -> Arcs {
        let net = &self.network;
        let mut word = linear(seen, net.head(Head::ArcWord), net.head(Head::ArcWordBias), n);
        relu(&mut word);
        let mut head = linear(seen, net.head(Head::ArcHead), net.head(Head::ArcHeadBias), n);
        relu(&mut head);
        let turned = linear(&word, net.head(Head::ArcProduct), net.head(Head::ArcBias), n);
        Arcs { word, head, turned }
    }

    /// Scores of a sentence's arcs (words × (1 + words), the root first) and the ends they were
    /// made of.
    fn arc_scores(&self, arcs: &Arcs, start: usize, end: usize) -> (Vec<f32>, Vec<f32>) {
        let net = &self.network;
        let a = net.config.arc_dim;
        let (len, width) = (end - start, end - start + 1);
        let mut ends = net.head(Head::ArcRoot).to_vec();
        ends.extend_from_slice(&arcs.head[start * a..end * a]);
        let mut scores = vec![0.0; len * width];
        let turned = &arcs.turned[start * a..end * a];
        multiply_add(&mut scores, turned, &transpose(&ends, width, a), len, a, width);
        let distance = net.head(Head::Distance);
        for (i, row) in scores.chunks_exact_mut(width).enumerate() {
            for (j, score) in row.iter_mut().enumerate() {
                *score += distance[distance_class(i + 1, j)];
            }
            row[i + 1] = -1e9;
        }
        (scores, ends)
    }

    /// Chances of heads, sentence after sentence: words × (1 + words), the root first.
    pub(super) fn arc_chances(&self, batch: &Batch, top: &[f32]) -> Vec<Vec<f32>> {
        let arcs = self.arcs(top, batch.words.len());
        let mut start = 0;
        let mut out = Vec::new();
        for &end in &batch.ends {
            let (mut scores, _) = self.arc_scores(&arcs, start, end);
            scores.chunks_exact_mut(end - start + 1).for_each(softmax);
            out.push(scores);
            start = end;
        }
        out
    }

    /// Hidden values and scores of relations at the batch's heads.
    fn relation_scores(&self, seen: &[f32], heads: &[Option<usize>]) -> (Vec<f32>, Vec<f32>) {
        let net = &self.network;
        let (n, r) = (heads.len(), net.config.relation_dim);
        let mut hidden = linear(seen, net.head(Head::RelationWord), net.head(Head::RelationBias), n);
        let mut side = vec![0.0; n * r];
        multiply_add(&mut side, seen, net.head(Head::RelationHead), n, net.config.dim, r);
        for (row, head) in hidden.chunks_exact_mut(r).zip(heads) {
            add(row, head.map_or(net.head(Head::RelationRoot), |h| &side[h * r..(h + 1) * r]));
        }
        relu(&mut hidden);
        let scores = linear(&hidden, net.head(Head::Relation), net.head(Head::RelationOutBias), n);
        (hidden, scores)
    }

    /// Chances of relations at the given heads.
    pub(super) fn relation_chances(&self, top: &[f32], ends: &[usize], heads: &[usize]) -> Vec<f32> {
        let mut scores = self.relation_scores(top, &global(ends, heads)).1;
        scores.chunks_exact_mut(RELATIONS).for_each(softmax);
        scores
    }

    /// Arc and relation heads; returns the gradient of `seen`.
    pub(super) fn learn_tree(
        &self,
        batch: &Batch,
        seen: &[f32],
        scale: f32,
        losses: &mut Losses,
        grads: &mut Gradients,
    ) -> Vec<f32> {
        let net = &self.network;
        let n = batch.words.len();
        let (a, r) = (net.config.arc_dim, net.config.relation_dim);
        let at = |head: Head| net.head_index(head);
        let arcs = self.arcs(seen, n);
        let mut d_turned = vec![0.0; n * a];
        let mut d_head = vec![0.0; n * a];
        let mut start = 0;
        for &end in &batch.ends {
            let (len, width) = (end - start, end - start + 1);
            let (mut scores, ends) = self.arc_scores(&arcs, start, end);
            for (i, row) in scores.chunks_exact_mut(width).enumerate() {
                losses.arcs += cross_entropy(row, &batch.arcs[start + i], scale);
                row[i + 1] = 0.0;
                for (j, d) in row.iter().enumerate() {
                    grads.dense[at(Head::Distance)][distance_class(i + 1, j)] += d;
                }
            }
            multiply_add(&mut d_turned[start * a..end * a], &scores, &ends, len, width, a);
            let mut d_ends = vec![0.0; width * a];
            let turned = &arcs.turned[start * a..end * a];
            multiply_add(&mut d_ends, &transpose(&scores, len, width), turned, width, len, a);
            add(&mut grads.dense[at(Head::ArcRoot)], &d_ends[..a]);
            add(&mut d_head[start * a..end * a], &d_ends[a..]);
            start = end;
        }
        add_rows(&mut grads.dense[at(Head::ArcBias)], &d_turned);
        let g = &mut grads.dense[at(Head::ArcProduct)];
        let mut d_word = product_back(&arcs.word, net.head(Head::ArcProduct), &d_turned, n, g);
        relu_back(&arcs.word, &mut d_word);
        relu_back(&arcs.head, &mut d_head);
        add_rows(&mut grads.dense[at(Head::ArcWordBias)], &d_word);
        add_rows(&mut grads.dense[at(Head::ArcHeadBias)], &d_head);
        let g = &mut grads.dense[at(Head::ArcWord)];
        let mut d_seen = product_back(seen, net.head(Head::ArcWord), &d_word, n, g);
        let g = &mut grads.dense[at(Head::ArcHead)];
        add(&mut d_seen, &product_back(seen, net.head(Head::ArcHead), &d_head, n, g));

        // Relations at the target's heads.
        let heads = global(&batch.ends, &batch.heads);
        let (hidden, mut scores) = self.relation_scores(seen, &heads);
        for (row, target) in scores.chunks_exact_mut(RELATIONS).zip(&batch.relations) {
            losses.relations += cross_entropy(row, target, scale);
        }
        add_rows(&mut grads.dense[at(Head::RelationOutBias)], &scores);
        let g = &mut grads.dense[at(Head::Relation)];
        let mut d_hidden = product_back(&hidden, net.head(Head::Relation), &scores, n, g);
        relu_back(&hidden, &mut d_hidden);
        add_rows(&mut grads.dense[at(Head::RelationBias)], &d_hidden);
        let mut d_side = vec![0.0; n * r];
        for (row, head) in d_hidden.chunks_exact(r).zip(&heads) {
            match head {
                Some(h) => add(&mut d_side[h * r..(h + 1) * r], row),
                None => add(&mut grads.dense[at(Head::RelationRoot)], row),
            }
        }
        let g = &mut grads.dense[at(Head::RelationWord)];
        add(&mut d_seen, &product_back(seen, net.head(Head::RelationWord), &d_hidden, n, g));
        let g = &mut grads.dense[at(Head::RelationHead)];
        add(&mut d_seen, &product_back(seen, net.head(Head::RelationHead), &d_side, n, g));
        d_seen
    }
}

/// Heads as indices into the batch; `None` for the root.
fn global(ends: &[usize], heads: &[usize]) -> Vec<Option<usize>> {
    let mut out = Vec::with_capacity(heads.len());
    let mut start = 0;
    for &end in ends {
        out.extend(heads[start..end].iter().map(|&h| h.checked_sub(1).map(|h| start + h)));
        start = end;
    }
    out
}
