//! Sentences with trees made from the tables: who does what to whom, in the short forms of news and
//! headlines (`Bahrain normalised relations with Israel`, `UN raps Eritrea over arrests`) that the
//! treebanks hardly have. Names are not labelled: they teach the tree alone.

use super::random::Random;
use crate::learn::labels::tag_index;
use crate::score::corpus::Sentence;
use crate::tables::{FramePos, Slot, Tables};
use crate::types::{Deprel, Upos, VerbForm};

const PARTICLES: [&str; 8] = ["up", "down", "out", "off", "over", "away", "back", "in"];
const NOUNS: [&str; 20] = [
    "arrests",
    "attack",
    "deal",
    "decision",
    "elections",
    "forces",
    "leaders",
    "plan",
    "policy",
    "protests",
    "reforms",
    "relations",
    "report",
    "sanctions",
    "strikes",
    "talks",
    "ties",
    "troops",
    "vote",
    "war",
];
const BODIES: [&str; 8] =
    ["army", "forces", "government", "military", "officials", "parliament", "police", "troops"];
const TITLES: [&str; 16] = [
    "activist",
    "ambassador",
    "banker",
    "billionaire",
    "bishop",
    "commander",
    "envoy",
    "journalist",
    "lawmaker",
    "lawyer",
    "leader",
    "minister",
    "nominee",
    "singer",
    "spokesman",
    "writer",
];
const OFFICES: [&str; 12] = [
    "Ambassador",
    "Bishop",
    "Chancellor",
    "Colonel",
    "General",
    "Governor",
    "Judge",
    "King",
    "Mayor",
    "Minister",
    "President",
    "Senator",
];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const ENDINGS: [&str; 12] =
    ["", "ov", "son", "ez", "ski", "ic", "man", "berg", "ini", "ova", "sen", "shvili"];

/// Words of the tables that sentences are made of.
struct Stock<'t> {
    countries: Vec<&'t str>,
    adjectives: Vec<&'t str>,
    groups: Vec<&'t str>,
    given: Vec<&'t str>,
    verbs: Vec<Verb>,
}

/// A relation verb with its forms.
struct Verb {
    base: String,
    third: String,
    past: String,
    participle: String,
    gerund: String,
    particle: Option<String>,
    /// `None` for a direct object.
    preposition: Option<String>,
}

impl<'t> Stock<'t> {
    fn new(tables: &Tables) -> Self {
        let one_word = |s: &&str| !s.is_empty() && s.chars().all(char::is_alphabetic);
        let cells = |file: &'t str, column: usize| {
            file.lines()
                .filter(|line| !line.starts_with('#'))
                .skip(1)
                .filter_map(move |line| line.split('\t').nth(column)?.split('|').next())
                .filter(one_word)
                .collect::<Vec<&'t str>>()
        };
        let people = include_str!("../../data/people.tsv");
        let mut given: Vec<&str> = people
            .lines()
            .skip(1)
            .map(|line| line.split('\t').collect::<Vec<_>>())
            .filter(|cells| cells.get(1) == Some(&"given") && cells.get(2) == Some(&""))
            .map(|cells| cells[0])
            .filter(one_word)
            .collect();
        given.sort_unstable();
        Self {
            countries: cells(include_str!("../../data/countries.tsv"), 1),
            adjectives: cells(include_str!("../../data/countries.tsv"), 3),
            groups: cells(include_str!("../../data/groups.tsv"), 1),
            given,
            verbs: verbs(tables),
        }
    }
}

fn verbs(tables: &Tables) -> Vec<Verb> {
    let mut out = Vec::new();
    for frame in tables.frames.iter().filter(|frame| frame.pos == FramePos::Verb) {
        let (lemma, particle) = match frame.lemma.split_once(' ') {
            None => (frame.lemma.as_str(), None),
            Some((lemma, particle)) if PARTICLES.contains(&particle) => (lemma, Some(particle.to_owned())),
            Some(_) => continue,
        };
        for slot in &frame.target {
            let preposition = match slot {
                Slot::Object | Slot::ObjectActor => None,
                Slot::Preposition(p) if !p.contains(' ') => Some(p.clone()),
                _ => continue,
            };
            let [third, past, participle, gerund] = tables.words.inflect(lemma);
            let base = lemma.to_owned();
            let particle = particle.clone();
            out.push(Verb { base, third, past, participle, gerund, particle, preposition });
        }
    }
    out
}

