//! What a person is told when a question has no answer.

use super::Notice;
use super::desk::Trouble;

/// For each kind of trouble, what happened and what to do about it.
pub fn trouble_notice(trouble: Trouble) -> Notice {
    Notice::problem(match trouble {
        Trouble::Unreachable => {
            "The part of this page that computes could not be loaded: perhaps you are offline. What you type is kept, and \
             the next change tries again."
        }
        Trouble::Died => {
            "Analysing this broke down, which is our fault. What you typed is kept, and is analysed again when it changes."
        }
        Trouble::Silent => {
            "Analysing this took too long and was stopped. What you typed is kept, and is analysed again when it changes."
        }
    })
}

/// Whether a notice is about such trouble.
pub fn is_trouble_notice(notice: &Notice) -> bool {
    [Trouble::Unreachable, Trouble::Died, Trouble::Silent].into_iter().any(|trouble| *notice == trouble_notice(trouble))
}
