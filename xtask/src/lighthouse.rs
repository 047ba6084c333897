//! Asks Lighthouse what it thinks of the built page. Its performance score depends on the machine, so this is no test.

use crate::{Outcome, npm, page, test, tools};

const VERSION: &str = "12.8.2";

/// Builds the page, serves it compressed as hosts do, and prints the scores.
pub fn report() -> Outcome {
    let package = npm::package("lighthouse", VERSION)?;
    page::build(&[])?;
    let mut command = test::end_to_end("run");
    command.args(["--bin", "lighthouse"]).env("LIGHTHOUSE", package.join("cli/index.js"));
    // It looks for Chrome by itself; Debian's Chromium it overlooks.
    if let Some(chromium) = tools::find("chromium") {
        command.env("CHROME_PATH", chromium);
    }
    test::succeed(&mut command)
}
