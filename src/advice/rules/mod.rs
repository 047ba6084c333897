//! One file for each rule: `pub const RULE` with its name, and `pub fn look`, which adds what it finds.

pub mod add_for_copy;
pub mod apk_cache;
pub mod archive_kept;
pub mod build_tools_shipped;
pub mod context_before_install;
pub mod dev_dependencies;
pub mod dockerignore;
pub mod ended_base;
pub mod heavy_base;
pub mod moving_base;
pub mod no_cache_mount;
pub mod npm_cache;
pub mod package_cache_kept;
pub mod package_lists_kept;
pub mod pip_cache;
pub mod recommends_installed;
pub mod removed_later;
pub mod secrets_copied;
pub mod secrets_in_variables;
pub mod toolchain_shipped;
pub mod unused_stage;
mod ways;
mod words;
pub mod written_twice;
pub mod yarn_cache;
