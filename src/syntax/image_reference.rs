//! Names of images to registry, repository, tag and digest, by the rules of
//! [distribution/reference](https://github.com/distribution/reference). Knows nothing of stages or `scratch`.

use std::fmt;

/// An image's name in full: `node` is `docker.io/library/node:latest`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ImageReference {
    /// Host and port: `docker.io`.
    pub registry: String,
    /// The path in the registry: `library/node`.
    pub repository: String,
    /// `latest` where neither tag nor digest is written.
    pub tag: Option<String>,
    /// With its algorithm: `sha256:…`.
    pub digest: Option<String>,
}

const REGISTRY: &str = "docker.io";
const INVALID: &str = "invalid reference format";

/// The longest repository path the reference library takes.
const PATH_LENGTH: usize = 255;
const TAG_LENGTH: usize = 128;

impl ImageReference {
    /// Reads a name as written after FROM. The error is the reference library's.
    pub fn parse(written: &str) -> Result<Self, String> {
        if written.len() == 64 && written.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(format!("invalid repository name ({written}), cannot specify 64-byte hexadecimal strings"));
        }
        let (registry, rest) = split_registry(written);
        let rest =
            if registry == REGISTRY && !rest.contains('/') { format!("library/{rest}") } else { rest.to_owned() };
        let path = rest.split(':').next().unwrap_or("");
        if path.contains(char::is_uppercase) {
            return Err(format!("{INVALID}: repository name ({path}) must be lowercase"));
        }
        let (rest, digest) = match rest.split_once('@') {
            Some((rest, digest)) => (rest, Some(digest)),
            None => (rest.as_str(), None),
        };
        let (repository, tag) = match rest.split_once(':') {
            Some((repository, tag)) => (repository, Some(tag)),
            None => (rest, None),
        };
        let well_formed = is_registry(registry)
            && repository.split('/').all(is_path_component)
            && tag.is_none_or(is_tag)
            && digest.is_none_or(looks_like_digest);
        if !well_formed {
            return Err(INVALID.into());
        }
        if repository.len() > PATH_LENGTH {
            return Err(format!("repository name must not be more than {PATH_LENGTH} characters"));
        }
        digest.map_or(Ok(()), check_digest)?;
        let tag = tag.map(str::to_owned).or_else(|| digest.is_none().then(|| "latest".to_owned()));
        Ok(Self {
            registry: registry.to_owned(),
            repository: repository.to_owned(),
            tag,
            digest: digest.map(str::to_owned),
        })
    }

    /// The name as people write it: without `docker.io/library/`, `docker.io/` and nothing else.
    pub fn familiar(&self) -> String {
        let full = self.to_string();
        let short = full.strip_prefix("docker.io/").unwrap_or(&full);
        match short.strip_prefix("library/") {
            Some(name) if self.registry == REGISTRY && !name.contains('/') => name.to_owned(),
            _ => short.to_owned(),
        }
    }
}

impl fmt::Display for ImageReference {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{}/{}", self.registry, self.repository)?;
        if let Some(tag) = &self.tag {
            write!(formatter, ":{tag}")?;
        }
        match &self.digest {
            Some(digest) => write!(formatter, "@{digest}"),
            None => Ok(()),
        }
    }
}

/// What stands before the first slash is a registry if it looks like a host; otherwise it is part of the path.
fn split_registry(written: &str) -> (&str, &str) {
    match written.split_once('/') {
        Some((first, rest))
            if first.contains(['.', ':']) || first == "localhost" || first.contains(char::is_uppercase) =>
        {
            (if first == "index.docker.io" { REGISTRY } else { first }, rest)
        }
        _ => (REGISTRY, written),
    }
}

fn is_registry(registry: &str) -> bool {
    let (host, port) = match registry.rsplit_once(':') {
        Some((host, port)) if !registry.ends_with(']') => (host, Some(port)),
        _ => (registry, None),
    };
    let is_number = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let is_host = match host.strip_prefix('[') {
        Some(address) => address.strip_suffix(']').is_some_and(|address| {
            !address.is_empty() && address.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b':')
        }),
        None => host.split('.').all(is_host_component),
    };
    is_host && port.is_none_or(is_number)
}

fn is_host_component(component: &str) -> bool {
    !component.is_empty()
        && component.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !component.starts_with('-')
        && !component.ends_with('-')
}

/// Lower-case letters and digits, with `.`, `_`, `__` or any number of `-` between them.
fn is_path_component(component: &str) -> bool {
    let is_alphanumeric = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let mut previous_is_separator = true;
    let mut bytes = component.bytes().peekable();
    while let Some(byte) = bytes.next() {
        if is_alphanumeric(byte) {
            previous_is_separator = false;
            continue;
        }
        if previous_is_separator {
            return false;
        }
        match byte {
            b'.' => {}
            b'_' => drop(bytes.next_if_eq(&b'_')),
            b'-' => while bytes.next_if_eq(&b'-').is_some() {},
            _ => return false,
        }
        previous_is_separator = true;
    }
    !previous_is_separator
}

fn is_tag(tag: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    tag.len() <= TAG_LENGTH
        && tag.bytes().next().is_some_and(is_word)
        && tag.bytes().all(|byte| is_word(byte) || matches!(byte, b'.' | b'-'))
}

fn looks_like_digest(digest: &str) -> bool {
    let Some((algorithm, hex)) = digest.split_once(':') else { return false };
    let is_component = |component: &str| {
        component.starts_with(|first: char| first.is_ascii_alphabetic())
            && component.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    algorithm.split(['-', '_', '+', '.']).all(is_component)
        && hex.len() >= 32
        && hex.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn check_digest(digest: &str) -> Result<(), String> {
    let (algorithm, hex) = digest.split_once(':').unwrap_or((digest, ""));
    let length = match algorithm {
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        _ => return Err("unsupported digest algorithm".into()),
    };
    if hex.len() != length {
        return Err("invalid checksum digest length".into());
    }
    // Capital letters are hexadecimal digits, but not in a digest.
    if hex.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err("invalid checksum digest format".into());
    }
    Ok(())
}
