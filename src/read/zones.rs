//! Text → zones: what is headline, dateline, body, and what is page furniture or another story.
//!
//! A saved page mixes the article with weather, menus, share buttons, donation requests and
//! teasers. The rules look at form (length, closing punctuation, place on the page) and at the
//! words that such lines begin with in any English-language page.

mod furniture;
mod lines;
mod opening;

use super::dates;
use super::html::Form;
use crate::tables::{PageWords, Tables};
use crate::types::{DateFound, DateFrom, Span, Zone, ZoneKind};
use lines::{Line, Shape};
use opening::{dateline, trusted_date};
use rustc_hash::FxHashSet;

/// What zoning finds.
pub(super) struct Zoned {
    pub zones: Vec<Zone>,
    /// The headline's words.
    pub headline: Option<String>,
    /// Dates of publication that the text itself gives.
    pub dates: Vec<DateFound>,
}

/// The zones of a text; `title` is what the record or page says is its title, `forms` what a page
/// says of its blocks.
pub(super) fn zones(text: &str, title: Option<&str>, forms: &[(Span, Form)], tables: &Tables) -> Zoned {
    let pages = &tables.pages;
    let lines = lines::lines(text, forms);
    let mut kinds: Vec<ZoneKind> = lines.iter().map(|line| first_guess(line, pages)).collect();
    mark_cut_pairs(&lines, &mut kinds);
    let headline = find_headline(text, &lines, &kinds, title, pages);
    mark_teasers(&lines, &mut kinds, pages);
    mark_comments(&lines, &mut kinds, pages);
    let body_start =
        lines.iter().zip(&kinds).position(|(l, k)| *k == ZoneKind::Body && l.shape == Shape::Paragraph);
    let words = |prose: bool| -> usize {
        let body = lines.iter().zip(&kinds).filter(|(_, kind)| **kind == ZoneKind::Body);
        body.filter(|(line, _)| !prose || line.shape == Shape::Paragraph).map(|(line, _)| line.words).sum()
    };
    let of_items = !forms.is_empty() && words(true) * 2 < words(false);
    let body_end =
        lines.iter().zip(&kinds).rposition(|(l, k)| *k == ZoneKind::Body && l.shape == Shape::Paragraph);
    for (i, line) in lines.iter().enumerate() {
        if kinds[i] != ZoneKind::Body || line.shape == Shape::Paragraph {
            continue;
        }
        // Short lines without a full stop: menus before the headline, sub-headings after it. A
        // page says by its marks which of them are the article's.
        let only_line = lines.len() == 1;
        // A page of little but items is one of them.
        let after = match body_start {
            _ if of_items => headline.is_none_or(|headline| i > headline),
            Some(start) => i > start,
            None => !forms.is_empty(),
        };
        let inside = after && body_end.is_none_or(|end| i < end);
        let own = match line.form {
            Some(Form::Heading) => inside,
            Some(Form::Item | Form::Cell | Form::Paragraph) => after,
            Some(Form::Loose) => inside,
            Some(Form::Caption | Form::Deck) => false,
            None => after && (lines::is_item(line.text) || inside && is_listed(&lines, i)),
        };
        if !only_line && Some(i) != headline && !own {
            kinds[i] = ZoneKind::Furniture;
        }
    }
    if let Some(h) = headline {
        kinds[h] = ZoneKind::Headline;
        for kind in kinds.iter_mut().take(h).filter(|kind| **kind == ZoneKind::Body) {
            *kind = ZoneKind::Furniture;
        }
        // What repeats the headline says nothing new.
        let words = lines[h].span.of(text);
        for (i, line) in lines.iter().enumerate().skip(h + 1) {
            if line.shape != Shape::Paragraph && kinds[i] == ZoneKind::Body && line.span.of(text) == words {
                kinds[i] = ZoneKind::Furniture;
            }
        }
    }
    // A text of nothing but captions is what its reader wants to know of.
    if kinds.iter().all(|kind| *kind == ZoneKind::Furniture) {
        for (_, kind) in lines.iter().zip(&mut kinds).filter(|(line, _)| line.words >= 6) {
            *kind = ZoneKind::Body;
        }
    }
    let last = kinds.iter().rposition(|kind| *kind == ZoneKind::Body);
    if let Some(last) = last
        && last > headline.unwrap_or(0) + 1
        && furniture::is_about_author(&lines[last], pages)
    {
        kinds[last] = ZoneKind::Furniture;
    }
    let mut dates = Vec::new();
    if let Some((date, words)) = trusted_date(text, &lines, &kinds, headline, body_start) {
        dates.push(dates::found(date, DateFrom::Byline, words));
    }
    let mut out = Vec::with_capacity(lines.len() + 1);
    let mut paragraphs = 0;
    for (line, kind) in lines.iter().zip(kinds) {
        if kind == ZoneKind::Body {
            paragraphs += 1;
            if paragraphs <= 2
                && let Some(end) = dateline(text, line.span, tables)
            {
                let place = Span::new(line.span.start, end);
                if let Some(date) = dates::in_words(place.of(text)) {
                    dates.push(dates::found(date.to_string(), DateFrom::Dateline, place.of(text)));
                }
                out.push(Zone { kind: ZoneKind::Dateline, span: place });
                let rest = text.get(end..line.span.end).unwrap_or("");
                let start = end + (rest.len() - rest.trim_start().len());
                if start < line.span.end {
                    out.push(Zone { kind, span: Span::new(start, line.span.end) });
                }
                continue;
            }
        }
        let end = sign_off(text, line.span, pages).filter(|_| kind == ZoneKind::Body);
        let own = Span::new(line.span.start, end.unwrap_or(line.span.end));
        out.push(Zone { kind, span: Span::new(own.start, own.start + own.of(text).trim_end().len()) });
        if let Some(end) = end {
            out.push(Zone { kind: ZoneKind::Furniture, span: Span::new(end, line.span.end) });
        }
    }
    Zoned { zones: out, headline: headline.map(|h| lines[h].span.of(text).to_owned()), dates }
}

