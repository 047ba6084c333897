//! How well the files of Debian packages compress, by what their names say they hold.

use super::Added;

/// Beginnings or endings (after `*`) of names with gzip-compressed over plain bytes, the first that fits: the files of 384
/// packages of a Debian 12 system deflated, without documentation, 2026-11.
const RATIOS: [(&str, f64); 20] = [
    ("libllvm", 0.30),
    ("llvm-", 0.32),
    ("clang-", 0.33),
    ("libclang", 0.30),
    ("g++-", 0.38),
    ("gcc-", 0.38),
    ("cpp-", 0.37),
    ("libstdc++-", 0.17),
    ("binutils", 0.32),
    ("fonts-", 0.54),
    // Modules of the JDK are archives.
    ("openjdk-*-jdk-headless", 0.93),
    ("openjdk-", 0.36),
    ("perl", 0.25),
    ("libperl", 0.24),
    ("python3", 0.27),
    ("libpython3", 0.28),
    ("*-perl", 0.23),
    ("*-dev", 0.27),
    ("*-data", 0.30),
    ("*-common", 0.30),
];
const OTHERS: f64 = 0.41;
/// A layer holds each file with its header and padding: real builds compress so much less than the files alone.
const HEADERS: f64 = 1.06;
/// Lists of files, status and logs that dpkg and apt write.
const RECORDS: f64 = 0.24;

/// Compressed over plain bytes of packages of `total` bytes with their records.
pub fn ratio(packages: &[Added], total: u64) -> f64 {
    let files: u64 = packages.iter().map(|package| package.bytes).sum();
    let compressed: f64 = packages.iter().map(|package| package.bytes as f64 * of(&package.name)).sum();
    let records = total.saturating_sub(files) as f64;
    HEADERS * (compressed + records * RECORDS) / (files as f64 + records).max(1.0)
}

fn of(name: &str) -> f64 {
    let fits = |pattern: &str| match pattern.split_once('*') {
        Some((start, end)) => name.starts_with(start) && name.ends_with(end),
        None => name.starts_with(pattern),
    };
    RATIOS.iter().find(|(pattern, _)| fits(pattern)).map_or(OTHERS, |(_, ratio)| *ratio)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::Source;

    #[test]
    fn fonts_compress_less_than_headers() {
        let of = |name: &str| {
            let package = Added { name: name.to_owned(), bytes: 1_000_000, source: Source::Index };
            ratio(&[package], 1_000_000)
        };
        assert!(of("fonts-dejavu-core") > of("libc6") && of("libc6") > of("libssl-dev"));
        assert!(of("openjdk-17-jdk-headless") > 2.0 * of("openjdk-17-jre-headless"));
    }
}
