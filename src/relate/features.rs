//! What the decision is told of a pair of actors: one list of named values, the same in training and
//! in use.

use super::findings::{self, Tallies};
use super::propose::{Candidate, Party};
use super::scene::Scene;
use super::signs::{Sign, SignKind};
use crate::learn::pairs::CLASSES;
use crate::tables::CueRole;
use crate::types::{ActorKind, Deprel, GroupKind, MentionForm, Relation, Upos, ZoneKind};

/// Takes named values one after the other.
pub(crate) trait Sink {
    /// The next value of `group`.
    fn put(&mut self, group: &'static str, name: &'static str, value: f32);

    /// The next values, one for each of `names`: which of them holds.
    fn one_of(&mut self, group: &'static str, names: &[&'static str], which: Option<usize>) {
        for (i, name) in names.iter().enumerate() {
            self.put(group, name, f32::from(u8::from(which == Some(i))));
        }
    }

    /// The next value: whether something is so.
    fn flag(&mut self, group: &'static str, name: &'static str, holds: bool) {
        self.put(group, name, f32::from(u8::from(holds)));
    }
}

/// Values alone.
impl Sink for Vec<f32> {
    fn put(&mut self, _: &'static str, _: &'static str, value: f32) {
        self.push(value);
    }
}

/// Names alone.
impl Sink for Vec<String> {
    fn put(&mut self, group: &'static str, name: &'static str, _: f32) {
        self.push(format!("{group}.{name}"));
    }
}

/// What is known of a sentence's candidates beside the tree.
pub(crate) struct Surroundings<'a> {
    /// Its relation words.
    pub signs: &'a [Sign],
    /// What frames found in it.
    pub found: &'a [Relation],
    /// What frames found in the whole document, this sentence included.
    pub document: &'a Tallies<'a>,
    /// Which tokens stand between quotation marks.
    pub quoted: &'a [bool],
    /// Actors of the sentence.
    pub actors: usize,
}

/// The values of one direction of a candidate: what the first holds of the second if `forth`, else the
/// other way.
pub(crate) fn put(
    scene: &Scene<'_>,
    candidate: &Candidate,
    forth: bool,
    around: &Surroundings<'_>,
    chances: [f32; CLASSES],
    out: &mut impl Sink,
) {
    let (holder, target) = match forth {
        true => (&candidate.first, &candidate.second),
        false => (&candidate.second, &candidate.first),
    };
    network(forth, chances, out);
    findings::here(scene, holder, target, around, out);
    findings::elsewhere(scene, holder, target, around, out);
    let ways = match forth {
        true => [&candidate.way.first, &candidate.way.second],
        false => [&candidate.way.second, &candidate.way.first],
    };
    for (group, party, way) in [("holder", holder, ways[0]), ("target", target, ways[1])] {
        this(scene, group, party, way, around, out);
    }
    between(scene, candidate, (holder, target), around, out);
    for (kind, group) in SignKind::ALL.into_iter().zip(["support", "oppose", "meeting", "event"]) {
        words(scene, candidate, (holder, target), (kind, group), around, out);
    }
}

/// What the pair network thinks, from where the holder stands.
fn network(forth: bool, [none, a, b, c, d]: [f32; CLASSES], out: &mut impl Sink) {
    let ordered = if forth { [a, c, b, d] } else { [b, d, a, c] };
    out.put("network", "none", none);
    for (name, value) in ["for", "against", "for_back", "against_back"].into_iter().zip(ordered) {
        out.put("network", name, value);
    }
}

const ROLES: [&str; 13] = [
    "nsubj",
    "nsubj_pass",
    "obj",
    "agent",
    "obl",
    "nmod",
    "poss",
    "amod",
    "appos",
    "conj",
    "root",
    "clause",
    "other",
];

