//! Pictures carry their link, and files that carry none, or a broken one, do no harm.

use drydock::analysis::analyze;
use drydock::report::Compared;
use drydock::report::card::{Paper, card};
use drydock::scenario::Scenario;
use drydock::size::Catalog;
use drydock::state::permalink::{Shared, encode};
use drydock::state::picture::{carried, carrying};

use crate::random::Random;

/// One transparent pixel.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\0\x01\0\0\x05\0\x01\r\n-\xb4\0\0\0\0IEND\xaeB`\x82";

fn link() -> String {
    encode(&Shared::default()).unwrap()
}

#[test]
fn a_png_carries_its_link_behind_its_head() {
    let picture = carrying(PNG, &link()).unwrap();
    assert_eq!(carried(&picture), Some(link()));
    assert_eq!(picture[..33], PNG[..33]);
    assert!(picture.ends_with(&PNG[33..]));
    assert_eq!(carried(PNG), None);
    assert_eq!(carrying(b"GIF89a", &link()), None);
}

#[test]
fn a_card_carries_its_link() {
    let scenario = Scenario { dockerfile: "FROM alpine AS data-drydock=\"x\"\n".into(), ..Scenario::default() };
    let analysis = analyze(&scenario, &Catalog::shipped());
    let address = format!("https://drydock.example/#{}", link());
    let svg = card(&Compared { before: &analysis, after: None, link: Some(&address) }, Paper::Either);
    assert_eq!(carried(svg.as_bytes()), Some(link()));
    let without = card(&Compared { before: &analysis, after: None, link: None }, Paper::Either);
    assert_eq!(carried(without.as_bytes()), None);
}

#[test]
fn no_file_breaks_the_reader() {
    let picture = carrying(PNG, &link()).unwrap();
    let mut random = Random::new(9);
    for _ in 0..5_000 {
        let mut bytes = picture.clone();
        bytes.truncate(random.below(bytes.len() + 1));
        for _ in 0..random.below(4) {
            if !bytes.is_empty() {
                let at = random.below(bytes.len());
                bytes[at] = random.below(256) as u8;
            }
        }
        assert!(carried(&bytes).is_none_or(|found| found == link()));
        let _ = carrying(&bytes, "v1.x");
    }
    for file in ["", "data-drydock=\"", "data-drydock=\"javascript:alert(1)\"", "<svg data-drydock=\"v1\"/>"] {
        assert_eq!(carried(file.as_bytes()), None, "{file}");
    }
}
