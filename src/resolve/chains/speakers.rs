//! Whom `I`, `my`, `you` mean: the speaker of a quotation, or of a turn of talk.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Key;
use crate::resolve::cast::Cast;
use crate::resolve::page::Page;
use crate::tables::{CueRole, fold};
use crate::types::{ActorKind, Deprel, MentionForm, NameKind};

/// Who speaks from a place of the text on, where the text itself does not say (transcripts).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// First byte of what is spoken.
    pub start: usize,
    /// Name of the speaker; `None` for what nobody speaks, headings for instance.
    pub speaker: Option<String>,
}

/// What a sentence quotes.
struct Quoted {
    /// For each token whether it stands in a quotation.
    inside: Vec<bool>,
    speaker: Option<usize>,
}

impl Quoted {
    fn has(&self, i: usize) -> bool {
        self.inside.get(i).copied().unwrap_or(false)
    }
}

/// The sentences with quotations.
type Quotes = FxHashMap<usize, Quoted>;

/// True if a token stands in a quotation.
fn is_quoted(quotes: &Quotes, s: usize, i: usize) -> bool {
    quotes.get(&s).is_some_and(|quoted| quoted.has(i))
}

/// Who speaks where.
pub(super) struct Speakers {
    quotes: Quotes,
    /// For each sentence with a known speaker, who it is and whom they talk to.
    turns: Vec<(Option<usize>, Option<usize>)>,
    /// Names of speakers whom the resolver did not take for people: sentence, token, party (numbered
    /// after the actors of the cast).
    pub named: Vec<(usize, usize, usize)>,
    /// Whom `we` means outside of quotations, if the whole text is one talk or speech.
    we: Option<Key>,
}

impl Speakers {
    /// `actors_at` gives the actor of the mention with this head.
    pub fn new(page: &Page<'_>, cast: &Cast, turns: &[Turn]) -> Self {
        let mut subjects: FxHashMap<(usize, usize), usize> = FxHashMap::default();
        for mention in &cast.mentions {
            let [actor] = mention.actors[..] else { continue };
            if cast.parts[actor].kind == ActorKind::Person && mention.form != MentionForm::Demonym {
                subjects.insert((mention.sentence, mention.head), actor);
            }
        }
        let quotes = quotes(page, &subjects);
        let mut named = Vec::new();
        let labels: FxHashSet<&str> = turns.iter().filter_map(|turn| turn.speaker.as_deref()).collect();
        let turns = turn_speakers(page, cast, turns, &mut named);
        let we = we(page, cast, &quotes, &turns, labels.len());
        Self { quotes, turns, named, we }
    }

    /// Whom `we` means there.
    pub fn we(&self, s: usize, i: usize) -> Option<&Key> {
        self.we.as_ref().filter(|_| !is_quoted(&self.quotes, s, i))
    }

    /// Whom `I` means there.
    pub fn speaker(&self, s: usize, i: usize) -> Option<usize> {
        if let Some(quoted) = self.quotes.get(&s).filter(|quoted| quoted.has(i)) {
            return quoted.speaker;
        }
        self.turns.get(s)?.0
    }

    /// Whom `you` means there: the other speaker of a talk.
    pub fn addressee(&self, s: usize, i: usize) -> Option<usize> {
        self.turns.get(s).filter(|_| !is_quoted(&self.quotes, s, i))?.1
    }
}

/// The least number of `we` that makes a text a talk or speech.
const SPEECH: usize = 5;

/// `We` of a text: the two who are interviewed, else the people of the country that a speech is
/// about.
fn we(
    page: &Page<'_>,
    cast: &Cast,
    quotes: &Quotes,
    turns: &[(Option<usize>, Option<usize>)],
    labels: usize,
) -> Option<Key> {
    let mut count = 0;
    for s in 0..page.sentences.len() {
        count += (0..page.len(s))
            .filter(|&i| matches!(page.lower(s, i).as_ref(), "we" | "our" | "us") && !is_quoted(quotes, s, i))
            .count();
    }
    if count < SPEECH {
        return None;
    }
    let mut speakers: Vec<usize> = turns.iter().filter_map(|turn| turn.0).collect();
    speakers.sort_unstable();
    speakers.dedup();
    match speakers[..] {
        [_, _] => return Some((speakers, false)),
        [] | [_] if labels < 2 => {}
        _ => return None,
    }
    // `Americans`
    let mut peoples: FxHashMap<usize, usize> = FxHashMap::default();
    for mention in &cast.mentions {
        if let ([actor], MentionForm::Demonym) = (&mention.actors[..], mention.form)
            && page.text(mention.sentence, &mention.tokens).ends_with('s')
        {
            *peoples.entry(*actor).or_insert(0) += 1;
        }
    }
    let (people, _) = peoples.into_iter().max_by_key(|&(actor, n)| (n, std::cmp::Reverse(actor)))?;
    Some((vec![people], true))
}

