//! Instructions that only configure the image: WORKDIR (which also makes a folder), USER, SHELL, CMD, ENTRYPOINT,
//! HEALTHCHECK, VOLUME, EXPOSE and STOPSIGNAL.

use super::{Dispatch, Effect, Outcome, expose, paths};
use crate::stages::{Action, State};
use crate::syntax::{CommandLine, Healthcheck, Instruction, Word, nanoseconds, quoted};
use crate::text::{Diagnostic, Span};

impl Dispatch<'_> {
    /// Makes a layer even where the folder exists, but none for the root.
    pub(super) fn workdir(&mut self, word: &Word) -> Outcome {
        let path = self.word(&word.text, word.span)?;
        let path = paths::workdir(&self.state.workdir, &path, self.is_windows);
        if path.len() > PATH_MAX {
            return Err(Diagnostic::new(word.span, format!("the working directory is longer than {PATH_MAX} bytes")));
        }
        self.state.workdir = path.as_str().into();
        self.state.workdir_set = true;
        let (layer, history) = (path != "/", Some(format!("WORKDIR {path}")));
        Ok(Effect { action: Action::Workdir { path }, layer, history })
    }

    pub(super) fn user(&mut self, word: &Word) -> Outcome {
        let user = self.word(&word.text, word.span)?;
        self.state.user = user.as_str().into();
        let history = Some(format!("USER {user}"));
        Ok(Effect { action: Action::User(user), layer: false, history })
    }

    pub(super) fn shell(&mut self, shell: &[String]) -> Effect {
        self.state.shell = shell.into();
        self.state.shell_set = true;
        let history = Some(format!("SHELL [{}]", shell.join(" ")));
        Effect { action: Action::Shell(shell.to_vec()), layer: false, history }
    }

    pub(super) fn cmd(&mut self, command: &CommandLine) -> Effect {
        let words = in_shell(&self.state, command);
        let effect = Effect::metadata(format!("CMD {}", quoted_list(&words)));
        self.command = Some(words.into());
        self.command_set = true;
        effect
    }

    /// Clears a CMD that comes from below.
    pub(super) fn entrypoint(&mut self, command: &CommandLine) -> Effect {
        let words = in_shell(&self.state, command);
        let effect = Effect::metadata(format!("ENTRYPOINT {}", quoted_list(&words)));
        self.entrypoint = Some(words.into());
        if !self.command_set {
            self.command = None;
        }
        effect
    }

    pub(super) fn volume(&mut self, words: &[Word], span: Span) -> Outcome {
        let volumes: Result<Vec<String>, Diagnostic> =
            words.iter().map(|word| self.word(&word.text, word.span)).collect();
        let volumes = volumes?;
        if volumes.iter().any(String::is_empty) {
            return Err(Diagnostic::new(span, "VOLUME specified can not be an empty string"));
        }
        Ok(Effect::metadata(format!("VOLUME [{}]", volumes.join(" "))))
    }

    pub(super) fn expose(&mut self, instruction: &Instruction) -> Outcome {
        let hint = "Write a port such as 8080, a range such as 8000-8010, or either with /udp.";
        let failed = |message| Diagnostic::new(instruction.span, message).hint(hint);
        let written = expose::expand(instruction, &self.state.variables, self.build.expander).map_err(failed)?;
        let mut ports = Vec::new();
        for port in &written {
            let before = ports.len();
            expose::read(port, &mut ports).map_err(failed)?;
            // A range may be long, and there may be many of them; a port takes its text and a word in the list.
            let length = (ports.len() - before) * std::mem::size_of::<[String; 2]>();
            self.build.expander.spend(length).map_err(failed)?;
        }
        Ok(Effect::metadata(format!("EXPOSE [{}]", ports.join(" "))))
    }

    pub(super) fn stopsignal(&mut self, word: &Word) -> Outcome {
        let signal = self.word(&word.text, word.span)?;
        if !is_signal(&signal) {
            let error = Diagnostic::new(word.span, format!("invalid signal: {signal}"));
            return Err(error.hint("Write a number or a name such as SIGTERM or SIGINT."));
        }
        Ok(Effect::metadata(format!("STOPSIGNAL {signal}")))
    }
}

