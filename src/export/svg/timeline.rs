//! What happened when, to scale: days run down the page, stances stand left and right of meetings.

mod lanes;
mod scale;

use svg::node::element::{Circle, Group, Path, Polygon, Rectangle, Title};

use self::lanes::{Item, Lane, lanes};
use self::scale::{Scale, apart};
use super::choose::Chosen;
use super::legend::{Frame, LEGEND, wrap};
use super::letters::width;
use super::plane::Point;
use super::{NARROWEST, document, fit, legal, text};
use crate::export::look::Look;
use crate::export::style::{Line, Theme, plain};
use crate::graph::Graph;

/// Most entries of a lane that have words.
const WORDED: usize = 40;
const FEWEST: usize = 4;
/// Up to so many entries of all lanes, sentences are shown too.
const QUOTED: usize = 14;
/// Room for the dates at the left, and above the lanes for their heads.
const DATES: f64 = 84.0;
const HEADS: f64 = 30.0;
/// Least width of a lane; where its line stands in it, and its words.
const LANE: f64 = 170.0;
const AXIS: f64 = 9.0;
const WORDS: f64 = 46.0;
/// Sizes of letters: words, and sentences and dates.
const SIZE: f64 = 11.5;
const SMALL: f64 = 10.5;
/// From line to line, and between entries.
const ROW: f64 = 14.0;
const AIR: f64 = 6.0;
/// Lines of a sentence.
const LINES: usize = 3;
/// Least height of the days, and half the size of a mark.
const HEIGHT: f64 = 300.0;
const MARK: f64 = 5.0;
/// Marks of one day side by side.
const BESIDE: usize = 3;

/// The picture; `None` if it cannot be read on its page.
pub(super) fn picture(graph: &Graph, look: &Look) -> Option<String> {
    let found = lanes(graph, look);
    let all = found.lanes.iter().map(|lane| lane.items.len()).sum::<usize>();
    let mut worded = found.lanes.iter().map(|lane| lane.items.len()).max().unwrap_or(0).min(WORDED);
    loop {
        let wordless: usize = found.lanes.iter().map(|lane| lane.items.len().saturating_sub(worded)).sum();
        let told = |key: &str, count: usize| {
            (count > 0).then(|| look.labels.fill(key, &[("count", &count.to_string())]))
        };
        let frame = Frame::new(graph, None, look, &Chosen::default(), &[], 0)
            .titled(&found.title)
            .noting(told("wordless", wordless))
            .noting(told("undated", found.undated));
        let count = found.lanes.len().max(1) as f64;
        let wide = ((NARROWEST - 40.0 - DATES) / count).max(LANE);
        let below = legend(&found.lanes, DATES + wide * count, look).1;
        let blocks = found.lanes.iter().map(|lane| Blocks::new(lane, worded, all <= QUOTED, wide).height());
        let needed = (DATES + wide * count, HEADS + blocks.fold(HEIGHT, f64::max) + below);
        let Some((page, area)) = fit(&frame, look, needed) else {
            worded = (worded > FEWEST).then_some(worded * 7 / 8)?;
            continue;
        };
        let (wide, below) = ((area.0 - DATES) / count, legend(&found.lanes, area.0, look));
        let scale = Scale::over(
            found.lanes.iter().flat_map(|lane| lane.items.iter().map(|item| item.period().first)),
            HEADS,
            area.1 - HEADS - below.1,
            look.course.latest_first,
        );
        let mut group = Group::new().set("class", "timeline").set("id", "timeline");
        if all > 0 {
            group = dates(group, &scale, look.theme);
        }
        for (i, lane) in found.lanes.iter().enumerate() {
            let blocks = Blocks::new(lane, worded, all <= QUOTED, wide);
            group = group.add(draw(lane, &blocks, &scale, DATES + wide * i as f64, wide, look.theme));
        }
        let foot = below.0.set("transform", format!("translate(0 {:.1})", area.1 - below.1));
        return Some(document(page, area, &frame, look, vec![group.add(foot)]));
    }
}

/// The words of an entry, one line each: bold, plain or of a sentence.
struct Block {
    item: usize,
    lines: Vec<(String, bool)>,
}

/// Those of a lane that have words, by time.
struct Blocks(Vec<Block>);

