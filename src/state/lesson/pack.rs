//! All lessons to the file that the page fetches when somebody opens them, and back. The build of the page makes it; a
//! page only ever meets the file of its own build.

use std::rc::Rc;

use super::Lesson;

pub fn pack(lessons: &[Lesson]) -> Vec<u8> {
    // Writing to memory fails only for lists whose length nobody knows.
    postcard::to_allocvec(lessons).unwrap_or_default()
}

/// In the order in which they are meant to be taken. Nothing where the file is of another version.
pub fn unpack(file: &[u8]) -> Option<Vec<Rc<Lesson>>> {
    let lessons: Vec<Lesson> = postcard::from_bytes(file).ok()?;
    Some(lessons.into_iter().map(Rc::new).collect())
}
