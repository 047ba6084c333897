//! What becomes of a stage's bytes, in words and colours: those that all views share.

use crate::sight::Role;

impl Role {
    /// The suffix of its style classes.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Shipped => "shipped",
            Self::Discarded => "discarded",
            Self::Never => "never",
        }
    }

    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Shipped => "ships",
            Self::Discarded => "built, not shipped",
            Self::Never => "never built",
        }
    }
}
