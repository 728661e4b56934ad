//! The words that ids of edges and meetings are made of: they stay when names in the program change, so that
//! graphs and stores keep their ids.

use crate::types::{Category, Polarity, Status};

/// What parts stances of one holder and target.
pub(super) fn stance(said: Polarity, how: Category) -> String {
    format!("stance\t{}\t{}", polarity(said), category(how))
}

/// What parts affiliations of one member and body.
pub(super) fn affiliation(role: &str, former: bool) -> String {
    format!("affiliation\t{}\t{former}", role.to_lowercase())
}

const fn polarity(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Support => "Support",
        Polarity::Oppose => "Oppose",
    }
}

const fn category(category: Category) -> &'static str {
    match category {
        Category::Agree => "Agree",
        Category::Consult => "Consult",
        Category::Support => "Support",
        Category::Concede => "Concede",
        Category::Cooperate => "Cooperate",
        Category::Aid => "Aid",
        Category::Retreat => "Retreat",
        Category::Request => "Request",
        Category::Accuse => "Accuse",
        Category::Reject => "Reject",
        Category::Threaten => "Threaten",
        Category::Protest => "Protest",
        Category::Sanction => "Sanction",
        Category::Mobilize => "Mobilize",
        Category::Coerce => "Coerce",
        Category::Assault => "Assault",
    }
}

pub(super) const fn status(status: Status) -> &'static str {
    match status {
        Status::Held => "Held",
        Status::Ongoing => "Ongoing",
        Status::Planned => "Planned",
        Status::CalledFor => "CalledFor",
        Status::Postponed => "Postponed",
        Status::Cancelled => "Cancelled",
        Status::Refused => "Refused",
        Status::Denied => "Denied",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_stay_as_they_are() {
        // As graphs and stores of 0.1.0 have them.
        assert_eq!(stance(Polarity::Oppose, Category::Mobilize), "stance\tOppose\tMobilize");
        assert_eq!(affiliation("Foreign Minister", true), "affiliation\tforeign minister\ttrue");
        for known in Status::ALL {
            assert_eq!(status(known), format!("{known:?}"));
        }
    }
}
