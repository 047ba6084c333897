//! A scenario taken apart into fields that can be compared and sent, and put together again.

use super::numbers::{Reader, put_bytes, put_number};
use crate::order;
use crate::scenario::{ImageSize, Scenario};

/// One fact of a scenario.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Field {
    /// What it is: one of the constants below.
    pub kind: u8,
    pub content: Vec<u8>,
}

const DOCKERFILE: u8 = 1;
const DOCKERIGNORE: u8 = 2;
const CONTEXT: u8 = 3;
const MANIFEST: u8 = 4;
const BUILD_ARG: u8 = 5;
const TARGET: u8 = 6;
const PLATFORM: u8 = 7;
const IMAGE: u8 = 8;
const OVERRIDE: u8 = 9;
const PULL_OVERRIDE: u8 = 10;

const HAS_DISK: u8 = 1;
const HAS_PULL: u8 = 2;

/// Every field of a scenario, sorted. The Dockerfile is there even when it is empty: it tells a side from none.
pub(super) fn of(scenario: &Scenario) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut add = |kind: u8, content: Vec<u8>| fields.push(Field { kind, content });
    add(DOCKERFILE, scenario.dockerfile.clone().into_bytes());
    for (kind, text) in
        [(DOCKERIGNORE, &scenario.dockerignore), (TARGET, &scenario.target), (PLATFORM, &scenario.platform)]
    {
        if let Some(text) = text {
            add(kind, text.clone().into_bytes());
        }
    }
    for (kind, texts) in [(MANIFEST, &scenario.manifests), (BUILD_ARG, &scenario.build_args)] {
        for (key, text) in texts {
            add(kind, keyed(key, text.as_bytes()));
        }
    }
    let sizes =
        [(CONTEXT, &scenario.context), (OVERRIDE, &scenario.overrides), (PULL_OVERRIDE, &scenario.pull_overrides)];
    for (kind, sizes) in sizes {
        for (key, bytes) in sizes {
            let mut content = keyed(key, &[]);
            put_number(&mut content, *bytes);
            add(kind, content);
        }
    }
    for (name, size) in &scenario.images {
        let present = size.disk.map_or(0, |_| HAS_DISK) | size.pull.map_or(0, |_| HAS_PULL);
        let mut content = keyed(name, &[present]);
        for bytes in [size.disk, size.pull].into_iter().flatten() {
            put_number(&mut content, bytes);
        }
        add(IMAGE, content);
    }
    order::sort(&mut fields);
    fields
}

/// Puts one field back. None when its content is not of its kind; kinds of later programs are passed over.
pub(super) fn put(scenario: &mut Scenario, kind: u8, content: &[u8]) -> Option<()> {
    match kind {
        DOCKERFILE => scenario.dockerfile = text(content)?,
        DOCKERIGNORE => scenario.dockerignore = Some(text(content)?),
        TARGET => scenario.target = Some(text(content)?),
        PLATFORM => scenario.platform = Some(text(content)?),
        MANIFEST | BUILD_ARG => {
            let mut from = Reader::new(content);
            let key = text(from.bytes()?)?;
            let texts = if kind == MANIFEST { &mut scenario.manifests } else { &mut scenario.build_args };
            texts.insert(key, text(from.rest())?);
        }
        CONTEXT | OVERRIDE | PULL_OVERRIDE => {
            let mut from = Reader::new(content);
            let key = text(from.bytes()?)?;
            let sizes = match kind {
                CONTEXT => &mut scenario.context,
                OVERRIDE => &mut scenario.overrides,
                _ => &mut scenario.pull_overrides,
            };
            sizes.insert(key, from.number()?);
        }
        IMAGE => {
            let mut from = Reader::new(content);
            let name = text(from.bytes()?)?;
            let present = from.byte()?;
            let disk = if present & HAS_DISK == 0 { None } else { Some(from.number()?) };
            let pull = if present & HAS_PULL == 0 { None } else { Some(from.number()?) };
            scenario.images.insert(name, ImageSize { disk, pull });
        }
        _ => {}
    }
    Some(())
}

fn keyed(key: &str, value: &[u8]) -> Vec<u8> {
    let mut content = Vec::with_capacity(key.len() + value.len() + 2);
    put_bytes(&mut content, key.as_bytes());
    content.extend_from_slice(value);
    content
}

fn text(content: &[u8]) -> Option<String> {
    std::str::from_utf8(content).ok().map(str::to_owned)
}
