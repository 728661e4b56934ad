//! Floor 5: what a text says of one marked pair, whoever the two are.
//!
//! The marked words become actors of the text, in place of whatever the resolver took them for; the
//! stages do the rest. Officials and parts of a marked state or body count for it.

use crate::analyse::analyse_all;
use crate::learn::pairs::{CLASSES, Pair, PairWord};
use crate::learn::reader::Reader;
use crate::pipeline::Pipeline;
use crate::relate::pairs;
use crate::relate::{Phrase, Plainness, between, relate};
use crate::resolve::resolve;
use crate::segment::segment;
use crate::tables::Tables;
use crate::types::{
    Actor, ActorId, ActorKind, Analysis, Category, Document, Mention, MentionForm, Modality, Polarity,
    Reason, Relation, Resolution, Sentence, Span, Status, Zone, ZoneKind,
};

/// What one of the pair holds of the other.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Attitude {
    /// For or against; `None` for neither.
    pub polarity: Option<Polarity>,
    /// PLOVER category, if there is one.
    pub category: Option<Category>,
    /// Of the polarity, else of the category, 0 to 1; low where only what stands between the two
    /// gives a category.
    pub confidence: f32,
}

/// What a text says of a pair.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PairReading {
    /// What the first holds of the second.
    pub forth: Attitude,
    /// What the second holds of the first.
    pub back: Attitude,
    /// Their meeting, if there is one, and how sure.
    pub meeting: Option<(Status, f32)>,
}

impl PairReading {
    /// The surest of the first one's attitude and their meeting as a PLOVER category: a meeting that
    /// took place is CONSULT, one planned AGREE, one called for REQUEST, one that was refused,
    /// cancelled or denied REJECT.
    pub fn category(&self) -> Option<Category> {
        let met = self.meeting.map(|(status, confidence)| {
            let category = match status {
                Status::Held | Status::Ongoing => Category::Consult,
                Status::Planned | Status::Postponed => Category::Agree,
                Status::CalledFor => Category::Request,
                Status::Refused | Status::Cancelled | Status::Denied => Category::Reject,
            };
            (category, confidence)
        });
        match (self.forth.category, met) {
            (Some(category), Some((_, confidence))) if self.forth.confidence >= confidence => Some(category),
            (_, Some((category, _))) => Some(category),
            (category, None) => category,
        }
    }
}

/// What officials lose against the marked body itself.
const ROLLED_UP: f32 = 0.1;

impl Pipeline {
    /// Reads a text (a sentence or a few) for two marked actors. Spans are bytes of `text`; a span
    /// out of range marks nobody.
    pub fn pair(&self, text: &str, first: Span, second: Span) -> PairReading {
        let Some(read) = self.prepare(text, first, second) else { return PairReading::default() };
        let mut out = stated(&read.relations, &read.resolution, &read.sides);
        let [p, q] = read.marks.each_ref().map(Mark::phrase);
        let loose = |a: &Phrase, b: &Phrase| {
            between(&read.document, &read.sentences, &read.analyses, &read.resolution, &self.tables, (a, b))
        };
        fill(&mut out, loose(&p, &q), loose(&q, &p));
        if let Some(network) = self.pairs
            && let Some((words, pair, swapped)) = read.view(self.models.reader, &self.tables)
            && let Some(&chances) = network.chances(&words, &[pair], &self.models.reader.vectors).first()
        {
            ask(&mut out, chances, swapped);
        }
        out
    }

    /// All that the stages make of a text with two marked actors.
    pub(crate) fn prepare(&self, text: &str, first: Span, second: Span) -> Option<Prepared> {
        let document = Document {
            id: "pair".to_owned(),
            place: None,
            sha256: String::new(),
            title: None,
            date: None,
            dates: Vec::new(),
            source: None,
            url: None,
            text: text.to_owned(),
            zones: vec![Zone { kind: ZoneKind::Body, span: Span::new(0, text.len()) }],
        };
        let sentences = segment(&document);
        let analyses = analyse_all(text, &sentences, self.models, &self.tables);
        let mut resolution = resolve(&document, &sentences, &analyses, self.models, &self.tables);
        let marks = [first, second].map(|span| Mark::new(&sentences, &analyses, span));
        let [Some(first), Some(second)] = marks else { return None };
        let marks = [first, second];
        let sides = mark(&mut resolution, &marks);
        let relations = relate(&document, &sentences, &analyses, &resolution, None, &self.tables);
        Some(Prepared { document, sentences, analyses, resolution, marks, sides, relations })
    }
}

