//! What a Node project says of itself: its package manager, its scripts, where its build writes and whether its modules
//! hold compiled code. Reads the pasted `package.json` where there is one and the Dockerfile's commands where not.

use serde_json::Value;

use super::before::Before;
use super::image::Image;
use super::script::{Unit, operands, units};
use super::start::Start;
use crate::syntax::shell::program;

pub(super) struct Project {
    manifest: Option<Value>,
    pub manager: &'static str,
}

/// Packages with compiled code or code for one system: what one C library has built the other cannot load. Names from the
/// packages' own pages; `next`, `vite` and their like bring compilers for one system each.
const NATIVE: [&str; 46] = [
    "@parcel/watcher",
    "@prisma/client",
    "@sentry/profiling-node",
    "@swc/core",
    "@tensorflow/tfjs-node",
    "argon2",
    "bcrypt",
    "better-sqlite3",
    "bufferutil",
    "canvas",
    "cpu-features",
    "dd-trace",
    "deasync",
    "esbuild",
    "gatsby",
    "grpc",
    "ibm_db",
    "isolated-vm",
    "keytar",
    "leveldown",
    "libpq",
    "libxmljs",
    "libxmljs2",
    "lightningcss",
    "lmdb",
    "next",
    "node-gyp",
    "node-pty",
    "node-rdkafka",
    "node-sass",
    "nodegit",
    "nuxt",
    "odbc",
    "onnxruntime-node",
    "oracledb",
    "pg-native",
    "playwright",
    "prisma",
    "puppeteer",
    "re2",
    "sharp",
    "snappy",
    "sqlite3",
    "usb",
    "vite",
    "zeromq",
];

/// Tools and where they write unless they are told otherwise.
const OUTPUTS: [(&str, &str); 14] = [
    ("next", ".next"),
    ("nuxt", ".output"),
    ("react-scripts", "build"),
    ("gatsby", "public"),
    ("@vue/cli-service", "dist"),
    ("@nestjs/cli", "dist"),
    ("@sveltejs/kit", "build"),
    ("@remix-run/dev", "build"),
    ("astro", "dist"),
    ("@11ty/eleventy", "_site"),
    ("vite", "dist"),
    ("parcel", "dist"),
    ("webpack", "dist"),
    ("typescript", "dist"),
];

impl Project {
    pub(super) fn read(before: &Before<'_>) -> Self {
        let manifest = before.manifest("package.json").and_then(|text| serde_json::from_str(text).ok());
        let calls = |name: &str| before.units().any(|unit| unit.program() == name);
        let named = |file: &str| before.has_file(file);
        let manager = match () {
            () if calls("pnpm") || named("pnpm-lock.yaml") && !calls("npm") => "pnpm",
            () if calls("yarn") || named("yarn.lock") && !calls("npm") => "yarn",
            () => "npm",
        };
        Self { manifest, manager }
    }

    pub(super) const fn is_known(&self) -> bool {
        self.manifest.is_some()
    }

    pub(super) fn script(&self, name: &str) -> Option<&str> {
        self.manifest.as_ref()?.get("scripts")?.get(name)?.as_str()
    }

    pub(super) fn depends_on(&self, name: &str) -> bool {
        self.manifest.as_ref().is_some_and(|manifest| depends(manifest, name))
    }

    /// Whether it is known that no module holds compiled code.
    pub(super) fn is_pure(&self) -> bool {
        let Some(manifest) = &self.manifest else { return false };
        let sections = ["dependencies", "optionalDependencies"];
        let mut names =
            sections.iter().filter_map(|section| manifest.get(*section)?.as_object()).flat_map(|names| names.keys());
        names.all(|name| {
            !NATIVE.contains(&name.as_str()) && !name.starts_with("@napi-rs/") && !name.starts_with("@next/")
        })
    }

    /// Whether installing runs scripts of the project's own.
    pub(super) fn has_hooks(&self) -> bool {
        ["preinstall", "install", "postinstall", "prepare"].iter().any(|hook| self.script(hook).is_some())
    }

    pub(super) fn has_workspaces(&self) -> bool {
        self.manifest.as_ref().is_some_and(|manifest| manifest.get("workspaces").is_some())
    }

