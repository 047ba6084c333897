//! A project folder: which files are read, what becomes of their sizes, and how a COPY finds them again.

use drydock::context::{Condensed, Context, Ignore, Sources, condense};
use drydock::scenario::{Comparison, Scenario};
use drydock::sight::{Core, FolderQuestion, FolderSight, Question, read_answer};
use drydock::size::Catalog;
use drydock::state::folder::{Listing, ProjectFacts, Reading, below, counting};
use drydock::state::{Action, Side, State, update};

use crate::random::Random;

fn files(list: &[(&str, u64)]) -> Vec<(String, u64)> {
    list.iter().map(|(path, bytes)| ((*path).to_owned(), *bytes)).collect()
}

fn condensed(list: &[(&str, u64)], dockerignore: &str, named: &[&str]) -> Condensed {
    let named: Vec<String> = named.iter().map(|path| (*path).to_owned()).collect();
    condense(&files(list), &Ignore::parse(dockerignore).0, &named)
}

/// The bytes that a COPY of `source` takes, by the sizes that a folder was condensed to.
fn taken(condensed: &Condensed, dockerignore: &str, source: &str) -> u64 {
    let scenario = Scenario {
        context: condensed.sizes.iter().cloned().collect(),
        dockerignore: Some(dockerignore.to_owned()),
        ..Scenario::default()
    };
    let paths = [source.to_owned()];
    Context::new(&scenario).select(Sources { paths: &paths, excludes: &[], parents: false }).bytes()
}

const PROJECT: [(&str, u64); 8] = [
    ("package.json", 1_000),
    ("src/a/one.js", 20_000),
    ("src/a/two.js", 30_000),
    ("src/b/three.js", 5_000),
    ("src/debug.log", 7_000_000),
    ("web/node_modules/", 80_000_000),
    ("web/index.html", 4_000),
    (".git/", 12_000_000),
];

#[test]
fn what_is_copied_is_told_apart_and_what_is_ignored_is_left_out() {
    let ignored = ".git\n**/node_modules\n**/*.log\n";
    let project = condensed(&PROJECT, ignored, &["package.json", "src/a", "."]);
    assert_eq!((project.sent, project.kept_out), (60_000, 99_000_000));
    assert_eq!(
        project.sizes,
        files(&[
            (".git/", 12_000_000),
            ("package.json", 1_000),
            ("src/", 55_000),
            ("src/a/", 50_000),
            ("web/", 80_004_000),
            ("web/node_modules/", 80_000_000),
        ])
    );
    for (source, bytes) in [(".", 60_000), ("package.json", 1_000), ("src", 55_000), ("src/a/", 50_000), ("web", 4_000)]
    {
        assert_eq!(taken(&project, ignored, source), bytes, "{source}");
    }
    // Without the ignore file the same sizes tell what it kept out, but for what it picked inside folders.
    assert_eq!(taken(&project, "", "."), 60_000 + 92_000_000);
}

#[test]
fn what_is_let_back_in_is_told_file_by_file() {
    let ignored = "*\n!src/**\n!docs/guide.md\n";
    let list = [("docs/guide.md", 500), ("docs/other.md", 900_000), ("src/a.js", 10), ("src/b/c.js", 20), ("x", 5)];
    let project = condensed(&list, ignored, &[]);
    assert_eq!((project.sent, project.kept_out), (530, 900_005));
    assert_eq!(taken(&project, ignored, "."), 530);
    assert_eq!(taken(&project, ignored, "src"), 30);
}

#[test]
fn a_wildcard_finds_its_files() {
    let list = [("api/a.csproj", 10), ("api/b.csproj", 20), ("api/x/y.cs", 40), ("web/w.ts", 80)];
    let project = condensed(&list, "", &["api/*.csproj", "."]);
    assert_eq!(taken(&project, "", "api/*.csproj"), 30);
    assert_eq!(taken(&project, "", "."), 150);
}

#[test]
fn a_folder_of_very_many_files_is_still_told_in_few_sizes() {
    let many: Vec<(String, u64)> = (0..5_000).map(|at| (format!("file-{at}"), 10)).collect();
    let project = condense(&many, &Ignore::default(), &["file-7".to_owned()]);
    assert!(project.sizes.len() <= 200, "{}", project.sizes.len());
    assert_eq!(taken(&project, "", "."), 50_000);
    assert_eq!(taken(&project, "", "file-7"), 10);
}

#[test]
fn whatever_the_folder_and_its_ignore_file_a_copy_of_everything_takes_what_is_sent() {
    let mut random = Random::new(11);
    let names = ["a", "b", "c.log", "node_modules", "src"];
    let rules = ["a", "*", "**/*.log", "!b", "!src/**", "src/a", "!a/b/c.log", "node_modules", "*/b", "!*/c.log"];
    for _ in 0..2_000 {
        let mut list: Vec<(String, u64)> = Vec::new();
        for _ in 0..random.below(12) {
            let depth = 1 + random.below(4);
            let path: Vec<&str> = (0..depth).map(|_| *random.pick(&names)).collect();
            let path = path.join("/");
            // A file is no folder of another.
            let clashes = |known: &String| {
                *known == path || known.starts_with(&format!("{path}/")) || path.starts_with(&format!("{known}/"))
            };
            if !list.iter().any(|(known, _)| clashes(known)) {
                list.push((path, 1 + random.below(1_000_000) as u64));
            }
        }
        let ignored: Vec<&str> = (0..random.below(4)).map(|_| *random.pick(&rules)).collect();
        let ignored = ignored.join("\n");
        let project = condense(&list, &Ignore::parse(&ignored).0, &["src/a".to_owned(), "a/*".to_owned()]);
        assert_eq!(taken(&project, &ignored, "."), project.sent, "{ignored:?} {list:?} {:?}", project.sizes);
    }
}

