//! JSON of docker, buildx, podman, skopeo, crane and dive into images: one document, one a line, or several one after
//! the other, which are joined where one has the commands and another the sizes.

use serde_json::{Deserializer, Map, Value};

use super::{Entry, Form, MOST, TrueImage, Truth, TruthError, shortened};
use crate::bytes::typed::parse_size;
use crate::scenario::ImageSize;

/// Commas of the whole paste, which bound the values that reading it makes.
const COMMAS: usize = 200_000;

pub(super) fn read(text: &str) -> Result<Truth, TruthError> {
    if text.bytes().filter(|byte| *byte == b',').count() > COMMAS {
        return Err(TruthError::TooMany);
    }
    let unquoted: String;
    let text = if text.trim_start().starts_with('\'') {
        unquoted = text.lines().flat_map(|line| [line.trim().trim_matches('\''), "\n"]).collect();
        &unquoted
    } else {
        text
    };
    let mut found = Found::default();
    let mut stream = Deserializer::from_str(text).into_iter::<Value>();
    while let Some(document) = stream.next() {
        let rest = &text[stream.byte_offset()..];
        match document {
            Ok(document) => found.document(&document)?,
            // A prompt after the output.
            Err(_) if !found.is_empty() && !rest.trim_start().starts_with(['{', '[']) => break,
            Err(error) => {
                let problem = error.to_string();
                let problem = problem.split(" at line ").next().unwrap_or_default().to_owned();
                return Err(TruthError::NotJson { line: error.line(), problem });
            }
        }
    }
    found.finish(text)
}

#[derive(Default)]
struct Found {
    forms: Vec<Form>,
    images: Vec<(Form, TrueImage)>,
    /// Rows of one history, the newest first.
    rows: Vec<Entry>,
    /// The platforms of an index.
    index: Option<Vec<String>>,
}

impl Found {
    fn is_empty(&self) -> bool {
        self.images.is_empty() && self.rows.is_empty() && self.index.is_none()
    }

    fn document(&mut self, document: &Value) -> Result<(), TruthError> {
        match document {
            Value::Array(elements) => {
                for element in elements.iter().filter_map(Value::as_object) {
                    self.object(element)?;
                }
            }
            Value::Object(object) => self.object(object)?,
            _ => {}
        }
        Ok(())
    }

    fn object(&mut self, object: &Map<String, Value>) -> Result<(), TruthError> {
        if self.rows.len() > MOST || self.images.len() > MOST {
            return Err(TruthError::TooMany);
        }
        if get(object, "CreatedBy").is_some() {
            self.form(Form::History);
            self.rows.push(row(object));
        } else if let Some(layers) = list(object, "layer") {
            let total =
                ImageSize { disk: get(object, "image").and_then(|image| bytes(image.get("sizeBytes"))), pull: None };
            self.image(
                Form::Dive,
                TrueImage { entries: layers.iter().map(dive).collect(), total, ..TrueImage::default() },
            )?;
        } else if let Some(layers) =
            list(object, "LayersData").or_else(|| list(object, "layers")).filter(|layers| are_sized(layers))
        {
            self.image(Form::Manifest, TrueImage { entries: layers.iter().map(packed).collect(), ..about(object) })?;
        } else if get(object, "RootFS").is_some_and(|root| root.get("Layers").is_some()) {
            self.image(Form::Inspect, inspected(object))?;
        } else if let Some(history) = list(object, "history") {
            self.image(Form::Config, TrueImage { entries: history.iter().map(configured).collect(), ..about(object) })?;
        } else if let Some(manifests) = list(object, "manifests") {
            self.index = Some(manifests.iter().take(MOST).map(|one| platform(one.get("platform"))).collect());
        } else {
            self.parts(object)?;
        }
        Ok(())
    }

    /// What wraps the documents above: `docker manifest inspect -v`, and imagetools with `--format '{{json .}}'`, whose
    /// image is one configuration or one for each platform.
    fn parts(&mut self, object: &Map<String, Value>) -> Result<(), TruthError> {
        let before = self.images.len();
        for name in ["SchemaV2Manifest", "OCIManifest", "manifest", "image"] {
            let Some(part) = get(object, name).and_then(Value::as_object) else { continue };
            if name == "image" && list(part, "history").is_none() {
                for (platform, config) in part.iter().take(MOST) {
                    if let Some(history) = config.as_object().and_then(|config| list(config, "history")) {
                        let entries = history.iter().map(configured).collect();
                        let platform = Some(platform.clone());
                        self.image(Form::Config, TrueImage { entries, platform, ..TrueImage::default() })?;
                    }
                }
            } else if list(part, "layers").is_some()
                || list(part, "history").is_some()
                || list(part, "manifests").is_some()
            {
                self.object(part)?;
            }
        }
        let told = get(object, "Descriptor").map(|descriptor| platform(descriptor.get("platform")));
        for (_, image) in &mut self.images[before..] {
            image.platform = image.platform.take().or_else(|| told.clone().filter(|platform| !platform.is_empty()));
        }
        Ok(())
    }

    fn image(&mut self, form: Form, image: TrueImage) -> Result<(), TruthError> {
        if image.entries.len() > MOST {
            return Err(TruthError::TooMany);
        }
        self.form(form);
        self.images.push((form, image));
        Ok(())
    }

    fn form(&mut self, form: Form) {
        if !self.forms.contains(&form) {
            self.forms.push(form);
        }
    }

