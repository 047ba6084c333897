//! `.dockerignore` and what COPY takes from a known context.

use drydock::context::{Context, Ignore, Selection, Sources};
use drydock::scenario::Scenario;
use serde_json::Value;

use crate::vectors::of_kind;

#[test]
fn dockerignore_equals_buildkits() {
    let mut mismatches = Vec::new();
    let vectors: Vec<Value> = of_kind("dockerignore").collect();
    assert_eq!(vectors.len(), 40);
    for vector in &vectors {
        let text = vector["dockerignore"].as_str().unwrap();
        let (ignore, errors) = Ignore::parse(text);
        if let Some(error) = vector["error"].as_str() {
            if errors.first().is_none_or(|found| found.message != error) {
                mismatches.push(format!("{text:?}: {errors:?}, not {error}"));
            }
            continue;
        }
        let patterns: Vec<&str> = ignore.patterns().collect();
        if !errors.is_empty() || Value::from(patterns.clone()) != vector["patterns"] {
            mismatches.push(format!("{text:?}: patterns {patterns:?}, errors {errors:?}"));
        }
        for (path, excluded) in vector["excluded"].as_object().unwrap() {
            if ignore.excludes(path) != excluded.as_bool().unwrap() {
                mismatches.push(format!("{text:?}: {path} should be {excluded}"));
            }
        }
    }
    assert!(mismatches.is_empty(), "{}", mismatches.join("\n"));
}

fn context(entries: &[(&str, u64)], dockerignore: &str) -> Context {
    Context::new(&Scenario {
        context: entries.iter().map(|(path, bytes)| (path.to_string(), *bytes)).collect(),
        dockerignore: Some(dockerignore.into()),
        ..Scenario::default()
    })
}

fn select(context: &Context, sources: &[&str], excludes: &[&str], parents: bool) -> Selection {
    let owned = |texts: &[&str]| texts.iter().map(|text| text.to_string()).collect::<Vec<_>>();
    context.select(Sources { paths: &owned(sources), excludes: &owned(excludes), parents })
}

fn placed(selection: &Selection) -> Vec<(&str, &str)> {
    selection.taken.iter().map(|taken| (taken.path.as_str(), taken.placed.as_str())).collect()
}

const FILES: [(&str, u64); 6] =
    [("package.json", 100), ("README.md", 10), ("src/a.js", 1), ("src/b.ts", 2), ("src/deep/c.js", 4), ("log.txt", 8)];

#[test]
fn a_file_keeps_its_name_and_a_folder_gives_its_contents() {
    let known = context(&FILES, "");
    let taken = select(&known, &["package.json", "./src/"], &[], false);
    let expected =
        [("package.json", "package.json"), ("src/a.js", "a.js"), ("src/b.ts", "b.ts"), ("src/deep/c.js", "deep/c.js")];
    assert_eq!(placed(&taken), expected);
    assert_eq!(taken.bytes(), 107);
}

#[test]
fn wildcards_do_not_cross_folders_and_a_matched_folder_gives_its_contents() {
    let known = context(&FILES, "");
    assert_eq!(placed(&select(&known, &["*.md"], &[], false)), [("README.md", "README.md")]);
    assert_eq!(placed(&select(&known, &["src/[ab].*"], &[], false)), [("src/a.js", "a.js"), ("src/b.ts", "b.ts")]);
    assert_eq!(placed(&select(&known, &["s?c/d*"], &[], false)), [("src/deep/c.js", "c.js")]);
    assert_eq!(select(&known, &["*.js"], &[], false).unknown, ["*.js"]);
}

#[test]
fn what_dockerignore_and_exclude_name_stays_behind() {
    let known = context(&FILES, "*.txt\nsrc/deep\n");
    let all = select(&known, &["."], &[], false);
    assert_eq!(all.taken.len(), 4);
    assert!(all.taken.iter().all(|taken| taken.path != "log.txt" && taken.path != "src/deep/c.js"));
    let without = select(&known, &["src"], &["*.ts"], false);
    assert_eq!(placed(&without), [("src/a.js", "a.js")]);
}

