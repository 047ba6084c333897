//! A project folder that was chosen or dropped: its files are listed, and those that tell of the project are read. All of
//! it stays in this page.

use std::collections::BTreeMap;

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::js_sys::{Array, Function, Promise, Reflect};
use web_sys::wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    DataTransfer, File, FileSystemDirectoryEntry, FileSystemDirectoryReader, FileSystemEntry, FileSystemFileEntry,
    HtmlInputElement,
};
use yew::Callback;

use crate::state::Action;
use crate::state::folder::{Listing, Reading, below};

/// Reads the folder that was chosen in an input for folders.
pub fn read_chosen(input: &HtmlInputElement, act: impl Fn(Action) + 'static) {
    let files: Vec<File> =
        input.files().map_or_else(Vec::new, |list| (0..list.length()).filter_map(|at| list.get(at)).collect());
    // The same folder may be chosen again, changed.
    input.set_value("");
    spawn_local(async move {
        let mut found = Found::default();
        for file in files {
            let relative = Reflect::get(&file, &JsValue::from_str("webkitRelativePath")).ok();
            let relative = relative.and_then(|path| path.as_string()).unwrap_or_default();
            if let Some((name, path)) = below(&relative) {
                found.name = name.to_owned();
                found.add(path, file);
            }
        }
        act(Action::Folder(Some(found.read().await)));
    });
}

/// The folder among what was dropped. It must be asked for while the drop is told of.
pub(super) fn dropped(data: &DataTransfer) -> Option<FileSystemDirectoryEntry> {
    let entry = data.items().get(0)?.webkit_get_as_entry().ok()??;
    entry.is_directory().then(|| entry.unchecked_into())
}

/// Walks a folder that was dropped.
pub(super) async fn read_dropped(folder: FileSystemDirectoryEntry, act: Callback<Action>) {
    let mut found = Found { name: folder.name(), ..Found::default() };
    let mut waiting = vec![folder];
    let mut told = 0;
    while let Some(folder) = waiting.pop() {
        for entry in entries(&folder).await {
            let full = entry.full_path();
            let Some((_, path)) = below(&full) else { continue };
            if entry.is_directory() {
                if found.listing.wants(&format!("{path}/")) {
                    waiting.push(entry.unchecked_into());
                }
            } else if found.listing.wants(path)
                && let Some(file) = file(&entry.unchecked_into()).await
            {
                found.add(path, file);
            }
        }
        if found.listing.seen() >= told + TOLD {
            told = found.listing.seen();
            act.emit(Action::Folder(Some(Reading::Counting(told))));
        }
    }
    act.emit(Action::Folder(Some(found.read().await)));
}

/// So many files are read between two words on how far it is.
const TOLD: usize = 400;
/// Longer files are not kept to be read.
const LONGEST: f64 = 1_000_000.0;

/// What is found while a folder is listed.
#[derive(Default)]
struct Found {
    name: String,
    listing: Listing,
    files: BTreeMap<String, File>,
}

impl Found {
    fn add(&mut self, path: &str, file: File) {
        self.listing.add(path, file.size() as u64);
        if Listing::may_tell(path) && file.size() < LONGEST {
            self.files.insert(path.to_owned(), file);
        }
    }

    async fn read(self) -> Reading {
        if self.listing.seen() == 0 {
            return Reading::Failed("This folder has no files, or this browser does not let the page read them.");
        }
        let mut texts = Vec::new();
        for path in self.listing.texts() {
            let Some(file) = self.files.get(&path) else { continue };
            if let Some(text) = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()) {
                texts.push((path, text));
            }
        }
        Reading::Read(self.listing.folder(&self.name, texts).into())
    }
}

/// All entries of a folder; a reader tells them in parts, the last of which is empty.
async fn entries(folder: &FileSystemDirectoryEntry) -> Vec<FileSystemEntry> {
    let reader: FileSystemDirectoryReader = folder.create_reader();
    let mut all = Vec::new();
    loop {
        let part = told(|resolve, refuse| drop(reader.read_entries_with_callback_and_callback(resolve, refuse))).await;
        let part = part.and_then(|part| part.dyn_into::<Array>().ok()).unwrap_or_default();
        if part.length() == 0 {
            return all;
        }
        all.extend(part.iter().filter_map(|entry| entry.dyn_into::<FileSystemEntry>().ok()));
    }
}

/// None where it cannot be read.
async fn file(entry: &FileSystemFileEntry) -> Option<File> {
    told(|resolve, refuse| entry.file_with_callback_and_callback(resolve, refuse)).await?.dyn_into().ok()
}

/// What a browser tells by calling back.
async fn told(mut ask: impl FnMut(&Function, &Function)) -> Option<JsValue> {
    JsFuture::from(Promise::new(&mut |resolve, refuse| ask(&resolve, &refuse))).await.ok()
}
