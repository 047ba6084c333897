//! What was looked up before, by its key: an editor analyzes nearly the same text again at every keystroke. Only for
//! answers that depend on their key alone, so that remembering never changes a result.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Answers with their keys. Clones share them.
#[derive(Clone, Debug)]
pub struct Memo<Answer>(Arc<Mutex<Remembered<Answer>>>);

type Remembered<Answer> = Vec<(String, Arc<Answer>)>;

/// With more answers than this, or longer keys together, all are forgotten: a Dockerfile has few bases and manifests, a
/// short list is quickly searched, and while a manifest is typed each of its states is a key.
const ROOM: usize = 64;
const LETTERS: usize = 2_000_000;

impl<Answer> Memo<Answer> {
    /// The answer for a key, found the first time.
    pub fn get(&self, key: &str, find: impl FnOnce() -> Answer) -> Arc<Answer> {
        let known = self.remembered().iter().find(|(known, _)| known == key).map(|(_, answer)| Arc::clone(answer));
        known.unwrap_or_else(|| {
            let answer = Arc::new(find());
            let mut remembered = self.remembered();
            let letters: usize = remembered.iter().map(|(known, _)| known.len()).sum();
            if remembered.len() >= ROOM || letters + key.len() > LETTERS {
                remembered.clear();
            }
            remembered.push((key.to_owned(), Arc::clone(&answer)));
            answer
        })
    }

    fn remembered(&self) -> MutexGuard<'_, Remembered<Answer>> {
        // Answers are pushed whole, so a panic elsewhere leaves none half made.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<Answer> Default for Memo<Answer> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_found_once_and_forgotten_when_room_runs_out() {
        let memo = Memo::default();
        assert_eq!(*memo.get("node", || 1), 1);
        assert_eq!(*memo.get("node", || 2), 1, "remembered");
        for other in 0..ROOM {
            memo.get(&other.to_string(), || other);
        }
        assert_eq!(*memo.get("node", || 3), 3, "forgotten");
        assert!(memo.remembered().len() <= ROOM);
    }
}
