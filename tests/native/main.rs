//! The native suite: what the core does, told from outside. One module per topic.

mod architecture;
mod cache_accuracy;
mod cache_rules;
mod rebuilds;
mod examples;
mod permalinks;
mod random;
mod package_managers;
mod packages;
mod state;
mod expand;
mod image_reference;
mod mutations;
mod shell;
mod syntax;
mod tables;
mod vectors;
mod build_vectors;
mod context;
mod stages;
mod checks;
mod accuracy;
mod size_bases;
mod size_files;
mod size_rules;
