//! Tokens that say what they are: the published beginnings of what services hand out.

use super::placeholder::is_placeholder;

/// What follows the beginning.
#[derive(Clone, Copy)]
enum Letters {
    Capitals,
    /// Letters and digits.
    Plain,
    /// Letters, digits, `_`, `-`.
    Word,
    /// And `.`.
    Dotted,
}

/// What it begins with, what follows, of that at least so many characters, and what it is in words. Beginnings and lengths are
/// those that the services document for secret scanners, the longer beginnings first.
const KNOWN: [(&str, Letters, usize, &str); 34] = [
    ("AKIA", Letters::Capitals, 16, "an AWS access key"),
    ("ASIA", Letters::Capitals, 16, "an AWS access key"),
    ("AIza", Letters::Word, 30, "a Google API key"),
    ("GOCSPX-", Letters::Word, 20, "a Google client secret"),
    ("ya29.", Letters::Dotted, 20, "a Google access token"),
    ("github_pat_", Letters::Word, 30, "a GitHub token"),
    ("ghp_", Letters::Plain, 30, "a GitHub token"),
    ("gho_", Letters::Plain, 30, "a GitHub token"),
    ("ghu_", Letters::Plain, 30, "a GitHub token"),
    ("ghs_", Letters::Plain, 30, "a GitHub token"),
    ("ghr_", Letters::Plain, 30, "a GitHub token"),
    ("glpat-", Letters::Dotted, 20, "a GitLab token"),
    ("gldt-", Letters::Word, 20, "a GitLab token"),
    ("glrt-", Letters::Dotted, 20, "a GitLab token"),
    ("glptt-", Letters::Word, 20, "a GitLab token"),
    ("glcbt-", Letters::Word, 20, "a GitLab token"),
    ("npm_", Letters::Plain, 30, "an npm token"),
    ("pypi-", Letters::Word, 50, "a PyPI token"),
    ("xoxb-", Letters::Word, 20, "a Slack token"),
    ("xoxp-", Letters::Word, 20, "a Slack token"),
    ("xoxa-", Letters::Word, 20, "a Slack token"),
    ("xapp-", Letters::Word, 20, "a Slack token"),
    ("sk_live_", Letters::Plain, 16, "a Stripe key"),
    ("rk_live_", Letters::Plain, 16, "a Stripe key"),
    ("sk-ant-", Letters::Word, 20, "an Anthropic key"),
    ("sk-proj-", Letters::Word, 20, "an OpenAI key"),
    ("sk-", Letters::Plain, 40, "an OpenAI key"),
    ("dckr_pat_", Letters::Word, 20, "a Docker Hub token"),
    ("hf_", Letters::Plain, 30, "a Hugging Face token"),
    ("SG.", Letters::Dotted, 50, "a SendGrid key"),
    ("dop_v1_", Letters::Plain, 40, "a DigitalOcean token"),
    ("shpat_", Letters::Plain, 30, "a Shopify token"),
    ("hvs.", Letters::Word, 24, "a Vault token"),
    ("AGE-SECRET-KEY-1", Letters::Capitals, 40, "an age key"),
];

/// The length of a known token that `text` begins with, and what it is.
pub(super) fn token(text: &str) -> Option<(usize, &'static str)> {
    if text.starts_with("eyJ") {
        return web_token(text).map(|length| (length, "a signed web token (JWT)"));
    }
    KNOWN.iter().find_map(|(beginning, letters, least, what)| {
        let rest = text.strip_prefix(beginning)?;
        let length = rest.bytes().take_while(|byte| letters.has(*byte)).count();
        (length >= *least && !is_placeholder(&rest[..length])).then_some((beginning.len() + length, *what))
    })
}

/// Three parts in base64url, of which the first two are JSON.
fn web_token(text: &str) -> Option<usize> {
    const SHORTEST_PART: usize = 10;
    let length = text.bytes().take_while(|byte| Letters::Dotted.has(*byte)).count();
    let mut parts = text[..length].splitn(4, '.');
    let lengths: [usize; 3] = [parts.next()?.len(), parts.next()?.len(), parts.next()?.len()];
    lengths.iter().all(|length| *length >= SHORTEST_PART).then_some(lengths.iter().sum::<usize>() + 2)
}

impl Letters {
    fn has(self, byte: u8) -> bool {
        match self {
            Self::Capitals => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::Plain => byte.is_ascii_alphanumeric(),
            Self::Word => byte.is_ascii_alphanumeric() || b"_-".contains(&byte),
            Self::Dotted => byte.is_ascii_alphanumeric() || b"_-.".contains(&byte),
        }
    }
}
