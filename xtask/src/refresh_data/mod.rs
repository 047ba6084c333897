//! `cargo xtask refresh-data`: the distribution's own package lists to the compact tables under `data/packages/`.
//! Asks apt for the lists, in a folder of its own, and leaves the machine's apt configuration alone.

mod closure;
mod control;
mod table;
mod weights;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use closure::Release;
use table::Part;
use weights::Weights;

const RELEASES: [&str; 2] = ["bookworm", "trixie"];

/// Writes the tables, dated today.
pub fn run(root: &Path) -> io::Result<()> {
    let data = root.join("data");
    let seeds = fs::read_to_string(data.join("debian-names.txt"))?;
    let (eager, others) = read_names(&seeds);
    let measured = fs::read_to_string(data.join("debian-package-bytes.csv"))?;
    let products = fs::read_to_string(data.join("debian-products.csv"))?;
    let weights = Weights::read(&measured, &products).map_err(io::Error::other)?;
    let today = output(Command::new("date").args(["-u", "+%F"]))?;
    let mut known: BTreeSet<String> = eager.iter().chain(&others).cloned().collect();
    let mut parts = Vec::new();
    for name in RELEASES {
        let (lists, lists_bytes) = fetch(&root.join("target"), name)?;
        let release = Release::new(control::read(&lists));
        let closure = release.closure(&eager, &others);
        // A name of the older release that the newer one only provides keeps its meaning there.
        known.extend(closure.rows.keys().cloned());
        let mut aliases: Vec<(String, String)> = Vec::new();
        for alias in &known {
            let provider = release.provider(alias).filter(|provider| closure.rows.contains_key(*provider));
            aliases.extend(provider.map(|provider| (alias.clone(), provider.clone())));
        }
        println!("{name}: {} packages, {} aliases", closure.rows.len(), aliases.len());
        parts.push(Part { name, lists_bytes, release, closure, aliases });
    }
    let text = table::write(today.trim(), &parts, &weights);
    fs::create_dir_all(data.join("packages"))?;
    fs::write(data.join("packages/debian.txt"), text)?;
    // The checks of all tables are tests, so that they hold on every change and not only after a refresh.
    let tests = ["test", "--quiet", "--locked", "--no-default-features", "--test", "native", "tables::"];
    output(Command::new("cargo").args(tests)).map(|report| print!("{report}"))
}

/// Names in two sections: with everything they recommend, and without.
fn read_names(text: &str) -> (Vec<String>, Vec<String>) {
    let words = |text: &str| {
        text.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).map(str::to_owned).collect()
    };
    let (eager, others) = text.split_once("\n[without recommendations]\n").unwrap_or((text, ""));
    (words(eager), words(others))
}

/// The contents of one release's package lists, and the bytes they take as apt keeps them in an image.
fn fetch(target: &Path, release: &str) -> io::Result<(Vec<String>, u64)> {
    let work = fs::canonicalize(target)?.join("refresh-data").join(release);
    let lists = work.join("lists");
    fs::create_dir_all(lists.join("partial"))?;
    let main = archive("Debian")?;
    let security = archive("Debian-Security")?;
    let suites = [
        (&main, release.to_owned()),
        (&main, format!("{release}-updates")),
        (&security, format!("{release}-security")),
    ];
    let keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
    let mut sources = String::new();
    for (archive, suite) in suites {
        sources.push_str(&format!("deb [arch=amd64 signed-by={keyring}] {archive} {suite} main\n"));
    }
    fs::write(work.join("sources.list"), sources)?;
    let option = |key: &str, value: &Path| format!("{key}={}", value.display());
    let options = [
        option("Dir::Etc::sourcelist", &work.join("sources.list")),
        option("Dir::Etc::sourceparts", Path::new("/dev/null")),
        option("Dir::State::lists", &lists),
        "Acquire::Languages=none".to_owned(),
        "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false".to_owned(),
    ];
    let mut update = Command::new("apt-get");
    for option in options {
        update.args(["-o", &option]);
    }
    output(update.arg("update"))?;
    let mut contents = Vec::new();
    let mut bytes = 0;
    let mut files: Vec<PathBuf> =
        fs::read_dir(&lists)?.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_file()).collect();
    // The release itself before its updates and security updates.
    files.sort_by_key(|file| {
        (file.to_string_lossy().contains("-updates"), file.to_string_lossy().contains("-security"))
    });
    for file in files {
        bytes += fs::metadata(&file)?.len();
        if file.to_string_lossy().contains("_Packages") {
            contents.push(output(Command::new("/usr/lib/apt/apt-helper").arg("cat-file").arg(&file))?);
        }
    }
    Ok((contents, bytes))
}

/// Where this machine's own apt gets the packages of Debian, or its security updates, from.
fn archive(label: &str) -> io::Result<String> {
    let arguments = ["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", &format!("Label: {label}")];
    let answer = output(Command::new("apt-get").args(arguments))?;
    answer.lines().next().map(str::to_owned).ok_or_else(|| io::Error::other(format!("apt knows no archive of {label}")))
}

fn output(command: &mut Command) -> io::Result<String> {
    let output = command.output()?;
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
