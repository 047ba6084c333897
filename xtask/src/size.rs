//! Weighs every file of the built page, raw and as servers send it, and holds the first load to its budget.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;

use crate::Outcome;

/// What a first visit is meant to cost, in bytes of brotli.
const FIRST_LOAD_AIM: usize = 300_000;
/// What it may cost until then: the page outgrew its aim, and this only ever goes down.
const FIRST_LOAD_BUDGET: usize = 512_000;
const DIST: &str = "dist";

#[derive(Default)]
struct Weight {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Prints the table, and fails over the budget.
pub fn report() -> Outcome {
    let mut files = Vec::new();
    collect(Path::new(DIST), "", &mut files)?;
    let first = first_load(&files);
    let (mut first_total, mut total) = (Weight::default(), Weight::default());
    println!("| file | raw | gzip -9 | brotli 11 |\n|---|---:|---:|---:|");
    for (name, content) in &files {
        let weight = weigh(content).map_err(|error| format!("{name}: {error}"))?;
        let late = if first.contains(name) { "" } else { " (on demand)" };
        println!("{}", row(&format!("`{}`{late}", without_hash(name)), &weight));
        total.add(&weight);
        if first.contains(name) {
            first_total.add(&weight);
        }
    }
    println!("{}\n{}", row("all files", &total), row("**first load**", &first_total));
    if first_total.brotli > FIRST_LOAD_BUDGET {
        return Err(format!(
            "the first load is {} bytes of brotli, {} over the budget of {FIRST_LOAD_BUDGET}",
            first_total.brotli,
            first_total.brotli - FIRST_LOAD_BUDGET
        ));
    }
    let left = FIRST_LOAD_BUDGET - first_total.brotli;
    let over = first_total.brotli.saturating_sub(FIRST_LOAD_AIM);
    println!("\nFirst load: {} bytes of brotli, {left} under the budget of {FIRST_LOAD_BUDGET}.", first_total.brotli);
    println!("The aim is {FIRST_LOAD_AIM}: {over} to go.");
    Ok(())
}

impl Weight {
    fn add(&mut self, other: &Self) {
        self.raw += other.raw;
        self.gzip += other.gzip;
        self.brotli += other.brotli;
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) -> Outcome {
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

/// The page and every file whose address stands in a text that is itself loaded at first.
fn first_load(files: &[(String, Vec<u8>)]) -> BTreeSet<String> {
    let mut loaded = BTreeSet::from(["index.html".to_string()]);
    loop {
        let is_text = |name: &str| [".html", ".js", ".css"].iter().any(|ending| name.ends_with(ending));
        let texts: Vec<_> = files.iter().filter(|(name, _)| loaded.contains(name) && is_text(name)).collect();
        let named = |name: &str| {
            let address = format!("/{}", name.rsplit('/').next().unwrap_or(name));
            texts.iter().any(|(_, text)| text.windows(address.len()).any(|window| window == address.as_bytes()))
        };
        let before = loaded.len();
        let found: Vec<_> = files.iter().map(|(name, _)| name).filter(|name| named(name)).cloned().collect();
        loaded.extend(found);
        if loaded.len() == before {
            return loaded;
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
