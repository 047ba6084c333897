//! What tools print of real images, back into sizes: every form, other builders, and pastes that are broken, cut, mixed
//! up or none at all.

use std::panic::catch_unwind;

use drydock::analysis::{Analysis, analyze};
use drydock::bytes::Source;
use drydock::scenario::{ImageSize, Scenario};
use drydock::size::Catalog;
use drydock::stages::history;
use drydock::truth::{Form, Matched, Truth, TruthError, given, read};
use serde_json::{Value, json};

use crate::mutations::mutated;
use crate::random::Random;

const BUILDS: &str = include_str!("../accuracy/build-truth.jsonl");

/// One entry of a history that a test prints: text, bytes on disk, bytes pulled, whether it has a layer.
type Printed = (String, u64, u64, bool);

fn of(dockerfile: &str) -> (Scenario, Analysis) {
    let scenario = Scenario { dockerfile: dockerfile.into(), ..Scenario::default() };
    let analysis = analyze(&scenario, &Catalog::shipped());
    (scenario, analysis)
}

fn matched(paste: &str, dockerfile: &str) -> Matched {
    given(&read(paste).unwrap_or_else(|error| panic!("{error}\n{paste}")), &of(dockerfile).1)
}

/// Every override as its key and bytes.
fn overrides(matched: &Matched) -> Vec<(&str, u64)> {
    matched.overrides.iter().map(|(key, bytes)| (key.as_str(), *bytes)).collect()
}

fn disk(bytes: u64) -> ImageSize {
    ImageSize { disk: Some(bytes), pull: None }
}

/// The history of a build of the truth file: what BuildKit writes for the target's chain, above two entries of its base.
fn built(truth: &Value, analysis: &Analysis) -> Vec<Printed> {
    let graph = &analysis.graph;
    let target = graph.target.unwrap();
    let layer = |stage: usize, line: usize| {
        let layers = truth["layers"].as_array().unwrap();
        layers.iter().find(|layer| layer["stage"] == stage && layer["line"] == line).unwrap()
    };
    let own: Vec<Printed> = history(graph, target)
        .entries
        .into_iter()
        .map(|(stage, at)| {
            let step = &graph.stages[stage].steps[at];
            let figure = |name| if step.layer { layer(stage, step.line)[name].as_u64().unwrap() } else { 0 };
            (step.history_text().unwrap(), figure("disk"), figure("pull"), step.layer)
        })
        .collect();
    let rest = |name, own: u64| truth["image"][name].as_u64().unwrap() - own;
    let disk = rest("disk", own.iter().map(|entry| entry.1).sum());
    let pull = rest("pull", own.iter().map(|entry| entry.2).sum());
    let mut all = Vec::new();
    if disk > 0 {
        all.push((
            "/bin/sh -c #(nop) ADD file:4b0f1ec8c4a7d1e7e36e7d4ad7a1f6f3 in / ".into(),
            disk - 7,
            pull - 3,
            true,
        ));
        all.push(("/bin/sh -c #(nop)  CMD [\"bash\"]".into(), 0, 0, false));
        all.push(("RUN /bin/sh -c ldconfig # buildkit".into(), 7, 3, true));
    }
    all.extend(own);
    all
}

/// As docker pads its columns.
fn table(entries: &[Printed], cut: bool, size: impl Fn(u64) -> String) -> String {
    let mut rows = vec![["IMAGE", "CREATED", "CREATED BY", "SIZE", "COMMENT"].map(str::to_owned)];
    for (at, (text, bytes, ..)) in entries.iter().rev().enumerate() {
        let long = cut && text.chars().count() > 45;
        let shown = if long { text.chars().take(44).chain(['…']).collect() } else { text.replace('\t', " ") };
        let id = if at == 0 { "9c3f2ab07d1e" } else { "<missing>" };
        let comment = if text.ends_with("# buildkit") { "buildkit.dockerfile.v0" } else { "" };
        rows.push([id.into(), "3 weeks ago".into(), shown, size(*bytes), comment.into()]);
    }
    let widths: Vec<usize> =
        (0..4).map(|at| rows.iter().map(|row| row[at].chars().count()).max().unwrap() + 3).collect();
    let mut text = String::new();
    for row in rows {
        for (cell, width) in row.iter().zip(&widths) {
            text.push_str(&format!("{cell:<width$}"));
        }
        text.push_str(&row[4]);
        text.push('\n');
    }
    text
}

