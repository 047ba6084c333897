//! Measures on the built page how long it holds the browser up, and prints the table of the README.

use crate::{Outcome, page, test};

pub fn report() -> Outcome {
    page::build(&[])?;
    test::run("freezes")
}
