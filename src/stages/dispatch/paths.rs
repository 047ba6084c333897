//! Paths of the image: joined to the working directory as BuildKit joins them.

/// What a WORKDIR comes to: an absolute path stays as written, a relative one is joined and cleaned.
/// On Windows the drive's letter goes and backslashes become slashes.
pub(super) fn workdir(current: &str, path: &str, is_windows: bool) -> String {
    let path = if is_windows { without_drive(&path.replace('\\', "/")) } else { path.to_string() };
    match path.as_str() {
        "" => current.to_string(),
        _ if path.starts_with('/') => path,
        _ => clean(&format!("{current}/{path}")),
    }
}

fn without_drive(path: &str) -> String {
    match path.as_bytes() {
        [letter, b':', ..] if letter.is_ascii_alphabetic() => path[2..].to_string(),
        _ => path.to_string(),
    }
}

/// An absolute path without `.`, `..` and doubled slashes; a final slash, which makes it a folder, is kept.
pub(super) fn destination(current: &str, path: &str) -> String {
    let joined = if path.starts_with('/') { clean(path) } else { clean(&format!("{current}/{path}")) };
    let folder = path.is_empty() || path == "." || path.ends_with('/') || path.ends_with("/.");
    if folder && joined != "/" { joined + "/" } else { joined }
}

/// An absolute path in its shortest form.
pub(super) fn clean(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}
