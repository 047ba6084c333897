//! Links as anybody could make them by hand, hostile ones too: the format of version 1 written anew, without the
//! program's own bounds.

/// The records of a link, which are written one after another.
#[derive(Clone, Default)]
pub struct Link {
    content: Vec<u8>,
}

/// Tags of records, with the side bit for Before or After where they belong to one.
pub mod tag {
    pub const BEFORE: u8 = 1;
    pub const AFTER: u8 = 2;
    pub const DOCKERFILE: u8 = 1 << 2;
    pub const DOCKERIGNORE: u8 = 2 << 2;
    pub const CONTEXT: u8 = 3 << 2;
    pub const MANIFEST: u8 = 4 << 2;
    pub const BUILD_ARG: u8 = 5 << 2;
    pub const TARGET: u8 = 6 << 2;
    pub const PLATFORM: u8 = 7 << 2;
    pub const IMAGE: u8 = 8 << 2;
    pub const OVERRIDE: u8 = 9 << 2;
    pub const PULL_OVERRIDE: u8 = 10 << 2;
    // Of neither side.
    pub const TABLES: u8 = 5 << 2;
    pub const CHANGE: u8 = 6 << 2;
    pub const VIEW: u8 = 9 << 2;
}

impl Link {
    #[must_use]
    pub fn with(mut self, tag: u8, content: &[u8]) -> Self {
        self.content.push(tag);
        put_length(&mut self.content, content.len());
        self.content.extend_from_slice(content);
        self
    }

    /// A record of a name and what belongs to it.
    #[must_use]
    pub fn with_named(self, tag: u8, name: &str, value: &[u8]) -> Self {
        let mut content = Vec::new();
        put_length(&mut content, name.len());
        content.extend_from_slice(name.as_bytes());
        content.extend_from_slice(value);
        self.with(tag, &content)
    }

    /// What stands behind the `#`.
    pub fn fragment(&self) -> String {
        let mut packed = sums(&self.content).to_vec();
        let mut blocks = self.content.chunks(65_535).peekable();
        while let Some(block) = blocks.next() {
            packed.push(u8::from(blocks.peek().is_none()));
            let length = u16::try_from(block.len()).expect("a block is that short");
            packed.extend(length.to_le_bytes());
            packed.extend((!length).to_le_bytes());
            packed.extend_from_slice(block);
        }
        format!("v1.{}", base64url(&packed))
    }
}

/// A link of about `packed` bytes whose content is 158 times as long: one letter, and then nothing but repetitions of
/// 258 letters in 13 bits each.
pub fn bomb(packed: usize) -> String {
    let mut bits: Vec<u8> = vec![1, 1, 0];
    // Codes stand in a stream from their highest bit on. The letter `x` is the code of 8 bits at 0x30 + 0x78.
    let code = |bits: &mut Vec<u8>, code: u32, length: u32| {
        bits.extend((0..length).rev().map(|bit| (code >> bit & 1) as u8));
    };
    code(&mut bits, 0x30 + u32::from(b'x'), 8);
    while bits.len() < packed * 8 {
        // Length 258, distance 1.
        code(&mut bits, 0b1100_0101, 8);
        code(&mut bits, 0, 5);
    }
    code(&mut bits, 0, 7);
    let bytes = bits.chunks(8).map(|chunk| chunk.iter().enumerate().fold(0, |byte, (at, bit)| byte | bit << at));
    // Its sums are never looked at.
    format!("v1.{}", base64url(&[0, 0].into_iter().chain(bytes).collect::<Vec<u8>>()))
}

fn put_length(to: &mut Vec<u8>, mut length: usize) {
    while length > 127 {
        to.push((length & 127) as u8 | 128);
        length >>= 7;
    }
    to.push(length as u8);
}

fn sums(content: &[u8]) -> [u8; 2] {
    let sums = content.iter().fold((0u32, 0u32), |(first, second), byte| {
        let first = (first + u32::from(*byte)) % 255;
        (first, (second + first) % 255)
    });
    [sums.0 as u8, sums.1 as u8]
}

fn base64url(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let three = (0..3).fold(0u32, |three, at| three << 8 | u32::from(chunk.get(at).copied().unwrap_or(0)));
        for letter in 0..=chunk.len() {
            text.push(char::from(LETTERS[(three >> (18 - 6 * letter) & 63) as usize]));
        }
    }
    text
}
