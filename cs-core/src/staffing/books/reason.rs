//! Why an account is where it is, or with nobody.

use serde::Serialize;

use crate::value::label::Label;

/// Declares the reasons once: name, text, labels, whether somebody looks after the account.
macro_rules! reasons {
    ($($name:ident $text:literal $en:literal $ja:literal $doc:literal;)*) => {
        /// A reason.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum Reason {
            $(#[doc = $doc] $name,)*
        }

        impl Reason {
            /// Every reason.
            pub const ALL: &'static [Reason] = &[$(Reason::$name),*];

            /// The reason's name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Reason::$name => $text,)* }
            }

            /// The reason for people.
            #[must_use]
            pub const fn label(self) -> Label {
                match self { $(Reason::$name => Label { en: $en, ja: $ja },)* }
            }
        }
    };
}

reasons! {
    Kept "kept" "stays with its owner" "担当継続" "It stays with its owner.";
    Placed "placed" "had no owner" "新規割当" "It had no owner.";
    Reassigned "reassigned" "its owner is gone, may not or has no room" "再割当" "Its owner is not there, may not look after it, or has no room.";
    Moved "moved" "moved to balance the books" "調整による移動" "It was moved to balance the books.";
    NoCsms "no_csms" "nobody is there" "担当者なし" "Nobody is there.";
    MissingHours "missing_hours" "its hours are not known" "工数不明" "Its hours are not known.";
    NoSkills "no_skills" "nobody has its skills" "必要スキルの担当者なし" "Nobody has all of its skills.";
    NoRegion "no_region" "nobody looks after its region" "地域の担当者なし" "Nobody looks after its region.";
    NoLanguage "no_language" "nobody speaks its language" "対応言語の担当者なし" "Nobody speaks its language.";
    NoMatch "no_match" "nobody has skills, region and language together" "条件をすべて満たす担当者なし" "Nobody has its skills, region and language together.";
    NoRoom "no_room" "nobody who may look after it has room" "空きなし" "Nobody who may look after it has room.";
}
