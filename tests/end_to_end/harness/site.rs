//! Serves the built page on a free port. Knows just enough HTTP for a browser.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread;

/// The address of a folder of files, served until the process ends.
pub struct Site {
    port: u16,
}

impl Site {
    /// Serves `dist/`.
    pub fn of_the_built_page() -> Self {
        let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist");
        assert!(dist.join("index.html").exists(), "there is no dist/: run `cargo xtask build` first");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let dist = dist.clone();
                // A browser that goes away in the middle of an answer is no failure.
                thread::spawn(move || drop(answer(stream, &dist)));
            }
        });
        Self { port }
    }

    /// The address of `path`, which may carry a query and a fragment.
    pub fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}/{path}", self.port)
    }
}

fn answer(mut stream: TcpStream, dist: &Path) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    for header in lines.by_ref() {
        if header?.is_empty() {
            break;
        }
    }
    match file(&request, dist).and_then(|path| Some((fs::read(&path).ok()?, path))) {
        Some((content, path)) => {
            let (kind, length) = (kind(&path), content.len());
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n")?;
            write!(stream, "Connection: close\r\n\r\n")?;
            stream.write_all(&content)
        }
        None => write!(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
    }
}

fn file(request: &str, dist: &Path) -> Option<PathBuf> {
    let path = request.split(' ').nth(1)?.split(['?', '#']).next()?.trim_start_matches('/');
    Some(dist.join(if path.is_empty() { "index.html" } else { path }))
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
