//! Expansion, held against BuildKit's own answers.

use std::collections::HashMap;

use drydock::syntax::{Escape, Expanded, expand, expand_heredoc, expand_words};

use crate::vectors;

#[test]
fn words_expand_as_buildkit_expands_them() {
    let mut count = 0;
    for vector in vectors::of_kind("expand") {
        let word = vector["word"].as_str().unwrap();
        let escape = if vector["escape"] == "`" { Escape::Backtick } else { Escape::Backslash };
        let environment: HashMap<&str, &str> =
            vector["env"].as_array().unwrap().iter().filter_map(|pair| pair.as_str()?.split_once('=')).collect();
        let variables = |name: &str| environment.get(name).map(|value| (*value).to_owned());
        let expanded = expand(word, escape, &variables);
        if vector["error"] == true {
            assert_eq!(expanded, Err(vector["message"].as_str().unwrap().to_owned()), "{word}");
        } else {
            let expanded = expanded.unwrap_or_else(|error| panic!("{word}: {error}"));
            assert_eq!(expanded.text, vector["result"].as_str().unwrap(), "{word}");
            assert_eq!(expanded.unmatched, strings(&vector["unmatched"]), "{word}");
            let words = expand_words(word, escape, &variables).unwrap();
            assert_eq!(words.words, strings(&vector["words"]), "{word}");
        }
        count += 1;
    }
    assert_eq!(count, 66);
}

#[test]
fn patterns_replace_the_leftmost_longest_match() {
    let value = |name: &str| (name == "V").then(|| "banana".to_owned());
    let result = |word: &str| expand(word, Escape::Backslash, &value).map(|expanded| expanded.text);
    assert_eq!(result("${V/a*n/-}").as_deref(), Ok("b-a"));
    assert_eq!(result("${V//an/AN}").as_deref(), Ok("bANANa"));
    assert_eq!(result("${V%a*}").as_deref(), Ok("banan"));
    assert_eq!(result("${V%%a*}").as_deref(), Ok("b"));
    assert_eq!(result("${V#?}").as_deref(), Ok("anana"));
    assert_eq!(result("${V#\\*}").as_deref(), Ok("banana"));
    assert_eq!(result("${V%?\\a}").as_deref().unwrap_err().split(": ").last(), Some("invalid escape '\\a'"));
    assert!(result("${V#\\a}").unwrap_err().contains("invalid escape '\\a'"));
    assert!(result("${V/a}").unwrap_err().contains("missing '/' in ${}"));
}

#[test]
fn heredoc_bodies_keep_their_quotes() {
    let variables = |name: &str| (name == "A").then(|| "1".to_owned());
    let body = "say \"$A\" and '${A}' but \\$A\n";
    let expanded = expand_heredoc(body, &variables).unwrap();
    assert_eq!(expanded, Expanded { text: "say \"1\" and '1' but $A\n".into(), unmatched: vec![] });
}

#[test]
fn hostile_words_end_in_an_error() {
    let unset = |_: &str| None;
    let deep = format!("{}{}", "${a:-".repeat(5000), "}".repeat(5000));
    assert!(expand(&deep, Escape::Backslash, &unset).unwrap_err().contains("nest deeper"));
    let long = |_: &str| Some("x".repeat(100_000));
    assert!(expand(&"$a".repeat(100), Escape::Backslash, &long).unwrap_err().contains("grows beyond"));
    let slow = |_: &str| Some("a".repeat(10_000));
    let pattern = format!("${{a//{}b/}}", "a*".repeat(500));
    assert!(expand(&pattern, Escape::Backslash, &slow).unwrap_err().contains("too long to be matched"));
}

fn strings(values: &serde_json::Value) -> Vec<String> {
    values.as_array().unwrap().iter().map(|value| value.as_str().unwrap().to_owned()).collect()
}
