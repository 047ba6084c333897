//! The build graph: variables, bases, copies, triggers, reachability, history and errors, rule by rule.

use drydock::scenario::Scenario;
use drydock::stages::{
    Action, Base, BuildGraph, CopyAction, CopySource, EdgeKind, Giver, Platform, RunAction, Scope, Stage, VariableKind,
    history, resolve, unique_steps,
};
use drydock::syntax::{MountKind, parse};

fn build(scenario: &Scenario) -> (BuildGraph, Vec<String>) {
    let dockerfile = parse(&scenario.dockerfile);
    let graph = resolve(&dockerfile, scenario);
    let errors = dockerfile.errors.iter().chain(&graph.errors).map(|error| error.message.clone()).collect();
    (graph, errors)
}

fn scenario(text: &str) -> Scenario {
    Scenario { dockerfile: text.into(), ..Scenario::default() }
}

fn with_arguments(text: &str, arguments: &[(&str, &str)]) -> Scenario {
    let build_args = arguments.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
    Scenario { build_args, ..scenario(text) }
}

fn graph(text: &str) -> BuildGraph {
    let (graph, errors) = build(&scenario(text));
    assert_eq!(errors, Vec::<String>::new());
    graph
}

fn errors(text: &str) -> Vec<String> {
    build(&scenario(text)).1
}

/// The variables at the end of the target that are not always there.
fn variables(graph: &BuildGraph) -> Vec<(String, String)> {
    let environment = graph.stages[graph.target.unwrap()].end.variables.environment();
    let own = environment.into_iter().filter(|variable| variable.kind != VariableKind::Base);
    own.map(|variable| (variable.name.to_string(), variable.value.as_deref().unwrap().to_string())).collect()
}

fn value(graph: &BuildGraph, name: &str) -> Option<String> {
    graph.stages[graph.target.unwrap()].end.variables.get(name).map(String::from)
}

fn base(stage: &Stage) -> &str {
    match &stage.base {
        Base::Image { normalized, .. } => normalized,
        Base::Scratch => "scratch",
        Base::Stage(_) => "stage",
        Base::Unknown(_) => "unknown",
    }
}

fn reached(graph: &BuildGraph) -> Vec<usize> {
    graph.stages.iter().filter(|stage| stage.reachable).map(|stage| stage.index).collect()
}

fn copies(graph: &BuildGraph) -> Vec<&CopyAction> {
    let steps = graph.stages.iter().flat_map(|stage| &stage.steps);
    steps.filter_map(|step| if let Action::Copy(copy) = &step.action { Some(copy) } else { None }).collect()
}

fn runs(graph: &BuildGraph) -> Vec<&RunAction> {
    let steps = graph.stages.iter().flat_map(|stage| &stage.steps);
    steps.filter_map(|step| if let Action::Run(run) = &step.action { Some(run) } else { None }).collect()
}

fn history_of(graph: &BuildGraph) -> Vec<String> {
    let entries = history(graph, graph.target.unwrap()).entries;
    entries.iter().map(|(stage, step)| graph.stages[*stage].steps[*step].history_text().unwrap()).collect()
}

// Variables

#[test]
fn a_build_argument_wins_over_the_default_and_that_over_the_global_value() {
    let text = "ARG A=global\nARG B=global\nFROM alpine\nARG A\nARG B=own\nARG C=own\nARG D\n";
    let pairs = |graph: &BuildGraph| ["A", "B", "C", "D"].map(|name| value(graph, name).unwrap_or("unset".into()));
    assert_eq!(pairs(&graph(text)), ["global", "own", "own", "unset"]);
    let given = [("A", "1"), ("B", "2"), ("C", "3"), ("D", "4"), ("E", "5")];
    let (graph, _) = build(&with_arguments(text, &given));
    assert_eq!(pairs(&graph), ["1", "2", "3", "4"]);
    assert_eq!(value(&graph, "E"), None);
}