/// A sentence in the making; heads are indices, `usize::MAX` the root.
#[derive(Default)]
struct Draft {
    words: Vec<String>,
    tags: Vec<u8>,
    heads: Vec<usize>,
    relations: Vec<Deprel>,
}

impl Draft {
    fn word(&mut self, word: &str, upos: Upos) -> usize {
        self.form(word, upos, VerbForm::None)
    }

    fn form(&mut self, word: &str, upos: Upos, form: VerbForm) -> usize {
        self.words.push(word.to_owned());
        self.tags.push(tag_index(upos, form) as u8);
        self.heads.push(usize::MAX);
        self.relations.push(Deprel::Root);
        self.words.len() - 1
    }

    fn hang(&mut self, child: usize, head: usize, relation: Deprel) {
        self.heads[child] = head;
        self.relations[child] = relation;
    }

    fn finish(mut self, id: String) -> Sentence {
        if let Some(first) = self.words.first_mut() {
            let mut chars = first.chars();
            *first = chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect());
        }
        let n = self.words.len();
        Sentence {
            id,
            space_after: (0..n)
                .map(|i| !matches!(self.words.get(i + 1).map(String::as_str), Some("." | "'s")))
                .collect(),
            words: self.words,
            tags: self.tags,
            heads: self.heads.iter().map(|&head| if head == usize::MAX { 0 } else { head + 1 }).collect(),
            relations: self.relations.iter().map(|&relation| relation as u8).collect(),
            ..Sentence::default()
        }
    }
}

/// The grammar at work.
struct Maker<'a, 't> {
    stock: &'a Stock<'t>,
    random: Random,
}

