//! What a person is told about the link they asked for.

use super::Notice;
use super::permalink::PermalinkError;

/// Chats and mail programs cut links of more characters than this.
const CHATS_CUT: usize = 2_000;

/// Most other programs, issue trackers among them, refuse links of more characters than this.
const PROGRAMS_REFUSE: usize = 8_000;

/// After the link was copied, or could not be: then it is shown for the person to copy.
pub fn link_notice(link: Result<String, PermalinkError>, copied: bool) -> Notice {
    let link = match link {
        Ok(link) => link,
        Err(_) => return Notice::problem("This is too large for a link. It stays on this page only."),
    };
    let length = link.chars().count();
    let warning = length_warning(length).map(|warning| format!(" {warning}")).unwrap_or_default();
    if copied {
        Notice::information(format!("Link copied, {length} characters.{warning}"))
    } else {
        let text =
            format!("This browser does not let the page copy. Copy the link here, {length} characters.{warning}");
        Notice { copy: Some(link), ..Notice::information(text) }
    }
}

/// What goes wrong with links of so many characters, if anything.
pub const fn length_warning(length: usize) -> Option<&'static str> {
    match length {
        ..=CHATS_CUT => None,
        ..=PROGRAMS_REFUSE => Some("Some chats and mail programs cut links of this length."),
        _ => Some(
            "Few programs take links of this length: send the Dockerfiles themselves, or a picture that carries them.",
        ),
    }
}
