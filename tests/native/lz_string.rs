//! The compression of lz-string, which many playgrounds put their state into links with, to compare lengths: its
//! `compressToEncodedURIComponent`, written from the format. Text to letters; nothing here reads them back.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-$";

pub fn encode(text: &str) -> String {
    let mut out = Bits::default();
    // Phrases by the number of the one before and its next unit; single units come from phrase 0.
    let mut phrases: HashMap<(usize, u16), Phrase> = HashMap::new();
    let mut next = 3;
    let mut width = Width { bits: 2, left: 2 };
    let mut current: Option<(usize, u16)> = None;
    for unit in text.encode_utf16() {
        if let Entry::Vacant(vacant) = phrases.entry((0, unit)) {
            vacant.insert(Phrase { number: next, is_new: true });
            next += 1;
        }
        if let Some(so_far) = current {
            let longer = (phrases[&so_far].number, unit);
            if phrases.contains_key(&longer) {
                current = Some(longer);
                continue;
            }
            out.phrase(&mut phrases, so_far, &mut width);
            phrases.insert(longer, Phrase { number: next, is_new: false });
            next += 1;
        }
        current = Some((0, unit));
    }
    if let Some(last) = current {
        out.phrase(&mut phrases, last, &mut width);
    }
    out.bits(2, width.bits);
    out.finish()
}

struct Phrase {
    number: usize,
    /// A single unit that has not been written out yet.
    is_new: bool,
}

/// How many bits a number takes, and after how many more it takes one more.
struct Width {
    bits: u32,
    left: usize,
}

impl Width {
    fn used(&mut self) {
        self.left -= 1;
        if self.left == 0 {
            self.left = 1 << self.bits;
            self.bits += 1;
        }
    }
}

#[derive(Default)]
struct Bits {
    letters: String,
    value: usize,
    count: u32,
}

impl Bits {
    fn phrase(&mut self, phrases: &mut HashMap<(usize, u16), Phrase>, key: (usize, u16), width: &mut Width) {
        let phrase = phrases.get_mut(&key).expect("it was put there");
        if phrase.is_new {
            phrase.is_new = false;
            let unit = usize::from(key.1);
            let (kind, bits) = if unit < 256 { (0, 8) } else { (1, 16) };
            self.bits(kind, width.bits);
            self.bits(unit, bits);
            width.used();
        } else {
            self.bits(phrase.number, width.bits);
        }
        width.used();
    }

    /// The lowest first.
    fn bits(&mut self, value: usize, count: u32) {
        for bit in 0..count {
            self.value = self.value << 1 | value >> bit & 1;
            self.count += 1;
            if self.count == 6 {
                self.letters.push(char::from(LETTERS[self.value]));
                (self.value, self.count) = (0, 0);
            }
        }
    }

    /// There is always a last letter, if only of padding.
    fn finish(mut self) -> String {
        self.bits(0, 6 - self.count);
        self.letters
    }
}
