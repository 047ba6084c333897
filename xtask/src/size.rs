//! Weighs every file of the built page, raw and as servers send it, and holds what is loaded at first, and what on the
//! first touch, to their budgets.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;

use crate::Outcome;

/// What a first visit costs at most, in bytes of brotli, and what it should. The ceilings may only go down.
const FIRST_LOAD_CEILING: usize = 355_000;
const FIRST_LOAD_BUDGET: usize = 300_000;
/// The same for the core, which is loaded when somebody begins to use the page.
const CORE_CEILING: usize = 630_000;
const CORE_BUDGET: usize = 420_000;
const DIST: &str = "dist";
const PAGE: &str = "index.html";

/// Attributes of the page that name files it loads later: those of the core, and those that few Dockerfiles need.
const CORE: [&str; 2] = ["data-worker=\"", "data-core=\""];
const TABLES: &str = "data-packages=\"";
/// What is read by those who come to learn.
const TO_LEARN: [&str; 2] = ["data-gallery=\"", "data-lessons=\""];
/// It keeps what is loaded anyway.
const OFFLINE: &str = "data-offline=\"";
/// The script for other pages, and what it may cost.
const EMBED: &str = "embed.js";
const EMBED_BUDGET: usize = 4_096;

#[derive(Default)]
struct Weight {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Prints the table, and fails over the budgets.
pub fn report() -> Outcome {
    let mut files = Vec::new();
    collect(Path::new(DIST), "", &mut files)?;
    let page = files.iter().find(|(name, _)| name == PAGE).map(|(_, text)| String::from_utf8_lossy(text).into_owned());
    let page = page.ok_or_else(|| format!("{DIST}/{PAGE} is not there: is the page built?"))?;
    let (mut at_first, mut later) = (page.clone(), String::new());
    for attribute in CORE {
        let value = attribute_value(&page, attribute)?;
        at_first = at_first.replace(&format!("{attribute}{value}"), "");
        later.push_str(&format!("{value}\n"));
    }
    let tables = attribute_value(&page, TABLES)?;
    for attribute in [TABLES, OFFLINE].into_iter().chain(TO_LEARN) {
        at_first = at_first.replace(&format!("{attribute}{}", attribute_value(&page, attribute)?), "");
    }
    let mut first = BTreeSet::from([PAGE.to_string()]);
    load(&files, &at_first, &mut first);
    // The stylesheets of other pages speak of it.
    first.remove(EMBED);
    let mut core = BTreeSet::new();
    load(&files, &later, &mut core);
    // The core's module speaks of the tables in a comment.
    core.retain(|name| !tables.starts_with(name.as_str()));

    let [mut first_total, mut core_total, mut total] = <[Weight; 3]>::default();
    println!("| file | raw | gzip -9 | brotli 11 |\n|---|---:|---:|---:|");
    for (name, content) in &files {
        let weight = weigh(content).map_err(|error| format!("{name}: {error}"))?;
        if name == EMBED && weight.brotli > EMBED_BUDGET {
            return Err(format!("{EMBED} is {} bytes of brotli, over its budget of {EMBED_BUDGET}", weight.brotli));
        }
        let when = if first.contains(name) {
            first_total.add(&weight);
            ""
        } else if core.contains(name) {
            core_total.add(&weight);
            " (the core, on first touch)"
        } else {
            " (on demand)"
        };
        println!("{}", row(&format!("`{}`{when}", without_hash(name)), &weight));
        total.add(&weight);
    }
    println!("{}", row("all files", &total));
    println!("{}\n{}\n", row("**the core**", &core_total), row("**first load**", &first_total));
    let checks = [
        ("the first load", first_total.brotli, FIRST_LOAD_CEILING, FIRST_LOAD_BUDGET),
        ("the core", core_total.brotli, CORE_CEILING, CORE_BUDGET),
    ];
    for (what, bytes, ceiling, budget) in checks {
        if bytes > ceiling {
            return Err(format!(
                "{what} is {bytes} bytes of brotli, {} over its ceiling of {ceiling}",
                bytes - ceiling
            ));
        }
        let place = if bytes > budget { "OVER" } else { "under" };
        println!("{what}: {bytes} bytes of brotli, {} {place} the budget of {budget}", bytes.abs_diff(budget));
    }
    Ok(())
}

fn attribute_value<'a>(page: &'a str, attribute: &str) -> Outcome<&'a str> {
    let value = page.split_once(attribute).and_then(|(_, rest)| rest.split('"').next());
    value.ok_or_else(|| format!("{PAGE} has no attribute {attribute}"))
}

impl Weight {
    fn add(&mut self, other: &Self) {
        self.raw += other.raw;
        self.gzip += other.gzip;
        self.brotli += other.brotli;
    }
}

pub fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) -> Outcome {
    let failed = |error| format!("{}: {error} (is the page built?)", folder.display());
    let mut entries = fs::read_dir(folder).map_err(failed)?.collect::<Result<Vec<_>, _>>().map_err(failed)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.push((name, fs::read(entry.path()).map_err(failed)?));
        }
    }
    Ok(())
}

/// Adds every file that is named in `text`, or in a text that is itself loaded so.
fn load(files: &[(String, Vec<u8>)], text: &str, loaded: &mut BTreeSet<String>) {
    let is_text = |name: &str| [".js", ".css"].iter().any(|ending| name.ends_with(ending));
    for (name, content) in files {
        let own_name = name.rsplit('/').next().unwrap_or(name);
        if text.contains(own_name) && loaded.insert(name.clone()) && is_text(name) {
            load(files, &String::from_utf8_lossy(content), loaded);
        }
    }
}

fn weigh(content: &[u8]) -> std::io::Result<Weight> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(content)?;
    let mut brotli = Vec::new();
    let settings = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &*content, &mut brotli, &settings)?;
    Ok(Weight { raw: content.len(), gzip: gzip.finish()?.len(), brotli: brotli.len() })
}

fn row(name: &str, weight: &Weight) -> String {
    let Weight { raw, gzip, brotli } = weight;
    format!("| {name} | {} | {} | {} |", grouped(*raw), grouped(*gzip), grouped(*brotli))
}

/// `1234567` as `1,234,567`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(",")
}

/// Trunk's content hashes, up to 16 digits, change with every build; the table need not.
fn without_hash(name: &str) -> String {
    let is_hash = |part: &str| (12..=16).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut kept = String::new();
    for part in name.split_inclusive(['-', '_', '.']) {
        let bare = part.trim_end_matches(['-', '_', '.']);
        if is_hash(bare) {
            kept.pop();
            kept.push_str(&part[bare.len()..]);
        } else {
            kept.push_str(part);
        }
    }
    kept
}
