//! What scripts run, told as one line a command.

use std::fmt::Write;

use drydock::syntax::shell::{Environment, Join, RedirectionKind, commands};

/// An arm64 machine with a few variables.
struct World;

impl Environment for World {
    fn variable(&self, name: &str) -> Option<String> {
        match name {
            "TARGETARCH" => Some("arm64".into()),
            "DEPS" => Some("gcc make".into()),
            "VERSION" => Some("1.2.3".into()),
            _ => None,
        }
    }

    fn output(&self, command: &str) -> Option<String> {
        (command == "dpkg --print-architecture").then(|| "arm64".into())
    }
}

fn told(script: &str) -> String {
    let mut told = String::new();
    for command in commands(script, &World) {
        told.push_str(match command.joined {
            Join::Sequence => "; ",
            Join::And => "&& ",
            Join::Or => "|| ",
            Join::Pipe => "| ",
        });
        if !command.certain {
            told.push_str("? ");
        }
        if command.substituted {
            told.push_str("$ ");
        }
        if !command.directory.is_empty() {
            write!(told, "[{}] ", command.directory).unwrap();
        }
        let assignments = command.assignments.iter().map(|(name, value)| format!("{name}={value}"));
        let words = command.words.iter().map(|word| word.replace(' ', "_"));
        let redirections = command.redirections.iter().map(|redirection| {
            let sign = match redirection.kind {
                RedirectionKind::Read => "<",
                RedirectionKind::Write => ">",
                RedirectionKind::Append => ">>",
                RedirectionKind::Text => "<<",
                RedirectionKind::Duplicate => ">&",
            };
            format!("{}{sign}{:?}", redirection.descriptor, redirection.target)
        });
        told.push_str(&assignments.chain(words).chain(redirections).collect::<Vec<_>>().join(" "));
        told.push('\n');
        assert!(command.span.end <= script.len() && script.is_char_boundary(command.span.start));
    }
    told
}

#[track_caller]
fn check(script: &str, expected: &str) {
    let expected: String = expected.lines().map(|line| format!("{}\n", line.trim())).collect();
    assert_eq!(told(script), expected.trim_start_matches('\n'), "{script}");
}

#[test]
fn lists_and_pipes() {
    check(
        "set -eux; apt-get update && apt-get install -y --no-install-recommends $DEPS 'a b'; rm -rf /x || true",
        "; set -eux
         ; apt-get update
         && apt-get install -y --no-install-recommends gcc make a_b
         ; rm -rf /x
         || ? true",
    );
    check(
        "curl -fsSL https://x/v${VERSION%.*}.tgz | tar -xz -C /opt --strip-components=1 2>&1 >/dev/null",
        "; curl -fsSL https://x/v1.2.tgz
         | tar -xz -C /opt --strip-components=1 2>&\"1\" 1>\"/dev/null\"",
    );
}

#[test]
fn directories_follow_cd_but_not_out_of_subshells() {
    check(
        "cd /src && make && (cd sub && make install) && cd .. && ls; cd x | true; pwd",
        "; cd /src
         && [/src] make
         && [/src] cd sub
         && [/src/sub] make install
         && [/src] cd ..
         && [/src/..] ls
         ; [/src/..] cd x
         | [/src/..] true
         ; [/src/..] pwd",
    );
    check("cd /a; cd b; cd -; x", "; cd /a\n; [/a] cd b\n; [/a/b] cd -\n; [/a] x");
}

#[test]
fn conditions_that_are_known_are_decided() {
    check(
        "if [ \"$TARGETARCH\" = arm64 ]; then curl arm; else curl other; fi; [ -z \"$VERSION\" ] && curl none; echo end",
        "; [ arm64 = arm64 ]
         ; curl arm
         ; [ -z  ]
         ; echo end"
            .replace("-z  ]", "-z 1.2.3 ]")
            .as_str(),
    );
    check(
        "arch=\"$(dpkg --print-architecture)\"; case \"${arch##*-}\" in amd64) u=x86 ;; arm64 | armv8) u=aarch64 ;; \
         *) exit 1 ;; esac; curl $u",
        "; $ dpkg --print-architecture
         ; arch=arm64
         ; u=aarch64
         ; curl aarch64",
    );
    check(
        "if command -v npm; then npm ci; else yarn; fi; test -f x && rm x; case $UNKNOWN in a) one ;; b) two;; esac",
        "; command -v npm
         ; ? npm ci
         ; ? yarn
         ; test -f x
         && ? rm x
         ; ? one
         ; ? two",
    );
}

#[test]
fn loops_over_known_words_are_unrolled() {
    check(
        "for key in A B; do gpg --recv $key || continue; done; for f in *.tgz; do tar xf $f; done; while read x; do y $x; done",
        "; gpg --recv A
         || ? continue
         ; gpg --recv B
         || ? continue
         ; ? tar xf $f
         ; read x
         ; ? y $x",
    );
}

#[test]
fn scripts_in_scripts_are_read_too() {
    check(
        "sudo -u root env A=1 bash -c 'apk add --no-cache $DEPS && echo \"$HOME\"' && exec su - user -c 'npm i'",
        "; apk add --no-cache $DEPS
         && echo $HOME
         && npm i"
            .replace("$DEPS", "gcc make")
            .as_str(),
    );
    check(
        "x=$(curl -s https://a | grep tag) && wget https://b/$x.zip",
        "; $ curl -s https://a
         | $ grep tag
         ; x=$(curl -s https://a | grep tag)
         && wget https://b/$x.zip",
    );
}

#[test]
fn heredocs_are_text() {
    check(
        "# comment\ncat <<EOF > /etc/x.conf\na $VERSION\n# kept\nEOF\ncat >> y <<-'E'\n\t$VERSION\n\tE\nbash <<S\necho hi\nS\n",
        "; cat 0<<\"a 1.2.3\\n# kept\\n\" 1>\"/etc/x.conf\"
         ; cat 1>>\"y\" 0<<\"$VERSION\\n\"
         ; echo hi",
    );
    // The group opens the file once, so that its second command writes behind the first one.
    check("{ echo a; echo b; } > out", "; echo a 1>\"out\"\n; echo b 1>>\"out\"");
}

#[test]
fn what_no_shell_would_take_still_ends() {
    for script in [
        "",
        ";",
        "(",
        ")",
        "((((",
        "if",
        "if then else fi fi",
        "case",
        "case x in",
        "case x in (",
        "for",
        "for x in",
        "f() {",
        "'",
        "\"",
        "`",
        "$(",
        "${",
        "$((",
        "a <<",
        "a <<E",
        "<",
        "> >",
        "|| &&",
        "&",
        "\\",
        "a\\",
        "{ { {",
        "done esac )",
        "$'",
        "\u{a0}",
        "é'é\"é$é`é\\é",
        "if if if if",
        "while while do do",
        "case x in a) b ;; ;; esac",
        "a | | b",
        "function",
        "!",
        "! !",
    ] {
        told(script);
    }
    told(&"(".repeat(100_000));
    told(&"$(".repeat(50_000));
    told(&"if x; then ".repeat(20_000));
    told(&format!("{}x{}", "for i in 1 2 3 4 5 6 7 8 9; do ".repeat(30), "; done".repeat(30)));
    told(&format!("if x; then y; {} fi", "elif $A; then y; ".repeat(20_000)));
    told(&"A=$A$A$A;".repeat(20_000));
    told(&"cd a;".repeat(20_000));
    told(&format!("{}{}", "{ ".repeat(39), "x; } >a ".repeat(39)));
}
