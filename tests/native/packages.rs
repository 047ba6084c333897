//! Package resolution against real installs, and the rules of the resolver one by one.

use drydock::bytes::Source;
use drydock::size::packages::apt::{Index, Installed, Options, autoremove, install, remove};
use drydock::size::packages::bases::{Distribution, base};
use drydock::size::packages::{BadTable, Tables, apk};

const DEBIAN: &[u8] = include_bytes!("../../data/packages/debian.txt");
const TRUTH: &str = include_str!("../accuracy/debian-installs.csv");
const PLAIN: Options = Options { recommends: false, other_release: false };

fn tables() -> Tables {
    Tables::parse([DEBIAN]).expect("the table is well formed")
}

fn bookworm(tables: &Tables) -> &Index {
    tables.apt(&Distribution::Debian("bookworm".to_owned())).expect("bookworm is in the table").0
}

#[test]
fn real_installs_are_met() {
    let tables = tables();
    let index = bookworm(&tables);
    let mut errors = Vec::new();
    let mut large = Vec::new();
    let mut inside = 0;
    for row in TRUTH.lines().skip(1) {
        let fields: Vec<&str> = row.split(',').collect();
        let truth: f64 = fields[4].parse().unwrap();
        let mut installed = Installed::bare(index, fields[0] == "yes", Source::Index);
        let names: Vec<&str> = fields[2].split(' ').collect();
        let options = Options { recommends: fields[1] == "yes", other_release: false };
        let installation = install(index, &mut installed, &names, options);
        let likely = installation.disk.range.likely as f64;
        if truth == 0.0 {
            assert_eq!(likely, 0.0, "{}", fields[2]);
            continue;
        }
        let error = (likely / truth - 1.0).abs();
        println!(
            "{:3} of {:>3} packages {:7.1} of {:7.1} MB {:+5.1} % {} {} {}",
            installation.packages.len(),
            fields[3],
            likely / 1e6,
            truth / 1e6,
            (likely / truth - 1.0) * 100.0,
            fields[0],
            fields[1],
            fields[2]
        );
        errors.push(error);
        let range = installation.disk.range;
        inside += usize::from(range.low as f64 <= truth && truth <= range.high as f64);
        if truth >= 1e7 {
            large.push(error);
        }
    }
    for (title, errors, inside) in [
        ("real apt installs of 10 MB and more", &mut large, None),
        ("real apt installs, all", &mut errors, Some(inside)),
    ] {
        let inside = inside.map_or(String::new(), |inside| format!("{} % ", 100 * inside / errors.len()));
        let (rows, median, ninth_decile) = (errors.len(), quantile(errors, 0.5), quantile(errors, 0.9));
        println!("\n| {title} | {rows} | {inside}| {median:.1} % | {ninth_decile:.1} % |");
    }
    // What is reached, with a little room; the promise is 1.5 and 12 % for all, 1 and 5 % from 10 MB on.
    assert!(quantile(&mut errors, 0.5) <= 1.0 && quantile(&mut errors, 0.9) <= 4.0);
    assert!(quantile(&mut large, 0.5) <= 0.8 && quantile(&mut large, 0.9) <= 3.0);
    assert!(inside * 4 >= errors.len() * 3, "ranges hold at least three of four");
}

fn quantile(errors: &mut [f64], share: f64) -> f64 {
    errors.sort_by(f64::total_cmp);
    100.0 * errors[((errors.len() - 1) as f64 * share).round() as usize]
}

#[test]
fn recommendations_come_unless_told_otherwise() {
    let tables = tables();
    let index = bookworm(&tables);
    let bare = Installed::bare(index, true, Source::Index);
    let without = install(index, &mut bare.clone(), &["python3-pip"], PLAIN);
    let with = install(index, &mut bare.clone(), &["python3-pip"], Options { recommends: true, ..PLAIN });
    assert!(!without.packages.iter().any(|package| package.name == "build-essential"));
    assert!(with.packages.iter().any(|package| package.name == "build-essential"));
    assert!(with.disk.range.likely > 3 * without.disk.range.likely);
}