impl Blocks {
    fn new(lane: &Lane, worded: usize, quoted: bool, wide: f64) -> Self {
        let mut order: Vec<usize> = (0..lane.items.len()).collect();
        order.sort_by_key(|&i| lane.items.get(i).map(|item| (std::cmp::Reverse(item.weight()), i)));
        order.truncate(worded);
        order.sort_unstable();
        let room = wide - WORDS - 14.0;
        let block = |i: usize| {
            let item = lane.items.get(i)?;
            let mut lines: Vec<(String, bool)> =
                cut(wrap(&item.words(), SIZE, room, true), 2).into_iter().map(|line| (line, true)).collect();
            if let Some(quote) = item.quote().filter(|_| quoted) {
                let quote = wrap(&format!("“{}”", plain(quote)), SMALL, room, false);
                lines.extend(cut(quote, LINES).into_iter().map(|line| (line, false)));
            }
            Some(Block { item: i, lines })
        };
        Self(order.into_iter().filter_map(block).collect())
    }

    fn height(&self) -> f64 {
        self.0.iter().map(Block::height).sum()
    }
}

impl Block {
    fn height(&self) -> f64 {
        self.lines.len() as f64 * ROW + AIR
    }
}

/// The first lines, with a sign that there are more.
fn cut(mut lines: Vec<String>, most: usize) -> Vec<String> {
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.push_str(" …");
        }
    }
    lines
}

/// The dates at the left.
fn dates(group: Group, scale: &Scale, theme: Theme) -> Group {
    let mut ticks = Group::new().set("class", "dates");
    for (day, words) in scale.ticks() {
        let y = scale.at(day);
        let rule = Path::new()
            .set("d", format!("M{:.1},{y:.2}h8", DATES - 14.0))
            .set("stroke", theme.paint("#9a9a9a"))
            .set("stroke-width", "1");
        let date = text(&words, (0.0, 0.0), SMALL, theme.paint("#333333"))
            .set("y", format!("{:.2}", y + SMALL * 0.36));
        ticks = ticks.add(rule).add(date);
    }
    group.add(ticks)
}

fn draw(lane: &Lane, blocks: &Blocks, scale: &Scale, x: f64, wide: f64, theme: Theme) -> Group {
    let most = (wide - 10.0) / SIZE / 0.62;
    let head = super::strokes::shorten(&lane.head, (most as usize).max(4));
    let axis = Path::new()
        .set("d", format!("M{:.1},{:.1}v{:.1}", x + AXIS, scale.top - 6.0, scale.height + 12.0))
        .set("stroke", theme.paint("#bdbdbd"))
        .set("stroke-width", "1.5")
        .set("fill", "none");
    let mut group = Group::new()
        .set("class", "lane")
        .add(text(&head, (x, SIZE + 1.0), SIZE + 1.0, theme.paint("#111111")).set("font-weight", "bold"))
        .add(axis);
    // Time runs down the page, or up.
    let mut order: Vec<&Block> = blocks.0.iter().collect();
    if scale.latest_first {
        order.reverse();
    }
    let day = |i: usize| lane.items.get(i).map_or(scale.first, |item| item.period().first);
    let wanted: Vec<f64> = order.iter().map(|b| scale.at(day(b.item)) - scale.top + 0.0).collect();
    let heights: Vec<f64> = order.iter().map(|b| b.height()).collect();
    let tops = apart(&wanted, &heights, scale.height);
    // Marks of one day, or of days that lie too close, stand side by side.
    let mut columns: [f64; BESIDE] = [f64::NEG_INFINITY; BESIDE];
    let mut places = vec![(0.0, 0.0); lane.items.len()];
    let mut by_time: Vec<usize> = (0..lane.items.len()).collect();
    if scale.latest_first {
        by_time.reverse();
    }
    for i in by_time {
        let y = scale.at(day(i));
        let free = columns.iter().position(|last| y - last >= 2.0 * MARK + 1.0);
        let column = free.unwrap_or(BESIDE - 1);
        columns[column] = y;
        places[i] = (x + AXIS + column as f64 * (2.0 * MARK + 1.0), y);
    }
    for (block, top) in order.iter().zip(&tops) {
        let first = scale.top + top + AIR / 2.0 + ROW * 0.5;
        let (from, to) = (places[block.item], (x + WORDS - 3.0, first));
        let leader = Path::new()
            .set("d", format!("M{:.1},{:.1}L{:.1},{:.1}", from.0, from.1, to.0, to.1))
            .set("stroke", theme.paint("#d0d0d0"))
            .set("stroke-width", "1")
            .set("fill", "none");
        group = group.add(leader);
        for (n, (words, strong)) in block.lines.iter().enumerate() {
            let place = (x + WORDS, first + n as f64 * ROW + SIZE * 0.36);
            let colour = lane.items.get(block.item).map_or("#333333", Item::colour);
            group = group.add(if *strong {
                text(words, place, SIZE, theme.paint(colour)).set("font-weight", "bold")
            } else {
                text(words, place, SMALL, theme.paint("#555555"))
            });
        }
    }
    for (item, at) in lane.items.iter().zip(places) {
        let mut mark = Group::new()
            .set("class", "mark")
            .set("data-date", legal(item.date()))
            .add(Title::new(legal(&item.told())));
        let (from, to) = (scale.at(item.period().first), scale.at(item.period().last));
        if (from - to).abs() > 1.0 {
            // All of a month or a year.
            mark = mark.add(
                Rectangle::new()
                    .set("x", format!("{:.1}", at.0 - 1.5))
                    .set("y", format!("{:.2}", from.min(to)))
                    .set("width", "3")
                    .set("height", format!("{:.2}", (from - to).abs()))
                    .set("fill", theme.paint(item.colour())),
            );
        }
        group = group.add(shape(item.sign(), at, theme).into_iter().fold(mark, |mark, part| mark.add(part)));
    }
    group
}