#[test]
fn global_arguments_reach_from_lines_only() {
    let graph = graph("ARG TAG=1\nARG FULL=node:$TAG\nFROM $FULL\nENV A=${TAG:-none}\n");
    assert_eq!(base(&graph.stages[0]), "docker.io/library/node:1");
    assert_eq!(value(&graph, "A").unwrap(), "none");
}

#[test]
fn what_a_stage_declares_does_not_reach_a_later_from() {
    assert_eq!(errors("FROM alpine\nARG IMAGE=busybox\nENV IMAGE=busybox\nFROM $IMAGE\n").len(), 1);
}

#[test]
fn env_pairs_see_what_was_before_and_arg_words_each_other() {
    let graph = graph("FROM alpine\nENV a=1\nENV a=2 b=$a\nARG c=3 d=$c\n");
    let expected = [("a", "2"), ("b", "1"), ("c", "3"), ("d", "3")];
    assert_eq!(variables(&graph), expected.map(|(name, value)| (name.to_string(), value.to_string())));
}

#[test]
fn the_later_of_env_and_arg_wins_and_the_image_keeps_the_env() {
    let graph = graph("FROM alpine\nENV X=env\nARG X=arg\nARG Y=arg\nENV Y=env\n");
    let end = &graph.stages[0].end.variables;
    let seen = |name: &str| {
        let variable = end.variable(name).unwrap();
        (variable.kind, variable.value.as_deref().unwrap(), variable.image_value.as_deref().unwrap())
    };
    assert_eq!(seen("X"), (VariableKind::Arg, "arg", "env"));
    assert_eq!(seen("Y"), (VariableKind::Env, "env", "env"));
}

#[test]
fn a_stage_inherits_variables_from_the_one_it_is_from_and_from_no_other() {
    let graph = graph(
        "FROM alpine AS a\nENV E=1\nARG A=2\nFROM alpine AS sibling\nENV S=3\nFROM a\nCOPY --from=sibling x y\nRUN z\n",
    );
    assert_eq!(["E", "A", "S"].map(|name| value(&graph, name).is_some()), [true, true, false]);
    assert_eq!(history_of(&graph).last().unwrap(), "RUN |1 A=2 /bin/sh -c z # buildkit");
}

#[test]
fn platform_arguments_are_there_when_declared() {
    let text = "FROM --platform=$BUILDPLATFORM alpine AS Build\nARG TARGETPLATFORM TARGETSTAGE TARGETVARIANT\n\
                ENV P=$TARGETPLATFORM S=$TARGETSTAGE A=$TARGETARCH\n";
    let (graph, _) = build(&Scenario { platform: Some("linux/arm/v6".into()), ..scenario(text) });
    let values = ["P", "S", "A", "TARGETVARIANT"].map(|name| value(&graph, name).unwrap());
    assert_eq!(values, ["linux/arm/v6", "build", "", "v6"]);
    assert_eq!(graph.stages[0].platform.to_string(), "linux/amd64");
    let (graph, _) = build(&with_arguments("FROM alpine\nARG TARGETOS\n", &[("TARGETOS", "plan9")]));
    assert_eq!(value(&graph, "TARGETOS").unwrap(), "plan9");
}

#[test]
fn a_proxy_is_no_variable_until_it_is_declared() {
    let proxy = [("HTTP_PROXY", "http://proxy:1")];
    let (with, errors) = build(&with_arguments("FROM alpine\nENV A=$HTTP_PROXY\nRUN x\n", &proxy));
    assert_eq!(errors, Vec::<String>::new());
    let without = graph("FROM alpine\nENV A=$HTTP_PROXY\nRUN x\n");
    assert_eq!(with.stages[0].end.variables.digest(), without.stages[0].end.variables.digest());
    let (declared, _) = build(&with_arguments("FROM alpine\nARG HTTP_PROXY\n", &proxy));
    assert_eq!(value(&declared, "HTTP_PROXY").unwrap(), "http://proxy:1");
}

