//! Commands to the dependency manifests they read, and a typical one of each kind, by which a trial sees how sure the
//! estimate would be. Which packages stand in it hardly matters; that they are known does.

use std::fmt::Write;

use crate::syntax::shell::Command;

/// A file that a command reads.
pub(super) struct Manifest {
    /// As the command has it.
    pub(super) path: String,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    PackageJson,
    PackageLock,
    Requirements,
    PythonLock,
    GoModules,
    CargoToml,
    GemLock,
    ComposerLock,
}

/// The manifest that would tell most of what a command brings.
pub(super) fn read_by(command: &Command) -> Option<Manifest> {
    let mut operands = command.words.iter().skip(1).map(String::as_str).filter(|word| !word.starts_with('-'));
    let (first, second) = (operands.next(), operands.next());
    let of = |kind: Kind, path: &str| Some(Manifest { path: path.to_owned(), kind });
    match (command.program(), first) {
        ("npm", Some("ci" | "clean-install")) => of(Kind::PackageLock, "package-lock.json"),
        ("npm" | "pnpm" | "bun", Some("install" | "i")) if second.is_none() => of(Kind::PackageJson, "package.json"),
        ("yarn", None | Some("install")) => of(Kind::PackageJson, "package.json"),
        ("pip" | "pip3" | "python" | "python3" | "uv", _) if requirements(command).is_some() => {
            of(Kind::Requirements, requirements(command)?)
        }
        ("uv", Some("sync")) => of(Kind::PythonLock, "uv.lock"),
        ("poetry", Some("install" | "sync")) => of(Kind::PythonLock, "poetry.lock"),
        ("pdm", Some("install" | "sync")) => of(Kind::PythonLock, "pdm.lock"),
        ("go", Some("build" | "install" | "mod" | "get" | "test")) => of(Kind::GoModules, "go.mod"),
        ("cargo", Some("build" | "install" | "test" | "fetch")) => of(Kind::CargoToml, "Cargo.toml"),
        ("bundle" | "bundler", Some("install")) | ("bundle", None) => of(Kind::GemLock, "Gemfile.lock"),
        ("composer", Some("install")) => of(Kind::ComposerLock, "composer.lock"),
        _ => None,
    }
}

/// The file after `-r`, of an install.
fn requirements(command: &Command) -> Option<&str> {
    let mut words = command.words.iter().map(String::as_str);
    words.by_ref().find(|word| matches!(*word, "install" | "sync" | "wheel"))?;
    while let Some(word) = words.next() {
        match word {
            "-r" | "--requirement" => return words.next().filter(|file| !file.contains('$')),
            _ => {
                let joined = word.strip_prefix("--requirement=").or_else(|| word.strip_prefix("-r"));
                if let Some(file) = joined.filter(|file| !file.is_empty()) {
                    return Some(file);
                }
            }
        }
    }
    None
}

impl Manifest {
    pub(super) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// A text of its kind, about as long as a project of middling size has it. The measured trees of data/README.md: a
    /// median node_modules of 239 MB, 0.35 MB a package, hence 700 packages, four fifths of them for development.
    pub(super) fn typical(&self) -> String {
        match self.kind {
            Kind::PackageJson => PACKAGE_JSON.to_owned(),
            Kind::PackageLock => package_lock(),
            Kind::Requirements => "flask\ngunicorn\nrequests\nsqlalchemy\npandas\n".to_owned(),
            Kind::PythonLock => ["flask", "gunicorn", "requests", "sqlalchemy", "pandas", "numpy"]
                .iter()
                .flat_map(|name| ["[[package]]\nname = \"", name, "\"\nversion = \"1.0.0\"\n\n"])
                .collect(),
            Kind::GoModules => numbered("module m\n\nrequire (\n", 12, "\texample.com/m", " v1.0.0\n") + ")\n",
            Kind::CargoToml => {
                "[package]\nname = \"m\"\n\n[dependencies]\ntokio = \"1\"\nserde = \"1\"\naxum = \"0.8\"\n".to_owned()
            }
            Kind::GemLock => numbered("GEM\n  specs:\n", 90, "    gem", " (1.0.0)\n"),
            Kind::ComposerLock => numbered("{\"packages\": [\n", 75, "{\"name\": \"vendor/p", "\"},\n") + "{}]}\n",
        }
    }
}

const PACKAGE_JSON: &str = r#"{
  "dependencies": {"express": "1", "axios": "1", "react": "1", "react-dom": "1", "lodash": "1"},
  "devDependencies": {"typescript": "1", "webpack": "1", "eslint": "1", "jest": "1", "@babel/core": "1"}
}"#;

fn package_lock() -> String {
    const PACKAGES: usize = 700;
    let mut text = "{\"lockfileVersion\": 3, \"packages\": {\"\": {}".to_owned();
    for number in 0..PACKAGES {
        let development = if number % 5 > 0 { ", \"dev\": true" } else { "" };
        // Writing to a String never fails.
        let _ = write!(text, ",\n\"node_modules/p{number}\": {{\"version\": \"1.0.0\"{development}}}");
    }
    text + "}}"
}

fn numbered(start: &str, count: usize, before: &str, after: &str) -> String {
    let mut text = start.to_owned();
    for number in 0..count {
        let _ = write!(text, "{before}{number}{after}");
    }
    text
}
