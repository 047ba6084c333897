//! One file for each rule: `pub const RULE` with its name, and `pub fn look`, which adds what it finds.

pub mod add_for_copy;
pub mod apk_cache;
pub mod archive_kept;
pub mod context_before_install;
pub mod no_cache_mount;
pub mod npm_cache;
pub mod package_cache_kept;
pub mod package_lists_kept;
pub mod pip_cache;
pub mod recommends_installed;
pub mod removed_later;
mod ways;
mod words;
pub mod written_twice;
pub mod yarn_cache;
