//! Every build check: what it catches, and what it leaves alone.

use drydock::checks::{self, Finding, RULES};
use drydock::context::Context;
use drydock::scenario::Scenario;
use drydock::stages::resolve;
use drydock::syntax::parse;

fn findings_of(scenario: &Scenario) -> Vec<Finding> {
    let dockerfile = parse(&scenario.dockerfile);
    let graph = resolve(&dockerfile, scenario);
    checks::check(&scenario.dockerfile, &dockerfile, &graph, &Context::new(scenario))
}

fn scenario(text: &str) -> Scenario {
    Scenario { dockerfile: text.into(), ..Scenario::default() }
}

/// The findings of one rule as line and message.
fn found(rule: &str, text: &str) -> Vec<(usize, String)> {
    assert!(RULES.iter().any(|known| known.name == rule), "{rule} is no rule");
    let findings = findings_of(&scenario(text)).into_iter().filter(|finding| finding.rule.name == rule);
    findings.map(|finding| (finding.line, finding.message)).collect()
}

fn spares(rule: &str, text: &str) {
    assert_eq!(found(rule, text), Vec::new());
}

fn lines(rule: &str, text: &str) -> Vec<usize> {
    found(rule, text).into_iter().map(|(line, _)| line).collect()
}

#[test]
fn a_clean_file_draws_nothing() {
    let text = "ARG TAG=20\nFROM node:$TAG AS build\nWORKDIR /app\nARG MODE=fast\nENV NODE_ENV=production\n\
                RUN echo $HOME $MODE\nFROM build\nEXPOSE 80 53/udp\nCMD [\"node\"]\n";
    assert_eq!(findings_of(&scenario(text)), []);
}

#[test]
fn stage_name_casing() {
    let text = "FROM alpine AS Build\nFROM alpine AS ok\n";
    assert_eq!(found("StageNameCasing", text), [(1, "Stage name 'Build' should be lowercase".into())]);
}

#[test]
fn from_as_casing() {
    let message = "'as' and 'FROM' keywords' casing do not match".to_string();
    assert_eq!(found("FromAsCasing", "FROM alpine as a\n"), [(1, message)]);
    assert_eq!(found("FromAsCasing", "from alpine AS a\n").len(), 1);
    spares("FromAsCasing", "from alpine as a\n");
    // A keyword that is neither is reported for itself.
    spares("FromAsCasing", "From alpine as a\n");
}

#[test]
fn no_empty_continuation() {
    assert_eq!(lines("NoEmptyContinuation", "FROM alpine\nRUN a \\\n\n  b\n"), [4]);
    spares("NoEmptyContinuation", "FROM alpine\nRUN a \\\n# comment\n  b\n");
    assert_eq!(lines("NoEmptyContinuation", "FROM alpine\nRUN cat \\\n\n <<X\n1\n2\nX\n"), [4]);
}

#[test]
fn consistent_instruction_casing() {
    let message = "Command 'run' should match the case of the command majority (uppercase)".to_string();
    assert_eq!(found("ConsistentInstructionCasing", "FROM alpine\nRUN a\nrun b\n"), [(3, message)]);
    assert_eq!(lines("ConsistentInstructionCasing", "from alpine\nrun a\nRUN b\n"), [3]);
    // A tie counts as upper case; ARGs before the first FROM do not count.
    assert_eq!(lines("ConsistentInstructionCasing", "arg A\narg B\nfrom alpine\nRUN b\n"), [3]);
    spares("ConsistentInstructionCasing", "from alpine\nrun a\n");
}

#[test]
fn duplicate_and_reserved_stage_names() {
    let message = "Duplicate stage name \"a\", stage names should be unique".to_string();
    assert_eq!(found("DuplicateStageName", "FROM x AS a\nFROM y AS A\nFROM z AS b\n"), [(2, message)]);
    let message = "Stage name should not use the same name as reserved stage \"scratch\"".to_string();
    assert_eq!(found("ReservedStageName", "FROM x AS scratch\nFROM y AS scratchy\n"), [(1, message)]);
    assert_eq!(lines("ReservedStageName", "FROM x AS context\n"), [1]);
}