/// `Those present were:` and names on lines of their own: a line of the list that a line of the text opens.
fn is_listed(lines: &[Line<'_>], at: usize) -> bool {
    const LONGEST: usize = 5;
    let item = |line: &Line<'_>| line.shape == Shape::Title && line.words <= LONGEST;
    let first = (0..=at).rev().take_while(|&i| item(&lines[i])).last();
    let opened = first.and_then(|first| first.checked_sub(1)).map(|i| &lines[i]);
    opened.is_some_and(|line| line.text.ends_with(':') && line.words > LONGEST)
}

/// By its words alone: furniture, or body until more is known.
fn first_guess(line: &Line<'_>, pages: &PageWords) -> ZoneKind {
    match line.form {
        Some(Form::Caption) => ZoneKind::Caption,
        Some(Form::Deck) => ZoneKind::Headline,
        _ if furniture::is_furniture(line, pages) => ZoneKind::Furniture,
        _ => ZoneKind::Body,
    }
}

/// The line that is the headline: the one that equals the title, else a title-like line before
/// the first paragraph.
fn find_headline(
    text: &str,
    lines: &[Line<'_>],
    kinds: &[ZoneKind],
    title: Option<&str>,
    pages: &PageWords,
) -> Option<usize> {
    // The first paragraph of some length: above a headline stand short slogans.
    let paragraph = |least: usize| {
        lines.iter().zip(kinds).position(|(line, kind)| {
            *kind == ZoneKind::Body && line.shape == Shape::Paragraph && !line.cut && line.words >= least
        })
    };
    let first_paragraph = paragraph(15).or_else(|| paragraph(0)).unwrap_or(lines.len());
    if let Some(title) = title {
        let folded = lines::letters(title);
        let same = lines
            .iter()
            .take(first_paragraph + 1)
            .position(|line| lines::letters(line.span.of(text)) == folded);
        if same.is_some() {
            return same;
        }
    }
    let candidates = || {
        (0..first_paragraph).filter(|&i| {
            kinds[i] == ZoneKind::Body
                && lines[i].shape == Shape::Title
                && !furniture::opens_teasers(&lines[i], pages)
        })
    };
    let mut long = candidates().filter(|&i| lines[i].words >= 4).peekable();
    let first = *long.peek().unwrap_or(&lines.len());
    if first == lines.len() {
        return candidates().next_back();
    }
    // Above and below a headline stand titles of other stories, captions, slogans: the article
    // speaks of what its headline names.
    let body = opening_words(text, lines, kinds, first_paragraph);
    let share = |i: usize| {
        let words: Vec<String> = content_words(lines[i].span.of(text)).collect();
        words.iter().filter(|w| body.contains(*w)).count() * 100 / words.len().max(1)
    };
    // `max_by_key` keeps the last of equals; of equal shares the longer line wins.
    if long.clone().nth(1).is_none() {
        Some(first)
    } else {
        long.max_by_key(|&i| (share(i), lines[i].words.min(8)))
    }
}

/// The words that say something of a text: those of four letters and more, and names.
fn content_words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.chars().count() >= 4 || w.len() >= 2 && w.chars().all(char::is_uppercase))
        .map(|w| w.to_lowercase().chars().take(6).collect())
}