/// The longest path Linux takes (`PATH_MAX`): the build would fail to make a longer one.
const PATH_MAX: usize = 4096;

/// The words a command runs: its own, or the shell's with the text as the last.
pub(super) fn in_shell(state: &State, command: &CommandLine) -> Vec<String> {
    match command {
        CommandLine::Exec(words) => words.clone(),
        CommandLine::Shell(text) => state.shell.iter().cloned().chain([text.clone()]).collect(),
    }
}

pub(super) fn healthcheck(instruction: &Instruction, check: &Healthcheck) -> Effect {
    let words = match check {
        Healthcheck::None => "NONE".to_string(),
        Healthcheck::Command(CommandLine::Shell(text)) => format!("CMD-SHELL {text}"),
        Healthcheck::Command(CommandLine::Exec(words)) => format!("CMD {}", words.join(" ")),
    };
    let value = |name| {
        // NONE drops its flags unseen.
        let flag = instruction.flags.iter().find(|flag| flag.name == name && *check != Healthcheck::None);
        flag.and_then(|flag| flag.value.as_deref())
    };
    let time = |name| duration(value(name).and_then(|text| nanoseconds(text).ok()).unwrap_or(0));
    let retries = value("retries").and_then(|text| text.parse::<i64>().ok()).unwrap_or(0);
    Effect::metadata(format!(
        "HEALTHCHECK {{Test:[{words}] Interval:{} Timeout:{} StartPeriod:{} StartInterval:{} Retries:{retries}}}",
        time("interval"),
        time("timeout"),
        time("start-period"),
        time("start-interval"),
    ))
}

/// A time as Go prints it: `1m30s`, `1.5s`, `250ms`.
fn duration(nanoseconds: i64) -> String {
    const SECOND: u64 = 1_000_000_000;
    let total = nanoseconds.unsigned_abs();
    if total == 0 {
        return "0s".into();
    }
    if total < SECOND {
        let units = [(1_000_000, "ms"), (1_000, "\u{b5}s")];
        let (size, unit) = units.into_iter().find(|(size, _)| total >= *size).unwrap_or((1, "ns"));
        return decimal(total, size) + unit;
    }
    let (hours, minutes) = (total / (3600 * SECOND), total / (60 * SECOND) % 60);
    let rest = decimal(total % (60 * SECOND), SECOND);
    match (hours > 0, total >= 60 * SECOND) {
        (true, _) => format!("{hours}h{minutes}m{rest}s"),
        (_, true) => format!("{minutes}m{rest}s"),
        _ => format!("{rest}s"),
    }
}

/// A count of parts as a decimal number of wholes; a whole has as many parts as a power of ten.
fn decimal(parts: u64, whole: u64) -> String {
    let digits = whole.ilog10() as usize;
    let fraction = format!("{:0digits$}", parts % whole);
    let fraction = if whole == 1 { "" } else { fraction.trim_end_matches('0') };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{}{point}{fraction}", parts / whole)
}

/// A list of words as Go prints it with `%q`.
fn quoted_list(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    format!("[{}]", words.join(" "))
}

/// The signals of Linux by name, as moby/sys/signal has them.
const SIGNALS: [&str; 36] = [
    "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE", "POLL",
    "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1",
    "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ", "RTMIN", "RTMAX",
];

fn is_signal(text: &str) -> bool {
    if let Ok(number) = text.parse::<i64>() {
        return number != 0;
    }
    // The only letters beyond ASCII whose upper case is within it.
    let upper = text.replace('\u{131}', "I").replace('\u{17f}', "S").to_ascii_uppercase();
    let name = upper.strip_prefix("SIG").unwrap_or(&upper);
    let real_time = |prefix: &str, highest: u8| {
        let number = name.strip_prefix(prefix).and_then(|number| number.parse::<u8>().ok());
        number.is_some_and(|number| (1..=highest).contains(&number))
    };
    SIGNALS.contains(&name) || real_time("RTMIN+", 15) || real_time("RTMAX-", 14)
}
