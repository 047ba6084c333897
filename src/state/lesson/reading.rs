//! The text of a lesson, as people write it in `data/lessons`, to the lesson that the page gets. Used when the page is
//! built and by tests; `data/lessons/README.md` describes the form. Whatever is wrong is an error that names the place.

mod prose;
mod sums;

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Lesson, Row, Step, Task};
use crate::cache::{Cache, Pick};
use crate::scenario::{Comparison, Scenario};
use crate::sight::Sight;
use crate::state::View;
use crate::state::permalink::{Shared, encode};
use prose::{paragraphs, pieces};
use sums::{condition, sum};

/// The files of the gallery, by pair and name; and what is to be seen of a scenario, by which lines become steps of stages.
pub struct Sources<'a> {
    pub example: &'a dyn Fn(&str) -> Option<String>,
    pub look: &'a mut dyn FnMut(&Scenario) -> Sight,
}

/// One part of a lesson's text: `=== predict The heaviest line`, keys, an empty line, a body.
struct Part<'a> {
    kind: &'a str,
    title: &'a str,
    keys: Vec<(&'a str, &'a str)>,
    body: &'a str,
}

type Outcome<T = ()> = Result<T, String>;

/// All lessons, from the names of their files, such as `1-what-a-layer-is.txt`, and their texts, in that order.
pub fn read_all(mut files: Vec<(String, String)>, sources: &mut Sources) -> Outcome<Vec<Lesson>> {
    files.sort();
    let name = |file: &str| Some(file.split_once('-')?.1.strip_suffix(".txt")?.to_owned());
    let named = files.iter().filter_map(|(file, text)| Some((name(file)?, text)));
    named.map(|(name, text)| read(&name, text, sources)).collect()
}

fn read(name: &str, text: &str, sources: &mut Sources) -> Outcome<Lesson> {
    let (head, rest) = text.split_once("\n=== ").ok_or("a lesson has parts that begin with ===")?;
    let head = part_of("lesson", head);
    let required = |key| head.key(key).ok_or_else(|| format!("{name}: no {key}"));
    let mut lesson = Lesson {
        name: name.to_owned(),
        title: required("title")?.to_owned(),
        about: required("about")?.to_owned(),
        minutes: required("minutes")?.parse().map_err(|_| format!("{name}: minutes is no number"))?,
        ..Lesson::default()
    };
    let facts = facts(head.key("facts"), sources).map_err(|error| format!("{name}: {error}"))?;
    let mut dockerfiles = BTreeMap::new();
    let mut scene: Option<Comparison> = None;
    for text in rest.split("\n=== ") {
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        let first = first.trim();
        let (kind, title) = first.split_once(' ').ok_or_else(|| format!("{name}: === {first} has no name"))?;
        if kind == "dockerfile" {
            dockerfiles.insert(title.trim(), format!("{}\n", rest.trim_end()));
            continue;
        }
        let part = Part { title: title.trim(), ..part_of(kind, rest) };
        let reader = Reader { dockerfiles: &dockerfiles, facts: &facts, sources };
        let step = reader.step(&part, &mut scene, &mut lesson.scenes);
        lesson.steps.push(step.map_err(|error| format!("{name}, “{}”: {error}", part.title))?);
    }
    Ok(lesson)
}

struct Reader<'a, 'b> {
    dockerfiles: &'a BTreeMap<&'a str, String>,
    facts: &'a Value,
    sources: &'a mut Sources<'b>,
}

impl Reader<'_, '_> {
    fn step(self, part: &Part, scene: &mut Option<Comparison>, scenes: &mut Vec<String>) -> Outcome<Step> {
        if let Some(before) = part.key("before") {
            let after = part.key("after").map(|after| self.scenario(after)).transpose()?;
            *scene = Some(Comparison { before: self.scenario(before)?, after });
        }
        let comparison = scene.clone().ok_or("the first step names a Dockerfile: before")?;
        let view = part.key("view").unwrap_or("layers");
        View::of_name(view).filter(|known| known.name() == view).ok_or_else(|| format!("no view {view}"))?;
        let change = part.key("change").map(change).transpose()?;
        // What is asked may need no words before it.
        let body = format!("\n{}", part.body);
        let (body, then) = body.split_once("\n---\n").unwrap_or((&body, ""));
        let light = part.key("light").map(|light| self.sources.place(light, &comparison)).transpose()?;
        // What runs again, runs on the machine that did the first build.
        let link = encode(&Shared { comparison, cache: Cache::Warm, ..Shared::default() })
            .map_err(|error| error.to_string())?;
        let at = scenes.iter().position(|known| *known == link).unwrap_or(scenes.len());
        if at == scenes.len() {
            scenes.push(link);
        }
        Ok(Step {
            title: part.title.to_owned(),
            scene: at,
            view: view.to_owned(),
            light,
            change: change.map(|change| change.code()),
            prose: paragraphs(body)?,
            then: paragraphs(then)?,
            rows: part.all("row").map(row).collect::<Outcome<_>>()?,
            source: part.key("source").map(str::to_owned),
            task: self.task(part)?,
        })
    }

