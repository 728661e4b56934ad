//! One sentence as the relation rules see it: its tree and its mentions.

use crate::tables::{CueRole, FramePos, Tables};
use crate::types::{
    Analysis, Deprel, Document, Mention, MentionForm, Resolution, Sentence, Span, Upos, VerbForm,
};

/// How far a rule climbs or descends; news trees are shallow, and odd ones must not cost time.
pub(super) const DEPTH: usize = 6;

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
    /// True if the sentence begins within a quotation.
    pub quoted: bool,
    /// For each token, the widest mention that it heads.
    by_head: Vec<Option<usize>>,
    /// For each token, true within a name of several words.
    named: Vec<bool>,
    /// Children of each token: `children[starts[i]..starts[i + 1]]`.
    children: Vec<usize>,
    starts: Vec<usize>,
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
        let mut named = vec![false; words.len()];
        for (m, mention) in mentions.iter().enumerate() {
            if mention.form == MentionForm::Name && mention.tokens.len() > 1 {
                named.iter_mut().take(mention.tokens.end).skip(mention.tokens.start).for_each(|n| *n = true);
            }
            // A part of a hyphenated word heads nothing: `the US-backed rebels` are not the US. But the
            // US-led attack is theirs.
            let led = mention.tokens.len() == 1
                && sentence.word(&document.text, mention.tokens.start).ends_with("-led");
            let whole = sentence.tokens_span(mention.tokens.start, mention.tokens.end.saturating_sub(1));
            if mention.span.len() < whole.len() && mention.tokens.len() == 1 && !led {
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
            quoted: false,
            by_head,
            named,
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

    /// The part of speech. `United` of a country's name is part of a name, whatever the reader takes it for.
    pub fn upos(&self, i: usize) -> Upos {
        let upos = self.analysis.words[i].upos;
        let other = matches!(upos, Upos::Verb | Upos::Adj) && self.named[i];
        if other && self.word(i).starts_with(char::is_uppercase) { Upos::Propn } else { upos }
    }

    pub fn is_first_person(&self, i: usize) -> bool {
        self.analysis.words[i].is_first_person()
    }

    /// As what the word may state a relation; a word written large that names nobody is a noun (`a Peace
    /// Treaty`).
    pub fn frame_pos(&self, i: usize) -> Option<FramePos> {
        match self.upos(i) {
            Upos::Propn if self.mention_at(i).is_none() => Some(FramePos::Noun),
            upos => FramePos::of(upos),
        }
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

    /// True within quotation marks; without any in the sentence, if it stands in a longer quotation.
    pub fn is_quoted(&self, token: usize) -> bool {
        (0..token).fold(self.quoted, |open, i| match self.word(i) {
            "\"" | "``" | "''" => !open,
            "“" => true,
            "”" => false,
            _ => open,
        })
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
        let mut cases = self.by_relation(i, &[Deprel::Case]);
        let first = cases.next();
        // `a force to partner with in the north`: the first belongs to the verb before.
        let stranded = |c: &usize| matches!(self.lemma(*c), "with" | "against" | "about" | "for");
        let second = first.filter(stranded).and(cases.next()).filter(|&c| first == c.checked_sub(1));
        second.or(first).map_or_else(String::new, |c| {
            let mut text = self.word(c).to_lowercase();
            for more in self.by_relation(c, &[Deprel::Fixed]) {
                text.push(' ');
                text.push_str(&self.word(more).to_lowercase());
            }
            text
        })
    }

    /// The preposition of a phrase, or the word that marks it as a clause.
    pub(super) fn opener(&self, i: usize) -> String {
        let preposition = self.preposition(i);
        if !preposition.is_empty() {
            return preposition;
        }
        let mark = self.by_relation(i, &[Deprel::Mark]).next();
        mark.map_or_else(String::new, |mark| self.word(mark).to_lowercase())
    }

    /// True for a verb of saying, and for any verb on which a quotation before it hangs: `"We thank
    /// them," he beamed`.
    pub fn says(&self, verb: usize) -> bool {
        let closes = |i: usize| {
            matches!(self.word(i), "\"" | "”" | "''")
                && i.checked_sub(1).is_some_and(|mark| matches!(self.word(mark), "," | "!" | "?"))
        };
        self.tables.cues.has(self.lemma(verb), CueRole::Speech)
            || self.upos(verb) == Upos::Verb
                && self
                    .by_relation(verb, &[Deprel::Ccomp, Deprel::Parataxis, Deprel::Dep])
                    .any(|clause| clause < verb && (clause + 1..verb).any(closes))
    }

    /// True if the verb is passive: `was condemned`, `rebels backed by …`; `rebels fighting with …` are not.
    pub fn is_passive(&self, verb: usize) -> bool {
        let marked = [Deprel::AuxPass, Deprel::NsubjPass, Deprel::CsubjPass, Deprel::OblAgent];
        self.by_relation(verb, &marked).next().is_some()
            || self.analysis.words[verb].form == VerbForm::Participle
                && self.deprel(verb) == Deprel::Acl
                && !self.word(verb).ends_with("ing")
                && self.by_relation(verb, &[Deprel::Obj]).next().is_none()
    }
}