#[test]
fn a_value_cannot_grow_without_bound() {
    let text = format!("FROM alpine\nENV A=xxxxxxxx\n{}", "ENV A=$A$A\n".repeat(200));
    assert!(errors(&text).first().unwrap().contains("bytes"));
    let text = format!("FROM alpine\nENV A={}\n{}", "x".repeat(16_000), "ENV B=$A\n".repeat(2_000));
    let found = errors(&text);
    assert!(found[0].contains("16 MB"), "{}", found[0]);
}

#[test]
fn a_scope_is_a_snapshot_and_its_digest_tells_environments_apart() {
    let start = Scope::default();
    let mut scope = start.clone();
    for number in 0..1_000 {
        scope = scope.with_env(&format!("NAME{number}"), "x");
    }
    assert_eq!((start.len(), scope.len()), (0, 1_000));
    assert_eq!((start.get("NAME7"), scope.get("NAME7"), scope.get("NAME1000")), (None, Some("x"), None));
    let names: Vec<&str> = scope.environment().iter().map(|variable| &*variable.name).collect();
    assert_eq!((names[0], names[999]), ("NAME0", "NAME999"));
    let one = start.with_env("A", "1").with_arg("B", None);
    assert_eq!(one.digest(), start.with_env("A", "1").digest());
    assert_ne!(one.digest(), start.with_env("A", "2").digest());
    assert_ne!(one.with_arg("B", Some("")).digest(), one.digest());
    let declared: Vec<&str> = one
        .with_arg("C", Some("3"))
        .declared()
        .iter()
        .map(|variable| &*variable.name)
        .collect::<Vec<_>>()
        .iter()
        .map(|name| if *name == "B" { "B" } else { "C" })
        .collect();
    assert_eq!(declared, ["B", "C"]);
}

// Stages and bases

#[test]
fn from_finds_earlier_stages_as_written_and_the_latest_of_a_name() {
    let found = graph("FROM alpine AS a\nFROM busybox AS a\nFROM a\nFROM 0\nFROM alpine AS scratch\nFROM scratch\n");
    assert_eq!(found.stages[2].base, Base::Stage(1));
    assert_eq!(base(&found.stages[3]), "docker.io/library/0:latest");
    assert_eq!(found.stages[5].base, Base::Stage(4));
    let shadowed = graph("FROM alpine AS alpine\nFROM alpine\n");
    assert_eq!(shadowed.stages[1].base, Base::Stage(0));
    let (found, errors) = build(&scenario("FROM alpine AS Build\nFROM Build\n"));
    assert_eq!(found.stages[1].base, Base::Unknown("Build".into()));
    assert_eq!(found.errors[0].hint.as_deref(), Some("The stage is called build: FROM minds the case."));
    let reason = "invalid reference format: repository name (library/Build) must be lowercase";
    assert_eq!(errors, [format!("failed to parse stage name \"Build\": {reason}")]);
}

#[test]
fn images_get_their_full_name() {
    let bases = |text| graph(text).stages.iter().map(|stage| base(stage).to_string()).collect::<Vec<_>>();
    let expected = ["docker.io/library/node:lts", "docker.io/bitnami/redis:latest", "quay.io/a/b:1", "scratch"];
    assert_eq!(bases("FROM node:lts\nFROM bitnami/redis\nFROM quay.io/a/b:1\nFROM scratch\n"), expected);
}

