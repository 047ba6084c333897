//! What a person can take from the page: each form of a comparison as a text, a file, or a question to the core.

use super::length_warning;
use super::permalink::Shared;
use crate::scenario::Comparison;
use crate::sight::{Export, Form, Look};

/// One entry of the share menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parcel {
    Link,
    MarkdownLink,
    /// A summary for a pull request.
    Summary,
    Frame,
    Element,
    Mermaid,
    Dockerfile,
    Picture,
    Pixels,
    Json,
}

/// How it leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Clipboard,
    /// By its name.
    File(&'static str),
}

impl Parcel {
    /// What is copied, then what is saved.
    pub const ALL: [Self; 10] = [
        Self::Link,
        Self::MarkdownLink,
        Self::Summary,
        Self::Frame,
        Self::Element,
        Self::Mermaid,
        Self::Dockerfile,
        Self::Picture,
        Self::Pixels,
        Self::Json,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Link => "Link",
            Self::MarkdownLink => "Markdown link",
            Self::Summary => "Summary for a pull request",
            Self::Frame => "Frame for any page",
            Self::Element => "Element for your docs",
            Self::Mermaid => "Stage graphs as Mermaid",
            Self::Dockerfile => "The Dockerfile as it stands",
            Self::Picture => "Picture (SVG)",
            Self::Pixels => "Picture (PNG)",
            Self::Json => "Analysis (JSON)",
        }
    }

    pub const fn way(self) -> Way {
        match self {
            Self::Picture => Way::File("drydock.svg"),
            Self::Pixels => Way::File("drydock.png"),
            Self::Json => Way::File("drydock.json"),
            _ => Way::Clipboard,
        }
    }

    /// What the core is asked for; none where the page has all it needs.
    pub fn export(self, comparison: &Comparison, link: Option<String>, dark: bool) -> Option<Export> {
        let form = match self {
            Self::Summary => Form::Markdown,
            Self::Mermaid => Form::Mermaid,
            Self::Picture => Form::Picture,
            Self::Pixels if dark => Form::DarkPicture,
            Self::Pixels => Form::LightPicture,
            Self::Json => Form::Json,
            Self::Link | Self::MarkdownLink | Self::Frame | Self::Element | Self::Dockerfile => return None,
        };
        let look = |scenario: &crate::scenario::Scenario| Look { scenario: scenario.clone() };
        Some(Export { before: look(&comparison.before), after: comparison.after.as_ref().map(look), form, link })
    }

    /// The text itself, where the core is not asked. `link` is a whole address with the payload behind `#`, which says what is shown;
    /// the element says it in words, too, for an author to change.
    pub fn text(self, shared: &Shared, link: &str) -> Option<String> {
        let comparison = &shared.comparison;
        let (page, payload) = link.split_once('#').unwrap_or((link, ""));
        let page = page.split('?').next().unwrap_or(page);
        let title = "Drydock: stages and sizes of a Dockerfile";
        match self {
            Self::Link => Some(link.to_owned()),
            Self::MarkdownLink => Some(format!("[{title}](<{link}>)")),
            Self::Frame => Some(format!(
                "<iframe src=\"{}?embed#{payload}\" title=\"{title}\" width=\"100%\" height=\"480\" loading=\"lazy\" \
                 style=\"border:0\"></iframe>",
                attribute(page)
            )),
            Self::Element => Some(format!(
                "<script src=\"{}embed.js\" defer></script>\n<drydock-playground view=\"{}\">\n  \
                 <a href=\"{}#{payload}\">{title}</a>\n</drydock-playground>",
                attribute(folder(page)),
                shared.view.name(),
                attribute(page),
            )),
            Self::Dockerfile => Some(comparison.after.as_ref().unwrap_or(&comparison.before).dockerfile.clone()),
            _ => None,
        }
    }

    /// What the person is told after it is copied.
    pub fn said(self, length: usize) -> String {
        match self {
            Self::Link => {
                let warning = length_warning(length).map(|warning| format!(" {warning}")).unwrap_or_default();
                format!("Link copied, {length} characters.{warning}")
            }
            _ => format!("{} copied.", self.name()),
        }
    }

    /// Whether it carries the texts of both Dockerfiles and their project, and so their secrets.
    pub fn carries_everything(self) -> bool {
        self != Self::Mermaid
    }
}

fn folder(page: &str) -> &str {
    page.rfind('/').map_or(page, |slash| &page[..=slash])
}

/// Any text in a double-quoted attribute.
fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}
