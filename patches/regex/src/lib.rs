//! `regex` as far as `dockerfile-parser` uses it: the small engine under the large one's name.
pub use regex_lite::*;
