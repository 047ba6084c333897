//! What leaves the page: Markdown, Mermaid and the card say what the analysis says, and no text gets out of its place.

use drydock::analysis::{Analysis, analyze};
use drydock::bytes::format;
use drydock::report::Compared;
use drydock::report::card::{Paper, card};
use drydock::report::markdown::Markdown;
use drydock::report::mermaid::Mermaid;
use drydock::scenario::Scenario;
use drydock::size::Catalog;

use crate::random::Random;

const LINK: &str = "https://drydock.example/page/#v1.abc_-Z";

/// What has broken out of pages and pictures before.
const HOSTILE: [&str; 9] = [
    "</text><script>alert(1)</script>",
    "<img/src=x/onerror=alert(1)>",
    "\"onload=\"alert(1)",
    "]]></style><svg/onload=alert(1)>",
    "x|`**[a](javascript:alert(1))",
    "a\"]:::ships;click_s0x0_call_alert()",
    "%%{init:{}}%%",
    "&lt;#quot;#60;",
    "\u{202e}\u{0}\u{1b}\u{ffff}a",
];

fn analysis(dockerfile: &str) -> Analysis {
    analyze(&Scenario { dockerfile: dockerfile.into(), ..Scenario::default() }, &Catalog::shipped())
}

fn hostile(name: &str) -> Analysis {
    analysis(&format!(
        "FROM {name} AS {name}\nRUN {name}\nFROM \"{name}\" AS b\nCOPY --from={name} {name} /\n\
         FROM alpine\nCOPY --from=0 {name} /x\nLABEL a={name}\nCOPY --from=b a b\n"
    ))
}

#[test]
fn markdown_tells_the_saving_the_stages_and_the_link() {
    let comparison = crate::examples::pair("telescope").comparison;
    let catalog = Catalog::complete();
    let (before, after) =
        (analyze(&comparison.before, &catalog), analyze(comparison.after.as_ref().unwrap(), &catalog));
    let text = Markdown(Compared { before: &before, after: Some(&after), link: Some(LINK) }).to_string();
    let [one, other] = [&before, &after].map(|side| format::total(&side.sizes.image.weight.disk));
    assert!(text.starts_with(&format!("**{one} → {other}**, ")), "{text}");
    assert!(text.lines().next().unwrap().ends_with(" % smaller on disk"), "{text}");
    assert!(text.contains("| After: `dependencies` | `build` | built, not shipped |"), "{text}");
    assert!(text.contains("[Open in Drydock](<https://drydock.example/page/#v1.abc_-Z>)"), "{text}");
    let alone = Markdown(Compared { before: &before, after: None, link: Some("v1.abc") }).to_string();
    assert!(alone.starts_with(&format!("**{one}**, on disk\n")) && !alone.contains("Open in Drydock"), "{alone}");
}

#[test]
fn no_text_leaves_its_cell_in_markdown() {
    for name in HOSTILE {
        let analysis = hostile(name);
        let text = Markdown(Compared { before: &analysis, after: Some(&analysis), link: Some(LINK) }).to_string();
        for row in text.lines().filter(|line| line.starts_with('|')) {
            let columns = row.replace("\\|", "").matches('|').count();
            assert!([5, 6].contains(&columns), "{row}");
            assert!(row.matches('`').count() % 2 == 0, "{row}");
            let outside: String = row.split('`').step_by(2).collect();
            assert!(!outside.contains(['<', '[', '&', '\u{1b}']), "{row}");
        }
    }
}

#[test]
fn mermaid_labels_hold_letters_and_numbers_only() {
    for name in HOSTILE {
        let analysis = hostile(name);
        let text = Mermaid(Compared { before: &analysis, after: None, link: None }).to_string();
        for line in text.lines().filter(|line| line.contains("[\"")) {
            let label = line.split('"').nth(1).unwrap().replace("<br/>", " ");
            let plain = |c: char| c.is_alphanumeric() || " .:/@-#;…".contains(c);
            assert!(label.chars().all(plain) && line.matches('"').count() == 2, "{line}");
        }
        assert!(!text.contains("click") || !text.contains("call alert"), "{text}");
    }
}

#[test]
fn mermaid_draws_what_flows_between_stages() {
    let analysis = analysis(
        "FROM alpine AS a\nFROM a AS b\nRUN --mount=from=a,target=/m true\nFROM scratch\nCOPY --from=b /x /x\nCOPY --from=b /y /y\n",
    );
    let text = Mermaid(Compared { before: &analysis, after: None, link: None }).to_string();
    let arrows: Vec<&str> = text.lines().map(str::trim).filter(|line| line.contains("->")).collect();
    assert_eq!(arrows.len(), 3, "{text}");
    assert_eq!(arrows[0], "s0x0 --> s0x1");
    assert!(arrows[1].contains("mount") && arrows[2].starts_with("s0x1 -. \"COPY "), "{text}");
}