fn role(relation: Deprel) -> usize {
    use Deprel::{
        Acl, AclRelcl, Advcl, Amod, Appos, Ccomp, Compound, Conj, Csubj, CsubjPass, Flat, Iobj, Nmod,
        NmodDesc, NmodPoss, NmodUnmarked, Nsubj, NsubjPass, Obj, Obl, OblAgent, OblUnmarked, Parataxis, Root,
        Xcomp,
    };
    match relation {
        Nsubj => 0,
        NsubjPass => 1,
        Obj | Iobj => 2,
        OblAgent => 3,
        Obl | OblUnmarked => 4,
        Nmod => 5,
        NmodPoss => 6,
        Amod | Compound | NmodDesc | NmodUnmarked | Flat => 7,
        Appos => 8,
        Conj => 9,
        Root => 10,
        Acl | AclRelcl | Advcl | Ccomp | Xcomp | Csubj | CsubjPass | Parataxis => 11,
        _ => 12,
    }
}

const PREPOSITIONS: [&str; 15] = [
    "of", "in", "at", "with", "against", "to", "for", "by", "from", "on", "between", "over", "about", "than",
    "without",
];

/// What is known of one of the two.
fn this(
    scene: &Scene<'_>,
    group: &'static str,
    party: &Party,
    way: &[usize],
    around: &Surroundings<'_>,
    out: &mut impl Sink,
) {
    let actor = &scene.resolution.actors[party.actor];
    let kind = match actor.kind {
        ActorKind::Person => 0,
        ActorKind::Country => 1,
        ActorKind::Group => 2,
    };
    out.one_of(group, &["person", "country", "group"], Some(kind));
    let finer = actor.subtype.map(|kind| match kind {
        GroupKind::Government => 0,
        GroupKind::International => 1,
        GroupKind::Armed => 2,
        GroupKind::Party => 3,
        GroupKind::Company => 4,
        GroupKind::Media => 5,
        GroupKind::People => 6,
        GroupKind::Region => 7,
        GroupKind::Other => 8,
    });
    out.one_of(
        group,
        &["government", "international", "armed", "party", "company", "media", "people", "region", "body"],
        finer,
    );
    let form = party.form.map_or(5, |form| match form {
        MentionForm::Name => 0,
        MentionForm::Demonym => 1,
        MentionForm::Metonym => 2,
        MentionForm::Nominal => 3,
        MentionForm::Pronoun => 4,
    });
    out.one_of(group, &["name", "demonym", "metonym", "nominal", "pronoun", "speaker"], Some(form));
    out.flag(group, "implied", party.implied);
    out.flag(group, "place", party.place);
    out.flag(group, "plural", party.plural);
    out.flag(group, "nested", party.nested);
    out.flag(group, "coreference", party.coreference);
    out.flag(group, "quoted", around.quoted.get(party.head).copied().unwrap_or(false));
    // What is coordinated stands where the first of its list stands.
    let mut head = party.head;
    for _ in 0..8 {
        match (scene.deprel(head), scene.head(head)) {
            (Deprel::Conj, Some(above)) => head = above,
            _ => break,
        }
    }
    out.flag(group, "listed", head != party.head);
    out.one_of(group, &ROLES, Some(role(scene.deprel(head))));
    out.one_of(group, &PREPOSITIONS, {
        let preposition = scene.preposition(head);
        PREPOSITIONS.iter().position(|&p| p == preposition)
    });
    // Where its side of the way reaches the word on top.
    let last = way.len().checked_sub(2).map(|i| role(scene.deprel(way[i])));
    out.put(group, "links", way.len() as f32);
    out.one_of(
        group,
        &[
            "last_nsubj",
            "last_pass",
            "last_obj",
            "last_agent",
            "last_obl",
            "last_nmod",
            "last_poss",
            "last_amod",
            "last_appos",
            "last_conj",
            "last_root",
            "last_clause",
            "last_other",
        ],
        last,
    );
    out.put(
        group,
        "clauses",
        way.iter().take(way.len().saturating_sub(1)).filter(|&&i| role(scene.deprel(i)) == 11).count() as f32,
    );
    // It only describes another actor: `Israeli soldier Dan Levi`.
    let above = scene.head(party.head);
    out.flag(
        group,
        "describes",
        role(scene.deprel(party.head)) == 7 && above.is_some_and(|a| scene.mention_at(a).is_some()),
    );
    out.flag(group, "speaks", around.signs.iter().any(|s| s.speakers.contains(&party.actor)));
}