impl Maker<'_, '_> {
    fn pick<'x>(&mut self, list: &[&'x str]) -> &'x str {
        list[self.random.below(list.len())]
    }

    fn chance(&mut self, share: f32) -> bool {
        self.random.unit() < share
    }

    /// `Boeing`, `Iran`, `banker Tom Hale`, `the Iraqi army`: an actor; returns its head.
    fn actor(&mut self, draft: &mut Draft) -> usize {
        match self.random.below(20) {
            0..7 => {
                let country = self.pick(&self.stock.countries);
                draft.word(country, Upos::Propn)
            }
            7..14 => self.person(draft),
            14..17 => {
                let group = self.pick(&self.stock.groups);
                draft.word(group, Upos::Propn)
            }
            _ => {
                let the = self.chance(0.7).then(|| draft.word("the", Upos::Det));
                let adjective = draft.word(self.pick(&self.stock.adjectives), Upos::Adj);
                let body = draft.word(self.pick(&BODIES), Upos::Noun);
                draft.hang(adjective, body, Deprel::Amod);
                if let Some(the) = the {
                    draft.hang(the, body, Deprel::Det);
                }
                body
            }
        }
    }

    fn person(&mut self, draft: &mut Draft) -> usize {
        let title = match self.random.below(10) {
            0..3 => Some(draft.word(self.pick(&OFFICES), Upos::Propn)),
            3..6 => {
                let describes = match self.random.below(4) {
                    0 => Some((draft.word(self.pick(&self.stock.adjectives), Upos::Adj), Deprel::Amod)),
                    1 => Some((draft.word("former", Upos::Adj), Deprel::Amod)),
                    2 => Some((draft.word("opposition", Upos::Noun), Deprel::Compound)),
                    _ => None,
                };
                let title = draft.word(self.pick(&TITLES), Upos::Noun);
                if let Some((word, relation)) = describes {
                    draft.hang(word, title, relation);
                }
                Some(title)
            }
            _ => None,
        };
        let surname = format!("{}{}", self.pick(&self.stock.given), self.pick(&ENDINGS));
        let head = if self.chance(0.75) {
            let head = draft.word(self.pick(&self.stock.given), Upos::Propn);
            let surname = draft.word(&surname, Upos::Propn);
            draft.hang(surname, head, Deprel::Flat);
            head
        } else {
            draft.word(&surname, Upos::Propn)
        };
        if let Some(title) = title {
            draft.hang(title, head, Deprel::NmodDesc);
        }
        head
    }

    /// What is acted upon: an actor, two of them, or something of theirs.
    fn target(&mut self, draft: &mut Draft) -> usize {
        match self.random.below(10) {
            0 => {
                let owner = self.actor(draft);
                let of = draft.word("'s", Upos::Part);
                let noun = draft.word(self.pick(&NOUNS), Upos::Noun);
                draft.hang(of, owner, Deprel::Case);
                draft.hang(owner, noun, Deprel::NmodPoss);
                noun
            }
            1 => {
                let adjective = draft.word(self.pick(&self.stock.adjectives), Upos::Adj);
                let noun = draft.word(self.pick(&NOUNS), Upos::Noun);
                draft.hang(adjective, noun, Deprel::Amod);
                noun
            }
            2 => {
                let first = self.actor(draft);
                let and = draft.word("and", Upos::Cconj);
                let second = self.actor(draft);
                draft.hang(and, second, Deprel::Cc);
                draft.hang(second, first, Deprel::Conj);
                first
            }
            _ => self.actor(draft),
        }
    }

    /// Particle and target of a verb.
    fn complement(&mut self, draft: &mut Draft, verb: usize, entry: usize) {
        let stock = self.stock;
        let entry = &stock.verbs[entry];
        if let Some(particle) = &entry.particle {
            let particle = draft.word(particle, Upos::Adp);
            draft.hang(particle, verb, Deprel::CompoundPrt);
        }
        let preposition = entry.preposition.as_ref().map(|p| draft.word(p, Upos::Adp));
        let target = self.target(draft);
        match preposition {
            None => draft.hang(target, verb, Deprel::Obj),
            Some(preposition) => {
                draft.hang(preposition, target, Deprel::Case);
                draft.hang(target, verb, Deprel::Obl);
            }
        }
    }

    /// `on Monday`, `last week`, `in 2019`, `after the talks`; often nothing.
    fn tail(&mut self, draft: &mut Draft, verb: usize) {
        match self.random.below(12) {
            0 | 1 => {
                let on = draft.word("on", Upos::Adp);
                let day = draft.word(self.pick(&DAYS), Upos::Propn);
                draft.hang(on, day, Deprel::Case);
                draft.hang(day, verb, Deprel::Obl);
            }
            2 => {
                let last = draft.word("last", Upos::Adj);
                let noun = draft.word(self.pick(&["week", "month", "year"]), Upos::Noun);
                draft.hang(last, noun, Deprel::Amod);
                draft.hang(noun, verb, Deprel::OblUnmarked);
            }
            3 => {
                let preposition = draft.word("in", Upos::Adp);
                let year = draft.word(&format!("{}", 1985 + self.random.below(45)), Upos::Num);
                draft.hang(preposition, year, Deprel::Case);
                draft.hang(year, verb, Deprel::Obl);
            }
            4 | 5 => {
                let preposition =
                    draft.word(self.pick(&["over", "after", "during", "before", "despite"]), Upos::Adp);
                let the = self.chance(0.5).then(|| draft.word("the", Upos::Det));
                let noun = draft.word(self.pick(&NOUNS), Upos::Noun);
                draft.hang(preposition, noun, Deprel::Case);
                if let Some(the) = the {
                    draft.hang(the, noun, Deprel::Det);
                }
                draft.hang(noun, verb, Deprel::Obl);
            }
            _ => {}
        }
    }

    /// One clause; returns its verb and whether it reads as a headline.
    fn clause(&mut self, draft: &mut Draft) -> (usize, bool) {
        let stock = self.stock;
        let entry = self.random.below(stock.verbs.len());
        let verb = &stock.verbs[entry];
        let passive = verb.preposition.is_none() && self.chance(0.12);
        let subject = if passive { self.target(draft) } else { self.actor(draft) };
        if passive {
            let was = draft.form(self.pick(&["was", "were", "is"]), Upos::Aux, VerbForm::Finite);
            let head = draft.form(&verb.participle, Upos::Verb, VerbForm::Participle);
            draft.hang(subject, head, Deprel::NsubjPass);
            draft.hang(was, head, Deprel::AuxPass);
            if let Some(particle) = &verb.particle {
                let particle = draft.word(particle, Upos::Adp);
                draft.hang(particle, head, Deprel::CompoundPrt);
            }
            let by = draft.word("by", Upos::Adp);
            let agent = self.actor(draft);
            draft.hang(by, agent, Deprel::Case);
            draft.hang(agent, head, Deprel::OblAgent);
            return (head, false);
        }
        let mut headline = false;
        let head = match self.random.below(20) {
            0..5 => {
                headline = self.chance(0.7);
                draft.form(&verb.third, Upos::Verb, VerbForm::Finite)
            }
            5 => {
                headline = true;
                let to = draft.word("to", Upos::Part);
                let head = draft.form(&verb.base, Upos::Verb, VerbForm::Infinitive);
                draft.hang(to, head, Deprel::Mark);
                head
            }
            6 | 7 => {
                let aux =
                    draft.form(self.pick(&["will", "would", "could", "may"]), Upos::Aux, VerbForm::Finite);
                let not = self.chance(0.3).then(|| draft.word("not", Upos::Part));
                let head = draft.form(&verb.base, Upos::Verb, VerbForm::Infinitive);
                draft.hang(aux, head, Deprel::Aux);
                if let Some(not) = not {
                    draft.hang(not, head, Deprel::Advmod);
                }
                head
            }
            8 | 9 => {
                let (aux, word) = match self.random.below(2) {
                    0 => ("has", &verb.participle),
                    _ => ("is", &verb.gerund),
                };
                let aux = draft.form(aux, Upos::Aux, VerbForm::Finite);
                let head = draft.form(word, Upos::Verb, VerbForm::Participle);
                draft.hang(aux, head, Deprel::Aux);
                head
            }
            10 => {
                let aux = draft.form("did", Upos::Aux, VerbForm::Finite);
                let not = draft.word("not", Upos::Part);
                let head = draft.form(&verb.base, Upos::Verb, VerbForm::Infinitive);
                draft.hang(aux, head, Deprel::Aux);
                draft.hang(not, head, Deprel::Advmod);
                head
            }
            11 | 12 => {
                let words =
                    ["vowed", "agreed", "refused", "planned", "threatened", "tried", "wants", "plans"];
                let above = draft.form(self.pick(&words), Upos::Verb, VerbForm::Finite);
                let to = draft.word("to", Upos::Part);
                let head = draft.form(&verb.base, Upos::Verb, VerbForm::Infinitive);
                draft.hang(subject, above, Deprel::Nsubj);
                draft.hang(to, head, Deprel::Mark);
                draft.hang(head, above, Deprel::Xcomp);
                self.complement(draft, head, entry);
                self.tail(draft, head);
                return (above, false);
            }
            _ => draft.form(&verb.past, Upos::Verb, VerbForm::Finite),
        };
        draft.hang(subject, head, Deprel::Nsubj);
        self.complement(draft, head, entry);
        self.tail(draft, head);
        (head, headline)
    }

    fn sentence(&mut self, id: String) -> Sentence {
        let mut draft = Draft::default();
        let reported = self.chance(0.1);
        let saying = reported.then(|| {
            let speaker = self.actor(&mut draft);
            let said = draft.form("said", Upos::Verb, VerbForm::Finite);
            draft.hang(speaker, said, Deprel::Nsubj);
            let that = self.chance(0.4).then(|| draft.word("that", Upos::Sconj));
            (said, that)
        });
        let (verb, headline) = self.clause(&mut draft);
        let root = match saying {
            Some((said, that)) => {
                draft.hang(verb, said, Deprel::Ccomp);
                if let Some(that) = that {
                    draft.hang(that, verb, Deprel::Mark);
                }
                said
            }
            None => verb,
        };
        if reported || !headline {
            let stop = draft.word(".", Upos::Punct);
            draft.hang(stop, root, Deprel::Punct);
        }
        draft.finish(id)
    }
}

/// `count` sentences, the same for a seed.
pub fn sentences(tables: &Tables, count: usize, seed: u64) -> Vec<Sentence> {
    let stock = Stock::new(tables);
    let mut maker = Maker { stock: &stock, random: Random::new(seed) };
    (0..count).map(|i| maker.sentence(format!("synthetic-{}", i + 1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_is_one_tree() {
        let tables = Tables::bundled().unwrap();
        let made = sentences(tables, 500, 1);
        assert_eq!(made, sentences(tables, 500, 1));
        for sentence in &made {
            let n = sentence.words.len();
            assert_eq!(sentence.heads.iter().filter(|&&head| head == 0).count(), 1, "{:?}", sentence.words);
            for mut at in 1..=n {
                let mut steps = 0;
                while at != 0 {
                    at = sentence.heads[at - 1];
                    steps += 1;
                    assert!(steps <= n, "{:?}", sentence.words);
                }
            }
        }
    }
}
