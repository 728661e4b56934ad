//! Words with a capital that begin or end no actor's name.

use super::line::Line;
use crate::types::Upos;

/// Words that open sentences; a capital makes no name of them. Sorted.
#[rustfmt::skip]
const FUNCTION: &[&str] = &[
    "a", "about", "above", "according", "across", "acting", "additionally", "after", "afterward",
    "afterwards", "again", "against", "ahead", "all", "allegedly", "almost", "along", "already", "also",
    "although", "always", "am", "amid", "among", "an", "and", "another", "anti", "any", "anyone",
    "apparently", "are", "around", "as", "aside", "asked", "at", "back", "because", "before", "behind",
    "being", "below", "besides", "between", "both", "but", "by", "can", "central", "ceo", "cet", "citing",
    "clearly", "consequently", "conversely", "could", "covid", "covid-19", "currently", "despite", "did",
    "dna", "do", "does", "down", "dozens", "during", "each", "earlier", "eastern", "edt", "eight", "either",
    "elsewhere", "est", "even", "eventually", "every", "everyone", "everything", "ex", "faq", "few",
    "finally", "first", "firstly", "five", "following", "for", "former", "formerly", "fortunately", "four",
    "from", "further", "furthermore", "given", "gmt", "had", "has", "have", "having", "he", "hence", "her",
    "here", "his", "how", "however", "hundreds", "i", "if", "in", "incoming", "indeed", "initially",
    "inside", "instead", "interestingly", "into", "is", "it", "its", "just", "last", "lastly", "late",
    "later", "least", "less", "like", "likewise", "many", "may", "maybe", "me", "meanwhile", "might",
    "millions", "moments", "more", "moreover", "most", "mr", "much", "must", "my", "near", "nearly",
    "neither", "never", "nevertheless", "new", "next", "nine", "no", "nobody", "non", "none", "nonetheless",
    "nor", "northeastern", "northern", "northwestern", "not", "notably", "nothing", "now", "obviously",
    "of", "off", "officially", "ok", "on", "once", "one", "only", "or", "other", "others", "otherwise",
    "our", "out", "outgoing", "outside", "over", "overall", "pdf", "per", "perhaps", "pm", "previously",
    "prior", "pro", "re", "recent", "recently", "regarding", "reportedly", "said", "same", "second",
    "secondly", "seven", "several", "she", "should", "similarly", "simultaneously", "since", "six", "so",
    "some", "someone", "soon", "sources", "southeastern", "southern", "southwestern", "still",
    "subsequently", "such", "surprisingly", "ten", "than", "that", "the", "their", "them", "then", "there",
    "thereafter", "therefore", "these", "they", "third", "this", "those", "though", "thousands", "three",
    "through", "throughout", "thus", "to", "today", "together", "tomorrow", "tonight", "too", "towards",
    "tv", "two", "ultimately", "under", "unfortunately", "unless", "unlike", "until", "up", "upon", "url",
    "us", "using", "utc", "very", "via", "vs", "was", "we", "were", "western", "what", "whatever", "when",
    "where", "whether", "which", "while", "who", "whose", "why", "will", "with", "within", "without",
    "would", "yes", "yesterday", "yet", "you", "your",
];

/// Last words of names of events, works, laws and the like.
#[rustfmt::skip]
const EVENTS: &[&str] = &[
    "accord", "accords", "act", "agreement", "agreements", "airport", "amendment", "anthem", "avenue",
    "award", "awards", "base", "bay", "beach", "bible", "bill", "boulevard", "branch", "bridge", "building", "canal",
    "castle", "cathedral", "championship", "championships", "clause", "conference", "constitution",
    "convention", "crisis", "cup", "cross", "day", "days", "deal", "declaration", "desert", "disaster",
    "doctrine", "dollar", "dollars", "dream", "east", "election", "elections", "era", "euro", "express",
    "festival", "game", "games", "garden", "gardens", "gate", "grid", "gulf", "hall", "highway", "hill", "hills", "holocaust",
    "hotel", "initiative", "island", "islands", "isles", "lake", "law", "laws", "line", "linux", "marathon", "medal",
    "memorial", "monument", "mount", "mountain", "mountains", "night", "north", "oceans", "ocean", "office",
    "olympics", "pact", "palace", "park", "partnership", "peninsula", "pipeline", "plan", "plaza", "prize",
    "protocol", "quran", "railway", "reef", "referendum", "report", "resolution", "revolution", "river",
    "road", "room", "sea", "show", "south", "spring", "square", "stadium", "station", "strait", "straits",
    "street", "summit", "talks", "times", "tower", "towers", "trail", "treaty", "trophy", "tunnel",
    "uprising", "valley", "wall", "war", "wars", "week", "west", "world", "zone",
];

