//! Runs other programs one at a time, says which, and how long each took.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use crate::Outcome;

const HEARTBEAT: Duration = Duration::from_secs(10);
const LAST_LINES: usize = 60;

/// Runs `command` with its output shown as it comes.
pub fn loud(title: &str, command: &mut Command) -> Outcome {
    let started = begin(title);
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if !status.success() {
        return Err(format!("{title}: failed after {} ({status})", seconds(started)));
    }
    end(title, started);
    Ok(())
}

/// Runs `command` with its output held back: a line now and then says how far it is, a failure shows the end of it.
pub fn quiet(title: &str, command: &mut Command) -> Outcome {
    let started = begin(title);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| cannot_start(command, &error))?;
    let output = child.stderr.take().ok_or("no output to read")?;
    let (sender, receiver) = mpsc::channel();
    let reader = thread::spawn(move || {
        BufReader::new(output).lines().map_while(Result::ok).all(|line| sender.send(line).is_ok());
    });

    let mut last = VecDeque::new();
    let mut heartbeat = Instant::now();
    loop {
        match receiver.recv_timeout(HEARTBEAT) {
            Ok(line) => {
                last.push_back(line);
                if last.len() > LAST_LINES {
                    last.pop_front();
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if heartbeat.elapsed() >= HEARTBEAT {
            heartbeat = Instant::now();
            let now = last.back().map_or("", |line| line.trim());
            eprintln!("[xtask]   {} so far, now: {now}", seconds(started));
        }
    }
    let status = child.wait().map_err(|error| error.to_string())?;
    reader.join().map_err(|_| "could not read the output")?;
    if !status.success() {
        let tail: Vec<String> = last.into();
        return Err(format!("{title}: failed after {} ({status}):\n{}", seconds(started), tail.join("\n")));
    }
    end(title, started);
    Ok(())
}

/// What `command` prints, or nothing where it cannot be run or fails.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_string())
}

/// The time since `started`, as people read it.
pub fn seconds(started: Instant) -> String {
    format!("{:.1} s", started.elapsed().as_secs_f32())
}

pub fn begin(title: &str) -> Instant {
    eprintln!("[xtask] {title}");
    Instant::now()
}

pub fn end(title: &str, started: Instant) {
    eprintln!("[xtask] {title}: done in {}", seconds(started));
}

fn cannot_start(command: &Command, error: &std::io::Error) -> String {
    format!("cannot run {}: {error}", command.get_program().to_string_lossy())
}