/// The quotations of all sentences, each with the person who speaks it: the subject of a verb of
/// speech beside it, else whoever spoke the quotation before it in the same or the last paragraph.
fn quotes(page: &Page<'_>, subjects: &FxHashMap<(usize, usize), usize>) -> Quotes {
    let mut out = Quotes::default();
    let mut open = false;
    let mut last: Option<usize> = None;
    let mut paragraph = usize::MAX;
    for s in 0..page.sentences.len() {
        let own = page.sentences.get(s).map_or(0, |sentence| sentence.paragraph);
        if own != paragraph {
            // Quotations go on over paragraphs only with a new opening mark.
            open = false;
            if own > paragraph.wrapping_add(1) {
                last = None;
            }
            paragraph = own;
        }
        let mut inside = vec![false; page.len(s)];
        let mut any = open;
        for (i, inside) in inside.iter_mut().enumerate() {
            match page.word(s, i) {
                "“" | "``" => open = true,
                "”" | "''" => open = false,
                "\"" => open = !open,
                _ => {}
            }
            *inside = open;
            any |= open;
        }
        let outside = |i: usize| !inside.get(i).copied().unwrap_or(false);
        let speaker = (0..page.len(s)).filter(|&i| outside(i)).find_map(|i| {
            let verb = page.head(s, i).filter(|&v| outside(v))?;
            let speech = page.tables.cues.has(page.lemma(s, verb), CueRole::Speech);
            (speech && page.deprel(s, i) == Deprel::Nsubj).then(|| subjects.get(&(s, i)).copied()).flatten()
        });
        if speaker.is_some() {
            last = speaker;
        }
        if any {
            // A quotation of a few words is no speech of its own, but its `I` is the speaker's still.
            out.insert(s, Quoted { inside, speaker: speaker.or(last) });
        }
    }
    out
}

/// For each sentence speaker and addressee, by the turns given.
fn turn_speakers(
    page: &Page<'_>,
    cast: &Cast,
    turns: &[Turn],
    named: &mut Vec<(usize, usize, usize)>,
) -> Vec<(Option<usize>, Option<usize>)> {
    if turns.is_empty() {
        return Vec::new();
    }
    let mut actors: FxHashMap<&str, Option<usize>> = FxHashMap::default();
    for turn in turns {
        if let Some(name) = turn.speaker.as_deref() {
            actors.entry(name).or_insert_with(|| person(cast, name));
        }
    }
    // The others by their bare words: `Thanks, Vera.`
    let mut next_party = cast.parts.len();
    let mut unknown: Vec<&str> = actors.iter().filter(|(_, a)| a.is_none()).map(|(name, _)| *name).collect();
    unknown.sort_unstable();
    for name in unknown {
        let spaced = spaced(name);
        let words: Vec<&str> = spaced.split(' ').filter(|w| w.len() > 2).collect();
        let before = named.len();
        for s in 0..page.sentences.len() {
            // Of `My name is Vera` the name is meant, not her.
            // A paper that interviews somebody is no person.
            let is_name = |i: usize| {
                i >= 2 && page.lower(s, i - 2) == "name"
                    || page.name_at(s, i).is_some_and(|name| {
                        matches!(name.kind, NameKind::Organisation | NameKind::Country | NameKind::Party)
                    })
            };
            for i in (0..page.len(s)).filter(|&i| words.contains(&page.word(s, i)) && !is_name(i)) {
                named.push((s, i, next_party));
            }
        }
        if named.len() > before {
            actors.insert(name, Some(next_party));
            next_party += 1;
        }
    }
    named.sort_unstable();
    let mut out = Vec::with_capacity(page.sentences.len());
    let mut next = 0;
    let (mut now, mut other): (Option<&str>, Option<&str>) = (None, None);
    for sentence in page.sentences {
        while let Some(turn) = turns.get(next).filter(|turn| turn.start <= sentence.span.start) {
            let speaker = turn.speaker.as_deref();
            if speaker != now {
                other = now.or(other);
                now = speaker;
            }
            next += 1;
        }
        let actor = |name: Option<&str>| name.and_then(|n| actors.get(n).copied().flatten());
        out.push((actor(now), actor(other).filter(|_| now.is_some())));
    }
    out
}

/// The person of the text whose name is in that of a speaker, which may be written in one word
/// (`AnaMariaDiaz`).
fn person(cast: &Cast, speaker: &str) -> Option<usize> {
    let folded = fold(&spaced(speaker));
    let words: Vec<&str> = folded.split(' ').collect();
    let fits = |name: &str| {
        let name = fold(name);
        let mut rest = words.iter();
        let within =
            name.split(' ').all(|w| rest.any(|word| *word == w || w.len() == 1 && word.starts_with(w)));
        let own: Vec<&str> = name.split(' ').collect();
        let last = own.last() == words.last() || own.len() == 1 && own.first() == words.first();
        let covers = words.len() > 1 && words.iter().all(|w| own.contains(w));
        within && last || covers
    };
    let people = cast.parts.iter().enumerate().filter(|(_, part)| part.kind == ActorKind::Person);
    people
        .filter(|(_, part)| fits(&part.name) || part.aliases.iter().any(|alias| fits(alias)))
        .max_by_key(|(i, part)| (part.name.len(), std::cmp::Reverse(*i)))
        .map(|(i, _)| i)
}

/// A name in words: `AnaMariaDiaz` → `Ana Maria Diaz`.
fn spaced(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        out.push(c);
    }
    out
}
