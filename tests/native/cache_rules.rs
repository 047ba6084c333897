//! The rules of BuildKit's cache, one small Dockerfile each: what a change makes of the second build.

use drydock::cache::scenario;
use serde_json::{Value, json};

/// The steps that are built, as `line+` reused, `line-` run again, `line~` not built; `/+` and `/-` for merging.
fn outcome(dockerfile: &str, change: Value) -> String {
    outcome_of(json!({ "dockerfile": dockerfile, "context_files": files(), "change": change }))
}

fn outcome_of(row: Value) -> String {
    let answer = scenario(&row.to_string()).expect("the row can be read");
    let steps = answer["steps"].as_array().expect("there are steps");
    let marks = steps.iter().filter_map(|step| {
        let mark = match &step["cached"] {
            Value::Bool(true) => "+",
            Value::Bool(false) => "-",
            word if word == "not_built" => "~",
            _ => return None,
        };
        let merged = match step.get("merge_cached") {
            Some(Value::Bool(true)) => "/+",
            Some(_) => "/-",
            None => "",
        };
        Some(format!("{}{mark}{merged}", step["line"]))
    });
    marks.collect::<Vec<_>>().join(" ")
}

fn files() -> Value {
    json!({
        "package.json": "{}\n",
        "src/a.js": "// first\nlet a;\n",
        "src/b.js": "let b;\n",
        "docs/read.md": "read\n",
        "build.sh": "cat src/*.js > /out\n",
        "vendor.tar": { "tar": { "x.txt": "x\n" } },
        "run.sh": { "text": "exec app\n", "mode": "0755" },
    })
}

fn edit(path: &str) -> Value {
    json!({ "kind": "edit_file", "path": path, "content": "other\n" })
}

fn replace(old: &str, new: &str) -> Value {
    json!({ "kind": "edit_dockerfile", "old": old, "new": new })
}

/// Checks several changes of one Dockerfile.
fn check(dockerfile: &str, cases: &[(Value, &str)]) {
    for (change, expected) in cases {
        assert_eq!(outcome(dockerfile, change.clone()), *expected, "{change} of\n{dockerfile}");
    }
}

#[test]
fn a_miss_makes_all_later_steps_of_the_stage_miss() {
    let dockerfile = "FROM a\nCOPY package.json /\nRUN cat package.json > /deps\nCOPY src /src\nRUN true\n";
    check(
        dockerfile,
        &[
            (json!({ "kind": "none" }), "2+ 3+ 4+ 5+"),
            (edit("src/a.js"), "2+ 3+ 4- 5-"),
            (edit("package.json"), "2- 3- 4- 5-"),
            (edit("docs/read.md"), "2+ 3+ 4+ 5+"),
            (replace("RUN true", "RUN  true"), "2+ 3+ 4+ 5+"),
            (replace("RUN true", "RUN true # x"), "2+ 3+ 4+ 5-"),
            (json!({ "kind": "no_cache_filter", "stages": [] }), "2- 3- 4- 5-"),
        ],
    );
}

#[test]
fn modes_names_and_links_count_but_not_times_and_owners() {
    let dockerfile = "FROM a\nCOPY . /app\n";
    let path = "src/a.js";
    check(
        dockerfile,
        &[
            (json!({ "kind": "touch", "path": path }), "2+"),
            (json!({ "kind": "chown", "path": path, "uid": 1, "gid": 1 }), "2+"),
            (json!({ "kind": "chmod", "path": path, "mode": "0700" }), "2-"),
            (json!({ "kind": "chmod", "path": path, "mode": "0644" }), "2+"),
            (json!({ "kind": "chmod", "path": "src", "mode": "0700" }), "2-"),
            (json!({ "kind": "delete_file", "path": path }), "2-"),
            (json!({ "kind": "rename_file", "path": path, "to": "src/c.js" }), "2-"),
            (json!({ "kind": "rename_file", "path": "docs", "to": "doc" }), "2-"),
            (json!({ "kind": "to_symlink", "path": path, "link": "b.js" }), "2-"),
            (json!({ "kind": "add_file", "path": "empty", "content": { "dir": true } }), "2-"),
            (json!({ "kind": "edit_file", "path": path, "content": "// first\nlet a;\n" }), "2+"),
        ],
    );
}

