//! Common words with their parts of speech, verb forms and lemmas: what is no name, and what the
//! trained reader's lemmas are checked against.

use rustc_hash::FxHashMap;

use super::tsv::rows;
use crate::error::TableError;
use crate::types::Upos;

/// What a form of a verb can be, several at once (`met`: past and participle).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct VerbForms {
    /// `meet`: infinitive and plain present.
    pub base: bool,
    /// `meets`.
    pub third: bool,
    /// `met`, past tense.
    pub past: bool,
    /// `met`, past participle.
    pub participle: bool,
    /// `meeting`.
    pub gerund: bool,
}

/// A word as the dictionary has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordEntry {
    /// Parts of speech other than verb, the usual one first.
    pub tags: Vec<Upos>,
    /// Forms of a verb, and its lemma.
    pub verb: Option<(VerbForms, Box<str>)>,
}

/// The dictionary, by lower-case form.
#[derive(Debug, Default)]
pub struct Words {
    by_form: FxHashMap<Box<str>, WordEntry>,
}

impl Words {
    /// Reads the table: `word tags forms`. `tags` are universal parts of speech separated by `|`,
    /// `V` for a verb whose inflected forms are made by rule; `forms` gives irregular past and
    /// participle, then any further finite forms.
    ///
    /// # Errors
    /// A line is malformed.
    pub fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        let mut out = Self::default();
        out.add(file, text)?;
        Ok(out)
    }

    /// Adds the rows of a further file; what earlier files say of the same thing stays.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), TableError> {
        for row in rows(file, text, &["word", "tags", "forms"])? {
            let word = row.cell(0);
            for tag in row.list(1) {
                if tag == "V" {
                    let forms: Vec<&str> = row.list(2).collect();
                    self.add_verb(word, &forms);
                    continue;
                }
                let tag: Upos =
                    serde_json::from_value(serde_json::Value::String(tag.to_owned())).map_err(|_| {
                        row.error(format!("unknown tag {tag:?}; expected universal parts of speech or V"))
                    })?;
                // `teams` is a noun too, though the verb `team` has the same form.
                if tag == Upos::Noun && (!word.ends_with('s') || word.ends_with("ss")) {
                    self.add_noun(word);
                } else {
                    self.add_tag(word, tag);
                }
            }
        }
        Ok(())
    }

    /// Adds a reading of a form that is no verb; a known one is kept as it is.
    fn add_tag(&mut self, form: &str, tag: Upos) {
        let entry = self.by_form.entry(form.into()).or_default();
        if !entry.tags.contains(&tag) {
            entry.tags.push(tag);
        }
    }

    /// Adds a noun with its plural.
    pub fn add_noun(&mut self, lemma: &str) {
        self.add_tag(lemma, Upos::Noun);
        self.add_tag(&plural(lemma), Upos::Noun);
    }

    /// Adds an adjective.
    pub fn add_adjective(&mut self, lemma: &str) {
        self.add_tag(lemma, Upos::Adj);
    }

    /// Adds a verb with all its forms; a verb that is there keeps its forms.
    pub fn add_verb(&mut self, lemma: &str, irregular: &[&str]) {
        let past = regular_past(lemma);
        let (past, participle) = match irregular {
            [] => (past.clone(), past),
            [past] => ((*past).to_owned(), (*past).to_owned()),
            [past, participle, ..] => ((*past).to_owned(), (*participle).to_owned()),
        };
        self.add_form(lemma, lemma, |f| f.base = true);
        self.add_form(&third(lemma), lemma, |f| f.third = true);
        self.add_form(&gerund(lemma), lemma, |f| f.gerund = true);
        self.add_form(&past, lemma, |f| f.past = true);
        self.add_form(&participle, lemma, |f| f.participle = true);
        for more in irregular.iter().skip(2) {
            self.add_form(more, lemma, |f| f.third = true);
        }
    }

    fn add_form(&mut self, form: &str, lemma: &str, set: impl Fn(&mut VerbForms)) {
        let entry = self.by_form.entry(form.into()).or_default();
        let (forms, known) = entry.verb.get_or_insert_with(|| (VerbForms::default(), lemma.into()));
        // `found` is of `find` before it is of `found`: the first lemma keeps its form.
        if **known == *lemma {
            set(forms);
        }
    }

    /// Third person, past, past participle and gerund of a verb; by rule if the table lacks it.
    pub fn inflect(&self, lemma: &str) -> [String; 4] {
        let form = |is: fn(&VerbForms) -> bool, by_rule: String| {
            let listed = self.by_form.iter().filter(|(_, entry)| {
                entry.verb.as_ref().is_some_and(|(forms, of)| **of == *lemma && is(forms))
            });
            listed.map(|(form, _)| form.to_string()).min().unwrap_or(by_rule)
        };
        [
            form(|f| f.third, third(lemma)),
            form(|f| f.past, regular_past(lemma)),
            form(|f| f.participle, regular_past(lemma)),
            form(|f| f.gerund, gerund(lemma)),
        ]
    }

    /// By form in lower case.
    pub fn get(&self, form: &str) -> Option<&WordEntry> {
        self.by_form.get(form)
    }
}