    fn task(&self, part: &Part) -> Outcome<Task> {
        let question = || pieces(part.key("question").ok_or("no question")?);
        Ok(match part.kind {
            "reveal" => Task::Reveal,
            "predict" => match part.key("guess") {
                Some(bytes) => Task::Guess { question: question()?, bytes: sum(bytes)? },
                None => Task::Predict {
                    question: question()?,
                    choices: part.all("choice").map(worded).collect::<Outcome<_>>()?,
                },
            },
            "try" => Task::Try {
                second: part.key("side") == Some("after"),
                goals: part.all("goal").map(worded).collect::<Outcome<_>>()?,
                hint: part.all("hint").map(pieces).collect::<Outcome<_>>()?,
                solution: self.dockerfile(part.key("solution").ok_or("no solution")?)?,
            },
            other => return Err(format!("no kind of step: {other}")),
        })
    }

    fn scenario(&self, name: &str) -> Outcome<Scenario> {
        let scenario = Scenario::from_json(self.facts.clone()).map_err(|error| error.to_string())?;
        Ok(Scenario { dockerfile: self.dockerfile(name)?, ..scenario })
    }

    /// One of the lesson's own, or of the examples.
    fn dockerfile(&self, name: &str) -> Outcome<String> {
        let example = || {
            let (pair, side) = name.rsplit_once('-')?;
            (self.sources.example)(&format!("{pair}/{side}.Dockerfile"))
        };
        self.dockerfiles.get(name).cloned().or_else(example).ok_or_else(|| format!("no Dockerfile {name}"))
    }
}

impl Sources<'_> {
    /// `before 12`: the step of a line.
    fn place(&mut self, light: &str, comparison: &Comparison) -> Outcome<(bool, usize, Option<usize>)> {
        let missing = || format!("no step to light: {light}");
        let (side, line) = light.split_once(' ').ok_or_else(missing)?;
        let line: usize = line.parse().map_err(|_| missing())?;
        let second = side == "after";
        let scenario = if second { comparison.after.as_ref() } else { Some(&comparison.before) };
        let sight = (self.look)(scenario.ok_or_else(missing)?);
        let written = |lines: crate::sight::Lines| lines.start <= line && line <= lines.end;
        let found = sight.instructions.iter().find(|instruction| written(instruction.lines));
        let (stage, step) = found.and_then(|instruction| instruction.place).ok_or_else(missing)?;
        Ok((second, stage, step))
    }
}

impl<'a> Part<'a> {
    fn key(&self, name: &str) -> Option<&'a str> {
        self.all(name).next()
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.keys.iter().filter(move |(key, _)| *key == name).map(|(_, value)| *value)
    }
}

/// Keys up to the first empty line, and the rest.
fn part_of<'a>(kind: &'a str, text: &'a str) -> Part<'a> {
    let (keys, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let pair = |line: &'a str| line.split_once(':').map(|(key, value)| (key.trim(), value.trim()));
    Part { kind, title: "", keys: keys.lines().filter_map(pair).collect(), body }
}

/// What is known of the project: JSON, or the name of an example.
fn facts(written: Option<&str>, sources: &Sources) -> Outcome<Value> {
    let Some(written) = written else { return Ok(Value::Object(serde_json::Map::new())) };
    let text = if written.starts_with('{') {
        written.to_owned()
    } else {
        (sources.example)(&format!("{written}/pair.json")).ok_or_else(|| format!("no example {written}"))?
    };
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

fn change(name: &str) -> Outcome<Pick> {
    Ok(match name.split_once(' ').unwrap_or((name, "")) {
        ("source", "") => Pick::Source,
        ("dependency", "") => Pick::Dependency,
        ("base", "") => Pick::Base,
        ("nothing", "") => Pick::Nothing,
        ("file", path) => Pick::File(path.to_owned()),
        _ => return Err(format!("no change: {name}")),
    })
}

/// `words | condition`.
fn worded(text: &str) -> Outcome<(Vec<super::Piece>, super::figures::Condition)> {
    let (words, written) = text.rsplit_once('|').ok_or_else(|| format!("no condition: {text}"))?;
    Ok((pieces(words.trim())?, condition(written.trim())?))
}

/// `label | reported | figure`, with nothing in the middle where nobody reported anything.
fn row(text: &str) -> Outcome<Row> {
    let parts: Vec<&str> = text.split('|').map(str::trim).collect();
    let [label, reported, figure] = parts[..] else { return Err(format!("a row has three parts: {text}")) };
    let reported = (!reported.is_empty()).then(|| reported.to_owned());
    Ok(Row { label: label.to_owned(), reported, sum: sum(figure)? })
}
