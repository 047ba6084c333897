//! What the filters print of a text that is known, for the options that are easy.

use super::super::tree::Content;
use super::Invocation;
use super::pattern::Pattern;
use crate::order;

/// The output as text, for the options that are easy.
pub(super) fn text_of(
    invocation: &Invocation,
    script: Option<&str>,
    paths: &[String],
    read: &[Content],
) -> Option<Content> {
    let whole = read.iter().fold(Content::empty(), |all, next| all.followed_by(next));
    let options: Vec<&str> =
        invocation.arguments.iter().map(String::as_str).filter(|word| word.starts_with('-') && *word != "-").collect();
    if invocation.program == "cat" && options.is_empty() {
        return Some(whole);
    }
    if invocation.is_vague() {
        return None;
    }
    let text = whole.text()?;
    let lines = || text.split_inclusive('\n');
    match invocation.program {
        "grep" | "egrep" | "fgrep" if paths.len() <= 1 => {
            let known = options.iter().flat_map(|word| word[1..].chars()).all(|option| "vFEchq".contains(option));
            if !known {
                return None;
            }
            let fixed = invocation.program == "fgrep" || invocation.has('F');
            let extended = invocation.program == "egrep" || invocation.has('E');
            let pattern = if fixed { Pattern::fixed(script?) } else { Pattern::new(script?, extended)? };
            let inverted = invocation.has('v');
            let kept = lines().filter(|line| pattern.is_in(line.trim_end_matches('\n')) != inverted);
            if invocation.has('q') {
                return Some(Content::empty());
            }
            if invocation.has('c') {
                return Some(Content::of_text(format!("{}\n", kept.count())));
            }
            Some(Content::of_text(kept.map(|line| format!("{}\n", line.trim_end_matches('\n'))).collect()))
        }
        "wc" if paths.len() <= 1 => {
            let name = paths.first().map(|_| invocation.operands().last().cloned().unwrap_or_default());
            let count = match options.as_slice() {
                ["-l"] => text.matches('\n').count(),
                ["-c"] => text.len(),
                ["-w"] => text.split_whitespace().count(),
                _ => return None,
            };
            let name = name.map(|name| format!(" {name}")).unwrap_or_default();
            Some(Content::of_text(format!("{count}{name}\n")))
        }
        "sort" if options.is_empty() || options == ["-u"] => {
            let mut sorted: Vec<&str> = text.lines().collect();
            order::sort(&mut sorted);
            if !options.is_empty() {
                sorted.dedup();
            }
            Some(Content::of_text(sorted.iter().flat_map(|line| [*line, "\n"]).collect()))
        }
        "uniq" if options.is_empty() => {
            let mut kept: Vec<&str> = text.lines().collect();
            kept.dedup();
            Some(Content::of_text(kept.iter().flat_map(|line| [*line, "\n"]).collect()))
        }
        "head" | "tail" if paths.len() <= 1 => {
            let all: Vec<&str> = lines().collect();
            let count = line_count(invocation.arguments)?;
            let kept = match invocation.program {
                "head" => &all[..count.min(all.len())],
                _ => &all[all.len() - count.min(all.len())..],
            };
            Some(Content::of_text(kept.concat()))
        }
        "cut" => cut(invocation.arguments, text),
        "sed" if options.is_empty() || options == ["-e"] => sed(script?, text),
        "tr" => translate(script?, invocation, text),
        _ => None,
    }
}

/// `-n 3`, `-n3`, `-3` or nothing.
fn line_count(arguments: &[String]) -> Option<usize> {
    if arguments.iter().any(|word| word.contains('+')) {
        return None;
    }
    let mut options = arguments.iter().map(String::as_str).skip_while(|word| !word.starts_with('-'));
    match options.next() {
        None => Some(10),
        Some("-n") => options.next()?.parse().ok(),
        Some(option) => option.trim_start_matches("-n").trim_start_matches('-').parse().ok(),
    }
}

/// `cut -d= -f1`: one field.
fn cut(arguments: &[String], text: &str) -> Option<Content> {
    let value = |name: &str| {
        let at = arguments.iter().position(|word| word.starts_with(name))?;
        let attached = &arguments[at][name.len()..];
        if attached.is_empty() { arguments.get(at + 1).map(String::as_str) } else { Some(attached) }
    };
    let field: usize = value("-f")?.parse().ok()?;
    let delimiter = value("-d").unwrap_or("\t");
    if arguments.iter().any(|word| word.starts_with('-') && !word.starts_with("-d") && !word.starts_with("-f")) {
        return None;
    }
    let cut = |line: &str| match line.contains(delimiter) {
        true => line.split(delimiter).nth(field.saturating_sub(1)).unwrap_or("").to_string(),
        false => line.to_string(),
    };
    Some(Content::of_text(text.lines().map(|line| cut(line) + "\n").collect()))
}

/// `s/a/b/`, `s/a/b/g` with literal texts, and `/pattern/d`.
pub(super) fn sed(script: &str, text: &str) -> Option<Content> {
    if let Some(pattern) = script.strip_prefix('/').and_then(|rest| rest.strip_suffix("/d")) {
        let pattern = Pattern::new(pattern, false)?;
        let kept = text.split_inclusive('\n').filter(|line| !pattern.is_in(line.trim_end_matches('\n')));
        return Some(Content::of_text(kept.collect()));
    }
    let delimiter = script.strip_prefix('s')?.chars().next()?;
    let parts: Vec<&str> = script[1 + delimiter.len_utf8()..].split(delimiter).collect();
    let [from, to, flags] = parts.as_slice() else { return None };
    let special = |character: char| ".*[]^$\\&;".contains(character);
    if from.is_empty() || from.contains(special) || to.contains(special) {
        return None;
    }
    let replaced = match *flags {
        "g" => text.replace(from, to),
        "" => text.split_inclusive('\n').map(|line| line.replacen(from, to, 1)).collect(),
        _ => return None,
    };
    Some(Content::of_text(replaced))
}

/// tr between letter cases, or deleting one character.
fn translate(first: &str, invocation: &Invocation, text: &str) -> Option<Content> {
    let operands: Vec<&str> = invocation.operands().map(String::as_str).collect();
    match (operands.as_slice(), first) {
        ([_, "A-Z" | "[:upper:]"], "a-z" | "[:lower:]") => Some(Content::of_text(text.to_ascii_uppercase())),
        ([_, "a-z" | "[:lower:]"], "A-Z" | "[:upper:]") => Some(Content::of_text(text.to_ascii_lowercase())),
        ([_], single) if invocation.has('d') && single.chars().count() == 1 => {
            Some(Content::of_text(text.replace(single, "")))
        }
        ([_], "\\n") if invocation.has('d') => Some(Content::of_text(text.replace('\n', ""))),
        _ => None,
    }
}
