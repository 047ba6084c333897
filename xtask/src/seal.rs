//! Completes the page's Content-Security-Policy: Trunk writes the script that starts the page into the page itself, and
//! only its digest tells a browser that this one may run. Trunk calls this at the end of every build.

use std::env;
use std::fs;
use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use crate::Outcome;

/// Stands in `index.html` where the digests go.
const PLACEHOLDER: &str = "'start-script'";

pub fn index_page() -> Outcome {
    let folder = env::var_os("TRUNK_STAGING_DIR").ok_or("Trunk calls this; it names the folder to work in")?;
    let file = Path::new(&folder).join("index.html");
    let failed = |error| format!("{}: {error}", file.display());
    let page = fs::read_to_string(&file).map_err(failed)?;
    if !page.contains(PLACEHOLDER) {
        return Err(format!("index.html has no {PLACEHOLDER} in its Content-Security-Policy"));
    }
    fs::write(&file, page.replace(PLACEHOLDER, &allowed(&page))).map_err(failed)
}

fn allowed(page: &str) -> String {
    // `trunk serve` adds a script that reloads the page, and changes its text while serving: no digest can be right.
    if page.contains("{{__TRUNK") {
        return "'unsafe-inline'".to_string();
    }
    inline_scripts(page).map(digest).collect::<Vec<_>>().join(" ")
}

fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
    page.split("<script").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (content, _) = rest.split_once("</script>")?;
        (!attributes.contains("src=")).then_some(content)
    })
}

fn digest(script: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(script)))
}
