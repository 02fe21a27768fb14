//! The signs of layers and levels: a shape each, for those who see fewer colours, or none.

use super::Layer;
use crate::finding::Level;

/// The sign of a level.
pub(super) const fn of_level(level: Level) -> &'static str {
    match level {
        Level::Error => "✕",
        Level::Warning => "▲",
        Level::Info => "i",
    }
}

impl Layer {
    /// The corners of its sign, in hundredths of a square.
    pub(super) const fn sign(self) -> &'static [(u8, u8)] {
        match self {
            Self::Machine => &[(6, 6), (94, 6), (94, 94), (6, 94)],
            Self::Platform => &[
                (0, 12),
                (100, 12),
                (100, 42),
                (0, 42),
                (0, 58),
                (100, 58),
                (100, 88),
                (0, 88),
                (0, 58),
                (0, 42),
            ],
            Self::BaseService => &[(50, 0), (100, 50), (50, 100), (0, 50)],
            Self::Database => &[
                (50, 2),
                (74, 8),
                (92, 26),
                (98, 50),
                (92, 74),
                (74, 92),
                (50, 98),
                (26, 92),
                (8, 74),
                (2, 50),
                (8, 26),
                (26, 8),
            ],
            Self::Operations => {
                &[(2, 66), (34, 66), (34, 36), (66, 36), (66, 6), (98, 6), (98, 94), (2, 94)]
            }
            Self::Application => &[(50, 0), (96, 25), (96, 75), (50, 100), (4, 75), (4, 25)],
            Self::Job => &[(4, 4), (50, 4), (98, 50), (50, 96), (4, 96), (46, 50)],
            Self::Unknown => &[
                (36, 0),
                (64, 0),
                (64, 36),
                (100, 36),
                (100, 64),
                (64, 64),
                (64, 100),
                (36, 100),
                (36, 64),
                (0, 64),
                (0, 36),
                (36, 36),
            ],
        }
    }
}
