//! The project's copy of BuildKit's answers; `tests/fixtures/README.md` tells where they come from.

use serde_json::Value;

/// The vectors of one kind: `build`, `expand` or `dockerignore`.
pub fn of_kind(kind: &str) -> impl Iterator<Item = Value> {
    include_str!("../fixtures/semantics-vectors.jsonl")
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("every line is JSON"))
        .filter(move |vector| vector["kind"] == kind)
}
