//! Text in double quotes as Go prints it (`%q`), so that messages read like BuildKit's.

/// `text` in double quotes, with escapes for what cannot be seen.
pub fn quoted(text: &str) -> String {
    let mut result = String::with_capacity(text.len() + 2);
    result.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => result.extend(['\\', character]),
            '\n' => result.push_str("\\n"),
            '\t' => result.push_str("\\t"),
            '\r' => result.push_str("\\r"),
            '\u{7}' => result.push_str("\\a"),
            '\u{8}' => result.push_str("\\b"),
            '\u{b}' => result.push_str("\\v"),
            '\u{c}' => result.push_str("\\f"),
            ' '..='~' => result.push(character),
            '\0'..='\u{7f}' => result.push_str(&format!("\\x{:02x}", u32::from(character))),
            _ if is_invisible(character) => {
                let code = u32::from(character);
                result.push_str(&if code > 0xffff { format!("\\U{code:08x}") } else { format!("\\u{code:04x}") });
            }
            _ => result.push(character),
        }
    }
    result.push('"');
    result
}

/// Control, format and blank characters beyond ASCII, and those for private use.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || character.is_whitespace()
        || matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        || matches!(u32::from(character), 0xe000..=0xf8ff | 0xf_0000..=0x10_ffff)
}
