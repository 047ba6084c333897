//! Shapes and texts to SVG. The only place that writes markup: every text goes through `escape`.

use std::fmt::Write;

use super::Paper;

/// What is drawn so far.
#[derive(Default)]
pub(super) struct Svg {
    body: String,
}

/// A line of text in a style of the sheet below.
pub(super) struct Text {
    class: &'static str,
    text: String,
}

impl Text {
    pub fn new(class: &'static str, text: &str) -> Self {
        Self { class, text: text.to_owned() }
    }

    /// Cut to what fits into so many pixels, where a letter takes so many at most.
    pub fn fitting(mut self, width: i32, letter: i32) -> Self {
        let most = usize::try_from(width / letter).unwrap_or(0).max(2);
        if let Some((end, _)) = self.text.char_indices().nth(most) {
            let last = self.text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
            self.text.truncate(last);
            self.text.push('…');
        }
        self
    }
}

impl Svg {
    pub fn text(&mut self, x: i32, y: i32, text: &Text) {
        self.put(&format!("<text x=\"{x}\" y=\"{y}\" class=\"{}\">{}</text>", text.class, escape(&text.text)));
    }

    pub fn bar(&mut self, class: &str, x: i32, y: i32, width: i32, height: i32) {
        if width > 0 {
            self.put(&format!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" class=\"{class}\"/>"));
        }
    }

    pub fn line(&mut self, class: &str, from: (i32, i32), to: (i32, i32)) {
        self.path(class, &format!("M{} {}L{} {}", from.0, from.1, to.0, to.1));
    }

    pub fn path(&mut self, class: &str, path: &str) {
        self.put(&format!("<path d=\"{path}\" class=\"{class}\"/>"));
    }

    /// The whole file.
    pub fn finish(
        self,
        width: i32,
        height: i32,
        paper: Paper,
        title: &str,
        description: &str,
        payload: &str,
    ) -> String {
        let (title, description, payload) = (escape(title), escape(description), escape(payload));
        let colours = match paper {
            Paper::Either => format!("svg{{{LIGHT}}}@media (prefers-color-scheme:dark){{svg{{{DARK}}}}}"),
            Paper::Light => format!("svg{{{LIGHT}}}"),
            Paper::Dark => format!("svg{{{DARK}}}"),
        };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"drydock-title drydock-description\" \
             data-drydock=\"{payload}\">\n<title id=\"drydock-title\">{title}</title>\n\
             <desc id=\"drydock-description\">{description}</desc>\n<style>{colours}{SHEET}</style>\n\
             <rect x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"{}\" rx=\"10\" class=\"paper\"/>\n{}</svg>\n",
            width - 1,
            height - 1,
            self.body
        )
    }

    fn put(&mut self, element: &str) {
        // Writing to a string does not fail.
        let _ = writeln!(self.body, "{element}");
    }
}

// The colours of the page's own style sheet.
const LIGHT: &str = "--paper:#fff;--text:#1c2126;--quiet:#59616b;--line:#e0ddd5;--accent:#0b5b88;--base:#808c9c;\
                     --shipped:#0f6f9c;--discarded:#c9bfa6;--never:#ece8df;--edge:#85878a";
const DARK: &str = "--paper:#1a1e23;--text:#e4e7ea;--quiet:#a2abb5;--line:#31373f;--accent:#6cc0ee;--base:#6f7a88;\
                    --shipped:#48abdd;--discarded:#57523f;--never:#2a2e33;--edge:#78818b";
const SHEET: &str = "\
    text{fill:var(--text);font:14px system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif}\
    .paper{fill:var(--paper);stroke:var(--line)}\
    .figures{font-size:34px;font-weight:650;letter-spacing:-.5px}\
    .answer{font-size:17px;font-weight:600;fill:var(--accent)}\
    .name{font:600 13px ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace}\
    .strong{font-weight:600}.quiet{fill:var(--quiet);font-size:13px}.small{font-size:12px}.end{text-anchor:end}\
    .base{fill:var(--base)}.shipped{fill:var(--shipped)}.discarded{fill:var(--discarded)}.never{fill:var(--never)}\
    .part{stroke:var(--paper)}.rule{stroke:var(--line)}.rail{fill:var(--line);opacity:.5}\
    .from,.copy,.mount{fill:none;stroke:var(--edge);stroke-width:1.5}\
    .copy{stroke-dasharray:5 4}.mount{stroke-dasharray:1 4;stroke-linecap:round}.tip{fill:var(--edge)}";

/// Any text as XML: marks by name, what XML does not allow and what turns the direction of writing left out.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe += "&amp;",
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '"' => safe += "&quot;",
            '\'' => safe += "&#39;",
            '\t' | '\n' | '\r' => safe.push(' '),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => safe.push(c),
        }
    }
    safe
}
