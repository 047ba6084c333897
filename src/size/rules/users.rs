//! Accounts and other small settings of the system: a few files of /etc, rewritten.

use super::{Command, Stream};
use crate::bytes::{Range, Source};
use crate::size::content::Content;
use crate::size::ledger::Written;
use crate::size::run::Run;

pub const NAMES: &[&str] = &[
    "useradd",
    "adduser",
    "usermod",
    "userdel",
    "groupadd",
    "addgroup",
    "groupmod",
    "groupdel",
    "chpasswd",
    "passwd",
    "gpasswd",
    "update-alternatives",
    "ldconfig",
    "locale-gen",
    "localedef",
    "update-locale",
    "dpkg-reconfigure",
    "update-ca-certificates",
    "a2enmod",
    "a2dismod",
    "a2ensite",
    "a2dissite",
    "a2enconf",
    "phpenmod",
    "phpdismod",
    "docker-php-ext-enable",
    "crontab",
    "systemctl",
    "service",
    "debconf-set-selections",
    "dpkg-divert",
    "fc-cache",
    "chsh",
    "sudo",
    "usermod",
    "ssh-keygen",
    "ssh-keyscan",
    "apt-key",
    "gpg",
    "dirmngr",
    "npm-config",
];

pub fn add(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let asked = |what: &str| command.words.iter().any(|word| word == what);
    let (label, range, source) = match command.name {
        // Measured on Debian 12: passwd, shadow, group and their back-ups, and a home from /etc/skel.
        "useradd" | "adduser" if run.is_alpine() => ("account files", Range::new(1_000, 3_000, 9_000), Source::Typical),
        "useradd" | "adduser" if command.has(&["-r", "-M", "--system", "--no-create-home", "-H"]) => {
            ("account files", Range::new(2_500, 4_500, 9_000), Source::Typical)
        }
        "useradd" | "adduser" => ("account files and a home", Range::new(4_000, 8_900, 12_000), Source::Typical),
        "groupadd" | "addgroup" => ("account files", Range::new(700, 1_750, 3_000), Source::Typical),
        "usermod" | "userdel" | "groupmod" | "groupdel" | "chpasswd" | "passwd" | "gpasswd" | "chsh" => {
            ("account files", Range::new(500, 3_000, 9_000), Source::Typical)
        }
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
        "gpg" if asked("--dearmor") => {
            return Stream::new("a key", Range::new(500, 2_500, 20_000), Content::Random, Source::Guess);
        }
        "gpg" | "apt-key" | "dirmngr" => ("keys", Range::new(0, 3_000, 60_000), Source::Guess),
        _ => ("small settings", Range::new(0, 1_000, 60_000), Source::Guess),
    };
    if command.name == "gpg" && run.variable("GNUPGHOME").is_some() {
        return Stream::silent();
    }
    run.add("/etc", Written::new(label, range, Content::Text, source));
    Stream::some_lines()
}
