//! PHP: Composer and the compilers of extensions stay behind; extensions, settings and production packages ship.

use super::Declined;
use super::before::{Before, Piece};
use super::finish::Finish;
use super::plan::{Line, Plan};
use super::program::sources;
use super::role::Role;
use super::script::Unit;
use super::workshop::Workshop;
use crate::path;

const EXTENSIONS: &str = "/usr/local/lib/php/extensions";
const SETTINGS: &str = "/usr/local/etc/php/conf.d";

pub(super) fn plan(before: &Before<'_>) -> Option<Result<Plan, Declined>> {
    let is_work = |unit: &Unit| matches!(php(unit), Some(Role::Install)) || is_extension(unit);
    (before.image.name == "php" && before.units().any(is_work)).then(|| split(before))
}

fn is_extension(unit: &Unit) -> bool {
    unit.commands.iter().any(|words| {
        matches!(crate::syntax::shell::program(words), "docker-php-ext-install" | "pecl" | "install-php-extensions")
    })
}

fn php(unit: &Unit) -> Option<Role> {
    let operands = unit.operands();
    // Settings of the server and of PHP itself.
    let sets = |text: &str| ["/etc/", "PHP_INI_DIR", "/usr/local/etc"].iter().any(|place| text.contains(place));
    match unit.program() {
        "composer" | "composer.phar" => Some(match operands.first().copied().unwrap_or("") {
            "install" => Role::Install,
            "dump-autoload" | "dumpautoload" | "run-script" | "run" => Role::Build,
            "clear-cache" | "clearcache" => Role::Prune,
            "" | "diagnose" => Role::Quiet,
            _ => Role::Tool,
        }),
        "docker-php-ext-install"
        | "docker-php-ext-configure"
        | "docker-php-ext-enable"
        | "pecl"
        | "install-php-extensions"
        | "docker-php-source" => Some(Role::Tool),
        "php" if unit.text.contains("composer-setup") || unit.text.contains("--install-dir") => Some(Role::Tool),
        "php" => Some(Role::Build),
        "curl" | "wget" if unit.text.contains("getcomposer") => Some(Role::Tool),
        "a2enmod" | "a2dismod" | "a2ensite" | "a2dissite" | "a2enconf" => Some(Role::Runtime),
        "sed" | "echo" | "printf" | "mv" | "cp" | "ln" if sets(&unit.text) => Some(Role::Runtime),
        "npm" | "yarn" => Some(Role::Build),
        _ => None,
    }
}

fn split(before: &Before<'_>) -> Result<Plan, Declined> {
    let mut plan = Plan { ignored: vec![".git", "vendor"], ..Plan::default() };
    let install: Vec<&Unit> = before.units().filter(|unit| matches!(php(unit), Some(Role::Install))).collect();
    let builds = before.units().any(|unit| matches!(super::role::role(unit, &php), Role::Build));
    let whole = before.pieces.iter().any(|piece| piece.copies_everything());
    let mut workshop =
        Workshop::new("Installs packages and compiles extensions; only the results ship.", &php, &|name| {
            matches!(
                name,
                "composer.json" | "composer.lock" | "composer.*" | "composer.lock*" | "symfony.lock" | "auth.json"
            )
        });
    workshop.manifests = vec![Line::new("COPY composer.json composer.lock* ./")];
    // The autoloader lists the sources, and scripts read them: both come when the sources are there.
    let early =
        before.pieces.iter().any(|piece| piece.units.iter().any(|unit| matches!(php(unit), Some(Role::Install))))
            && whole;
    let finishes = install.iter().all(|unit| unit.has("--no-autoloader")) || !early;
    workshop.install = Box::new(move |unit: &Unit| {
        let mut text = unit.in_place();
        for option in ["--no-dev", "--prefer-dist"] {
            if !unit.has(option) {
                text.extend([" ", option]);
            }
        }
        if early {
            for option in ["--no-scripts", "--no-autoloader"] {
                if !unit.has(option) {
                    text.extend([" ", option]);
                }
            }
        }
        Line::new(format!("RUN --mount=type=cache,target=/root/.composer/cache \\\n    {text}"))
    });
    let mut stage = workshop.stage(before)?;
    if !finishes && !install.is_empty() {
        let dump = Line::new("RUN composer dump-autoload --no-dev --optimize");
        let copies = |line: &Line| line.text.starts_with("COPY") || line.text.starts_with("ADD");
        let at = stage.lines.iter().rposition(copies).map_or(stage.lines.len(), |at| at + 1);
        stage.lines.insert(at, dump);
    }
    if install.is_empty() && !builds {
        let last = stage.lines.iter().rposition(|line| line.text.starts_with("RUN")).map_or(0, |last| last + 1);
        stage.lines.truncate(last);
    }
    plan.stages.push(stage);

    let mut artifacts = Vec::new();
    if before.units().any(is_extension) {
        artifacts.push(Line::new(format!("COPY --from=build {EXTENSIONS} {EXTENSIONS}")));
        artifacts.push(Line::new(format!("COPY --from=build {SETTINGS} {SETTINGS}")));
    }
    let workdir = if before.end.workdir_set { before.workdir() } else { "/var/www/html" };
    if builds {
        artifacts.push(Line::new(format!("COPY --from=build {workdir} {workdir}")));
    } else {
        if !install.is_empty() {
            let vendor = path::absolute(workdir, "vendor");
            artifacts.push(Line::new(format!("COPY --from=build {vendor} {vendor}")));
        }
        artifacts.extend(sources(before, &workshop));
    }
    if !install.is_empty() && !install.iter().any(|unit| unit.has("--no-dev")) {
        plan.note("Packages for development do not ship any more.");
    }
    let keeps = |piece: &Piece<'_>| workshop.is_beside(before, piece);
    let mut finish = Finish::new(
        "What ships: PHP with its extensions, the packages and the sources.",
        before.image.clone(),
        &php,
        artifacts,
        &keeps,
    );
    finish.drop_variables =
        &["COMPOSER_ALLOW_SUPERUSER", "COMPOSER_HOME", "COMPOSER_CACHE_DIR", "COMPOSER_MEMORY_LIMIT"];
    finish.for_build = &["nodejs", "npm", "yarn", "composer"];
    let last = finish.stage(before, &mut plan)?;
    plan.stages.push(last);
    Ok(plan)
}
