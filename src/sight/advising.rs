//! Advice with its savings to cards: alternatives together, the most helpful first, and no more than is read. Also what
//! becomes of the whole Dockerfile by one click.

use std::cmp::Reverse;

use super::advice::{AdviceSight, Card, Choice, FixSight, Given, RewritesSight, Rewritten, Stages};
use crate::advice::{Fix, Gain, Safety};
use crate::analysis::{Advised, Analysis, Fixed, analyze, fixed, multi_stage_of, saving, single_stage_of, with};
use crate::bytes::Range;
use crate::order;
use crate::scenario::Scenario;
use crate::size::Catalog;

/// More cards than this nobody reads.
const MOST_CARDS: usize = 100;

/// Rules whose fix empties what a cache mount would keep, so that one of the two is to be done.
const EMPTIES_CACHE: [&str; 3] = ["pip-cache", "npm-cache", "yarn-cache"];
const MOUNTS_CACHE: &str = "no-cache-mount";

pub(super) fn cards(scenario: &Scenario, advised: Vec<Advised>) -> AdviceSight {
    let mut cards: Vec<Card> = Vec::new();
    for advised in advised {
        let (line, span, rule) = (advised.advice.line, advised.advice.span, advised.advice.rule.name);
        // They come in the order of lines.
        let of_line = cards.iter().rposition(|card| card.line != line).map_or(0, |last| last + 1);
        let partner = cards[of_line..].iter_mut().find(|card| are_alternatives(card, rule));
        let choice = choice(scenario, advised);
        match partner {
            Some(card) => card.choices.push(choice),
            None => cards.push(Card { line, span, choices: vec![choice] }),
        }
    }
    // What empties the cache is for any builder; it comes first.
    for card in &mut cards {
        order::sort_by_key(&mut card.choices, |choice| choice.rule == MOUNTS_CACHE);
    }
    order::sort_by_key(&mut cards, rank);
    let card_count = cards.len();
    cards.truncate(MOST_CARDS);
    AdviceSight { cards, card_count }
}

/// Smaller images first, by what they save; then what spares steps. Lines decide between equals, as they come.
fn rank(card: &Card) -> (bool, Reverse<u64>, Reverse<usize>, usize) {
    let is_other = card.choices.iter().all(|choice| choice.gain != Gain::Size);
    let disk = card.choices.iter().map(|choice| choice.saves_disk.likely).max().unwrap_or(0);
    let steps = card.choices.iter().map(|choice| choice.steps_saved).max().unwrap_or(0);
    (is_other, Reverse(disk), Reverse(steps), card.line)
}

fn are_alternatives(card: &Card, rule: &str) -> bool {
    let [only] = card.choices.as_slice() else { return false };
    let (one, empties) = (only.rule.as_str(), |rule: &str| EMPTIES_CACHE.contains(&rule));
    (one == MOUNTS_CACHE && empties(rule)) || (rule == MOUNTS_CACHE && empties(one))
}

fn choice(scenario: &Scenario, advised: Advised) -> Choice {
    let Advised { advice, saves_disk, saves_pull, steps_saved } = advised;
    Choice {
        rule: advice.rule.name.to_owned(),
        title: advice.title,
        why: advice.why,
        gain: advice.rule.gain,
        saves_disk,
        saves_pull,
        steps_saved,
        fix: advice.fix.map(|fix| fix_sight(scenario, fix)),
    }
}

fn fix_sight(scenario: &Scenario, fix: Fix) -> FixSight {
    let given = if scenario.layers_given() == 0 { Given::default() } else { given(with(scenario, &fix)) };
    let Fix { label, edits, dockerignore, safety } = fix;
    let check = match safety {
        Safety::Safe => None,
        Safety::Check(why) => Some(why),
    };
    FixSight { label, edits, dockerignore, check, given }
}

fn given(scenario: Scenario) -> Given {
    Given { overrides: scenario.overrides, pull_overrides: scenario.pull_overrides }
}

pub(super) fn rewrites(scenario: &Scenario, analysis: &Analysis, catalog: &Catalog) -> RewritesSight {
    let fixed = fixed(scenario, catalog);
    let stages = match analysis.graph.stages.len() {
        0 | 1 => split(scenario, analysis, &fixed, catalog),
        _ => joined(scenario, analysis, catalog),
    };
    let fix_count = fixed.applied.len();
    let saves = (fixed.saves_disk, fixed.saves_pull);
    let fixed = (fix_count > 0).then(|| rewritten(fixed.scenario, saves, Vec::new()));
    RewritesSight { fixed, fix_count, stages }
}

fn split(scenario: &Scenario, analysis: &Analysis, fixed: &Fixed, catalog: &Catalog) -> Stages {
    match multi_stage_of(scenario, analysis, fixed, catalog) {
        Ok(after) => Stages::Split(rewritten(after.scenario, (after.saves_disk, after.saves_pull), after.notes)),
        Err(declined) => Stages::Kept(declined.why),
    }
}

fn joined(scenario: &Scenario, analysis: &Analysis, catalog: &Catalog) -> Stages {
    match single_stage_of(scenario, analysis, catalog) {
        Ok(before) => {
            let saves = saving(&analyze(&before, catalog), analysis);
            Stages::Joined(rewritten(before, saves, Vec::new()))
        }
        Err(why) => Stages::Kept(why),
    }
}

fn rewritten(scenario: Scenario, (saves_disk, saves_pull): (Range, Range), notes: Vec<String>) -> Rewritten {
    let Scenario { dockerfile, dockerignore, overrides, pull_overrides, .. } = scenario;
    let given = Given { overrides, pull_overrides };
    Rewritten { dockerfile, dockerignore, given, saves_disk, saves_pull, notes }
}