#[test]
fn the_folder_of_a_file_that_is_gone_stays() {
    let gone = json!({ "kind": "delete_file", "path": "docs/read.md" });
    let moved = json!({ "kind": "rename_file", "path": "docs/read.md", "to": "read.md" });
    check("FROM a\nCOPY docs /docs\n", &[(gone, "2-"), (moved, "2-")]);
}

#[test]
fn defaults_spelled_out_are_the_same_step() {
    let dockerfile = "FROM a\nSHELL [\"/bin/sh\", \"-c\"]\nWORKDIR /w\nRUN true\n";
    check(
        dockerfile,
        &[
            (replace("RUN true", "RUN --network=default true"), "3+ 4+"),
            (replace("RUN true", "RUN --network=none true"), "3+ 4-"),
            (replace("SHELL [\"/bin/sh\", \"-c\"]\n", ""), "2+ 3+"),
            (replace("WORKDIR /w", "WORKDIR w/"), "3+ 4+"),
        ],
    );
}

#[test]
fn sources_count_by_their_last_name_and_patterns_by_what_they_match() {
    let dockerfile = "FROM a\nCOPY src/*.js /js/\nCOPY src/a.js /a/\nCOPY src /all/\n";
    let moved = json!({ "kind": "all", "then": [
        { "kind": "rename_file", "path": "src/a.js", "to": "lib/a.js" },
        { "kind": "edit_dockerfile", "old": "src/a.js", "new": "lib/a.js" },
        { "kind": "edit_dockerfile", "old": "COPY src/*.js /js/\n", "new": "" },
        { "kind": "edit_dockerfile", "old": "COPY src /all/\n", "new": "" },
    ] });
    check(
        dockerfile,
        &[
            (json!({ "kind": "add_file", "path": "src/c.txt", "content": "c" }), "2+ 3+ 4-"),
            (json!({ "kind": "add_file", "path": "src/c.js", "content": "c" }), "2- 3- 4-"),
            (json!({ "kind": "rename_file", "path": "src/b.js", "to": "src/c.js" }), "2- 3- 4-"),
            (json!({ "kind": "chmod", "path": "src", "mode": "0700" }), "2+ 3+ 4+"),
            (replace("COPY src /all/", "COPY ./src/. /all/"), "2+ 3+ 4+"),
            (replace("COPY src /all/", "COPY src /all"), "2+ 3+ 4-"),
            (moved, "2-"),
        ],
    );
    let one = "FROM a\nCOPY src/a.js /a/\n";
    let moved = json!({ "kind": "all", "then": [
        { "kind": "rename_file", "path": "src/a.js", "to": "lib/a.js" },
        { "kind": "edit_dockerfile", "old": "src/a.js", "new": "lib/a.js" },
    ] });
    check(one, &[(moved, "2+")]);
}

#[test]
fn options_of_copy_count() {
    let dockerfile = "FROM a\nCOPY --chmod=644 --chown=1:1 package.json /x/\nCOPY --exclude=*.md . /all/\n";
    check(
        dockerfile,
        &[
            (replace("--chmod=644", "--chmod=0644"), "2+ 3+"),
            (replace("--chmod=644", "--chmod=600"), "2- 3-"),
            (replace("--chown=1:1", "--chown=2:1"), "2- 3-"),
            (edit("src/a.js"), "2+ 3-"),
            (edit("docs/read.md"), "2+ 3-"),
            (replace("--exclude=*.md", "--exclude=**/*.md"), "2+ 3-"),
        ],
    );
    check("FROM a\nCOPY --exclude=**/*.md . /all/\n", &[(edit("docs/read.md"), "2+"), (edit("src/a.js"), "2-")]);
    check("FROM a\nCOPY --parents src/a.js /x/\n", &[(edit("src/a.js"), "2-"), (edit("src/b.js"), "2+")]);
    check(
        "FROM a\nADD vendor.tar /v/\nRUN cat /v/x.txt > /x\n",
        &[(replace("ADD", "ADD --unpack=true"), "2+ 3+"), (replace("ADD", "COPY"), "2- 3-")],
    );
}

