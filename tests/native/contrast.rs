//! The page's colours: legible on every surface by WCAG 2.2, and those of roles told apart by people who see colours
//! otherwise.

use std::collections::BTreeMap;
use std::fs;

type Linear = [f64; 3];

/// How colours look with each kind of colour blindness: the matrices of Machado, Oliveira and Fernandes (2009) for linear RGB
/// at full severity.
const SIGHTS: [(&str, [Linear; 3]); 4] = [
    ("all colours", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    ("protanopia", [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    (
        "deuteranopia",
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    ),
    ("tritanopia", [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
];

const SURFACES: [&str; 4] = ["paper", "sheet", "sunken", "lit"];

/// Each token with its light and its dark colour.
fn tokens() -> BTreeMap<String, [Linear; 2]> {
    let text = fs::read_to_string("static/style/tokens.css").expect("the tokens");
    let pairs = text.lines().filter_map(|line| {
        let (name, rest) = line.trim().strip_prefix("--")?.split_once(": light-dark(")?;
        let (light, dark) = rest.split_once(')')?.0.split_once(", ")?;
        Some((name.to_owned(), [linear(light), linear(dark)]))
    });
    pairs.collect()
}

fn linear(colour: &str) -> Linear {
    let digits = colour.strip_prefix('#').expect("a colour in hexadecimal digits");
    assert_eq!(digits.len(), 6, "{colour}");
    [0, 2, 4].map(|at| {
        let share = f64::from(u8::from_str_radix(&digits[at..at + 2], 16).expect("a colour")) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    })
}

/// By WCAG 2.2: 1 to 21.
fn contrast(one: Linear, other: Linear) -> f64 {
    let luminance = |colour: Linear| 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2];
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn times(matrix: [Linear; 3], vector: Linear) -> Linear {
    matrix.map(|row| row[0] * vector[0] + row[1] * vector[1] + row[2] * vector[2])
}

/// The distance of two colours in Oklab (Ottosson, 2020): 1 is from black to white.
fn distance(one: Linear, other: Linear) -> f64 {
    let lab = |colour: Linear| {
        let cones = [
            [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
            [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
            [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
        ];
        let opponents = [
            [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
            [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
            [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
        ];
        times(opponents, times(cones, colour.map(|part| part.max(0.0))).map(f64::cbrt))
    };
    let (one, other) = (lab(one), lab(other));
    (0..3).map(|at| (one[at] - other[at]).powi(2)).sum::<f64>().sqrt()
}

#[track_caller]
fn at_least(least: f64, words: &[&str], surfaces: &[&str]) {
    let tokens = tokens();
    for scheme in 0..2 {
        for (word, surface) in words.iter().flat_map(|word| surfaces.iter().map(move |surface| (word, surface))) {
            let found = contrast(tokens[*word][scheme], tokens[*surface][scheme]);
            assert!(found >= least, "--{word} on --{surface}, {}: {found:.2}", ["light", "dark"][scheme]);
        }
    }
}

#[test]
fn words_are_legible_on_every_surface() {
    at_least(4.5, &["text", "quiet", "accent", "problem"], &SURFACES);
    at_least(4.5, &["on-accent"], &["accent"]);
}

#[test]
fn the_editors_inks_are_legible_on_a_lit_line_too() {
    let inks: Vec<String> = tokens().into_keys().filter(|name| name.starts_with("ink-")).collect();
    assert!(inks.len() >= 6, "{inks:?}");
    at_least(4.5, &inks.iter().map(String::as_str).collect::<Vec<_>>(), &["sheet", "lit"]);
}

#[test]
fn shapes_stand_out_from_what_they_stand_on() {
    at_least(3.0, &["base", "shipped", "wasted", "again", "reported", "line-strong"], &["paper", "sheet", "sunken"]);
}

#[test]
fn roles_are_told_apart_without_seeing_all_colours() {
    let tokens = tokens();
    let roles = ["base", "shipped", "discarded", "wasted"];
    for (scheme, scheme_name) in ["light", "dark"].into_iter().enumerate() {
        for (at, one) in roles.iter().enumerate() {
            for other in &roles[at + 1..] {
                for (sight, matrix) in SIGHTS {
                    let seen = |name: &str| times(matrix, tokens[name][scheme]);
                    let apart = distance(seen(one), seen(other));
                    // A tenth of the way from black to white is plain beside each other.
                    assert!(apart >= 0.1, "--{one} and --{other}, {scheme_name}, with {sight}: {apart:.3}");
                }
            }
        }
    }
}
