//! The native suite: what the core does, told from outside. One module per topic.

mod accuracy;
mod architecture;
mod build_vectors;
mod cache_accuracy;
mod cache_rules;
mod checks;
mod context;
mod examples;
mod expand;
mod image_reference;
mod mutations;
mod package_managers;
mod packages;
mod permalinks;
mod random;
mod rebuilds;
mod reports;
mod shell;
mod size_bases;
mod size_files;
mod size_rules;
mod stages;
mod state;
mod syntax;
mod tables;
mod vectors;
