//! Lessons in addresses: `#lesson=what-a-layer-is`, and with `&step=3` a step of it, counted from 1.

use super::super::State;

/// The lesson that an address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub name: String,
    /// Counted from 0.
    pub step: usize,
}

/// What a fragment asks for, with or without its `#`; nothing where it is no lesson's.
pub fn asked(fragment: &str) -> Option<Asked> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    let mut parts = fragment.split('&');
    let name = parts.next()?.strip_prefix("lesson=")?;
    let step = parts.find_map(|part| part.strip_prefix("step=")?.parse::<usize>().ok());
    // Names have no other letters, and other programs append their own; what is unknown is told, as far as one reads.
    let name = name.chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '-').take(60).collect();
    Some(Asked { name, step: step.unwrap_or(1).saturating_sub(1) })
}

/// The fragment of the lesson that is open or about to be; none without one.
pub fn address_of(state: &State) -> Option<String> {
    let room = &state.lesson;
    let (name, step) = match (&room.asked, &room.sitting) {
        (Some(asked), _) => (&asked.name, asked.step),
        (None, Some(sitting)) => (&sitting.lesson.name, sitting.at),
        (None, None) => return None,
    };
    Some(if step == 0 { format!("lesson={name}") } else { format!("lesson={name}&step={}", step + 1) })
}
