//! Packing and unpacking. What an archive becomes is known where the archive is; else it grows by the ratio measured
//! over unpacked archives.

use super::{Command, Stream};
use crate::bytes::{Range, Source};
use crate::size::content::Content;
use crate::size::ledger::Written;
use crate::size::path;
use crate::size::run::Run;

/// An archive nobody has seen: judgement, as for downloads of unknown size.
const UNKNOWN_ARCHIVE: Range = Range { low: 1_000_000, likely: 30_000_000, high: 250_000_000 };
/// Unpacked over packed, gzip and its like: the inverse of the measured ratios (1.1 to 3.8, 2.5 in the middle).
const GROWTH: (f64, f64, f64) = (1.5, 2.6, 4.0);

pub fn tar(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    // The first word may be a cluster of letters without a dash: `tar xzf`.
    let cluster = command.words.first().map_or("", String::as_str);
    let old_style = !cluster.starts_with('-') && !cluster.is_empty();
    let letters = |letter: char| {
        (old_style && cluster.contains(letter))
            || command
                .words
                .iter()
                .any(|word| word.starts_with('-') && !word.starts_with("--") && word.contains(letter))
    };
    let extracts = letters('x') || command.has(&["--extract", "--get"]);
    if !extracts && (letters('c') || command.has(&["--create"])) {
        return pack_into(run, command, tar_file(command, old_style));
    }
    if !extracts {
        return Stream::some_lines();
    }
    let to = command.value(&["-C", "--directory"]).unwrap_or(".");
    let to = run.absolute(to);
    let stream = match tar_file(command, old_style) {
        Some("-") | None => command.input.cloned(),
        Some(file) => file_stream(run, file),
    };
    unpack(run, stream, &to, command.has(&["--strip-components", "--strip"]), members(command, old_style));
    Stream::silent()
}

/// The archive's name: the value of `-f`, of a cluster that ends in `f`, or of an old-style cluster.
fn tar_file<'a>(command: &'a Command<'_>, old_style: bool) -> Option<&'a str> {
    if old_style {
        return command
            .words
            .first()
            .filter(|cluster| cluster.contains('f'))
            .and(command.words.get(1))
            .map(String::as_str);
    }
    command.value(&["-f", "--file"])
}

/// Members named on the command line: then only a part is unpacked.
fn members(command: &Command<'_>, old_style: bool) -> bool {
    let operands = command.operands_without(&["-f", "-C", "--file", "--directory", "-T", "--strip-components"]);
    let clusters =
        command.words.iter().filter(|word| word.len() > 2 && word.starts_with('-') && word.ends_with('f')).count();
    operands.len() > if old_style { 2 } else { clusters }
}

pub fn unzip(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let operands = command.operands_without(&["-d", "-x"]);
    let files: Vec<&str> =
        operands.into_iter().filter(|word| !(command.name.starts_with('7') && *word == "x")).collect();
    if command.has(&["-l", "-p"]) {
        return Stream::some_lines();
    }
    let to = run.absolute(command.value(&["-d"]).unwrap_or("."));
    if let Some((file, members)) = files.split_first() {
        let stream = file_stream(run, file);
        unpack(run, stream, &to, false, !members.is_empty());
    }
    Stream::silent()
}

/// `gunzip f.gz` and its like replace a file by its content, or print it.
pub fn decompress(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let packs = matches!(command.name, "gzip" | "xz" | "zstd") && !command.has(&["-d", "--decompress"]);
    let prints = command.name.ends_with("cat") || command.has(&["-c", "--stdout"]) || command.operands().is_empty();
    let files = command.operands();
    let input = match files.first() {
        Some(file) => file_stream(run, file),
        None => command.input.cloned(),
    };
    let Some(input) = input else { return Stream::some_lines() };
    let result = if packs {
        Stream::new(input.label, input.content.compressed(input.range), Content::Archive, input.source)
    } else {
        let range = input.unpacked.unwrap_or_else(|| grown(input.range));
        // A decompressed tarball goes on to tar, which unpacks it.
        Stream {
            unpacked: Some(range),
            address: input.address,
            ..Stream::new(input.label, range, Content::UnpackedArchive, input.source)
        }
    };
    if prints {
        return result;
    }
    for file in files {
        let path = run.absolute(file);
        let (stem, _) = path.rsplit_once('.').unwrap_or((&path, ""));
        let target = if packs { format!("{path}.gz") } else { stem.to_owned() };
        run.remove(&path);
        run.write_file(&target, result.written());
    }
    Stream::silent()
}