#[test]
fn variables_count_for_runs_alone() {
    let dockerfile =
        "FROM a\nENV A=1\nWORKDIR /w\nCOPY src src\nRUN true\nUSER u\nCOPY docs docs\nWORKDIR /v\nRUN true\n";
    check(
        dockerfile,
        &[
            (replace("A=1", "A=2"), "3+ 4+ 5- 7- 8- 9-"),
            (replace("A=1", "A=0 A=1"), "3+ 4+ 5+ 7+ 8+ 9+"),
            (replace("USER u", "USER w"), "3+ 4+ 5+ 7+ 8- 9-"),
            (replace("USER u\n", ""), "3+ 4+ 5+ 6+ 7- 8-"),
            (replace("ENV A=1", "LABEL x=y\nEXPOSE 1\nVOLUME /d\nENV A=1"), "6+ 7+ 8+ 10+ 11+ 12+"),
            (replace("ENV A=1", "SHELL [\"/bin/sh\", \"-ec\"]\nENV A=1"), "4+ 5+ 6- 8- 9- 10-"),
            (replace("WORKDIR /v\n", "WORKDIR /\n"), "3+ 4+ 5+ 7+ 9-"),
        ],
    );
    check("FROM a\nENV A=1\nENV B=1\nRUN true\n", &[(replace("ENV A=1\nENV B=1", "ENV B=1\nENV A=1"), "4-")]);
    check("FROM a\nSHELL [\"/bin/sh\", \"-c\"]\nRUN [\"true\"]\n", &[(replace("-c", "-ec"), "3+")]);
}

#[test]
fn build_arguments_count_from_where_they_are_declared() {
    let dockerfile = "ARG G=1\nFROM a\nRUN true\nARG X\nRUN true\nARG Y=1\nCOPY src src\nRUN true\nARG G\nRUN true\n";
    let pass = |name: &str| json!({ "kind": "build_arg", "arg": name, "value": "2" });
    check(
        dockerfile,
        &[
            (pass("X"), "3+ 5- 7- 8- 10-"),
            (pass("Y"), "3+ 5+ 7+ 8- 10-"),
            (pass("G"), "3+ 5+ 7+ 8+ 10-"),
            (pass("Z"), "3+ 5+ 7+ 8+ 10+"),
            (pass("HTTPS_PROXY"), "3+ 5+ 7+ 8+ 10+"),
            (replace("ARG X\n", ""), "3+ 4+ 6+ 7+ 9+"),
        ],
    );
}

#[test]
fn stages_are_compared_by_what_is_taken_from_them() {
    let dockerfile = "FROM a AS one\nCOPY src /src\nRUN grep -v '^//' /src/a.js > /out && ls /src > /names\n\
        FROM b\nCOPY --from=one /out /out\nCOPY --from=one /names /names\nRUN true\n";
    let comment = json!({ "kind": "edit_file", "path": "src/a.js", "content": "// second\nlet a;\n" });
    check(
        dockerfile,
        &[
            (comment, "2- 3- 5+ 6+ 7+"),
            (edit("src/b.js"), "2- 3- 5+ 6+ 7+"),
            (edit("src/a.js"), "2- 3- 5- 6- 7-"),
            (json!({ "kind": "add_file", "path": "src/c.js", "content": "c" }), "2- 3- 5+ 6- 7-"),
            (json!({ "kind": "no_cache_filter", "stages": ["one"] }), "2- 3- 5+ 6+ 7+"),
            (json!({ "kind": "base", "image": "a", "salt": "2" }), "2- 3- 5+ 6+ 7+"),
        ],
    );
}