#[test]
fn json_args_recommended() {
    let text = "FROM alpine\nCMD echo\nENTRYPOINT [\"a\"]\n";
    let message = "JSON arguments recommended for CMD to prevent unintended behavior related to OS signals".into();
    assert_eq!(found("JSONArgsRecommended", text), [(2, message)]);
    spares("JSONArgsRecommended", "FROM alpine\nSHELL [\"/bin/bash\", \"-c\"]\nCMD echo\n");
    // SHELL is inherited from a stage, and only the target's stages are looked at.
    let inherited = "FROM alpine AS a\nSHELL [\"x\"]\nFROM alpine AS unused\nCMD echo\nFROM a\nENTRYPOINT echo\n";
    spares("JSONArgsRecommended", inherited);
}

#[test]
fn maintainer_deprecated() {
    assert_eq!(lines("MaintainerDeprecated", "FROM alpine\nMAINTAINER me\n"), [2]);
    spares("MaintainerDeprecated", "FROM alpine\nLABEL maintainer=me\n");
}

#[test]
fn undefined_arg_in_from() {
    let text = "ARG VERSION=1\nFROM alpine:$VERSIO\n";
    let message = "FROM argument 'VERSIO' is not declared (did you mean VERSION?)".into();
    assert_eq!(found("UndefinedArgInFrom", text), [(2, message)]);
    spares("UndefinedArgInFrom", "FROM --platform=$BUILDPLATFORM alpine\n");
    // Declared without a value is declared.
    spares("UndefinedArgInFrom", "ARG EMPTY\nFROM alpine$EMPTY\n");
    assert_eq!(lines("UndefinedArgInFrom", "FROM --platform=linux/$NOWHERE/x alpine\n"), [1]);
}

#[test]
fn undefined_var() {
    let text = "FROM alpine\nENV APP_HOME=/app\nWORKDIR $APP_HME\n";
    let message = "Usage of undefined variable '$APP_HME' (did you mean $APP_HOME?)".into();
    assert_eq!(found("UndefinedVar", text), [(3, message)]);
    spares("UndefinedVar", "FROM alpine\nARG EMPTY\nENV A=$EMPTY B=$PATH C=${PATH:-x}\n");
    // RUN is the shell's; a default does not define; every word counts for itself.
    assert_eq!(lines("UndefinedVar", "FROM alpine\nRUN echo $NO\nENV A=${NO:-1} B=$NO$NO\n"), [3, 3]);
    assert_eq!(lines("UndefinedVar", "FROM alpine\nRUN --mount=type=cache,target=$NO/x y\n"), [2]);
    assert_eq!(lines("UndefinedVar", "FROM alpine\nCOPY <<A /b\n$NO\nA\nCOPY <<'A' /b\n$NO\nA\n"), [2]);
    // What ONBUILD adds is reported at the FROM that triggers it.
    assert_eq!(lines("UndefinedVar", "FROM alpine AS a\nONBUILD WORKDIR /$NO\nFROM a\n"), [3]);
}

#[test]
fn workdir_relative_path() {
    let message = "Relative workdir \"app\" can have unexpected results if the base image changes".into();
    assert_eq!(found("WorkdirRelativePath", "FROM alpine\nWORKDIR app\nWORKDIR more\n"), [(2, message)]);
    spares("WorkdirRelativePath", "FROM alpine AS a\nWORKDIR /a\nFROM a\nWORKDIR b\n");
    assert_eq!(lines("WorkdirRelativePath", "FROM alpine\nWORKDIR C:\\\\app\n"), [2]);
    spares("WorkdirRelativePath", "FROM --platform=windows/amd64 x AS windows\nWORKDIR C:\\\\app\n");
}

#[test]
fn multiple_instructions_disallowed() {
    let text = "FROM alpine AS a\nCMD [\"1\"]\nCMD [\"2\"]\nCMD [\"3\"]\nFROM a\nCMD [\"4\"]\n";
    let reason = "should not be used in the same stage because only the last one will be used";
    let message = format!("Multiple CMD instructions {reason}");
    assert_eq!(found("MultipleInstructionsDisallowed", text), [(2, message.clone()), (3, message)]);
    assert_eq!(lines("MultipleInstructionsDisallowed", "FROM alpine\nHEALTHCHECK NONE\nHEALTHCHECK NONE\n"), [2]);
}

