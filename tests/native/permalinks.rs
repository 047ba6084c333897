//! Links: what goes in comes out, old ones open for ever, and what anybody may send does no harm.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use drydock::cache::{Cache, Pick};
use drydock::scenario::{Comparison, ImageSize, Scenario};
use drydock::state::fleet::Services;
use drydock::state::permalink::{PermalinkError, Shared, decode, encode, is_link};
use drydock::state::{Measure, Place, Side, Total, Totals, View};

use crate::random::Random;

#[test]
fn the_first_example_fits_where_links_are_cut() {
    let comparison = crate::examples::pair("telescope").comparison;
    let alone = |scenario: &Scenario| Scenario { dockerfile: scenario.dockerfile.clone(), ..Scenario::default() };
    let texts =
        Comparison { before: alone(&comparison.before), after: Some(alone(comparison.after.as_ref().unwrap())) };
    let length = |comparison| {
        let total = Total::new(1_913_000_000, 720_000_000);
        let totals = Some(Totals { before: total, after: Some(total) });
        encode(&Shared { comparison, tables: Some("2026-11-23".into()), totals, ..Shared::default() }).unwrap().len()
    };
    let (whole, texts) = (length(comparison), length(texts));
    assert!(whole <= 1_500, "{whole}");
    assert!(texts <= 900, "{texts}");
}

#[test]
fn every_link_ever_made_opens() {
    let mut lines = include_str!("../permalinks/v1.txt").lines().filter(|line| !line.starts_with('#'));
    let mut opened = 0;
    while let (Some(link), Some(expected)) = (lines.next(), lines.next()) {
        assert_eq!(describe(&decode(link).unwrap()), expected);
        opened += 1;
    }
    assert!(opened >= 6);
}

#[test]
fn what_goes_in_comes_out() {
    let mut random = Random::new(1);
    for _ in 0..500 {
        let shared = any_shared(&mut random);
        let link = encode(&shared).unwrap();
        assert_eq!(decode(&link).unwrap(), shared);
        assert_eq!(decode(&format!("#{link}).")).unwrap(), shared, "punctuation after a link is no part of it");
        assert!(link.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)), "{link}");
    }
}

#[test]
fn what_both_sides_have_is_sent_once() {
    let mut random = Random::new(2);
    let manifest: String = (0..2_000).map(|_| char::from(b'a' + random.below(26) as u8)).collect();
    let mut scenario = Scenario::default();
    scenario.manifests.insert("package.json".into(), manifest);
    let link = |after| {
        let comparison = Comparison { before: scenario.clone(), after };
        encode(&Shared { comparison, ..Shared::default() }).unwrap().len()
    };
    assert!(link(Some(scenario.clone())) < link(None) + 20);
}

#[test]
fn a_link_cut_anywhere_is_refused() {
    let link = encode(&any_shared(&mut Random::new(3))).unwrap();
    for end in 0..link.len() {
        assert!(decode(&link[..end]).is_err(), "{}", &link[..end]);
    }
}

#[test]
fn a_link_with_changed_characters_is_refused_or_read_but_never_panics() {
    let mut random = Random::new(4);
    let link = encode(&any_shared(&mut random)).unwrap();
    let mut refused = 0;
    for _ in 0..5_000 {
        let mut changed = link.clone().into_bytes();
        for _ in 0..=random.below(3) {
            let at = random.below(changed.len());
            changed[at] = 32 + random.below(95) as u8;
        }
        let changed = String::from_utf8(changed).unwrap();
        refused += usize::from(changed != link && decode(&changed).is_err());
    }
    assert!(refused > 4_500, "{refused}");
}

#[test]
fn well_formed_payloads_of_nonsense_never_panic() {
    let mut random = Random::new(5);
    for _ in 0..5_000 {
        let length = random.below(200);
        let bytes: Vec<u8> = (0..length).map(|_| random.below(256) as u8).collect();
        let _ = decode(&format!("v1.{}", URL_SAFE_NO_PAD.encode(&bytes)));
        let _ = decode(&packed(&bytes));
    }
}

#[test]
fn each_refusal_says_what_is_wrong() {
    let link = encode(&Shared::default()).unwrap();
    let bomb = packed(&vec![0; 30_000_000]);
    let too_many = packed(&[5, 1, b'x'].repeat(30_000));
    for (link, error) in [
        ("", PermalinkError::NotALink),
        ("hello", PermalinkError::NotALink),
        ("layers.html", PermalinkError::NotALink),
        ("v2.abcd", PermalinkError::UnknownVersion("v2".into())),
        ("v1.", PermalinkError::Damaged),
        (&link.replacen('.', ".é", 1), PermalinkError::Altered),
        (&link[..link.len() - 2], PermalinkError::Damaged),
        (&bomb, PermalinkError::TooLarge),
        (&too_many, PermalinkError::TooLarge),
        (&packed(b"\x05\xff"), PermalinkError::NotAComparison),
        (&packed(b"\x05\x02\xc3\x28"), PermalinkError::NotAComparison),
        (&packed(b"\x20\x02\xff\x7f"), PermalinkError::NotAComparison),
        (&packed(b"\x0d\x0c\x01a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f"), PermalinkError::NotAComparison),
        (&format!("v1.{}", "A".repeat(3_000_000)), PermalinkError::TooLong),
    ] {
        let shown = link.chars().take(40).collect::<String>();
        assert_eq!(decode(link), Err(error), "{shown}");
    }
}

