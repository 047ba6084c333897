//! What people do with the page, from a first look to a shared link, in a real browser on the built page.

mod accessibility;
mod advice;
mod appearance;
mod broken_links;
mod changes;
mod core;
mod embedding;
mod files;
mod facts;
mod first_sight;
mod graph;
mod fleet;
mod folder;
mod hostile;
mod gallery;
mod keyboard;
mod lessons;
mod linking;
mod override_sizes;
mod newcomer;
mod offline;
mod permalink;
mod rebuild;
mod scripting;
mod sharing;
mod typing;
