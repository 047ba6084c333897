//! The words that links of version 1 need not spell out: what Dockerfiles and manifests are full of. Deflate copies
//! from it as if it stood before the text. It is frozen: a changed byte would garble every link made so far.

/// Requirements, npm packages and Dockerfile lines, the likeliest last, where deflate reaches them with fewer bits.
const WORDS: &str = include_str!("dictionary-v1.txt");

const SECTION: &str = "\n=====\n";

/// What stands between two npm packages, so that one copy spans the end of an entry and the name of the next.
const BETWEEN_PACKAGES: &str = "\":\"1.0.0\",\"";

/// The text that every link of version 1 is deflated after.
pub(super) fn version_1() -> Vec<u8> {
    let mut sections = WORDS.split(SECTION);
    let requirements = sections.next().unwrap_or("");
    let packages = sections.next().unwrap_or("").replace('\n', BETWEEN_PACKAGES);
    let dockerfile = sections.next().unwrap_or("");
    [requirements, "\",\"", &packages, "\":\"^\n", dockerfile].concat().into_bytes()
}

#[cfg(test)]
mod tests {
    /// Fowler, Noll and Vo's hash, to notice any change.
    fn hash(bytes: &[u8]) -> u64 {
        bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
    }

    #[test]
    fn the_words_of_version_1_never_change() {
        assert_eq!(hash(&super::version_1()), 4_533_493_165_916_863_333);
    }
}
