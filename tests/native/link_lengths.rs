//! How long links are, against the forms that other playgrounds give the same state. Prints the table of the README.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use drydock::scenario::{Comparison, Scenario};
use drydock::state::permalink::{Shared, encode};

use crate::lz_string;

#[test]
fn links_are_shorter_than_what_others_make_of_the_same_state() {
    println!("| state | Drydock | deflate | lz-string | base64url |\n|---|--:|--:|--:|--:|");
    for pair in crate::examples::pairs() {
        let whole = pair.example.comparison;
        let alone = |scenario: &Scenario| Scenario { dockerfile: scenario.dockerfile.clone(), ..Scenario::default() };
        let texts = Comparison { before: alone(&whole.before), after: whole.after.as_ref().map(alone) };
        for (what, comparison) in [("", whole), (", the two texts alone", texts)] {
            // The others carry the state as JSON.
            let json = serde_json::to_string(&comparison).unwrap();
            let deflated = URL_SAFE_NO_PAD.encode(miniz_oxide::deflate::compress_to_vec(json.as_bytes(), 10));
            let own = encode(&Shared { comparison, ..Shared::default() }).unwrap().len();
            let others = [deflated.len(), lz_string::encode(&json).len(), URL_SAFE_NO_PAD.encode(&json).len()];
            let [deflate, lz_string, plain] = others;
            println!("| {}{what} | {own} | {deflate} | {lz_string} | {plain} |", pair.name);
            assert!(others.iter().all(|other| own < *other), "{}{what}: {own} against {others:?}", pair.name);
        }
    }
}

#[test]
fn the_comparison_is_with_the_real_lz_string() {
    // As lz-string 1.5 writes them.
    for (text, encoded) in [
        ("", "Q"),
        ("a", "IZA"),
        ("FROM alpine", "GIJQ8gsgBAhgNgBwJYDsCmQ"),
        ("é 🚢 é 🚢", "JcAkvBuEV7KpQ"),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "IY18ZXeQ"),
        (
            "FROM node:22\nRUN npm ci\nFROM node:22-slim\nRUN npm ci --omit=dev\n",
            "GIJQ8gsgBAdg9gEwKYC4BMaBQICqA5WABwFsoBjAS01ElkVQwFoBnAGwuO3yNMqkcZxiFAC4BeZADdMQA",
        ),
    ] {
        assert_eq!(lz_string::encode(text), encoded, "{text}");
    }
}
