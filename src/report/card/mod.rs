//! A comparison as a picture: an SVG of its own, without scripts and without anything from elsewhere, readable on light
//! and dark paper and aloud. It carries the permalink it was made from, so that it can be opened again.

mod bars;
mod rows;
mod svg;

use super::Compared;
use super::compared::{image, stages};
use crate::bytes::{TABLES, format};
use svg::{Svg, Text};

/// The paper a picture is for. By itself it follows whoever shows it, but a picture of pixels must choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    Either,
    Light,
    Dark,
}

// In pixels.
const WIDTH: i32 = 760;
const MARGIN: i32 = 28;
const INNER: i32 = WIDTH - 2 * MARGIN;

const LEGEND: &str = "grey: base image, blue: own layers";

/// The picture as the text of an SVG file.
pub fn card(compared: &Compared, paper: Paper) -> String {
    let mut svg = Svg::default();
    svg.text(MARGIN, 54, &Text::new("figures", &compared.figures()).fitting(INNER, 19));
    svg.text(MARGIN, 80, &Text::new("answer", &compared.answer()));
    let pulled: Vec<String> = compared.sides().map(|(_, side)| format::total(&image(side).pull)).collect();
    svg.text(WIDTH - MARGIN, 80, &Text::new("quiet end", &format!("{} to pull", pulled.join(" → "))));
    let below_bars = bars::draw(&mut svg, compared, 102);
    let below_rows = rows::draw(&mut svg, compared, below_bars + 14);
    svg.line("rule", (MARGIN, below_rows + 6), (WIDTH - MARGIN, below_rows + 6));
    let foot = below_rows + 28;
    let said =
        format!("Drydock {} · estimated, nothing was built · size tables of {TABLES}", env!("CARGO_PKG_VERSION"));
    svg.text(MARGIN, foot, &Text::new("small quiet", &said));
    svg.text(WIDTH - MARGIN, foot, &Text::new("small quiet end", LEGEND));
    svg.finish(WIDTH, foot + 18, paper, &title(compared), &description(compared), payload(compared))
}

fn title(compared: &Compared) -> String {
    format!("{}, {}", compared.figures(), compared.answer())
}

/// What the picture shows, for those who hear it.
fn description(compared: &Compared) -> String {
    let mut said = String::new();
    for (name, side) in compared.sides() {
        let (listed, hidden) = stages(side, usize::MAX);
        said += &format!(
            "{name}: {} on disk, {} to pull. ",
            format::total(&image(side).disk),
            format::total(&image(side).pull)
        );
        for stage in &listed {
            let disk = format::total(&stage.weight.disk);
            said += &format!("Stage {} from {}: {disk}, {}. ", stage.name, stage.base, stage.role.words());
        }
        if hidden > 0 {
            said += &format!("And {hidden} more stages. ");
        }
    }
    said.trim_end().to_owned()
}

/// What of a link opens the comparison anywhere.
fn payload<'a>(compared: &Compared<'a>) -> &'a str {
    compared.link.map_or("", |link| link.split_once('#').map_or(link, |(_, payload)| payload))
}