#[test]
fn a_platform_is_read_as_containerd_reads_it() {
    let read = |text| Platform::parse(text).map(|platform| platform.to_string());
    let cases = [
        ("linux/amd64", "linux/amd64"),
        ("arm64", "linux/arm64"),
        ("windows", "windows/amd64"),
        ("Linux/x86_64", "linux/amd64"),
        ("linux/aarch64", "linux/arm64"),
        ("linux/arm64/v8", "linux/arm64/v8"),
        ("linux/armhf", "linux/arm"),
        ("linux/arm/v7", "linux/arm/v7"),
        ("macos/arm64", "darwin/arm64"),
    ];
    for (written, expected) in cases {
        assert_eq!(read(written).as_deref(), Ok(expected), "{written}");
    }
    for wrong in ["nonsense", "linux/", "linux/amd64/v1/x", "lin ux/amd64", ""] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
    let error = errors("FROM --platform=${TARGETPLATFOR}x alpine\n");
    assert!(error[0].starts_with("failed to parse platform ${TARGETPLATFOR}x: \"x\": unknown"), "{error:?}");
    assert!(error[0].ends_with("(did you mean TARGETPLATFORM?)"), "{error:?}");
    let empty = "empty platform value from expression $NOTHING_LIKE_IT";
    assert_eq!(errors("FROM --platform=$NOTHING_LIKE_IT alpine\n"), [empty]);
}

#[test]
fn empty_flags_are_none() {
    let graph = graph("FROM --platform= alpine\nCOPY --from= --chown= --chmod= a b\n");
    let copy = copies(&graph)[0];
    assert_eq!((&copy.from, &copy.chown, &copy.chmod), (&CopySource::Context, &None, &None));
}

#[test]
fn a_stage_has_the_platform_of_the_stage_below() {
    let graph = graph("FROM --platform=linux/arm64 alpine AS a\nFROM --platform=linux/s390x a\n");
    assert_eq!(graph.stages[1].platform.to_string(), "linux/arm64");
}

#[test]
fn the_target_is_found_in_any_case() {
    let text = "FROM alpine AS one\nRUN 1\nFROM alpine AS two\nRUN 2\nFROM alpine\nRUN 3\n";
    let target = |name: &str| build(&Scenario { target: Some(name.into()), ..scenario(text) });
    assert_eq!(target("TWO").0.target, Some(1));
    assert_eq!(reached(&target("TWO").0), [1]);
    assert_eq!(target("").0.target, Some(2));
    let (graph, errors) = target("onne");
    assert_eq!(errors, ["target stage \"onne\" could not be found (did you mean one?)"]);
    assert_eq!(graph.target, Some(2));
}

#[test]
fn a_build_reaches_bases_copies_and_mounts_and_nothing_else() {
    let text = "FROM alpine AS base\nFROM base AS tools\nFROM alpine AS unused\nFROM alpine AS cache\n\
                FROM alpine AS final\nCOPY --from=tools a b\nRUN --mount=from=CACHE,target=/c x\n";
    let graph = graph(text);
    assert_eq!(reached(&graph), [0, 1, 3, 4]);
    let arrows: Vec<_> = graph.edges.iter().filter(|edge| edge.taker == 4).collect();
    let kinds: Vec<EdgeKind> = arrows.iter().map(|edge| edge.kind).collect();
    assert_eq!(kinds, [EdgeKind::From, EdgeKind::Copy, EdgeKind::Mount]);
    assert_eq!((&arrows[1].giver, arrows[1].line, arrows[1].step), (&Giver::Stage(1), 6, Some(0)));
    assert_eq!(arrows[2].giver, Giver::Stage(3));
}

#[test]
fn errors_of_steps_count_only_in_stages_that_are_built() {
    let text = "FROM alpine AS unused\nWORKDIR ${X:?no}\nRUN --mount=type=nonsense x\nSTOPSIGNAL NOPE\nFROM alpine\n";
    let unused = graph(text);
    assert_eq!(unused.stages[0].steps[0].action, Action::Invalid);
    let (built, errors) = build(&Scenario { target: Some("unused".into()), ..scenario(text) });
    assert_eq!(errors.len(), 3);
    assert_eq!(built.errors[1].span.of(text), "--mount=type=nonsense");
    assert_eq!(errors[1..], ["unsupported mount type \"nonsense\"", "invalid signal: NOPE"]);
}

// COPY --from and mounts

