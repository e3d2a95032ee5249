//! Parts of a fit: documents that merge, and finish into what was fitted.

/// A class for a part; what else it does follows in braces.
macro_rules! part {
    ($(#[$doc:meta])* $class:ident of $part:ty => $whole:ident { $($more:tt)* }) => {
        $(#[$doc])*
        #[pyo3::pyclass(frozen, module = "customer_success._core")]
        pub(crate) struct $class(pub(crate) $part);

        #[pyo3::pymethods]
        impl $class {
            #[new]
            fn new(json: &str) -> $crate::error::Result<Self> {
                Ok(Self(<$part>::from_json(json)?))
            }

            /// The part as a document.
            fn to_json(&self) -> $crate::error::Result<String> {
                Ok(self.0.to_json()?)
            }

            /// This part and another one.
            fn merge(&self, other: &Self) -> $crate::error::Result<Self> {
                let mut merged = self.0.clone();
                merged.merge(&other.0)?;
                Ok(Self(merged))
            }

            /// What was fitted.
            pub(crate) fn finish(&self) -> $crate::error::Result<$whole> {
                Ok($whole(self.0.finish()?))
            }

            $($more)*
        }
    };
}

pub(crate) use part;
