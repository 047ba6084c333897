//! What the address asks of an embed, and what an embed tells the page around it. Names are read in letters of any
//! case, from the query or behind the link; what nobody knows is passed over.

use super::{Side, Theme, View};

/// How a page inside another one shows itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embed {
    /// What it opens at; else what the link says.
    pub view: Option<View>,
    pub theme: Theme,
    /// The line of the Dockerfile whose step is opened, and on which side.
    pub step: Option<(Side, usize)>,
    /// Texts and sizes can be read but not changed.
    pub readonly: bool,
}

/// The embed that an address asks for: its query, and its fragment for what stands behind the link (`#v1.…&theme=dark`).
pub fn embed(query: &str, fragment: &str) -> Option<Embed> {
    let query = query.strip_prefix('?').unwrap_or(query);
    let behind = fragment.split_once('&').map_or("", |(_, behind)| behind);
    let mut asked = false;
    let mut embed = Embed { view: None, theme: Theme::Auto, step: None, readonly: true };
    for pair in query.split('&').chain(behind.split('&')) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match name.to_ascii_lowercase().as_str() {
            "embed" => asked = is_yes(value),
            "view" => embed.view = View::of_name(value).or(embed.view),
            "theme" => embed.theme = theme(value).unwrap_or(embed.theme),
            "step" => embed.step = step(value).or(embed.step),
            "readonly" => embed.readonly = is_yes(value),
            _ => {}
        }
    }
    asked.then_some(embed)
}

/// The height of an embed in the dialects that pages around it already understand, each as JSON: of Datawrapper, of
/// AMP, of plain resizing scripts and our own `embed.js`, and, where WordPress put its secret into the address, of WordPress.
pub fn height_messages(height: u32, fragment: &str) -> Vec<String> {
    let mut messages = vec![
        format!(r#"{{"datawrapper-height":{{"drydock":{height}}}}}"#),
        format!(r#"{{"type":"embed-size","sentinel":"amp","height":{height}}}"#),
        format!(r#"{{"type":"resize","height":{height}}}"#),
    ];
    if let Some(secret) = wordpress_secret(fragment) {
        messages.push(format!(r#"{{"message":"height","secret":"{secret}","value":{height}}}"#));
    }
    messages
}

/// WordPress appends `#?secret=…` to the address of a frame; only letters and digits of it are ever given back.
fn wordpress_secret(fragment: &str) -> Option<&str> {
    let (_, secret) = fragment.split_once("?secret=")?;
    let end = secret.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(secret.len());
    Some(&secret[..end]).filter(|secret| !secret.is_empty())
}

/// A switch is on when it stands there, unless it says otherwise.
fn is_yes(value: &str) -> bool {
    !["0", "false", "no", "off"].iter().any(|no| value.eq_ignore_ascii_case(no))
}

fn theme(value: &str) -> Option<Theme> {
    match value.to_ascii_lowercase().as_str() {
        "auto" => Some(Theme::Auto),
        "light" => Some(Theme::Light),
        "dark" => Some(Theme::Dark),
        _ => None,
    }
}

/// `12`, `before:12` or `after:12`.
fn step(value: &str) -> Option<(Side, usize)> {
    let value = value.replace("%3A", ":").replace("%3a", ":");
    let (side, line) = match value.split_once(':') {
        Some((side, line)) => (Side::BOTH.into_iter().find(|known| known.name().eq_ignore_ascii_case(side))?, line),
        None => (Side::Before, value.as_str()),
    };
    Some((side, line.parse().ok()?))
}