/// The words of an article's first paragraphs.
fn opening_words(text: &str, lines: &[Line<'_>], kinds: &[ZoneKind], from: usize) -> FxHashSet<String> {
    lines
        .iter()
        .zip(kinds)
        .skip(from)
        .filter(|(line, kind)| **kind == ZoneKind::Body && line.shape == Shape::Paragraph && !line.cut)
        .take(4)
        .flat_map(|(line, _)| content_words(clip(line.span.of(text), 2000)))
        .collect()
}

/// At most the first `most` bytes of a text.
fn clip(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    text.get(..end).unwrap_or("")
}

/// Pairs of a title and a cut-off lead are teasers anywhere on a page that has a whole paragraph.
fn mark_cut_pairs(lines: &[Line<'_>], kinds: &mut [ZoneKind]) {
    let whole = |i: usize| kinds[i] == ZoneKind::Body && lines[i].shape == Shape::Paragraph && !lines[i].cut;
    if !(0..lines.len()).any(whole) {
        return;
    }
    for i in 1..lines.len() {
        let (title, lead) = (&lines[i - 1], &lines[i]);
        if [kinds[i - 1], kinds[i]] == [ZoneKind::Body; 2]
            && title.shape == Shape::Title
            && title.words >= 4
            && lead.cut
            && lead.words <= 40
        {
            kinds[i - 1] = ZoneKind::Teaser;
            kinds[i] = ZoneKind::Teaser;
        }
    }
}

/// From a line such as `Related articles` on, all is teaser, unless the article plainly resumes.
fn mark_teasers(lines: &[Line<'_>], kinds: &mut [ZoneKind], pages: &PageWords) {
    let mut i = 0;
    let mut seen_body = false;
    while i < lines.len() {
        seen_body |= lines[i].shape == Shape::Paragraph && kinds[i] == ZoneKind::Body;
        let opens = furniture::opens_teasers(&lines[i], pages);
        if opens && seen_body {
            let end = resumes(lines, kinds, i, pages);
            for kind in &mut kinds[i..end] {
                *kind = ZoneKind::Teaser;
            }
            i = end;
        } else if opens {
            kinds[i] = ZoneKind::Furniture;
            i += 1;
        } else {
            i += 1;
        }
    }
    // A page may end in teasers without a heading: pairs of a title and a cut-off lead.
    let mut end = lines.len();
    while end > 2 {
        let (title, lead) = (&lines[end - 2], &lines[end - 1]);
        if kinds[end - 1] != ZoneKind::Body && kinds[end - 1] != ZoneKind::Teaser {
            end -= 1;
            continue;
        }
        if !(title.shape == Shape::Title && lead.cut) {
            break;
        }
        kinds[end - 2] = ZoneKind::Teaser;
        kinds[end - 1] = ZoneKind::Teaser;
        end -= 2;
    }
}

/// Comments and words about the author stand below the article: from their heading on nothing is
/// the article's, if most of it stands above.
fn mark_comments(lines: &[Line<'_>], kinds: &mut [ZoneKind], pages: &PageWords) {
    let size = |i: usize, kinds: &[ZoneKind]| match kinds[i] {
        ZoneKind::Body if lines[i].shape == Shape::Paragraph => lines[i].span.len(),
        _ => 0,
    };
    let all: usize = (0..lines.len()).map(|i| size(i, kinds)).sum();
    let mut above = 0;
    for (i, line) in lines.iter().enumerate() {
        above += size(i, kinds);
        if above * 2 > all && furniture::opens_comments(line, pages) {
            for kind in kinds.iter_mut().skip(i).filter(|kind| **kind == ZoneKind::Body) {
                *kind = ZoneKind::Furniture;
            }
            return;
        }
    }
}

/// Leads of teasers have fewer words.
const LONG: usize = 60;

/// Where the article goes on after teasers that open at line `from`: two whole paragraphs in a row
/// that name what the article has named before. Teasers have a title before each lead.
fn resumes(lines: &[Line<'_>], kinds: &[ZoneKind], from: usize, pages: &PageWords) -> usize {
    // On a page a line between paragraphs is a box whose links are gone; what follows in a
    // paragraph of its own is the article.
    let prose = |line: &Line<'_>| line.form == Some(Form::Paragraph) && line.shape == Shape::Paragraph;
    if lines[from].form.is_some_and(|form| form != Form::Heading) && lines.get(from + 1).is_some_and(prose) {
        return from + 1;
    }
    if lines[from].form.is_some() {
        // Two paragraphs in a row, or one that is longer than leads are under a heading.
        let headed = |i: usize| lines[i - 1].form == Some(Form::Heading) && lines[i].words >= LONG;
        let goes_on = |i: usize| lines.get(i + 1).is_some_and(prose) || headed(i);
        let two = (from + 1..lines.len())
            .find(|&i| prose(&lines[i]) && !lines[i].cut && kinds[i] == ZoneKind::Body && goes_on(i));
        return match two {
            // With the heading over it.
            Some(i) if i > from + 1 && lines[i - 1].form == Some(Form::Heading) => i - 1,
            Some(i) => i,
            None => lines.len(),
        };
    }
    let whole = |i: usize| {
        lines.get(i).is_some_and(|l| l.shape == Shape::Paragraph && !l.cut && l.words >= 10)
            && kinds.get(i) == Some(&ZoneKind::Body)
    };
    let mut before: Option<FxHashSet<String>> = None;
    let mut i = from + 1;
    while i < lines.len() {
        if furniture::opens_comments(&lines[i], pages) {
            break;
        }
        let run = (i..lines.len()).take_while(|&k| whole(k)).count();
        if run >= 2 {
            let named = before.get_or_insert_with(|| {
                let above = (0..from).filter(|&k| kinds[k] == ZoneKind::Body);
                above.take(12).flat_map(|k| names(lines[k].text)).collect()
            });
            // The first paragraph of the run may be the lead of the title above it.
            let title: FxHashSet<String> = match lines.get(i - 1) {
                Some(line) if line.shape == Shape::Title && i > from + 1 => {
                    content_words(line.text).collect()
                }
                _ => FxHashSet::default(),
            };
            let shared: FxHashSet<String> =
                content_words(clip(lines[i].text, 2000)).filter(|w| title.contains(w)).collect();
            let start = i + usize::from(!title.is_empty() && shared.len() * 2 >= title.len());
            let again = (start..i + run).flat_map(|k| names(lines[k].text)).any(|n| named.contains(&n));
            if i + run > start + usize::from(start > i) && again {
                return start;
            }
        }
        i += run.max(1);
    }
    lines.len()
}

/// The capitalised words of a paragraph but for the first, cut to their first letters.
fn names(text: &str) -> impl Iterator<Item = String> + '_ {
    clip(text, 2000)
        .split(|c: char| !c.is_alphanumeric())
        .skip(1)
        .filter(|w| w.len() >= 4 && w.starts_with(char::is_uppercase))
        .filter(|w| !furniture::is_calendar(w))
        .map(|w| w.chars().take(5).collect())
}

/// Where the bracket of those who wrote and edited begins, at the end of a paragraph.
fn sign_off(text: &str, paragraph: Span, pages: &PageWords) -> Option<usize> {
    let words = paragraph.of(text);
    if !words.ends_with(')') {
        return None;
    }
    let at = words.rfind('(').filter(|&at| at > 0)?;
    furniture::is_sign_off(&words[at..], pages).then_some(paragraph.start + at)
}

#[cfg(test)]
mod tests {
    use crate::read::from_text;
    use crate::types::ZoneKind;

    fn read(text: &str, kind: ZoneKind) -> Vec<String> {
        let document = from_text("test", text);
        document
            .zones
            .iter()
            .filter(|z| z.kind == kind)
            .map(|z| z.span.of(&document.text).to_owned())
            .collect()
    }

    const PAGE: &str = "19.4 C\nLagos\nMonday, June 2, 2025\n\nWorld\nPolitics\n\nChad, Niger agree on border patrols\n\nDate:\n\nShare post:\n\nSupport us\n\nN'Djamena: The ministers of Chad and Niger agreed on joint patrols here on Tuesday, officials said after the meeting.\n\nThe two sides will meet again in a month, according to a statement that both of them signed.\n\nRelated articles\n\nBenin votes for a new parliament\n\nVoters in Benin went to the polls on Sunday to elect...\n";

    #[test]
    fn a_saved_page_is_taken_apart() {
        assert_eq!(read(PAGE, ZoneKind::Headline), ["Chad, Niger agree on border patrols"]);
        assert_eq!(read(PAGE, ZoneKind::Dateline), ["N'Djamena:"]);
        assert_eq!(read(PAGE, ZoneKind::Body).len(), 2);
        assert_eq!(read(PAGE, ZoneKind::Teaser).len(), 3);
        assert_eq!(from_text("test", PAGE).date, None);
    }

    #[test]
    fn a_date_under_the_headline_is_the_articles() {
        let text = "Chad and Niger agree\n\n2019-03-04\n\nThe two countries agreed on patrols along their border on Monday.\n";
        let document = from_text("test", text);
        assert_eq!(document.date.as_deref(), Some("2019-03-04"));
        assert_eq!(document.title.as_deref(), Some("Chad and Niger agree"));
    }

    #[test]
    fn datelines_are_told_from_sentences() {
        let first = |text: &str| read(text, ZoneKind::Dateline).first().cloned();
        assert_eq!(
            first("KYIV (Reuters) — The president met envoys on Monday.").as_deref(),
            Some("KYIV (Reuters) —")
        );
        assert_eq!(
            first("GENEVA, March 3 - The envoys met again on Monday to talk.").as_deref(),
            Some("GENEVA, March 3 -")
        );
        assert_eq!(first("Smith: We will not go to the talks in Geneva on Monday."), None);
        assert_eq!(first("The minister - who was there - said that the talks went well."), None);
    }

    const INLINE: &str = "Menu\nLatest News\nBrazil rejects plan for Mercosur quotas\nThe president said no as leaders prepare to meet in...\n\nChile and Bolivia discuss sea access in La Paz\n\n5 hours ago\nCopy link\n\nLa Paz: Chile's foreign minister met his Bolivian counterpart on Monday and discussed access to the sea.\n\nYou may also like\nPeru recalls its envoy from Mexico\n\nBolivia thanked Chile for its openness. The two countries have had no full relations since 1978.\n\nThe ministers agreed to meet again in Santiago in June, according to a joint statement.\n\nJane Doe is a reporter for The Andes Post. She covers diplomacy.\n";

    #[test]
    fn the_article_resumes_after_teasers_inside_it() {
        assert_eq!(read(INLINE, ZoneKind::Headline), ["Chile and Bolivia discuss sea access in La Paz"]);
        let body = read(INLINE, ZoneKind::Body);
        assert_eq!(body.len(), 3, "{body:?}");
        assert!(read(INLINE, ZoneKind::Teaser).iter().any(|t| t.starts_with("Peru")));
    }

    #[test]
    fn leads_in_whole_sentences_stay_teasers() {
        let text = "Chad and Niger agree on patrols\n\nChad and Niger agreed on patrols along their border on Monday, both governments said.\n\nMore from Africa\n\nKenya bans plastic bags\n\nThe ban takes effect in June, the government in Nairobi said on Thursday after long campaigns.\n\nUganda frees opposition leader\n\nThe leader walked out of a prison near Kampala on Wednesday as crowds of supporters sang.\n\n3 Comments\n\nChad and Niger should have agreed on this years ago, everybody in the region knows it.\n\nNiger will never keep such a promise, and I have seen it with my own eyes.\n";
        assert_eq!(read(text, ZoneKind::Body).len(), 1);
    }

    #[test]
    fn captions_and_credits_are_furniture() {
        let text = "Chad and Niger agree on patrols\n\nThe two ministers walk through the palace in N'Djamena. (Photo: A. Writer)\n\nChad and Niger agreed on patrols along their border on Monday, a Reuters/Ipsos poll notwithstanding.\n\n(Reporting by A. Writer; Editing by B. Writer)\n";
        assert_eq!(read(text, ZoneKind::Body).len(), 1);
    }

    #[test]
    fn wrapped_lines_are_one_paragraph_and_titles_are_not() {
        let text = "Chad and Niger agree\n\nThe ministers of Chad and Niger agreed on Monday to\nsend patrols along the border that the two states\nshare, both governments said.\n\nTogo opens a new terminal in the port of its capital\nBenin votes for a new parliament after long quarrels\n\nThey will meet again in a month, according to both.\n";
        assert_eq!(read(text, ZoneKind::Body).len(), 2);
    }

    #[test]
    fn lists_are_no_wrapped_paragraphs() {
        let text = "# Oman hosts talks\n\n**MUSCAT, Oman** - Iranian envoys met American envoys in Oman on Saturday, officials said.\n\n- The ministers of both states called the talks constructive.\n- The White House praised Oman for its mediation again.\n";
        assert_eq!(read(text, ZoneKind::Body).len(), 3);
        assert_eq!(read(text, ZoneKind::Dateline), ["**MUSCAT, Oman** -"]);
    }

    #[test]
    fn one_line_is_read() {
        assert_eq!(read("Iraq condemned Israel.", ZoneKind::Body).len(), 1);
        let alone = from_text("test", "Iraq, Syria discuss ties");
        assert!(alone.zones.iter().any(|z| z.kind.is_read()));
    }
}
