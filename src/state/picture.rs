//! Pictures that carry a link, and the link in any file that someone drops onto the page: in an SVG as an attribute, in a
//! PNG as a chunk of text. Bytes to bytes; draws nothing.

use super::permalink::is_link;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// A text under a keyword, as PNG has it.
const TEXT: &[u8] = b"tEXt";
const KEYWORD: &[u8] = b"drydock\0";
const ATTRIBUTE: &str = "data-drydock=\"";
/// The length and the kind before a chunk's content, and the check sum behind it.
const AROUND: usize = 12;

/// The payload of a permalink that a picture carries.
pub fn carried(file: &[u8]) -> Option<String> {
    let found = match file.strip_prefix(SIGNATURE) {
        Some(chunks) => in_chunks(chunks)?,
        None => {
            let (_, rest) = std::str::from_utf8(file).ok()?.split_once(ATTRIBUTE)?;
            rest.split_once('"')?.0.to_owned()
        }
    };
    is_link(&found).then_some(found)
}

/// A PNG with the payload in it; none where these bytes are no PNG.
pub fn carrying(png: &[u8], payload: &str) -> Option<Vec<u8>> {
    let chunks = png.strip_prefix(SIGNATURE)?;
    // The first chunk says how large the picture is, and must stay the first.
    let (_, first) = chunk(chunks)?;
    let head = png.len() - chunks.len() + first;
    let mut content = KEYWORD.to_vec();
    content.extend_from_slice(payload.as_bytes());
    let mut whole = png[..head].to_vec();
    put(&mut whole, TEXT, &content);
    whole.extend_from_slice(&png[head..]);
    Some(whole)
}

fn in_chunks(mut chunks: &[u8]) -> Option<String> {
    loop {
        let (content, length) = chunk(chunks)?;
        let kind = &chunks[4..8];
        if let Some(text) = content.strip_prefix(KEYWORD).filter(|_| kind == TEXT) {
            return String::from_utf8(text.to_vec()).ok();
        }
        chunks = &chunks[length..];
    }
}

/// The content of the first chunk, and how many bytes it takes with all that is around it. None where it is not whole.
fn chunk(bytes: &[u8]) -> Option<(&[u8], usize)> {
    let length = u32::from_be_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
    let whole = length.checked_add(AROUND)?;
    let (checked, sum) = bytes.get(4..whole)?.split_at(length + 4);
    (sum == check(checked).to_be_bytes()).then_some((&checked[4..], whole))
}

fn put(to: &mut Vec<u8>, kind: &[u8], content: &[u8]) {
    let checked = [kind, content].concat();
    to.extend_from_slice(&(content.len() as u32).to_be_bytes());
    to.extend_from_slice(&checked);
    to.extend_from_slice(&check(&checked).to_be_bytes());
}

/// The cyclic redundancy check of the PNG specification, four bits at a time.
fn check(bytes: &[u8]) -> u32 {
    const POLYNOMIAL: u32 = 0xedb8_8320;
    const TABLE: [u32; 16] = {
        let mut table = [0; 16];
        let mut at = 0;
        while at < 16 {
            let mut value = at as u32;
            let mut bit = 0;
            while bit < 4 {
                value = if value & 1 == 1 { POLYNOMIAL ^ value >> 1 } else { value >> 1 };
                bit += 1;
            }
            table[at] = value;
            at += 1;
        }
        table
    };
    let step = |sum: u32, four: u32| TABLE[((sum ^ four) & 15) as usize] ^ sum >> 4;
    !bytes.iter().fold(u32::MAX, |sum, byte| step(step(sum, u32::from(*byte)), u32::from(*byte) >> 4))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_check_is_that_of_png() {
        // The last chunk of every PNG, and the check value of the algorithm's catalogue entry.
        assert_eq!(super::check(b"IEND"), 0xae42_6082);
        assert_eq!(super::check(b"123456789"), 0xcbf4_3926);
    }
}