#[test]
fn parents_keep_the_folders_from_the_pivot_on() {
    let known = context(&FILES, "");
    assert_eq!(placed(&select(&known, &["src/deep/c.js"], &[], true)), [("src/deep/c.js", "src/deep/c.js")]);
    assert_eq!(placed(&select(&known, &["src/./deep/c.js"], &[], true)), [("src/deep/c.js", "deep/c.js")]);
    let scripts = select(&known, &["**/*.js"], &[], true);
    assert_eq!(placed(&scripts), [("src/a.js", "src/a.js"), ("src/deep/c.js", "src/deep/c.js")]);
}

#[test]
fn a_folder_of_known_total_counts_without_its_known_parts() {
    let known = context(&[("src/", 1_000), ("src/a.js", 100), ("src/assets/", 300), ("src/assets/logo.png", 50)], "");
    let taken = select(&known, &["."], &[], false);
    assert_eq!(taken.bytes(), 1_000);
    let folder = taken.taken.iter().find(|taken| taken.path == "src").unwrap();
    assert!(folder.is_folder);
    assert_eq!(folder.bytes, 600);
    assert_eq!(select(&known, &["src/assets"], &[], false).bytes(), 300);
}

#[test]
fn the_total_of_the_whole_context_belongs_to_copies_of_all() {
    let known = context(&[("./", 5_000), ("package.json", 100)], "");
    assert_eq!(select(&known, &["."], &[], false).bytes(), 5_000);
    assert_eq!(select(&known, &["package.json"], &[], false).bytes(), 100);
    assert_eq!(select(&known, &["src"], &[], false).unknown, ["src"]);
}

#[test]
fn manifests_count_with_their_length_unless_their_size_is_given() {
    let scenario = |context: &[(&str, u64)]| Scenario {
        manifests: [("package.json".to_string(), "{}".to_string())].into(),
        context: context.iter().map(|(path, bytes)| (path.to_string(), *bytes)).collect(),
        ..Scenario::default()
    };
    assert_eq!(select(&Context::new(&scenario(&[])), &["package.json"], &[], false).bytes(), 2);
    assert_eq!(select(&Context::new(&scenario(&[("package.json", 9)])), &["package.json"], &[], false).bytes(), 9);
}

#[test]
fn paths_cannot_leave_the_context() {
    let known = context(&FILES, "");
    assert_eq!(placed(&select(&known, &["/../package.json"], &[], false)), [("package.json", "package.json")]);
}

#[test]
fn an_unknown_path_is_taken_by_the_same_rules() {
    let known = context(&[], "*.log");
    let takes = |source: &str, path: &str| {
        let paths = [source.to_string()];
        known.takes(Sources { paths: &paths, excludes: &[], parents: false }, path)
    };
    assert!(takes(".", "src/new.js"));
    assert!(takes("src", "src/new.js"));
    assert!(takes("pack*.json", "package-lock.json"));
    assert!(!takes("src", "source/new.js"));
    assert!(!takes(".", "debug.log"));
}

#[test]
fn hostile_patterns_take_no_more_than_their_length_times_the_paths() {
    let (ignore, errors) = Ignore::parse(&format!("{}x\n{}x", "*a".repeat(2_000), "**/".repeat(2_000)));
    assert_eq!(errors, []);
    assert!(!ignore.excludes(&"a".repeat(2_000)));
    assert!(ignore.excludes("deep/down/x"));
}

#[test]
fn malformed_lines_are_errors_at_their_place_and_the_rest_still_counts() {
    let (ignore, errors) = Ignore::parse("a\n[b\nc\n[]\n[b-]\n");
    assert_eq!(errors.iter().map(|error| error.span.start).collect::<Vec<_>>(), [2, 7, 10]);
    assert!(ignore.excludes("a") && ignore.excludes("c/d"));
}
