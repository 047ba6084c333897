//! apk, pip and npm: names and manifests to bytes, shared dependencies once.

use drydock::bytes::Source;
use drydock::size::packages::bases::Distribution;
use drydock::size::packages::npm::Resolution;
use drydock::size::packages::typical::{share, typical};
use drydock::size::packages::{apk, locks, npm, pip};

const PIP: pip::Options = pip::Options { byte_code: true, complete: false };

fn alpine(version: &str) -> Distribution {
    Distribution::Alpine(version.to_owned())
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

#[test]
fn apk_closures_meet_the_index() {
    for (name, truth) in [("git", 12.6), ("curl", 5.2), ("build-base", 248.6), ("python3", 30.0), ("nodejs", 72.9)] {
        let installation = apk::add(&mut apk::Installed::default(), &[name], None, &alpine("3.22"));
        let files = megabytes(installation.packages.iter().map(|package| package.bytes).sum());
        assert!((files / truth - 1.0).abs() < 0.03, "{name}: {files}");
        assert!(megabytes(installation.disk.range.likely) > files, "apk keeps a database");
    }
}

#[test]
fn apk_shares_dependencies_and_knows_what_is_there() {
    let mut installed = apk::Installed::default();
    let together = apk::add(&mut installed, &["git", "curl", "busybox"], None, &alpine("3.22.1"));
    assert!(megabytes(together.disk.range.likely) < 13.5);
    assert_eq!(together.disk.source, Source::Index);
    assert_eq!(apk::add(&mut installed, &["curl"], None, &alpine("3.22")).disk.range.high, 0);
    let older = apk::add(&mut apk::Installed::default(), &["git=2.40-r0"], None, &alpine("3.18"));
    assert_eq!(older.disk.source, Source::Neighbour);
}

#[test]
fn apk_groups_go_as_they_came() {
    let mut installed = apk::Installed::default();
    apk::add(&mut installed, &["python3"], None, &alpine("3.22"));
    let group = apk::add(&mut installed, &["gcc", "python3-dev"], Some(".build"), &alpine("3.22"));
    let (packages, bytes) = apk::del(&mut installed, &[".build"]);
    assert_eq!(bytes, group.packages.iter().map(|package| package.bytes).sum::<u64>());
    assert!(packages.iter().all(|package| package.name != "python3"), "python3 was asked for by itself");
}

#[test]
fn an_unknown_apk_package_is_a_guess() {
    let installation = apk::add(&mut apk::Installed::default(), &["acme-agent"], None, &alpine("3.22"));
    assert_eq!((installation.unknown.len(), installation.disk.source), (1, Source::Guess));
    assert!(installation.disk.range.high > 20 * installation.disk.range.likely);
}

#[test]
fn requirements_are_read_as_pip_reads_them() {
    let text = "# web\nFlask==3.0.2  # pinned\nDjango>=4,<5 ; python_version > '3.8'\n-r other.txt\n--index-url x\n\
                celery[redis]~=5.3\nruamel.yaml\ngit+https://example.org/x.git#egg=my_tool\n./local\nnumpy @ https://x/y.whl\n\
                cryptography==42.0 \\\n    --hash=sha256:00\n";
    let names: Vec<String> = pip::read_requirements(text).into_iter().map(|requirement| requirement.name).collect();
    assert_eq!(names, ["flask", "django", "celery[redis]", "ruamel-yaml", "my-tool", "numpy", "cryptography"]);
    assert_eq!(pip::requirement("flask==3.0.2").and_then(|requirement| requirement.version), Some("3.0.2".to_owned()));
}

#[test]
fn pip_counts_shared_packages_once() {
    let install = |text: &str| pip::install(&pip::read_requirements(text), PIP);
    let numpy = install("numpy").disk.range.likely;
    let pandas = install("pandas").disk.range.likely;
    let both = install("numpy\npandas").disk.range.likely;
    assert!((megabytes(numpy) - 71.4).abs() < 1.0 && (megabytes(pandas) - 145.6).abs() < 2.0);
    assert_eq!(both, pandas);
    assert_eq!(install("flask").disk.source, Source::Measured);
    assert_eq!(install("flask==2.0").disk.source, Source::Neighbour);
    assert_eq!(install("flask\nacme").disk.source, Source::Guess);
    let mut torch = pip::read_requirements("torch");
    let whole = pip::install(&torch, PIP).disk;
    pip::for_processors(&mut torch);
    assert!(whole.source == Source::Typical && whole.range.low > 3 * pip::install(&torch, PIP).disk.range.high);
    let without = pip::install(&pip::read_requirements("django"), pip::Options { byte_code: false, ..PIP });
    assert!(without.disk.range.likely < install("django").disk.range.likely);
}

#[test]
fn python_lock_files_list_everything() {
    let lock = "[[package]]\nname = \"flask\"\nversion = \"3.0\"\n\n[package.dependencies]\nname = \"no\"\n\n[[package]]\nname = \"acme\"\nversion = \"1\"\n";
    let requirements = pip::read_lock(lock);
    assert_eq!(requirements.len(), 2);
    assert_eq!(requirements[0].version.as_deref(), Some("3.0"));
    let complete = pip::install(&requirements, pip::Options { complete: true, ..PIP });
    assert!(complete.disk.range.high < pip::install(&requirements, PIP).disk.range.high);
}

#[test]
fn npm_names_and_manifests_resolve() {
    let named = npm::install(&["typescript@5", "@nestjs/cli@latest", "-g"]);
    assert_eq!((named.packages.len(), named.unknown.len()), (2, 0));
    let manifest =
        r#"{"dependencies":{"express":"^4","acme":"1"},"devDependencies":{"typescript":"5","@types/node":"20"}}"#;
    let all = npm::from_package_json(manifest, true).expect("a manifest");
    let production = npm::from_package_json(manifest, false).expect("a manifest");
    assert!(all.disk.range.likely > production.disk.range.likely);
    assert_eq!(all.disk.source, Source::Typical);
    assert!(npm::from_package_json("not json", true).is_none());
    assert!(npm::from_package_json("[]", true).is_none());
}

#[test]
fn lock_files_of_every_kind_are_counted() {
    let v3 = r#"{"lockfileVersion":3,"packages":{"":{},"node_modules/next":{},"node_modules/a/node_modules/b":{},
        "node_modules/c":{"dev":true},"node_modules/win":{"optional":true,"os":["win32"]},"packages/x":{}}}"#;
    let v1 = r#"{"lockfileVersion":1,"dependencies":{"next":{"dependencies":{"b":{}}},"c":{"dev":true}}}"#;
    let yarn = "# yarn lockfile v1\n\n\"@babel/core@^7.0.0\", \"@babel/core@^7.1.0\":\n  version \"7.1\"\n\nnext@12:\n  version \"12\"\n";
    let pnpm = "lockfileVersion: '6.0'\npackages:\n\n  /next@12.0.0:\n    dev: false\n\n  /@types/node@20.0.0:\n    dev: true\n\n  /c/1.0.0:\n    dev: false\nother:\n  x:\n";
    let count = |name: &str, text: &str, development| {
        let locked = npm::from_lock(name, text, development).expect("a lock file");
        locked.packages.len() + locked.unknown.len()
    };
    assert_eq!((count("package-lock.json", v3, false), count("package-lock.json", v3, true)), (2, 3));
    assert_eq!((count("package-lock.json", v1, false), count("package-lock.json", v1, true)), (2, 3));
    assert_eq!(count("web/yarn.lock", yarn, true), 2);
    assert_eq!((count("pnpm-lock.yaml", pnpm, false), count("pnpm-lock.yaml", pnpm, true)), (2, 3));
    assert!(npm::from_lock("package-lock.json", "{}", true).is_none());
    assert!(npm::from_lock("package-lock.json", &"[".repeat(100_000), true).is_none());
}