#[test]
fn copy_from_knows_indexes_names_in_any_case_and_images() {
    let text = "FROM alpine AS one\nFROM alpine\nFROM alpine\nCOPY --from=0 a b\nCOPY --from=ONE a b\n\
                COPY --from=+1 a b\nCOPY --from=nginx a b\nCOPY a b\n";
    let graph = graph(text);
    let sources: Vec<&CopySource> = copies(&graph).into_iter().map(|copy| &copy.from).collect();
    let image = CopySource::Image { written: "nginx".into(), normalized: "docker.io/library/nginx:latest".into() };
    let (first, second) = (CopySource::Stage(0), CopySource::Stage(1));
    assert_eq!(sources, [&first, &first, &second, &image, &CopySource::Context]);
}

#[test]
fn an_index_behind_the_stages_means_the_images_named_before() {
    let graph = graph("FROM alpine\nCOPY --from=nginx a b\nCOPY --from=1 a b\n");
    assert_eq!(copies(&graph)[0].from, copies(&graph)[1].from);
    assert_eq!(errors("FROM alpine\nCOPY --from=-1 a b\n"), ["invalid stage index -1"]);
}

#[test]
fn stages_cannot_take_from_later_ones_or_in_a_circle() {
    let later = "FROM alpine AS a\nCOPY --from=b x y\nFROM alpine AS b\nFROM a\n";
    let message = "cannot copy from stage \"b\", it needs to be defined before current stage \"a\"";
    assert_eq!(errors(later), [message]);
    let mount = "FROM alpine AS a\nRUN --mount=from=b,target=/t x\nFROM alpine AS b\nFROM a\n";
    let reason = "stage needs to be defined before current command";
    assert_eq!(errors(mount), [format!("cannot mount from stage \"b\" to \"/t\", {reason}")]);
    let circle = "FROM x AS a\nRUN --mount=from=c,target=/t x\nFROM x AS b\nCOPY --from=a x y\nFROM x AS c\n\
                  COPY --from=b x y\n";
    assert_eq!(errors(circle)[0], "circular dependency detected on stage: a");
    assert_eq!(errors("FROM alpine AS a\nCOPY --from=a x y\n")[0], "circular dependency detected on stage: a");
}

#[test]
fn a_bad_image_is_an_error_in_any_stage() {
    let error = "failed to parse stage name \"Nginx\": invalid reference format: repository name (library/Nginx) must be lowercase";
    assert_eq!(errors("FROM alpine AS unused\nCOPY --from=Nginx a b\nFROM alpine\n"), [error]);
    assert_eq!(errors("FROM alpine\nRUN --mount=from=Nginx,target=/t x\n"), [error]);
}

#[test]
fn mounts_are_expanded_and_their_targets_absolute() {
    let text = "FROM alpine\nARG T=cache\nWORKDIR /w\n\
                RUN --mount=type=$T,target=c --mount=type=bind,source=s,dst=/s,rw --mount=type=secret,id=k \
                --mount=type=tmpfs,target=/t/../u y\n";
    let graph = graph(text);
    let mounts = &runs(&graph)[0].mounts;
    let kinds = [MountKind::Cache, MountKind::Bind, MountKind::Secret, MountKind::Tmpfs];
    assert_eq!(mounts.iter().map(|mount| mount.kind).collect::<Vec<_>>(), kinds);
    let targets: Vec<Option<&str>> = mounts.iter().map(|mount| mount.target.as_deref()).collect();
    assert_eq!(targets, [Some("/w/c"), Some("/s"), None, Some("/u")]);
    assert_eq!(mounts.iter().map(|mount| mount.read_only).collect::<Vec<_>>(), [false, false, true, false]);
    assert_eq!(errors("FROM alpine\nRUN --mount=type=cache,target=/ x\n"), ["invalid mount target \"/\""]);
}

// ONBUILD

