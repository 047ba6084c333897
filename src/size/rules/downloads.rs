//! `curl` and `wget`: archives, binaries and installer scripts by their address.

use super::{Command, Stream};
use crate::bytes::{Range, Source, format};
use crate::size::catalog::{Catalog, DownloadRow};
use crate::size::content::Content;
use crate::size::ledger::Written;
use crate::size::path;
use crate::size::run::Run;

/// A file nobody has weighed, by its ending: judgement, see `data/README.md`.
const ARCHIVE: Range = Range { low: 1_000_000, likely: 20_000_000, high: 200_000_000 };
/// The same from GitHub, where sources and small tools prevail (31 layers of published images: 8 MB in the middle).
const HOSTED: Range = Range { low: 400_000, likely: 8_000_000, high: 110_000_000 };
const SIGNATURE: Range = Range { low: 100, likely: 800, high: 20_000 };
const TEXT: Range = Range { low: 500, likely: 5_000, high: 120_000 };
const BINARY: Range = Range { low: 500_000, likely: 12_000_000, high: 90_000_000 };

pub fn download(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let taking = [
        "-o",
        "-O",
        "--output",
        "--output-document",
        "-H",
        "--header",
        "-d",
        "--data",
        "-u",
        "--user",
        "-X",
        "--request",
        "-P",
        "--directory-prefix",
        "-A",
        "--user-agent",
        "-e",
        "--retry",
        "--retry-delay",
        "--connect-timeout",
        "--max-time",
        "-m",
        "-T",
        "--timeout",
        "--tries",
        "-t",
        "-w",
        "--write-out",
        "--cacert",
        "--proto",
        "-b",
        "--proxy",
        "-x",
        "--progress",
        "-Q",
        "-c",
        "-U",
        "--output-dir",
    ];
    let wget = command.name != "curl";
    // For wget -O takes a name and -c, -x, -e, -m are flags; for curl -O is a flag.
    let flag = |option: &&str| if wget { matches!(*option, "-c" | "-x" | "-m" | "-d") } else { *option == "-O" };
    let taking: Vec<&str> = taking.into_iter().filter(|option| !flag(option)).collect();
    let words = without_cluster_values(command.words, &taking);
    let plain = Command { words: &words, ..*command };
    let addresses = plain.operands_without(&taking);
    let folder = if wget { command.value(&["-P", "--directory-prefix"]) } else { command.value(&["--output-dir"]) };
    let folder = folder.map_or_else(|| run.folder.clone(), |folder| run.absolute(folder));
    let named =
        if wget { name_option(command, 'O', "--output-document") } else { name_option(command, 'o', "--output") };
    let remote_names = wget || command.has(&["-O", "--remote-name", "--remote-name-all"]);
    let mut printed = None;
    for (at, address) in addresses.into_iter().enumerate() {
        // Words of a function's own: what it is called with stands where it is called, if anywhere.
        if address.is_empty() || address.starts_with("$1") || address.starts_with("$2") || address.starts_with("$@") {
            continue;
        }
        let stream = remote(run.catalog, address);
        let name = path::file_name(address.split(['?', '#']).next().unwrap_or(address));
        let place = match named {
            Some("-") => None,
            Some("/dev/null") => continue,
            Some(named) if at == 0 && named.starts_with('~') => Some(run.absolute(named)),
            Some(named) if at == 0 => Some(path::absolute(&folder, named)),
            _ if remote_names => Some(path::absolute(&folder, if name.is_empty() { "index.html" } else { name })),
            _ => None,
        };
        match place {
            Some(path) => {
                run.keep_archive(&path, stream.clone());
                run.write_file(&path, stream.written());
            }
            None => printed = Some(stream),
        }
    }
    printed.unwrap_or_else(Stream::silent)
}

/// The words without those that the last option of a cluster takes: `-fsSLo NAME`.
fn without_cluster_values(words: &[String], taking: &[&str]) -> Vec<String> {
    let takes = |word: &String| {
        let cluster = word.len() > 2 && word.starts_with('-') && !word.starts_with("--");
        cluster && taking.iter().any(|option| option.len() == 2 && word.ends_with(&option[1..]))
    };
    let mut kept: Vec<String> = Vec::with_capacity(words.len());
    let mut taken = false;
    for word in words {
        if !std::mem::take(&mut taken) {
            taken = takes(word);
            kept.push(word.clone());
        }
    }
    kept
}

/// `-o NAME`, also at the end of a cluster (`-fsSLo NAME`) or joined to it (`-oNAME`).
fn name_option<'a>(command: &Command<'a>, letter: char, long: &str) -> Option<&'a str> {
    let mut words = command.words.iter();
    while let Some(word) = words.next() {
        if word == long {
            return words.next().map(String::as_str);
        }
        if let Some(value) = word.strip_prefix(long).and_then(|rest| rest.strip_prefix('=')) {
            return Some(value);
        }
        if word.starts_with('-')
            && !word.starts_with("--")
            && let Some(at) = word.find(letter)
        {
            let rest = &word[at + letter.len_utf8()..];
            return if rest.is_empty() { words.next().map(String::as_str) } else { Some(rest) };
        }
    }
    None
}

