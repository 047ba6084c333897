//! Whether a source of ADD is an address: HTTP, git, or neither. Nothing is fetched.

/// What a source word names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::stages) enum Remote {
    Http,
    Git,
    Local,
}

/// BuildKit takes `github.com/…` without a scheme for a path, and an `https` address for git only where its path ends
/// in `.git`.
pub(in crate::stages) fn kind(source: &str) -> Remote {
    let web = source.strip_prefix("https://").or_else(|| source.strip_prefix("http://"));
    if let Some(rest) = web {
        let path = rest.split(['#', '?']).next().unwrap_or(rest);
        let in_repository = path.split_once('/').is_some_and(|(_, path)| path.ends_with(".git"));
        return if in_repository { Remote::Git } else { Remote::Http };
    }
    if source.starts_with("git://") || source.starts_with("ssh://") || is_secure_copy(source) {
        return Remote::Git;
    }
    Remote::Local
}

/// `user@host:path`, the way ssh and git write addresses.
fn is_secure_copy(source: &str) -> bool {
    let word = |text: &str, dot: bool| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') || dot && byte == b'.';
        !text.is_empty() && text.bytes().all(allowed)
    };
    let Some((user, rest)) = source.split_once('@') else { return false };
    rest.split_once(':').is_some_and(|(host, _)| word(user, false) && word(host, true) && !host.contains('_'))
}
