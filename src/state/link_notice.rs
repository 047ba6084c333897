//! What a person is told about the link they asked for.

use super::Notice;

/// Chats and mail programs cut links of more characters than this.
const CHATS_CUT: usize = 2_000;

/// Most other programs, issue trackers among them, refuse links of more characters than this.
const PROGRAMS_REFUSE: usize = 8_000;

/// Where a comparison fits no link.
pub fn too_large_notice() -> Notice {
    Notice::problem("This is too large for a link. It stays on this page only.")
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
