//! Completes what Trunk has built; Trunk calls this at the end of every build. It puts all stylesheets into one, adds the
//! files that the core writes, names the files that the page loads by itself after their content, and tells the page's
//! Content-Security-Policy which scripts may run.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256, Sha384};

use crate::{Outcome, size, tools};

const PAGE: &str = "index.html";
const STYLE: &str = "style.css";
const FIRST_SIGHT: &str = "first-sight.bin";
const LESSONS: &str = "lessons.bin";
const GALLERY: &str = "gallery.bin";
const PACKAGES: &str = "debian.txt";
const EMBED: &str = "embed.js";
const OFFLINE: &str = "offline.js";
/// How the names of files begin that a first visit does not load.
const LATER: [&str; 7] = ["drydock-core", "worker", "lessons-", "gallery-", PACKAGES, EMBED, "docs/"];

/// Files to be named after their content, each with those that name it. A file stands before those that it is named in,
/// for their content changes with its name. A page of one build thus never meets the core of another, nor a browser
/// what it kept of an older one.
const NAMED: [(&str, &[&str]); 7] = [
    (STYLE, &[PAGE]),
    ("drydock-core_bg.wasm", &["drydock-core.js"]),
    ("drydock-core.js", &["worker.js", PAGE]),
    ("worker.js", &[PAGE]),
    (FIRST_SIGHT, &[PAGE]),
    (LESSONS, &[PAGE]),
    (GALLERY, &[PAGE]),
];

/// Stands in `index.html` where the digests go.
const PLACEHOLDER: &str = "'start-script'";

pub fn page() -> Outcome {
    let folder = env::var_os("TRUNK_STAGING_DIR").ok_or("Trunk calls this; it names the folder to work in")?;
    let folder = Path::new(&folder);
    join_stylesheets(folder)?;
    write_by_the_core(&folder.join(FIRST_SIGHT), "drydock-first-sight", &["data/packages/debian.txt"])?;
    let lessons = ["data/packages/debian.txt", "data/lessons", "data/gallery"];
    write_by_the_core(&folder.join(LESSONS), "drydock-first-sight", &lessons)?;
    write_by_the_core(&folder.join(GALLERY), "drydock-gallery", &["data/gallery", "data/packages/debian.txt"])?;
    for (name, named_in) in NAMED {
        name_after_content(folder, name, named_in)?;
    }
    name_version_of_packages(folder)?;
    edit(&folder.join(PAGE), |page| {
        if page.contains(PLACEHOLDER) {
            let page = page.replace(PLACEHOLDER, &allowed(page));
            // While it is being worked on, nothing old may be kept.
            Ok(if is_served(&page) { page.replace(&format!("data-offline=\"{OFFLINE}\""), "") } else { page })
        } else {
            Err(format!("{PAGE} has no {PLACEHOLDER} in its Content-Security-Policy"))
        }
    })?;
    name_digest_of_embed(folder)?;
    list_for_offline(folder)
}

/// What pages on other hosts pin the script by.
fn name_digest_of_embed(folder: &Path) -> Outcome {
    let digest = BASE64_STANDARD.encode(Sha384::digest(read(&folder.join(EMBED))?));
    replace_name(&folder.join("docs/embedding.html"), "the digest of embed.js", &format!("sha384-{digest}"))
}

/// Every file of the build, for the script that keeps them; the build is named after all of them.
fn list_for_offline(folder: &Path) -> Outcome {
    let mut files = Vec::new();
    size::collect(folder, "", &mut files)?;
    let packages = format!("{PACKAGES}?{}", short_digest(&read(&folder.join(PACKAGES))?));
    let build = short_digest(&files.iter().flat_map(|(_, content)| Sha256::digest(content)).collect::<Vec<u8>>());
    let (mut first, mut later) = (vec!["./".to_string()], Vec::new());
    for (name, _) in files.iter().filter(|(name, _)| name != PAGE && name != OFFLINE) {
        let late = LATER.iter().any(|start| name.starts_with(start));
        let list = if late { &mut later } else { &mut first };
        list.push(if name == PACKAGES { packages.clone() } else { name.clone() });
    }
    edit(&folder.join(OFFLINE), |text| {
        let quoted = |names: &[String]| names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ");
        Ok(text
            .replace("the build", &build)
            .replace("\"the first files\"", &quoted(&first))
            .replace("\"the later files\"", &quoted(&later)))
    })
}

