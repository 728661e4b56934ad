//! Names of the days of the week.

use jiff::civil::Weekday;

const DAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// The day that a word names, in any case.
pub fn weekday(word: &str) -> Option<Weekday> {
    DAYS.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, day)| day)
}

/// The same, also by the first three letters (`Mon`): for dates, where such a word is nothing else.
pub fn weekday_or_short(word: &str) -> Option<Weekday> {
    let short = |name: &str| word.len() == 3 && name.get(..3).is_some_and(|s| s.eq_ignore_ascii_case(word));
    weekday(word).or_else(|| DAYS.into_iter().find(|(name, _)| short(name)).map(|(_, day)| day))
}

/// True for words that mean a day only beside another: `Friday`, `yesterday`. In any case.
pub fn is_relative_day(word: &str) -> bool {
    let day = |name: &&str| name.eq_ignore_ascii_case(word);
    weekday(word).is_some() || ["today", "yesterday", "tomorrow", "tonight"].iter().any(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_known_by_name() {
        assert_eq!(weekday("MONDAY"), Some(Weekday::Monday));
        assert_eq!((weekday("sat"), weekday("Mondays")), (None, None));
        assert_eq!(weekday_or_short("Sat"), Some(Weekday::Saturday));
    }
}
