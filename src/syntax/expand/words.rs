//! How a text that is being expanded splits into words.

/// The words of a text, split at blanks that are pushed with [`Words::push`].
#[derive(Default)]
pub(super) struct Words {
    word: String,
    words: Vec<String>,
}

impl Words {
    pub(super) fn push(&mut self, character: char) {
        if !character.is_whitespace() {
            self.word.push(character);
        } else if !self.word.is_empty() {
            self.words.push(std::mem::take(&mut self.word));
        }
    }

    pub(super) fn push_raw(&mut self, text: &str) {
        self.word.push_str(text);
    }

    pub(super) fn finish(mut self) -> Vec<String> {
        if !self.word.is_empty() {
            self.words.push(self.word);
        }
        self.words
    }
}
