//! The questions of a room by name: a JSON request in, an answer out. C and Python ask through these.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::document;
use crate::error::{Error, ErrorCode, Result};

/// Declares the questions of a room once: variant, name, how it is answered. What stands before them documents the way to
/// an answer as JSON.
macro_rules! calls {
    ($(#[$doc_json:meta])* $($name:ident $text:literal $answer:ty, $ask:expr, $doc:literal;)*) => {
        /// A question.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Call {
            $(#[doc = $doc] $name,)*
        }

        /// What a question is answered by.
        #[derive(Debug, Clone, PartialEq, serde::Serialize)]
        #[serde(untagged)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant, reason = "an answer is made once and written at once")]
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
            /// Errors: those of [`document::read`](crate::value::document::read) and of the question.
            pub fn answer(self, request: &str) -> crate::error::Result<Answer> {
                match self { $(Call::$name => Ok(Answer::$name($ask(request)?)),)* }
            }

            $(#[$doc_json])*
            pub fn answer_json(self, request: &str) -> crate::error::Result<String> {
                crate::value::call::written(&self.answer(request)?)
            }
        }

        impl std::str::FromStr for Call {
            type Err = crate::error::Error;

            fn from_str(text: &str) -> crate::error::Result<Self> {
                let known = Call::ALL.iter().map(|call| call.as_str());
                let code = crate::error::ErrorCode::UnknownName;
                let unknown = || crate::error::Error::unknown(code, "question", text, known);
                Call::ALL.iter().copied().find(|call| call.as_str() == text).ok_or_else(unknown)
            }
        }
    };
}

pub(crate) use calls;

/// Reads a request and answers it.
pub(crate) fn plain<R: DeserializeOwned, A>(text: &str, ask: impl FnOnce(&R) -> Result<A>) -> Result<A> {
    checked(text, |request| ask(&request))
}

/// Reads a request and answers it, where the request is taken.
pub(crate) fn checked<R: DeserializeOwned, A>(text: &str, ask: impl FnOnce(R) -> Result<A>) -> Result<A> {
    document::showing(text, || ask(document::read::<R>(text.as_bytes())?))
}

/// An answer as JSON.
pub(crate) fn written(answer: &impl Serialize) -> Result<String> {
    serde_json::to_string(answer).map_err(|error| Error::new(ErrorCode::Internal, error.to_string()))
}