#[test]
fn triggers_run_in_stages_from_this_one_and_not_in_theirs() {
    let text = "FROM alpine AS a\nONBUILD RUN 1\nONBUILD ENV B=2\nRUN own\nFROM a AS b\nRUN $B\nFROM b\nRUN last\n";
    let graph = graph(text);
    let triggered: Vec<Vec<bool>> =
        graph.stages.iter().map(|stage| stage.steps.iter().map(|step| step.triggered).collect()).collect();
    assert_eq!(triggered, [vec![false; 3], vec![true, true, false], vec![false]]);
    assert_eq!(value(&graph, "B").unwrap(), "2");
    assert_eq!(history(&graph, 2).own_layers, 4);
    assert_eq!(graph.stages[0].steps[0].history, None);
}

#[test]
fn triggers_add_edges_of_the_stage_that_runs_them() {
    let text = "FROM alpine AS tools\nFROM alpine AS a\nONBUILD COPY --from=tools x y\nFROM a\n";
    let graph = graph(text);
    assert_eq!(reached(&graph), [0, 1, 2]);
    assert!(graph.edges.iter().any(|edge| edge.taker == 2 && edge.giver == Giver::Stage(0)));
    let missing = "FROM alpine AS a\nONBUILD COPY --from=7 x y\nFROM a\n";
    assert_eq!(errors(missing), ["invalid stage index 7"]);
    assert_eq!(errors("FROM alpine AS a\nONBUILD COPY --from=7 x y\nFROM alpine\n"), Vec::<String>::new());
}

// Steps, layers and history

#[test]
fn history_names_what_each_instruction_did() {
    let text = "FROM scratch\nSHELL [\"/bin/bash\", \"-c\"]\nCMD echo \"hi\"\nENTRYPOINT [\"a\", \"b\\tc\"]\n\
                HEALTHCHECK --interval=90s --timeout=1500ms CMD x\nVOLUME /a /b\nSTOPSIGNAL SIGRTMIN+3\nUSER me:us\n\
                WORKDIR /\nWORKDIR a\nLABEL a=\"b c\"\nADD --chown=me --link x /y/\n";
    let expected = [
        "SHELL [/bin/bash -c]",
        "CMD [\"/bin/bash\" \"-c\" \"echo \\\"hi\\\"\"]",
        "ENTRYPOINT [\"a\" \"b\\tc\"]",
        "HEALTHCHECK {Test:[CMD-SHELL x] Interval:1m30s Timeout:1.5s StartPeriod:0s StartInterval:0s Retries:0}",
        "VOLUME [/a /b]",
        "STOPSIGNAL SIGRTMIN+3",
        "USER me:us",
        "WORKDIR /",
        "WORKDIR /a",
        "LABEL a=b c",
        "ADD --chown=me x /y/ # buildkit",
    ];
    let graph = graph(text);
    assert_eq!(history_of(&graph), expected);
    let history = history(&graph, 0);
    assert_eq!((history.own_layers, history.history_entries), (2, 11));
}

#[test]
fn entrypoint_clears_a_command_from_below_unless_the_stage_set_its_own() {
    let command = |text: &str| graph(text).stages.last().unwrap().command.as_deref().map(<[String]>::to_vec);
    let below = "FROM alpine AS a\nCMD [\"below\"]\nFROM a\n";
    assert_eq!(command(below), Some(vec!["below".into()]));
    assert_eq!(command(&format!("{below}ENTRYPOINT [\"e\"]\n")), None);
    assert_eq!(command(&format!("{below}CMD [\"own\"]\nENTRYPOINT [\"e\"]\n")), Some(vec!["own".into()]));
}

