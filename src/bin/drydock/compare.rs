//! Two Dockerfiles, or one, to what a pull request or a document shows of them.

use std::io::{self, Write};

use drydock::analysis::{Analysis, analyze};
use drydock::bytes::TABLES;
use drydock::report::Compared;
use drydock::report::card::{Paper, card};
use drydock::report::markdown::Markdown;
use drydock::report::mermaid::Mermaid;
use drydock::scenario::{Comparison, Scenario};
use drydock::size::Catalog;
use drydock::state::permalink::{Shared, encode};

#[derive(Clone, Copy)]
pub enum Form {
    Markdown,
    Mermaid,
    Svg,
}

/// Whether the files could be read. A picture carries the texts, as a link does.
pub fn compare(form: Form, paths: &[&str], out: &mut impl Write) -> io::Result<bool> {
    let mut scenarios = Vec::new();
    for path in paths {
        match super::read(path) {
            Ok(dockerfile) => scenarios.push(Scenario { dockerfile, ..Scenario::default() }),
            Err(error) => {
                eprintln!("drydock: {path}: {error}");
                return Ok(false);
            }
        }
    }
    let catalog = Catalog::complete();
    let analyses: Vec<Analysis> = scenarios.iter().map(|scenario| analyze(scenario, &catalog)).collect();
    let [before, ..] = analyses.as_slice() else { return Ok(false) };
    let mut sides = scenarios.into_iter();
    let comparison = Comparison { before: sides.next().unwrap_or_default(), after: sides.next() };
    // What is too large for a link is shown without one.
    let link = encode(&Shared { comparison, tables: Some(TABLES.to_owned()), ..Shared::default() }).ok();
    let compared = Compared { before, after: analyses.get(1), link: link.as_deref() };
    match form {
        Form::Markdown => write!(out, "{}", Markdown(compared))?,
        Form::Mermaid => write!(out, "{}", Mermaid(compared))?,
        Form::Svg => write!(out, "{}", card(&compared, Paper::Either))?,
    }
    Ok(true)
}