#[test]
fn clocks_differ_whenever_they_are_read() {
    let dockerfile =
        "FROM a AS one\nCOPY src/a.js /\nRUN date > /now; cat /a.js > /out\nFROM b\nCOPY --from=one /now /\n";
    check(dockerfile, &[(edit("src/a.js"), "2- 3- 5-"), (edit("src/b.js"), "2+ 3+ 5+")]);
}

#[test]
fn unneeded_stages_are_not_touched() {
    let dockerfile = "FROM a AS base\nWORKDIR /w\nFROM base AS test\nRUN false\nFROM base\nCOPY src src\n";
    check(
        dockerfile,
        &[
            (json!({ "kind": "none" }), "2+ 3~ 4~ 6+"),
            (replace("RUN false", "RUN exit 3"), "2+ 3~ 4~ 6+"),
            (json!({ "kind": "target", "target": "base" }), "2+ 3~ 4~ 5~ 6~"),
        ],
    );
}

#[test]
fn a_build_stops_where_a_command_fails_or_a_file_is_missing() {
    let dockerfile =
        "FROM a AS one\nCOPY src /src\nRUN cat /src/b.js > /out\nFROM a\nCOPY --from=one /out /out\nRUN true\n";
    check(
        dockerfile,
        &[
            (replace("RUN cat", "RUN false && cat"), "2+ 3- 5~ 6~"),
            (json!({ "kind": "delete_file", "path": "src/b.js" }), "2- 3- 5~ 6~"),
            (json!({ "kind": "delete_file", "path": "src" }), "2- 3~ 5~ 6~"),
        ],
    );
}

#[test]
fn no_cache_leaves_folders_and_reaches_the_first_step_after() {
    let dockerfile = "FROM a AS base\nWORKDIR /w\nCOPY package.json .\nFROM base AS next\nCOPY src src\nRUN true\n";
    check(
        dockerfile,
        &[
            (json!({ "kind": "no_cache_filter", "stages": ["base"] }), "2+ 3- 5- 6+"),
            (json!({ "kind": "no_cache_filter", "stages": ["NEXT"] }), "2+ 3+ 5- 6-"),
            (json!({ "kind": "no_cache_filter", "stages": ["other"] }), "2+ 3+ 5+ 6+"),
        ],
    );
}

#[test]
fn linked_copies_have_two_halves() {
    let dockerfile = "FROM a\nRUN echo 1\nCOPY --link src /src\nCOPY --link package.json /p\nRUN true\n";
    check(
        dockerfile,
        &[
            (json!({ "kind": "none" }), "2+ 3+/+ 4+/+ 5+"),
            (edit("src/a.js"), "2+ 3-/- 4+/- 5-"),
            (replace("echo 1", "echo 2"), "2- 3+/- 4+/- 5-"),
            (json!({ "kind": "base", "image": "a", "salt": "2" }), "2- 3+/- 4+/- 5-"),
        ],
    );
}

#[test]
fn mounts_count_by_what_they_show() {
    let dockerfile = "FROM a\nWORKDIR /w\nRUN --mount=type=bind,source=src,target=/s cat /s/a.js > /a\n\
        RUN --mount=type=cache,target=/c --mount=type=secret,id=k true\n";
    check(
        dockerfile,
        &[
            (edit("docs/read.md"), "2+ 3+ 4+"),
            (edit("src/b.js"), "2+ 3- 4-"),
            (json!({ "kind": "secret", "id": "k", "value": "other" }), "2+ 3+ 4+"),
            (replace("id=k", "id=l"), "2+ 3+ 4-"),
            (replace("target=/c", "target=/c,sharing=locked"), "2+ 3+ 4-"),
            (replace("target=/c", "target=/d"), "2+ 3+ 4-"),
            (replace("target=/s cat", "target=/s,rw cat"), "2+ 3- 4-"),
        ],
    );
    let named = "FROM a\nRUN --mount=type=cache,target=/c,id=x,sharing=locked true\n";
    check(
        named,
        &[(replace("id=x", "id=y"), "2+"), (replace("locked", "private"), "2+"), (replace("id=x", "id=/c"), "2+")],
    );
}

