//! Lets Lighthouse, named by `LIGHTHOUSE`, visit the built page as on a desk and as on a phone, and prints its scores as a table.

use std::env;
use std::process::Command;

use drydock_end_to_end::Site;
use serde_json::Value;

const CATEGORIES: [(&str, &str); 4] = [
    ("performance", "performance"),
    ("accessibility", "accessibility"),
    ("best-practices", "best practices"),
    ("seo", "search engines"),
];
const MEASURES: [(&str, &str); 4] = [
    ("first-contentful-paint", "first paint"),
    ("largest-contentful-paint", "largest paint"),
    ("total-blocking-time", "blocked"),
    ("cumulative-layout-shift", "layout shift"),
];
/// What each category is meant to reach, of 100.
const AIM: f64 = 95.0;

fn main() {
    let site = Site::compressed();
    let names = CATEGORIES.iter().chain(&MEASURES).map(|(_, name)| *name);
    println!("| visit | {} |", names.collect::<Vec<_>>().join(" | "));
    println!("|---|{}", "--:|".repeat(CATEGORIES.len() + MEASURES.len()));
    let mut low = Vec::new();
    for (visit, preset) in [("desktop", Some("--preset=desktop")), ("phone", None)] {
        let report = visit_by(&site.address(""), preset);
        let mut row = format!("| {visit} |");
        for (category, name) in CATEGORIES {
            let score = report["categories"][category]["score"].as_f64().unwrap_or(0.0) * 100.0;
            row += &format!(" {score:.0} |");
            if score < AIM {
                low.push(format!("{name} on a {visit}"));
            }
        }
        for (measure, _) in MEASURES {
            row += &format!(" {} |", report["audits"][measure]["displayValue"].as_str().unwrap_or("?"));
        }
        println!("{row}");
    }
    assert!(low.is_empty(), "below {AIM}: {}", low.join(", "));
}

fn visit_by(address: &str, preset: Option<&str>) -> Value {
    let script =
        env::var_os("LIGHTHOUSE").expect("LIGHTHOUSE names Lighthouse's command; cargo xtask lighthouse sets it");
    let mut node = Command::new("node");
    node.arg(script).arg(address).args(["--quiet", "--output=json", "--output-path=stdout"]);
    node.arg("--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking").args(preset);
    let output = node.output().expect("node");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("a report")
}