fn listing(list: &[(&str, u64)]) -> Listing {
    let mut listing = Listing::default();
    list.iter().for_each(|(path, bytes)| listing.add(path, *bytes));
    listing
}

#[test]
fn texts_that_tell_something_are_read_and_node_modules_is_counted_as_one() {
    let listed = listing(&[
        ("src/main.js", 10),
        ("package.json", 20),
        ("deep/down/package.json", 30),
        ("requirements-dev.txt", 40),
        (".dockerignore", 5),
        ("Dockerfile.dockerignore", 6),
        ("Dockerfile", 100),
        ("docker/Dockerfile.prod", 200),
        ("yarn.lock", 400_000),
        ("node_modules/a/package.json", 7),
        ("node_modules/b/index.js", 8),
        ("web/node_modules/c/index.js", 9),
    ]);
    let texts = listed.texts();
    assert_eq!(
        texts,
        [
            ".dockerignore",
            "Dockerfile.dockerignore",
            "Dockerfile",
            "docker/Dockerfile.prod",
            "package.json",
            "requirements-dev.txt",
            "deep/down/package.json",
        ]
    );
    let folder = listed.folder("shop", texts.iter().map(|path| (path.clone(), format!("text of {path}"))).collect());
    assert_eq!((folder.name.as_str(), folder.file_count), ("shop", 12));
    assert_eq!(folder.dockerignore.as_deref(), Some("text of Dockerfile.dockerignore"));
    assert_eq!(folder.dockerfiles.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), texts[2..4]);
    assert_eq!(folder.manifests.keys().map(String::as_str).collect::<Vec<_>>().len(), 3);
    assert!(folder.files.contains(&("node_modules/".to_owned(), 15)), "{:?}", folder.files);
    assert!(folder.files.contains(&("web/node_modules/".to_owned(), 9)));
    assert!(folder.notes[0].starts_with("1 manifest was too long"), "{:?}", folder.notes);
}

#[test]
fn a_huge_folder_is_counted_in_part_and_says_so() {
    let mut listed = Listing::default();
    for at in 0..120_000 {
        listed.add(&format!("data/{at}"), 1);
        listed.add(&format!("node_modules/{at}"), 1);
    }
    assert!(!listed.wants("data/x") && !listed.wants("node_modules/x/"));
    assert_eq!(listed.seen(), 140_000);
    let folder = listed.folder("huge", Vec::new());
    assert_eq!(folder.notes.len(), 2, "{:?}", folder.notes);
    assert!(folder.notes[0].contains("100,000"));
    assert_eq!(counting(12_400), "Read 12,400 files …");
    assert_eq!(below("shop/src/a.js"), Some(("shop", "src/a.js")));
    assert_eq!(below("/shop/"), None);
}

#[test]
fn the_core_tells_what_a_dockerfile_of_the_folder_names() {
    let mut core = Core::new(Catalog::shipped());
    let question = FolderQuestion {
        files: files(&PROJECT).into(),
        dockerignore: "**/node_modules".into(),
        dockerfiles: vec!["FROM a\nARG D=src/a\nCOPY $D /x\nFROM b\nCOPY --from=0 web /y\n".into()],
    };
    let answer = core.answer(&question.ask().to_bytes());
    let sight: FolderSight = read_answer(&answer).unwrap();
    assert!(sight.sizes.contains(&("src/a/".to_owned(), 50_000)), "{sight:?}");
    assert_eq!(sight.kept_out, 80_000_000);
}

#[test]
fn what_a_folder_tells_is_used_and_taken_back() {
    let scenario = |text: &str| Scenario { dockerfile: text.into(), ..Scenario::default() };
    let mine = State {
        comparison: Comparison { before: scenario("FROM a"), after: Some(scenario("FROM b")) },
        one_project: true,
        ..State::default()
    };
    let facts = ProjectFacts {
        name: "shop".into(),
        context: [("src/".to_owned(), 5)].into(),
        manifests: [("go.mod".to_owned(), "module m".to_owned())].into(),
        dockerignore: Some(".git".into()),
    };
    let used = update(&mine, Action::UseProject(Side::Before, Box::new(facts.clone())));
    for side in Side::BOTH {
        let scenario = used.scenario(side).unwrap();
        assert_eq!((&scenario.context, &scenario.manifests), (&facts.context, &facts.manifests));
    }
    assert_eq!(update(&used, Action::Restore).comparison, mine.comparison);
    let alone = update(&mine, Action::RemoveAfter);
    let loaded = update(&alone, Action::UseDockerfile(Side::After, "FROM c".into()));
    assert_eq!(loaded.scenario(Side::After).unwrap().dockerfile, "FROM c");
    assert_eq!(loaded.scenario(Side::Before).unwrap().dockerfile, "FROM a");
    assert_eq!(update(&loaded, Action::Restore).comparison, alone.comparison);
    let reading = update(&mine, Action::Folder(Some(Reading::Counting(7))));
    assert_eq!(update(&reading, Action::Folder(None)), mine);
}
