//! One pair for each rule: a step that leaves much in its layer, and the same done well. The figures are bounds, not
//! points: tables move, the order of magnitude and the order of the two do not.

use drydock::context::Context;
use drydock::scenario::Scenario;
use drydock::size::packages::Tables;
use drydock::size::{Catalog, Layer, estimate};
use drydock::{stages, syntax};

fn layers(dockerfile: &str, manifests: &[(&str, &str)]) -> Vec<Layer> {
    let manifests = manifests.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let scenario = Scenario { dockerfile: dockerfile.into(), manifests, ..Scenario::default() };
    let parsed = syntax::parse(&scenario.dockerfile);
    let graph = stages::resolve(&parsed, &scenario);
    assert!(graph.errors.is_empty(), "{dockerfile}: {:?}", graph.errors);
    let files: [&[u8]; 1] = [include_bytes!("../../data/packages/debian.txt")];
    let catalog = Catalog::shipped().with_packages(Tables::parse(files).expect("shipped tables"));
    let sizes = estimate(&graph, &Context::new(&scenario), &scenario, &catalog);
    sizes.stages.into_iter().next_back().map_or_else(Vec::new, |stage| stage.layers.into_iter().flatten().collect())
}

fn last(dockerfile: &str, manifests: &[(&str, &str)]) -> Layer {
    layers(dockerfile, manifests).pop().expect("a layer")
}

/// Likely megabytes of the last layer.
fn megabytes(dockerfile: &str) -> f64 {
    last(dockerfile, &[]).weight.disk.range.likely as f64 / 1e6
}

#[test]
fn the_good_way_leaves_less_and_both_are_of_the_right_order() {
    // (base and steps before, bad, at least MB, good, at most MB)
    let pairs = [
        (
            "debian:bookworm-slim",
            "apt-get update && apt-get install -y git",
            100.0,
            "apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*",
            105.0,
        ),
        (
            "debian:bookworm-slim",
            "apt-get update && apt-get install -y gcc && gcc --version",
            200.0,
            "apt-get update && apt-get install -y gcc && apt-get purge -y --auto-remove gcc && rm -rf /var/lib/apt/lists/*",
            60.0,
        ),
        (
            "alpine:3.22",
            "apk add --virtual .build build-base",
            200.0,
            "apk add --no-cache --virtual .build build-base && apk del .build",
            5.0,
        ),
        ("fedora:40", "dnf install -y httpd", 40.0, "dnf install -y httpd && dnf clean all", 60.0),
        ("node:22-slim", "npm install", 200.0, "npm ci --omit=dev && npm cache clean --force", 120.0),
        ("node:22-slim", "npm install -g typescript", 35.0, "npm install -g serve && npm cache clean --force", 10.0),
        ("node:22-slim", "yarn install", 300.0, "yarn install --production && yarn cache clean", 120.0),
        ("python:3.12-slim", "pip install pandas", 160.0, "pip install --no-cache-dir flask", 12.0),
        (
            "python:3.12-slim",
            "python -m venv /venv && /venv/bin/pip install numpy",
            80.0,
            "python -m venv --without-pip /venv",
            1.0,
        ),
        (
            "golang:1.25",
            "go build -o /srv ./cmd/srv",
            200.0,
            "--mount=type=cache,target=/root/.cache/go-build --mount=type=cache,target=/go/pkg/mod go build -ldflags='-s -w' -o /srv ./cmd/srv",
            20.0,
        ),
        (
            "rust:1",
            "cargo build --release",
            150.0,
            "--mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/target cargo build --release && cp target/release/app /app",
            12.0,
        ),
        ("maven:3", "mvn package", 150.0, "--mount=type=cache,target=/root/.m2 mvn package", 60.0),
        ("gradle:8", "gradle build", 300.0, "--mount=type=cache,target=/root/.gradle gradle build", 60.0),
        (
            "mcr.microsoft.com/dotnet/sdk:8.0",
            "dotnet publish -o /out",
            100.0,
            "--mount=type=cache,target=/root/.nuget dotnet publish -o /out",
            20.0,
        ),
        ("ruby:3.3", "bundle install", 100.0, "gem install bundler", 5.0),
        ("php:8.3", "composer install", 60.0, "docker-php-ext-install pdo_mysql", 5.0),
        ("debian:bookworm-slim", "conda install scipy", 80.0, "conda clean -afy", 1.0),
        (
            "debian:bookworm-slim",
            "curl -LO https://go.dev/dl/go1.25.0.linux-amd64.tar.gz && tar -xzf go1.25.0.linux-amd64.tar.gz",
            280.0,
            "curl -L https://go.dev/dl/go1.25.0.linux-amd64.tar.gz | tar -xz -C /usr/local",
            260.0,
        ),
        (
            "debian:bookworm-slim",
            "git clone https://github.com/a/b",
            8.0,
            "git clone --depth 1 https://github.com/a/b && rm -rf b/.git",
            3.0,
        ),
        (
            "debian:bookworm-slim",
            "dd if=/dev/zero of=/x bs=1M count=100",
            100.0,
            "dd if=/dev/zero of=/x bs=1M count=100 && rm /x",
            0.0,
        ),
        ("debian:bookworm-slim", "curl -fsSL https://sh.rustup.rs | sh -s -- -y", 600.0, "useradd -m app", 0.1),
        ("debian:bookworm-slim", "locale-gen en_US.UTF-8", 2.0, "ldconfig", 0.2),
        ("debian:bookworm-slim", "make install", 1.0, "make clean", 0.0),
    ];
    for (base, bad, least, good, most) in pairs {
        let (much, little) =
            (megabytes(&format!("FROM {base}\nRUN {bad}\n")), megabytes(&format!("FROM {base}\nRUN {good}\n")));
        assert!(much >= least, "{bad}: {much} MB, expected at least {least}");
        assert!(little <= most, "{good}: {little} MB, expected at most {most}");
        assert!(little < much, "{good}: {little} MB; {bad}: {much} MB");
    }
}

