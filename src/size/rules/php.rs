//! Composer, PECL and the helpers of PHP's official images.

use std::sync::OnceLock;

use super::{Command, Stream};
use crate::bytes::{Range, Source};
use crate::size::catalog::rows;
use crate::size::content::Content;
use crate::size::disk::exact_text;
use crate::size::ledger::Written;
use crate::size::packages::typical::typical;
use crate::size::run::Run;

const EXTENSIONS: &str = "/usr/local/lib/php/extensions";

pub fn composer(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let action = command.operands().first().copied().unwrap_or("");
    if !matches!(action, "install" | "update" | "require" | "create-project") {
        return Stream::some_lines();
    }
    let folder = run.absolute("vendor");
    let locked = run.manifest("composer.lock").map(|text| text.matches("\"name\": \"").count());
    let written = match (locked, typical("composer-package"), typical("composer-install")) {
        (Some(count), Some(package), _) if count > 0 => {
            let range = Range::sum((0..count.min(1000)).map(|_| package.range)).ratio(0.6, 1.0, 1.7);
            Written::new(format!("{count} packages of composer.lock"), range, Content::SourceTree, Source::Typical)
        }
        (_, _, Some(unseen)) => Written::estimated(&unseen, Content::SourceTree),
        _ => return Stream::some_lines(),
    };
    let cache = written.range.ratio(0.15, 0.3, 0.5);
    run.add(&folder, written);
    let home = run.variable("COMPOSER_HOME").unwrap_or_else(|| format!("{}/.cache/composer", run.home));
    run.add(&home, Written::new("archives Composer keeps", cache, Content::Archive, Source::Guess));
    Stream::some_lines()
}

/// `docker-php-ext-install`, `pecl install`, `install-php-extensions`: shared objects and headers.
pub fn extensions(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let names = command.operands_without(&["-j"]);
    let names =
        names.into_iter().filter(|name| *name != "install" && !name.starts_with(|digit: char| digit.is_ascii_digit()));
    let names =
        names.filter(|name| !matches!(*name, "channel-update" | "update-channels" | "clear-cache" | "pecl.php.net"));
    for name in names.take(40) {
        let bare = name.split(['-', '@']).next().unwrap_or(name).to_ascii_lowercase();
        let label = format!("the PHP extension {}", name.chars().take(30).collect::<String>());
        let written = match known(&bare) {
            // Releases and build options move it by a half.
            Some(bytes) => {
                Written::new(label, Range::spread(bytes, 0.5, 2.0), Content::NativeBinary, Source::Neighbour)
            }
            None => Written::new(label, UNKNOWN, Content::NativeBinary, Source::Guess),
        };
        run.add(EXTENSIONS, written);
    }
    if command.name == "pecl" {
        let written =
            Written::new("PECL's registry", Range::new(40_000, 150_000, 500_000), Content::Text, Source::Typical);
        run.add("/usr/local/lib/php/.registry", written);
    }
    Stream::some_lines()
}

/// The bytes of an extension's shared object and headers.
fn known(name: &str) -> Option<u64> {
    static TABLE: OnceLock<Vec<[&str; 7]>> = OnceLock::new();
    let table = TABLE.get_or_init(|| rows(include_str!("../../../data/php-extensions.csv")).skip(1).collect());
    let at = table.binary_search_by(|row| row[0].cmp(name)).ok()?;
    table[at][1].parse().ok()
}

/// Judgement from the layers of published PHP images: 0.1 to 3 MB of shared object and headers each.
const UNKNOWN: Range = Range { low: 60_000, likely: 400_000, high: 4_000_000 };

/// `docker-php-ext-enable` writes a line of settings for each extension.
pub fn enabled(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    for name in command.operands().into_iter().take(40) {
        let file = format!("/usr/local/etc/php/conf.d/docker-php-ext-{name}.ini");
        run.write_file(&file, exact_text("a line that loads the extension", "extension=\n".len() + name.len()));
    }
    Stream::some_lines()
}

/// `docker-php-source extract` unpacks PHP's sources, `delete` removes them.
pub fn source(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    if command.words.first().is_some_and(|word| word == "delete") {
        run.remove("/usr/src/php");
    } else {
        let range = Range::new(85_000_000, 110_000_000, 140_000_000);
        run.add("/usr/src/php", Written::new("PHP's sources", range, Content::SourceTree, Source::Neighbour));
    }
    Stream::some_lines()
}
