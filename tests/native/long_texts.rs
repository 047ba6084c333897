//! What an editor holds of a long text, and what it does not take for a text at all.

use drydock::state::part::{Part, around, earlier, from, is_long, later, line_start, lines, spliced, whole};
use drydock::state::pasted::is_binary;
use drydock::state::{Action, Side, State, update};

use crate::random::Random;

fn long_texts() -> Vec<String> {
    vec![
        "RUN echo aaaaaaaaaaaa\n".repeat(9_000),
        format!("FROM a\nRUN {}\nRUN b", "x".repeat(250_000)),
        "🐳".repeat(50_000),
        "\u{1}\u{2}\u{fe}\u{0}".repeat(20_000),
        "\n".repeat(50_000),
        "RUN a\r\n\r\n# é\n".repeat(9_000),
    ]
}

#[test]
fn what_people_write_stays_whole() {
    assert!(!is_long(""));
    assert!(!is_long(&"RUN apt-get update && apt-get install -y curl\n".repeat(1_000)));
    for text in long_texts() {
        assert!(is_long(&text), "{:?}", &text[..40]);
    }
}

#[test]
fn turning_from_the_start_to_the_end_shows_every_byte_once() {
    for text in long_texts() {
        let mut part = from(&text, 0);
        assert_eq!((part.start, part.first_line), (0, 1));
        while let Some(next) = later(&text, part) {
            assert!(part.start < part.end || text.as_bytes()[part.end] == b'\n', "{part:?} makes no way");
            assert!(!is_long(part.of(&text)));
            // Between two parts there is nothing, or the newline that the one ends with.
            assert!(matches!(&text[part.end..next.start], "" | "\n"), "{part:?} {next:?}");
            assert_eq!(next.first_line, lines(&text[..next.start]));
            part = next;
        }
        assert_eq!(part.end, text.len());
        let mut turns = 0;
        while let Some(before) = earlier(&text, part) {
            assert!(before.start < part.start, "{before:?} makes no way before {part:?}");
            part = before;
            turns += 1;
        }
        assert_eq!(part.start, 0);
        assert!(turns > 3);
    }
}

#[test]
fn a_part_around_a_place_has_it_in_it() {
    let mut random = Random::new(11);
    for text in long_texts() {
        for offset in (0..40).map(|_| random.below(text.len() + 1)).chain([0, text.len(), text.len() + 9]) {
            let part = around(&text, offset);
            let offset = text.floor_char_boundary(offset);
            assert!(part.start <= offset && offset <= part.end + 1, "{offset} is not in {part:?}");
            assert!(!is_long(part.of(&text)));
        }
    }
}

#[test]
fn lines_are_kept_whole_where_they_are_short() {
    let text = &long_texts()[0];
    let part = around(text, 100_000);
    assert!(part.is_whole_lines(text));
    assert_eq!(line_start(text, part.first_line), part.start);
    assert_eq!((line_start(text, 1), line_start(text, 2)), (0, 22));
    assert_eq!(line_start(text, 9_999_999), text.len());
    let one_line = &long_texts()[1];
    assert!(!around(one_line, 100_000).is_whole_lines(one_line));
}

#[test]
fn a_part_is_put_back_where_it_was() {
    let text = "one\ntwo\nthree";
    assert_eq!(spliced(text, whole(text), "x"), "x");
    assert_eq!(spliced(text, Part { start: 4, end: 7, first_line: 2 }, "2\n2"), "one\n2\n2\nthree");
}

#[test]
fn bytes_of_a_file_are_no_text() {
    for text in ["\u{1}\u{2}\u{fe}\u{0}".repeat(100), "\u{FFFD}PNG\u{FFFD}\u{FFFD}\u{0}".to_owned()] {
        assert!(is_binary(&text));
    }
    let coloured = "\u{1b}[31mRUN make\u{1b}[0m\n".repeat(50);
    for text in ["", "FROM alpine\r\n\tRUN x\n", "# é 漢 🐳", "a lost \u{FFFD} letter", &coloured] {
        assert!(!is_binary(text), "{text:?}");
    }
}

#[test]
fn a_text_that_took_another_ones_place_gives_it_back() {
    let state = update(&State::default(), Action::EditDockerfile(Side::Before, "FROM a".into()));
    let replaced = update(&state, Action::ReplaceDockerfile(Side::Before, "FROM b".into(), "Long."));
    assert_eq!(replaced.comparison.before.dockerfile, "FROM b");
    let notice = replaced.notice.as_ref().expect("it says so");
    assert_eq!((notice.text.as_str(), notice.restore), ("Long.", Some("Undo")));
    assert_eq!(update(&replaced, Action::Restore).comparison, state.comparison);
    // What changes nothing offers nothing.
    assert_eq!(update(&state, Action::ReplaceDockerfile(Side::Before, "FROM a".into(), "Long.")).notice, None);
}
