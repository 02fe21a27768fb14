//! The colours of the layers, the same in every picture.

use super::Layer;

/// How a layer is painted on a light and on a dark page. Text on it reads well in black and in white.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    /// The surface on a light page, for black text.
    pub light: &'static str,
    /// The surface on a dark page, for white text.
    pub dark: &'static str,
    /// The edge, on both.
    pub edge: &'static str,
    /// The nearest of a terminal's 256 colours.
    pub terminal: u8,
}

impl Layer {
    /// Its colour. Nobody needs to see it: the layer is always written too.
    pub const fn colour(self) -> Colour {
        let (light, dark, edge, terminal) = match self {
            Self::Machine => ("#e9ecef", "#212529", "#6c757d", 250),
            Self::Platform => ("#d6e4f7", "#1b3352", "#3a6ea5", 75),
            Self::BaseService => ("#d5eeee", "#123c3c", "#2f8080", 80),
            Self::Database => ("#efe0f5", "#3b2148", "#8a5aa0", 176),
            Self::Operations => ("#fbe9cf", "#4a3310", "#a06f1c", 215),
            Self::Application => ("#dcf1dc", "#1c3f20", "#47854c", 114),
            Self::Job => ("#f3ecd0", "#403813", "#8a7a2c", 186),
            Self::Unknown => ("#f6f6f6", "#2e2e2e", "#8f8f8f", 246),
        };
        Colour { light, dark, edge, terminal }
    }
}
