//! Floor 1: features, weights and inference of the networks and trees that read sentences. Sums run
//! in one fixed order, so that results are the same bits on every machine.

pub mod borders;
pub mod container;
pub mod decode;
pub mod features;
pub mod forest;
pub mod integers;
pub mod judge;
pub mod kernels;
pub mod labels;
pub mod lemmas;
pub mod mentions;
pub mod network;
pub mod pairs;
pub mod reader;
pub mod rows;
mod sealed;

use std::sync::OnceLock;

/// Features by which an actor is judged to be a party of a text or not.
pub const PARTY_FEATURES: usize = 172;

/// Features by which a pair of actors is judged to be a member and its whole or not.
pub const MEMBER_FEATURES: usize = 392;

/// The trained parts that stages ask.
#[derive(Clone, Copy, Debug)]
pub struct Models<'a> {
    /// Tags, trees, names.
    pub reader: &'a reader::Reader,
    /// Which words mean an actor; without it tables and capitals alone say so.
    pub mentions: Option<&'a mentions::MentionReader>,
    /// Which actors are parties of a text; without it rules alone say so.
    pub parties: Option<&'a judge::Judge>,
    /// Who belongs to what; without it titles alone say so.
    pub members: Option<&'a judge::Judge>,
}

impl Models<'static> {
    /// Those that are part of the program.
    ///
    /// # Errors
    /// Bundled weights are damaged.
    pub fn bundled() -> Result<Self, &'static container::WeightsError> {
        Ok(Self {
            reader: bundled()?,
            mentions: Some(bundled_mentions()?),
            parties: Some(bundled_parties()?),
            members: Some(bundled_members()?),
        })
    }
}

/// The reader whose weights are part of the program.
///
/// # Errors
/// The bundled weights are damaged.
pub fn bundled() -> Result<&'static reader::Reader, &'static container::WeightsError> {
    static READER: OnceLock<Result<reader::Reader, container::WeightsError>> = OnceLock::new();
    READER.get_or_init(|| container::read_packed(include_bytes!("../../models/english.weights"))).as_ref()
}

/// The weights for sentence ends that are part of the program; `None` if they are damaged.
pub fn bundled_borders() -> Option<&'static borders::Borders> {
    static BORDERS: OnceLock<Option<borders::Borders>> = OnceLock::new();
    BORDERS.get_or_init(|| borders::Borders::read(include_bytes!("../../models/english.borders"))).as_ref()
}

/// The mention network whose weights are part of the program.
///
/// # Errors
/// The bundled weights are damaged.
pub fn bundled_mentions() -> Result<&'static mentions::MentionReader, &'static container::WeightsError> {
    static MENTIONS: OnceLock<Result<mentions::MentionReader, container::WeightsError>> = OnceLock::new();
    let read = || {
        let network = mentions::MentionNetwork::read(include_bytes!("../../models/english.mentions"))?;
        Ok(mentions::MentionReader::new(network))
    };
    MENTIONS.get_or_init(read).as_ref()
}

/// The judge of parties whose weights are part of the program.
///
/// # Errors
/// The bundled weights are damaged.
pub fn bundled_parties() -> Result<&'static judge::Judge, &'static container::WeightsError> {
    static PARTIES: OnceLock<Result<judge::Judge, container::WeightsError>> = OnceLock::new();
    let read = || judge::Judge::read(include_bytes!("../../models/english.parties"), PARTY_FEATURES);
    PARTIES.get_or_init(read).as_ref()
}

/// The judge of affiliations whose weights are part of the program.
///
/// # Errors
/// The bundled weights are damaged.
pub fn bundled_members() -> Result<&'static judge::Judge, &'static container::WeightsError> {
    static MEMBERS: OnceLock<Result<judge::Judge, container::WeightsError>> = OnceLock::new();
    let read = || judge::Judge::read(include_bytes!("../../models/english.members"), MEMBER_FEATURES);
    MEMBERS.get_or_init(read).as_ref()
}

/// The pair network whose weights are part of the program.
///
/// # Errors
/// The bundled weights are damaged.
pub fn bundled_pairs() -> Result<&'static pairs::PairReader, &'static container::WeightsError> {
    static PAIRS: OnceLock<Result<pairs::PairReader, container::WeightsError>> = OnceLock::new();
    let read = || {
        let network = pairs::PairNetwork::read(include_bytes!("../../models/english.pairs"))?;
        Ok(pairs::PairReader::new(network))
    };
    PAIRS.get_or_init(read).as_ref()
}

/// The trees that decide on relations that are part of the program.
///
/// # Errors
/// The bundled trees are damaged.
pub fn bundled_forests() -> Result<&'static forest::Forests, &'static container::WeightsError> {
    static FORESTS: OnceLock<Result<forest::Forests, container::WeightsError>> = OnceLock::new();
    FORESTS.get_or_init(|| forest::Forests::read(include_bytes!("../../models/english.relations"))).as_ref()
}

/// Sixteen hex digits that change with any of the weights that are part of the program.
pub fn fingerprint() -> String {
    let sum = |at: u64, bytes: &[u8]| container::checksum(bytes).rotate_left(at as u32 * 21);
    let all = sum(0, include_bytes!("../../models/english.weights"))
        ^ sum(1, include_bytes!("../../models/english.borders"))
        ^ sum(2, include_bytes!("../../models/english.pairs"))
        ^ sum(3, include_bytes!("../../models/english.mentions"))
        ^ sum(4, include_bytes!("../../models/english.parties"))
        ^ sum(5, include_bytes!("../../models/english.members"))
        ^ sum(6, include_bytes!("../../models/english.relations"));
    format!("{all:016x}")
}