#[test]
fn heredocs_count_with_their_comments() {
    let dockerfile = "FROM a\nRUN <<EOF\n# one\necho 1 > /one\nEOF\nCOPY <<A <<B /etc/\na\nA\nb\nB\nRUN true\n";
    check(
        dockerfile,
        &[
            (replace("# one", "# two"), "2- 6- 11-"),
            (replace("a\nA", "c\nA"), "2+ 6- 11-"),
            (replace("<<EOF\n# one\necho 1 > /one\nEOF", "<<X\n# one\necho 1 > /one\nX"), "2+ 6+ 11+"),
            (replace("FROM a\n", "FROM a\n# outside\n"), "3+ 7+ 12+"),
        ],
    );
}

#[test]
fn ignored_files_do_not_count_but_their_folders_do() {
    let row = |change: Value| json!({ "dockerfile": "FROM a\nCOPY . .\n", "context_files": files(), "dockerignore": "docs\n**/*.log\n", "change": change });
    for (change, expected) in [
        (edit("docs/read.md"), "2+"),
        (edit("src/x.log"), "2+"),
        (edit("new/x.log"), "2-"),
        (json!({ "kind": "edit_dockerignore", "content": "docs\n**/*.log\n# x\n" }), "2-"),
        (json!({ "kind": "edit_dockerignore", "content": "docs\n**/*.log\n.dockerignore\n" }), "2-"),
    ] {
        assert_eq!(outcome_of(row(change.clone())), expected, "{change}");
    }
}

#[test]
fn old_states_stay_in_the_cache() {
    let undo = json!({ "kind": "edit_file", "path": "package.json", "content": "{}\n" });
    let sequence = json!({ "kind": "seq", "then": [edit("package.json"), undo] });
    check("FROM a\nCOPY package.json /\nRUN true\n", &[(sequence, "2+ 3+")]);
}

#[test]
fn scripts_are_followed_and_the_unknown_depends_on_everything() {
    let take =
        |run: &str| format!("FROM a AS one\nWORKDIR /w\nCOPY . .\nRUN {run}\nFROM b\nCOPY --from=one /out /out\n");
    for (run, source, docs) in [
        ("sh build.sh", "2+ 3- 4- 6-", "2+ 3- 4- 6+"),
        ("for f in src/*.js; do cat $f; done > /out", "2+ 3- 4- 6-", "2+ 3- 4- 6+"),
        ("find src -name '*.js' -exec cat {} + > /out", "2+ 3- 4- 6-", "2+ 3- 4- 6+"),
        ("find src -type f | sort | xargs cat > /out", "2+ 3- 4- 6-", "2+ 3- 4- 6+"),
        ("echo $(cat src/a.js) > /out", "2+ 3- 4- 6-", "2+ 3- 4- 6+"),
        ("x=$(cat src/a.js); echo $x > /out", "2+ 3- 4- 6-", "2+ 3- 4- 6+"),
        ("(cd src && cat a.js) | sha256sum > /out", "2+ 3- 4- 6-", "2+ 3- 4- 6+"),
        ("{ cat src/a.js; cat src/b.js; } > /out", "2+ 3- 4- 6-", "2+ 3- 4- 6+"),
        ("mkdir -p /out && cp -r src/. /out/ && rm /out/b.js", "2+ 3- 4- 6-", "2+ 3- 4- 6+"),
        ("tar cf /out src", "2+ 3- 4- 6-", "2+ 3- 4- 6+"),
        ("if [ -f src/a.js ]; then cp src/a.js /out; else touch /out; fi", "2+ 3- 4- 6-", "2+ 3- 4- 6+"),
        ("ls src > /out", "2+ 3- 4- 6+", "2+ 3- 4- 6+"),
        ("wc -l < src/b.js > /out", "2+ 3- 4- 6+", "2+ 3- 4- 6+"),
        ("head -n 1 src/b.js > /out", "2+ 3- 4- 6+", "2+ 3- 4- 6+"),
        ("compile --output /out", "2+ 3- 4- 6-", "2+ 3- 4- 6-"),
    ] {
        assert_eq!(outcome(&take(run), edit("src/a.js")), source, "{run}");
        assert_eq!(outcome(&take(run), edit("docs/read.md")), docs, "{run}");
    }
}