/// What a mark tells: a line, or a turn to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    Line(Line),
    Turn(Line),
}

/// Its shape around a place.
fn shape(sign: Sign, at: Point, theme: Theme) -> Vec<Box<dyn svg::Node>> {
    let (Sign::Line(line) | Sign::Turn(line)) = sign;
    let colour = theme.paint(line.colour());
    let disc = |fill: &'static str| {
        Circle::new()
            .set("cx", format!("{:.1}", at.0))
            .set("cy", format!("{:.2}", at.1))
            .set("r", format!("{MARK:.1}"))
            .set("fill", fill)
            .set("stroke", colour)
            .set("stroke-width", "1.5")
    };
    let corners = |points: [Point; 4]| {
        let points: Vec<String> =
            points.iter().map(|(x, y)| format!("{:.1},{:.2}", at.0 + x, at.1 + y)).collect();
        Polygon::new().set("points", points.join(" ")).set("fill", colour)
    };
    let far = MARK + 1.5;
    match sign {
        // An arrow that turns off the line.
        Sign::Turn(_) => vec![Box::new(
            corners([(-far, -far), (far + 1.0, 0.0), (-far, far), (-far / 2.0, 0.0)])
                .set("stroke", theme.paint("#111111"))
                .set("stroke-width", "1"),
        )],
        Sign::Line(Line::Met | Line::Supports) => vec![Box::new(disc(colour))],
        Sign::Line(Line::Opposes) => {
            vec![Box::new(corners([(0.0, -far), (far, 0.0), (0.0, far), (-far, 0.0)]))]
        }
        Sign::Line(Line::Belongs) => {
            vec![Box::new(corners([(-3.5, -3.5), (3.5, -3.5), (3.5, 3.5), (-3.5, 3.5)]))]
        }
        Sign::Line(Line::PlansToMeet) => vec![Box::new(disc(theme.paint("#ffffff")))],
        Sign::Line(Line::DidNotMeet) => {
            let way = format!("M{:.1},{:.2}l{:.1},{:.1}", at.0 - MARK, at.1 + MARK, 2.0 * MARK, -2.0 * MARK);
            let stroke = Path::new().set("d", way).set("stroke", colour).set("stroke-width", "1.5");
            vec![Box::new(disc(theme.paint("#ffffff"))), Box::new(stroke)]
        }
    }
}

/// What the marks mean, no wider than so many pixels; and its height.
fn legend(lanes: &[Lane], most: f64, look: &Look) -> (Group, f64) {
    let mut signs: Vec<Sign> = lanes.iter().flat_map(|lane| lane.items.iter().map(Item::sign)).collect();
    signs.sort_unstable();
    signs.dedup();
    let (mut x, mut y) = (MARK + 2.0, 34.0);
    let mut group = Group::new().set("class", "legend");
    for sign in signs {
        let words = match sign {
            Sign::Line(line) => look.labels.get(line.key()).to_owned(),
            Sign::Turn(line) => look.labels.fill("turned", &[("now", look.labels.get(line.key()))]),
        };
        let wide = 34.0 + width(&words, LEGEND, false);
        if x > 20.0 && x + wide > most {
            (x, y) = (MARK + 2.0, y + 22.0);
        }
        group = shape(sign, (x, y), look.theme).into_iter().fold(group, |group, part| group.add(part));
        group = group.add(text(&words, (x + 13.0, y + 4.0), LEGEND, look.theme.paint("#333333")));
        x += wide;
    }
    (group, y + 14.0)
}