#[test]
fn what_is_there_adds_nothing() {
    let tables = tables();
    let index = bookworm(&tables);
    let mut installed = Installed::bare(index, true, Source::Index);
    assert!(install(index, &mut installed, &["tzdata"], PLAIN).disk.range.high == 0, "tzdata is part of the base");
    let first = install(index, &mut installed, &["curl", "ca-certificates"], PLAIN);
    let again = install(index, &mut installed, &["curl"], PLAIN);
    assert!(first.disk.range.likely > 10_000_000);
    assert_eq!((again.packages.len(), again.disk.range.likely), (0, 0));
    assert_eq!(again.already, ["curl"]);
}

#[test]
fn base_images_bring_their_own_packages() {
    let tables = tables();
    let release = Distribution::Debian("bookworm".to_owned());
    let index = bookworm(&tables);
    let image = |name, tag| {
        let base = base(&tables, name, tag, None);
        assert_eq!(base.distribution, release, "{name}:{tag}");
        base.installed.expect("bookworm is in the table")
    };
    let full = image("docker.io/library/node", "22-bookworm");
    let slim = image("node", "22-bookworm-slim");
    assert!(full.has(index, "git") && full.has(index, "libpq-dev") && !full.docs_excluded);
    assert!(!slim.has(index, "git") && slim.docs_excluded);
    assert!(full.len() > 400 && slim.len() == 88, "{} {}", full.len(), slim.len());
    assert!(image("golang", "1.24-bookworm").has(index, "gcc"));
    assert!(image("php", "8.3-fpm-bookworm").has(index, "autoconf"));
    assert!(image("php", "8.3-apache-bookworm").has(index, "apache2"));
    assert!(!image("php", "8.3-fpm-bookworm").has(index, "apache2"));
}

#[test]
fn alpine_images_bring_packages_too() {
    let php = base(&Tables::default(), "php", "8.3-fpm-alpine3.22", None);
    assert_eq!(php.distribution, Distribution::Alpine("3.22".to_owned()));
    let mut installed = php.apk.clone();
    assert_eq!(apk::add(&mut installed, &["curl"], None, &php.distribution).disk.range.high, 0);
    assert!(base(&Tables::default(), "alpine", "3.22", None).apk == apk::Installed::default());
}

#[test]
fn apt_on_an_unknown_image_is_a_guess() {
    let tables = tables();
    let unknown = base(&tables, "example.org/own", "1", None);
    let (index, _) = tables.apt(&unknown.distribution).expect("apt means Debian");
    let mut installed = unknown.installed.expect("an index stands in");
    let disk = install(index, &mut installed, &["git"], PLAIN).disk;
    assert_eq!(disk.source, Source::Guess);
    assert!(disk.range.low * 5 < disk.range.likely);
}

#[test]
fn tags_name_their_distribution() {
    let of = |name, tag| base(&Tables::default(), name, tag, None).distribution;
    assert_eq!(of("node", "22-alpine3.20"), Distribution::Alpine("3.20".to_owned()));
    assert_eq!(of("alpine", "3.19"), Distribution::Alpine("3.19".to_owned()));
    assert_eq!(of("python", "3.12-slim"), Distribution::Debian("trixie".to_owned()));
    assert_eq!(of("python", "3.12-slim-bullseye"), Distribution::Debian("bullseye".to_owned()));
    assert_eq!(of("debian", "12-slim"), Distribution::Debian("bookworm".to_owned()));
    assert_eq!(of("ubuntu", "jammy"), Distribution::Ubuntu("22.04".to_owned()));
    assert_eq!(of("eclipse-temurin", "21-jdk"), Distribution::Ubuntu("24.04".to_owned()));
    assert_eq!(of("example.org/own", "1"), Distribution::Other(String::new()));
}

