//! One sentence as the relation rules see it: tree, mentions, and who fills which slot.

use crate::tables::{CueRole, FrameKind, FramePos, Slot, Tables};
use crate::types::{
    ActorKind, Analysis, Deprel, Document, Mention, MentionForm, Resolution, Sentence, Span, Upos, VerbForm,
};

/// How far a rule climbs or descends; news trees are shallow, and odd ones must not cost time.
const DEPTH: usize = 6;

/// A sentence with all that is known of it.
pub(super) struct Scene<'a> {
    pub document: &'a Document,
    pub resolution: &'a Resolution,
    pub tables: &'a Tables,
    /// Index of the sentence in the document.
    pub index: usize,
    pub sentence: &'a Sentence,
    pub analysis: &'a Analysis,
    /// The mentions of this sentence.
    pub mentions: &'a [Mention],
    /// Who `I` and `we` are in a quotation: actor and its words.
    pub speaker: Option<(usize, Span)>,
    /// For each token, the widest mention that it heads.
    by_head: Vec<Option<usize>>,
    /// Children of each token: `children[starts[i]..starts[i + 1]]`.
    children: Vec<usize>,
    starts: Vec<usize>,
}

/// An actor in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Filler {
    /// Index into [`Resolution::actors`].
    pub actor: usize,
    /// Its words.
    pub span: Span,
    /// True if it was found through coreference.
    pub coreference: bool,
    /// True if the phrase's head is no actor and the actor stands inside: `Syria's sovereignty`.
    pub inner: bool,
    /// True if it was found by climbing from the word to the clause above.
    pub climbed: bool,
}

impl<'a> Scene<'a> {
    #[allow(clippy::too_many_arguments)]
    pub fn new(
        document: &'a Document,
        index: usize,
        sentence: &'a Sentence,
        analysis: &'a Analysis,
        resolution: &'a Resolution,
        mentions: &'a [Mention],
        tables: &'a Tables,
    ) -> Self {
        let words = &analysis.words;
        let mut starts = vec![0; words.len() + 1];
        for word in words {
            if let Some(count) = word.head.and_then(|head| starts.get_mut(head + 1)) {
                *count += 1;
            }
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut next = starts.clone();
        let mut children = vec![0; starts.last().copied().unwrap_or(0)];
        for (i, word) in words.iter().enumerate() {
            if let Some(place) = word.head.and_then(|head| next.get_mut(head)) {
                children[*place] = i;
                *place += 1;
            }
        }
        let mut by_head: Vec<Option<usize>> = vec![None; words.len()];
        for (m, mention) in mentions.iter().enumerate() {
            // A part of a hyphenated word heads nothing: `the US-backed rebels` are not the US.
            let whole = sentence.tokens_span(mention.tokens.start, mention.tokens.end.saturating_sub(1));
            if mention.span.len() < whole.len() && mention.tokens.len() == 1 {
                continue;
            }
            if let Some(slot) = by_head.get_mut(mention.head)
                && slot.is_none_or(|old| mentions[old].tokens.len() < mention.tokens.len())
            {
                *slot = Some(m);
            }
        }
        Self {
            document,
            resolution,
            tables,
            index,
            sentence,
            analysis,
            mentions,
            speaker: None,
            by_head,
            children,
            starts,
        }
    }

    pub fn len(&self) -> usize {
        self.analysis.words.len()
    }

    pub fn children(&self, head: usize) -> &[usize] {
        match (self.starts.get(head), self.starts.get(head + 1)) {
            (Some(&a), Some(&b)) => &self.children[a..b],
            _ => &[],
        }
    }

    pub fn upos(&self, i: usize) -> Upos {
        self.analysis.words[i].upos
    }

    pub fn lemma(&self, i: usize) -> &str {
        &self.analysis.words[i].lemma
    }

    pub fn deprel(&self, i: usize) -> Deprel {
        self.analysis.words[i].deprel
    }

    pub fn head(&self, i: usize) -> Option<usize> {
        self.analysis.words[i].head
    }

    /// The word as written.
    pub fn word(&self, i: usize) -> &'a str {
        self.sentence.word(&self.document.text, i)
    }

    pub fn token_span(&self, i: usize) -> Span {
        self.sentence.tokens[i].span
    }