/// One file packs better than many, and a browser asks once. It stands where the first one stood.
fn join_stylesheets(folder: &Path) -> Outcome {
    const LINK: &str = "<link rel=\"stylesheet\" href=\"./";
    let mut style = String::new();
    edit(&folder.join(PAGE), |page| {
        let mut parts = page.split(LINK);
        let mut joined = parts.next().unwrap_or("").to_string();
        for (at, part) in parts.enumerate() {
            let (name, _) = part.split_once('"').ok_or("a stylesheet's address has no end")?;
            let (_, rest) = part.split_once('>').ok_or("a stylesheet's link has no end")?;
            let file = folder.join(name);
            style.push_str(&fs::read_to_string(&file).map_err(|error| failed(&file, &error))?);
            fs::remove_file(&file).map_err(|error| failed(&file, &error))?;
            if at == 0 {
                joined.push_str(&format!("{LINK}{STYLE}\">"));
            }
            joined.push_str(rest.trim_start());
        }
        Ok(joined)
    })?;
    let file = folder.join(STYLE);
    fs::write(&file, without_comments(&style)).map_err(|error| failed(&file, &error))
}

/// What browsers read of a stylesheet: no comments, no indentation, no empty lines. No text in ours has the marks of a comment.
fn without_comments(style: &str) -> String {
    let mut parts = style.split("/*");
    let mut kept = parts.next().unwrap_or("").to_string();
    for part in parts {
        kept.push_str(part.split_once("*/").map_or("", |(_, rest)| rest));
    }
    let lines: Vec<&str> = kept.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// A file that a program over the native core writes, which answers as the one that is shipped does.
fn write_by_the_core(file: &Path, program: &str, arguments: &[&str]) -> Outcome {
    let mut cargo = tools::command("cargo");
    cargo.args(["run", "--quiet", "--locked", "--no-default-features", "--bin", program, "--"]);
    let output = cargo.args(arguments).output().map_err(|error| format!("cargo: {error}"))?;
    if !output.status.success() {
        return Err(format!("no {}:\n{}", file.display(), String::from_utf8_lossy(&output.stderr)));
    }
    fs::write(file, output.stdout).map_err(|error| failed(file, &error))
}

/// `name.js` becomes `name-0123456789abcdef.js`, also where it is named.
fn name_after_content(folder: &Path, name: &str, named_in: &[&str]) -> Outcome {
    let file = folder.join(name);
    let (stem, ending) = name.rsplit_once('.').ok_or_else(|| format!("{name} has no ending"))?;
    let new_name = format!("{stem}-{}.{ending}", short_digest(&read(&file)?));
    fs::rename(&file, folder.join(&new_name)).map_err(|error| failed(&file, &error))?;
    for other in named_in {
        replace_name(&folder.join(other), name, &new_name)?;
    }
    Ok(())
}

/// The tables keep their name, for scripts of other pages fetch them too; ours asks for the very version.
fn name_version_of_packages(folder: &Path) -> Outcome {
    let digest = short_digest(&read(&folder.join(PACKAGES))?);
    replace_name(&folder.join(PAGE), PACKAGES, &format!("{PACKAGES}?{digest}"))
}

fn replace_name(file: &Path, name: &str, new_name: &str) -> Outcome {
    edit(file, |text| {
        if text.contains(name) {
            Ok(text.replace(name, new_name))
        } else {
            Err(format!("{} does not name {name}", file.display()))
        }
    })
}

fn edit(file: &Path, change: impl FnOnce(&str) -> Outcome<String>) -> Outcome {
    let text = fs::read_to_string(file).map_err(|error| failed(file, &error))?;
    fs::write(file, change(&text)?).map_err(|error| failed(file, &error))
}

fn read(file: &PathBuf) -> Outcome<Vec<u8>> {
    fs::read(file).map_err(|error| failed(file, &error))
}

fn failed(file: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", file.display())
}

fn short_digest(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn allowed(page: &str) -> String {
    // `trunk serve` adds a script that reloads the page, and changes its text while serving: no digest can be right.
    if is_served(page) {
        return "'unsafe-inline'".to_string();
    }
    inline_scripts(page).map(digest).collect::<Vec<_>>().join(" ")
}

fn is_served(page: &str) -> bool {
    page.contains("{{__TRUNK")
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