    /// Whether yarn is one of the later ones, which know other options.
    pub(super) fn is_berry(&self, before: &Before<'_>) -> bool {
        let named = self.manifest.as_ref().and_then(|manifest| manifest.get("packageManager")?.as_str());
        let copied = before.pieces.iter().any(|piece| piece.text.contains(".yarnrc.yml"));
        before.has_file(".yarnrc.yml")
            || copied
            || before.units().any(|unit| unit.program() == "yarn" && unit.has("--immutable"))
            || named.is_some_and(|name| name.starts_with("yarn@") && !name.starts_with("yarn@1"))
    }

    /// The commands that start the program: those of the script where a script is named. Empty where it is not known.
    pub(super) fn started(&self, start: &Start) -> Vec<Vec<String>> {
        let mut words = start.words.clone();
        for _ in 0..3 {
            let name = match script_name(&words) {
                Some(name) => name,
                None if words.is_empty() => return Vec::new(),
                None => return vec![words],
            };
            let Some(text) = self.script(&name) else { return Vec::new() };
            let all: Vec<Vec<String>> =
                units(text, "/", &|_| None).into_iter().flat_map(|unit| unit.commands).collect();
            match all.last() {
                Some(last) if script_name(last).is_some() => words.clone_from(last),
                _ => return all,
            }
        }
        Vec::new()
    }

    /// Folders that a build of the project in a folder (empty for the root) writes, as far as known.
    pub(super) fn output(&self, before: &Before<'_>) -> Option<String> {
        if self.depends_on("@angular/cli") {
            return angular(before);
        }
        let tool = OUTPUTS.iter().find(|(tool, _)| self.depends_on(tool))?;
        let told = (tool.0 == "typescript").then(|| typescript(before)).flatten();
        Some(told.unwrap_or_else(|| tool.1.to_owned()))
    }
}

/// The folder a project below the root builds into: `src/frontend/public`.
pub(super) fn nested_outputs(before: &Before<'_>) -> Vec<String> {
    let manifests = before.subject.scenario.manifests.iter();
    let of = |(path, text): (&String, &String)| {
        let folder = path.trim_start_matches("./").strip_suffix("/package.json")?;
        let manifest: Value = serde_json::from_str(text).ok()?;
        let (_, output) = OUTPUTS.iter().find(|(tool, _)| depends(&manifest, tool))?;
        Some(format!("{folder}/{output}"))
    };
    manifests.filter_map(of).collect()
}

fn depends(manifest: &Value, name: &str) -> bool {
    ["dependencies", "devDependencies"]
        .iter()
        .any(|section| manifest.get(*section).is_some_and(|names| names.get(name).is_some()))
}

/// The script that `npm start`, `npm run x`, `yarn x` and their like name.
fn script_name(words: &[String]) -> Option<String> {
    let rest = operands(words);
    match (program(words), rest.first().copied()?) {
        ("npm" | "pnpm" | "yarn" | "bun", "run" | "run-script") => rest.get(1).map(|name| (*name).to_owned()),
        ("npm" | "pnpm", name @ ("start" | "serve" | "preview" | "dev")) => Some(name.to_owned()),
        ("yarn", name) => Some(name.to_owned()),
        _ => None,
    }
}

/// `outDir` of the pasted tsconfig.json, comments and all.
fn typescript(before: &Before<'_>) -> Option<String> {
    let text = before.manifest("tsconfig.json")?;
    let after = text.split("\"outDir\"").nth(1)?.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let folder = after.split('"').next()?.trim_start_matches("./").trim_end_matches('/');
    (!folder.is_empty() && !folder.starts_with('.')).then(|| folder.to_owned())
}

fn angular(before: &Before<'_>) -> Option<String> {
    let config: Value = serde_json::from_str(before.manifest("angular.json")?).ok()?;
    let project = config.get("projects")?.as_object()?.values().next()?;
    let build = project.get("architect").or_else(|| project.get("targets"))?.get("build")?;
    let path = build.get("options")?.get("outputPath")?.as_str()?;
    // The application builder, Angular's own since 17, writes what a browser loads into a folder of that name.
    let is_application = build.get("builder")?.as_str()?.ends_with(":application");
    Some(if is_application { format!("{path}/browser") } else { path.to_owned() })
}

/// The image that ships: the smallest variant that runs what was installed on the author's.
pub(super) fn small(before: &Before<'_>, project: &Project, has_packages: bool) -> Image {
    let alpine = before.image.alpine().filter(|_| project.is_pure() && !has_packages);
    alpine.unwrap_or_else(|| before.image.slim())
}

/// Whether a unit calls one of Node's package managers.
pub(super) fn is_manager(unit: &Unit) -> bool {
    matches!(unit.program(), "npm" | "yarn" | "pnpm" | "bun")
}