#[test]
fn working_directories_join() {
    let end = |text: &str| graph(text).stages.last().unwrap().end.workdir.to_string();
    assert_eq!(end("FROM alpine\n"), "/");
    assert_eq!(end("FROM alpine AS a\nWORKDIR /a\nWORKDIR b/../c\nFROM a\nENV D=d\nWORKDIR $D\n"), "/a/c/d");
    assert_eq!(end("FROM --platform=windows/amd64 x AS windows\nWORKDIR C:\\\\a\nWORKDIR b\n"), "/a/b");
    let deep = format!("FROM alpine\n{}", "WORKDIR a-long-name\n".repeat(1_000));
    assert_eq!(errors(&deep)[0], "the working directory is longer than 4096 bytes");
}

#[test]
fn a_copys_words_are_expanded_and_its_destination_absolute() {
    let text = "FROM alpine\nARG D=dst U=me\nWORKDIR /w\nCOPY --chown=$U --chmod=u+x --exclude=$D --link a$D b $D/\n\
                COPY x .\nCOPY <<one <<'two' /e\n$D\none\n$D\ntwo\n";
    let graph = graph(text);
    let copies = copies(&graph);
    let first = copies[0];
    assert_eq!(first.sources, ["adst", "b"]);
    assert_eq!((first.destination.as_str(), copies[1].destination.as_str()), ("/w/dst/", "/w/"));
    assert_eq!((first.chown.as_deref(), first.chmod.as_deref()), (Some("me"), Some("u+x")));
    assert_eq!(first.excludes, ["$D"]);
    let files = [("one".to_string(), "dst\n".to_string()), ("two".to_string(), "$D\n".to_string())];
    assert_eq!(copies[2].inline_files, files);
}

#[test]
fn addresses_are_for_add() {
    let add = graph(
        "FROM alpine\nADD https://x.org/a.tgz git@github.com:a/b.git https://x.org/c.git#main d github.com/e/f /\n",
    );
    let copy = copies(&add)[0];
    let remote: Vec<bool> = copy.sources.iter().map(|source| copy.is_remote(source)).collect();
    assert_eq!(remote, [true, true, true, false, false]);
    assert_eq!(errors("FROM alpine\nCOPY https://x.org/a /\n"), ["source can't be a URL for COPY"]);
    assert_eq!(errors("FROM alpine\nCOPY https://x.org/a.git /\n"), ["source can't be a git ref for COPY"]);
    let sum = "FROM alpine\nADD --checksum=sha256:1 https://x.org/a /\n";
    assert_eq!(errors(sum), ["invalid checksum digest length"]);
    let local = "FROM alpine\nADD --checksum=sha256:1 a /\n";
    assert_eq!(errors(local), ["checksum requires HTTP(S) or Git sources"]);
}

#[test]
fn modes_are_octal_or_symbolic() {
    for mode in ["755", "0644", "7777", "u+x,g=r", "a-w", "+X", "go="] {
        assert_eq!(errors(&format!("FROM alpine\nCOPY --chmod={mode} a b\n")), Vec::<String>::new(), "{mode}");
    }
    for mode in ["10000", "64a", "rwx", "u", "u+q"] {
        let message = format!("invalid chmod parameter: '{mode}'. it should be octal string and between 0 and 07777");
        assert_eq!(errors(&format!("FROM alpine\nCOPY --chmod={mode} a b\n")), [message]);
    }
}

#[test]
fn ports_are_read_as_buildkit_reads_them() {
    let ports = |words: &str| build(&scenario(&format!("FROM alpine\nEXPOSE {words}\n")));
    let (graph, _) = ports("9000-9002/udp 80 0080");
    assert_eq!(history_of(&graph), ["EXPOSE [80/tcp 80/tcp 9000/udp 9001/udp 9002/udp]"]);
    let wrong = [
        ("70000", "invalid containerPort: 70000"),
        ("80/icmp", "invalid port: \"80/icmp\": invalid proto: icmp"),
        ("/tcp", "invalid port: \"/tcp\": no port specified"),
        ("nowhere:1:2", "invalid IP address: nowhere"),
        ("x:80", "invalid hostPort: x"),
        ("1-2:1-3", "invalid ranges specified for container and host Ports: 1-3 and 1-2"),
    ];
    for (port, message) in wrong {
        assert_eq!(ports(port).1, [message]);
    }
}

