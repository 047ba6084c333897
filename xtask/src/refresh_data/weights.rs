//! Bytes of a package: read from its contents where somebody measured it, else its `Installed-Size` times what
//! measured packages of its kind keep of theirs.

use std::collections::HashMap;

use super::control::Package;

/// What one package puts on disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct Weight {
    pub slim: u64,
    pub full: u64,
    /// Python source in it, which installing compiles.
    pub python: u64,
    pub measured: bool,
}

/// Measured packages, by release and name, and the shares of `Installed-Size` learned from them.
pub struct Weights {
    exact: HashMap<(String, String), (u64, Weight)>,
    shares: HashMap<String, [f64; 3]>,
    products: HashMap<String, u64>,
}

impl Weights {
    /// Reads `data/debian-package-bytes.csv`: release, package, version, Installed-Size KiB, full, slim, Python bytes, source; and
    /// `data/debian-products.csv`: package, bytes.
    pub fn read(table: &str, products: &str) -> Result<Self, String> {
        let mut exact = HashMap::new();
        let mut sums: HashMap<String, [f64; 4]> = HashMap::new();
        for (at, line) in table.lines().enumerate().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            let number = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok());
            let (Some(kib), Some(full), Some(slim), Some(python)) = (number(3), number(4), number(5), number(6)) else {
                return Err(format!("debian-package-bytes.csv, line {}: not a row", at + 1));
            };
            let weight = Weight { slim, full, python, measured: true };
            for class in classes(fields[1], "") {
                let sum = sums.entry(class).or_default();
                for (sum, value) in sum.iter_mut().zip([kib * 1024, slim, full, python]) {
                    *sum += value as f64;
                }
            }
            exact.insert((fields[0].to_owned(), fields[1].to_owned()), (kib, weight));
        }
        let shares = sums.into_iter().filter(|(_, sum)| sum[0] > 0.0);
        let shares = shares.map(|(class, sum)| (class, [1, 2, 3].map(|at| sum[at] / sum[0]))).collect();
        let products = products.lines().skip(1).filter_map(|line| {
            let (package, rest) = line.split_once(',')?;
            Some((package.to_owned(), rest.split(',').next()?.parse().ok()?))
        });
        Ok(Self { exact, shares, products: products.collect() })
    }

    /// What configuring the package makes, beside byte code.
    pub fn products(&self, package: &str) -> u64 {
        self.products.get(package).copied().unwrap_or(0)
    }

    pub fn of(&self, release: &str, package: &Package) -> Weight {
        let index = package.installed_kib * 1024;
        if let Some((kib, weight)) = self.exact.get(&(release.to_owned(), package.name.clone())) {
            // A later version of the same release: the index says by how much it grew.
            let growth = if *kib == 0 { 1.0 } else { package.installed_kib as f64 / *kib as f64 };
            let scale = |bytes: u64| (bytes as f64 * growth) as u64;
            return Weight {
                slim: scale(weight.slim),
                full: scale(weight.full),
                python: scale(weight.python),
                measured: true,
            };
        }
        let classes = classes(&package.name, &package.section);
        let shares = classes.iter().find_map(|class| self.shares.get(class)).copied().unwrap_or([0.93, 0.96, 0.0]);
        let [slim, full, python] = shares.map(|share| (index as f64 * share) as u64);
        Weight { slim, full, python, measured: false }
    }
}

/// From the nearest kin of a package to all packages: its name without version digits, its kind.
fn classes(name: &str, section: &str) -> Vec<String> {
    let stem: String = name.chars().filter(|letter| !letter.is_ascii_digit() && *letter != '.').collect();
    let stem = stem.strip_suffix("t").filter(|_| name.ends_with("t64")).unwrap_or(&stem).replace("--", "-");
    let ends = |suffixes: &[&str]| suffixes.iter().any(|suffix| name.ends_with(suffix));
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| name.starts_with(prefix));
    let kind = if section.ends_with("doc") || ends(&["-doc", "-docs", "-doc-html"]) || starts(&["manpages"]) {
        "doc"
    } else if ends(&["-l10n"]) || section.ends_with("localization") {
        "l10n"
    } else if starts(&["python3-"]) && !ends(&["-dev"]) {
        "python"
    } else if starts(&["fonts-", "texlive-lang"]) {
        "fonts"
    } else if ends(&["-perl"]) {
        "perl"
    } else if ends(&["-java"]) {
        "java"
    } else if starts(&["node-"]) {
        "node"
    } else if ends(&["-dev"]) {
        "dev"
    } else if ends(&["-data", "-common"]) {
        "data"
    } else if starts(&["lib"]) {
        "lib"
    } else {
        "other"
    };
    vec![format!("stem {stem}"), format!("kind {kind}")]
}