#[cfg(feature = "train")]
impl Pipeline {
    /// The names of the values of a question.
    pub(crate) fn value_names(&self) -> Vec<String> {
        let document = crate::read::from_text("names", "France condemned Germany.");
        let sentences = segment(&document);
        let analyses = analyse_all(&document.text, &sentences, self.models, &self.tables);
        let resolution = resolve(&document, &sentences, &analyses, self.models, &self.tables);
        let (Some(sentence), Some(analysis)) = (sentences.first(), analyses.first()) else {
            return Vec::new();
        };
        crate::relate::value_names(&document, (sentence, analysis), &resolution, &self.tables)
    }

    /// A document with all that it asks.
    pub(crate) fn asked(&self, document: Document) -> Asked {
        let sentences = segment(&document);
        let analyses = crate::analyse::analyse(&document.text, &sentences, self.models, &self.tables);
        let mut resolution = resolve(&document, &sentences, &analyses, self.models, &self.tables);
        crate::identify::identify(&mut resolution, document.date.as_deref(), &self.tables);
        let (questions, found) = self.decision().map_or_else(Default::default, |decision| {
            crate::relate::asked(&document, &sentences, &analyses, &resolution, decision, &self.tables)
        });
        Asked { document, sentences, resolution, questions, found }
    }

    /// All pairs of actors of a text with the class that frames give them.
    pub(crate) fn all_pairs(&self, text: &str) -> Vec<(Vec<PairWord>, Pair, usize)> {
        let document = crate::read::from_text("silver", text);
        let sentences = segment(&document);
        let analyses = crate::analyse::analyse(&document.text, &sentences, self.models, &self.tables);
        let resolution = resolve(&document, &sentences, &analyses, self.models, &self.tables);
        crate::relate::all_pairs(
            &document,
            &sentences,
            &analyses,
            &resolution,
            self.models.reader,
            &self.tables,
        )
    }
}

/// A document with all that it asks.
#[cfg(feature = "train")]
#[derive(Debug)]
pub(crate) struct Asked {
    pub document: Document,
    pub sentences: Vec<Sentence>,
    pub resolution: Resolution,
    pub questions: Vec<crate::relate::questions::Question>,
    /// What frames find.
    pub found: Vec<Relation>,
}

/// A text with two marked actors, read by all stages.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub document: Document,
    pub sentences: Vec<Sentence>,
    pub analyses: Vec<Analysis>,
    pub resolution: Resolution,
    pub marks: [Mark; 2],
    /// The actors of each side.
    pub sides: [Vec<ActorId>; 2],
    pub relations: Vec<Relation>,
}

/// Longest stretch of words that the network is asked about.
const LONGEST: usize = 120;

impl Prepared {
    /// The pair as the network sees it, the earlier actor first, and whether that is the second
    /// one; `None` if the two stand too far apart.
    pub fn view(&self, reader: &Reader, tables: &Tables) -> Option<(Vec<PairWord>, Pair, bool)> {
        let [a, b] = &self.marks;
        let swapped = (b.sentence, b.tokens.start) < (a.sentence, a.tokens.start);
        let order = if swapped { [1, 0] } else { [0, 1] };
        let (from, to) = (self.marks[order[0]].sentence, self.marks[order[1]].sentence);
        let mut words: Vec<PairWord> = Vec::new();
        let mut offsets = [0, 0];
        for s in from..=to {
            let offset = words.len();
            for (mark, slot) in self.marks.iter().zip(&mut offsets) {
                if mark.sentence == s {
                    *slot = offset;
                }
            }
            let (sentence, analysis) = (&self.sentences[s], &self.analyses[s]);
            let mentions: Vec<_> =
                self.resolution.mentions.iter().filter(|m| m.sentence == s).cloned().collect();
            let more = pairs::words(&self.document.text, sentence, analysis, &mentions, reader, tables);
            words.extend(more.into_iter().map(|word| PairWord { head: word.head + offset, ..word }));
        }
        if words.len() > LONGEST {
            return None;
        }
        let tokens = order.map(|i| {
            let range = &self.marks[i].tokens;
            range.start + offsets[i]..range.end + offsets[i]
        });
        let heads = order.map(|i| self.marks[i].head + offsets[i]);
        let sides = order.map(|i| self.sides[i].as_slice());
        let pair = pairs::pair(&words, tokens, heads, &self.relations, &self.resolution, sides);
        Some((words, pair, swapped))
    }
}