#[test]
fn names_are_read_as_apt_reads_them() {
    let tables = tables();
    let index = bookworm(&tables);
    let bare = Installed::bare(index, true, Source::Index);
    let plain = install(index, &mut bare.clone(), &["nginx"], PLAIN);
    for name in ["nginx=1.22.*", "nginx:amd64", "nginx+"] {
        let other = install(index, &mut bare.clone(), &[name], PLAIN);
        assert_eq!(other.packages, plain.packages, "{name}");
    }
    let backport = install(index, &mut bare.clone(), &["nginx/bookworm-backports"], PLAIN);
    assert_eq!(backport.disk.source, Source::Neighbour);
    assert!(install(index, &mut bare.clone(), &["g++"], PLAIN).unknown.is_empty());
}

#[test]
fn another_version_stands_in_for_a_missing_one() {
    let tables = tables();
    let index = bookworm(&tables);
    for (name, kin) in [
        ("postgresql-client-16", "postgresql-client-15"),
        ("openjdk-16-jre-headless", "openjdk-17-jre-headless"),
        ("php8.4-fpm", "php8.2-fpm"),
        ("libssl1.1", "libssl3"),
        ("python3.9-dev", "python3.11-dev"),
        ("python-numpy", "python3-numpy"),
        ("mysql-client", "default-mysql-client"),
    ] {
        let mut installed = Installed::bare(index, true, Source::Index);
        let installation = install(index, &mut installed, &[name], PLAIN);
        assert!(installation.packages.iter().any(|package| package.name == kin), "{name}: {:?}", installation.packages);
        assert_eq!(installation.disk.source, Source::Neighbour, "{name}");
    }
}

#[test]
fn packages_of_known_repositories_bring_what_they_need() {
    let tables = tables();
    let index = bookworm(&tables);
    let mut installed = Installed::bare(index, true, Source::Index);
    let chrome = install(index, &mut installed, &["google-chrome-stable"], PLAIN);
    assert!(installed.has(index, "libnss3") && chrome.packages[0].name == "google-chrome-stable");
    assert_eq!(chrome.disk.source, Source::Typical);
    assert_eq!(install(index, &mut installed, &["google-chrome-stable"], PLAIN).disk.range.high, 0);
    let debian = install(index, &mut installed.clone(), &["nodejs"], PLAIN);
    installed.has_nodesource = true;
    let nodesource = install(index, &mut installed, &["nodejs"], PLAIN);
    assert!(debian.packages.iter().any(|package| package.name == "libnode108"));
    assert!(!nodesource.packages.iter().any(|package| package.name == "libnode108"));
    assert!(nodesource.disk.range.likely > 190_000_000);
}

#[test]
fn packages_of_older_releases_have_sizes_of_their_own() {
    let tables = tables();
    let index = bookworm(&tables);
    let bytes = |name: &str| {
        let mut installed = Installed::bare(index, true, Source::Index);
        let installation = install(index, &mut installed, &[name], PLAIN);
        installation.packages.iter().find(|package| package.name == name).map(|package| package.bytes)
    };
    let (eight, eleven) = (bytes("openjdk-8-jre-headless"), bytes("openjdk-11-jre-headless"));
    assert!(eight.unwrap() * 3 < eleven.unwrap() * 2);
    assert!(bytes("python2.7").unwrap() < 40_000_000);
}

#[test]
fn a_meta_package_of_another_repository_brings_its_parts_once() {
    let tables = tables();
    let index = bookworm(&tables);
    let mut installed = Installed::bare(index, true, Source::Index);
    let alone = install(index, &mut installed.clone(), &["mongodb-org"], PLAIN).disk.range.likely;
    let names = ["mongodb-org", "mongodb-org-server", "mongodb-org-shell", "mongodb-org-mongos", "mongodb-org-tools"];
    assert_eq!(install(index, &mut installed, &names, PLAIN).disk.range.likely, alone);
    let release = install(index, &mut installed, &["ros-noetic-ros-core"], PLAIN);
    assert!(release.unknown.is_empty(), "the release in the name does not matter");
}