#[test]
fn a_pasted_manifest_sharpens_the_estimate() {
    let dockerfile = "FROM node:22-slim\nWORKDIR /app\nCOPY package.json .\nRUN npm install --ignore-scripts\n";
    let unseen = last(dockerfile, &[]).weight.disk.range;
    let manifest = "{\"dependencies\": {\"express\": \"^5\"}}";
    let seen = last(dockerfile, &[("package.json", manifest)]).weight.disk.range;
    assert!(seen.high < unseen.low, "{seen:?} {unseen:?}");
    let frozen = "FROM python:3.12-slim\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\n";
    let layer = last(frozen, &[("requirements.txt", "flask\ngunicorn\n")]);
    assert!(layer.weight.disk.range.likely < 15_000_000, "{:?}", layer.weight.disk);
    assert!(layer.parts.iter().any(|part| part.label == "gunicorn"), "{:?}", layer.parts);
}

#[test]
fn a_postinstall_installs_the_second_project_it_hides() {
    let dockerfile = "FROM node:22-slim\nCOPY . .\nRUN npm install\n";
    let plain = last(dockerfile, &[("package.json", "{\"dependencies\": {\"express\": \"1\"}}")]);
    let root = "{\"scripts\": {\"postinstall\": \"cd web && npm install\"}, \"dependencies\": {\"express\": \"1\"}}";
    let hiding =
        last(dockerfile, &[("package.json", root), ("web/package.json", "{\"dependencies\": {\"gatsby\": \"1\"}}")]);
    let grown = hiding.weight.disk.range.likely - plain.weight.disk.range.likely;
    assert!(grown > 300_000_000, "{grown}");
}

#[test]
fn what_is_installed_already_is_not_counted_again() {
    let layers = layers(
        "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl\nRUN apt-get install -y curl\n",
        &[],
    );
    assert!(layers[0].weight.disk.range.likely > 5_000_000);
    assert_eq!(layers[1].weight.disk.range.likely, 0);
}

#[test]
fn a_build_writes_where_the_next_stage_takes_it_from() {
    for (builder, step, path) in [
        ("node:22-slim", "npm run build", "/app/build"),
        ("maven:3", "mvn package", "/app/target/*.jar"),
        ("golang:1.25", "go build", "/app/server"),
        ("rust:1", "cargo build --release", "/app/target/release/server"),
        ("mcr.microsoft.com/dotnet/sdk:8.0", "dotnet publish", "/app/bin/out"),
    ] {
        let dockerfile = format!(
            "FROM {builder} AS build\nWORKDIR /app\nRUN {step}\nFROM scratch\nCOPY --from=build {path} /srv/\n"
        );
        let layer = last(&dockerfile, &[]);
        assert!(!layer.weight.disk.reason.contains("not followed"), "{step}: {}", layer.weight.disk.reason);
        assert!(layer.weight.disk.range.likely >= 1_000_000, "{step}: {:?}", layer.weight.disk.range);
    }
}

#[test]
fn removing_in_a_later_step_only_hides() {
    let layers = layers("FROM debian:bookworm-slim\nRUN apt-get update\nRUN rm -rf /var/lib/apt/lists/*\n", &[]);
    assert!(layers[0].weight.disk.range.likely > 15_000_000);
    assert_eq!(layers[0].wasted.range.likely, layers[0].weight.disk.range.likely);
}

