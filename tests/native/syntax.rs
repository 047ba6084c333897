//! Reading Dockerfiles: what belongs to an instruction, what it says, and what is wrong.

use drydock::syntax::*;

use crate::vectors;

/// Each instruction as `KEYWORD first-last`, with `fN` and `hN` for flags and heredocs.
fn sequence(text: &str) -> String {
    let told = |instruction: &Instruction| {
        let keyword = instruction.keyword_text.to_uppercase();
        let mut told = format!("{keyword} {}-{}", instruction.start_line, instruction.end_line);
        for (letter, count) in [('f', instruction.flags.len()), ('h', instruction.heredocs.len())] {
            if count > 0 {
                told.push_str(&format!(" {letter}{count}"));
            }
        }
        told
    };
    parse(text).instructions.iter().map(told).collect::<Vec<_>>().join(", ")
}

fn messages(text: &str) -> Vec<String> {
    parse(text).errors.into_iter().map(|error| error.message).collect()
}

/// The one instruction after `FROM a`.
fn only(line: &str) -> Instruction {
    let mut dockerfile = parse(&format!("FROM a\n{line}\n"));
    assert_eq!(dockerfile.errors, [], "{line}");
    assert_eq!(dockerfile.instructions.len(), 2, "{line}");
    dockerfile.instructions.remove(1)
}

/// The one error of an instruction after `FROM a`.
#[track_caller]
fn error(line: &str) -> String {
    let mut found = parse(&format!("FROM a\n{line}\n")).errors;
    assert_eq!(found.len(), 1, "{line}: {found:?}");
    let found = found.remove(0);
    assert!(found.hint.is_some_and(|hint| hint.ends_with('.')), "{line}: {}", found.message);
    found.message
}

fn texts(words: &[Word]) -> Vec<&str> {
    words.iter().map(|word| word.text.as_str()).collect()
}

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

#[test]
fn lines_are_continued() {
    for (text, expected) in [
        ("FROM a\nRUN b\n", "FROM 1-1, RUN 2-2"),
        ("FROM a\r\nRUN b \\\r\n  c\r\n", "FROM 1-1, RUN 2-3"),
        ("\u{feff}FROM a\nRUN b", "FROM 1-1, RUN 2-2"),
        ("FROM a\nRUN b \\ \t\n c", "FROM 1-1, RUN 2-3"),
        // Comments and blank lines neither end nor feed a continuation.
        ("FROM a\nRUN b \\\n  # c\n\n \t\n# d\n e\nRUN f", "FROM 1-1, RUN 2-7, RUN 8-8"),
        ("FROM a\nRUN b \\\n\nRUN c", "FROM 1-1, RUN 2-4"),
        // Two escape characters are none.
        ("FROM a\nRUN b \\\\\nRUN c", "FROM 1-1, RUN 2-2, RUN 3-3"),
        ("\\\n\\\n\nFROM a", "FROM 1-4"),
        ("FR\\\nOM a", "FROM 1-2"),
        // Open at the end.
        ("FROM a\nRUN b \\", "FROM 1-1, RUN 2-2"),
        ("FROM a\nRUN b \\\n# c\n\n", "FROM 1-1, RUN 2-4"),
        ("# escape=`\nFROM a\nRUN c:\\ \\\nRUN d `\n e", "FROM 2-2, RUN 3-3, RUN 4-5"),
        ("FROM a\n\u{a0}\u{85}\nRUN\tb\u{b}\u{c}c\n \u{3000}# d\n", "FROM 1-1, RUN 3-3"),
        ("FROM a\rRUN b\n", "FROM 1-1"),
        ("\\", " 1-1"),
    ] {
        assert_eq!(sequence(text), expected, "{text:?}");
    }
}

#[test]
fn joined_lines_keep_the_blanks_of_all_but_the_first() {
    let run = |text| match only(text).payload {
        Payload::Run(Run { command: CommandLine::Shell(command), .. }) => command,
        other => panic!("{other:?}"),
    };
    assert_eq!(run("  RUN a \\\n    b \\\n# c\n\td"), "a     b \td");
    assert_eq!(run("RUN a\\\nb\\\n\n c # d"), "ab c # d");
    assert_eq!(run("RUN a\\\r\n b\r"), "a b");
    assert_eq!(run("RUN"), "");
    assert!(only("RUN a \\\n\n b").has_empty_continuation);
    assert!(!only("RUN a \\\n# c\n b").has_empty_continuation);
}

