//! `npm`, `yarn`, `pnpm`, `bun`: node_modules from what is known of the project, caches, and what its scripts build.

use std::sync::Arc;

use super::{Command, Stream, built};
use crate::bytes::{Estimate, Range, Source};
use crate::size::content::Content;
use crate::size::ledger::Written;
use crate::size::packages::npm::{self, Installation, Resolution};
use crate::size::packages::typical::{share, typical};
use crate::size::path;
use crate::size::run::Run;
use crate::size::script;

const GLOBAL: &str = "/usr/local/lib/node_modules";
const LOCKS: [&str; 4] = ["package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml"];
/// A lock file that an install without one writes, and npm's logs: 0.1 MB for a small project.
const LOCK_WRITTEN: Range = Range { low: 5_000, likely: 90_000, high: 900_000 };
/// Scripts that install again are followed this deep.
const DEPTH: usize = 3;

pub fn npm(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let taking = [
        "--prefix",
        "-C",
        "--cache",
        "--registry",
        "--loglevel",
        "--network-timeout",
        "--cwd",
        "--filter",
        "-w",
        "--modules-folder",
    ];
    let operands = command.operands_without(&taking);
    let home = run.folder.clone();
    if let Some(folder) = command.value(&["--prefix", "--cwd", "--dir"]) {
        run.folder = run.absolute(folder);
    }
    let (action, names) = match operands.split_first() {
        Some((&"global", rest)) => ("add-global", rest.get(1..).unwrap_or(&[])),
        Some((action, names)) => (*action, names),
        None if command.name == "yarn" => ("install", &[][..]),
        None => ("", &[][..]),
    };
    match action {
        "install" | "i" | "ci" | "clean-install" | "add" | "add-global" | "install-ci-test" | "isntall" => {
            let global = action == "add-global" || command.has(&["--global", "-g", "--location"]);
            match (names.iter().any(|name| is_package(name)), global) {
                (true, _) => named(run, command, names, global),
                (false, _) => project(run, command, action),
            }
        }
        "run" | "run-script" if !names.is_empty() => script_of(run, command, names[0]),
        "build" | "generate" | "export" => script_of(run, command, action),
        "prune" | "uninstall" | "remove" => prune(run),
        "cache" | "store" => clear(run, command, names),
        "exec" | "dlx" | "x" => return npx(run, command),
        "deploy" => {
            if let Some(folder) = names.last() {
                let range = npm::unseen(false).range;
                let place = path::join(&run.absolute(folder), "node_modules");
                run.add(
                    &place,
                    Written::new("node_modules of the deployed package", range, Content::NodeModules, Source::Guess),
                );
            }
        }
        _ => {}
    }
    run.folder = home;
    Stream::some_lines()
}

/// `npx`: a package fetched for one call, and what it does.
pub fn npx(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let operands = command.operands();
    let operands: Vec<&str> = operands.into_iter().filter(|word| !matches!(*word, "exec" | "dlx" | "x")).collect();
    let tool = operands.first().map_or("", |word| word.split('@').next().unwrap_or(""));
    match (tool, operands.get(1).copied()) {
        ("playwright", Some("install")) => {
            let place = format!("{}/.cache/ms-playwright", run.home);
            let range = if operands.len() > 2 {
                Range::new(280_000_000, 420_000_000, 700_000_000)
            } else {
                Range::new(700_000_000, 1_050_000_000, 1_500_000_000)
            };
            run.add(&place, Written::new("browsers of Playwright", range, Content::NativeBinary, Source::Typical));
        }
        (
            "tsc" | "vite" | "next" | "webpack" | "ng" | "gatsby" | "nuxt" | "rollup" | "esbuild" | "react-scripts",
            _,
        ) => build(run, Some(tool)),
        ("prisma", _) => {
            let place = run.absolute("node_modules/.prisma");
            run.add(
                &place,
                Written::new(
                    "Prisma's client and engine",
                    Range::new(5_000_000, 17_000_000, 60_000_000),
                    Content::NativeBinary,
                    Source::Typical,
                ),
            );
        }
        _ => {}
    }
    Stream::some_lines()
}