fn cue_index(role: CueRole) -> usize {
    match role {
        CueRole::Light => 0,
        CueRole::Undergo => 1,
        CueRole::Speech => 2,
        CueRole::Negate => 3,
        CueRole::Refuse => 4,
        CueRole::Cancel => 5,
        CueRole::Postpone => 6,
        CueRole::Plan => 7,
        CueRole::Demand => 8,
        CueRole::Condition => 9,
        // What no reading keeps stands for nothing here.
        CueRole::Hedge | CueRole::Folk | CueRole::Judge | CueRole::Exchange => 10,
    }
}

const CUES: [&str; 11] = [
    "light",
    "undergo",
    "speech",
    "negate",
    "refuse",
    "cancel",
    "postpone",
    "plan",
    "demand",
    "condition",
    "hedge",
];

fn between(
    scene: &Scene<'_>,
    candidate: &Candidate,
    (holder, target): (&Party, &Party),
    around: &Surroundings<'_>,
    out: &mut impl Sink,
) {
    let way = &candidate.way;
    let inside = |i: usize| holder.tokens.contains(&i) || target.tokens.contains(&i);
    let gap = candidate.second.tokens.start.saturating_sub(candidate.first.tokens.end);
    out.flag("pair", "forth", holder.tokens.start <= target.tokens.start);
    out.put("pair", "gap", gap as f32);
    out.put("pair", "links", way.len() as f32);
    let verb = |i: usize| matches!(scene.upos(i), Upos::Verb | Upos::Aux);
    out.put("pair", "verbs", way.words().filter(|&i| verb(i)).count() as f32);
    let top = way.top();
    out.flag("pair", "top_verb", verb(top));
    out.flag("pair", "top_noun", matches!(scene.upos(top), Upos::Noun | Upos::Propn));
    out.flag("pair", "top_adj", scene.upos(top) == Upos::Adj);
    out.flag("pair", "top_holder", top == holder.head);
    out.flag("pair", "top_target", top == target.head);
    out.flag("pair", "top_passive", verb(top) && scene.is_passive(top));
    for (name, relation) in [
        ("ccomp", Deprel::Ccomp),
        ("xcomp", Deprel::Xcomp),
        ("advcl", Deprel::Advcl),
        ("acl", Deprel::Acl),
        ("relcl", Deprel::AclRelcl),
        ("conj", Deprel::Conj),
        ("parataxis", Deprel::Parataxis),
        ("appos", Deprel::Appos),
        ("nmod", Deprel::Nmod),
        ("poss", Deprel::NmodPoss),
    ] {
        let links = way.words().filter(|&i| i != top && scene.deprel(i) == relation).count();
        out.put("pair", name, links as f32);
    }
    let mut on = [0.0f32; CUES.len()];
    let mut beside = [0.0f32; CUES.len()];
    let mut any = [0.0f32; CUES.len()];
    let entries = |i: usize| scene.tables.cues.of(scene.lemma(i));
    for i in way.words().filter(|&i| !inside(i)) {
        for entry in entries(i) {
            on[cue_index(entry.role)] = 1.0;
        }
        for &child in scene.children(i) {
            for entry in entries(child) {
                beside[cue_index(entry.role)] = 1.0;
            }
        }
    }
    for i in (0..scene.len()).filter(|&i| !inside(i)) {
        for entry in entries(i) {
            any[cue_index(entry.role)] = 1.0;
        }
    }
    for (group, values) in [("cue_on", on), ("cue_beside", beside), ("cue_any", any)] {
        for (name, value) in CUES.into_iter().zip(values) {
            out.put(group, name, value);
        }
    }
    let others = |range: std::ops::Range<usize>| {
        scene
            .mentions
            .iter()
            .filter(|m| {
                range.contains(&m.head)
                    && !m.actors.contains(&holder.actor)
                    && !m.actors.contains(&target.actor)
            })
            .count() as f32
    };
    let (from, to) =
        (candidate.first.tokens.end, candidate.second.tokens.start.max(candidate.first.tokens.end));
    out.put("pair", "others_between", others(from..to));
    out.put("pair", "actors", around.actors as f32);
    out.put("pair", "words", scene.len() as f32);
    out.put("pair", "sentence", scene.index.min(40) as f32);
    out.flag("pair", "headline", scene.sentence.zone == ZoneKind::Headline);
    out.put(
        "pair",
        "quoted",
        around.quoted.iter().filter(|&&q| q).count() as f32 / scene.len().max(1) as f32,
    );
    let end = scene.sentence.tokens.iter().rev().take(2);
    out.flag("pair", "question", end.into_iter().any(|t| t.span.of(&scene.document.text) == "?"));
    let word = |i: usize| if i < scene.len() { scene.word(i) } else { "" };
    out.flag("pair", "comma", (from..to).any(|i| word(i) == ","));
    out.flag("pair", "semicolon", (from..to).any(|i| matches!(word(i), ";" | ":" | "—" | "–" | "-")));
    out.flag("pair", "and", to == from + 1 && matches!(word(from), "and" | "or" | ","));
    let roles = &scene.resolution.roles;
    let of = |a: usize, b: usize| roles.iter().any(|r| r.member == a && r.of == b);
    out.flag("pair", "member", of(holder.actor, target.actor));
    out.flag("pair", "body", of(target.actor, holder.actor));
    let shared = roles.iter().any(|r| r.member == holder.actor && of(target.actor, r.of));
    out.flag("pair", "shared", shared);
    let top_signs = |kind: SignKind| around.signs.iter().any(|s| s.token == top && s.kind == kind);
    out.flag("pair", "top_support", top_signs(SignKind::Support));
    out.flag("pair", "top_oppose", top_signs(SignKind::Oppose));
    out.flag("pair", "top_meeting", top_signs(SignKind::Meeting));
    for (i, name) in ["any_support", "any_oppose", "any_meeting", "any_event"].into_iter().enumerate() {
        out.put("pair", name, around.signs.iter().filter(|s| s.kind == SignKind::ALL[i]).count() as f32);
    }
}

