//! What a multi-stage Dockerfile shall say, and its text. The one writer of all stacks; it knows none of them.

/// A multi-stage Dockerfile to be.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    /// Lines above the first FROM: directives, comments, arguments.
    pub header: Vec<String>,
    /// The last one ships.
    pub stages: Vec<StagePlan>,
    pub notes: Vec<String>,
    /// Lines that `.dockerignore` should have.
    pub ignored: Vec<&'static str>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct StagePlan {
    pub comments: Vec<String>,
    /// What stands after FROM, the name aside.
    pub from: String,
    pub name: &'static str,
    pub lines: Vec<Line>,
}

/// One instruction, with what is said above it.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// Without the `# `.
    pub comments: Vec<String>,
    pub text: String,
}

impl Line {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { comments: Vec::new(), text: text.into() }
    }

    #[must_use]
    pub(super) fn about(mut self, comment: impl Into<String>) -> Self {
        self.comments.push(comment.into());
        self
    }

    fn keyword(&self) -> String {
        self.text.split_whitespace().next().unwrap_or("").to_ascii_uppercase()
    }
}

impl StagePlan {
    pub(super) fn new(comment: &str, from: impl Into<String>, name: &'static str) -> Self {
        Self { comments: vec![comment.to_owned()], from: from.into(), name, lines: Vec::new() }
    }

    pub(super) fn line(&mut self, text: impl Into<String>) -> &mut Self {
        self.lines.push(Line::new(text));
        self
    }
}

impl Plan {
    pub(super) fn note(&mut self, note: impl Into<String>) {
        let note = note.into();
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// The Dockerfile, with the line ends the author uses.
    pub(super) fn write(&self, crlf: bool) -> String {
        let mut text = String::new();
        for line in &self.header {
            text.extend([line.as_str(), "\n"]);
        }
        for stage in &self.stages {
            if !text.is_empty() && !text.ends_with("\n\n") {
                text.push('\n');
            }
            comment(&mut text, &stage.comments);
            text.extend(["FROM ", &stage.from]);
            if !stage.name.is_empty() {
                text.extend([" AS ", stage.name]);
            }
            text.push('\n');
            let mut before: Option<&Line> = None;
            for line in &stage.lines {
                if before.map_or(!line.comments.is_empty(), |before| is_apart(before, line)) {
                    text.push('\n');
                }
                comment(&mut text, &line.comments);
                text.extend([line.text.as_str(), "\n"]);
                before = Some(line);
            }
        }
        if crlf { text.replace('\n', "\r\n") } else { text }
    }
}

fn comment(text: &mut String, lines: &[String]) {
    for line in lines {
        text.push('#');
        if !line.is_empty() {
            text.extend([" ", line]);
        }
        text.push('\n');
    }
}

/// Instructions that belong together stand together: the settings of a stage, copies and the command that reads them, what the
/// image is started with.
fn is_apart(before: &Line, line: &Line) -> bool {
    let group = |line: &Line| match line.keyword().as_str() {
        "ARG" | "ENV" | "WORKDIR" | "SHELL" | "LABEL" | "MAINTAINER" => 0,
        "COPY" | "ADD" => 1,
        "RUN" => 2,
        _ => 3,
    };
    let (one, two) = (group(before), group(line));
    !line.comments.is_empty()
        || (one != two && !(one == 1 && two == 2))
        || (one == 2 && two == 2 && before.text.contains('\n'))
}