/// The regular plural of a noun: as the third person of a verb is made.
fn plural(noun: &str) -> String {
    match noun {
        "man" => "men".to_owned(),
        "woman" => "women".to_owned(),
        "child" => "children".to_owned(),
        "crisis" => "crises".to_owned(),
        _ if noun.ends_with("man") => format!("{}men", &noun[..noun.len() - 3]),
        _ => third(noun),
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// True if the last consonant doubles before `-ed`, `-ing`: one stressed short vowel before it.
fn doubles(lemma: &str) -> bool {
    let stressed_last = [
        "admit", "commit", "compel", "confer", "control", "defer", "deter", "embed", "equip", "excel",
        "expel", "forget", "incur", "infer", "occur", "omit", "permit", "prefer", "propel", "rebel", "rebut",
        "recur", "refer", "regret", "remit", "repel", "rebuff", "submit", "transfer", "transmit", "acquit",
        "annul", "patrol", "handicap", "kidnap", "outwit", "begin", "overrun", "unzip", "bar", "veto",
    ];
    let chars: Vec<char> = lemma.chars().collect();
    let [.., a, b, c] = chars[..] else { return false };
    let pattern = !is_vowel(a) && is_vowel(b) && !is_vowel(c) && !matches!(c, 'w' | 'x' | 'y');
    let syllables = chars.windows(2).filter(|w| is_vowel(w[0]) && !is_vowel(w[1])).count();
    let quit = lemma.ends_with("quit") || lemma.ends_with("quip");
    (pattern || quit) && (syllables == 1 || stressed_last.contains(&lemma))
}

fn doubled(lemma: &str, ending: &str) -> String {
    let last = lemma.chars().next_back().unwrap_or_default();
    format!("{lemma}{last}{ending}")
}

fn regular_past(lemma: &str) -> String {
    if lemma.ends_with('e') {
        return format!("{lemma}d");
    }
    if let Some(stem) = lemma.strip_suffix('y')
        && !stem.ends_with(is_vowel)
    {
        return format!("{stem}ied");
    }
    if doubles(lemma) { doubled(lemma, "ed") } else { format!("{lemma}ed") }
}

fn third(lemma: &str) -> String {
    if let Some(stem) = lemma.strip_suffix('y')
        && !stem.ends_with(is_vowel)
    {
        return format!("{stem}ies");
    }
    let hissing = ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| lemma.ends_with(end));
    if hissing { format!("{lemma}es") } else { format!("{lemma}s") }
}

fn gerund(lemma: &str) -> String {
    if let Some(stem) = lemma.strip_suffix("ie") {
        return format!("{stem}ying");
    }
    if let Some(stem) = lemma.strip_suffix('e')
        && !stem.ends_with(['e', 'o', 'y'])
        && lemma.len() > 2
    {
        return format!("{stem}ing");
    }
    if doubles(lemma) { doubled(lemma, "ing") } else { format!("{lemma}ing") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_inflect() {
        let forms = |lemma: &str| (third(lemma), regular_past(lemma), gerund(lemma));
        let three = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        assert_eq!(forms("condemn"), three("condemns", "condemned", "condemning"));
        assert_eq!(forms("criticise"), three("criticises", "criticised", "criticising"));
        assert_eq!(forms("deny"), three("denies", "denied", "denying"));
        assert_eq!(forms("expel"), three("expels", "expelled", "expelling"));
        assert_eq!(forms("ban"), three("bans", "banned", "banning"));
        assert_eq!(forms("visit"), three("visits", "visited", "visiting"));
        assert_eq!(forms("attack"), three("attacks", "attacked", "attacking"));
        assert_eq!(forms("agree"), three("agrees", "agreed", "agreeing"));
    }
}