fn rows(entries: &[Printed]) -> String {
    let row = |(text, bytes, ..): &Printed| {
        let row = json!({"Comment": "", "CreatedAt": "2026-10-01T10:00:00Z", "CreatedBy": text, "CreatedSince": "2 months ago",
            "ID": "<missing>", "Size": bytes.to_string()});
        format!("{row}\n")
    };
    entries.iter().rev().map(row).collect()
}

fn engine(entries: &[Printed]) -> String {
    let row = |(text, bytes, ..): &Printed| json!({"Id": "<missing>", "Created": 1, "CreatedBy": text, "Size": bytes, "Tags": null});
    Value::Array(entries.iter().rev().map(row).collect()).to_string()
}

fn dive(entries: &[Printed]) -> String {
    let layers: Vec<Value> = entries
        .iter()
        .filter(|entry| entry.3)
        .enumerate()
        .map(|(index, (text, bytes, ..))| {
            let command = text.strip_prefix("/bin/sh -c ").unwrap_or(text);
            json!({"index": index, "id": "5f", "digestId": "sha256:5f", "sizeBytes": bytes, "command": command})
        })
        .collect();
    let whole: u64 = entries.iter().map(|entry| entry.1).sum();
    json!({"layer": layers, "image": {"sizeBytes": whole, "inefficientBytes": 0, "efficiencyScore": 1.0, "fileReference": []}})
        .to_string()
}

fn config(entries: &[Printed]) -> Value {
    let entry = |(text, _, _, layer): &Printed| {
        let mut entry = json!({"created": "2026-10-01T10:00:00Z", "created_by": text});
        if !layer {
            entry["empty_layer"] = json!(true);
        }
        entry
    };
    json!({"architecture": "amd64", "os": "linux", "config": {"Env": []}, "rootfs": {"type": "layers", "diff_ids": []},
        "history": entries.iter().map(entry).collect::<Vec<_>>()})
}

fn manifest(entries: &[Printed]) -> Value {
    let layer = |(_, _, pull, _): &Printed| json!({"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", "size": pull, "digest": "sha256:0"});
    json!({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "config": {"size": 12},
        "layers": entries.iter().filter(|entry| entry.3).map(layer).collect::<Vec<_>>()})
}

#[test]
fn a_builds_own_history_makes_every_layer_given_and_the_image_exact() {
    let catalog = Catalog::shipped();
    for line in BUILDS.lines() {
        let truth: Value = serde_json::from_str(line).unwrap();
        let scenario: Scenario = serde_json::from_value(truth["scenario"].clone()).unwrap();
        let analysis = analyze(&scenario, &catalog);
        let printed = built(&truth, &analysis);
        for (form, paste) in [
            ("table", table(&printed, true, |bytes| format!("{bytes}B"))),
            ("whole table", table(&printed, false, |bytes| bytes.to_string())),
            ("rows", rows(&printed)),
            ("engine", engine(&printed)),
            ("dive", dive(&printed)),
        ] {
            let name = format!("{} as {form}", truth["name"]);
            // Whatever was said of the base before, the history knows better.
            let mut known = Scenario { images: Default::default(), ..scenario.clone() };
            let found = given(&read(&paste).unwrap(), &analysis);
            assert_eq!((&found.unmatched, &found.notes), (&vec![], &vec![]), "{name}\n{paste}");
            found.enter(&mut known);
            let again = analyze(&known, &catalog);
            let image = &again.sizes.image.weight.disk;
            let whole = truth["image"]["disk"].as_u64().unwrap();
            assert_eq!((image.range.low, image.range.likely, image.range.high), (whole, whole, whole), "{name}");
            for (stage, at) in history(&again.graph, again.graph.target.unwrap()).entries {
                if let Some(layer) = &again.sizes.stages[stage].layers[at] {
                    assert_eq!(layer.weight.disk.source, Source::Given, "{name}, step {stage}/{at}");
                }
            }
        }
    }
}