#[test]
fn unseen_manifests_are_small_and_unseen_trees_are_not() {
    let layers = layers(
        "FROM scratch\nCOPY package.json /\nCOPY . /app\nADD https://go.dev/dl/go1.25.0.linux-amd64.tar.gz /go.tgz\n",
        &[],
    );
    assert!(layers[0].weight.disk.range.high < 10_000);
    assert!(layers[1].weight.disk.range.high > 20_000_000);
    assert!((60_000_000..80_000_000).contains(&layers[2].weight.disk.range.likely));
}

#[test]
fn small_layers_weigh_their_entries_and_short_texts() {
    // What BuildKit made of them, or image registries show: (step, bytes pulled).
    for (step, truth) in [
        ("WORKDIR /app", 92),
        ("RUN mkdir -p /usr/local/etc/php/conf.d", 183),
        ("RUN ln -s usr/local/bin/docker-entrypoint.sh /docker-entrypoint.sh", 121),
        ("RUN echo 'deb http://packages.example.org/ros/ubuntu xenial main' > /etc/apt/sources.list.d/ros.list", 223),
        ("RUN useradd -m app", 3336),
        ("RUN groupadd -g 3000 grp", 637),
    ] {
        let said = last(&format!("FROM debian:bookworm-slim\n{step}\n"), &[]).weight.pull.range.likely as f64;
        assert!((said / f64::from(truth)).ln().abs() < 0.25, "{step}: {said} for {truth}");
    }
    let group = last("FROM debian\nRUN groupadd app && useradd -r -g app app\n", &[]).weight.disk.range.likely;
    let user = last("FROM debian\nRUN useradd -r app\n", &[]).weight.disk.range.likely;
    assert_eq!(group, user, "both rewrite the same files");
}

#[test]
fn added_repositories_and_indexes_count() {
    let nodesource = "curl -fsSL https://deb.nodesource.com/setup_22.x | bash - && apt-get install -y nodejs";
    let layer = last(&format!("FROM debian:bookworm\nRUN {nodesource}\n"), &[]);
    assert!(layer.parts.iter().any(|part| part.label == "nodejs" && part.weight.disk.range.likely > 190_000_000));
    let bare = last("FROM python:3.12-slim\nRUN pip install --no-cache-dir torch\n", &[]).weight.disk.range;
    let index = "--index-url https://download.pytorch.org/whl/cpu";
    let small = last(&format!("FROM python:3.12-slim\nRUN pip install --no-cache-dir torch {index}\n"), &[]);
    assert!(small.weight.disk.range.high * 3 < bare.low, "wheels without graphics are a fraction");
}

#[test]
fn moving_into_a_folder_keeps_what_is_there() {
    let script =
        "dd if=/dev/zero of=/opt/old bs=1M count=3 && mkdir /tmp/new && dd if=/dev/zero of=/tmp/new/file bs=1M count=1";
    let layer = last(&format!("FROM scratch\nRUN {script} && mv /tmp/new/* /opt/ && rm /opt/old\n"), &[]);
    assert_eq!(layer.weight.disk.range.likely, 1 << 20);
}

#[test]
fn libraries_of_a_build_stay_when_its_packages_are_purged() {
    let build =
        "apt-get update && apt-get install -y --no-install-recommends gcc libicu-dev && rm -rf /var/lib/apt/lists/*";
    let purge = "apt-mark auto '.*' > /dev/null && apt-get purge -y --auto-remove";
    let disk = last(&format!("FROM debian:bookworm-slim\nRUN {build} && {purge}\n"), &[]).weight.disk.range.likely;
    assert!((34_000_000..50_000_000).contains(&disk), "ICU's library alone is 36 MB: {disk}");
}

#[test]
fn a_cluster_of_options_takes_the_name_of_the_file() {
    let address = "https://nodejs.org/dist/v20.1.0/node-v20.1.0-linux-x64.tar.xz";
    for command in ["curl -fsSLo /opt/node.tar.xz", "curl -fsSL -o /opt/node.tar.xz", "wget -qO /opt/node.tar.xz"] {
        let layer = last(&format!("FROM debian\nRUN {command} {address}\n"), &[]);
        assert_eq!(layer.parts.len(), 1, "{command}: {:?}", layer.parts);
        assert!(layer.parts[0].label.starts_with("Node.js 20"), "{command}");
    }
}

#[test]
fn apk_adds_the_libraries_that_what_was_built_needs() {
    let built = |between: &str| {
        let build = "apk add --no-cache --virtual .build icu-dev gcc";
        last(&format!("FROM alpine:3.22\nRUN {build} && {between}apk del .build\n"), &[]).weight.disk.range.likely
    };
    assert!(built("runDeps=\"$(scanelf /usr/local)\" && apk add --virtual .run $runDeps && ") > built("") + 5_000_000);
}
