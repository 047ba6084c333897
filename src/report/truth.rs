//! What a pasted history gave, as text for a terminal: how many layers it fits, the base, and what fits nowhere.

use std::fmt::{self, Display, Formatter};

use crate::bytes::format::exact;
use crate::truth::Matched;

/// Shows what was matched, below the text of the Analysis.
pub struct Told<'a>(pub &'a Matched);

impl Display for Told<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let Matched { form, overrides, pull_overrides, images, unmatched, notes, .. } = self.0;
        writeln!(out, "\n  from {form}:")?;
        for (layers, measure) in [(overrides.len(), "on disk"), (pull_overrides.len(), "as pulled")] {
            match layers {
                0 => {}
                1 => writeln!(out, "    1 layer is given {measure}")?,
                layers => writeln!(out, "    {layers} layers are given {measure}")?,
            }
        }
        for (name, size) in images {
            for (bytes, measure) in [(size.disk, "on disk"), (size.pull, "pulled")] {
                if let Some(bytes) = bytes {
                    writeln!(out, "    {name}: {} {measure}", exact(bytes))?;
                }
            }
        }
        for one in unmatched {
            let line = one.line.map(|line| format!("line {line}, ")).unwrap_or_default();
            let size = one.bytes.map(|bytes| format!(" ({})", exact(bytes))).unwrap_or_default();
            writeln!(out, "    {line}{}{size}: {}", one.text, one.why)?;
        }
        notes.iter().try_for_each(|note| writeln!(out, "    {note}"))
    }
}