#[test]
fn a_configuration_and_its_manifest_together_say_what_is_pulled() {
    let catalog = Catalog::shipped();
    for line in BUILDS.lines() {
        let truth: Value = serde_json::from_str(line).unwrap();
        let scenario: Scenario = serde_json::from_value(truth["scenario"].clone()).unwrap();
        let analysis = analyze(&scenario, &catalog);
        let printed = built(&truth, &analysis);
        let layers = printed.iter().filter(|entry| entry.3).count();
        let pulls: Vec<u64> = printed.iter().filter(|entry| entry.3).map(|entry| entry.2).collect();
        let (config, manifest) = (config(&printed), manifest(&printed));
        let wrapped =
            json!({"name": "x", "manifest": manifest, "image": {"linux/arm64": config, "linux/amd64": config}});
        for paste in [
            format!("{config}\n{manifest}"),
            format!("{manifest:#}{config:#}"),
            manifest.to_string(),
            rows(&printed) + &manifest.to_string(),
        ] {
            let found = given(&read(&paste).unwrap(), &analysis);
            let own: Vec<u64> = found.matched.iter().filter_map(|given| given.pull).collect();
            assert_eq!(own, pulls[layers - own.len()..], "{}\n{paste}", truth["name"]);
            let base: u64 = pulls[..layers - own.len()].iter().sum();
            assert_eq!(
                found.images.values().next().and_then(|size| size.pull),
                (base > 0).then_some(base),
                "{}",
                truth["name"]
            );
            let mut known = Scenario { images: Default::default(), ..scenario.clone() };
            found.enter(&mut known);
            let pull = analyze(&known, &catalog).sizes.image.weight.pull.range;
            let whole = truth["image"]["pull"].as_u64().unwrap();
            assert_eq!((pull.low, pull.high), (whole, whole), "{}", truth["name"]);
        }
        assert!(matches!(read(&config.to_string()), Err(TruthError::NoSizes(Form::Config))));
        assert!(read(&wrapped.to_string()).is_ok());
    }
}

const NODE: &str = "FROM node:22\nARG REVISION=none\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nUSER node\nEXPOSE 3000\nCMD [\"node\", \"dist/server.js\"]\n";