    /// The children of `head` that hang on it by one of `relations`.
    pub fn by_relation<'s>(
        &'s self,
        head: usize,
        relations: &'s [Deprel],
    ) -> impl Iterator<Item = usize> + 's {
        self.children(head).iter().copied().filter(move |&i| relations.contains(&self.deprel(i)))
    }

    /// The mention that token `i` heads.
    pub fn mention_at(&self, i: usize) -> Option<usize> {
        self.by_head.get(i).copied().flatten()
    }

    /// The preposition of a phrase, in lower case; empty without one.
    pub fn preposition(&self, i: usize) -> String {
        let mut case = self.by_relation(i, &[Deprel::Case]);
        case.next().map_or_else(String::new, |c| {
            let mut text = self.word(c).to_lowercase();
            for more in self.by_relation(c, &[Deprel::Fixed]) {
                text.push(' ');
                text.push_str(&self.word(more).to_lowercase());
            }
            text
        })
    }

    /// The preposition of a phrase, or the word that marks it as a clause.
    fn opener(&self, i: usize) -> String {
        let preposition = self.preposition(i);
        if !preposition.is_empty() {
            return preposition;
        }
        let mark = self.by_relation(i, &[Deprel::Mark]).next();
        mark.map_or_else(String::new, |mark| self.word(mark).to_lowercase())
    }

    /// True if the verb is passive: `was condemned`, `rebels backed by …`.
    pub fn is_passive(&self, verb: usize) -> bool {
        let marked = [Deprel::AuxPass, Deprel::NsubjPass, Deprel::CsubjPass, Deprel::OblAgent];
        self.by_relation(verb, &marked).next().is_some()
            || self.analysis.words[verb].form == VerbForm::Participle
                && self.deprel(verb) == Deprel::Acl
                && self.by_relation(verb, &[Deprel::Obj]).next().is_none()
    }

    /// The phrases (their head tokens) that fill `slot` of the word `trigger`, nearest first, and
    /// whether each was found by climbing. `wide` lets a noun take the subject of the clause that it
    /// dates (`during talks, X said`), as meetings do.
    pub fn phrases(&self, trigger: usize, slot: &Slot, wide: bool) -> Vec<(usize, bool)> {
        match (self.upos(trigger), slot) {
            (Upos::Noun | Upos::Propn, Slot::Subject) => self.noun_subject(trigger, wide),
            (Upos::Adj, Slot::Subject) => self.adjective_subject(trigger),
            (_, Slot::Subject) => self.subject(trigger, 0),
            (_, Slot::Object) => self.object(trigger),
            (_, Slot::ObjectActor) => self.object_actors(trigger),
            (_, Slot::Described) => self.described(trigger, 0),
            (_, Slot::Person(inner)) => {
                let mut out = self.phrases(trigger, inner, wide);
                out.retain(|&(i, _)| self.is_person(i));
                out
            }
            (_, Slot::Body(inner)) => {
                let mut out = self.phrases(trigger, inner, wide);
                out.retain(|&(i, _)| self.is_body(i));
                out
            }
            (_, Slot::Possessor) => self.possessors(trigger).map(|i| (i, false)).collect(),
            (_, Slot::Clause) => self.clause_actors(trigger),
            (_, Slot::Modified) => self.modified(trigger),
            (_, Slot::Preposition(preposition)) => self.prepositional(trigger, preposition, wide),
        }
    }

    fn possessors(&self, noun: usize) -> impl Iterator<Item = usize> + '_ {
        let relations: &[Deprel] =
            &[Deprel::NmodPoss, Deprel::Amod, Deprel::Compound, Deprel::NmodUnmarked, Deprel::NmodDesc];
        self.by_relation(noun, relations)
            .filter(|&i| self.deprel(i) == Deprel::NmodPoss || self.mention_at(i).is_some())
    }

    /// Subject of a verb, or agent of a passive; climbs through control, coordination and
    /// relative clauses.
    pub fn subject(&self, verb: usize, depth: usize) -> Vec<(usize, bool)> {
        if depth > DEPTH {
            return Vec::new();
        }
        if self.is_passive(verb) {
            return self
                .children(verb)
                .iter()
                .filter(|&&i| {
                    self.deprel(i) == Deprel::OblAgent
                        || self.deprel(i) == Deprel::Obl && self.preposition(i) == "by"
                })
                .map(|&i| (i, false))
                .collect();
        }
        let own: Vec<_> = self.by_relation(verb, &[Deprel::Nsubj]).collect();
        if !own.is_empty() {
            return own.into_iter().flat_map(|i| self.antecedent(i, verb)).map(|i| (i, depth > 0)).collect();
        }
        let Some(head) = self.head(verb) else { return Vec::new() };
        match self.deprel(verb) {
            Deprel::Conj if self.upos(head) == Upos::Verb || self.upos(head) == Upos::Aux => {
                // `X was attacked and condemned Y`: the shared subject is the passive's patient.
                if self.is_passive(head) {
                    let patient: Vec<_> = self.by_relation(head, &[Deprel::NsubjPass]).collect();
                    if !patient.is_empty() {
                        return patient.into_iter().map(|i| (i, true)).collect();
                    }
                }
                self.climb(head, depth)
            }
            Deprel::Xcomp => {
                let objects: Vec<_> = self.by_relation(head, &[Deprel::Obj, Deprel::Iobj]).collect();
                if !objects.is_empty() && self.upos(head) == Upos::Verb {
                    return objects.into_iter().map(|i| (i, true)).collect();
                }
                if self.is_passive(head) {
                    return self.by_relation(head, &[Deprel::NsubjPass]).map(|i| (i, true)).collect();
                }
                self.climb(head, depth)
            }
            // `accused X of attacking Y`, `criticised X for attacking Y`: the object acts.
            Deprel::Advcl
                if self.marked_by(verb, &["of", "for", "from"]) && !self.object(head).is_empty() =>
            {
                self.object(head).into_iter().map(|(i, _)| (i, true)).collect()
            }
            Deprel::Advcl | Deprel::Parataxis | Deprel::Dep if self.upos(head) == Upos::Verb => {
                if self.is_passive(head) {
                    return self.by_relation(head, &[Deprel::NsubjPass]).map(|i| (i, true)).collect();
                }
                self.climb(head, depth)
            }
            Deprel::Acl if self.analysis.words[verb].form == VerbForm::Infinitive => {
                // `Iraq's decision to attack`, `Iraq made a decision to attack`.
                let holders: Vec<_> = self.possessors(head).map(|i| (i, true)).collect();
                if holders.is_empty() { self.noun_owner(head) } else { holders }
            }
            // `joint action in combating X`: whoever stands over the noun acts.
            Deprel::Acl if self.by_relation(verb, &[Deprel::Mark, Deprel::Case]).next().is_some() => {
                self.noun_owner(head)
            }
            // `rebels fighting X`; but `posted a message blaming X`: whoever posted it.
            Deprel::Acl if self.upos(head) == Upos::Noun && self.actors_of(head, false).is_empty() => {
                self.noun_owner(head)
            }
            Deprel::Acl => vec![(head, false)],
            Deprel::AclRelcl if self.by_relation(verb, &[Deprel::Obj]).next().is_some() => {
                vec![(head, false)]
            }
            _ => Vec::new(),
        }
    }

    /// True if one of these words marks the clause.
    fn marked_by(&self, verb: usize, words: &[&str]) -> bool {
        self.by_relation(verb, &[Deprel::Mark]).any(|m| words.contains(&self.lemma(m)))
    }

    fn climb(&self, head: usize, depth: usize) -> Vec<(usize, bool)> {
        self.subject(head, depth + 1).into_iter().map(|(i, _)| (i, true)).collect()
    }

    /// A relative pronoun stands for the noun that its clause modifies.
    fn antecedent(&self, subject: usize, verb: usize) -> Option<usize> {
        let relative = matches!(self.lemma(subject), "who" | "which" | "that" | "whom")
            && self.upos(subject) == Upos::Pron;
        if relative && self.deprel(verb) == Deprel::AclRelcl { self.head(verb) } else { Some(subject) }
    }

    fn object(&self, verb: usize) -> Vec<(usize, bool)> {
        if self.is_passive(verb) {
            let own: Vec<_> = self.by_relation(verb, &[Deprel::NsubjPass, Deprel::Nsubj]).collect();
            if !own.is_empty() {
                return own.into_iter().flat_map(|i| self.antecedent(i, verb)).map(|i| (i, false)).collect();
            }
            return match (self.deprel(verb), self.head(verb)) {
                (Deprel::Acl | Deprel::AclRelcl, Some(head)) => vec![(head, false)],
                (Deprel::Conj | Deprel::Xcomp, Some(head)) if self.is_passive(head) => {
                    self.by_relation(head, &[Deprel::NsubjPass]).map(|i| (i, true)).collect()
                }
                (Deprel::Conj, Some(head)) => self.climb(head, 0),
                _ => Vec::new(),
            };
        }
        let own: Vec<_> = self.by_relation(verb, &[Deprel::Obj]).map(|i| (i, false)).collect();
        if !own.is_empty() {
            return own;
        }
        // `criticised and mocked Israel`: the object of the last verb is shared.
        let shared =
            self.by_relation(verb, &[Deprel::Conj]).find(|&c| self.upos(c) == Upos::Verb && c < verb + 4);
        shared.map_or_else(Vec::new, |c| self.by_relation(c, &[Deprel::Obj]).map(|i| (i, true)).collect())
    }

    /// Direct and indirect objects that are actors themselves, or that an apposition names.
    fn object_actors(&self, verb: usize) -> Vec<(usize, bool)> {
        let mut out = self.object(verb);
        if !self.is_passive(verb) {
            out.extend(self.by_relation(verb, &[Deprel::Iobj]).map(|i| (i, false)));
        }
        let named = |i: usize| self.mention_at(i).is_some();
        out.retain(|&(i, _)| {
            named(i) || self.by_relation(i, &[Deprel::Appos, Deprel::Conj, Deprel::Flat]).any(named)
        });
        out
    }

    /// Whom a noun describes: subject of `is a critic`, neighbour in apposition, name that follows.
    fn described(&self, noun: usize, depth: usize) -> Vec<(usize, bool)> {
        let subjects: Vec<_> =
            self.by_relation(noun, &[Deprel::Nsubj]).flat_map(|i| self.antecedent(i, noun)).collect();
        if !subjects.is_empty() {
            return subjects.into_iter().map(|i| (i, false)).collect();
        }
        let names: Vec<_> = self
            .by_relation(noun, &[Deprel::Appos, Deprel::Flat])
            .filter(|&i| self.mention_at(i).is_some())
            .collect();
        if !names.is_empty() {
            return names.into_iter().map(|i| (i, false)).collect();
        }
        match (self.deprel(noun), self.head(noun)) {
            (Deprel::Appos, Some(head)) => vec![(head, false)],
            (Deprel::Compound | Deprel::NmodDesc | Deprel::Flat, Some(head)) if head > noun => {
                vec![(head, false)]
            }
            (Deprel::Conj, Some(head)) if depth < DEPTH => self.described(head, depth + 1),
            _ => Vec::new(),
        }
    }

    /// True for a phrase whose head is a person.
    fn is_person(&self, phrase: usize) -> bool {
        self.mention_at(phrase).is_some_and(|m| {
            let actor = |&actor: &usize| self.resolution.actors.get(actor);
            self.mentions[m].actors.iter().filter_map(actor).all(|a| a.kind == ActorKind::Person)
        })
    }

    /// True for a phrase whose head is a group, or a pact (a noun that binds both sides).
    fn is_body(&self, phrase: usize) -> bool {
        match self.mention_at(phrase) {
            Some(m) => self.mentions[m]
                .actors
                .iter()
                .all(|&actor| self.resolution.actors.get(actor).is_some_and(|a| a.kind == ActorKind::Group)),
            None => self
                .tables
                .frames
                .of(self.lemma(phrase), FramePos::Noun)
                .any(|frame| matches!(frame.kind, FrameKind::Stance { mutual: true, .. })),
        }
    }

    /// Who undergoes what the noun says, as subject of the verb above: `Iran faces sanctions`.
    pub fn undergoer(&self, noun: usize) -> Vec<(usize, bool)> {
        match self.governor(noun) {
            Some((verb, Deprel::Obj)) if self.tables.cues.has(self.lemma(verb), CueRole::Undergo) => {
                self.subject(verb, 1)
            }
            _ => Vec::new(),
        }
    }

    /// The verb of which `noun` is object, subject of a passive, or prepositional phrase.
    pub fn governor(&self, noun: usize) -> Option<(usize, Deprel)> {
        let mut at = noun;
        for _ in 0..DEPTH {
            let head = self.head(at)?;
            let relation = self.deprel(at);
            if matches!(self.upos(head), Upos::Verb | Upos::Aux) {
                return Some((head, relation));
            }
            // `expressed support and solidarity`; `held a series of meetings`.
            match relation {
                Deprel::Conj => at = head,
                Deprel::Nmod if self.preposition(at) == "of" => at = head,
                _ => return None,
            }
        }
        None
    }

    /// Who stands over a noun as subject of its light verb, or of the clause that it dates:
    /// `Iraq expressed support`, `during his talks with X, Hussein stressed`.
    fn noun_subject(&self, noun: usize, wide: bool) -> Vec<(usize, bool)> {
        let Some((verb, relation)) = self.governor(noun) else { return Vec::new() };
        match relation {
            Deprel::Obj | Deprel::NsubjPass if self.is_light(verb, "") => self.subject(verb, 1),
            Deprel::Obl if self.is_light(verb, &self.preposition(noun)) => self.subject(verb, 1),
            // `cancelled a meeting with X`: the one who cancels would have met X.
            Deprel::Obj if wide && self.moves(verb) => self.subject(verb, 1),
            // `after meeting with X` may be read as a noun.
            Deprel::Obl | Deprel::OblUnmarked | Deprel::Advcl if wide => match self.opener(noun).as_str() {
                "in" | "during" | "at" | "after" | "before" | "following" | "for" | "into" | "on" | "to" => {
                    self.agent_or_patient(verb)
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// True for a light verb whose object states a relation itself: in `struck a deal with Iran` the
    /// deal decides. Verbs that also undo or demand their object keep their say (`rejected the
    /// occupation`).
    pub fn noun_decides(&self, verb: usize) -> bool {
        let uses = self.tables.cues.of(self.lemma(verb));
        uses.iter().any(|entry| entry.role == CueRole::Light)
            && uses.iter().all(|entry| {
                matches!(entry.role, CueRole::Light | CueRole::Undergo | CueRole::Speech | CueRole::Plan)
            })
            && self.by_relation(verb, &[Deprel::Obj]).any(|object| {
                self.mention_at(object).is_none()
                    && self.upos(object) == Upos::Noun
                    && self.tables.frames.of(self.lemma(object), FramePos::Noun).next().is_some()
            })
    }

    /// True for verbs whose object (or phrase with `preposition`) carries the relation: `express`,
    /// `carry out`, `engage in`.
    pub fn is_light(&self, verb: usize, preposition: &str) -> bool {
        let cues = &self.tables.cues;
        let lemma = self.lemma(verb);
        if !preposition.is_empty() {
            return cues.has(&format!("{lemma} {preposition}"), CueRole::Light);
        }
        cues.has(lemma, CueRole::Light)
            || self
                .by_relation(verb, &[Deprel::CompoundPrt])
                .any(|p| cues.has(&format!("{lemma} {}", self.lemma(p)), CueRole::Light))
    }

    /// True for verbs that plan, ask for, refuse, put off or call off what is their object.
    fn moves(&self, verb: usize) -> bool {
        let roles = [CueRole::Cancel, CueRole::Postpone, CueRole::Refuse, CueRole::Plan, CueRole::Demand];
        roles.iter().any(|&role| self.tables.cues.has(self.lemma(verb), role))
    }

    /// Possessor of a noun, or subject of the verb above it.
    fn noun_owner(&self, noun: usize) -> Vec<(usize, bool)> {
        let own: Vec<_> = self.possessors(noun).map(|i| (i, true)).collect();
        if !own.is_empty() {
            return own;
        }
        match self.governor(noun) {
            // `Hussein said that the effort to defeat X goes on`: it is Hussein's word.
            Some((verb, Deprel::Nsubj)) if self.deprel(verb) == Deprel::Ccomp => {
                self.head(verb).map_or_else(Vec::new, |above| self.subject(above, 1))
            }
            Some((verb, Deprel::Obj | Deprel::Obl)) => self.subject(verb, 1),
            Some((verb, Deprel::NsubjPass)) => self.subject(verb, 1),
            _ => match (self.deprel(noun), self.head(noun)) {
                (Deprel::Nmod, Some(above)) => match self.governor(above) {
                    Some((verb, Deprel::Obj | Deprel::Obl)) => self.subject(verb, 1),
                    _ => Vec::new(),
                },
                _ => Vec::new(),
            },
        }
    }

    /// Subject of the verb, whatever its voice.
    fn agent_or_patient(&self, verb: usize) -> Vec<(usize, bool)> {
        let subject = self.subject(verb, 1);
        if subject.is_empty() {
            return self.by_relation(verb, &[Deprel::NsubjPass]).map(|i| (i, true)).collect();
        }
        subject
    }

    fn adjective_subject(&self, adjective: usize) -> Vec<(usize, bool)> {
        let own: Vec<_> = self.by_relation(adjective, &[Deprel::Nsubj, Deprel::NsubjPass]).collect();
        if !own.is_empty() {
            return own.into_iter().flat_map(|i| self.antecedent(i, adjective)).map(|i| (i, false)).collect();
        }
        match (self.deprel(adjective), self.head(adjective)) {
            (Deprel::Amod | Deprel::Acl | Deprel::AclRelcl, Some(noun)) => vec![(noun, false)],
            (Deprel::Conj | Deprel::Xcomp | Deprel::Advcl, Some(head)) => self.subject(head, 1),
            _ => Vec::new(),
        }
    }

    /// Subjects and objects of the clauses that depend on the word.
    fn clause_actors(&self, trigger: usize) -> Vec<(usize, bool)> {
        let clauses = [Deprel::Ccomp, Deprel::Xcomp, Deprel::Acl, Deprel::Advcl];
        let mut out = Vec::new();
        for clause in self.by_relation(trigger, &clauses) {
            let inside = [Deprel::Nsubj, Deprel::NsubjPass];
            out.extend(self.by_relation(clause, &inside).map(|i| (i, false)));
        }
        out
    }

    fn modified(&self, trigger: usize) -> Vec<(usize, bool)> {
        match (self.deprel(trigger), self.head(trigger)) {
            (Deprel::Amod | Deprel::Acl | Deprel::AclRelcl | Deprel::Compound, Some(noun)) => {
                vec![(noun, false)]
            }
            _ => Vec::new(),
        }
    }

    fn prepositional(&self, trigger: usize, preposition: &str, wide: bool) -> Vec<(usize, bool)> {
        let of = |head: usize, climbed: bool| {
            self.by_relation(head, &[Deprel::Obl, Deprel::Nmod, Deprel::OblAgent, Deprel::OblUnmarked])
                .filter(|&i| self.preposition(i) == preposition)
                .map(move |i| (i, climbed))
                .collect::<Vec<_>>()
        };
        let own = of(trigger, false);
        if !own.is_empty() {
            return own;
        }
        // The phrase may hang elsewhere: on the verb above the noun (`imposed sanctions on Iran`), on
        // a phrase of the noun (`the murder of X by Y`), on the verb's object (`cut ties with X`).
        match self.upos(trigger) {
            Upos::Noun | Upos::Propn => {
                let inside = self.by_relation(trigger, &[Deprel::Nmod]).filter(|_| preposition != "of");
                let inside: Vec<_> = inside.flat_map(|phrase| of(phrase, false)).collect();
                if !inside.is_empty() {
                    return inside;
                }
                match self.governor(trigger) {
                    Some((verb, Deprel::Obj | Deprel::NsubjPass | Deprel::Obl)) if preposition != "of" => {
                        of(verb, true).into_iter().filter(|&(i, _)| i != trigger).collect()
                    }
                    _ => Vec::new(),
                }
            }
            Upos::Verb if preposition != "of" => self
                // `spoke by phone with X`: meetings look into other phrases too.
                .by_relation(trigger, &[Deprel::Obj, Deprel::NsubjPass, Deprel::Obl, Deprel::OblAgent])
                .filter(|&i| wide || matches!(self.deprel(i), Deprel::Obj | Deprel::NsubjPass))
                .filter(|&object| self.mention_at(object).is_none())
                .flat_map(|object| of(object, false))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The actors that a phrase means: its head, what is coordinated with it, or else those inside.
    pub fn actors_of(&self, phrase: usize, climbed: bool) -> Vec<Filler> {
        let mut out = Vec::new();
        self.collect(phrase, climbed, 0, &mut out);
        out
    }

    fn collect(&self, phrase: usize, climbed: bool, depth: usize, out: &mut Vec<Filler>) {
        if depth > DEPTH {
            return;
        }
        match self.mention_at(phrase) {
            Some(m) => self.push(m, false, climbed, out),
            None if matches!(
                self.lemma(phrase).to_lowercase().as_str(),
                "i" | "we" | "us" | "me" | "our" | "my"
            ) =>
            {
                if let Some((actor, span)) = self.speaker {
                    out.push(Filler { actor, span, coreference: true, inner: false, climbed });
                }
            }
            None => match self.named_by_apposition(phrase) {
                Some(m) => self.push(m, false, climbed, out),
                None => self.collect_inner(phrase, climbed, 0, out),
            },
        }
        for conjunct in self.by_relation(phrase, &[Deprel::Conj]) {
            if !matches!(self.upos(conjunct), Upos::Verb | Upos::Aux) {
                self.collect(conjunct, climbed, depth + 1, out);
            }
        }
        if out.is_empty() {
            for apposition in self.by_relation(phrase, &[Deprel::Appos]) {
                self.collect(apposition, climbed, depth + 1, out);
            }
        }
    }

    /// `Syria's chief of protocol, Asaad al-Shaibani`: the person whom an apposition names, also
    /// one that hangs on a phrase inside.
    fn named_by_apposition(&self, phrase: usize) -> Option<usize> {
        let person = |&m: &usize| {
            let actors = &self.mentions[m].actors;
            actors.iter().any(|&a| self.resolution.actors.get(a).is_some_and(|a| a.kind == ActorKind::Person))
        };
        let named = |at: usize| {
            self.by_relation(at, &[Deprel::Appos]).find_map(|i| self.mention_at(i).filter(person))
        };
        named(phrase).or_else(|| self.by_relation(phrase, &[Deprel::Nmod]).find_map(named))
    }

    /// `Syria's sovereignty`, `the Israeli occupation`, `the will of the Syrian people`.
    fn collect_inner(&self, phrase: usize, climbed: bool, depth: usize, out: &mut Vec<Filler>) {
        if depth > 2 || self.upos(phrase) == Upos::Pron {
            return;
        }
        let before = out.len();
        for child in self.possessors(phrase) {
            if let Some(m) = self.mention_at(child) {
                self.push(m, true, climbed, out);
                for conjunct in self.by_relation(child, &[Deprel::Conj]) {
                    if let Some(m) = self.mention_at(conjunct) {
                        self.push(m, true, climbed, out);
                    }
                }
            }
        }
        if out.len() > before {
            return;
        }
        for child in self.by_relation(phrase, &[Deprel::Nmod, Deprel::Appos]) {
            let preposition = self.preposition(child);
            if self.deprel(child) == Deprel::Appos
                || matches!(
                    preposition.as_str(),
                    "of" | "for" | "between" | "by" | "from" | "with" | "against"
                )
            {
                match self.mention_at(child) {
                    Some(m) => {
                        self.push(m, true, climbed, out);
                        for conjunct in self.by_relation(child, &[Deprel::Conj]) {
                            if let Some(m) = self.mention_at(conjunct) {
                                self.push(m, true, climbed, out);
                            }
                        }
                    }
                    None => {
                        self.collect_inner(child, climbed, depth + 1, out);
                        // `leaders of the parties, A, B and C`
                        for conjunct in self.by_relation(child, &[Deprel::Conj]) {
                            if let Some(m) = self.mention_at(conjunct) {
                                self.push(m, true, climbed, out);
                            }
                        }
                    }
                }
            }
        }
    }

    fn push(&self, m: usize, inner: bool, climbed: bool, out: &mut Vec<Filler>) {
        let mention = &self.mentions[m];
        let coreference = mention.reason.is_coreference() || mention.form == MentionForm::Pronoun;
        for &actor in &mention.actors {
            if !out.iter().any(|f| f.actor == actor) {
                out.push(Filler { actor, span: mention.span, coreference, inner, climbed });
            }
        }
    }

    /// The fillers of the first of `slots` that has any.
    pub fn first_fillers(&self, trigger: usize, slots: &[Slot], wide: bool) -> Vec<Filler> {
        slots.iter().map(|slot| self.fillers(trigger, slot, wide)).find(|f| !f.is_empty()).unwrap_or_default()
    }

    /// The actors in one slot.
    pub fn fillers(&self, trigger: usize, slot: &Slot, wide: bool) -> Vec<Filler> {
        let mut out: Vec<Filler> = Vec::new();
        for (phrase, climbed) in self.phrases(trigger, slot, wide) {
            extend(&mut out, self.actors_of(phrase, climbed));
        }
        out
    }
}

/// Adds the fillers whose actors are not there yet.
pub(super) fn extend(out: &mut Vec<Filler>, more: impl IntoIterator<Item = Filler>) {
    for filler in more {
        if !out.iter().any(|f| f.actor == filler.actor) {
            out.push(filler);
        }
    }
}
