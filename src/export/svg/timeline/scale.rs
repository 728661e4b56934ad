//! Days to scale: where a date stands, which dates stand beside it, and how words keep out of each
//! other's way.

use jiff::Span;
use jiff::civil::{Date, Weekday};

/// Least space between two dates of the scale, in pixels.
const APART: f64 = 19.0;

/// The day before which none is counted.
const EPOCH: Date = Date::constant(1970, 1, 1);

/// A day, a month or a year: its first and its last day, counted from 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Period {
    pub first: i64,
    pub last: i64,
}

impl Period {
    /// From `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; `None` for what is no date.
    pub fn parse(text: &str) -> Option<Self> {
        let whole = |first: Date, last: Date| Self { first: number(first), last: number(last) };
        if let Ok(day) = text.parse::<Date>() {
            return Some(whole(day, day));
        }
        let mut parts = text.split('-').map(str::parse::<i16>);
        let year = parts.next()?.ok()?;
        match parts.next() {
            None => Some(whole(Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
            Some(month) => {
                let first = Date::new(year, i8::try_from(month.ok()?).ok()?, 1).ok()?;
                parts.next().is_none().then(|| whole(first, first.last_of_month()))
            }
        }
    }
}

fn number(day: Date) -> i64 {
    day.duration_since(EPOCH).as_hours() / 24
}

fn date(number: i64) -> Option<Date> {
    EPOCH.checked_add(Span::new().try_days(number).ok()?).ok()
}

/// From days to pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    pub first: i64,
    pub last: i64,
    /// Of the first line of the page that it fills, and of all of it.
    pub top: f64,
    pub height: f64,
    pub latest_first: bool,
}

impl Scale {
    /// Over these days; around a single one there is a day on both sides.
    pub fn over(days: impl Iterator<Item = i64> + Clone, top: f64, height: f64, latest_first: bool) -> Self {
        let (first, last) = (days.clone().min().unwrap_or(0), days.max().unwrap_or(0));
        let around = i64::from(first == last);
        Self { first: first - around, last: last + around, top, height, latest_first }
    }

    /// Where a day stands; days beyond the ends stand there.
    pub fn at(&self, day: i64) -> f64 {
        let day = day.clamp(self.first, self.last);
        let far = if self.latest_first { self.last - day } else { day - self.first };
        self.top + far as f64 * self.height / (self.last - self.first) as f64
    }

    /// The days that are written beside it: each day, week, month, quarter or so many years.
    pub fn ticks(&self) -> Vec<(i64, String)> {
        let per_day = self.height / (self.last - self.first) as f64;
        let wide = |days: f64| days * per_day >= APART;
        let all = (self.first..=self.last).filter_map(|n| Some((n, date(n)?)));
        let found: Vec<(i64, String)> = if wide(1.0) {
            all.map(|(n, day)| (n, day.to_string())).collect()
        } else if wide(7.0) {
            let week = all.filter(|(_, day)| day.weekday() == Weekday::Monday);
            week.map(|(n, day)| (n, day.to_string())).collect()
        } else if wide(91.0) {
            let step = if wide(30.0) { 1 } else { 3 };
            let month = all.filter(|(_, day)| day.day() == 1 && (day.month() - 1) % step == 0);
            month.map(|(n, day)| (n, format!("{:04}-{:02}", day.year(), day.month()))).collect()
        } else {
            let steps = [1_i16, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
            let step = steps.into_iter().find(|step| wide(365.0 * f64::from(*step))).unwrap_or(5000);
            let year = all.filter(|(_, day)| day.day_of_year() == 1 && day.year() % step == 0);
            year.map(|(n, day)| (n, format!("{:04}", day.year()))).collect()
        };
        if found.len() > 1 {
            return found;
        }
        [self.first, self.last].into_iter().filter_map(|n| Some((n, date(n)?.to_string()))).collect()
    }
}

/// Where blocks of these heights begin so that none lies on another, each as near as can be to where its
/// middle is wanted, in a room that holds them all (isotonic regression: pool adjacent violators).
pub(super) fn apart(wanted: &[f64], heights: &[f64], room: f64) -> Vec<f64> {
    // How far down all would have to be moved that stand before one, packed from the top.
    let mut before = Vec::with_capacity(heights.len());
    let mut sum = 0.0;
    for height in heights {
        before.push(sum);
        sum += height;
    }
    let free = (room - sum).max(0.0);
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for ((wanted, height), before) in wanted.iter().zip(heights).zip(&before) {
        let mut pool = (wanted - height / 2.0 - before, 1);
        while let Some(&(shift, count)) = pools.last()
            && shift > pool.0
        {
            let all = count + pool.1;
            pool = ((shift * count as f64 + pool.0 * pool.1 as f64) / all as f64, all);
            pools.pop();
        }
        pools.push(pool);
    }
    let shifts =
        pools.into_iter().flat_map(|(shift, count)| std::iter::repeat_n(shift.clamp(0.0, free), count));
    shifts.zip(before).map(|(shift, before)| shift + before).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_months_and_years_are_periods() {
        let days = |text: &str| Period::parse(text).map(|p| p.last - p.first + 1);
        assert_eq!([days("2024-02-29"), days("2024-02"), days("2024")], [Some(1), Some(29), Some(366)]);
        for bad in ["", "soon", "2024-13", "2024-02-30", "2024-02-1x", "2024-1-1-1"] {
            assert_eq!(days(bad), None, "{bad}");
        }
    }

    #[test]
    fn scales_say_days_months_or_years() {
        let of = |from: &str, to: &str| {
            let days = [from, to].map(|d| Period::parse(d).unwrap().first);
            Scale::over(days.into_iter(), 0.0, 400.0, false)
        };
        let texts = |scale: Scale| scale.ticks().into_iter().map(|t| t.1).collect::<Vec<_>>();
        assert_eq!(texts(of("2025-03-03", "2025-03-05")), ["2025-03-03", "2025-03-04", "2025-03-05"]);
        assert_eq!(texts(of("2025-03-03", "2025-04-28"))[1], "2025-03-10");
        assert_eq!(texts(of("2025-01-01", "2025-12-31"))[11], "2025-12");
        assert_eq!(texts(of("1990-05-01", "2025-01-01"))[0], "1992");
        let one = of("2025-03-03", "2025-03-03");
        assert!((one.at(Period::parse("2025-03-03").unwrap().first) - 200.0).abs() < 1e-9);
    }

    #[test]
    fn blocks_stand_apart_and_near() {
        assert_eq!(apart(&[10.0, 12.0, 90.0], &[10.0, 10.0, 10.0], 100.0), [1.0, 11.0, 85.0]);
        assert_eq!(apart(&[50.0, 50.0], &[20.0, 20.0], 100.0), [30.0, 50.0]);
        assert_eq!(apart(&[100.0, 100.0], &[20.0, 20.0], 100.0), [60.0, 80.0]);
    }
}