/// `corepack`: the package manager it fetches.
pub fn corepack(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    if command.operands().first().is_some_and(|word| matches!(*word, "prepare" | "install" | "use")) {
        let place = format!("{}/.cache/node/corepack", run.home);
        let range = Range::new(2_500_000, 18_000_000, 70_000_000);
        run.add(
            &place,
            Written::new("the package manager corepack fetches", range, Content::JavascriptBundle, Source::Typical),
        );
    }
    Stream::some_lines()
}

fn is_package(name: &str) -> bool {
    !name.starts_with(['-', '.', '/']) && !name.contains("://") || name.starts_with("git+")
}

fn is_production(run: &Run<'_>, command: &Command<'_>) -> bool {
    let off = command.words.iter().any(|word| word == "--production=false" || word == "--include=dev");
    let omits = command.words.iter().any(|word| {
        matches!(
            word.as_str(),
            "--production"
                | "--prod"
                | "-P"
                | "--omit=dev"
                | "--only=production"
                | "--only=prod"
                | "--production=true"
                | "--frozen-lockfile=prod"
        )
    }) || matches!(command.value(&["--omit", "--only"]), Some("dev" | "production" | "prod"));
    !off && (omits || run.variable("NODE_ENV").is_some_and(|value| value == "production"))
}

fn named(run: &mut Run<'_>, command: &Command<'_>, names: &[&str], global: bool) {
    let brought = npm::install(names);
    let place = if global { GLOBAL.to_owned() } else { run.absolute("node_modules") };
    let label = format!("{} and what it needs", names.iter().take(3).copied().collect::<Vec<_>>().join(", "));
    let range = brought.disk.range;
    let parts = brought.packages.iter().map(|package| (package.name.clone(), package.bytes));
    let written = Written::new(label, range, Content::NodeModules, brought.disk.source).made_of(parts);
    run.add(&place, written);
    keep_cache(run, command, range, Resolution::Unlocked { development: true });
}

/// An install of the project in the working directory.
fn project(run: &mut Run<'_>, command: &Command<'_>, action: &str) {
    let development = !is_production(run, command);
    let lock = LOCKS.iter().find_map(|name| Some((*name, run.manifest(name)?)));
    let manifest = run.manifest("package.json");
    let from_lock = lock.as_ref().map(|(name, text)| installation(run, name, text, development));
    let brought = from_lock
        .filter(|known| known.is_some())
        .or_else(|| Some(installation(run, "", manifest.as_deref()?, development)));
    let locked = lock.is_some() || LOCKS.iter().any(|name| run.disk.exists(&run.absolute(name)));
    let place = run.absolute("node_modules");
    let there = run.disk.weigh(&place);
    if action.starts_with('c') {
        run.remove(&place);
    } else if there.likely > 0 && !development {
        // Installing less over what is there removes the rest.
        return prune(run);
    } else if there.likely > 0 {
        return;
    }
    let (estimate, packages) = match brought.as_ref().and_then(|known| known.as_ref().as_ref()) {
        Some(Installation { disk, packages, .. }) => (disk.clone(), packages.as_slice()),
        None => (npm::unseen(development), &[][..]),
    };
    let parts = packages.iter().take(8).map(|package| (package.name.clone(), package.bytes / 10 * 9));
    let label = format!("node_modules, {}", estimate.reason);
    run.add(&place, Written::new(label, estimate.range, Content::NodeModules, estimate.source).made_of(parts));
    if !locked && action != "ci" && command.name != "bun" {
        let file = run.absolute(if command.name == "yarn" { "yarn.lock" } else { "package-lock.json" });
        run.write_file(&file, Written::new("the lock file it writes", LOCK_WRITTEN, Content::Text, Source::Typical));
    }
    let resolution = if locked || action == "ci" { Resolution::Locked } else { Resolution::Unlocked { development } };
    keep_cache(run, command, estimate.range, resolution);
    if let Some(text) = manifest.filter(|_| !command.has(&["--ignore-scripts"])) {
        lifecycle(run, &text);
    }
}

