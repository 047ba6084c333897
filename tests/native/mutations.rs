//! Mutated Dockerfiles: whatever is pasted gives a result, with places that lie in the text.
//!
//! The mutations are the same on every run. `DRYDOCK_FUZZ_SECONDS=600 cargo test --release --no-default-features
//! --test native mutations -- --nocapture` goes on for that long with new ones and prints how many it tried.

use std::cell::RefCell;
use std::panic::catch_unwind;
use std::time::{Duration, Instant};

use drydock::analysis::leans_on;
use drydock::cache::{Build, Cache, Change, Outcome, Pick, rebuild};
use drydock::checks;
use drydock::context::{Context, Sources};
use drydock::report::json::Report;
use drydock::scenario::Scenario;
use drydock::sight::{
    Ask, Core, FilesQuestion, Look, Problem, Question, RebuildQuestion, RebuildSight, Sight, read_answer,
};
use drydock::size::Catalog;
use drydock::stages::{Action, history, resolve, unique_steps};
use drydock::state::colours::pieces;
use drydock::syntax::shell::commands;
use drydock::syntax::*;
use drydock::text::Span;

use crate::random::Random;
use crate::vectors;

/// How many texts an ordinary test run tries: a few seconds without optimisation.
const EXECUTIONS: usize = 6_000;

/// What mutations put in: pieces that mean something somewhere.
const PIECES: [&str; 46] = [
    "\\\n",
    "`\n",
    "\n",
    "\r\n",
    "\n\n",
    " ",
    "\t",
    "\u{b}",
    "\u{a0}",
    "\u{feff}",
    "é",
    "\u{1f600}",
    "\0",
    "\u{85}",
    "#",
    "# c\n",
    "# escape=`\n",
    "# check=skip=all\n",
    "<<EOF",
    "<<-'E F' ",
    "<<\"",
    "EOF\n",
    "\"",
    "'",
    "\\",
    "`",
    "$",
    "${",
    "${a:-",
    "}",
    "$((",
    "$(",
    "|",
    "&&",
    "--",
    "--from=",
    "--mount=type=cache,target=",
    "=",
    ",",
    "[\"",
    "\"]",
    "FROM a AS ",
    "\nRUN ",
    "\nCOPY ",
    "\nENV ",
    "\nONBUILD ",
];

const SEEDS: [&str; 6] = [
    "# syntax=docker/dockerfile:1\nARG V=1\nFROM node:${V:-2} AS build\nWORKDIR /a\nCOPY --chown=a:b --link x ./\nRUN a && \\\n  # c\n\n  b\n",
    "FROM a\nRUN --mount=type=cache,target=/x,sharing=locked <<EOF cat > y\nfor i in 1 2; do echo $i; done\nEOF\nCMD [\"a\", \"b\"]\n",
    "# escape=`\nFROM a\nRUN dir c:\\ `\n  && b\nENV a=\"b c\" d=e` f\nLABEL x y z\n",
    "FROM a\nONBUILD COPY <<-\"X\" <<Y /d\n\t1\n\tX\n2\nY\nHEALTHCHECK --interval=1m30s --retries=3 CMD curl x || exit 1\n",
    "FROM a\nSHELL [\"sh\", \"-c\"]\nRUN case \"$(uname -m)\" in x86*) a=1 ;; *) a=2 ;; esac; if [ $a = 1 ]; then cd /x; fi; (b | c) > d 2>&1\n",
    "FROM a AS b\nENV P=${A#*.} Q=${B%%/*} R=${C//x/y} S=\"$D\"\nVOLUME [\"/x\"]\nEXPOSE 80/tcp $P\nUSER a\nSTOPSIGNAL 9\nMAINTAINER me\n",
];

