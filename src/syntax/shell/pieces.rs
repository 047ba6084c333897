//! A script to the words and operators it is written with, for those who edit it. Expands nothing and nests nothing:
//! what a word holds in `$(…)` or in quotes is part of the word.

use super::token::{Token, placed};
use crate::text::Span;

/// A word or operator with its place in the script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub kind: PieceKind,
    /// The word with its quotes removed and nothing expanded; the operator as it stands.
    pub text: String,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    Word,
    /// `&&`, `;`, a line end, `(` …
    Operator,
    /// `>`, `2>`, `<<EOF`; the file of the former is the word that follows.
    Redirection,
}

/// The words and operators of a POSIX shell or Bash script, comments left out.
pub fn pieces(script: &str) -> Vec<Piece> {
    placed(script)
        .into_iter()
        .map(|(token, place)| {
            let span = Span::new(place.start, place.end);
            let (kind, text) = match token {
                Token::Word(word) => (PieceKind::Word, word.unquoted()),
                Token::Operator(operator) => (PieceKind::Operator, operator.to_owned()),
                Token::Heredoc { .. } => (PieceKind::Redirection, "<<".to_owned()),
                Token::Redirection { operator, .. } => (PieceKind::Redirection, operator.to_owned()),
            };
            Piece { kind, text, span }
        })
        .collect()
}
