//! What is told where an answer is empty.

use std::collections::BTreeMap;

use super::Asking;
use super::answer::{Names, word};
use crate::cli::Failure;
use crate::cli::output::{self, count};
use crate::error::SourceError;
use crate::graph::{Filter, Source};
use crate::query;
use crate::types::{ActorId, Status, Tie};

/// What there is without filters.
#[derive(Default)]
struct There {
    meetings: BTreeMap<Status, usize>,
    stances: usize,
    affiliations: usize,
}

impl There {
    /// Of these sides, as questions count them; of nobody named, in the whole graph.
    fn of(source: &dyn Source, sides: &[Vec<ActorId>]) -> Result<Self, SourceError> {
        let mut out = Self::default();
        match sides {
            [] | [_] | [_, _] => out.add(source, sides)?,
            several => {
                for (i, side) in several.iter().enumerate() {
                    for other in several.iter().skip(i + 1) {
                        out.add(source, &[side.clone(), other.clone()])?;
                    }
                }
            }
        }
        Ok(out)
    }

    /// Adds what there is of at most two sides.
    fn add(&mut self, source: &dyn Source, sides: &[Vec<ActorId>]) -> Result<(), SourceError> {
        let all = Filter::default();
        for row in query::meetings_of(source, sides, &all)? {
            *self.meetings.entry(row.event.status).or_default() += 1;
        }
        let mut count = |tie: &Tie| match tie {
            Tie::Meeting { .. } => {}
            Tie::Stance { .. } => self.stances += 1,
            Tie::Affiliation { .. } => self.affiliations += 1,
        };
        match sides {
            [] => source.all_links(&all, &mut |link| count(&link.tie))?,
            [side] => {
                for one in side {
                    source.links(one, &all)?.iter().for_each(|link| count(&link.tie));
                }
            }
            [side, other, ..] => {
                for (one, two) in side.iter().flat_map(|one| other.iter().map(move |two| (one, two))) {
                    source.edges(one, Some(two), &all)?.iter().for_each(|edge| count(&edge.tie));
                }
            }
        }
        Ok(())
    }

    fn is_nothing(&self) -> bool {
        self.meetings.is_empty() && self.stances + self.affiliations == 0
    }

    /// `3 meetings (2 held, 1 denied), 4 stances, 1 affiliation`.
    fn listed(&self) -> String {
        let meetings: usize = self.meetings.values().sum();
        let by_status =
            self.meetings.iter().map(|(status, n)| format!("{n} {}", word(status).replace('_', " ")));
        let by_status = by_status.collect::<Vec<_>>().join(", ");
        let by_status = format!(" ({by_status})");
        let each = [
            (meetings, "meeting", by_status.as_str()),
            (self.stances, "stance", ""),
            (self.affiliations, "affiliation", ""),
        ];
        let some = each.into_iter().filter(|(n, ..)| *n > 0);
        let some: Vec<String> = some.map(|(n, what, more)| count(n, what) + more).collect();
        if some.is_empty() { "nothing".to_owned() } else { some.join(", ") }
    }
}

impl Asking<'_> {
    /// Says whom an empty answer is about (sides, each led by whom the asker named; or nobody), and what
    /// there is instead.
    pub(super) fn tell_instead(&self, what: &str, sides: &[Vec<ActorId>]) -> Result<(), Failure> {
        let mut called = Vec::new();
        for id in sides.iter().filter_map(|side| side.first()) {
            called.push(self.called(id)?);
        }
        let there = There::of(self.source(), sides)?;
        let of = if called.is_empty() { String::new() } else { format!(" of {}", called.join(" and ")) };
        let instead = if there.is_nothing() {
            "nothing else either".to_owned()
        } else {
            format!("but {}", there.listed())
        };
        output::note(&format!("note: no {what}{of}{}; {instead}", self.filtered()));
        Ok(())
    }

    /// Says what there is of an empty answer once those who act for the actors count too.
    pub(super) fn tell_inexact(&self, found: usize, what: &str) {
        if found > 0 {
            output::note(&format!(
                "note: without --exact there {} {}, with those who act for a country",
                if found == 1 { "is" } else { "are" },
                count(found, what)
            ));
        }
    }

    /// Says why no way leads from one actor to another.
    pub(super) fn tell_no_way(&self, x: &ActorId, y: &ActorId, longest: usize) -> Result<(), Failure> {
        let steps = count(longest, "step");
        let mut told = format!(
            "note: no way of at most {steps} from {} to {}{}",
            self.called(x)?,
            self.called(y)?,
            self.filtered()
        );
        if self.filter != Filter::default() {
            let without = query::paths(self.source(), x, y, 1, longest, &Filter::default())?;
            told += &match without.first() {
                Some(path) => format!("; without them there is one of {}", count(path.hops.len(), "step")),
                None => "; nor without them".to_owned(),
            };
        }
        let mut names = Names::new(self.source());
        for id in [x, y] {
            let there = There::of(self.source(), &[vec![id.clone()]])?;
            told += &format!("; {} has {}", names.of(id)?, there.listed());
        }
        output::note(&told);
        Ok(())
    }

    /// `Iraq (country:IRQ)`.
    fn called(&self, id: &ActorId) -> Result<String, SourceError> {
        Ok(format!("{} ({id})", Names::new(self.source()).of(id)?))
    }

    fn filtered(&self) -> &'static str {
        if self.filter == Filter::default() { "" } else { " with these filters" }
    }
}