/// Scripts that installing runs by itself: an install of a second project often hides there.
fn lifecycle(run: &mut Run<'_>, manifest: &str) {
    if run.nesting >= DEPTH {
        return;
    }
    let scripts = scripts(run, manifest);
    for hook in ["preinstall", "install", "postinstall"] {
        if let Some((_, text)) = scripts.iter().find(|(name, _)| name == hook) {
            run.nesting += 1;
            script::run(run, text, 1);
            run.nesting -= 1;
        }
    }
}

/// The scripts of a manifest with their names.
fn scripts(run: &Run<'_>, manifest: &str) -> Arc<Vec<(String, String)>> {
    run.catalog.known_scripts.get(manifest, || {
        let manifest: Option<serde_json::Value> = serde_json::from_str(manifest).ok();
        let scripts = manifest.as_ref().and_then(|manifest| manifest.get("scripts")?.as_object());
        let texts =
            scripts.into_iter().flatten().filter_map(|(name, text)| Some((name.clone(), text.as_str()?.to_owned())));
        texts.collect()
    })
}

/// What a lock file (by its name) or else a manifest brings; read once, however often it is installed.
fn installation(run: &Run<'_>, lock: &str, text: &str, development: bool) -> Arc<Option<Installation>> {
    let key = format!("{lock} {development}\n{text}");
    run.catalog.known_installations.get(&key, || match lock {
        "" => npm::from_package_json(text, development),
        lock => npm::from_lock(lock, text, development),
    })
}

fn keep_cache(run: &mut Run<'_>, command: &Command<'_>, modules: Range, resolution: Resolution) {
    let (folder, written) = match command.name {
        "yarn" => {
            let range = share("yarn-cache").map_or(Range::ZERO, |share| share.of(modules));
            (yarn_cache(run), Written::new("what yarn keeps in its cache", range, Content::NodeModules, Source::Guess))
        }
        // Their stores hold the same files by hard links: only indexes are extra.
        "pnpm" | "bun" => {
            let range = modules.ratio(0.01, 0.05, 0.2);
            let place = format!("{}/.cache/{}", run.home, command.name);
            (place, Written::new("what the store keeps beside the files", range, Content::Text, Source::Guess))
        }
        _ => {
            let estimate = npm::cache(modules, resolution);
            // Without a lock file most of it is descriptions of packages, which are text.
            let content = if resolution == Resolution::Locked { Content::Archive } else { Content::NpmCache };
            (npm_cache(run, command), Written::estimated(&estimate, content))
        }
    };
    run.add(&folder, written);
}

fn npm_cache(run: &Run<'_>, command: &Command<'_>) -> String {
    let named = command.value(&["--cache"]).map(str::to_owned).or_else(|| run.variable("npm_config_cache"));
    named.map_or_else(|| format!("{}/.npm", run.home), |folder| run.absolute(&folder))
}

fn yarn_cache(run: &Run<'_>) -> String {
    match run.variable("YARN_CACHE_FOLDER") {
        Some(folder) => folder,
        None if run.home == "/root" => "/usr/local/share/.cache/yarn".to_owned(),
        None => format!("{}/.cache/yarn", run.home),
    }
}

fn clear(run: &mut Run<'_>, command: &Command<'_>, names: &[&str]) {
    if !names.iter().any(|name| matches!(*name, "clean" | "clear" | "rm" | "prune")) {
        return;
    }
    let folder = if command.name == "yarn" { yarn_cache(run) } else { npm_cache(run, command) };
    run.remove(&folder);
    let store = format!("{}/.cache/{}", run.home, command.name);
    run.remove(&store);
}