pub fn pack(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let file = command.operands().first().copied();
    pack_into(run, command, file)
}

fn pack_into(run: &mut Run<'_>, command: &Command<'_>, file: Option<&str>) -> Stream {
    let sources = command.operands_without(&["-f", "-C", "--file", "--directory", "--exclude"]);
    let paths = sources.iter().map(|word| run.absolute(word));
    let total = Range::sum(paths.map(|path| run.disk.weigh(&path)).collect::<Vec<_>>());
    let range = if total.likely > 0 { total.ratio(0.25, 0.4, 0.9) } else { UNKNOWN_ARCHIVE };
    let stream =
        Stream { unpacked: Some(total), ..Stream::new("an archive made here", range, Content::Archive, Source::Guess) };
    match file.filter(|file| *file != "-") {
        Some(file) => {
            let path = run.absolute(file);
            run.keep_archive(&path, stream.clone());
            run.write_file(&path, stream.written());
            Stream::silent()
        }
        None => stream,
    }
}

/// What is known of an archive file: what downloaded or packed it, or what the tree holds there.
fn file_stream(run: &Run<'_>, file: &str) -> Option<Stream> {
    let path = run.disk.glob(&run.absolute(file)).into_iter().next()?;
    if let Some(stream) = run.archive(&path) {
        return Some(stream);
    }
    let range = run.disk.weigh(&path);
    (range.high > 0).then(|| Stream::new(path::file_name(&path).to_owned(), range, Content::Archive, Source::Typical))
}

fn unpack(run: &mut Run<'_>, stream: Option<Stream>, to: &str, strips: bool, partly: bool) {
    let stream = stream.unwrap_or_else(|| Stream::new("an archive", UNKNOWN_ARCHIVE, Content::Archive, Source::Guess));
    let mut range = stream.unpacked.unwrap_or_else(|| grown(stream.range));
    let mut source = if stream.unpacked.is_some() { stream.source } else { stream.source.max(Source::Typical) };
    if partly {
        range = Range::new(range.low / 20, range.likely / 2, range.high);
        source = Source::Guess;
    }
    let content = if stream.content == Content::Text { Content::Text } else { Content::UnpackedArchive };
    let label = format!("{}, unpacked", stream.label.trim_end_matches(", unpacked"));
    // Most archives hold one folder named like them, which the next command enters or moves.
    let folder = stream.address.as_deref().map(|address| path::file_name(address).split('?').next().unwrap_or(""));
    let stem = folder.map(|name| name.trim_end_matches(".gz").trim_end_matches(".xz").trim_end_matches(".bz2"));
    let stem = stem.map(|name| name.trim_end_matches(".tar").trim_end_matches(".tgz").trim_end_matches(".zip"));
    let place = match stem.filter(|stem| !strips && !partly && !stem.is_empty() && !stem.contains('$')) {
        Some(stem) => path::join(to, stem),
        None => to.to_owned(),
    };
    let ratio = repacked(&stream, range);
    run.add(&place, Written::new(label, range, content, source).compressing(ratio));
}

/// What was unpacked compresses again to about what it was: a little more than gzip made of it, half as much again where
/// a better compressor had packed it.
fn repacked(stream: &Stream, unpacked: Range) -> Option<(f64, f64, f64)> {
    if stream.content != Content::Archive || stream.range.likely == 0 || unpacked.likely == 0 {
        return None;
    }
    let address = stream.address.as_deref().unwrap_or("");
    let better = [".xz", ".txz", ".zst", ".7z"].iter().any(|ending| address.ends_with(ending));
    let (low, likely, high) = match (better, address.ends_with(".bz2")) {
        (true, _) => (1.2, 1.5, 1.8),
        (_, true) => (1.0, 1.15, 1.4),
        _ => (0.95, 1.03, 1.15),
    };
    let ratio = stream.range.likely as f64 / unpacked.likely as f64;
    Some(((ratio * low).min(1.0), (ratio * likely).min(1.0), (ratio * high).min(1.02)))
}

pub fn grown(range: Range) -> Range {
    range.ratio(GROWTH.0, GROWTH.1, GROWTH.2)
}
