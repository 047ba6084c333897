//! What layers hold: files made, changed and removed in one step or across several, as BuildKit's layers show it.

use drydock::bytes::{Range, Source};
use drydock::context::Context;
use drydock::scenario::Scenario;
use drydock::size::{Catalog, Sizes, estimate};
use drydock::{stages, syntax};

fn sizes_of(scenario: &Scenario) -> Sizes {
    let dockerfile = syntax::parse(&scenario.dockerfile);
    let graph = stages::resolve(&dockerfile, scenario);
    assert!(graph.errors.is_empty(), "{:?}", graph.errors);
    estimate(&graph, &Context::new(scenario), scenario, &Catalog::shipped())
}

fn sizes(dockerfile: &str) -> Sizes {
    sizes_of(&Scenario { dockerfile: dockerfile.into(), ..Scenario::default() })
}

fn with_context(dockerfile: &str, files: &[(&str, u64)]) -> Scenario {
    let context = files.iter().map(|(path, bytes)| ((*path).to_owned(), *bytes)).collect();
    Scenario { dockerfile: dockerfile.into(), context, ..Scenario::default() }
}

/// The likely bytes of each layer of the last stage.
fn layers(sizes: &Sizes) -> Vec<u64> {
    let stage = sizes.stages.last().expect("a stage");
    stage.layers.iter().flatten().map(|layer| layer.weight.disk.range.likely).collect()
}

#[test]
fn every_change_of_a_lower_file_writes_it_again() {
    let sizes = sizes(
        "FROM scratch\n\
         RUN dd if=/dev/urandom of=/f bs=1000 count=1000 2>/dev/null\n\
         RUN touch /f\n\
         RUN chmod 600 /f\n\
         RUN chown nobody /f\n\
         RUN mv /f /g\n\
         RUN cp /g /h\n\
         RUN ln /h /hard\n\
         RUN ln -s h /soft\n\
         RUN echo x >> /h\n\
         RUN true\n\
         RUN rm /g\n\
         RUN mkdir -p /d/e/f\n",
    );
    let mb = 1_000_000;
    assert_eq!(layers(&sizes), [mb, mb, mb, mb, mb, mb, mb, 0, mb + 2, 0, 0, 0]);
    assert_eq!(sizes.image.wasted.range.likely, 7 * mb, "six copies hidden by the next, and the one removed");
}

#[test]
fn removing_in_the_same_step_frees_and_in_a_later_one_wastes() {
    let same = sizes("FROM scratch\nRUN truncate -s 20M /big && rm /big\n");
    assert_eq!((layers(&same), same.image.wasted.range), (vec![0], Range::ZERO));
    let later = sizes("FROM scratch\nRUN truncate -s 20M /big\nRUN rm /big\n");
    assert_eq!(layers(&later), [20 << 20, 0]);
    assert_eq!(later.image.wasted.range.likely, 20 << 20);
    let first = later.stages[0].layers[0].as_ref().expect("a layer");
    assert_eq!(first.wasted.range.likely, 20 << 20);
}

#[test]
fn globs_remove_what_they_match() {
    let sizes = sizes(
        "FROM scratch\n\
         RUN truncate -s 1000 /a.log && truncate -s 500 /b.txt && truncate -s 70 /c.log && rm -f /*.log\n\
         RUN truncate -s 9 /tmp/x && truncate -s 8 /tmp/y && rm -rf /tmp/*\n",
    );
    assert_eq!(layers(&sizes), [500, 0]);
}

#[test]
fn mounts_never_ship_but_can_be_read() {
    let sizes = sizes(
        "FROM scratch AS tool\n\
         RUN truncate -s 5000 /tool\n\
         FROM scratch\n\
         RUN --mount=type=cache,target=/cache truncate -s 900 /cache/x\n\
         RUN --mount=type=cache,target=/cache cp /cache/x /kept\n\
         RUN --mount=type=tmpfs,target=/tmp truncate -s 900 /tmp/x\n\
         RUN --mount=from=tool,source=/tool,target=/t cp /t /copied\n",
    );
    assert_eq!(layers(&sizes), [0, 900, 0, 5000]);
}

#[test]
fn copies_take_what_is_below_the_path() {
    let scenario = with_context(
        "FROM scratch AS build\n\
         WORKDIR /app\n\
         COPY . .\n\
         RUN truncate -s 777 dist/main.js\n\
         FROM scratch\n\
         COPY --from=build /app/dist /srv\n\
         COPY --from=build /app/src/a.ts /a.ts\n",
        &[("src/a.ts", 300), ("src/b.ts", 40), ("package.json", 20)],
    );
    let sizes = sizes_of(&scenario);
    assert_eq!(sizes.stages[0].layers[1].as_ref().map(|layer| layer.weight.disk.range), Some(Range::exact(360)));
    assert_eq!(layers(&sizes), [777, 300]);
    assert_eq!(sizes.edges.iter().map(|edge| edge.range.likely).collect::<Vec<_>>(), [777, 300]);
    assert_eq!(sizes.image.weight.disk.range, Range::exact(1077));
}

#[test]
fn copying_the_same_file_again_adds_nothing() {
    let scenario = with_context(
        "FROM scratch\nCOPY package.json /app/\nCOPY . /app\nCOPY --chown=1:1 . /other/\n",
        &[("package.json", 100), ("main.js", 5)],
    );
    assert_eq!(layers(&sizes_of(&scenario)), [100, 5, 105]);
}

