//! The questions of this room by name: a JSON request in, an answer out. C and Python ask through these.

use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{assumption, books, budget, cost, plan, pool, preset, ratio, supply, what_if, workload};
use crate::error::{Error, ErrorCode, Result};
use crate::value::document;

/// Declares the questions once: variant, name, how it is answered.
macro_rules! calls {
    ($($name:ident $text:literal $answer:ty, $ask:expr, $doc:literal;)*) => {
        /// A question.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Call {
            $(#[doc = $doc] $name,)*
        }

        /// What a question is answered by.
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[serde(untagged)]
        #[non_exhaustive]
        #[expect(clippy::large_enum_variant, reason = "an answer is made once and written at once")]
        pub enum Answer {
            $(#[doc = $doc] $name($answer),)*
        }

        impl Call {
            /// Every question.
            pub const ALL: &'static [Call] = &[$(Call::$name),*];

            /// The name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Call::$name => $text,)* }
            }

            /// Reads a request, a JSON object, and answers it.
            ///
            /// Errors: those of [`document::read`] and of the question.
            pub fn answer(self, request: &str) -> Result<Answer> {
                match self { $(Call::$name => Ok(Answer::$name($ask(request)?)),)* }
            }
        }
    };
}

calls! {
    Presets "presets" Vec<preset::Preset>, |_: &str| preset::all(), "Published ratios.";
    Assumptions "assumptions" assumption::Staffing, assumption::Staffing::from_json, "A document, as it was understood.";
    BudgetedHeadcount "budgeted_headcount" budget::Budget, |text| plain(text, budget::budgeted_headcount), "Budgeted headcount.";
    RequiredHeadcount "required_headcount" ratio::Required, |text| plain(text, ratio::required_headcount), "Required headcount by ratios.";
    Workload "workload" workload::Workload, |text| checked(text, |form: workload::RequestForm| workload::workload(&form.try_into()?)), "Hours that a portfolio needs.";
    Supply "supply" supply::Supply, |text| plain(text, supply::supply), "Hours that success managers have.";
    Plan "plan" plan::Plan, |text| checked(text, |form: plan::RequestForm| plan::plan(&form.try_into()?)), "Demand against supply, month by month.";
    CostToServe "cost_to_serve" cost::CostToServe, |text| checked(text, |form: cost::RequestForm| cost::cost_to_serve(&form.try_into()?)), "Cost to serve.";
    WhatIf "what_if" what_if::WhatIf, |text| checked(text, |form: what_if::RequestForm| what_if::what_if(&form.try_into()?)), "Accounts moved to another tier.";
    Books "books" books::Assigned, |text| checked(text, books::assigned), "Accounts assigned to success managers.";
    Pool "pool" pool::Pool, |text| plain(text, pool::pool), "A pooled team.";
}

fn plain<R: DeserializeOwned, A>(text: &str, ask: impl FnOnce(&R) -> Result<A>) -> Result<A> {
    document::showing(text, || ask(&document::read::<R>(text.as_bytes())?))
}

fn checked<R: DeserializeOwned, A>(text: &str, ask: impl FnOnce(R) -> Result<A>) -> Result<A> {
    document::showing(text, || ask(document::read::<R>(text.as_bytes())?))
}

impl Call {
    /// The same, with the answer as JSON.
    ///
    /// ```
    /// use cs_core::staffing::call::Call;
    ///
    /// let answer = Call::BudgetedHeadcount.answer_json(r#"{"arr": "540000000"}"#)?;
    /// assert_eq!(answer, r#"{"budget":"43200000","headcount":"8"}"#);
    /// # Ok::<(), cs_core::error::Error>(())
    /// ```
    pub fn answer_json(self, request: &str) -> Result<String> {
        let answer = self.answer(request)?;
        serde_json::to_string(&answer).map_err(|error| Error::new(ErrorCode::Internal, error.to_string()))
    }
}

impl FromStr for Call {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let known = Call::ALL.iter().map(|call| call.as_str());
        let unknown = || Error::unknown(ErrorCode::UnknownName, "question", text, known);
        Call::ALL.iter().copied().find(|call| call.as_str() == text).ok_or_else(unknown)
    }
}