/// Those of them that name places.
#[rustfmt::skip]
const PLACES: &[&str] = &[
    "airport", "avenue", "base", "bay", "beach", "boulevard", "bridge", "canal", "desert", "east", "garden", "gardens", "gulf",
    "hill", "hills", "island", "islands", "isles", "lake", "mount", "mountain", "mountains", "north",
    "ocean", "oceans", "peninsula", "plaza", "river", "road", "sea", "south", "square", "strait", "straits",
    "street", "valley", "west", "zone",
];

#[rustfmt::skip]
const CALENDAR: &[&str] = &[
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February",
    "April", "June", "July", "September", "October", "November", "December", "Mondays", "Sundays",
    "Fridays", "Jan.", "Feb.", "Mar.", "Apr.", "Aug.", "Sept.", "Sep.", "Oct.", "Nov.", "Dec.", "Christmas",
    "Easter", "Ramadan", "Thanksgiving",
];

/// True for a word of the closed classes, by list or by tag.
pub(super) fn is_function_word(line: &Line<'_>, i: usize) -> bool {
    let lower = line.lower(i);
    let listed = FUNCTION.binary_search_by(|probe| probe.cmp(&lower.as_ref())).is_ok();
    if matches!(line.word(i), "US" | "U.S." | "IT" | "May" | "Will" | "WHO") {
        // `US` the country, `May` the person: only lower-case context decides, elsewhere.
        return line.word(i) != "US" && line.word(i) != "U.S." && line.word(i) != "WHO" && line.is_start(i);
    }
    // `IS` the group, as the reader was told.
    if line.word(i) == "IS" && line.upos(i) == Upos::Propn {
        return false;
    }
    listed
        || matches!(line.upos(i), Upos::Det | Upos::Pron | Upos::Sconj | Upos::Cconj | Upos::Aux | Upos::Intj)
            && lower.len() > 2
            && line.shape(i) != super::line::Shape::Capitals
}

/// True for days and months.
pub(super) fn is_calendar(line: &Line<'_>, i: usize) -> bool {
    let word = line.word(i);
    if CALENDAR.contains(&word) {
        return true;
    }
    if !matches!(word, "May" | "March" | "August") {
        return false;
    }
    let number = |k: usize| line.word(k).starts_with(|c: char| c.is_ascii_digit());
    let before = i.checked_sub(1).map_or("", |b| line.word(b));
    number(i + 1)
        || i > 0 && number(i - 1)
        || matches!(
            before,
            "in" | "In" | "since" | "Since" | "last" | "next" | "early" | "late" | "mid" | "until"
        )
}

/// True if names that end so are no actors.
pub(super) fn is_event_noun(lower: &str) -> bool {
    EVENTS.contains(&lower)
}

/// True for first words of names of storms, works of engineering and the like.
pub(super) fn opens_event(word: &str) -> bool {
    matches!(
        word,
        "Hurricane"
            | "Typhoon"
            | "Cyclone"
            | "Operation"
            | "Mount"
            | "Lake"
            | "Fort"
            | "Camp"
            | "Port"
            | "Cape"
            | "Route"
            | "Highway"
            | "Flight"
            | "Boeing"
            | "Airbus"
            | "Article"
            | "Section"
            | "Chapter"
            | "Grand"
            | "Radio"
            | "Saint"
            | "St."
    )
}

/// True for bodies that a country has one of, so that the bare word names them.
pub(super) fn is_unique_body(lower: &str) -> bool {
    matches!(
        lower,
        "parliament"
            | "congress"
            | "senate"
            | "cabinet"
            | "police"
            | "army"
            | "navy"
            | "treasury"
            | "parliaments"
            | "politburo"
            | "gendarmerie"
            | "bundestag"
            | "knesset"
            | "duma"
            | "majlis"
            | "diet"
    )
}

/// True if names that end so are places.
pub(super) fn is_place_noun(lower: &str) -> bool {
    PLACES.contains(&lower)
}
