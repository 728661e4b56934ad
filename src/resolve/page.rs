//! A document as the resolver reads it: words, names and trees by sentence and token.

use std::borrow::Cow;
use std::ops::Range;

use crate::tables::{FrameKind, FramePos, Sense, Slot, Tables};
use crate::types::{Analysis, Deprel, Document, Name, NameKind, Sentence, Span, Upos, Word};

/// All that the resolver is given.
#[derive(Clone, Copy)]
pub(super) struct Page<'a> {
    pub document: &'a Document,
    pub sentences: &'a [Sentence],
    pub analyses: &'a [Analysis],
    pub tables: &'a Tables,
    /// Sentences that only say who wrote the text: their names are no actors.
    pub credits: &'a [bool],
}

/// True for `Ana Diaz contributed to this report.`
pub(super) fn is_credit(text: &str) -> bool {
    text.len() < 160
        && (text.contains("contributed to this")
            || text.contains("contributed from")
            || text.contains("contributed reporting")
            || text.contains("translated by")
            || text.starts_with("Reporting by "))
}

impl<'a> Page<'a> {
    /// Eight hexadecimal digits that tell this document from others.
    pub fn document_hash(&self) -> String {
        use sha2::{Digest, Sha256};
        Sha256::digest(self.document.id.as_bytes()).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
    }

    /// Number of tokens of sentence `s` (tokens without an analysis do not count).
    pub fn len(&self, s: usize) -> usize {
        let words = self.analyses.get(s).map_or(0, |analysis| analysis.words.len());
        self.sentences.get(s).map_or(0, |sentence| sentence.tokens.len()).min(words)
    }