/// `npm prune --omit=dev`: what is there for development only goes; below this layer it is just hidden.
fn prune(run: &mut Run<'_>) {
    let place = run.absolute("node_modules");
    let whole = run.disk.weigh(&place);
    let manifest = run.manifest("package.json");
    let kept = manifest.map(|text| installation(run, "", &text, false));
    let kept = kept.and_then(|kept| Some(kept.as_ref().as_ref()?.disk.range.likely));
    let gone = match kept {
        Some(kept) => 1.0 - kept as f64 / whole.likely.max(1) as f64,
        None => share("npm-dev-share").map_or(0.5, |share| share.likely),
    };
    if run.is_certain() && run.disk.exists(&place) {
        run.disk.remove_share(&place, gone.clamp(0.0, 1.0) as f32);
        let file = path::join(&place, ".package-lock.json");
        let range = Range::new(10_000, 70_000, 400_000);
        run.write_file(&file, Written::new("npm's record of what is left", range, Content::Text, Source::Typical));
    }
}

/// `npm run X`: the script's own text where package.json is known, else a build by its name.
fn script_of(run: &mut Run<'_>, _command: &Command<'_>, name: &str) {
    let text = run.manifest("package.json").and_then(|manifest| {
        scripts(run, &manifest).iter().find(|(known, _)| known == name).map(|(_, text)| text.clone())
    });
    if let Some(text) = &text {
        if ["install", "npm run", "yarn "].iter().any(|word| text.contains(word)) && run.nesting < DEPTH {
            run.nesting += 1;
            script::run(run, text, 1);
            run.nesting -= 1;
            return;
        }
        return build(run, Some(text));
    }
    if ["build", "compile", "export", "generate", "dist", "bundle", "prod"].iter().any(|word| name.contains(word)) {
        build(run, None);
    }
}

/// What a build writes: by the tool its script calls, else by what package.json depends on, else anything.
fn build(run: &mut Run<'_>, script: Option<&str>) {
    let manifest = run.manifest("package.json").unwrap_or_else(|| "".into());
    let uses = |tool: &str| script.is_some_and(|text| text.contains(tool)) || manifest.contains(&format!("\"{tool}\""));
    let calls = |tool: &str| script.is_some_and(|text| text.split([' ', '&', ';']).any(|word| word == tool));
    let sources = run.disk.weigh(&run.absolute("src"));
    // Measured where noted, else judgement (npm-run-build in data/typical.csv): the tool tells more than the project.
    let (default, range, content, source) = if calls("tsc") && !calls("vite") && !calls("webpack") {
        let range =
            if sources.likely > 0 { sources.ratio(0.4, 1.3, 4.0) } else { Range::new(10_000, 300_000, 4_000_000) };
        (
            "dist",
            Range::new(range.low, range.likely.saturating_add(300), range.high.saturating_add(2_000)),
            Content::Text,
            Source::Typical,
        )
    } else if uses("next") {
        (".next", Range::new(4_000_000, 45_000_000, 250_000_000), Content::JavascriptBundle, Source::Typical)
    } else if uses("gatsby") {
        // Reported: two stages of one project differ by 167 MB of .cache and public.
        ("public", Range::new(20_000_000, 100_000_000, 250_000_000), Content::JavascriptBundle, Source::Typical)
    } else if uses("nuxt") {
        (".output", Range::new(1_500_000, 12_000_000, 60_000_000), Content::JavascriptBundle, Source::Typical)
    } else if uses("react-scripts") {
        ("build", Range::new(400_000, 3_000_000, 20_000_000), Content::JavascriptBundle, Source::Typical)
    } else if uses("vite")
        || uses("webpack")
        || uses("@angular/cli")
        || uses("@nestjs/cli")
        || uses("rollup")
        || uses("esbuild")
    {
        ("dist", Range::new(100_000, 2_000_000, 20_000_000), Content::JavascriptBundle, Source::Typical)
    } else {
        let unseen = typical("npm-run-build").map_or(Range::ZERO, |estimate| estimate.range);
        ("dist", unseen, Content::JavascriptBundle, Source::Guess)
    };
    let outputs = built::outputs(run, default);
    let estimate = Estimate::new(range, source, "");
    built::write(run, &outputs, &estimate, "what the build writes", content);
    let logs = format!("{}/.npm/_logs", run.home);
    run.add(&logs, Written::new("npm's log of the run", Range::new(0, 670, 2_000), Content::Text, Source::Typical));
}