#[test]
fn nothing_breaks_on_mutated_dockerfiles() {
    let seeds: Vec<String> = vectors::of_kind("build")
        .filter_map(|vector| vector["dockerfile"].as_str().map(str::to_owned))
        .chain(SEEDS.map(str::to_owned))
        .collect();
    let seconds = std::env::var("DRYDOCK_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let end = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let mut random = Random::new(3);
    let mut executions = 0;
    while end.map_or(executions < EXECUTIONS, |end| Instant::now() < end) {
        let text = mutated(&seeds, &mut random);
        if catch_unwind(|| examine(&text)).is_err() {
            panic!("after {executions} executions, on {text:?}");
        }
        executions += 1;
    }
    println!("{executions} mutated Dockerfiles, nothing broke");
}

/// Reads the text with all that this library reads texts with.
fn examine(text: &str) {
    let dockerfile = parse(text);
    let check = |span: Span| {
        assert!(span.start <= span.end && span.end <= text.len(), "{span:?}");
        assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{span:?}");
    };
    dockerfile.errors.iter().for_each(|error| check(error.span));
    dockerfile.directives.iter().for_each(|directive| check(directive.span));
    let mut line = 0;
    for instruction in &dockerfile.instructions {
        assert!(line < instruction.start_line && instruction.start_line <= instruction.end_line);
        line = instruction.end_line;
        check_instruction(instruction, &check);
    }
    assert!(line <= dockerfile.lines.count());
    examine_graph(text, &dockerfile, &check);
    examine_analysis(text);
}

/// Runs the whole core on the text, as the page and the command line do, and what a rebuild of it would run again.
fn examine_analysis(text: &str) {
    let scenario = Scenario { dockerfile: text.to_owned(), ..Scenario::default() };
    let analysis = CORE.with_borrow_mut(|core| core.analysis(&scenario));
    for stage in &analysis.sizes.stages {
        let weights = stage.layers.iter().flatten().map(|layer| &layer.weight).chain([&stage.base, &stage.total]);
        for weight in weights.flat_map(|weight| [&weight.disk.range, &weight.pull.range]) {
            assert!(weight.low <= weight.likely && weight.likely <= weight.high, "{weight:?}");
        }
    }
    serde_json::to_string(&Report::new("mutated", text, &analysis)).unwrap();
    // It estimates some twenty times, so that not every text gets it.
    if text.len().is_multiple_of(16) {
        for lean in CATALOG.with(|catalog| leans_on(&scenario, &analysis, catalog)) {
            assert!(lean.now.low <= lean.after.low && lean.after.high <= lean.now.high, "{lean:?}");
            assert!(lean.steps.iter().all(|(stage, step)| *step < analysis.graph.stages[*stage].steps.len()));
        }
    }
    let again = rebuild(&Build::of(&scenario), &Change::Touch { path: "a".into() }, Cache::Warm).unwrap();
    assert!(again.steps.iter().all(|step| step.outcome != Outcome::Again), "nothing changed, yet: {again:?}");
    examine_sight(Look { scenario });
}

/// Asks as the page does, and reads the answer as it does.
fn examine_sight(look: Look) {
    let text = look.scenario.dockerfile.clone();
    let ask = |question: Ask| CORE.with_borrow_mut(|core| core.answer(&question.to_bytes()));
    let sight: Sight = read_answer(&ask(look.ask())).unwrap();
    assert_eq!(sight.inks.iter().map(|run| run.length()).sum::<usize>(), text.len());
    let lines = 1..text.split('\n').count() + 1;
    assert_eq!(pieces(&text, Some((&text, &sight)), lines.clone()).len(), lines.len());
    assert!(sight.instructions.is_sorted_by_key(|instruction| instruction.lines.start));
    assert!(sight.target.is_none_or(|target| target < sight.stage_count));
    for Problem { span, line, .. } in &sight.problems.errors {
        assert!(text.get(span.start..span.end).is_some() && lines.contains(line), "{span:?}");
    }
    // Its sizes are estimated anew, so that not every text gets it.
    if text.len().is_multiple_of(16) {
        let stages = CORE.with_borrow_mut(|core| core.analysis(&look.scenario)).sizes.stages.len();
        for stage in (0..stages).take(3) {
            crate::files::examine(&look.scenario, stage, &mut |question| {
                let question: FilesQuestion = question;
                read_answer(&ask(question.ask())).unwrap()
            });
        }
    }
    let (change, cache) = (Pick::Line { second: false, line: 2 }, Cache::Warm);
    let rebuild = RebuildQuestion { scenario: look.scenario, change, cache, second: false };
    let rebuilt: RebuildSight = read_answer(&ask(rebuild.ask())).unwrap();
    assert!(rebuilt.again <= rebuilt.steps);
}

thread_local! {
    static CATALOG: Catalog = Catalog::complete();
    static CORE: RefCell<Core> = RefCell::new(Core::new(Catalog::complete()));
}

/// Makes the build graph of the text and looks at all that is made of it.
fn examine_graph(text: &str, dockerfile: &Dockerfile, check: &dyn Fn(Span)) {
    let dockerignore = Some(text.to_owned());
    let scenario = Scenario { dockerfile: text.to_owned(), dockerignore, ..Scenario::default() };
    let graph = resolve(dockerfile, &scenario);
    graph.errors.iter().for_each(|error| check(error.span));
    let context = Context::new(&scenario);
    for finding in checks::check(text, dockerfile, &graph, &context) {
        check(finding.span);
        assert!(finding.line <= dockerfile.lines.count());
    }
    let unique = unique_steps(&graph);
    for stage in &graph.stages {
        assert_eq!(unique.steps[stage.index].len(), stage.steps.len());
        let entries = history(&graph, stage.index).entries;
        assert!(entries.iter().all(|(stage, step)| graph.stages[*stage].steps[*step].history_text().is_some()));
        for step in &stage.steps {
            check(step.span);
            if let Action::Copy(copy) = &step.action {
                assert!(copy.destination.starts_with('/'));
                let (paths, excludes) = (&copy.sources, &copy.excludes);
                context.takes(Sources { paths, excludes, parents: copy.parents }, "src/main.c");
            }
        }
    }
    assert!(graph.edges.iter().all(|edge| edge.taker < graph.stages.len()));
}

fn check_instruction(instruction: &Instruction, check: &dyn Fn(Span)) {
    let variables = |name: &str| name.len().is_multiple_of(2).then(|| "a/b.c d".to_owned());
    check(instruction.span);
    check(instruction.keyword_span);
    instruction.flags.iter().for_each(|flag| check(flag.span));
    instruction.comments.iter().for_each(|comment| check(comment.span));
    instruction.heredocs.iter().for_each(|heredoc| check(heredoc.body));
    instruction.swallowed.into_iter().for_each(check);
    for offset in instruction.arguments.text.char_indices().map(|(offset, _)| offset) {
        check(instruction.arguments.span(offset..offset));
    }
    for word in words(&instruction.payload) {
        check(word.span);
        let _ = ImageReference::parse(&word.text);
        for escape in [Escape::Backslash, Escape::Backtick] {
            let _ = expand(&word.text, escape, &variables);
            let _ = expand_words(&word.text, escape, &variables);
        }
    }
    for heredoc in &instruction.heredocs {
        let _ = expand_heredoc(&heredoc.content, &variables);
        commands(&heredoc.content, &variables);
    }
    match &instruction.payload {
        Payload::Run(Run { command: CommandLine::Shell(script), mounts, .. }) => {
            for mount in mounts {
                let _ =
                    mount.resolve(&mut |value| expand(value, Escape::Backslash, &variables).map(|value| value.text));
            }
            for command in commands(script, &variables) {
                assert!(command.span.end <= script.len());
                assert!(script.is_char_boundary(command.span.start) && script.is_char_boundary(command.span.end));
            }
        }
        Payload::Onbuild(trigger) => check_instruction(trigger, check),
        _ => {}
    }
}

fn words(payload: &Payload) -> Vec<&Word> {
    match payload {
        Payload::Add(transfer) | Payload::Copy(transfer) => {
            transfer.sources.iter().chain(&transfer.destination).collect()
        }
        Payload::Arg(arguments) => {
            arguments.iter().flat_map(|argument| [&argument.name].into_iter().chain(&argument.default)).collect()
        }
        Payload::Env(pairs) | Payload::Label(pairs) => {
            pairs.pairs.iter().flat_map(|pair| [&pair.name, &pair.value]).collect()
        }
        Payload::Expose(words) | Payload::Volume(words) => words.iter().collect(),
        Payload::From(from) => [&from.image].into_iter().chain(&from.name).chain(&from.as_keyword).collect(),
        Payload::Maintainer(word) | Payload::Stopsignal(word) | Payload::User(word) | Payload::Workdir(word) => {
            vec![word]
        }
        _ => Vec::new(),
    }
}

/// A seed after a few random changes.
pub fn mutated(seeds: &[String], random: &mut Random) -> String {
    let mut text = random.pick(seeds).clone();
    for _ in 0..1 + random.below(8) {
        let start = place(&text, random);
        let end = place(&text, random).min(start + 40).max(start);
        let end = (end..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
        match random.below(6) {
            0 => text.replace_range(start..end, ""),
            1 => {
                let copy = text[start..end].to_owned();
                let to = place(&text, random);
                text.insert_str(to, &copy);
            }
            2 => {
                let other = random.pick(seeds);
                let from = place(other, random);
                text.insert_str(start, &other[from..]);
            }
            3 => text.truncate(start),
            _ => text.insert_str(start, random.pick::<&str>(&PIECES)),
        }
    }
    text
}

fn place(text: &str, random: &mut Random) -> usize {
    let at = random.below(text.len() + 1);
    (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}
