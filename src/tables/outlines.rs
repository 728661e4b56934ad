//! `outlines.tsv`: where countries lie on a map of the world.

use std::sync::LazyLock;

use super::tsv::rows;

/// A place on the map: from the left and from the top, in whole units of a world that is 8,000 wide.
pub type MapPoint = (i32, i32);

/// A country on the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// ISO 3166-1 alpha-3 code; empty for land that has none.
    pub iso3: String,
    /// The middle of its largest part.
    pub place: MapPoint,
    /// Its parts, each the corners of a polygon; none for who is too small to be drawn.
    pub rings: Vec<Vec<MapPoint>>,
}

static BUNDLED: LazyLock<Vec<Outline>> = LazyLock::new(|| read(include_str!("../../data/outlines.tsv")));

/// All countries of the map, by code.
pub fn outlines() -> &'static [Outline] {
    &BUNDLED
}

/// A number that is none leaves out what it belongs to: the test below says that there is none.
fn read(text: &str) -> Vec<Outline> {
    let numbers = |cell: &str| -> Vec<i32> { cell.split(' ').filter_map(|n| n.parse().ok()).collect() };
    let ring = |cell: &str| -> Vec<MapPoint> {
        numbers(cell).chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect()
    };
    let all = rows("outlines.tsv", text, &["iso3", "x", "y", "rings"]).unwrap_or_default();
    let outline = |row: super::tsv::Row| {
        let place = (row.cell(1).parse().ok()?, row.cell(2).parse().ok()?);
        Some(Outline { iso3: row.cell(0).to_owned(), place, rings: row.list(3).map(ring).collect() })
    };
    all.into_iter().filter_map(outline).collect()
}

#[cfg(test)]
mod tests {
    use super::outlines;
    use crate::tables::Tables;

    #[test]
    fn countries_lie_where_they_lie() {
        let all = outlines();
        let at = |code: &str| all.iter().find(|o| o.iso3 == code).unwrap_or_else(|| panic!("{code}"));
        for row in include_str!("../../data/outlines.tsv").lines().skip(2) {
            let numbers = row.split('\t').skip(1).flat_map(|cell| cell.split(['|', ' ']));
            assert!(numbers.filter(|n| !n.is_empty()).all(|n| n.parse::<i32>().is_ok()), "{row}");
        }
        assert!(all.iter().flat_map(|o| &o.rings).all(|ring| ring.len() > 2));
        assert!(all.iter().filter(|o| !o.rings.is_empty()).count() > 170);
        let (israel, iraq, iran) = (at("ISR"), at("IRQ"), at("IRN"));
        assert!(israel.place.0 < iraq.place.0 && iraq.place.0 < iran.place.0);
        assert!(at("NOR").place.1 < at("ITA").place.1 && at("ITA").place.1 < at("ZAF").place.1);
        assert!(at("SGP").rings.is_empty() && !at("IRQ").rings.is_empty());
        // Every country but the smallest has a place.
        let tables = Tables::bundled().unwrap();
        let without: Vec<&str> = tables
            .countries
            .iter()
            .map(|c| c.iso3.as_str())
            .filter(|c| !all.iter().any(|o| o.iso3 == *c))
            .collect();
        assert!(without.len() < 16, "{without:?}");
    }
}