#[test]
fn libraries_stay_when_development_packages_go() {
    let tables = tables();
    let index = bookworm(&tables);
    let names = ["libicu-dev", "libpng-dev", "gcc", "tk-dev"].map(str::to_owned);
    let libraries = drydock::size::packages::apt::libraries(index, &names);
    assert!(libraries.contains(&"libicu72".to_owned()) && libraries.contains(&"libpng16-16".to_owned()));
    assert!(libraries.iter().all(|name| !name.ends_with("-dev") && !name.starts_with("libtk")), "{libraries:?}");
}

#[test]
fn virtual_and_renamed_packages_resolve() {
    let tables = tables();
    let (trixie, fit) = tables.apt(&Distribution::Debian("trixie".to_owned())).unwrap();
    let mut installed = Installed::bare(trixie, true, fit);
    let installation = install(trixie, &mut installed, &["libglib2.0-0"], PLAIN);
    assert!(installation.packages.iter().any(|package| package.name == "libglib2.0-0t64"));
    // The second name satisfies what the first one depends on.
    let index = bookworm(&tables);
    let mut installed = Installed::bare(index, true, Source::Index);
    install(index, &mut installed, &["apache2-dev", "libapr1-dev"], PLAIN);
    assert!(installed.has(index, "libaprutil1-dev"));
}

#[test]
fn removed_packages_take_their_dependents_and_leave_orphans_to_autoremove() {
    let tables = tables();
    let index = bookworm(&tables);
    let bare = Installed::bare(index, true, Source::Index);
    let mut installed = bare.clone();
    let came = install(index, &mut installed, &["build-essential"], PLAIN);
    let removed = remove(index, &mut installed, &["gcc"]);
    let names: Vec<&str> = removed.packages.iter().map(|package| package.name.as_str()).collect();
    assert!(names.contains(&"g++") && names.contains(&"build-essential"), "{names:?}");
    let orphans = autoremove(index, &mut installed);
    assert_eq!(removed.packages.len() + orphans.packages.len(), came.packages.len());
    assert_eq!(installed.len(), bare.len());
    assert!(install(index, &mut installed, &["gcc"], PLAIN).disk.range.likely > 100_000_000, "it can come again");
}

#[test]
fn an_unknown_name_is_a_guess() {
    let tables = tables();
    let index = bookworm(&tables);
    let mut installed = Installed::bare(index, true, Source::Index);
    let installation = install(index, &mut installed, &["curl", "acme-agent"], PLAIN);
    assert_eq!(installation.unknown, ["acme-agent"]);
    assert_eq!(installation.disk.source, Source::Guess);
    assert!(installation.disk.range.high > 2 * installation.disk.range.likely);
}

#[test]
fn any_bytes_give_tables_or_an_error() {
    assert!(matches!(Tables::parse([b"\xff".as_slice()]), Err(BadTable { .. })));
    let text = std::str::from_utf8(DEBIAN).unwrap();
    for cut in (0..text.len()).step_by(29_989).filter(|cut| text.is_char_boundary(*cut)) {
        let _ = Tables::parse([&text.as_bytes()[..cut]]);
    }
    // A letter wrong anywhere is an error or another table, never a panic; installing from it ends too.
    for at in (20..text.len()).step_by(39_989) {
        for letter in [b'z', b'\n', b'|', b'='] {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] = letter;
            let Ok(tables) = Tables::parse([bytes.as_slice()]) else { continue };
            let Some((index, fit)) = tables.apt(&Distribution::Debian("trixie".to_owned())) else { continue };
            install(index, &mut Installed::bare(index, true, fit), &["libopencv-dev"], PLAIN);
        }
    }
}