#[test]
fn heredocs_and_redirections_are_exact() {
    let sizes = sizes(
        "FROM scratch\n\
         COPY <<EOF /etc/motd\n\
         hello\n\
         EOF\n\
         RUN echo hi > /a && echo hi >> /a\n\
         RUN <<EOF cat > /b\n\
         12345\n\
         EOF\n",
    );
    assert_eq!(layers(&sizes), [6, 6, 6]);
}

#[test]
fn a_stage_on_a_stage_inherits_its_files() {
    let sizes = sizes(
        "FROM scratch AS one\nRUN truncate -s 400 /x\nFROM one AS two\nRUN rm /x\nFROM two\nRUN touch /x && chmod +x /x\n",
    );
    assert_eq!(layers(&sizes), [0]);
    assert_eq!(sizes.image.wasted.range.likely, 400);
    assert_eq!(sizes.image.weight.disk.range.likely, 400);
    assert_eq!(sizes.image.own_layers, 3);
}

#[test]
fn a_known_layer_is_as_given_and_copies_follow_it() {
    let mut scenario = with_context(
        "FROM scratch AS build\nRUN make-something\nFROM scratch\nCOPY --from=build / /\nRUN truncate -s 10 /x\n",
        &[],
    );
    scenario.overrides.insert("build/0".into(), 5_000_000);
    scenario.overrides.insert("1/1".into(), 99);
    let sizes = sizes_of(&scenario);
    assert_eq!(layers(&sizes), [5_000_000, 99]);
    let last = sizes.stages[1].layers[1].as_ref().expect("a layer");
    assert_eq!(last.weight.disk.source, Source::Given);
}

#[test]
fn what_may_not_run_is_a_range_from_nothing() {
    let sizes = sizes("FROM scratch\nARG DEBUG\nRUN if [ -n \"$(cat /flag)\" ]; then truncate -s 4000 /debug; fi\n");
    let layer = sizes.stages[0].layers.iter().flatten().next().expect("a layer");
    assert_eq!((layer.weight.disk.range.low, layer.weight.disk.range.high), (0, 4000));
}

#[test]
fn any_command_gives_a_range_and_a_reason() {
    for command in [
        "frobnicate --all",
        "./setup.sh",
        "curl https://example.com/x | sh",
        "tar xf",
        "cp",
        "dd of=/x",
        "npm",
        "apt-get",
    ] {
        let sizes = sizes(&format!("FROM debian:bookworm-slim\nRUN {command}\n"));
        let layer = sizes.stages[0].layers[0].as_ref().expect("a layer");
        let range = layer.weight.disk.range;
        assert!(range.low <= range.likely && range.likely <= range.high, "{command}: {range:?}");
        assert!(!layer.weight.disk.reason.is_empty(), "{command}");
    }
}

/// Words that rules, paths and mounts are made of, huge and odd ones among them.
const WORDS: [&str; 60] = [
    "apt-get",
    "install",
    "-y",
    "update",
    "apk",
    "add",
    "--virtual",
    "del",
    "npm",
    "ci",
    "run",
    "build",
    "pip",
    "-r",
    "requirements.txt",
    "curl",
    "-o",
    "/",
    "..",
    "*",
    "/*",
    "/usr/*/x",
    "a/../../b",
    "tar",
    "xzf",
    "-C",
    "--strip=1",
    "rm",
    "-rf",
    "cp",
    "-a",
    "mv",
    "ln",
    "chmod",
    "-R",
    "777",
    "chown",
    "dd",
    "bs=18446744073709551615",
    "count=99",
    "of=/x",
    "truncate",
    "-s",
    "18446744073709551615",
    "&&",
    "||",
    ";",
    "|",
    ">",
    ">>",
    "$X",
    "${X}",
    "$(mktemp)",
    "é",
    "\"",
    "'",
    "if",
    "then",
    "fi",
    "go",
];

#[test]
fn any_script_on_any_tree_gives_ordered_ranges() {
    let mut random = crate::random::Random::new(11);
    for _ in 0..400 {
        let mut text = String::from("FROM debian:bookworm-slim AS a\nCOPY . /app\n");
        for _ in 0..random.below(8) {
            let words: Vec<&str> = (0..random.below(12)).map(|_| *random.pick(&WORDS)).collect();
            let line = words.join(" ");
            text += &match random.below(5) {
                0 => format!("COPY --from=a {} /b\n", random.pick(&WORDS)),
                1 => format!("FROM a\nWORKDIR {}\n", random.pick(&WORDS)),
                2 => format!("RUN --mount=type=cache,target=/app{} {line}\n", random.below(3)),
                _ => format!("RUN {line}\n"),
            };
        }
        let huge = [("huge.bin".to_owned(), u64::MAX), ("also/".to_owned(), u64::MAX)];
        let scenario = Scenario { dockerfile: text.clone(), context: huge.into(), ..Scenario::default() };
        let parsed = syntax::parse(&scenario.dockerfile);
        let graph = stages::resolve(&parsed, &scenario);
        let sizes = estimate(&graph, &Context::new(&scenario), &scenario, &Catalog::shipped());
        for layer in sizes.stages.iter().flat_map(|stage| stage.layers.iter().flatten()) {
            for range in [layer.weight.disk.range, layer.weight.pull.range, layer.wasted.range] {
                assert!(range.low <= range.likely && range.likely <= range.high, "{text}: {range:?}");
            }
        }
    }
}
