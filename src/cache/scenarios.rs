//! One JSON line, a Scenario with a change, to the outcome of its steps as JSON: what `drydock cache` reads and
//! writes.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::build::{Build, Entry, EntryKind, inside};
use super::change::Change;
use super::digest::digest;
use super::tree::Content;
use super::{Cache, Outcome, Rebuild, StepOutcome, changed, rebuild};
use crate::scenario::Scenario;
use crate::syntax;

/// The answer to one line; the error says what is wrong with it.
pub fn scenario(line: &str) -> Result<Value, String> {
    let value: Value = serde_json::from_str(line).map_err(|error| format!("this is not JSON: {error}"))?;
    let fields = value.as_object().ok_or("this is not a JSON object")?;
    let build = build(fields, &value)?;
    let change = match fields.get("change") {
        None | Some(Value::Null) => Change::Nothing,
        Some(change) => read_change(change, 0)?,
    };
    let cold = fields.get("cache").and_then(Value::as_str) == Some("cold");
    let rebuild = rebuild(&build, &change, if cold { Cache::Cold } else { Cache::Warm })?;
    let name = fields.get("name").cloned().unwrap_or(Value::Null);
    let dockerfile = changed(&build, &change)?.scenario.dockerfile;
    Ok(json!({ "name": name, "steps": steps(&rebuild, &dockerfile) }))
}

/// One for each instruction, in order. What belongs to no stage only sets configuration.
fn steps(rebuild: &Rebuild, dockerfile: &str) -> Vec<Value> {
    let own = rebuild.steps.iter().filter(|step| !step.triggered);
    let by_line: HashMap<usize, &StepOutcome> = own.map(|step| (step.line, step)).collect();
    let instructions = syntax::parse(dockerfile).instructions;
    let written = |instruction: &syntax::Instruction| {
        let line = instruction.start_line;
        let Some(step) = by_line.get(&line) else { return json!({ "line": line, "cached": "meta" }) };
        let cached = match step.outcome {
            Outcome::Reused => json!(true),
            Outcome::Again => json!(false),
            Outcome::NotBuilt => json!("not_built"),
            Outcome::Configuration => json!("meta"),
            Outcome::Base => json!("base"),
        };
        let mut value = json!({ "line": line, "cached": cached, "reason": step.reason });
        if let Some(merged) = step.merged {
            value["merge_cached"] = json!(merged);
        }
        value
    };
    instructions.iter().map(written).collect()
}

fn build(fields: &Map<String, Value>, value: &Value) -> Result<Build, String> {
    if !fields.get("dockerfile").is_some_and(Value::is_string) {
        return Err("\"dockerfile\" must be a text".into());
    }
    let scenario = Scenario::from_json(value.clone()).map_err(|error| error.to_string())?;
    let mut build = Build::of(&scenario);
    if let Some(files) = fields.get("context_files").filter(|files| !files.is_null()) {
        let files = files.as_object().ok_or("\"context_files\" must be an object")?;
        build.complete = true;
        build.files.clear();
        for (path, described) in files {
            build.files.insert(inside(path), Box::new(entry(described, path)?));
        }
    }
    if let Some(secrets) = fields.get("secrets").and_then(Value::as_object) {
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_string);
        build.secrets = secrets.iter().map(|(id, value)| (id.clone(), text(value))).collect();
    }
    Ok(build)
}

/// A file's text, or an object that says what else it is.
fn entry(described: &Value, path: &str) -> Result<Entry, String> {
    let unclear =
        || format!("the file {path} must be a text or an object with \"text\", \"tar\", \"symlink\" or \"dir\"");
    if let Some(text) = described.as_str() {
        return Ok(Entry::text(text));
    }
    let fields = described.as_object().ok_or_else(unclear)?;
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    let kind = if let Some(members) = fields.get("tar").and_then(Value::as_object) {
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_string);
        let members: BTreeMap<String, String> =
            members.iter().map(|(name, value)| (name.clone(), text(value))).collect();
        EntryKind::File(Content::Archive(Rc::new(members)))
    } else if let Some(target) = text("symlink").or(text("link")) {
        EntryKind::Link(target.to_string())
    } else if fields.get("dir").is_some_and(|dir| dir != &Value::Bool(false)) {
        EntryKind::Folder { listed: true }
    } else if let Some(text) = text("text").or(text("content")) {
        EntryKind::File(Content::of_text(text.to_string()))
    } else if ["random", "prose", "mode", "base64"].iter().any(|name| fields.contains_key(*name)) {
        // Whatever the content is, the same description gives the same.
        EntryKind::File(Content::Unseen(digest("described", without_mode(fields))))
    } else {
        return Err(unclear());
    };
    let mode = fields.get("mode").map(mode).transpose()?;
    Ok(Entry { kind, mode })
}

