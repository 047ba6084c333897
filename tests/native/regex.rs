//! The stand-in for the `regex` crate (`patches/regex`): the two patterns that the parser crate uses.

use regex::Regex;

#[test]
fn finds_hex_digits() {
    let hex = Regex::new("[0-9a-fA-F]+").unwrap();
    for (text, expected) in [("zz9", true), ("F", true), ("", false), ("xyz-é", false)] {
        assert_eq!(hex.is_match(text), expected, "{text}");
    }
}

#[test]
fn finds_variables() {
    let variable = Regex::new(r"\$(?:([A-Za-z0-9_]+)|\{([A-Za-z0-9_]+)\})").unwrap();
    let text = "é$a_1-${B}$$c${d ${}${e:-f}$";
    let found: Vec<(&str, Option<&str>, Option<&str>)> = variable
        .captures_iter(text)
        .map(|captures| {
            let group = |number| captures.get(number).map(|found| found.as_str());
            assert_eq!(&text[captures.get(0).unwrap().range()], group(0).unwrap());
            (group(0).unwrap(), group(1), group(2))
        })
        .collect();
    assert_eq!(found, [("$a_1", Some("a_1"), None), ("${B}", None, Some("B")), ("$c", Some("c"), None)]);
}

#[test]
fn refuses_other_patterns() {
    assert!(Regex::new("a").is_err());
}