#[test]
fn a_card_is_a_picture_and_nothing_else() {
    for name in HOSTILE {
        let analysis = hostile(name);
        for paper in [Paper::Either, Paper::Light, Paper::Dark] {
            let text = card(&Compared { before: &analysis, after: Some(&analysis), link: Some(LINK) }, paper);
            assert_plain_svg(&text);
            assert!(text.contains("data-drydock=\"v1.abc_-Z\""), "{text}");
        }
    }
    // Not even the link is trusted.
    let analysis = analysis("FROM alpine\n");
    assert_plain_svg(&card(&Compared { before: &analysis, after: None, link: Some("x#\"><script>") }, Paper::Either));
}

#[test]
fn a_card_of_any_text_is_one_too() {
    let mut random = Random::new(3);
    let pieces = [
        "FROM ",
        "AS ",
        "COPY --from=",
        "a",
        "\n",
        "<b>",
        "&",
        "'",
        "\"",
        "]]>",
        "--",
        "é",
        "\u{1f6a2}",
        "\\\n",
        "${x}",
    ];
    for _ in 0..300 {
        let text: String = (0..random.below(60)).map(|_| *random.pick(&pieces)).collect();
        let analysis = analysis(&text);
        assert_plain_svg(&card(&Compared { before: &analysis, after: None, link: None }, Paper::Either));
    }
    let many: String = (0..3_000).map(|at| format!("FROM alpine AS s{at}\nCOPY --from={} a b\n", at / 2)).collect();
    let text = card(&Compared { before: &analysis(&many), after: None, link: None }, Paper::Either);
    assert_plain_svg(&text);
    assert!(text.len() < 60_000, "{}", text.len());
}

#[test]
fn a_card_reads_aloud() {
    let before = analysis("FROM node:22 AS build\nRUN true\nFROM alpine:3.22\nCOPY --from=build /a /a\n");
    let text = card(&Compared { before: &before, after: None, link: None }, Paper::Either);
    let spoken = text.split("<desc id=\"drydock-description\">").nth(1).unwrap().split('<').next().unwrap();
    assert!(spoken.contains("Stage build from node:22:") && spoken.contains("built, not shipped"), "{spoken}");
    assert!(text.contains("role=\"img\" aria-labelledby=\"drydock-title drydock-description\""));
}

/// Well-formed, of known shapes with known attributes only, without anything that runs or is fetched.
fn assert_plain_svg(text: &str) {
    const ELEMENTS: [&str; 7] = ["svg", "title", "desc", "style", "rect", "text", "path"];
    const ATTRIBUTES: [&str; 14] = [
        "xmlns",
        "width",
        "height",
        "viewBox",
        "role",
        "aria-labelledby",
        "data-drydock",
        "id",
        "class",
        "x",
        "y",
        "rx",
        "d",
        "lang",
    ];
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text.trim_end();
    while let Some((content, tail)) = rest.split_once('<') {
        assert_plain_text(content);
        let (tag, tail) = tail.split_once('>').expect("every tag ends");
        rest = tail;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{text}");
            continue;
        }
        let (tag, closed) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(ELEMENTS.contains(&name), "<{tag}> in {text}");
        while let Some((attribute, tail)) = attributes.trim_start().split_once("=\"") {
            assert!(ATTRIBUTES.contains(&attribute), "{attribute} in {text}");
            let (value, tail) = tail.split_once('"').expect("every value ends");
            assert_plain_text(value);
            attributes = tail;
        }
        assert_eq!(attributes.trim(), "", "{text}");
        if !closed {
            open.push(name);
        }
    }
    assert!(open.is_empty() && rest.is_empty(), "{open:?} {rest}");
    let style = text.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    assert!(!style.contains("url(") && !style.contains("@import"));
}

fn assert_plain_text(text: &str) {
    assert!(text.chars().all(|c| c == '\n' || !c.is_control() && c != '\u{ffff}' && c != '\u{202e}'), "{text:?}");
    for entity in text.split('&').skip(1) {
        let name = entity.split_once(';').map(|(name, _)| name);
        assert!(matches!(name, Some("amp" | "lt" | "gt" | "quot" | "#39")), "{text}");
    }
}