#[test]
fn an_address_may_say_more_behind_the_link() {
    let shared = any_shared(&mut Random::new(6));
    let link = encode(&shared).unwrap();
    for behind in ["&theme=dark", "&view=layers&step=3", "#?secret=abc", "?secret=abc"] {
        assert_eq!(decode(&format!("#{link}{behind}")).unwrap(), shared, "{behind}");
    }
}

#[test]
fn what_cannot_be_opened_is_not_written() {
    let shared = |dockerfile: String| Shared {
        comparison: Comparison { before: Scenario { dockerfile, ..Scenario::default() }, after: None },
        ..Shared::default()
    };
    assert_eq!(encode(&shared("x".repeat(5_000_000))), Err(PermalinkError::TooLarge));
    let large = shared("RUN true\n".repeat(100_000));
    assert_eq!(decode(&encode(&large).unwrap()).unwrap(), large);
}

#[test]
fn names_of_places_on_the_page_are_not_links() {
    for name in ["", "#", "#layers", "#v1", "#version.1", "#v.x"] {
        assert!(!is_link(name), "{name}");
    }
    assert!(is_link("#v1.abc") && is_link("v12."));
}

/// A fragment in the format of version 1 around any content, without the dictionary, which a stream need not use.
fn packed(content: &[u8]) -> String {
    let (mut first, mut second) = (0u32, 0u32);
    for byte in content {
        first = (first + u32::from(*byte)) % 255;
        second = (second + first) % 255;
    }
    let mut bytes = vec![first as u8, second as u8];
    bytes.extend(miniz_oxide::deflate::compress_to_vec(content, 6));
    format!("v1.{}", URL_SAFE_NO_PAD.encode(bytes))
}

/// One line that tells everything a link carries.
fn describe(shared: &Shared) -> String {
    let Shared { comparison, side, measure, view, change, cache, services, selected, tables, totals } = shared;
    let (change, comparison) = (change.code(), serde_json::to_string(comparison).unwrap());
    // What the first links did not have stands at the end, and only where a link has it.
    let view = if *view == View::default() { String::new() } else { format!(" {view:?}") };
    let totals = totals.map_or(String::new(), |totals| format!(" {}", totals.words(*measure)));
    let services = if *services == Services::default() { String::new() } else { format!(" × {}", services.count()) };
    format!("{side:?} {measure:?} {change} {cache:?} {selected:?} {tables:?} {comparison}{view}{totals}{services}")
}

fn any_shared(random: &mut Random) -> Shared {
    let before = any_scenario(random);
    let after = match random.below(3) {
        0 => None,
        1 => Some(any_scenario(random)),
        _ => Some(Scenario { dockerfile: any_text(random), ..before.clone() }),
    };
    let place = |random: &mut Random| Place {
        side: *random.pick(&Side::BOTH),
        stage: random.below(300),
        step: random.maybe(|random| random.below(300)),
    };
    Shared {
        comparison: Comparison { before, after },
        side: *random.pick(&Side::BOTH),
        measure: *random.pick(&[Measure::Disk, Measure::Pull]),
        view: *random.pick(&View::ALL),
        change: any_change(random),
        cache: *random.pick(&[Cache::Warm, Cache::Cold]),
        services: Services::new(1 + random.below(1_000) as u32),
        selected: random.maybe(place),
        tables: random.maybe(any_text),
        totals: random.maybe(any_totals),
    }
}

fn any_totals(random: &mut Random) -> Totals {
    let total = |random: &mut Random| Total::new(random.next() >> random.below(64), random.next() >> random.below(64));
    Totals { before: total(random), after: random.maybe(total) }
}

fn any_change(random: &mut Random) -> Pick {
    match random.below(6) {
        0 => Pick::Source,
        1 => Pick::Dependency,
        2 => Pick::Base,
        3 => Pick::Nothing,
        4 => Pick::File(any_text(random)),
        _ => Pick::Line { second: random.below(2) == 0, line: random.below(300) },
    }
}

fn any_scenario(random: &mut Random) -> Scenario {
    Scenario {
        dockerfile: any_text(random),
        dockerignore: random.maybe(any_text),
        context: (0..random.below(4)).map(|_| (any_text(random), random.next())).collect(),
        manifests: (0..random.below(3)).map(|_| (any_text(random), any_text(random))).collect(),
        build_args: (0..random.below(3)).map(|_| (any_text(random), any_text(random))).collect(),
        target: random.maybe(any_text),
        platform: random.maybe(any_text),
        images: (0..random.below(3))
            .map(|_| {
                let size = ImageSize { disk: random.maybe(Random::next), pull: random.maybe(Random::next) };
                (any_text(random), size)
            })
            .collect(),
        overrides: (0..random.below(4)).map(|_| (any_text(random), random.next())).collect(),
        pull_overrides: (0..random.below(3)).map(|_| (any_text(random), random.next())).collect(),
    }
}

fn any_text(random: &mut Random) -> String {
    const PIECES: [&str; 12] =
        ["FROM ", "node:22", "\n", "RUN ", "\"", "npm ci", "é", "🚢", "\u{0}", "\r\n", "</script>", " \\\n"];
    let length = random.below(30);
    (0..length).map(|_| *random.pick(&PIECES)).collect()
}