/// What neutral loses in the network's answer for a pair whose marks say that somebody asks: chosen
/// on the validation part of DSE.
const NEUTRAL: f32 = 0.55;

/// Gives the surest direction the network's polarity where no frame speaks.
fn ask(out: &mut PairReading, chances: [f32; CLASSES], swapped: bool) {
    if out.forth.polarity.is_some() || out.back.polarity.is_some() {
        return;
    }
    let [neutral, stances @ ..] = chances;
    let (class, chance) =
        stances.into_iter().enumerate().max_by(|x, y| x.1.total_cmp(&y.1)).unwrap_or((0, 0.0));
    if chance <= neutral * NEUTRAL {
        return;
    }
    let polarity = if class < 2 { Polarity::Support } else { Polarity::Oppose };
    let attitude = if (class % 2 == 0) == swapped { &mut out.back } else { &mut out.forth };
    let fits = |category: &Category| {
        use Category::{Agree, Aid, Concede, Consult, Cooperate, Request, Retreat, Support};
        match polarity {
            Polarity::Support => {
                matches!(category, Agree | Aid | Concede | Cooperate | Retreat | Support | Consult)
            }
            Polarity::Oppose => {
                !matches!(category, Agree | Aid | Concede | Cooperate | Retreat | Support | Consult | Request)
            }
        }
    };
    // A category that fits stays; the plainest words of the polarity stand for one that does not.
    let usual = match polarity {
        Polarity::Support => Category::Support,
        Polarity::Oppose => Category::Accuse,
    };
    let category = attitude.category.filter(fits).or(attitude.category).unwrap_or(usual);
    *attitude = Attitude { polarity: Some(polarity), category: Some(category), confidence: chance };
}

/// What a category is worth that no frame states, by how plainly it is the one's act.
fn worth(plainness: Plainness) -> f32 {
    match plainness {
        Plainness::DoneTo => 0.35,
        Plainness::Done => 0.3,
        Plainness::Undergone => 0.25,
        Plainness::OnPath => 0.15,
        Plainness::Near => 0.1,
    }
}

/// Gives the direction whose act it more plainly is a category, where no frame speaks of the pair.
fn fill(out: &mut PairReading, forth: Option<(Category, Plainness)>, back: Option<(Category, Plainness)>) {
    let plain = [forth, back].map(|loose| loose.map(|(_, plainness)| plainness));
    for (attitude, loose, other) in [(&mut out.forth, forth, plain[1]), (&mut out.back, back, plain[0])] {
        if let Some((category, plainness)) = loose
            && attitude.category.is_none()
            && Some(plainness) >= other
        {
            *attitude = Attitude { polarity: None, category: Some(category), confidence: worth(plainness) };
        }
    }
}

/// Marked words in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mark {
    pub sentence: usize,
    pub tokens: std::ops::Range<usize>,
    span: Span,
    pub head: usize,
}

impl Mark {
    fn new(sentences: &[Sentence], analyses: &[Analysis], span: Span) -> Option<Self> {
        let sentence =
            sentences.iter().position(|s| s.span.start <= span.start && span.start < s.span.end)?;
        let inside = sentences[sentence].tokens.iter().enumerate();
        let inside = inside.filter(|(_, t)| t.span.start < span.end && span.start < t.span.end);
        let mut tokens = inside.map(|(i, _)| i);
        let first = tokens.next()?;
        let tokens = first..tokens.next_back().unwrap_or(first) + 1;
        let words = &analyses.get(sentence)?.words;
        // The head of the phrase: the word that hangs outside of it.
        let head = tokens.clone().find(|&i| words[i].head.is_none_or(|head| !tokens.contains(&head)));
        let span = sentences[sentence].tokens_span(first, tokens.end - 1);
        Some(Self { sentence, head: head.unwrap_or(first), tokens, span })
    }

    fn phrase(&self) -> Phrase {
        Phrase { sentence: self.sentence, tokens: self.tokens.clone(), head: self.head }
    }