/// As it stands in a terminal, prompts included.
const NODE_HISTORY: &str = "\
me@here:~/shop$ docker history shop
IMAGE          CREATED              CREATED BY                                      SIZE      COMMENT
8a5ff1d88eb5   About a minute ago   CMD [\"node\" \"dist/server.js\"]                   0B        buildkit.dockerfile.v0
<missing>      About a minute ago   EXPOSE map[3000/tcp:{}]                         0B        buildkit.dockerfile.v0
<missing>      About a minute ago   USER node                                       0B        buildkit.dockerfile.v0
<missing>      About a minute ago   RUN |1 REVISION=4f2c9ab /bin/sh -c npm run b…   1.21MB    buildkit.dockerfile.v0
<missing>      2 minutes ago        COPY . . # buildkit                             94.2kB    buildkit.dockerfile.v0
<missing>      2 minutes ago        RUN |1 REVISION=4f2c9ab /bin/sh -c npm ci # …   255MB     buildkit.dockerfile.v0
<missing>      3 minutes ago        COPY package*.json ./ # buildkit                312kB     buildkit.dockerfile.v0
<missing>      3 minutes ago        WORKDIR /app                                    0B        buildkit.dockerfile.v0
<missing>      3 minutes ago        ARG REVISION=4f2c9ab                            0B        buildkit.dockerfile.v0
<missing>      11 days ago          CMD [\"node\"]                                    0B        buildkit.dockerfile.v0
<missing>      11 days ago          COPY docker-entrypoint.sh /usr/local/bin/ # …   388B      buildkit.dockerfile.v0
<missing>      11 days ago          RUN /bin/sh -c ARCH= && dpkgArch=\"$(dpkg --p…   183MB     buildkit.dockerfile.v0
<missing>      2 weeks ago          RUN /bin/sh -c set -ex;  apt-get update;  ap…   588MB     buildkit.dockerfile.v0
<missing>      2 weeks ago          # debian.sh --arch 'amd64' out/ 'bookworm' '…   117MB     debuerreotype 0.16
me@here:~/shop$ ls
";

fn check_node(found: &Matched) {
    let layers = [("0/1", 0), ("0/2", 312_000), ("0/3", 255_000_000), ("0/4", 94_200), ("0/5", 1_210_000)];
    assert_eq!(overrides(found), layers);
    assert_eq!(found.images["node:22"], disk(888_000_388));
    assert_eq!((&found.unmatched, &found.notes), (&vec![], &vec![]));
}

#[test]
fn a_terminals_text_is_read_with_its_prompts() {
    let truth = read(NODE_HISTORY).unwrap();
    assert_eq!((truth.forms.as_slice(), truth.images[0].entries.len()), (&[Form::History][..], 14));
    check_node(&matched(NODE_HISTORY, NODE));
}

#[test]
fn text_that_went_through_other_programs_is_read_too() {
    let body = NODE_HISTORY.lines().filter(|line| !line.starts_with("me@"));
    let indented: String = body.clone().map(|line| format!("    {line}\r\n")).collect();
    check_node(&matched(&indented, NODE));
    let tabbed: String = body.clone().map(|line| line.replace("   ", "\t") + "\n").collect();
    check_node(&matched(&tabbed, NODE));
    let folded: String =
        body.clone().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ") + "\n").collect();
    check_node(&matched(&folded, NODE));
    let headless: String = body.clone().skip(1).map(|line| format!("{line}\n")).collect();
    check_node(&matched(&headless, NODE));
    // docker history --format "table {{.Size}}\t{{.CreatedBy}}"
    let two: String = body
        .map(|line| {
            let from = line.find("CREATED BY").unwrap_or(36);
            let column: String = line.chars().skip(from).take(48).collect();
            let size: String = line.chars().skip(from + 48).take(10).collect();
            format!("{size}{column}\n")
        })
        .collect();
    check_node(&matched(&two, NODE));
}

#[test]
fn the_builder_before_buildkit_is_understood() {
    let paste = "\
IMAGE               CREATED             CREATED BY                                      SIZE                COMMENT
3e23a5875458        8 days ago          /bin/sh -c #(nop)  CMD [\"node\" \"dist/server.j…   0 B
8578938dd170        8 days ago          /bin/sh -c #(nop)  EXPOSE 3000                  0 B
8578938dd171        8 days ago          /bin/sh -c #(nop)  USER node                    0 B
be51b77efb42        8 days ago          |1 REVISION=none /bin/sh -c npm run build       1.245 MB
4b137612be55        8 days ago          /bin/sh -c #(nop) COPY dir:9cb6d1bf84c1ed38a6…   338.3 kB
750d58736b4b        8 days ago          |1 REVISION=none /bin/sh -c npm ci              121 MB
750d58736b4c        8 days ago          /bin/sh -c #(nop) COPY multi:5f3c1e2d4b6a79880…   12 kB
750d58736b4d        8 days ago          /bin/sh -c #(nop) WORKDIR /app                  0 B
750d58736b4e        8 days ago          /bin/sh -c #(nop)  ARG REVISION=none            0 B
511136ea3c5a        9 months ago                                                        20 MB               Imported from -
";
    // Cut texts of COPY name a hash alone; with --no-trunc they have the place.
    let whole =
        paste.replace("9cb6d1bf84c1ed38a6…", "9cb6d1bf84c1ed38a6 in /app ").replace("79880…", "79880 in /app/ ");
    let found = matched(&whole, NODE);
    let layers = [("0/1", 0), ("0/2", 12_000), ("0/3", 121_000_000), ("0/4", 338_300), ("0/5", 1_245_000)];
    assert_eq!(overrides(&found), layers);
    assert_eq!(found.images["node:22"], disk(20_000_000));
    assert_eq!(found.unmatched, []);
    // Cut, the two are matched by their place between others.
    let cut = matched(paste, NODE);
    assert_eq!(overrides(&cut), layers);
}

#[test]
fn heredocs_of_several_lines_and_the_shells_of_bases_are_understood() {
    let dockerfile = "FROM debian\nRUN <<EOF\nset -e\necho   5MB\nEOF\nRUN make\n";
    let paste = "\
IMAGE                                                                     CREATED              CREATED BY   SIZE   COMMENT
sha256:0c3f2ab07d1e0c3f2ab07d1e0c3f2ab07d1e0c3f2ab07d1e0c3f2ab07d1e1234   2026-10-01T10:00:00Z   RUN /bin/bash -o pipefail -c make # buildkit   800   buildkit.dockerfile.v0
<missing>      2026-10-01T10:00:00+02:00   RUN /bin/bash -o pipefail -c set -e
echo   5MB
 # buildkit                                                          4711   buildkit.dockerfile.v0
<missing>      N/A   ADD rootfs.tar.gz / # buildkit   100   buildkit.dockerfile.v0
";
    let found = matched(paste, dockerfile);
    assert_eq!(overrides(&found), [("0/0", 4711), ("0/1", 800)], "{found:?}");
    assert_eq!(found.images["debian"], disk(100));
}

#[test]
fn kaniko_podman_and_nerdctl_print_alike() {
    let kaniko = "[{\"Id\":\"a\",\"CreatedBy\":\"RUN npm ci\",\"Size\":9},{\"Id\":\"b\",\"CreatedBy\":\"COPY --chown=node . /app\",\"Size\":5},{\"Id\":\"c\",\"CreatedBy\":\"ADD file:1 in /\",\"Size\":1}]";
    let dockerfile = "FROM node\nCOPY --chown=node . /app\nRUN npm ci\n";
    let found = matched(kaniko, dockerfile);
    assert_eq!(overrides(&found), [("0/0", 5), ("0/1", 9)]);
    assert_eq!(found.images["node"], disk(1));
    let podman = "\
ID            CREATED         CREATED BY                                     SIZE        COMMENT
9f0b2f4e3a51  3 minutes ago   /bin/sh -c npm ci                              9.1 MB
<missing>     3 minutes ago   /bin/sh -c #(nop) COPY --chown=node dir:f1e0c9d8a7b6a5948372615...  5.5 kB      FROM docker.io/library/node:latest
<missing>     2 weeks ago     /bin/sh -c #(nop) ADD file:ec4cd4a4a6e7 in /   12.5 MB
";
    assert_eq!(overrides(&matched(podman, dockerfile)), [("0/0", 5_500), ("0/1", 9_100_000)]);
    let nerdctl = "\
SNAPSHOT                                                                   CREATED          CREATED BY                                      SIZE         COMMENT
sha256:1c3f2ab07d1e0c3f2ab07d1e0c3f2ab07d1e0c3f2ab07d1e0c3f2ab07d1e1234    4 minutes ago    RUN /bin/sh -c npm ci # buildkit                9.0 MiB      buildkit.dockerfile.v0
<missing>                                                                  4 minutes ago    COPY --chown=node . /app # buildkit             16.0 KiB     buildkit.dockerfile.v0
";
    assert_eq!(overrides(&matched(nerdctl, dockerfile)), [("0/0", 16_384), ("0/1", 9_437_184)]);
}

#[test]
fn what_changed_since_the_build_is_said_and_the_rest_taken() {
    let changed = NODE.replace("RUN npm ci", "RUN npm ci --omit=dev").replace("WORKDIR /app", "WORKDIR /srv");
    let found = matched(NODE_HISTORY, &changed);
    assert_eq!(overrides(&found), [("0/2", 312_000), ("0/4", 94_200), ("0/5", 1_210_000)]);
    let said: Vec<(Option<usize>, &str)> = found.unmatched.iter().map(|one| (one.line, one.why.as_str())).collect();
    let changed = "no entry of the image is made by this line as it stands";
    let more = "no line of the Dockerfile makes this";
    assert_eq!(said, [(Some(3), changed), (Some(5), changed), (None, more)]);
    assert_eq!(found.unmatched[2].bytes, Some(255_000_000));
    // The base is told apart by the ARG below the changed WORKDIR.
    assert_eq!(found.images["node:22"], disk(888_000_388));
}

#[test]
fn another_images_history_gives_no_base_and_a_question() {
    let found = matched(
        NODE_HISTORY,
        "FROM python:3.12\nCOPY . .\nRUN pip install flask\nRUN python -m compileall .\nCMD [\"flask\"]\n",
    );
    assert_eq!(overrides(&found), [("0/0", 94_200)]);
    assert!(found.images.is_empty());
    assert!(
        found.notes.iter().any(|note| note == "Only 1 of 3 layers fit: is this the image of this Dockerfile?"),
        "{found:?}"
    );
}

#[test]
fn entries_that_cannot_be_told_apart_are_not_given() {
    let dockerfile = "FROM debian\nRUN /usr/local/bin/install-the-long-named-tool one\nCOPY a /a\n";
    let paste = "\
IMAGE          CREATED       CREATED BY                                      SIZE      COMMENT
8a5ff1d88eb5   1 hour ago    COPY a /a # buildkit                            3B        buildkit.dockerfile.v0
<missing>      1 hour ago    LABEL x=1                                       0B        buildkit.dockerfile.v0
<missing>      1 hour ago    RUN /bin/sh -c /usr/local/bin/install-the-lo…   30MB      buildkit.dockerfile.v0
<missing>      1 hour ago    ENV x=1                                         0B        buildkit.dockerfile.v0
<missing>      1 hour ago    RUN /bin/sh -c /usr/local/bin/install-the-lo…   20MB      buildkit.dockerfile.v0
";
    // The nearer one is the better guess, so that it is taken; two as near are not.
    assert_eq!(overrides(&matched(paste, dockerfile)), [("0/0", 30_000_000), ("0/1", 3)]);
    let both = dockerfile.replace("COPY", "RUN /usr/local/bin/install-the-long-named-tool two\nRUN true\nCOPY");
    let found = matched(
        paste,
        &both.replace("RUN true\n", "").replace("COPY", "RUN /usr/local/bin/install-the-long-named-tool three\nCOPY"),
    );
    assert!(
        found.unmatched.iter().any(|one| one.why.starts_with("two entries fit alike, 20.0 MB and 30.0 MB")),
        "{found:?}"
    );
    assert_eq!(overrides(&found), [("0/3", 3)]);
}

#[test]
fn an_inspected_base_gets_its_size_by_its_name() {
    let inspect = |tag: &str, size: u64| {
        json!([{"Id": "sha256:1", "RepoTags": [tag], "RepoDigests": [], "Architecture": "amd64", "Os": "linux", "Size": size,
            "GraphDriver": {"Name": "overlay2"}, "RootFS": {"Type": "layers", "Layers": ["sha256:1", "sha256:2"]}}])
    };
    let dockerfile = "FROM registry.example:5000/base:1 AS b\nRUN make\nFROM node\nCOPY --from=busybox /bin/sh /sh\n";
    let found = matched(&inspect("registry.example:5000/base:1", 412_000_000).to_string(), dockerfile);
    assert_eq!(found.images["registry.example:5000/base:1"], disk(412_000_000));
    assert_eq!(matched(&inspect("node:latest", 5).to_string(), dockerfile).images["node"], disk(5));
    assert_eq!(matched(&inspect("busybox:latest", 4).to_string(), dockerfile).images["busybox"], disk(4));
    let own = matched(&inspect("shop:latest", 640_000_000).to_string(), dockerfile);
    assert!(own.images.is_empty());
    assert!(own.notes[0].starts_with("The image is 640 MB on disk, the estimate "), "{own:?}");
    // The containerd image store counts something else.
    let mut packed = inspect("node:latest", 5);
    packed[0]["Descriptor"] = json!({"digest": "sha256:1"});
    let packed = matched(&packed.to_string(), dockerfile);
    assert!(packed.images.is_empty() && packed.notes[0].contains("compressed layers"), "{packed:?}");
}

#[test]
fn a_history_that_was_asked_for_by_a_bases_name_is_the_bases() {
    let base = "\
$ docker history --human=false registry.example/base:1
IMAGE          CREATED                CREATED BY                     SIZE      COMMENT
8a5ff1d88eb5   2026-10-01T10:00:00Z   CMD [\"sh\"]                     0         buildkit.dockerfile.v0
<missing>      2026-10-01T10:00:00Z   RUN /bin/sh -c make # buildkit   4000      buildkit.dockerfile.v0
<missing>      2026-10-01T10:00:00Z   ADD rootfs.tar / # buildkit    38000     buildkit.dockerfile.v0
";
    let dockerfile = "FROM registry.example/base:1\nRUN make\n";
    let alone = matched(base, dockerfile);
    assert_eq!((overrides(&alone), alone.images["registry.example/base:1"]), (vec![], disk(42_000)));
    // Both at once, as two commands in a terminal.
    let own = base
        .replace("registry.example/base:1", "own")
        .replace("CMD [\"sh\"]  ", "RUN /bin/sh -c make # buildkit")
        .replace("   0  ", "  77  ");
    let both = matched(&format!("{base}{own}"), dockerfile);
    assert_eq!(overrides(&both), [("0/0", 77)], "{both:?}");
    let lines =
        "$ docker image history --format json registry.example/base:1\n{\"CreatedBy\":\"RUN x\",\"Size\":\"5kB\"}\n";
    assert_eq!(matched(lines, dockerfile).images["registry.example/base:1"], disk(5_000));
}

#[test]
fn a_stages_own_image_is_found() {
    let dockerfile = "FROM golang:1.26 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n";
    let paste = "\
IMAGE          CREATED       CREATED BY                                      SIZE      COMMENT
8a5ff1d88eb5   1 hour ago    RUN /bin/sh -c go build -o /app . # buildkit    90MB      buildkit.dockerfile.v0
<missing>      1 hour ago    COPY . . # buildkit                             30kB      buildkit.dockerfile.v0
<missing>      1 hour ago    WORKDIR /src                                    8.19kB    buildkit.dockerfile.v0
<missing>      1 hour ago    WORKDIR /go                                     0B        buildkit.dockerfile.v0
<missing>      1 hour ago    COPY /target/ / # buildkit                      251MB     buildkit.dockerfile.v0
";
    let found = matched(paste, dockerfile);
    assert_eq!(overrides(&found), [("build/0", 8_190), ("build/1", 30_000), ("build/2", 90_000_000)]);
    assert_eq!(found.images["golang:1.26"], disk(251_000_000));
    assert_eq!(found.notes[0], "This is the image of the stage build, not of the target.");
    assert!(found.notes[1].starts_with("These sizes count blocks"), "{found:?}");
    // With the target's own history above it, both are taken.
    let target = "<missing>   1 hour ago   COPY /app /app # buildkit   9MB   buildkit.dockerfile.v0\n";
    let both = matched(&format!("IMAGE   CREATED   CREATED BY   SIZE\n{target}{paste}"), dockerfile);
    let layers = [("1/0", 9_000_000), ("build/0", 8_190), ("build/1", 30_000), ("build/2", 90_000_000)];
    assert_eq!(overrides(&both), layers, "{both:?}");
    assert_eq!(both.images["golang:1.26"], disk(251_000_000));
    assert_eq!((both.notes.len(), both.unmatched.len()), (1, 0), "{both:?}");
}

#[test]
fn the_image_for_the_platform_is_taken() {
    let verbose = |architecture: &str, bytes: u64| {
        json!({"Ref": "x", "Descriptor": {"platform": {"architecture": architecture, "os": "linux"}},
            "SchemaV2Manifest": {"layers": [{"size": 1000}, {"size": bytes}]}})
    };
    let both = Value::Array(vec![verbose("arm64", 3), verbose("amd64", 4)]).to_string();
    let found = matched(&both, "FROM debian\nRUN make\n");
    assert_eq!((found.matched[0].pull, found.images["debian"].pull), (Some(4), Some(1000)));
    assert!(found.notes[0].contains("by their order alone"));
}

#[test]
fn what_is_no_truth_says_what_was_expected() {
    let error = |paste: &str| read(paste).unwrap_err();
    assert_eq!(error(" \n"), TruthError::Empty);
    assert_eq!(error("FROM node\nRUN npm ci\n"), TruthError::Unknown("FROM node RUN npm ci".into()));
    assert_eq!(error("{\"a\": 1}"), TruthError::Unknown("{\"a\": 1}".into()));
    assert!(matches!(error("[{\"CreatedBy\": \"x\",\n \"Size"), TruthError::NotJson { line: 2, .. }));
    assert!(matches!(
        error("{\"CreatedBy\":\"a\",\"Size\":\"1B\"}\n{\"CreatedBy\":\"b\",\"Si"),
        TruthError::NotJson { line: 2, .. }
    ));
    assert_eq!(error("8a5ff1d88eb5\n<missing>\n"), TruthError::Row { line: 2, text: "<missing>".into() });
    let index = json!({"schemaVersion": 2, "manifests": [{"size": 5, "platform": {"architecture": "amd64", "os": "linux"}}, {"size": 6}]});
    assert_eq!(error(&index.to_string()), TruthError::Index(vec!["linux/amd64".into(), String::new()]));
    let manifest = json!({"layers": [{"size": 1}]});
    let contradiction = format!("{}\n{manifest}", json!({"history": [{"created_by": "a"}, {"created_by": "b"}]}));
    assert!(matches!(error(&contradiction), TruthError::Contradiction(_)));
    assert_eq!(error(&"x".repeat(4_000_001)), TruthError::TooLong);
    assert_eq!(error(&format!("[{}0]", "0,".repeat(300_000))), TruthError::TooMany);
    assert_eq!(error(&"<missing>   1 hour ago   RUN x   1B\n".repeat(1_500)), TruthError::TooMany);
    assert!(matches!(error(&"[".repeat(100_000)), TruthError::NotJson { .. }));
    for error in [TruthError::Empty, TruthError::Unknown("x".into()), TruthError::TooMany] {
        assert!(error.to_string().contains("docker history"), "{error}");
    }
}

#[test]
fn mutated_pastes_give_a_truth_or_an_error() {
    let (scenario, analysis) = of(NODE);
    let printed = vec![
        ("RUN /bin/sh -c npm ci # buildkit".to_owned(), 9, 4, true),
        ("COPY . . # buildkit".to_owned(), 8, 3, true),
    ];
    let seeds = [
        NODE_HISTORY.to_owned(),
        rows(&printed),
        engine(&printed),
        dive(&printed),
        format!("{}\n{}", config(&printed), manifest(&printed)),
        table(&printed, false, |bytes| format!("{bytes} kB")),
    ];
    const PIECES: [&str; 20] = [
        "…",
        "...",
        "|9999999999999999999 ",
        "|3 ",
        "<missing>",
        "   ",
        "\t",
        "\n",
        "B",
        "é",
        "\u{2028}",
        "-c ",
        "{",
        "]",
        "\"",
        "\\u",
        "#(nop) ",
        "1e400",
        "99999999999999999999",
        " in ",
    ];
    let mut random = Random::new(7);
    for _ in 0..4_000 {
        let mut paste: Vec<char> = random.pick(&seeds).chars().collect();
        for _ in 0..=random.below(6) {
            let at = random.below(paste.len() + 1);
            match random.below(4) {
                0 => drop(paste.splice(at..at, random.pick(&PIECES).chars())),
                1 => paste.truncate(at),
                2 => drop(paste.drain(at..(at + random.below(12)).min(paste.len()))),
                _ => {
                    let piece: Vec<char> = paste[at..].iter().take(random.below(200)).copied().collect();
                    let to = random.below(paste.len() + 1);
                    drop(paste.splice(to..to, piece));
                }
            }
        }
        let paste: String = paste.into_iter().collect();
        let done = catch_unwind(|| {
            let Ok(truth) = read(&paste) else { return };
            let found = given(&truth, &analysis);
            let mut known = scenario.clone();
            found.enter(&mut known);
            analyze(&known, &Catalog::default());
        });
        assert!(done.is_ok(), "{paste}");
    }
}

#[test]
fn a_truth_of_nothing_gives_nothing() {
    let (_, analysis) = of("");
    assert_eq!(given(&Truth { forms: vec![], images: vec![] }, &analysis), Matched::default());
    assert_eq!(overrides(&given(&read(NODE_HISTORY).unwrap(), &analysis)), []);
}

/// Any Dockerfile's own history: what is given is true, whatever is given, and all of it where nothing is cut.
#[test]
fn a_mutated_dockerfiles_own_history_never_gives_a_wrong_size() {
    let mut seeds: Vec<String> = vec![NODE.into()];
    for line in BUILDS.lines() {
        let truth: Value = serde_json::from_str(line).unwrap();
        seeds.push(truth["scenario"]["dockerfile"].as_str().unwrap().to_owned());
    }
    let mut random = Random::new(11);
    let (mut layers, mut given_layers, mut cut_layers) = (0, 0, 0);
    for _ in 0..1_500 {
        let (_, analysis) = of(&mutated(&seeds, &mut random));
        let graph = &analysis.graph;
        let Some(target) = graph.target else { continue };
        let mut printed: Vec<Printed> = vec![("ADD rootfs.tar / # buildkit".into(), 1, 0, true)];
        let mut sizes = Vec::new();
        for (at, (stage, step)) in history(graph, target).entries.into_iter().enumerate() {
            let own = &graph.stages[stage].steps[step];
            let bytes = if own.layer { 1_000 + at as u64 } else { 0 };
            printed.push((own.history_text().unwrap(), bytes, 0, own.layer));
            if own.layer {
                sizes.push((stage, step, bytes));
            }
        }
        if printed.len() > 200 {
            continue;
        }
        for cut in [false, true] {
            let paste = if cut { table(&printed, true, |bytes| format!("{bytes}B")) } else { rows(&printed) };
            let Ok(truth) = read(&paste) else { panic!("{paste}") };
            let found = given(&truth, &analysis);
            for one in &found.matched {
                let true_size = sizes.iter().find(|(stage, step, _)| (*stage, *step) == (one.stage, one.step));
                assert_eq!(one.disk, true_size.map(|(.., bytes)| *bytes), "{one:?}\n{paste}");
            }
            if cut {
                cut_layers += found.matched.len();
            } else {
                layers += sizes.len();
                given_layers += found.matched.len();
            }
        }
    }
    assert_eq!(given_layers, layers);
    assert!(cut_layers * 100 > layers * 95, "{cut_layers} of {layers} by texts that are cut");
}
