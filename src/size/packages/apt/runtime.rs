//! Development packages to the libraries that a program built with them needs when it runs.

use super::{Index, bit, insert};

/// More packages than this are not followed from one name: no library needs as many.
const FOLLOWED: usize = 400;

/// Tools that end like libraries, and toolkits for windows: images leave out what would need those.
const NO_LIBRARIES: [&str; 7] = ["dpkg-", "python", "apache2-", "php", "llvm", "tk", "tcl"];

/// The libraries behind the `-dev` packages among the names: what stays when those are purged after a build.
pub fn libraries(index: &Index, names: &[String]) -> Vec<String> {
    let mut libraries: Vec<String> = Vec::new();
    let wanted = |name: &&String| name.ends_with("-dev") && !NO_LIBRARIES.iter().any(|start| name.starts_with(start));
    for name in names.iter().filter(wanted) {
        let Some(id) = index.find(name).or_else(|| index.kin(name)) else { continue };
        let source = stem(index.name(id));
        for below in closure(index, id) {
            let name = index.name(below);
            let is_direct = index.edges(id).iter().any(|edge| edge.package == below && !edge.recommended);
            let is_library =
                name.starts_with("lib") && !["-dev", "-bin", "-perl"].iter().any(|end| name.ends_with(end));
            if is_library && (is_direct || stem(name) == source) {
                libraries.push(name.to_owned());
            }
        }
    }
    libraries
}

/// All that a package needs, itself first. The index leaves out what follows from other dependencies, so that a
/// library's own package may stand behind another one.
fn closure(index: &Index, id: u32) -> Vec<u32> {
    let mut seen = vec![0; (index.len() as usize).div_ceil(64)];
    let mut found = vec![id];
    let mut next = 0;
    while let Some(&id) = found.get(next) {
        next += 1;
        for edge in index.edges(id).iter().filter(|edge| !edge.recommended) {
            if found.len() < FOLLOWED && !bit(&seen, edge.package) {
                insert(&mut seen, edge.package);
                found.push(edge.package);
            }
        }
    }
    found
}

/// The letters a library's packages share: `libmagickwand` of `libmagickwand-6.q16-dev`.
fn stem(name: &str) -> &str {
    let end = name.find(|letter: char| letter.is_ascii_digit() || letter == '-').unwrap_or(name.len());
    &name[..end]
}