#[test]
fn directives_stand_at_the_top() {
    let directives = |text: &str| -> Vec<String> {
        let dockerfile = parse(text);
        let told = |directive: &Directive| format!("{}={}", directive.name, directive.value);
        dockerfile.directives.iter().map(told).chain([dockerfile.escape.character().to_string()]).collect()
    };
    for (text, expected) in [
        (
            "#syntax=docker/dockerfile:1\n# ESCAPE = `\n#check = skip=all;error=true // why \nFROM a",
            &["syntax=docker/dockerfile:1", "escape=`", "check=skip=all;error=true", "`"] as &[&str],
        ),
        ("\n# escape=`\nFROM a", &["\\"]),
        ("# hello\n# escape=`\nFROM a", &["\\"]),
        ("# other=1\n# escape=`\nFROM a", &["\\"]),
        ("FROM a\n# escape=`\n", &["\\"]),
        ("# escape=\\\r\nFROM a\r\n", &["escape=\\", "\\"]),
        ("\u{feff}# escape=`\nFROM a", &["escape=`", "`"]),
        // Indented, it is read with the file, but not found by name.
        ("  # escape=`\nFROM a", &["escape=`", "`"]),
        ("  # check=skip=all\n# escape=`\nFROM a", &["escape=`", "`"]),
        // A shebang hides what is read with the file.
        ("#!/usr/bin/docker\n# check=skip=all\n# escape=`\nFROM a", &["check=skip=all", "\\"]),
    ] {
        assert_eq!(directives(text), expected, "{text:?}");
    }
    assert_eq!(messages("# escape=x\nFROM a"), ["invalid escape token 'x' does not match ` or \\"]);
    assert_eq!(messages("# syntax=a\n# Syntax=b\nFROM a"), ["only one syntax parser directive can be used"]);
    assert_eq!(messages("# check=skip=A;bad=1\nFROM a"), ["invalid check option \"bad\""]);
    assert_eq!(messages("# check=nothing\nFROM a"), ["invalid check option \"nothing\""]);
    assert_eq!(messages("# check=error=maybe\nFROM a"), ["failed to parse check option \"error=maybe\""]);
}

#[test]
fn comments_stay_with_the_instruction_below() {
    let comments = |text| -> Vec<String> {
        let dockerfile = parse(text);
        let last = dockerfile.instructions.last().unwrap();
        last.comments.iter().map(|comment| comment.text.clone()).collect()
    };
    assert_eq!(comments("# syntax=x\n# base stage\nFROM a"), ["base stage"]);
    assert_eq!(comments("# gone\n#\n# one\n\n#two \nFROM a"), ["one", "two"]);
    assert_eq!(comments("# first\nFROM a\nRUN b"), [] as [&str; 0]);
    assert_eq!(comments("FROM a\nRUN b \\\n# inner\n c\nRUN d"), [] as [&str; 0]);
    assert_eq!(comments("  # indented\nFROM a"), ["# indented"]);
}

#[test]
fn flags_lead() {
    let flags = |line: &str| -> Vec<String> {
        let instruction = only(line);
        let value = |flag: &Flag| flag.value.as_ref().map(|value| format!("={value}")).unwrap_or_default();
        let told = instruction.flags.iter().map(|flag| format!("{}{}", flag.name, value(flag)));
        told.chain([format!("| {}", instruction.arguments.text)]).collect()
    };
    assert_eq!(flags("COPY --from=b --link a c"), ["from=b", "link", "| a c"]);
    assert_eq!(flags("COPY a --link b"), ["| a --link b"]);
    assert_eq!(flags("COPY --link -- --from=x b"), ["link", "| --from=x b"]);
    assert_eq!(flags("COPY --chown=\"a b\":c\\ d x y"), ["chown=a b:c d", "| x y"]);
    assert_eq!(flags("COPY --exclude=a --exclude='b c' x y"), ["exclude=a", "exclude=b c", "| x y"]);
    assert_eq!(flags("COPY --li\\\nnk \\\n --from=b x y"), ["link", "from=b", "| x y"]);
    assert_eq!(
        flags("RUN --network=none --mount=type=cache,target=/x a --b"),
        ["network=none", "mount=type=cache,target=/x", "| a --b"]
    );
    // Where nobody looks at them.
    assert_eq!(flags("ARG --x=1 a"), ["x=1", "| a"]);
    assert_eq!(flags("STOPSIGNAL --x 9"), ["x", "| 9"]);
    assert_eq!(flags("HEALTHCHECK --x NONE"), ["x", "| NONE"]);
    assert_eq!(flags("CMD -- --x"), ["| --x"]);
    assert_eq!(flags("CMD -x --y"), ["| -x --y"]);
    // BuildKit reads flags byte by byte.
    assert_eq!(flags("COPY --chown=\u{e9} a b"), ["chown=\u{c3}\u{a9}", "| a b"]);
    let spans = only("COPY --link --chown=\"a b\" x y");
    let written = |flag: &Flag| flag.span.of("FROM a\nCOPY --link --chown=\"a b\" x y\n").to_owned();
    assert_eq!(spans.flags.iter().map(written).collect::<Vec<_>>(), ["--link", "--chown=\"a b\""]);
}