#[test]
fn legacy_key_value_format() {
    let message = "\"ENV key=value\" should be used instead of legacy \"ENV key value\" format".into();
    assert_eq!(found("LegacyKeyValueFormat", "FROM alpine\nENV a b\nENV c=d\n"), [(2, message)]);
    assert_eq!(lines("LegacyKeyValueFormat", "FROM alpine\nLABEL a b c\n"), [2]);
}

#[test]
fn redundant_target_platform() {
    let message =
        "Setting platform to predefined ${TARGETPLATFORM} in FROM is redundant as this is the default behavior";
    let text = "FROM --platform=${TARGETPLATFORM} alpine\n";
    assert_eq!(found("RedundantTargetPlatform", text), [(1, message.into())]);
    spares("RedundantTargetPlatform", "FROM --platform=$BUILDPLATFORM alpine\n");
}

#[test]
fn from_platform_flag_const_disallowed() {
    let message = "FROM --platform flag should not use constant value \"linux/arm64\"".into();
    let text = "FROM --platform=linux/arm64 alpine AS build\n";
    assert_eq!(found("FromPlatformFlagConstDisallowed", text), [(1, message)]);
    let named = "FROM --platform=linux/arm64 alpine AS build-arm64\nFROM --platform=$BUILDPLATFORM x\n";
    spares("FromPlatformFlagConstDisallowed", named);
}

#[test]
fn secrets_used_in_arg_or_env() {
    let message = "Do not use ARG or ENV instructions for sensitive data (ARG \"GITHUB_TOKEN\")".into();
    assert_eq!(found("SecretsUsedInArgOrEnv", "FROM alpine\nARG GITHUB_TOKEN\n"), [(2, message)]);
    let harmless = "FROM alpine\nENV TOKENS=1 KEYBOARD=x PUBLIC_KEY=y PASSWORD_FILE=/run/x TOKEN_VERSION=2\n";
    spares("SecretsUsedInArgOrEnv", harmless);
    assert_eq!(lines("SecretsUsedInArgOrEnv", "FROM alpine\nENV db_password=1 ApiKey=2\n"), [2, 2]);
}

#[test]
fn invalid_default_arg_in_from() {
    let text = "ARG IMAGE\nFROM $IMAGE\n";
    let given = Scenario { build_args: [("IMAGE".into(), "alpine".into())].into(), ..scenario(text) };
    let findings: Vec<(&str, usize, String)> =
        findings_of(&given).into_iter().map(|found| (found.rule.name, found.line, found.message)).collect();
    let message = "Default value for ARG $IMAGE results in empty or invalid base image name".to_string();
    assert_eq!(findings, [("InvalidDefaultArgInFrom", 2, message)]);
    spares("InvalidDefaultArgInFrom", "ARG IMAGE=alpine\nFROM $IMAGE\n");
}

#[test]
fn copy_ignored_file() {
    let ignoring = |dockerignore: &str| {
        let text = "FROM alpine AS a\nFROM alpine\nCOPY src/x.log /a\nADD --link ./docs/ /b\nCOPY --from=a docs /c\n\
                    COPY . /d\n";
        let scenario = Scenario { dockerignore: Some(dockerignore.into()), ..scenario(text) };
        let findings = findings_of(&scenario).into_iter().filter(|found| found.rule.name == "CopyIgnoredFile");
        findings.map(|found| (found.line, found.message)).collect::<Vec<_>>()
    };
    let copy = "Attempting to Copy file \"src/x.log\" that is excluded by .dockerignore".to_string();
    let add = "Attempting to Add file \"docs\" that is excluded by .dockerignore".to_string();
    assert_eq!(ignoring("**/*.log\ndocs\n"), [(3, copy), (4, add)]);
    assert!(ignoring("**/*.log\ndocs\n!docs/x\n").is_empty());
    assert_eq!(ignoring("*\n").iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 4, 6]);
    assert!(ignoring("").is_empty());
}

#[test]
fn expose_proto_casing_and_invalid_format() {
    let text = "FROM alpine\nARG PORT=80/UDP\nEXPOSE $PORT 443/tcp 8080:80 [::1]:5:6/tcp\n";
    let message = "Defined protocol '80/UDP' in EXPOSE instruction should be lowercase".into();
    assert_eq!(found("ExposeProtoCasing", text), [(3, message)]);
    let problem = "EXPOSE instruction should not define an IP address or host-port mapping, found";
    let expected = [(3, format!("{problem} '8080:80'")), (3, format!("{problem} '[::1]:5:6/tcp'"))];
    assert_eq!(found("ExposeInvalidFormat", text), expected);
}