/// The relation words of one kind: how many near the two, and the nearest one.
fn words(
    scene: &Scene<'_>,
    candidate: &Candidate,
    (holder, target): (&Party, &Party),
    (kind, group): (SignKind, &'static str),
    around: &Surroundings<'_>,
    out: &mut impl Sink,
) {
    let way = &candidate.way;
    let on = |i: usize| way.first.contains(&i) || way.second.contains(&i);
    let beside = |i: usize| scene.head(i).is_some_and(on);
    let inside = |i: usize| holder.tokens.contains(&i) || target.tokens.contains(&i);
    let (mut count_on, mut count_beside) = (0.0, 0.0);
    let mut fills = [0.0f32; 6];
    let mut best: Option<(usize, usize, usize, &Sign)> = None;
    for sign in around.signs.iter().filter(|s| s.kind == kind && !inside(s.token)) {
        let (at_holder, at_target) = (
            super::propose::way(scene, sign.token, holder.head),
            super::propose::way(scene, sign.token, target.head),
        );
        let (dh, dt) = (at_holder.len(), at_target.len());
        count_on += f32::from(u8::from(on(sign.token)));
        count_beside += f32::from(u8::from(!on(sign.token) && beside(sign.token)));
        let holds = |actor: usize| sign.holders.contains(&actor);
        let hit = |actor: usize| sign.targets.contains(&actor);
        let both = holds(holder.actor) && hit(target.actor);
        let turned = holds(target.actor) && hit(holder.actor);
        let joined = sign.mutual && holds(holder.actor) && holds(target.actor);
        for (slot, holds) in fills.iter_mut().zip([
            both,
            turned,
            joined,
            holds(holder.actor),
            hit(target.actor),
            sign.speakers.contains(&holder.actor) && (hit(target.actor) || holds(target.actor)),
        ]) {
            *slot = slot.max(f32::from(u8::from(holds)));
        }
        // A word that links the two goes before one that stands near.
        let cost = dh + dt + if both || turned || joined { 0 } else { 4 };
        if best.is_none_or(|(least, ..)| cost < least) {
            best = Some((cost, dh, dt, sign));
        }
    }
    out.put(group, "on", count_on);
    out.put(group, "beside", count_beside);
    for (name, value) in ["links", "turned", "joined", "holder", "target", "said_of"].into_iter().zip(fills) {
        out.put(group, name, value);
    }
    let of = |f: &dyn Fn(&Sign) -> f32| best.map_or(-1.0, |(.., sign)| f(sign));
    let is = |f: &dyn Fn(&Sign) -> bool| best.is_some_and(|(.., sign)| f(sign));
    out.put(group, "near_holder", best.map_or(20.0, |(_, dh, ..)| dh as f32));
    out.put(group, "near_target", best.map_or(20.0, |(_, _, dt, _)| dt as f32));
    out.flag(group, "near_on", is(&|s| on(s.token)));
    out.flag(group, "near_beside", is(&|s| beside(s.token)));
    out.flag(group, "near_top", is(&|s| s.token == way.top()));
    let (left, right) = (candidate.first.tokens.start, candidate.second.tokens.start);
    out.flag(group, "near_before", is(&|s| s.token < left));
    out.flag(group, "near_between", is(&|s| left <= s.token && s.token < right));
    out.flag(group, "near_after", is(&|s| s.token >= right));
    let verb = |i: usize| scene.upos(i) == Upos::Verb;
    out.flag(group, "near_verb", is(&|s| verb(s.token)));
    out.flag(group, "near_noun", is(&|s| matches!(scene.upos(s.token), Upos::Noun | Upos::Propn)));
    out.flag(group, "near_passive", is(&|s| verb(s.token) && scene.is_passive(s.token)));
    out.put(group, "near_category", of(&|s| s.category as usize as f32));
    out.flag(group, "near_mutual", is(&|s| s.mutual));
    out.flag(group, "near_holder_fills", is(&|s| s.holders.contains(&holder.actor)));
    out.flag(group, "near_target_fills", is(&|s| s.targets.contains(&target.actor)));
    out.flag(group, "near_holder_hit", is(&|s| s.targets.contains(&holder.actor)));
    out.flag(group, "near_target_holds", is(&|s| s.holders.contains(&target.actor)));
    let other = |actors: &[usize]| actors.iter().any(|&a| a != holder.actor && a != target.actor);
    out.flag(group, "near_other_holder", is(&|s| other(&s.holders)));
    out.flag(group, "near_other_target", is(&|s| other(&s.targets)));
    for (name, role) in [
        ("near_negated", CueRole::Negate),
        ("near_refused", CueRole::Refuse),
        ("near_cancelled", CueRole::Cancel),
        ("near_postponed", CueRole::Postpone),
        ("near_planned", CueRole::Plan),
        ("near_demanded", CueRole::Demand),
        ("near_condition", CueRole::Condition),
        ("near_hedged", CueRole::Hedge),
    ] {
        out.flag(group, name, is(&|s| s.operations.contains(&role)));
    }
    out.put(group, "near_voices", of(&|s| s.voices as f32));
    out.flag(group, "near_says_holder", is(&|s| s.speakers.contains(&holder.actor)));
    out.flag(group, "near_says_target", is(&|s| s.speakers.contains(&target.actor)));
    out.flag(group, "near_says_other", is(&|s| other(&s.speakers)));
    out.flag(group, "near_quoted", is(&|s| around.quoted.get(s.token).copied().unwrap_or(false)));
}
