//! The wall around `dockerfile-parser`, which no other file names. It is asked where the pieces of one instruction's
//! arguments stand; values are always read by our own lexers.
//!
//! The crate stops at heredocs, JSON sources, empty values and much else, and misreads some of what it takes, so it sees
//! one joined instruction at a time, only texts that hold nothing it is known to misread, and its answer counts only if
//! its pieces cover the text. Every question may be answered with `None`; the callers then split the text themselves.

use std::ops::Range;

use dockerfile_parser::{Dockerfile, Instruction, ShellOrExecExpr, Span};

use super::Keyword;

/// Longer arguments are split by our own lexers: the grammar is recursive, and its cost grows faster than the text.
const LENGTH: usize = 4096;

/// A name and its value.
pub(super) type Pair = (Range<usize>, Range<usize>);

/// The words of FROM, or the paths of COPY.
pub(super) fn words(keyword: Keyword, text: &str) -> Option<Vec<Range<usize>>> {
    let asked = Asked::new(keyword, text)?;
    let words = match asked.answer()? {
        Instruction::From(from) => {
            let image = asked.range(&from.image.span)?;
            let mut words = vec![image.clone()];
            if let Some(alias) = from.alias {
                let alias = asked.range(&alias.span)?;
                let between = text.get(image.end..alias.start)?;
                let start = image.end + between.len() - between.trim_start().len();
                words.extend([start..start + between.trim().len(), alias]);
            }
            words
        }
        // After a bare `--` a path may look like a flag, and the crate takes it for one.
        Instruction::Copy(copy) if copy.flags.is_empty() => {
            let paths = copy.sources.iter().chain([&copy.destination]);
            paths.map(|path| asked.range(&path.span)).collect::<Option<_>>()?
        }
        _ => return None,
    };
    let pieces = words.iter().map(|word| (word.clone(), ""));
    (covers(text, pieces) && words.iter().all(|word| !text[word.clone()].contains([' ', '\t']))).then_some(words)
}

/// The pairs of ENV and LABEL; for `ENV key value` the one pair, and `true`.
pub(super) fn pairs(keyword: Keyword, text: &str) -> Option<(Vec<Pair>, bool)> {
    let asked = Asked::new(keyword, text)?;
    let pairs: Vec<Pair> = match asked.answer()? {
        Instruction::Env(env) => {
            let pair = |name: &Span, value: &Span| Some((asked.range(name)?, asked.range(value)?));
            env.vars.iter().map(|variable| pair(&variable.key.span, &variable.value.span)).collect::<Option<_>>()?
        }
        Instruction::Label(label) => {
            let pair = |name: &Span, value: &Span| Some((asked.range(name)?, asked.range(value)?));
            label.labels.iter().map(|label| pair(&label.name.span, &label.value.span)).collect::<Option<_>>()?
        }
        _ => return None,
    };
    let (name, value) = pairs.first()?;
    let legacy = !text.get(name.end..value.start)?.contains('=');
    if legacy {
        // The value is all the rest, whatever stands in it.
        let whole = pairs.len() == 1 && value.end == text.len() && !text[name.clone()].contains(['\'', '"']);
        return (whole && covers(text, [(name.clone(), ""), (value.clone(), "")].into_iter())).then_some((pairs, true));
    }
    is_sound(text, &pairs).then_some((pairs, false))
}

/// The one name of ARG, with its default.
pub(super) fn argument(text: &str) -> Option<(Range<usize>, Option<Range<usize>>)> {
    let asked = Asked::new(Keyword::Arg, text)?;
    let Instruction::Arg(arg) = asked.answer()? else { return None };
    let name = asked.range(&arg.name.span)?;
    let Some(value) = arg.value else { return (name == (0..text.len())).then_some((name, None)) };
    let value = asked.range(&value.span)?;
    is_sound(text, &[(name.clone(), value.clone())]).then_some((name, Some(value)))
}

/// The strings of the JSON form of RUN, CMD or ENTRYPOINT, quotes left out.
pub(super) fn elements(keyword: Keyword, text: &str) -> Option<Vec<Range<usize>>> {
    // A tab within a string is no JSON.
    if text.contains('\t') {
        return None;
    }
    let asked = Asked::new(keyword, text)?;
    let expression = match asked.answer()? {
        Instruction::Run(run) => run.expr,
        Instruction::Cmd(cmd) => cmd.expr,
        Instruction::Entrypoint(entrypoint) => entrypoint.expr,
        _ => return None,
    };
    let ShellOrExecExpr::Exec(array) = expression else { return None };
    let quoted: Vec<Range<usize>> =
        array.elements.iter().map(|element| asked.range(&element.span)).collect::<Option<_>>()?;
    let is_json = |range: &Range<usize>| range.len() > 1 && text[range.clone()].starts_with('"');
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    let pieces = quoted
        .iter()
        .enumerate()
        .map(|(index, range)| (range.start - 1..range.end - 1, if index == 0 { "" } else { "," }));
    (quoted.iter().all(is_json) && covers(inner, pieces))
        .then(|| quoted.into_iter().map(|range| range.start + 1..range.end - 1).collect())
}

/// One instruction that the crate may see.
struct Asked {
    line: String,
    /// Where the arguments start in it.
    offset: usize,
}