#[test]
fn caches_follow_how_npm_resolved() {
    let tree = npm::unseen(true).range;
    let unlocked = npm::cache(tree, Resolution::Unlocked { development: true });
    let locked = npm::cache(tree, Resolution::Locked);
    assert!(locked.range.likely < unlocked.range.likely && unlocked.range.likely < tree.likely);
}

#[test]
fn typical_sizes_are_ranges() {
    let estimate = typical("npm-install").expect("a row");
    assert!(estimate.range.low < estimate.range.likely && estimate.range.likely < estimate.range.high);
    assert!(typical("npm-dev-share").is_none() && share("npm-dev-share").is_some());
}

#[test]
fn other_lock_files_are_counted() {
    let gems =
        "GEM\n  remote: x\n  specs:\n    rails (7.1)\n      actionpack (= 7.1)\n    rake (13.0)\n\nPLATFORMS\n  ruby\n";
    let rails = locks::estimate("Gemfile.lock", gems, true).expect("a lock file");
    assert_eq!(rails.range.likely, 2 * typical("bundle-gem").unwrap().range.likely);
    let composer = r#"{"packages":[{},{}],"packages-dev":[{}]}"#;
    let likely = |development| locks::estimate("composer.lock", composer, development).unwrap().range.likely;
    assert_eq!(likely(true) * 2, likely(false) * 3);
    let sums = "a v1 h1:x=\na v1/go.mod h1:y=\nb v2/go.mod h1:z=\n";
    assert_eq!(locks::estimate("go.sum", sums, true).unwrap().range.likely, typical("go-module").unwrap().range.likely);
    assert!(locks::estimate("Cargo.lock", "", true).is_none() && locks::estimate("notes.txt", gems, true).is_none());
}