#[test]
fn wrong_flags_are_told() {
    for (line, message) in [
        ("COPY --form=b a c", "unknown flag: --form (did you mean from?)"),
        ("COPY --nothing a c", "unknown flag: --nothing"),
        ("COPY --from=a --from=b a c", "duplicate flag specified: --from"),
        ("COPY --from a c", "missing a value on flag: --from"),
        ("COPY --link= a c", "missing a value on flag: --link"),
        ("COPY --link=yes a c", "expecting boolean value for flag --link, not: yes"),
        ("ADD --parents a c", "unknown flag: --parents"),
        ("WORKDIR --x /a", "unknown flag: --x"),
        ("ENV --x a=b", "unknown flag: --x"),
        ("ONBUILD --x RUN a", "unknown flag: --x"),
        ("RUN --network=x a", "invalid network mode \"x\""),
        ("RUN --security=x a", "security \"x\" is not valid"),
        ("RUN --mount=from=$x,target=/a b", "'from' doesn't support variable expansion, define alias stage instead"),
        ("RUN --mount= b", "failed to parse csv mounts: EOF"),
        ("RUN --device=a,b c", "invalid field 'b' must be a key=value pair"),
        ("RUN --device=name=a,name=b c", "device name already set to a"),
        ("RUN --device=a,require=1 c", "unexpected key 'require' in 'require=1' (did you mean required?)"),
        ("FROM --platform a", "missing a value on flag: --platform"),
    ] {
        assert_eq!(error(line), message, "{line}");
    }
    assert!(matches!(only("COPY --link=TRUE a b").payload, Payload::Copy(Transfer { link: true, .. })));
    assert!(matches!(only("COPY --link=false a b").payload, Payload::Copy(Transfer { link: false, .. })));
}

#[test]
fn arguments_have_a_json_form() {
    let exec = |line: &str| match only(line).payload {
        Payload::Run(Run { command: CommandLine::Exec(words), .. })
        | Payload::Cmd(CommandLine::Exec(words))
        | Payload::Entrypoint(CommandLine::Exec(words))
        | Payload::Healthcheck(Healthcheck::Command(CommandLine::Exec(words)))
        | Payload::Shell(words) => Some(words.join("|")),
        _ => None,
    };
    for (line, words) in [
        ("RUN [\"a\", \"b c\"]", Some("a|b c")),
        ("CMD [ \"a\" , \\\n \"b\" ]", Some("a|b")),
        ("CMD []", Some("")),
        ("ENTRYPOINT []", Some("")),
        ("CMD [\"\\u0041\\t\\/\\\"\"]", Some("A\t/\"")),
        ("CMD [\"\\ud83d\\ude00 \\ud83d \\udc00\"]", Some("\u{1f600} \u{fffd} \u{fffd}")),
        ("SHELL [\"sh\", \"-c\"]", Some("sh|-c")),
        ("HEALTHCHECK --interval=1s CMD [\"a\"]", Some("a")),
        ("CMD ['a']", None),
        ("RUN [\"a\"] b", None),
        ("CMD [\"a\",]", None),
        ("CMD [\"a\" \"b\"]", None),
        ("CMD [\"a\"", None),
        ("CMD [\"\\x\"]", None),
        ("CMD [\"a\tb\"]", None),
        ("CMD [01]", None),
        ("CMD [1e999]", None),
        ("CMD {\"a\": 1}", None),
        ("RUN [ -f x ] && y", None),
    ] {
        assert_eq!(exec(line).as_deref(), words, "{line}");
    }
    for line in [
        "CMD [\"a\", 1]",
        "CMD [null]",
        "RUN [[]]",
        "RUN [{\"a\": [true, -1.5e3]}]",
        "VOLUME [1]",
        "COPY [\"a\", 2]",
        "HEALTHCHECK CMD [1]",
        "HEALTHCHECK NONE [1]",
        "ONBUILD CMD [1]",
    ] {
        assert_eq!(error(line), "when using JSON array syntax, arrays must be comprised of strings only", "{line}");
    }
}

