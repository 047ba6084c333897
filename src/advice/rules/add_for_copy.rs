//! ADD of plain files of the build context, where COPY says what happens.

use super::super::{Advice, Fix, Gain, Rule, Subject};
use crate::context::clean;
use crate::stages::{Action, CopyAction, CopySource};
use crate::text::Edit;

pub const RULE: Rule = Rule { name: "add-for-copy", title: "ADD where COPY would do", gain: Gain::Tidiness };

/// How the names of archives end that ADD unpacks.
const ARCHIVES: [&str; 12] =
    [".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz", ".tar.zst", ".tzst", ".gz", ".xz"];

pub fn look(subject: &Subject<'_>, found: &mut Vec<Advice>) {
    for (_, _, step) in subject.steps() {
        let (Action::Copy(copy), Some(instruction)) = (&step.action, subject.instruction(step)) else { continue };
        if !copies(copy) {
            continue;
        }
        let why = "ADD also downloads addresses and unpacks archives. These files are neither, and COPY says so to whoever \
                   reads it.";
        let keyword = &instruction.keyword_text;
        let is_lower = keyword.bytes().all(|byte| byte.is_ascii_lowercase());
        let edits = vec![Edit::replace(instruction.keyword_span, if is_lower { "copy" } else { "COPY" })];
        let unknown = copy.sources.iter().find(|source| !is_plain(subject, source));
        let fix = match unknown {
            None => Fix::safe("Write COPY", edits),
            Some(name) => {
                let name: String = name.chars().take(40).collect();
                Fix::to_check("Write COPY", edits, format!("ADD unpacks {name} if it is a tar archive, COPY does not."))
            }
        };
        found.push(Advice::new(subject, &RULE, instruction.keyword_span, RULE.title, why).fix(Some(fix)));
    }
}

/// Whether COPY does the same, as far as the names tell.
fn copies(copy: &CopyAction) -> bool {
    let is_archive = |source: &String| ARCHIVES.iter().any(|end| source.to_ascii_lowercase().ends_with(end));
    copy.add
        && copy.from == CopySource::Context
        && copy.checksum.is_none()
        && !copy.keep_git_dir
        && copy.unpack.is_none()
        && !copy.sources.iter().any(|source| copy.is_remote(source) || is_archive(source) || source.contains('$'))
}

/// Whether a source is surely no archive: a folder, or a file whose name says what it is.
fn is_plain(subject: &Subject<'_>, source: &str) -> bool {
    let path = clean(source);
    let is_folder = matches!(path.as_str(), "" | "." | "/") || source.ends_with('/');
    let below = format!("{}/", path.trim_matches('/'));
    let known = subject.scenario.context.keys().map(|key| key.trim_start_matches("./"));
    let holds = |mut keys: Box<dyn Iterator<Item = &str> + '_>| keys.any(|key| key.starts_with(&below));
    let name = source.rsplit('/').next().unwrap_or(source);
    let has_ending = name.trim_start_matches('.').rsplit_once('.').is_some_and(|(stem, end)| {
        !stem.is_empty() && !end.contains(['*', '?', '[']) && end.starts_with(|first: char| first.is_ascii_alphabetic())
    });
    is_folder || has_ending || holds(Box::new(known))
}