#[test]
fn invalid_definition_description_only_when_asked_for() {
    let text = "# the base\nFROM alpine AS base\n# VERSION of it\nARG VERSION\n# both\nARG A B\n";
    spares("InvalidDefinitionDescription", text);
    let asked = format!("# check=experimental=all\n\n{text}");
    let messages = [
        (4, "Comment for FROM should follow the format: `# base <description>`".to_string()),
        (8, "Comment for ARG should follow the format: `# <arg_key> <description>`".to_string()),
    ];
    assert_eq!(found("InvalidDefinitionDescription", &asked), messages);
}

#[test]
fn checks_are_skipped_for_the_file_or_one_instruction() {
    let text = "FROM alpine\nCMD a\nMAINTAINER b\n";
    let count = |text: &str| findings_of(&scenario(text)).len();
    assert_eq!(count(text), 2);
    assert_eq!(count(&format!("# check=skip=MaintainerDeprecated,JSONArgsRecommended\n{text}")), 0);
    // BuildKit reads the value up to the first blank.
    assert_eq!(count(&format!("# check=skip=MaintainerDeprecated, JSONArgsRecommended\n{text}")), 1);
    assert_eq!(count(&format!("# check=skip=all\n{text}")), 0);
    assert_eq!(count(&format!("# check=skip=StageNameCasing\n{text}")), 2);
    let above = "FROM alpine\n# check=skip=JSONArgsRecommended\nCMD a\nENTRYPOINT b\n";
    assert_eq!(lines("JSONArgsRecommended", above), [4]);
    spares("MaintainerDeprecated", "FROM alpine\n# why\n# check=skip=all\nMAINTAINER b\n");
    spares("UndefinedArgInFrom", "# hello\n\n# check=skip=UndefinedArgInFrom\nFROM a$NO\n");
}

#[test]
fn findings_fail_the_build_where_the_file_says_so() {
    let failure = |text: &str| {
        let dockerfile = parse(text);
        checks::error(&dockerfile, &findings_of(&scenario(text))).map(|error| error.message)
    };
    let text = "FROM alpine AS A\nCMD a\nENTRYPOINT b\n";
    assert_eq!(failure(text), None);
    let message = "lint violation found for rules: JSONArgsRecommended, StageNameCasing";
    assert_eq!(failure(&format!("# check=error=true\n{text}")), Some(message.into()));
    assert_eq!(failure(&format!("# check=skip=all;error=true\n{text}")), None);
    assert_eq!(failure("# check=error=true\nFROM alpine\n"), None);
}

#[test]
fn what_buildkit_does_not_come_to_is_marked() {
    let marks = |text: &str| {
        let findings = findings_of(&scenario(text));
        findings.iter().map(|found| (found.rule.name, found.is_past_error)).collect::<Vec<_>>()
    };
    // An instruction in error: what the reading found before it counts, and nothing after.
    let broken = "FROM alpine AS A\nMAINTAINER a\nCOPY x\nMAINTAINER b\nCMD c\n";
    let expected = [
        ("StageNameCasing", false),
        ("MaintainerDeprecated", false),
        ("MaintainerDeprecated", true),
        ("JSONArgsRecommended", true),
    ];
    assert_eq!(marks(broken), expected);
    assert_eq!(marks("FROM alpine AS A\nRUN cat <<X\n"), [("StageNameCasing", true)]);
    // A step in error stops the steps after it.
    let failing = "FROM alpine\nCMD a\nWORKDIR ${X:?no}\nENTRYPOINT b\n";
    assert_eq!(marks(failing), [("JSONArgsRecommended", false), ("JSONArgsRecommended", true)]);
    // A base in error stops all steps, but not the checks of FROM lines before it.
    let base = "FROM alpine AS A\nCMD a\nFROM $NO\n";
    let expected = [("StageNameCasing", false), ("InvalidDefaultArgInFrom", false), ("UndefinedArgInFrom", false)];
    assert_eq!(marks(base), expected);
}

#[test]
fn every_rule_has_its_own_name_and_page() {
    let mut names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 22);
    for rule in &RULES {
        let slug: String = rule.url().trim_end_matches('/').rsplit('/').next().unwrap().replace('-', "");
        assert_eq!(slug, rule.name.to_lowercase());
    }
}
