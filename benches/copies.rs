//! Copies among many articles: how many are known again, how many that are none are taken for some, and
//! what it costs.
//!
//! ```text
//! cargo bench --bench copies -- NEWS...     # free news in any form that `build` reads
//! ```
//!
//! Of 200 articles a copy is made, always with another headline: its tail cut, two sentences changed, both,
//! or both after another house style with an agency's line. Among 20,000 texts nothing else is a copy, but
//! much is alike: the other articles; texts put together from sentences of many articles, one from each; the
//! same with a piece of the second half of one article, as background is, three tenths of the words of either
//! at the most; and a thousand daily reports after five patterns, in which figures and names differ. Apart from that, articles in which each name and number is
//! replaced: not one stands among the 20,000, as some of these would be copies to a reader.

mod random;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use demarche::graph::copies::{common, originals};
use demarche::read::{self, How, sketch};
use demarche::segment::segment;
use demarche::types::{Document, DocumentGraph, DocumentInfo, ZoneKind};
use random::Random;

/// The whole is drawn anew so often.
const ROUNDS: u64 = 5;
const PAIRS: usize = 200;
const TEXTS: usize = 20_000;
const PATTERNED: usize = 1000;
const BACKGROUND: usize = 2000;
/// Articles of fewer sentences are not copied.
const LEAST: usize = 6;
/// Words of a sentence at the most where texts are put together.
const USUAL: usize = 60;

/// Sentences of bodies, by article.
struct News {
    articles: Vec<Vec<String>>,
    headlines: Vec<String>,
    sentences: Vec<String>,
}

impl News {
    fn read(inputs: &[String]) -> Self {
        let how = How::bundled().expect("bundled tables are sound");
        let (sources, errors, _) = read::expand(inputs);
        errors.iter().for_each(|error| eprintln!("{error}"));
        let (mut articles, mut headlines) = (Vec::new(), Vec::new());
        for document in sources.iter().flat_map(|source| read::documents(source, &how)).flatten() {
            let body = |zone| zone == ZoneKind::Body;
            let sentences: Vec<String> = segment(&document)
                .iter()
                .filter(|s| body(s.zone))
                .map(|s| s.span.of(&document.text).split_whitespace().collect::<Vec<_>>().join(" "))
                .collect();
            if sentences.len() >= LEAST {
                headlines.push(document.text.lines().next().unwrap_or_default().to_owned());
                articles.push(sentences);
            }
        }
        let sentences = articles.iter().flatten().cloned().collect();
        Self { articles, headlines, sentences }
    }

    /// So many sentences of usual length, each from another article.
    fn mixed(&self, many: usize, random: &mut Random) -> Vec<String> {
        let mut left: Vec<usize> = (0..self.articles.len()).collect();
        let mut sentence = || {
            let article = left.swap_remove(random.below(left.len()));
            let usual: Vec<_> =
                self.articles[article].iter().filter(|s| s.split(' ').count() <= USUAL).collect();
            (!usual.is_empty()).then(|| (*random.of(&usual)).clone())
        };
        (0..many.min(self.articles.len() / 2)).filter_map(|_| sentence()).collect()
    }

    /// The same with three tenths of all words from the second half of one article.
    fn with_background(&self, many: usize, random: &mut Random) -> Vec<String> {
        let from = random.of(&self.articles);
        let mut all = self.mixed(many, random);
        let mut room = (words(&all) * 3 / 7).min(words(from) * 3 / 10);
        let half = from.len() / 2;
        let start = half + random.below(from.len() - half);
        let fits = |sentence: &&String| {
            let words = sentence.split(' ').count();
            room = room.saturating_sub(words);
            room > 0
        };
        all.extend(from.iter().skip(start).take_while(fits).cloned());
        all
    }
}

fn words(sentences: &[String]) -> usize {
    sentences.iter().map(|sentence| sentence.split(' ').count()).sum()
}

