//! Measures how long the built page holds the browser up: pastes by the clipboard as a person does, and types, while a
//! timer runs that should strike every five milliseconds. Prints the longest of its gaps, each the median of a few runs.

use std::time::Duration;

use drydock_end_to_end::Page;
use thirtyfour::prelude::*;

const RUNS: usize = 5;
const EDITOR: &str = "[data-testid=editor-before]";
/// Long enough for the answers and for the draft to be kept.
const AFTERWARDS: Duration = Duration::from_millis(2_500);

/// What is pasted, as an expression; the first only warms the page up.
const PASTES: [(&str, &str); 7] = [
    ("", "'FROM alpine\\n'"),
    (
        "500 lines, 50 stages",
        "Array.from({length: 50}, (_, s) => `FROM node:22 AS s${s}\\n` + 'RUN echo 1\\n'.repeat(9)).join('')",
    ),
    (
        "10,000 stages, 40,000 lines",
        "Array.from({length: 1e4}, (_, s) => `FROM debian:bookworm AS s${s}\\nRUN apt-get update\\nCOPY a${s} /b\\nLABEL a=${s}\\n`).join('')",
    ),
    ("1 MB of lines", "'FROM a\\n' + 'RUN echo aaaaaaaaaaaa\\n'.repeat(47600)"),
    ("1 MB in one line", "'FROM a\\nRUN ' + 'x'.repeat(1e6)"),
    ("1 MB of emoji", "'🐳'.repeat(25e4)"),
    ("1 MB of a binary file", "'\\x01\\x02\\xfe\\x7f'.repeat(25e4)"),
];

/// Files in which one letter is typed at the end of the first line, as expressions.
const FILES: [(&str, &str); 2] = [
    ("a letter typed into 500 lines", "'FROM node:22\\n' + 'RUN echo 1\\n'.repeat(499)"),
    ("a letter typed into 10,000 lines", "'FROM node:22\\n' + 'RUN echo 1\\n'.repeat(9999)"),
];

#[tokio::main]
async fn main() {
    let page = Page::open().await;
    page.browser.allow_clipboard().await;
    println!("| what happens | longest gap |\n|---|---:|");
    for (name, text) in PASTES {
        let mut gaps = Vec::new();
        for _ in 0..RUNS {
            paste(&page, "'FROM scratch\\n'").await;
            tokio::time::sleep(AFTERWARDS).await;
            copy(&page, text).await;
            begin(&page).await;
            press_paste(&page).await;
            gaps.push(longest(&page).await);
        }
        row(name, gaps);
    }
    for (name, text) in FILES {
        paste(&page, text).await;
        tokio::time::sleep(AFTERWARDS).await;
        let script = format!("const area = document.querySelector('{EDITOR}'); area.setSelectionRange(12, 12);");
        page.evaluate(&script).await;
        let mut gaps = Vec::new();
        for _ in 0..RUNS {
            begin(&page).await;
            page.driver().action_chain().send_keys("1").perform().await.expect("the key is pressed");
            gaps.push(longest(&page).await);
        }
        row(name, gaps);
    }
}

async fn paste(page: &Page, text: &str) {
    copy(page, text).await;
    press_paste(page).await;
}

async fn copy(page: &Page, text: &str) {
    page.evaluate(&format!("return navigator.clipboard.writeText({text}).then(() => true)")).await;
    page.evaluate(&format!("const area = document.querySelector('{EDITOR}'); area.focus(); area.select();")).await;
}

async fn press_paste(page: &Page) {
    let keys = page.driver().action_chain().key_down(Key::Control).send_keys("v").key_up(Key::Control);
    keys.perform().await.expect("the keys are pressed");
}

async fn begin(page: &Page) {
    let script = "let last = performance.now(); window.longest = 0;
        window.beats = setInterval(() => { const now = performance.now(); longest = Math.max(longest, now - last); last = now; }, 5);";
    page.evaluate(script).await;
}

async fn longest(page: &Page) -> f64 {
    tokio::time::sleep(AFTERWARDS).await;
    page.evaluate("clearInterval(beats); return longest").await.as_f64().unwrap_or(f64::NAN)
}

fn row(name: &str, mut gaps: Vec<f64>) {
    gaps.sort_by(f64::total_cmp);
    if !name.is_empty() {
        println!("| {name} | {:.0} ms |", gaps[gaps.len() / 2]);
    }
}