fn without_mode(fields: &Map<String, Value>) -> String {
    let kept: Map<String, Value> =
        fields.iter().filter(|(name, _)| *name != "mode").map(|(name, value)| (name.clone(), value.clone())).collect();
    Value::Object(kept).to_string()
}

fn mode(value: &Value) -> Result<u32, String> {
    let octal = value.as_str().and_then(|text| u32::from_str_radix(text.trim_start_matches("0o"), 8).ok());
    let mode = octal.or_else(|| value.as_u64().and_then(|mode| u32::try_from(mode).ok()));
    mode.ok_or_else(|| "\"mode\" must be an octal text such as \"0755\"".to_string())
}

/// How deep changes may be nested.
const DEEPEST: usize = 8;

fn read_change(value: &Value, depth: usize) -> Result<Change, String> {
    let fields = value.as_object().ok_or("\"change\" must be an object")?;
    let kind = fields.get("kind").and_then(Value::as_str).ok_or("a change needs a \"kind\"")?;
    let text = |name: &str| match fields.get(name) {
        Some(Value::String(text)) => Ok(text.clone()),
        _ => Err(format!("the change {kind} needs a text \"{name}\"")),
    };
    Ok(match kind {
        "none" => Change::Nothing,
        "edit_file" => {
            let path = text("path")?;
            match fields.get("content") {
                None | Some(Value::Null) => Change::EditFile { path, content: None },
                Some(described) => match entry(described, &path)? {
                    Entry { kind: EntryKind::File(content), mode: None } => {
                        Change::EditFile { path, content: Some(content) }
                    }
                    entry => Change::AddFile { path, entry },
                },
            }
        }
        "add_file" => {
            let path = text("path")?;
            let entry = entry(fields.get("content").unwrap_or(&json!("")), &path)?;
            Change::AddFile { path, entry }
        }
        "touch" | "chown" => Change::Touch { path: text("path")? },
        "chmod" => Change::SetMode { path: text("path")?, mode: mode(fields.get("mode").unwrap_or(&Value::Null))? },
        "delete_file" => Change::DeleteFile { path: text("path")? },
        "rename_file" => Change::RenameFile { path: text("path")?, to: text("to")? },
        "to_symlink" => Change::ToLink { path: text("path")?, target: text("link")? },
        "edit_dockerfile" => Change::EditDockerfile { old: text("old")?, new: text("new")? },
        "edit_dockerignore" => {
            Change::EditDockerignore { text: fields.get("content").and_then(Value::as_str).map(str::to_string) }
        }
        "build_arg" => {
            let value = fields.get("value").filter(|value| !value.is_null());
            let value = value.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_string));
            Change::BuildArgument { name: text("arg")?, value }
        }
        "target" => Change::Target(fields.get("target").and_then(Value::as_str).map(str::to_string)),
        "no_cache_filter" => {
            let names = fields.get("stages").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            Change::NoCache { stages: names.iter().filter_map(Value::as_str).map(str::to_string).collect() }
        }
        "secret" => {
            let id = text("id").or_else(|_| text("secret")).or_else(|_| text("name")).unwrap_or_default();
            Change::Secret { id, value: text("value").or_else(|_| text("content")).unwrap_or_default() }
        }
        "base" => {
            let mark = fields.get("salt").filter(|salt| !salt.is_null()).map(Value::to_string);
            Change::BaseMoves { image: text("image")?, mark }
        }
        "seq" | "all" if depth < DEEPEST => {
            let then = fields.get("then").and_then(Value::as_array).ok_or("the change needs a list \"then\"")?;
            let changes = then.iter().map(|change| read_change(change, depth + 1)).collect::<Result<Vec<_>, _>>()?;
            if kind == "seq" { Change::Sequence(changes) } else { Change::All(changes) }
        }
        "seq" | "all" => return Err("changes are nested too deep".into()),
        other => return Err(format!("the change kind {other} is not known")),
    })
}