#[test]
fn a_run_gets_its_script_whole() {
    let text = "FROM alpine\nRUN a && b\nRUN [\"/bin/sh\", \"-c\", \"c d\"]\nRUN [\"e\", \"f\"]\nRUN <<X\ng\nX\n\
                RUN <<-X\n\th\n\tX\nRUN cat <<X > y\n$z\nX\nRUN <<X\n#!/bin/bash\ni\nX\n";
    let graph = graph(text);
    let scripts: Vec<&str> = runs(&graph).into_iter().map(|run| run.script.as_str()).collect();
    assert_eq!(scripts, ["a && b", "c d", "e f", "g\n", "h\n", "cat <<X > y\n$z\nX", "#!/bin/bash\ni\n"]);
}

#[test]
fn equal_steps_on_equal_inputs_are_one() {
    let text = "FROM alpine AS a\nRUN x\nRUN y\nFROM alpine AS b\nRUN x\nRUN z\nFROM alpine AS c\nENV E=1\nRUN x\n\
                FROM scratch\nCOPY --from=a / /\nCOPY --from=b / /\nCOPY --from=c / /\n";
    let unique = unique_steps(&graph(text));
    assert_eq!(unique.steps[0][0], unique.steps[1][0]);
    assert_ne!(unique.steps[0][1], unique.steps[1][1]);
    assert_ne!(unique.steps[0][0], unique.steps[2][1]);
    assert_eq!((unique.target.exec, unique.target.source, unique.target.file), (4, 1, 3));
}

#[test]
fn a_linked_copy_is_merged_and_does_not_depend_on_what_is_below() {
    let unique = unique_steps(&graph(
        "FROM alpine AS a\nRUN x\nCOPY --link f /\nFROM alpine\nRUN y\nCOPY --link f /\nCOPY --from=a / /\n",
    ));
    assert_eq!((unique.target.merge, unique.target.file), (2, 2));
    let alone = unique_steps(&graph("FROM scratch\nCOPY --link f /\n"));
    assert_eq!((alone.target.merge, alone.target.file), (0, 1));
}

#[test]
fn everything_wrong_is_told_in_buildkits_order() {
    let text = "ARG A=${X:?first}\nFROM alpine:$NO\nCOPY --from=$Y a b\nFROM $NOTHING\nFROM Upper\nSTOPSIGNAL no\n";
    let found = errors(text);
    let beginnings = [
        "failed to process \"${X:?first}\"",
        "base name ($NOTHING) should not be blank",
        "variable expansion is not supported for --from",
        "failed to parse stage name \"alpine:\"",
        "failed to parse stage name \"Upper\"",
        "invalid signal: no",
    ];
    assert_eq!(found.len(), beginnings.len(), "{found:?}");
    for (message, beginning) in found.iter().zip(beginnings) {
        assert!(message.starts_with(beginning), "{message}");
    }
}

#[test]
fn ten_thousand_stages_copies_and_mounts_are_resolved() {
    let mut text = "FROM alpine AS s0\n".to_string();
    for index in 1..10_000 {
        text += &format!("FROM s{} AS s{index}\nENV V{index}=$V{}\nCOPY --from=s0 a b\n", index - 1, index - 1);
    }
    let graph = graph(&text);
    assert_eq!(history(&graph, 9_999).own_layers, 9_999);
    let mounts = format!("FROM alpine AS a\nFROM alpine\nRUN {}x\n", "--mount=from=a,target=/t \\\n".repeat(10_000));
    assert_eq!(self::graph(&mounts).edges.len(), 10_002);
    let circle: String =
        (0..10_000).map(|index| format!("FROM x AS s{index}\nCOPY --from=s{} a b\n", (index + 1) % 10_000)).collect();
    assert_eq!(errors(&circle)[0], "circular dependency detected on stage: s0");
}
