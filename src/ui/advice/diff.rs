//! The lines a fix changes, as they stand and as they will.

use yew::prelude::*;

use crate::scenario::Scenario;
use crate::sight::FixSight;
use crate::state::changed_lines::{ChangedLines, between, changed_lines};

/// More lines than this are folded away.
const SHOWN: usize = 12;

pub fn diff(scenario: &Scenario, fix: &FixSight) -> Html {
    let changed = changed_lines(&scenario.dockerfile, &fix.edits);
    let old = scenario.dockerignore.as_deref().unwrap_or("");
    let ignored = fix.dockerignore.as_deref().and_then(|new| between(1, old, new));
    let count: usize = changed.iter().chain(&ignored).map(|lines| lines.old.len() + lines.new.len()).sum();
    let lines = html! {
        <div class="advice-diff">
            { for changed.iter().map(group) }
            if let Some(ignored) = &ignored {
                <p class="quiet">{ ".dockerignore" }</p>
                { group(ignored) }
            }
        </div>
    };
    if count <= SHOWN {
        return lines;
    }
    html! { <details><summary>{ format!("The {count} lines that change") }</summary>{ lines }</details> }
}

fn group(changed: &ChangedLines) -> Html {
    html! {
        <pre>
            { for changed.old.iter().map(|text| html! { <del>{ line("− ", text) }</del> }) }
            { for changed.new.iter().map(|text| html! { <ins>{ line("+ ", text) }</ins> }) }
        </pre>
    }
}

fn line(sign: &str, text: &str) -> String {
    format!("{sign}{text}\n")
}
