//! The rules by name.

/// A build check.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    pub name: &'static str,
    /// The last part of the address of its documentation.
    slug: &'static str,
    /// Off unless the check directive asks for it.
    pub is_experimental: bool,
}

/// The rules of BuildKit 73ed6825c4b7 (2026-08-21), in the order of its list. `InvalidBaseImagePlatform` compares a
/// base image with what the registry says of it, which is not known here, and so never reports.
pub static RULES: [Rule; 22] = [
    rule("StageNameCasing", "stage-name-casing"),
    rule("FromAsCasing", "from-as-casing"),
    rule("NoEmptyContinuation", "no-empty-continuation"),
    rule("ConsistentInstructionCasing", "consistent-instruction-casing"),
    rule("DuplicateStageName", "duplicate-stage-name"),
    rule("ReservedStageName", "reserved-stage-name"),
    rule("JSONArgsRecommended", "json-args-recommended"),
    rule("MaintainerDeprecated", "maintainer-deprecated"),
    rule("UndefinedArgInFrom", "undefined-arg-in-from"),
    rule("WorkdirRelativePath", "workdir-relative-path"),
    rule("UndefinedVar", "undefined-var"),
    rule("MultipleInstructionsDisallowed", "multiple-instructions-disallowed"),
    rule("LegacyKeyValueFormat", "legacy-key-value-format"),
    rule("InvalidBaseImagePlatform", "invalid-base-image-platform"),
    rule("RedundantTargetPlatform", "redundant-target-platform"),
    rule("SecretsUsedInArgOrEnv", "secrets-used-in-arg-or-env"),
    rule("InvalidDefaultArgInFrom", "invalid-default-arg-in-from"),
    rule("FromPlatformFlagConstDisallowed", "from-platform-flag-const-disallowed"),
    rule("CopyIgnoredFile", "copy-ignored-file"),
    rule("ExposeProtoCasing", "expose-proto-casing"),
    rule("ExposeInvalidFormat", "expose-invalid-format"),
    Rule { name: "InvalidDefinitionDescription", slug: "invalid-definition-description", is_experimental: true },
];

impl Rule {
    /// Where Docker documents it.
    pub fn url(&self) -> String {
        format!("https://docs.docker.com/go/dockerfile/rule/{}/", self.slug)
    }
}

const fn rule(name: &'static str, slug: &'static str) -> Rule {
    Rule { name, slug, is_experimental: false }
}