#[test]
fn a_scenario_without_contents_is_enough() {
    let row = |change: Value| {
        json!({
            "dockerfile": "FROM node AS deps\nWORKDIR /app\nCOPY package.json .\nRUN npm ci\nCOPY . .\nRUN npm run build\n\
                FROM nginx\nCOPY --from=deps /app/dist /usr/share/nginx/html\n",
            "context": { "package.json": 900, "src/": 5_000_000, "Dockerfile": 100 },
            "change": change,
        })
    };
    for (change, expected) in [
        (json!({ "kind": "none" }), "2+ 3+ 4+ 5+ 6+ 8+"),
        (json!({ "kind": "edit_file", "path": "src/index.js" }), "2+ 3+ 4+ 5- 6- 8-"),
        (json!({ "kind": "edit_file", "path": "package.json" }), "2+ 3- 4- 5- 6- 8-"),
        (json!({ "kind": "touch", "path": "src/index.js" }), "2+ 3+ 4+ 5+ 6+ 8+"),
        (json!({ "kind": "base", "image": "node" }), "2- 3- 4- 5- 6- 8-"),
        (json!({ "kind": "base", "image": "nginx" }), "2+ 3+ 4+ 5+ 6+ 8-"),
        (replace("npm run build", "npm run bundle"), "2+ 3+ 4+ 5- 6- 8-"),
    ] {
        assert_eq!(outcome_of(row(change.clone())), expected, "{change}");
    }
}

#[test]
fn bad_input_is_told_by_line() {
    for (line, part) in [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ("{}", "dockerfile"),
        (r#"{"dockerfile": 1}"#, "dockerfile"),
        (r#"{"dockerfile": "FROM a", "context_files": []}"#, "context_files"),
        (r#"{"dockerfile": "FROM a", "context_files": {"x": 1}}"#, "the file x"),
        (r#"{"dockerfile": "FROM a", "change": {}}"#, "kind"),
        (r#"{"dockerfile": "FROM a", "change": {"kind": "explode"}}"#, "explode"),
        (
            r#"{"dockerfile": "FROM a", "change": {"kind": "edit_dockerfile", "old": "x", "new": ""}}"#,
            "does not contain",
        ),
        (r#"{"dockerfile": "FROM a", "change": {"kind": "seq", "then": []}}"#, "no build"),
    ] {
        let error = scenario(line).expect_err(line);
        assert!(error.contains(part), "{line}: {error}");
    }
}

#[test]
fn hostile_input_ends() {
    let files = json!({
        "a/".repeat(3000) + "b": "deep\n",
        "loop": { "symlink": "loop" },
        "again.sh": "sh again.sh; sh again.sh; cat again.sh\n".repeat(20),
        "long": "a".repeat(5000),
    });
    let shout = "RUN cat /long /long > /more && mv /more /long\n".repeat(60);
    let nest = "RUN cp -a /w /w/w; cp -r /w /v; cp -a /w /u; cp -a /w /u; chmod -R 700 /w\n".repeat(40);
    let dockerfile = format!(
        "FROM a\nWORKDIR /w\nCOPY . .\nCOPY . /\n{shout}{nest}RUN sh again.sh; cat loop; grep 'a*a*a*b' long > x\n\
         RUN cat /w/*/*/*/*/*/*/* > y; find /w > z; ls -R /w > q\nFROM b\nCOPY --from=0 --exclude=x /w /w\n"
    );
    let row = json!({ "dockerfile": dockerfile, "context_files": files, "change": edit("long") });
    assert!(outcome_of(row).starts_with("2+ 3- 4-"));
    let nested = format!("{{\"dockerfile\":\"FROM a\",\"change\":{}", "{\"kind\":\"all\",\"then\":[".repeat(100));
    assert!(scenario(&nested).is_err());
}
