//! `conda`, `mamba` and `micromamba`.

use super::{Command, Stream};
use crate::bytes::{Range, Source};
use crate::size::content::Content;
use crate::size::ledger::Written;
use crate::size::packages::typical::{share, typical};
use crate::size::run::Run;

pub fn conda(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let taking = ["-n", "--name", "-f", "--file", "-c", "--channel", "-p", "--prefix"];
    let operands = command.operands_without(&taking);
    let root =
        run.variable("CONDA_DIR").or_else(|| run.variable("MAMBA_ROOT_PREFIX")).unwrap_or_else(|| "/opt/conda".into());
    let packages = format!("{root}/pkgs");
    let (action, names) = match operands.split_first() {
        Some((&"env", [_, rest @ ..])) => ("env", rest),
        Some((action, rest)) => (*action, rest),
        None => return Stream::some_lines(),
    };
    let unseen = command.value(&["-f", "--file"]).is_some() || action == "env";
    let range = match action {
        "install" | "create" | "env" if unseen => typical("conda-environment").map(|estimate| estimate.range),
        "install" | "create" => {
            typical("conda-package").map(|estimate| Range::sum(names.iter().map(|_| estimate.range)))
        }
        "update" => Some(Range::new(0, 60_000_000, 400_000_000)),
        "clean" => {
            run.remove(&packages);
            None
        }
        _ => None,
    };
    let Some(range) = range else { return Stream::some_lines() };
    let place = command.value(&["-p", "--prefix"]).map_or_else(
        || command.value(&["-n", "--name"]).map_or_else(|| root.clone(), |name| format!("{root}/envs/{name}")),
        |prefix| run.absolute(prefix),
    );
    run.add(&place, Written::new("a conda environment", range, Content::SitePackages, Source::Guess));
    if let Some(share) = share("conda-cache") {
        run.add(&packages, Written::new("packages conda keeps", share.of(range), Content::Archive, Source::Guess));
    }
    Stream::some_lines()
}