    fn covers(&self, mention: &Mention) -> bool {
        mention.sentence == self.sentence
            && mention.tokens.start >= self.tokens.start
            && mention.tokens.end <= self.tokens.end
    }
}

/// Gives each of the marks actors of its own; returns their ids, a side each.
fn mark(resolution: &mut Resolution, marks: &[Mark; 2]) -> [Vec<ActorId>; 2] {
    let mut sides: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
    for (mark, side) in marks.iter().zip(&mut sides) {
        let heads = |m: &&Mention| m.sentence == mark.sentence && m.head == mark.head;
        side.extend(resolution.mentions.iter().filter(heads).flat_map(|m| &m.actors));
        side.extend(resolution.mentions.iter().filter(|m| mark.covers(m)).flat_map(|m| &m.actors));
    }
    // The same actor on both sides stands for neither.
    let shared: Vec<usize> = sides[0].iter().copied().filter(|actor| sides[1].contains(actor)).collect();
    for (number, (mark, side)) in marks.iter().zip(&mut sides).enumerate() {
        side.retain(|actor| !shared.contains(actor));
        let headed = resolution.mentions.iter().any(|m| {
            m.sentence == mark.sentence && m.head == mark.head && m.actors.iter().any(|a| side.contains(a))
        });
        if headed {
            continue;
        }
        // The marked phrase itself is an actor (`South Sudanese authorities`).
        let actor = resolution.actors.len();
        let tokens = mark.tokens.clone();
        resolution.mentions.retain(|m| !mark.covers(m) || m.actors.iter().all(|a| !shared.contains(a)));
        resolution.actors.push(Actor {
            id: ActorId(format!("group:marked-{number}")),
            kind: ActorKind::Group,
            subtype: None,
            name: format!("marked {number}"),
            aliases: Vec::new(),
            iso3: None,
            mentions: 1,
            wikidata: None,
            rolled_up: Vec::new(),
        });
        let place = (mark.sentence, tokens.start);
        let at = resolution.mentions.partition_point(|m| (m.sentence, m.tokens.start) < place);
        resolution.mentions.insert(
            at,
            Mention {
                sentence: mark.sentence,
                span: mark.span,
                tokens,
                head: mark.head,
                form: MentionForm::Name,
                actors: vec![actor],
                reason: Reason::SameName,
                place: false,
            },
        );
        side.push(actor);
    }
    sides.map(|side| side.iter().map(|&actor| resolution.actors[actor].id.clone()).collect())
}

/// The surest statements of the pair.
fn stated(relations: &[Relation], resolution: &Resolution, sides: &[Vec<ActorId>; 2]) -> PairReading {
    // How far an actor counts for a side.
    let member = |id: &ActorId, side: &[ActorId]| {
        if side.contains(id) {
            return Some(0.0);
        }
        let belongs = |role: &crate::types::Role| {
            resolution.actors[role.member].id == *id && side.contains(&resolution.actors[role.of].id)
        };
        resolution.roles.iter().any(belongs).then_some(ROLLED_UP)
    };
    let mut out = PairReading::default();
    for relation in relations {
        let evidence = relation.evidence();
        match relation {
            Relation::Stance(stance) if evidence.modality == Modality::Asserted => {
                for (from, to, attitude) in
                    [(&sides[0], &sides[1], &mut out.forth), (&sides[1], &sides[0], &mut out.back)]
                {
                    let (Some(a), Some(b)) = (member(&stance.holder, from), member(&stance.target, to))
                    else {
                        continue;
                    };
                    let implicit = if evidence.implicit { 0.5 } else { 0.0 };
                    let confidence = evidence.confidence - a - b - implicit;
                    if confidence > attitude.confidence {
                        *attitude = Attitude {
                            polarity: Some(stance.polarity),
                            category: Some(stance.category),
                            confidence,
                        };
                    }
                }
            }
            Relation::Meeting(meeting) => {
                let of = |side: &[ActorId]| {
                    meeting.participants.iter().filter_map(|p| member(p, side)).min_by(f32::total_cmp)
                };
                if let (Some(a), Some(b)) = (of(&sides[0]), of(&sides[1])) {
                    let confidence = evidence.confidence - a - b;
                    if out.meeting.is_none_or(|(_, before)| confidence > before) {
                        out.meeting = Some((meeting.status, confidence));
                    }
                }
            }
            _ => {}
        }
    }
    out
}
