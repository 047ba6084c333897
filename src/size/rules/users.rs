//! Accounts, keys, modules of servers and other small settings of the system: a few files of /etc, written again.

use super::{Command, Stream};
use crate::bytes::{Range, Source};
use crate::size::content::Content;
use crate::size::ledger::Written;
use crate::size::packages::bases::Distribution;
use crate::size::path;
use crate::size::run::Run;

pub const ACCOUNTS: &[&str] = &[
    "useradd", "adduser", "usermod", "userdel", "groupadd", "addgroup", "groupmod", "groupdel", "chpasswd", "passwd",
    "gpasswd", "chsh",
];

pub const SETTINGS: &[&str] = &[
    "update-alternatives",
    "ldconfig",
    "locale-gen",
    "localedef",
    "update-locale",
    "dpkg-reconfigure",
    "update-ca-certificates",
    "phpenmod",
    "phpdismod",
    "crontab",
    "systemctl",
    "service",
    "debconf-set-selections",
    "dpkg-divert",
    "fc-cache",
    "sudo",
    "ssh-keygen",
    "ssh-keyscan",
    "npm-config",
];

/// The files of accounts with their back-ups compress to a third: each stands there twice (measured on Debian 12).
const ACCOUNT_RATIO: Option<(f64, f64, f64)> = Some((0.30, 0.36, 0.43));

/// Accounts and groups. All of a script rewrite the same files, so that a second one adds next to nothing.
pub fn accounts(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let groups = command.name.starts_with("group") || matches!(command.name, "addgroup" | "gpasswd");
    if run.is_alpine() {
        // passwd, group and shadow of Alpine and their back-ups.
        let written = Written::new("account files", Range::new(3_200, 4_700, 7_000), Content::Text, Source::Typical);
        run.write_file("/etc/passwd", written.compressing(Some((0.17, 0.21, 0.27))));
        return Stream::some_lines();
    }
    // Measured on Debian 12: group, gshadow and back-ups; passwd, shadow and back-ups; a home from /etc/skel.
    let written = Written::new("account files", Range::new(1_200, 1_750, 2_600), Content::Text, Source::Typical);
    run.write_file("/etc/group", written.compressing(ACCOUNT_RATIO));
    if groups {
        return Stream::some_lines();
    }
    let written = Written::new("account files", Range::new(2_000, 2_750, 4_200), Content::Text, Source::Typical);
    run.write_file("/etc/passwd", written.compressing(ACCOUNT_RATIO));
    let adds = matches!(command.name, "useradd" | "adduser");
    // `-r` alone makes no home, `-rm` does; adduser makes one unless told otherwise.
    let wants = command.has(&["-m", "--create-home"]);
    let none = command.has(&["-M", "--no-create-home", "-H", "--system", "-r"]);
    // Debian's useradd makes none without being asked, that of Fedora's kin does.
    let debian = run.stage.apt.is_some();
    let by_default = (command.name == "adduser" || !debian) && !command.has(&["-d", "--home-dir"]);
    if adds && (wants || (by_default && !none)) {
        let home = command.value(&["-d", "--home-dir", "--home", "-h"]).map(|home| run.absolute(home));
        let name = command.words.last().filter(|name| !name.contains('$'));
        let home = home.or_else(|| Some(format!("/home/{}", name?))).unwrap_or_else(|| "/home/user".to_owned());
        let written =
            Written::new("a home from /etc/skel", Range::new(500, 4_400, 6_500), Content::Text, Source::Typical);
        run.write_file(&path::join(&home, ".bashrc"), written);
    }
    Stream::some_lines()
}

/// Debian's switches for modules, sites and settings of Apache: a link and a mark each.
pub fn apache(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let kind = command.name.trim_start_matches("a2en").trim_start_matches("a2dis");
    let ending = if kind == "mod" { "load" } else { "conf" };
    for name in command.operands().into_iter().take(16) {
        run.disk.touch(&format!("/etc/apache2/{kind}s-enabled/{name}.{ending}"), 24);
        run.disk.touch(&format!("/var/lib/apache2/{kind}/enabled_by_admin/{name}"), 0);
    }
    Stream::some_lines()
}

/// The key rings of apt and gpg. One key is 1 to 3 kB, one that many people signed 20 kB; they hardly compress.
pub fn keys(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let asked = |what: &str| command.words.iter().any(|word| word == what);
    if asked("--dearmor") || asked("--export") {
        return Stream::new("a key", Range::new(900, 2_000, 14_000), Content::Random, Source::Guess);
    }
    if ["--verify", "list", "--list-keys", "--version", "--batch-verify"].iter().any(|question| asked(question)) {
        return Stream::silent();
    }
    let home = || path::join(&run.home, ".gnupg");
    let place = match command.name {
        "apt-key" => "/etc/apt".to_owned(),
        _ => run.variable("GNUPGHOME").map_or_else(home, |folder| run.absolute(&folder)),
    };
    // Older Ubuntu's own keys stand in the file that apt-key writes again.
    let old = matches!(&*run.stage.distribution, Distribution::Ubuntu(version) if version.as_str() < "18");
    let likely = match command.name {
        "apt-key" if old => 13_000,
        "apt-key" => 2_000,
        // The ring, its back-up and the trust in it.
        _ => 4_800,
    };
    let written = Written::new("keys", Range::new(900, likely, 16_000), Content::Random, Source::Guess);
    run.append(&path::join(&place, "pubring.gpg"), written);
    Stream::some_lines()
}

pub fn settings(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let asked = |what: &str| command.words.iter().any(|word| word == what);
    let (label, range, source) = match command.name {
        // One UTF-8 locale in the archive is 3.0 MB on Debian 12; each further one shares most of it.
        "locale-gen" | "localedef" => {
            ("compiled locales", Range::new(1_500_000, 3_050_000, 12_000_000), Source::Typical)
        }
        "dpkg-reconfigure" if asked("locales") => {
            ("compiled locales", Range::new(0, 3_050_000, 12_000_000), Source::Typical)
        }
        "update-ca-certificates" => ("the bundle of certificates", Range::new(0, 220_000, 500_000), Source::Typical),
        "ldconfig" => ("the linker's cache", Range::new(2_000, 20_000, 80_000), Source::Typical),
        "fc-cache" => ("font caches", Range::new(0, 50_000, 1_500_000), Source::Guess),
        _ => ("small settings", Range::new(0, 300, 60_000), Source::Guess),
    };
    run.add("/etc", Written::new(label, range, Content::Text, source));
    Stream::some_lines()
}
