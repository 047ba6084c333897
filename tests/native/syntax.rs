//! Reading Dockerfiles: what belongs to an instruction, what it says, and what is wrong.

use drydock::syntax::parse;

use crate::vectors;

#[test]
fn errors_are_buildkits() {
    let mut count = 0;
    for vector in vectors::of_kind("build") {
        let dockerfile = parse(vector["dockerfile"].as_str().unwrap());
        let id = &vector["id"];
        let expected = vector["error"].as_str();
        match dockerfile.errors.first() {
            // What else is wrong in a vector is found by later stages.
            None => assert!(!expected.is_some_and(|error| error.starts_with("dockerfile parse error")), "{id}"),
            Some(error) => {
                assert!(expected.is_some_and(|expected| expected.ends_with(&error.message)), "{id}: {}", error.message);
                count += 1;
            }
        }
    }
    assert_eq!(count, 13);
}
