//! Words for people, in English and Japanese.

use serde::{Deserialize, Serialize};

/// A language that labels exist in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Japanese.
    Ja,
}

/// One thing's name in both languages.
///
/// ```
/// use cs_core::value::label::{Label, Language};
///
/// let label = Label { en: "healthy", ja: "健全" };
/// assert_eq!(label.text(Language::Ja), "健全");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Label {
    /// English.
    pub en: &'static str,
    /// Japanese.
    pub ja: &'static str,
}

impl Label {
    /// The text in a language.
    #[must_use]
    pub const fn text(&self, language: Language) -> &'static str {
        match language {
            Language::En => self.en,
            Language::Ja => self.ja,
        }
    }
}