impl Asked {
    /// `None` for texts with characters it is known to misread: escapes, anything beyond printable ASCII.
    fn new(keyword: Keyword, text: &str) -> Option<Self> {
        let is_safe = |byte: u8| matches!(byte, b' '..=b'~' | b'\t') && !matches!(byte, b'\\' | b'`');
        if text.is_empty() || text.len() > LENGTH || !text.bytes().all(is_safe) {
            return None;
        }
        let name = keyword.name();
        Some(Self { line: format!("{name} {text}"), offset: name.len() + 1 })
    }

    /// The one instruction that it finds.
    fn answer(&self) -> Option<Instruction> {
        let mut found = Dockerfile::parse(&self.line).ok()?.instructions;
        found.pop().filter(|_| found.is_empty())
    }

    fn range(&self, span: &Span) -> Option<Range<usize>> {
        (self.offset <= span.start && span.start <= span.end && span.end <= self.line.len())
            .then(|| span.start - self.offset..span.end - self.offset)
    }
}

/// Whether pairs leave nothing over, and quotes stand only around whole names and values: in the middle of one they hide
/// blanks that the crate splits at.
fn is_sound(text: &str, pairs: &[Pair]) -> bool {
    let is_plain = |range: &Range<usize>| {
        let piece = &text[range.clone()];
        let inner = match piece.as_bytes() {
            [first @ (b'"' | b'\''), inner @ .., last] if first == last => inner,
            _ => piece.as_bytes(),
        };
        !inner.contains(&b'"') && !inner.contains(&b'\'') && (inner.len() < piece.len() || !piece.contains([' ', '\t']))
    };
    let pieces = pairs.iter().flat_map(|(name, value)| [(name.clone(), ""), (value.clone(), "=")]);
    // Between a name, its `=` and the value there is no blank; and a name ends at its first `=`, quoted or not.
    covers(text, pieces)
        && pairs.iter().all(|(name, _)| !text[name.clone()].contains('='))
        && pairs.iter().all(|(name, value)| value.start == name.end + 1 && is_plain(name) && is_plain(value))
}

/// Whether the pieces follow each other with nothing between them but blanks and the sign before each.
fn covers<'a>(text: &str, pieces: impl Iterator<Item = (Range<usize>, &'a str)>) -> bool {
    let mut at = 0;
    for (piece, sign) in pieces {
        let is_glue = text.get(at..piece.start).is_some_and(|glue| glue.trim_matches([' ', '\t']) == sign);
        if !is_glue || piece.end < piece.start {
            return false;
        }
        at = piece.end;
    }
    text.get(at..).is_some_and(|rest| rest.trim_matches([' ', '\t']).is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::payload::{Errors, Parts, json_of, payload};
    use super::super::{Escape, Joined, Payload};
    use super::*;

    const ASKED: [Keyword; 8] = [
        Keyword::From,
        Keyword::Run,
        Keyword::Copy,
        Keyword::Env,
        Keyword::Arg,
        Keyword::Label,
        Keyword::Cmd,
        Keyword::Entrypoint,
    ];

    fn read(keyword: Keyword, text: &str, ask: bool) -> (Payload, Errors) {
        let mut line = Joined::default();
        line.push(text, 0);
        let json = json_of(keyword, text, ask);
        let arguments = 0..text.len();
        let parts = Parts {
            ask,
            keyword,
            line: &line,
            keyword_range: 0..0,
            arguments,
            flags: &[],
            heredocs: &[],
            escape: Escape::Backslash,
            json,
        };
        let mut errors = Errors::default();
        (payload(&parts, &mut errors), errors)
    }

    fn is_asked(keyword: Keyword, text: &str) -> bool {
        words(keyword, text).is_some()
            || pairs(keyword, text).is_some()
            || (keyword == Keyword::Arg && argument(text).is_some())
            || elements(keyword, text).is_some()
    }

    /// Texts of pieces that mean something to one of the two readers, put together without sense.
    #[test]
    fn the_crate_and_our_lexers_agree() {
        const PIECES: [&str; 28] = [
            "a", "B", "_", "1", " ", " ", "  ", "\t", "=", "=", "\"", "'", "\"x y\"", "'z'", "$V", "${a:-b}", "[", "]",
            "\"q\"", ",", "#", "--x=y", "-", ".", ":", "/", "AS", "a=b",
        ];
        let mut random = 0x9e37_79b9_7f4a_7c15_u64;
        let mut next = |bound: usize| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            usize::try_from(random % bound as u64).unwrap()
        };
        let mut accepted = 0;
        for _ in 0..20_000 {
            let text: String = (0..1 + next(9)).map(|_| PIECES[next(PIECES.len())]).collect();
            let text = text.trim();
            let keyword = ASKED[next(ASKED.len())];
            let (ours, our_errors) = read(keyword, text, false);
            let (theirs, their_errors) = read(keyword, text, true);
            assert_eq!(theirs, ours, "{keyword:?} {text:?}");
            assert_eq!(their_errors.instructions, our_errors.instructions, "{keyword:?} {text:?}");
            assert_eq!(their_errors.lines, our_errors.lines, "{keyword:?} {text:?}");
            accepted += usize::from(is_asked(keyword, text));
        }
        // Not a comparison of our lexers with themselves.
        assert!(accepted > 1_000, "{accepted}");
    }
}