#[test]
fn paths_split_at_blanks() {
    let told = |line: &str| match only(line).payload {
        Payload::Copy(transfer) | Payload::Add(transfer) => {
            format!("{:?} {}", texts(&transfer.sources), transfer.destination.unwrap().text)
        }
        Payload::Volume(words) | Payload::Expose(words) => format!("{:?}", texts(&words)),
        Payload::Workdir(word) | Payload::User(word) | Payload::Stopsignal(word) | Payload::Maintainer(word) => {
            word.text
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(told("COPY a b\t\u{b}c  d"), r#"["a", "b", "c"] d"#);
    assert_eq!(told("COPY \"a b\" c"), r#"["\"a", "b\""] c"#);
    assert_eq!(told("COPY [\"a b\", \"c\"]"), r#"["a b"] c"#);
    assert_eq!(told("ADD --checksum=x [\"a\", \"b\", \"c d\"]"), r#"["a", "b"] c d"#);
    assert_eq!(told("COPY a C:\\\\"), r#"["a"] C:\\"#);
    assert_eq!(told("COPY a\u{a0}b c"), "[\"a\\u{a0}b\"] c");
    assert_eq!(told("VOLUME /a /b"), r#"["/a", "/b"]"#);
    assert_eq!(told("VOLUME [\" /a b \"]"), r#"["/a b"]"#);
    assert_eq!(told("EXPOSE 80 $P/udp"), r#"["80", "$P/udp"]"#);
    assert_eq!(told("WORKDIR /a b  c"), "/a b  c");
    assert_eq!(told("USER a b"), "a b");
    assert_eq!(told("MAINTAINER A B <c@d>"), "A B <c@d>");
    assert_eq!(told("workdir \"/x y\""), "\"/x y\"");
}

#[test]
fn pairs_are_split_outside_quotes() {
    let pairs = |line: &str| match only(line).payload {
        Payload::Env(pairs) | Payload::Label(pairs) => {
            let told = pairs.pairs.iter().map(|pair| format!("{}={}", pair.name.text, pair.value.text));
            told.chain(pairs.legacy.then(|| "legacy".to_owned())).collect::<Vec<_>>().join("|")
        }
        Payload::Arg(arguments) => {
            let told = |argument: &Argument| match &argument.default {
                Some(default) => format!("{}={}", argument.name.text, default.text),
                None => argument.name.text.clone(),
            };
            arguments.iter().map(told).collect::<Vec<_>>().join("|")
        }
        other => panic!("{other:?}"),
    };
    for (line, expected) in [
        ("ENV a=1 b=\"x y\" c='p q' d=e\\ f", "a=1|b=\"x y\"|c='p q'|d=e\\ f"),
        ("ENV a= b=", "a=|b="),
        ("ENV a.b-c=1", "a.b-c=1"),
        ("ENV a=x\"y z\" b=1", "a=x\"y z\"|b=1"),
        ("ENV a=\"x\\\"y\" b='x\\' c=1", "a=\"x\\\"y\"|b='x\\'|c=1"),
        ("ENV a=b=c", "a=b=c"),
        ("ENV a=\"unclosed b=c", "a=\"unclosed b=c"),
        ("ENV a b  c=d", "a=b  c=d|legacy"),
        ("ENV a = b", "a== b|legacy"),
        ("ENV \"a b\" c=d", "\"a=b\" c=d|legacy"),
        ("ENV a\\=b=c", "a\\=b=c"),
        ("ENV a=b\\", "a=b"),
        ("ENV a=C:\\\\", "a=C:\\\\"),
        ("ENV a=1 \\\n  # c\n  b=2", "a=1|b=2"),
        ("ENV a=1\u{a0}b=2", "a=1|b=2"),
        ("LABEL a b c", "a=b c|legacy"),
        ("LABEL \"a b\"=c 'd'=\"e\\\nf\"", "\"a b\"=c|'d'=\"ef\""),
        ("LABEL a.b=${c:-d e}", "never"),
        ("ARG a", "a"),
        ("ARG _a=1", "_a=1"),
        ("ARG a=1 b c=\"d e\"", "a=1|b|c=\"d e\""),
        ("ARG a=", "a="),
        ("ARG a=${b:+\"c d\"}", "a=${b:+\"c d\"}"),
    ] {
        if expected == "never" {
            assert_eq!(error(line), "Syntax error - can't find = in \"e}\". Must be of the form: name=value");
        } else {
            assert_eq!(pairs(line), expected, "{line}");
        }
    }
}

#[test]
fn wrong_arguments_are_told() {
    let destination = |name| {
        format!(
            "{name} requires at least two arguments, but only one was provided. Destination could not be determined"
        )
    };
    for (line, message) in [
        ("COPY a", destination("COPY").as_str()),
        ("ADD [\"a\"]", &destination("ADD")),
        ("COPY", &destination("COPY")),
        ("FROM", "FROM requires either one or three arguments"),
        ("FROM a b", "FROM requires either one or three arguments"),
        ("FROM a as", "FROM requires either one or three arguments"),
        ("FROM a # b", "FROM requires either one or three arguments"),
        ("FROM a is b", "FROM requires either one or three arguments"),
        ("FROM a AS 1b", "invalid name for build stage: \"1b\", name can't start with a number or contain symbols"),
        ("FROM a AS b/c", "invalid name for build stage: \"b/c\", name can't start with a number or contain symbols"),
        ("EXPOSE", "EXPOSE requires at least one argument"),
        ("VOLUME", "VOLUME requires at least one argument"),
        ("VOLUME []", "VOLUME requires at least one argument"),
        ("VOLUME [\" \"]", "VOLUME specified can not be an empty string"),
        ("ARG", "ARG requires at least one argument"),
        ("ARG =a", "ARG names can not be blank"),
        ("ENV", "ENV requires at least one argument"),
        ("ENV a", "ENV must have two arguments"),
        ("ENV =a", "ENV names can not be blank"),
        ("ENV a=b c", "Syntax error - can't find = in \"c\". Must be of the form: name=value"),
        ("LABEL", "LABEL requires at least one argument"),
        ("LABEL a", "LABEL must have two arguments"),
        ("USER", "USER requires exactly one argument"),
        ("WORKDIR", "WORKDIR requires exactly one argument"),
        ("STOPSIGNAL", "STOPSIGNAL requires exactly one argument"),
        ("MAINTAINER", "MAINTAINER requires exactly one argument"),
        ("SHELL", "SHELL requires at least one argument"),
        ("SHELL []", "SHELL requires at least one argument"),
        ("SHELL sh -c", "SHELL requires the arguments to be in JSON form"),
        ("ONBUILD", "ONBUILD requires at least one argument"),
        ("ONBUILD onbuild RUN a", "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed"),
        ("ONBUILD from a", "FROM isn't allowed as an ONBUILD trigger"),
        ("ONBUILD MAINTAINER a", "MAINTAINER isn't allowed as an ONBUILD trigger"),
        ("ONBUILD ENV a", "ENV must have two arguments"),
        ("RUM a", "unknown instruction: RUM (did you mean RUN?)"),
        ("coppy a b", "unknown instruction: coppy (did you mean copy?)"),
        ("NOTHING a b", "unknown instruction: NOTHING"),
        ("RUN\u{a0}a b", "unknown instruction: RUN\u{a0}a (did you mean run?)"),
    ] {
        assert_eq!(error(line), message, "{line}");
    }
    // BuildKit looks at a trigger's arguments only where a stage runs it.
    let Payload::Onbuild(trigger) = only("ONBUILD COPY a").payload else { panic!() };
    assert_eq!(trigger.payload, Payload::Invalid);
    assert_eq!(trigger.trigger_errors[0].message, destination("COPY"));
    assert!(matches!(only("ONBUILD NOTHING a").payload, Payload::Onbuild(_)));
    for line in ["RUN", "CMD", "ENTRYPOINT", "FROM a As B.c-d_e", "LABEL a=", "HEALTHCHECK none"] {
        only(line);
    }
}

#[test]
fn healthchecks() {
    for line in [
        "HEALTHCHECK --interval=1m30s --timeout=1.5h --start-period=0 --start-interval=100ms --retries=3 CMD a b",
        "HEALTHCHECK --retries=0 --interval=0s --timeout= CMD a",
        "HEALTHCHECK --interval=2\u{b5}s --interval= NONE",
    ] {
        only(line);
    }
    for (line, message) in [
        ("HEALTHCHECK", "HEALTHCHECK requires at least one argument"),
        ("HEALTHCHECK NONE a", "HEALTHCHECK NONE takes no arguments"),
        ("HEALTHCHECK CMD", "Missing command after HEALTHCHECK CMD"),
        ("HEALTHCHECK CMD []", "Missing command after HEALTHCHECK CMD"),
        ("HEALTHCHECK curl x", "Unknown type \"CURL\" in HEALTHCHECK (try CMD)"),
        ("HEALTHCHECK --interval=5 CMD a", "time: missing unit in duration \"5\""),
        ("HEALTHCHECK --interval=5x CMD a", "time: unknown unit \"x\" in duration \"5x\""),
        ("HEALTHCHECK --interval=s CMD a", "time: invalid duration \"s\""),
        ("HEALTHCHECK --interval=1..2s CMD a", "time: missing unit in duration \"1..2s\""),
        ("HEALTHCHECK --timeout=10us CMD a", "Interval \"timeout\" cannot be less than 1ms"),
        ("HEALTHCHECK --timeout=-1s CMD a", "Interval \"timeout\" cannot be less than 1ms"),
        ("HEALTHCHECK --retries=x CMD a", "strconv.ParseInt: parsing \"x\": invalid syntax"),
        ("HEALTHCHECK --retries=-1 CMD a", "--retries cannot be negative (-1)"),
        ("HEALTHCHECK --retries=9999999999 CMD a", "strconv.ParseInt: parsing \"9999999999\": value out of range"),
    ] {
        assert_eq!(error(line), message, "{line}");
    }
}

#[test]
fn heredocs_follow() {
    for (text, expected) in [
        ("RUN <<EOF\na\n# b\n\nEOF\nRUN c", "RUN 1-5 h1, RUN 6-6"),
        ("RUN <<EOF\r\na\r\nEOF\r\nRUN c", "RUN 1-3 h1, RUN 4-4"),
        ("RUN --network=none cat <<A 3<<-'B' > x\na\nA\n\tB\nRUN c", "RUN 1-4 f1 h2, RUN 5-5"),
        ("COPY << EOF /x\na\nEOF\nRUN c", "COPY 1-3 h1, RUN 4-4"),
        ("ADD <<\"a b\" <<c /x\na\na b\nc\nRUN c", "ADD 1-4 h2, RUN 5-5"),
        ("ONBUILD RUN <<EOF\na\nEOF\nRUN c", "ONBUILD 1-3 h1, RUN 4-4"),
        ("RUN a \\\n# c\n <<EOF \\\n > x\nb\nEOF\nRUN c", "RUN 1-6 h1, RUN 7-7"),
        // None of these is one.
        ("RUN echo '<<A' \"<<B\" \\<<C\nRUN c", "RUN 1-1, RUN 2-2"),
        ("RUN cat <<<A\nRUN c", "RUN 1-1, RUN 2-2"),
        ("RUN [\"<<EOF\"]\nRUN c", "RUN 1-1, RUN 2-2"),
        ("ENV a=<<EOF\nRUN c", "ENV 1-1, RUN 2-2"),
        ("CMD cat <<EOF\nRUN c", "CMD 1-1, RUN 2-2"),
        ("RUN a<<EOF\nRUN c", "RUN 1-1, RUN 2-2"),
        ("RUN echo $((1<<2))\nRUN c", "RUN 1-1, RUN 2-2"),
        ("RUN echo \"$((1 << 2))\"\nRUN c", "RUN 1-1, RUN 2-2"),
        ("RUN cat <<EOF ${x^^}\nRUN c", "RUN 1-1, RUN 2-2"),
        ("RUN it's <<EOF\nRUN c", "RUN 1-1, RUN 2-2"),
    ] {
        assert_eq!(sequence(text), expected, "{text:?}");
    }
    let heredocs = |line: &str| only(line).heredocs;
    let [heredoc] = &heredocs("COPY <<-EOF /x\n\t\ta\n\tb\tc\n  EOF\n\tEOF")[..] else { panic!() };
    assert_eq!((heredoc.name.as_str(), heredoc.expands, heredoc.strips_tabs), ("EOF", true, true));
    assert_eq!(heredoc.content, "a\nb\tc\n  EOF\n");
    let quoted = |line| heredocs(line).into_iter().map(|heredoc| (heredoc.name, heredoc.expands)).collect::<Vec<_>>();
    assert_eq!(quoted("RUN <<'E'O\\'F\nEO'F"), [("EO'F".into(), false)]);
    assert_eq!(quoted("RUN <<E\\'F\nE'F"), [("E'F".into(), true)]);
    assert_eq!(quoted("RUN <<$EOF\n$EOF"), [("$EOF".into(), true)]);
    let Payload::Copy(transfer) = only("COPY a <<X b <<Y /c\n1\nX\n2\nY").payload else { panic!() };
    assert_eq!((texts(&transfer.sources), transfer.inline), (vec!["a", "b"], vec![0, 1]));
    assert_eq!(error("COPY a <<EOF\nEOF"), "COPY cannot accept a heredoc as a destination");
}

#[test]
fn unterminated_heredocs_do_not_hide_what_follows() {
    let trap = parse("FROM a\nRUN echo $((1 << 2))\nRUN b\n");
    assert_eq!(trap.instructions.len(), 3);
    assert_eq!(trap.errors[0].message, "unterminated heredoc");
    assert!(trap.errors[0].hint.as_ref().unwrap().contains("$((1 << 2))"));
    let open = "FROM a\nRUN <<EOF\napt-get update\n EOF\nCOPY a b\nRUN c\n";
    assert_eq!(sequence(open), "FROM 1-1, RUN 2-4, COPY 5-5, RUN 6-6");
    assert_eq!(messages(open), ["unterminated heredoc"]);
    assert!(parse(open).errors[0].hint.as_ref().unwrap().contains("only `EOF`"));
}

#[test]
fn mounts_are_read_and_resolved() {
    let mount = |value: &str| match only(&format!("RUN --mount={value} a")).payload {
        Payload::Run(run) => run.mounts.into_iter().next().unwrap(),
        other => panic!("{other:?}"),
    };
    let cache = mount("type=cache,target=/x,id=y,sharing=LOCKED");
    assert_eq!((cache.kind, cache.read_only), (MountKind::Cache, false));
    assert_eq!(
        (cache.target.as_deref(), cache.id.as_deref(), cache.sharing.as_deref()),
        (Some("/x"), Some("y"), Some("locked"))
    );
    let bind = mount("from=b,src=/s,dst=/d");
    assert_eq!((bind.kind, bind.read_only, bind.from.as_deref()), (MountKind::Bind, true, Some("b")));
    assert!(!mount("target=/d,rw").read_only);
    assert!(mount("type=secret,id=s,required").required);
    let variable = mount("type=$T,target=/$N");
    let mut expand = |value: &str| Ok(value.replace("$T", "tmpfs").replace("$N", "n"));
    let resolved = variable.resolve(&mut expand).unwrap();
    assert_eq!((resolved.kind, resolved.target.as_deref()), (MountKind::Tmpfs, Some("/n")));
    let wrong = |value: &str| mount(value).resolve(&mut |value| Ok(value.to_owned())).unwrap_err();
    for (value, message) in [
        ("type=foo,target=/x", "unsupported mount type \"foo\""),
        ("type=cach,target=/x", "unsupported mount type \"cach\" (did you mean cache?)"),
        ("typ=cache,target=/x", "unexpected key 'typ' in 'typ=cache' (did you mean type?)"),
        ("type=cache,x", "invalid field 'x' must be a key=value pair"),
        ("target=/x,required", "unexpected key 'required' for mount type 'bind'"),
        ("target=/x,size=1", "unexpected key 'size' for mount type 'bind'"),
        ("type=tmpfs,target=/x,size=many", "invalid value for size: many"),
        ("target=/x,ro=maybe", "invalid value for ro: maybe"),
        ("type=cache,target=/x,mode=9", "invalid value 9 for mode"),
        ("target=/x,mode=1", "mode not allowed for \"bind\" type mounts"),
        ("target=/x,sharing=shared", "invalid cache sharing set for bind mount"),
        ("type=cache,target=/x,sharing=lock", "unsupported sharing value \"lock\" (did you mean locked?)"),
        ("type=secret", "invalid secret mount. one of source, target required"),
        ("type=secret,from=x,id=y", "secret mount should not have a from"),
        ("type=secret,src=x,id=y", "both source and id can't be set"),
    ] {
        assert_eq!(wrong(value), message, "{value}");
    }
    assert!(mount("type=tmpfs,target=/x,size=64m").resolve(&mut |value| Ok(value.to_owned())).is_ok());
}

#[test]
fn all_errors_are_told_in_buildkits_order() {
    assert_eq!(
        messages("FROM a\nCOPY x\nENV y\nFOO\nCMD [1]\n"),
        [
            "ENV must have two arguments",
            "when using JSON array syntax, arrays must be comprised of strings only",
            "COPY requires at least two arguments, but only one was provided. Destination could not be determined",
            "unknown instruction: FOO (did you mean FROM?)",
        ]
    );
    assert_eq!(messages(""), ["the Dockerfile cannot be empty"]);
    assert_eq!(messages("\n# a\n"), ["file with no instructions"]);
    assert_eq!(messages("ARG a"), ["dockerfile contains no stages to build"]);
    assert_eq!(messages("RUN a\nRUN b\nFROM c"), ["no build stage in current context"]);
    let long = "dockerfile line greater than max allowed size of 65535";
    assert_eq!(messages(&format!("FROM a\nRUN {}", "x".repeat(65_532))), [long]);
    assert_eq!(messages(&format!("FROM a\nRUN {}\n", "x".repeat(65_531))), [] as [&str; 0]);
}

#[test]
fn a_stray_continuation_is_pointed_out() {
    let text = "FROM a\nCOPY b \\\n\nRUN c\n";
    let dockerfile = parse(text);
    let copy = &dockerfile.instructions[1];
    assert_eq!(copy.swallowed.unwrap().of(text), "RUN c");
    let text = "FROM a\nEXPOSE 80 \\\n# why\nLABEL a b\n";
    assert_eq!(parse(text).instructions[1].swallowed.unwrap().of(text), "LABEL a b");
    let text = "FROM a\nENV a=b \\\nWORKDIR /x\n";
    let [error] = &parse(text).errors[..] else { panic!() };
    assert!(error.hint.as_ref().unwrap().contains("The line before `WORKDIR /x` ends in the escape character"));
    assert_eq!(only("RUN a && \\\n    COPY=1 b").swallowed, None);
    assert_eq!(only("RUN a \\\n  env").swallowed, None);
}

#[test]
fn spans_survive_everything() {
    let text = "\u{feff}# \u{e9}\r\nFROM a\u{e9} \\\r\n# c\r\n\r\n  AS \\\r\n b\r\nCOPY x\\\r\ny z\r\n";
    let dockerfile = parse(text);
    let Payload::From(from) = &dockerfile.instructions[0].payload else { panic!() };
    assert_eq!(from.image.span.of(text), "a\u{e9}");
    assert_eq!(from.as_keyword.as_ref().unwrap().span.of(text), "AS");
    assert_eq!(from.name.as_ref().unwrap().span.of(text), "b");
    let Payload::Copy(copy) = &dockerfile.instructions[1].payload else { panic!() };
    assert_eq!((copy.sources[0].text.as_str(), copy.sources[0].span.of(text)), ("xy", "x\\\r\ny"));
    assert_eq!(dockerfile.instructions[1].span.of(text), "COPY x\\\r\ny z");
    assert_eq!(dockerfile.instructions[1].arguments.text, "xy z");
}

#[test]
fn wrong_triggers_are_errors_where_a_stage_runs_them() {
    let errors = |text: &str| {
        let dockerfile = parse(text);
        assert_eq!(dockerfile.errors, []);
        let graph = drydock::stages::resolve(&dockerfile, &drydock::scenario::Scenario::default());
        graph.errors.into_iter().map(|error| error.message).collect::<Vec<_>>()
    };
    assert_eq!(errors("FROM scratch AS a\nONBUILD COPY b\n"), [] as [&str; 0]);
    assert_eq!(errors("FROM scratch AS a\nONBUILD WORK b\nFROM a\n"), ["unknown instruction: WORK"]);
}
