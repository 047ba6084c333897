//! Paragraphs of lessons: plain text with `**bold**`, code between backticks, figures between braces, and `[[1.91 GB]]`
//! for what somebody else reported.

use super::super::{Paragraph, Piece};
use super::sums::sum;

/// Paragraphs stand apart by an empty line; a line's end within one is a space.
pub(super) fn paragraphs(text: &str) -> Result<Vec<Paragraph>, String> {
    let texts = text.split("\n\n").map(str::trim).filter(|text| !text.is_empty());
    texts.map(|text| pieces(&text.replace('\n', " "))).collect()
}

pub(super) fn pieces(text: &str) -> Result<Paragraph, String> {
    const MARKS: [(&str, &str); 4] = [("**", "**"), ("`", "`"), ("{", "}"), ("[[", "]]")];
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let next = MARKS.iter().filter_map(|marks| Some((rest.find(marks.0)?, marks))).min_by_key(|(at, _)| *at);
        let Some((at, (open, close))) = next else {
            pieces.push(Piece::Text(rest.to_owned()));
            break;
        };
        if at > 0 {
            pieces.push(Piece::Text(rest[..at].to_owned()));
        }
        let inside = &rest[at + open.len()..];
        let (inside, after) = inside.split_once(close).ok_or_else(|| format!("{open} without {close}: {text}"))?;
        pieces.push(match *open {
            "**" => Piece::Strong(inside.to_owned()),
            "`" => Piece::Code(inside.to_owned()),
            "{" => figure(inside)?,
            _ => Piece::Reported(inside.to_owned()),
        });
        rest = after;
    }
    Ok(pieces)
}

/// A sum, or `change before.disk after.disk`.
fn figure(text: &str) -> Result<Piece, String> {
    let Some(change) = text.strip_prefix("change ") else { return Ok(Piece::Figure(sum(text)?)) };
    let (from, to) = change.split_once(' ').ok_or_else(|| format!("a change has two figures: {text}"))?;
    Ok(Piece::Change(sum(from)?, sum(to)?))
}