    pub fn word(&self, s: usize, i: usize) -> &'a str {
        self.sentences.get(s).map_or("", |sentence| sentence.word(&self.document.text, i))
    }

    /// The word before token `i`; empty at the start.
    pub fn before(&self, s: usize, i: usize) -> &'a str {
        i.checked_sub(1).map_or("", |b| self.word(s, b))
    }

    pub fn lower(&self, s: usize, i: usize) -> Cow<'a, str> {
        let word = self.word(s, i);
        if word.chars().any(char::is_uppercase) { word.to_lowercase().into() } else { word.into() }
    }

    pub fn span(&self, s: usize, tokens: &Range<usize>) -> Span {
        self.sentences.get(s).map_or(Span::default(), |sentence| {
            sentence.tokens_span(tokens.start, tokens.end.saturating_sub(1).max(tokens.start))
        })
    }

    /// The words of some tokens as they stand in the text.
    pub fn text(&self, s: usize, tokens: &Range<usize>) -> &'a str {
        self.span(s, tokens).of(&self.document.text)
    }

    pub fn names(&self, s: usize) -> &'a [Name] {
        if self.credits.get(s) == Some(&true) {
            return &[];
        }
        self.analyses.get(s).map_or(&[], |analysis| &analysis.names)
    }

    /// The name that covers token `i`.
    pub fn name_at(&self, s: usize, i: usize) -> Option<&'a Name> {
        let names = self.names(s);
        let after = names.partition_point(|name| name.tokens.end <= i);
        names.get(after).filter(|name| name.tokens.contains(&i))
    }

    fn tag(&self, s: usize, i: usize) -> Option<&'a Word> {
        self.analyses.get(s)?.words.get(i)
    }

    pub fn upos(&self, s: usize, i: usize) -> Upos {
        self.tag(s, i).map_or(Upos::X, |word| word.upos)
    }

    pub fn lemma(&self, s: usize, i: usize) -> &'a str {
        self.tag(s, i).map_or("", |word| word.lemma.as_str())
    }

    pub fn deprel(&self, s: usize, i: usize) -> Deprel {
        self.tag(s, i).map_or(Deprel::Dep, |word| word.deprel)
    }

    pub fn head(&self, s: usize, i: usize) -> Option<usize> {
        self.tag(s, i)?.head
    }

    /// True if the word hangs on one that tables know as a stance, where holders or targets of one stand.
    pub fn in_stance(&self, s: usize, i: usize) -> bool {
        let slot = matches!(
            self.deprel(s, i),
            Deprel::Nsubj
                | Deprel::NsubjPass
                | Deprel::Obj
                | Deprel::OblAgent
                | Deprel::Obl
                | Deprel::Nmod
                | Deprel::NmodPoss
        );
        let stance = |up: usize| {
            let mut frames = FramePos::of(self.upos(s, up))
                .into_iter()
                .flat_map(|pos| self.tables.frames.of(self.lemma(s, up), pos));
            frames.any(|frame| matches!(frame.kind, FrameKind::Stance { .. }))
        };
        slot && self.head(s, i).is_some_and(stance)
    }

    /// True if a stance is on these words as the object of a verb: `attacked CNN`.
    pub fn is_stance_object(&self, s: usize, tokens: &Range<usize>) -> bool {
        let head = self.head_of(s, tokens, tokens.end - 1);
        let verb = self.head(s, head).filter(|_| self.deprel(s, head) == Deprel::Obj);
        verb.is_some_and(|verb| {
            let mut frames = self.tables.frames.of(self.lemma(s, verb), FramePos::Verb);
            frames.any(|frame| {
                matches!(frame.kind, FrameKind::Stance { .. })
                    && frame.target.iter().any(|slot| matches!(slot, Slot::Object | Slot::ObjectActor))
            })
        })
    }

    /// The token of a stretch that the tree hangs on something outside; `fallback` if it hangs on
    /// nothing or on several things.
    pub fn head_of(&self, s: usize, tokens: &Range<usize>, fallback: usize) -> usize {
        let mut tops = tokens.clone().filter(|&i| self.head(s, i).is_none_or(|h| !tokens.contains(&h)));
        match (tops.next(), tops.next()) {
            (Some(top), None) => top,
            _ => fallback,
        }
    }

    /// The office that begins at token `i`: its length, with `true` for a plural. It never reaches
    /// into a name: `chairman` of the `Joint Chiefs of Staff`.
    pub fn office(&self, s: usize, i: usize) -> Option<(usize, &'a crate::tables::Office, bool)> {
        let first = self.lower(s, i);
        let rest = [self.lower(s, i + 1), self.lower(s, i + 2), self.lower(s, i + 3), self.lower(s, i + 4)];
        let names = self.names(s);
        let next = names.partition_point(|name| name.tokens.end <= i + 1);
        let stop = names[next.min(names.len())..]
            .iter()
            .find(|name| name.kind != NameKind::Other)
            .map_or(usize::MAX, |name| name.tokens.start);
        // `Israel suspects X` tells of no suspects.
        let acts = |&(len, _, plural): &(usize, &crate::tables::Office, bool)| {
            len == 1 && plural && self.upos(s, i) == Upos::Verb
        };
        let found = self.tables.offices.longest(|k| match k {
            // `ex-president`, `then-president`
            0 => Some(first.strip_prefix("ex-").or_else(|| first.strip_prefix("then-")).unwrap_or(&first)),
            _ if i + k >= stop => None,
            _ => rest.get(k - 1).map(AsRef::as_ref).filter(|word| !word.is_empty()),
        });
        found.filter(|found| !acts(found))
    }

    /// The listed body that exactly these words name, with or without `the` and a country before.
    pub fn listed_group(&self, s: usize, tokens: &Range<usize>) -> Option<&'a crate::tables::Group> {
        let exact = |from: usize| {
            let word = |k: usize| Some(self.word(s, from + k)).filter(|_| from + k < tokens.end);
            self.tables
                .groups
                .longest(word)
                .filter(|(len, _)| from + *len == tokens.end)
                .map(|(_, group)| group)
        };
        exact(tokens.start).or_else(|| {
            let word =
                |k: usize| Some(self.word(s, tokens.start + k)).filter(|_| tokens.start + k < tokens.end);
            let (len, country, _) = self.tables.countries.longest(word)?;
            let mut from = tokens.start + len;
            if self.is_possessive(s, from) {
                from += 1;
            }
            exact(from).filter(|group| group.country.as_deref() == Some(country.iso3.as_str()))
        })
    }

    /// The verb or predicate of a clause with `if` whose subject is the word at `i`.
    pub fn supposed(&self, s: usize, i: usize) -> Option<usize> {
        let up = self.head(s, i).filter(|_| self.deprel(s, i) == Deprel::Nsubj)?;
        let opens = |k: usize| {
            self.head(s, k) == Some(up)
                && self.deprel(s, k) == Deprel::Mark
                && matches!(self.lower(s, k).as_ref(), "if" | "whether" | "unless")
        };
        (0..i).any(opens).then_some(up)
    }

    /// True for `widow of`: what follows says who somebody's kin is.
    pub fn is_kin_of(&self, s: usize, i: usize) -> bool {
        self.tables.senses.is(self.lemma(s, i), Sense::Kin) && self.word(s, i + 1) == "of"
    }

    /// True if token `i` is `'s` or a closing apostrophe.
    pub fn is_possessive(&self, s: usize, i: usize) -> bool {
        matches!(self.word(s, i), "'s" | "’s" | "'" | "’")
    }

    /// The preposition that governs the phrase with the words `tokens`, in lower case, by the tree or
    /// else by the words before; empty without one. Looks through coordination.
    pub fn preposition(&self, s: usize, tokens: &Range<usize>) -> Cow<'a, str> {
        let head = self.head_of(s, tokens, tokens.end.saturating_sub(1));
        let mut at = head;
        for _ in 0..4 {
            let first = at.saturating_sub(8);
            let case =
                (first..at).find(|&i| self.head(s, i) == Some(at) && self.deprel(s, i) == Deprel::Case);
            if let Some(case) = case.filter(|&case| !self.is_possessive(s, case)) {
                // `in 14 countries, including France`: as the noun of which these are members.
                let whole = self.head(s, at).filter(|&up| {
                    matches!(self.word(s, case), "including" | "such" | "like")
                        && self.upos(s, up) == Upos::Noun
                });
                match whole {
                    Some(up) => {
                        at = up;
                        continue;
                    }
                    None => return self.lower(s, case),
                }
            }
            match self.head(s, at) {
                Some(up) if self.deprel(s, at) == Deprel::Conj => at = up,
                _ => break,
            }
        }
        let mut i = tokens.start;
        for _ in 0..6 {
            let Some(before) = i.checked_sub(1) else { break };
            match self.upos(s, before) {
                Upos::Adp | Upos::Sconj => return self.lower(s, before),
                Upos::Det | Upos::Adj | Upos::Num => i = before,
                // `in Iraq, Syria and Jordan`
                Upos::Cconj | Upos::Punct | Upos::Propn
                    if self.deprel(s, head) == Deprel::Conj && self.word(s, before) != "\"" =>
                {
                    i = before;
                }
                _ => break,
            }
        }
        Cow::Borrowed("")
    }
}
