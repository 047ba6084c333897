//! Serves the built page on a free port, and what a test puts beside it or in its place. Knows just enough HTTP for a
//! browser.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use flate2::Compression;
use flate2::write::GzEncoder;

/// The address of a folder of files, served until the process ends.
pub struct Site {
    port: u16,
    put: Put,
    asked: Arc<Mutex<Vec<String>>>,
    stopped: Arc<AtomicBool>,
}

/// Starts of paths with what is served for them instead of a file; nothing for what is not to be had.
type Put = Arc<Mutex<Vec<(String, Option<String>)>>>;

impl Site {
    /// Serves `dist/`.
    pub fn of_the_built_page() -> Self {
        Self::serving(false)
    }

    /// Serves `dist/` compressed, as public hosts do.
    pub fn compressed() -> Self {
        Self::serving(true)
    }

    fn serving(compressed: bool) -> Self {
        assert!(dist().join("index.html").exists(), "there is no dist/: run `cargo xtask build` first");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let put = Put::default();
        let shared = Arc::clone(&put);
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let log = Arc::clone(&asked);
        let stopped = Arc::<AtomicBool>::default();
        let gone = Arc::clone(&stopped);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if gone.load(Ordering::Relaxed) {
                    continue;
                }
                let (put, log) = (Arc::clone(&shared), Arc::clone(&log));
                // A browser that goes away in the middle of an answer is no failure.
                thread::spawn(move || drop(answer(stream, &put, &log, compressed)));
            }
        });
        Self { port, put, asked, stopped }
    }

    /// The address of `path`, which may carry a query and a fragment.
    pub fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}/{path}", self.port)
    }

    /// The paths that were asked for so far.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("no panic while held").clone()
    }

    /// From now on answers nobody, as a host without a network.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// From now on serves `content` for every path that starts with `start`.
    pub fn put(&self, start: &str, content: &str) {
        self.put.lock().expect("no panic while held").push((start.to_string(), Some(content.to_string())));
    }

    /// From now on has no file whose path starts with `start`.
    pub fn refuse(&self, start: &str) {
        self.put.lock().expect("no panic while held").push((start.to_string(), None));
    }

    /// Serves the built page alone again.
    pub fn restore(&self) {
        self.put.lock().expect("no panic while held").clear();
    }

    /// The name and the text of the built file whose name is `start`, a digest, and `end`.
    pub fn built(start: &str, end: &str) -> (String, String) {
        let names = fs::read_dir(dist()).expect("the built page").flatten();
        let mut names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
        let name = names.find(|name| name.starts_with(start) && name.ends_with(end)).expect("a file of that name");
        let text = fs::read_to_string(dist().join(&name)).expect("a text");
        (name, text)
    }
}

fn dist() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist")
}

fn answer(mut stream: TcpStream, put: &Put, asked: &Mutex<Vec<String>>, compressed: bool) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    for header in lines.by_ref() {
        if header?.is_empty() {
            break;
        }
    }
    let path = request.split(' ').nth(1).and_then(|path| path.split(['?', '#']).next()).unwrap_or("/");
    let path = if path == "/" { "index.html" } else { path.trim_start_matches('/') };
    asked.lock().expect("no panic while held").push(path.to_string());
    let known = put.lock().expect("no panic while held").iter().find(|(start, _)| path.starts_with(start)).cloned();
    let content = match known {
        Some((_, content)) => content.map(String::into_bytes),
        None => fs::read(dist().join(path)).ok(),
    };
    // As public hosts of static pages do; a frame without an origin gets no script otherwise.
    let shared = "Access-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n";
    match content {
        Some(content) => {
            let content = if compressed { gzip(&content)? } else { content };
            let encoding = if compressed { "Content-Encoding: gzip\r\n" } else { "" };
            let (kind, length) = (kind(Path::new(path)), content.len());
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{encoding}Content-Length: {length}\r\n{shared}"
            )?;
            stream.write_all(&content)
        }
        None => write!(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n{shared}"),
    }
}

fn gzip(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    encoder.finish()
}

fn kind(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("json" | "webmanifest") => "application/json",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}
