//! The lines of a movement report, in their order.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::value::label::Label;

/// A line of the identity `opening + … = closing`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Line {
    /// Revenue at the opening edge.
    Opening,
    /// Of accounts that never had any before.
    NewBusiness,
    /// Of accounts that are back.
    Reactivation,
    /// Gained from accounts that had some.
    Expansion,
    /// Lost by accounts that kept some.
    Contraction,
    /// Lost by accounts that kept none.
    Churn,
    /// Revaluation to the reporting currency.
    Fx,
    /// Moves between segments.
    Transfer,
    /// Revenue at the closing edge.
    Closing,
}

impl Line {
    /// Every line, in order.
    pub const ALL: [Line; 9] = [
        Line::Opening,
        Line::NewBusiness,
        Line::Reactivation,
        Line::Expansion,
        Line::Contraction,
        Line::Churn,
        Line::Fx,
        Line::Transfer,
        Line::Closing,
    ];

    /// The line's name, which is that of its column.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Line::Opening => "opening",
            Line::NewBusiness => "new_business",
            Line::Reactivation => "reactivation",
            Line::Expansion => "expansion",
            Line::Contraction => "contraction",
            Line::Churn => "churn",
            Line::Fx => "fx",
            Line::Transfer => "transfer",
            Line::Closing => "closing",
        }
    }

    /// The line's name for people.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            Line::Opening => Label { en: "opening", ja: "期首" },
            Line::NewBusiness => Label { en: "new business", ja: "新規" },
            Line::Reactivation => Label { en: "reactivation", ja: "復活" },
            Line::Expansion => Label { en: "expansion", ja: "アップセル・クロスセル" },
            Line::Contraction => Label { en: "contraction", ja: "ダウンセル" },
            Line::Churn => Label { en: "churn", ja: "解約" },
            Line::Fx => Label { en: "currency revaluation", ja: "為替換算" },
            Line::Transfer => Label { en: "transfer between segments", ja: "セグメント間移動" },
            Line::Closing => Label { en: "closing", ja: "期末" },
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
