//! PLOVER categories: quad class, score, CAMEO root, and the stance that they show.
//!
//! Figures of the PLOVER manual v2.0 with its slips corrected (`data/plover.tsv` says which).

use super::tsv::rows;
use crate::error::TableError;
use crate::types::{Category, Polarity};

/// Quad class: in words or in deeds, for or against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quad {
    /// 1, verbal cooperation.
    VerbalCooperation,
    /// 2, material cooperation.
    MaterialCooperation,
    /// 3, verbal conflict.
    VerbalConflict,
    /// 4, material conflict.
    MaterialConflict,
}

impl Quad {
    /// The class's number in the manual, 1 to 4.
    pub const fn number(self) -> u8 {
        match self {
            Self::VerbalCooperation => 1,
            Self::MaterialCooperation => 2,
            Self::VerbalConflict => 3,
            Self::MaterialConflict => 4,
        }
    }

    /// The class's name: `material_conflict`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::VerbalCooperation => "verbal_cooperation",
            Self::MaterialCooperation => "material_cooperation",
            Self::VerbalConflict => "verbal_conflict",
            Self::MaterialConflict => "material_conflict",
        }
    }
}

/// What PLOVER says of a category.
#[derive(Debug, Clone, PartialEq)]
pub struct PloverEntry {
    /// The category.
    pub category: Category,
    /// Its quad class.
    pub quad: Quad,
    /// Its score on the Goldstein-like scale, −10 to 10.
    pub score: f32,
    /// CAMEO root codes, two digits, the main one first.
    pub cameo: Vec<String>,
    /// The stance that it shows; none for contact.
    pub polarity: Option<Polarity>,
}

/// All categories.
#[derive(Debug, Default)]
pub struct Plover {
    list: Vec<PloverEntry>,
}

impl Plover {
    /// Reads the table: `category quad score cameo polarity`; CAMEO roots are separated by `|`,
    /// polarity is `-` where the category shows no stance.
    ///
    /// # Errors
    /// A line is malformed.
    pub fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        let mut list = Vec::new();
        for row in rows(file, text, &["category", "quad", "score", "cameo", "polarity"])? {
            let category = serde_json::from_value(serde_json::Value::String(row.cell(0).to_owned()))
                .map_err(|_| row.error(format!("unknown category {:?}", row.cell(0))))?;
            let quad = match row.cell(1) {
                "1" => Quad::VerbalCooperation,
                "2" => Quad::MaterialCooperation,
                "3" => Quad::VerbalConflict,
                "4" => Quad::MaterialConflict,
                other => return Err(row.error(format!("unknown quad {other:?}; expected 1 to 4"))),
            };
            let score: f32 =
                row.cell(2).parse().ok().filter(|score: &f32| score.abs() <= 10.0).ok_or_else(|| {
                    row.error(format!("score {:?} is no number from -10 to 10", row.cell(2)))
                })?;
            let cameo: Vec<String> = row.list(3).map(str::to_owned).collect();
            if cameo.is_empty() {
                return Err(row.error("no CAMEO root"));
            }
            let polarity = match row.cell(4) {
                "support" => Some(Polarity::Support),
                "oppose" => Some(Polarity::Oppose),
                "-" => None,
                other => {
                    return Err(
                        row.error(format!("unknown polarity {other:?}; expected support, oppose or -"))
                    );
                }
            };
            list.push(PloverEntry { category, quad, score, cameo, polarity });
        }
        Ok(Self { list })
    }

    /// What PLOVER says of `category`; `None` only if the table lacks it.
    pub fn get(&self, category: Category) -> Option<&PloverEntry> {
        self.list.iter().find(|entry| entry.category == category)
    }

    /// The category's score divided by 10, −1 to 1; 0 if the table lacks it.
    pub fn intensity(&self, category: Category) -> f32 {
        self.get(category).map_or(0.0, |entry| entry.score / 10.0)
    }

    /// The categories that show a stance, in words.
    pub fn showing(&self, polarity: Polarity) -> String {
        let shown = self.list.iter().filter(|entry| entry.polarity == Some(polarity));
        shown.map(|entry| format!("{:?}", entry.category).to_uppercase()).collect::<Vec<_>>().join(", ")
    }

    /// Rows of relation words whose category shows another stance than they say.
    ///
    /// # Errors
    /// There is one.
    pub(super) fn check(&self, file: &str, text: &str) -> Result<(), TableError> {
        for row in rows(file, text, &["kind", "value", "category"])? {
            let entry = self.list.iter().find(|e| format!("{:?}", e.category).to_uppercase() == row.cell(2));
            let says = match row.cell(1) {
                _ if row.cell(0) != "stance" => continue,
                "support" => Polarity::Support,
                _ => Polarity::Oppose,
            };
            if entry.and_then(|entry| entry.polarity) != Some(says) {
                let (value, all) = (row.cell(1), self.showing(says));
                return Err(row.error(format!("{} is no category of those who {value}: {all}", row.cell(2))));
            }
        }
        Ok(())
    }

    /// All categories, in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = &PloverEntry> {
        self.list.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Tables;
    use super::*;

    #[test]
    fn every_category_has_one_row_whose_signs_agree() {
        let plover = &Tables::bundled().unwrap().plover;
        assert_eq!(plover.iter().count(), 16);
        for entry in plover.iter() {
            assert_eq!(plover.get(entry.category), Some(entry), "listed twice");
            let against = entry.quad >= Quad::VerbalConflict;
            assert!(if against { entry.score <= 0.0 } else { entry.score > 0.0 }, "{entry:?}");
            if let Some(polarity) = entry.polarity {
                assert_eq!(polarity == Polarity::Oppose, against, "{entry:?}");
            }
            assert!(entry.cameo.iter().all(|root| root.len() == 2), "{entry:?}");
        }
        assert_eq!(plover.get(Category::Consult).unwrap().polarity, None);
    }

    #[test]
    fn slips_of_the_manual_are_corrected() {
        let plover = &Tables::bundled().unwrap().plover;
        assert!((plover.intensity(Category::Accuse) + 0.3).abs() < 1e-6);
        assert_eq!(plover.get(Category::Sanction).unwrap().quad, Quad::MaterialConflict);
        assert!(plover.get(Category::Assault).unwrap().cameo.iter().any(|root| root == "20"));
    }

    #[test]
    fn bad_rows_are_named() {
        let head = "category\tquad\tscore\tcameo\tpolarity\n";
        for bad in ["FIGHT\t4\t-9\t18\toppose", "AID\t5\t1\t07\tsupport", "AID\t2\t11\t07\tsupport"] {
            let error = Plover::parse("p.tsv", &format!("{head}{bad}\n")).unwrap_err();
            assert_eq!((error.file.as_str(), error.line), ("p.tsv", 2));
        }
    }
}