    fn finish(mut self, text: &str) -> Result<Truth, TruthError> {
        if !self.rows.is_empty() {
            self.rows.reverse();
            let rows = TrueImage { entries: std::mem::take(&mut self.rows), ..TrueImage::default() };
            self.images.insert(0, (Form::History, rows));
        }
        self.join()?;
        let is_sized = |image: &TrueImage| {
            let told = |entry: &Entry| entry.disk.is_some() || entry.pull.is_some();
            image.total != ImageSize::default() || image.packed || image.entries.iter().any(told)
        };
        let Some((form, _)) = self.images.first() else {
            return Err(match self.index {
                Some(platforms) => TruthError::Index(platforms),
                None => TruthError::Unknown(super::excerpt(text)),
            });
        };
        if !self.images.iter().any(|(_, image)| is_sized(image)) {
            return Err(TruthError::NoSizes(*form));
        }
        Ok(Truth { forms: self.forms, images: self.images.into_iter().map(|(_, image)| image).collect() })
    }

    /// Puts the sizes of the one manifest beside the commands of the one configuration or history.
    fn join(&mut self) -> Result<(), TruthError> {
        let manifests = self.images.iter().filter(|(form, _)| *form == Form::Manifest).count();
        let is_told = |form: Form| matches!(form, Form::Config | Form::History | Form::Dive);
        let told = self.images.iter().filter(|(form, _)| is_told(*form)).count();
        if manifests != 1 || told != 1 {
            return Ok(());
        }
        let Some(at) = self.images.iter().position(|(form, _)| *form == Form::Manifest) else { return Ok(()) };
        let (_, manifest) = self.images.remove(at);
        let Some((form, image)) = self.images.iter_mut().find(|(form, _)| is_told(*form)) else { return Ok(()) };
        // docker history does not say which of its entries have no layer, only that they have no bytes.
        let unsure = *form == Form::History;
        for entry in &mut image.entries {
            entry.empty |= unsure && super::entry::is_configuration(&entry.text);
        }
        let layers: Vec<&mut Entry> = image.entries.iter_mut().filter(|entry| !entry.empty).collect();
        if layers.len() != manifest.entries.len() {
            let (told, packed) = (layers.len(), manifest.entries.len());
            return Err(TruthError::Contradiction(format!(
                "{told} layers by their commands, {packed} in the manifest"
            )));
        }
        for (layer, packed) in layers.into_iter().zip(manifest.entries) {
            layer.pull = packed.pull;
        }
        Ok(())
    }
}

/// A value by its name in whatever case: docker, podman and the engine's interface differ in it.
fn get<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    object.get(name).or_else(|| object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

fn list<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Vec<Value>> {
    get(object, name)?.as_array().filter(|list| !list.is_empty())
}

fn are_sized(layers: &[Value]) -> bool {
    layers.iter().all(|layer| layer.as_object().is_some_and(|layer| get(layer, "size").is_some()))
}

/// A size as a number, or as a text that is printed for people.
fn bytes(value: Option<&Value>) -> Option<u64> {
    match value? {
        Value::Number(number) => number.as_u64().filter(|bytes| *bytes < 1_000_000_000_000_000),
        Value::String(text) => parse_size(text).ok(),
        _ => None,
    }
}

fn text(value: Option<&Value>) -> String {
    value.and_then(Value::as_str).unwrap_or_default().trim().to_owned()
}

fn row(object: &Map<String, Value>) -> Entry {
    let made_by = text(get(object, "CreatedBy"));
    let (text, cut) = match shortened(&made_by) {
        Some(start) => (start.to_owned(), true),
        None => (made_by, false),
    };
    Entry { text, cut, disk: bytes(get(object, "Size")), ..Entry::default() }
}

fn dive(layer: &Value) -> Entry {
    Entry { text: text(layer.get("command")), disk: bytes(layer.get("sizeBytes")), ..Entry::default() }
}

/// A layer of a manifest. A registry's own listing has the instruction with it.
fn packed(layer: &Value) -> Entry {
    let size = layer.as_object().and_then(|layer| get(layer, "size"));
    Entry { text: text(layer.get("instruction")), pull: bytes(size), ..Entry::default() }
}

fn configured(entry: &Value) -> Entry {
    let empty = entry.get("empty_layer").and_then(Value::as_bool) == Some(true);
    Entry { text: text(entry.get("created_by")), empty, ..Entry::default() }
}

fn inspected(object: &Map<String, Value>) -> TrueImage {
    let size = bytes(get(object, "Size"));
    // The containerd image store names the manifest, and counts compressed layers, alone or with the unpacked ones.
    let packed = get(object, "Descriptor").is_some_and(Value::is_object);
    let entries = list(object, "History").map_or_else(Vec::new, |history| history.iter().map(configured).collect());
    let total = ImageSize { disk: size.filter(|_| !packed), pull: None };
    TrueImage { entries, total, packed, ..about(object) }
}

fn about(object: &Map<String, Value>) -> TrueImage {
    let texts = |name| list(object, name).into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
    let names = texts("RepoTags").chain(texts("RepoDigests")).take(MOST).collect();
    let platform = Some(of_object(object)).filter(|platform| !platform.is_empty());
    TrueImage { names, platform, ..TrueImage::default() }
}

/// `linux/arm64/v8` of what names an operating system and an architecture.
fn platform(value: Option<&Value>) -> String {
    value.and_then(Value::as_object).map(of_object).unwrap_or_default()
}

fn of_object(object: &Map<String, Value>) -> String {
    let parts = ["os", "architecture", "variant"].map(|name| text(get(object, name)));
    let told: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    told.join("/")
}
