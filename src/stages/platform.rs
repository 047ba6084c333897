//! `os/arch[/variant]`: reading what `--platform` says, and the one spelling every part has.

use crate::syntax::quoted;
use crate::text::lowercase;

/// `os/arch[/variant]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    pub os: String,
    pub arch: String,
    pub variant: Option<String>,
}

impl Default for Platform {
    fn default() -> Self {
        Self { os: "linux".into(), arch: "amd64".into(), variant: None }
    }
}

impl std::fmt::Display for Platform {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}/{}", self.os, self.arch)?;
        self.variant.iter().try_for_each(|variant| write!(formatter, "/{variant}"))
    }
}

/// The operating systems and architectures Go knows, which are those a single word may name.
const SYSTEMS: [&str; 18] = [
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "js",
    "linux",
    "nacl",
    "netbsd",
    "openbsd",
    "plan9",
    "solaris",
    "wasip1",
    "windows",
    "zos",
];
const ARCHITECTURES: [&str; 26] = [
    "386",
    "amd64",
    "amd64p32",
    "arm",
    "armbe",
    "arm64",
    "arm64be",
    "loong64",
    "mips",
    "mips64",
    "mips64le",
    "mips64p32",
    "mips64p32le",
    "mipsle",
    "ppc",
    "ppc64",
    "ppc64le",
    "riscv",
    "riscv64",
    "s390",
    "s390x",
    "sparc",
    "sparc64",
    "wasm",
    "mips32",
    "ppc32",
];

impl Platform {
    /// Reads a platform; the error is containerd's, as BuildKit shows it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split('/').collect();
        for (index, part) in parts.iter().enumerate() {
            // The system may carry a version: windows(10.0.17763)/amd64.
            let name = if index == 0 { part.split_once('(').map_or(*part, |(name, _)| name) } else { part };
            let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
            if name.is_empty() || !name.bytes().all(known) {
                let problem = "platform specifier component must match \"^[A-Za-z0-9_.-]+$\": invalid argument";
                return Err(format!("{} is an invalid component of {}: {problem}", quoted(part), quoted(text)));
            }
        }
        match parts[..] {
            [one] => {
                let system = normal_system(one);
                if SYSTEMS.contains(&system.as_str()) {
                    return Ok(Self { os: system, ..Self::default() });
                }
                let (arch, variant) = normal_architecture(one, "");
                if ARCHITECTURES.contains(&arch.as_str()) {
                    return Ok(Self { os: Self::default().os, arch, variant: plain_arm(one, variant) });
                }
                Err(format!("{}: unknown operating system or architecture: invalid argument", quoted(text)))
            }
            [system, architecture] => {
                let (arch, variant) = normal_architecture(architecture, "");
                let variant = if arch == "arm" { plain_arm("arm", variant) } else { variant };
                Ok(Self { os: normal_system(system), arch, variant })
            }
            [system, architecture, variant] => {
                let (arch, variant) = normal_architecture(architecture, variant);
                let variant = variant.or_else(|| (arch == "arm64").then(|| "v8".into()));
                Ok(Self { os: normal_system(system), arch, variant })
            }
            _ => Err(format!("{}: cannot parse platform specifier: invalid argument", quoted(text))),
        }
    }
}

fn normal_system(name: &str) -> String {
    let name = lowercase(name.split_once('(').map_or(name, |(name, _)| name));
    if name == "macos" { "darwin".into() } else { name }
}

fn normal_architecture(name: &str, variant: &str) -> (String, Option<String>) {
    let name = lowercase(name);
    let variant = lowercase(variant);
    let (arch, variant) = match (name.as_str(), variant.as_str()) {
        ("i386", _) => ("386", ""),
        ("x86_64" | "x86-64" | "amd64", "v1") => ("amd64", ""),
        ("x86_64" | "x86-64" | "amd64", other) => ("amd64", other),
        ("aarch64" | "arm64", "8" | "v8" | "v8.0") => ("arm64", ""),
        ("aarch64" | "arm64", other) => ("arm64", other),
        ("armhf", _) => ("arm", "v7"),
        ("armel", _) => ("arm", "v6"),
        ("arm", "" | "7") => ("arm", "v7"),
        ("arm", "5") => ("arm", "v5"),
        ("arm", "6") => ("arm", "v6"),
        ("arm", "8") => ("arm", "v8"),
        (arch, variant) => (arch, variant),
    };
    (arch.to_string(), (!variant.is_empty()).then(|| variant.to_string()))
}

/// Version 7 is what `arm` means when no variant is written.
fn plain_arm(name: &str, variant: Option<String>) -> Option<String> {
    variant.filter(|variant| !(name.starts_with("arm") && variant == "v7"))
}