/// Another sentence instead: of another article, its halves turned round, or a third of its words other ones.
fn changed(sentence: &str, news: &News, random: &mut Random) -> String {
    let words: Vec<&str> = sentence.split(' ').collect();
    match random.below(3) {
        0 => random.of(&news.sentences).clone(),
        1 => {
            let (one, two) = words.split_at(words.len() / 2);
            [two, &["after"], one].concat().join(" ")
        }
        _ => {
            let other = |random: &mut Random| {
                let from: Vec<&str> = random.of(&news.sentences).split(' ').collect();
                (*random.of(&from)).to_owned()
            };
            let word = |word: &&str| if random.below(3) == 0 { other(random) } else { (*word).to_owned() };
            words.iter().map(word).collect::<Vec<_>>().join(" ")
        }
    }
}

fn cut(sentences: &mut Vec<String>, random: &mut Random) {
    let kept = (sentences.len() * (40 + random.below(50)) / 100).max(3);
    sentences.truncate(kept);
}

fn two_changed(sentences: &mut [String], news: &News, random: &mut Random) {
    let one = random.below(sentences.len());
    let two = (one + 1 + random.below(sentences.len() - 1)) % sentences.len();
    for at in [one, two] {
        sentences[at] = changed(&sentences[at], news, random);
    }
}

/// As another house writes it.
fn styled(sentence: &str) -> String {
    let mut out = sentence.to_owned();
    for day in ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] {
        out = out.replace(&format!("said {day}"), &format!("said on {day}"));
    }
    for (from, to) in [
        (" percent", " per cent"),
        ("U.S.", "US"),
        ("U.N.", "UN"),
        ("President ", "president "),
        ("organiz", "organis"),
        ("labor", "labour"),
        ("defense", "defence"),
        (" toward ", " towards "),
        ("\"", "'"),
        (" more than ", " over "),
    ] {
        out = out.replace(from, to);
    }
    out
}

/// Five kinds of daily reports.
fn patterned(n: usize, random: &mut Random) -> Vec<String> {
    let figure = |random: &mut Random| format!("{}.{}", 1 + random.below(4000), random.below(100));
    let names = [
        "Anderson",
        "Baker",
        "Castillo",
        "Dietrich",
        "Eriksen",
        "Farouk",
        "Garcia",
        "Hoffmann",
        "Ivanova",
        "Jansen",
        "Kowalski",
        "Lindqvist",
        "Moreau",
        "Nakamura",
        "Okafor",
        "Petrov",
        "Quinn",
        "Rossi",
        "Sato",
        "Tanaka",
    ];
    let towns = [
        "Almaty",
        "Bergen",
        "Cordoba",
        "Dresden",
        "Eindhoven",
        "Faro",
        "Gdansk",
        "Haifa",
        "Izmir",
        "Jaipur",
        "Kigali",
        "Leeds",
        "Malaga",
        "Nantes",
        "Odense",
        "Porto",
        "Quito",
        "Riga",
        "Split",
        "Tampere",
    ];
    let ways = ["rose", "fell", "gained", "slipped", "climbed", "eased"];
    let mut f = || figure(random);
    let figures: Vec<String> = (0..24).map(|_| f()).collect();
    let name = |random: &mut Random| (*random.of(&names)).to_owned();
    let town = |random: &mut Random| (*random.of(&towns)).to_owned();
    let (p, q, r) = (name(random), name(random), name(random));
    let (s, t, u) = (town(random), town(random), town(random));
    let (w, x, y) = (*random.of(&ways), *random.of(&ways), *random.of(&ways));
    let g = |at: usize| figures[at].as_str();
    let (a, b, c, d, e, h) = (g(0), g(1), g(2), g(3), g(4), g(5));
    let (i, j, k, l, m, o) = (g(6), g(7), g(8), g(9), g(10), g(11));
    match n % 5 {
        0 => vec![
            format!("Shares in {s} {w} {a} points to close at {b} on trading of {c} million shares."),
            format!("The index of leading companies {x} {d} points, or {e} per cent, to {h}."),
            format!("Brokers said that {p} and {q} led the way after figures for the quarter."),
            format!("The dollar was quoted at {i}, from {j} late on the day before, dealers said."),
            format!("Gold {y} {k} dollars to {l} an ounce, and a barrel of crude cost {m} dollars."),
            format!(
                "“It was a quiet session,” said {r}, an analyst in {t}, who expects {o} points this week."
            ),
        ],
        1 => vec![
            format!("Rain of {a} millimetres fell in {s} overnight, the weather office said."),
            format!("The temperature reached {b} degrees in {t} and {c} degrees in {u} in the afternoon."),
            format!("Winds of {d} kilometres an hour were measured on the coast near {s} by noon."),
            format!("Forecaster {p} said that {e} millimetres more were likely by the end of the week."),
            format!("The river stood at {h} metres at the bridge, {i} metres above its mean."),
            format!("Roads from {t} to {u} were closed for {j} hours, the police in {s} added."),
        ],
        2 => vec![
            format!("{p} scored after {a} minutes as {s} beat {t} in front of {b} people."),
            format!("{q} made it two with a shot from {c} metres before {r} was sent off."),
            format!("{s} now have {d} points from {e} games, {t} are {h} points behind."),
            format!("“We were the better side,” said their coach, who has lost {i} of his last {j} games."),
            format!("In the other game of the day {u} and a side from {t} shared {k} goals."),
            format!("The next round begins in {l} days, when {s} travel to {u} without {p}."),
        ],
        3 => vec![
            format!("The health ministry in {s} reported {a} new cases and {b} deaths in the last day."),
            format!("The number of cases since the start of the outbreak has reached {c}, it said."),
            format!("{d} people are in hospital, {e} of them in {t}, and {h} have recovered."),
            format!("Health officer {p} asked people in {u} to stay at home for {i} more days."),
            format!("Laboratories have made {j} tests, {k} of them since the day before."),
            format!("The share of positive tests was {l} per cent, against {m} per cent a week ago."),
        ],
        _ => vec![
            format!("The central bank in {s} sold {a} million dollars at {b} in its auction."),
            format!("Bids came from {c} banks, at rates between {d} and {e}, the bank said."),
            format!("Its reserves stood at {h} million dollars, {i} million less than a month before."),
            format!("Governor {p} said that prices would rise by {j} per cent this year."),
            format!("Economists such as {q} had expected {k} per cent, a poll by {r} shows."),
            format!("Traders in {t} paid {l} on the street, those in {u} {m}."),
        ],
    }
}