/// What an address gives.
pub fn remote(catalog: &Catalog, address: &str) -> Stream {
    // The signature of a well-known archive has its name too.
    let known = if matches!(kind_of(address), Kind::Signature) { None } else { catalog.download(address) };
    if let Some(row) = known {
        let DownloadRow { what, bytes, unpacked, date, source, .. } = row;
        // Releases grow: last year's is smaller, that of five years ago half as large.
        let spread =
            |bytes| if source == "rel" { Range::spread(bytes, 0.6, 1.3) } else { Range::spread(bytes, 0.85, 1.15) };
        let class = if source == "rel" { Source::Neighbour } else { Source::Measured };
        let kind = match kind_of(address) {
            Kind::Archive => Content::Archive,
            Kind::Script | Kind::Signature => Content::Text,
            _ if unpacked > 0 => Content::Archive,
            _ => Content::GoBinary,
        };
        let label = format!("{what} ({}, {date})", format::rough(bytes));
        let stream = Stream::new(label, spread(bytes), kind, class);
        let unpacked = (unpacked > 0).then(|| spread(unpacked));
        return Stream { unpacked, address: Some(address.to_owned()), ..stream };
    }
    let (range, content, what) = match kind_of(address) {
        Kind::Archive if address.contains("github.com") => (HOSTED, Content::Archive, "an archive"),
        Kind::Archive => (ARCHIVE, Content::Archive, "an archive"),
        Kind::Signature => (SIGNATURE, Content::Text, "a key, checksum or signature"),
        Kind::Script => (TEXT, Content::Text, "a text"),
        Kind::Java => (Range::new(200_000, 5_000_000, 60_000_000), Content::JavaArchive, "a jar"),
        Kind::Unknown => (BINARY, Content::NativeBinary, "a file"),
    };
    let host = address.split("://").nth(1).unwrap_or(address).split('/').next().unwrap_or("");
    let host: String = host.chars().take(60).collect();
    let stream = Stream::new(format!("{what} from {host}, size unknown"), range, content, Source::Guess);
    Stream { address: Some(address.to_owned()), ..stream }
}

enum Kind {
    Archive,
    Signature,
    Script,
    Java,
    Unknown,
}

fn kind_of(address: &str) -> Kind {
    let name = path::file_name(address.split(['?', '#']).next().unwrap_or(address)).to_ascii_lowercase();
    // Mirrors ask for files by `…/php-7.2.1.tar.xz.asc/from/this/mirror`.
    if address.contains(".asc/") || address.contains(".sig/") {
        return Kind::Signature;
    }
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends(&[
        ".asc",
        ".sig",
        ".gpg",
        ".sha256",
        ".sha512",
        ".sha1",
        ".md5",
        ".sha256sum",
        ".pub",
        ".key",
        ".pem",
        ".crt",
        "sums",
        "sums.txt",
        ".sign",
        "key",
        ".sha256.txt",
        ".sha512.txt",
    ]) || name.contains("gpg")
    {
        Kind::Signature
    } else if ends(&[
        ".gz", ".tgz", ".xz", ".bz2", ".zst", ".zip", ".tbz2", ".txz", ".deb", ".rpm", ".apk", ".whl", ".gem", ".7z",
        ".tar", ".run",
    ]) {
        Kind::Archive
    } else if ends(&[".jar", ".war"]) {
        Kind::Java
    } else if ends(&[
        ".sh", ".py", ".txt", ".conf", ".json", ".yml", ".yaml", ".repo", ".list", ".md", ".patch", ".diff", ".xml",
        ".ini", ".php", ".js", ".html",
    ]) || name.starts_with("install")
        || name.starts_with("setup")
        || (address.contains("raw.githubusercontent.com") && !name.contains('.'))
    {
        Kind::Script
    } else {
        Kind::Unknown
    }
}

/// An installer script that is piped into a shell: what it installs, where the table knows it.
pub fn run_installer(run: &mut Run<'_>, script: &Stream) {
    let known = script.address.as_deref().and_then(|address| run.catalog.download(address));
    if let Some(address) = &script.address {
        run.note_repository(address);
    }
    let (written, place) = match known.filter(|row| !row.installs_to.is_empty()) {
        Some(row) => {
            let range = Range::spread(row.unpacked, 0.6, 1.5);
            let label = format!("{}, installed by its script", row.what);
            (
                Written::new(label, range, Content::UnpackedArchive, Source::Neighbour),
                row.installs_to.replace('~', &run.home),
            )
        }
        None => {
            let range = Range::new(10_000, 20_000_000, 300_000_000);
            (
                Written::new("whatever a downloaded script installs", range, Content::Mixed, Source::Guess),
                run.folder.clone(),
            )
        }
    };
    run.add(&place, written);
}
