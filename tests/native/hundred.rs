//! What is advised of a hundred unlike Dockerfiles as people write them, each judged by hand; `tests/advice/hundred`.

use std::fs;
use std::path::PathBuf;

use drydock::advice::Safety;
use drydock::analysis::{advised, analyze};
use drydock::scenario::Scenario;
use drydock::size::Catalog;

const FOLDER: &str = "tests/advice/hundred";

/// One line for each Dockerfile: its name, then rule and line of what was found: `!` where the fix is safe, `?` where
/// it asks to be checked, `-` where there is none.
#[test]
fn a_hundred_dockerfiles_get_the_advice_they_were_judged_to_need() {
    let catalog = Catalog::complete();
    let mut paths: Vec<PathBuf> = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "Dockerfile"));
    let number = |path: &PathBuf| -> usize {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.split('-').next().unwrap().parse().unwrap()
    };
    paths.sort_by_key(number);
    assert_eq!(paths.len(), 100);
    let mut table = String::new();
    for path in paths {
        let scenario = Scenario { dockerfile: fs::read_to_string(&path).unwrap(), ..Scenario::default() };
        let analysis = analyze(&scenario, &catalog);
        assert_eq!(analysis.errors().next(), None, "{}", path.display());
        table.push_str(path.file_stem().unwrap().to_str().unwrap());
        for advised in advised(&scenario, &analysis, &catalog) {
            let mark = match advised.advice.fix.as_ref().map(|fix| &fix.safety) {
                Some(Safety::Safe) => '!',
                Some(Safety::Check(_)) => '?',
                None => '-',
            };
            table.push_str(&format!(" {}:{}{mark}", advised.advice.rule.name, advised.advice.line));
        }
        table.push('\n');
    }
    let expected = format!("{FOLDER}/expected.txt");
    if std::env::var_os("DRYDOCK_BLESS").is_some() {
        fs::write(&expected, &table).unwrap();
    }
    let before = fs::read_to_string(&expected).unwrap_or_default();
    let changed: Vec<&str> = table.lines().filter(|line| !before.lines().any(|known| known == *line)).collect();
    assert_eq!(table, before, "look at these, then run with DRYDOCK_BLESS=1:\n{}", changed.join("\n"));
}