/// All names within sentences and all numbers are other ones.
fn replaced(sentences: &[String], random: &mut Random) -> Vec<String> {
    let others = ["Alphaville", "Betaland", "Gammon", "Deltan", "Epsilona", "Zetaman", "Etaria", "Thetis"];
    let sentence = |sentence: &String| {
        let mut first = true;
        let word = |word: &str| {
            let opens = std::mem::take(&mut first);
            if word.bytes().any(|b| b.is_ascii_digit()) {
                random.below(10_000).to_string()
            } else if !opens && word.starts_with(char::is_uppercase) {
                (*random.of(&others)).to_owned()
            } else {
                word.to_owned()
            }
        };
        sentence.split(' ').map(word).collect::<Vec<_>>().join(" ")
    };
    sentences.iter().map(sentence).collect()
}

struct Text {
    kind: &'static str,
    /// Copies and what they copy have one number.
    group: usize,
    document: Document,
}

fn written(headline: &str, sentences: &[String]) -> String {
    let paragraphs: Vec<String> = sentences.chunks(2).map(|two| two.join(" ")).collect();
    format!("{headline}\n\n{}\n", paragraphs.join("\n\n"))
}

fn texts(news: &News, random: &mut Random) -> Vec<Text> {
    let mut out: Vec<Text> = Vec::with_capacity(TEXTS);
    let mut add = |kind, group, headline: &str, sentences: &[String]| {
        let id = format!("{kind}-{}", out.len());
        out.push(Text { kind, group, document: read::from_text(&id, &written(headline, sentences)) });
    };
    let mut group = 0;
    for (n, (article, headline)) in news.articles.iter().zip(&news.headlines).enumerate() {
        group += 1;
        add("article", group, headline, article);
        if n >= PAIRS {
            continue;
        }
        let mut copy = article.clone();
        let kind = ["cut", "changed", "cut and changed", "restyled too"][n % 4];
        if kind != "changed" {
            cut(&mut copy, random);
        }
        if kind != "cut" {
            two_changed(&mut copy, news, random);
        }
        if kind == "restyled too" {
            copy.iter_mut().for_each(|sentence| *sentence = styled(sentence));
            copy.push("The agency contributed to this report from its office in the capital.".to_owned());
        }
        let other = random.of(&news.headlines).clone();
        add(kind, group, &other, &copy);
    }
    for n in 0..PATTERNED {
        group += 1;
        add("patterned", group, "The day in figures", &patterned(n, random));
    }
    for n in 0.. {
        if PAIRS + news.articles.len() + PATTERNED + n >= TEXTS {
            break;
        }
        group += 1;
        let many = random.of(&news.articles).len();
        let headline = random.of(&news.headlines).clone();
        if n < BACKGROUND {
            add("background", group, &headline, &news.with_background(many, random));
        } else {
            add("mixed", group, &headline, &news.mixed(many, random));
        }
    }
    out
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// What came of all rounds.
#[derive(Default)]
struct Sum {
    /// Pairs that are known, and all, by kind of copy.
    known: BTreeMap<&'static str, [usize; 2]>,
    right: usize,
    wrong: BTreeMap<String, usize>,
    texts: usize,
    bytes: usize,
    sketched: Duration,
    compared: Duration,
    /// Articles with other names and numbers that are still taken for copies, and all.
    replaced: [usize; 2],
}

impl Sum {
    fn round(&mut self, news: &News, random: &mut Random) {
        let texts = texts(news, random);
        let start = Instant::now();
        let graph = |text: &Text| DocumentGraph {
            document: DocumentInfo::from(&text.document),
            sketch: sketch(&text.document),
            ..DocumentGraph::default()
        };
        let graphs: Vec<DocumentGraph> = texts.iter().map(graph).collect();
        self.sketched += start.elapsed();
        let start = Instant::now();
        let originals = originals(&graphs);
        self.compared += start.elapsed();
        self.texts += texts.len();
        self.bytes += graphs.iter().map(|graph| graph.sketch.runs.len() * 4).sum::<usize>();
        for (text, original) in texts.iter().zip(&originals) {
            match original.map(|at| &texts[at]) {
                Some(original) if original.group == text.group => self.right += 1,
                Some(original) => {
                    *self.wrong.entry(format!("{} of {}", text.kind, original.kind)).or_default() += 1;
                }
                None => {}
            }
        }
        for (at, pair) in texts.windows(2).enumerate().filter(|(_, pair)| pair[0].group == pair[1].group) {
            let one = originals[at] == Some(at + 1) || originals[at + 1] == Some(at);
            let [known, pairs] = self.known.entry(pair[1].kind).or_default();
            *known += usize::from(one);
            *pairs += 1;
        }
        for article in &news.articles {
            let one = |sentences: &[String]| sketch(&read::from_text("a", &written("Headline", sentences)));
            let taken = common(&one(article), &one(&replaced(article, random))).is_some();
            self.replaced[0] += usize::from(taken);
            self.replaced[1] += 1;
        }
    }

    fn tell(&self) {
        for (kind, [known, pairs]) in &self.known {
            println!("{kind:<16} {known:>4} of {pairs} known");
        }
        let [known, pairs] = self.known.values().fold([0, 0], |[a, b], [c, d]| [a + c, b + d]);
        let (right, wrong) = (self.right, self.wrong.values().sum::<usize>());
        println!("recall    {:.4} ({known} of {pairs})", share(known, pairs));
        println!("precision {:.4} ({wrong} wrong: {:?})", share(right, right + wrong), self.wrong);
        let each = |time: Duration| time.as_secs_f64() * 1e6 / self.texts as f64;
        println!(
            "sketches {:.0} us a text, {:.1} KB; compared in {:.0} us a text",
            each(self.sketched),
            share(self.bytes, self.texts) / 1e3,
            each(self.compared)
        );
        let [taken, articles] = self.replaced;
        println!("with each name and number replaced {taken} of {articles} articles are taken for copies");
    }
}

fn main() {
    let inputs: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    if inputs.is_empty() {
        println!("copies: name files of free news to measure on");
        return;
    }
    let news = News::read(&inputs);
    println!(
        "{} articles, {} sentences; {ROUNDS} times {TEXTS} texts",
        news.articles.len(),
        news.sentences.len()
    );
    let mut sum = Sum::default();
    (0..ROUNDS).for_each(|round| sum.round(&news, &mut Random(3 + round)));
    sum.tell();
}
