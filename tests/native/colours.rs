//! The colours of the editor: they lie on the very text, and typing looks right before the next look.

use drydock::scenario::Scenario;
use drydock::sight::{Core, Ink, Look, Sight};
use drydock::size::Catalog;
use drydock::state::colours::{Piece, changed, pieces};

use crate::random::Random;

const TEXT: &str =
    "# é 漢\nFROM alpine AS build\nRUN echo \"a $B\" # \\\n  && x\r\nFROM scratch\nCOPY --from=build /a /b\n";

fn look(text: &str) -> Sight {
    let scenario = Scenario { dockerfile: text.into(), ..Scenario::default() };
    Core::new(Catalog::default()).look(&Look { scenario })
}

fn drawn(lines: &[Vec<Piece>]) -> String {
    let line = |pieces: &Vec<Piece>| pieces.iter().map(|piece| piece.text.as_str()).collect::<String>();
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The colour of a word in lines.
fn ink(lines: &[Vec<Piece>], word: &str) -> Ink {
    let piece = lines.iter().flatten().find(|piece| piece.text.contains(word));
    piece.unwrap_or_else(|| panic!("no {word}")).ink
}

#[test]
fn a_window_shows_its_lines_and_no_others() {
    let sight = look(TEXT);
    let plain = TEXT.replace('\r', "");
    let lines: Vec<&str> = plain.split('\n').collect();
    for start in 1..=lines.len() {
        for end in start + 1..=lines.len() + 1 {
            let pieces = pieces(TEXT, Some((TEXT, &sight)), start..end);
            assert_eq!(drawn(&pieces), lines[start - 1..end - 1].join("\n"), "{start}..{end}");
        }
    }
    let pieces = pieces(TEXT, Some((TEXT, &sight)), 2..4);
    assert_eq!((ink(&pieces, "FROM"), ink(&pieces, "build")), (Ink::Keyword, Ink::Name));
    assert_eq!(drawn(&self::pieces(TEXT, None, 1..8)), plain);
}

#[test]
fn what_is_typed_looks_right_before_the_next_look() {
    let sight = look(TEXT);
    let typed = |new: &str, word: &str| ink(&pieces(new, Some((TEXT, &sight)), 1..9), word);
    let with = |old: &str, new: &str| TEXT.replacen(old, new, 1);
    assert_eq!(typed(&with("# é", "# éb"), "# éb"), Ink::Comment);
    assert_eq!(typed(&with("RUN echo", "RUN echoes"), "echoes"), Ink::Plain);
    assert_eq!(typed(&with("COPY", "COPYX"), "COPYX"), Ink::Keyword);
    assert_eq!(typed(&with("--from=build", "--from=builder"), "--from=builder"), Ink::Flag);
    assert_eq!(typed(&with("a $B", "ab $B"), "ab"), Ink::Text);
    // A new line, or a word after a keyword, is not known yet.
    assert_eq!(typed(&with("RUN", "RUN\nhello"), "hello"), Ink::Plain);
    assert_eq!(typed(&with("RUN", "LABEL x\nRUN"), "LABEL"), Ink::Plain);
    assert_eq!(typed(&with("COPY", "RUN\nCOPY"), "COPY"), Ink::Keyword);
    // What stands after stays as it was.
    for new in [with("RUN", "RUN x &&\\\n  RUN"), with("# é 漢\n", ""), with("  && x\r\n", "")] {
        assert_eq!(typed(&new, "--from=build"), Ink::Flag, "{new}");
    }
}

#[test]
fn problems_move_with_their_text() {
    let old = "FROM alpine\nRUNN x\n";
    let sight = look(old);
    let new = "FROM alpine\n# new\nRUNN x\n";
    let pieces = pieces(new, Some((old, &sight)), 1..5);
    let wrong: Vec<&str> =
        pieces.iter().flatten().filter(|piece| piece.problem).map(|piece| piece.text.as_str()).collect();
    assert_eq!(wrong, ["RUNN"]);
}

#[test]
fn any_text_is_shown_whole_over_any_other() {
    let mut random = Random::new(5);
    let mut old = TEXT.to_owned();
    let mut sight = look(&old);
    for round in 0..3_000 {
        let mut new = old.clone();
        let cut = |random: &mut Random, text: &str| text.floor_char_boundary(random.below(text.len() + 1));
        let (one, other) = (cut(&mut random, &new), cut(&mut random, &new));
        let put = random.pick(&["", "x", "é", "\n", "RUN a\n", "🐳", "\"", " ", "\r\n"]);
        new.replace_range(one.min(other)..if random.below(4) == 0 { one.max(other) } else { one.min(other) }, put);
        let lines = new.split('\n').count();
        let start = random.below(lines) + 1;
        let end = start + 1 + random.below(lines + 1 - start);
        let drawn = drawn(&pieces(&new, Some((&old, &sight)), start..end));
        let expected: Vec<&str> =
            new.split('\n').skip(start - 1).take(end - start).map(|line| line.trim_end_matches('\r')).collect();
        assert_eq!(drawn, expected.join("\n"), "{start}..{end} of {new:?} over {old:?}");
        if round % 5 == 0 {
            old = new;
            sight = look(&old);
        }
    }
}

#[test]
fn a_change_of_a_text_is_one_place_and_its_words() {
    for (old, new, place, words) in [
        ("FROM a\nRUN b\n", "FROM a\nRUN x && b\n", 11..11, "x && "),
        ("aé", "aè", 1..3, "è"),
        ("漢é", "漩é", 0..3, "漩"),
        ("Ã©", "©", 0..2, ""),
        ("abc", "", 0..3, ""),
        ("aa", "aaa", 2..2, "a"),
        ("same", "same", 4..4, ""),
    ] {
        let (own, put) = changed(old, new);
        assert_eq!([&old[..own.start], put, &old[own.end..]].concat(), new, "{old}");
        assert_eq!((own, put), (place, words), "{old}");
    }
}
