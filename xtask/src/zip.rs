//! The built page as one archive beside its files, for any host and any folder.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::{Compression, Crc, write::DeflateEncoder};

use crate::{Outcome, size};

const DIST: &str = "dist";
const ARCHIVE: &str = "drydock.zip";
/// 1980-01-01, the first day that the format knows: the same files make the same archive.
const DATE: u16 = 0x21;
const DEFLATED: u16 = 8;
const VERSION: u16 = 20;

/// Writes `dist/drydock.zip`.
pub fn write() -> Outcome {
    let mut files = Vec::new();
    size::collect(Path::new(DIST), "", &mut files)?;
    files.retain(|(name, _)| name != ARCHIVE);
    let archive = archive(&files).map_err(|error| format!("{ARCHIVE}: {error}"))?;
    eprintln!("[xtask] {DIST}/{ARCHIVE}: {} files, {} bytes", files.len(), archive.len());
    fs::write(Path::new(DIST).join(ARCHIVE), archive).map_err(|error| format!("{ARCHIVE}: {error}"))
}

fn archive(files: &[(String, Vec<u8>)]) -> std::io::Result<Vec<u8>> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let mut sum = Crc::new();
        sum.update(content);
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::best());
        packer.write_all(content)?;
        let packed = packer.finish()?;
        let name = format!("drydock/{name}");
        let mut about = Vec::new();
        for number in [VERSION, 0, DEFLATED, 0, DATE] {
            about.extend(number.to_le_bytes());
        }
        for number in [sum.sum(), packed.len() as u32, content.len() as u32] {
            about.extend(number.to_le_bytes());
        }
        about.extend((name.len() as u16).to_le_bytes());
        about.extend(0u16.to_le_bytes());
        directory.extend(b"PK\x01\x02");
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&about);
        directory.extend([0; 10]);
        directory.extend((archive.len() as u32).to_le_bytes());
        directory.extend(name.as_bytes());
        archive.extend(b"PK\x03\x04");
        archive.extend(&about);
        archive.extend(name.as_bytes());
        archive.extend(packed);
    }
    let start = archive.len() as u32;
    let count = files.len() as u16;
    archive.extend(&directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend(count.to_le_bytes());
    archive.extend(count.to_le_bytes());
    archive.extend((directory.len() as u32).to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend(0u16.to_le_bytes());
    Ok(archive)
}
