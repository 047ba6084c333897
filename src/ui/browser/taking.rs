//! Parcels to the clipboard and to files.

use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::js_sys::{Array, Function, Promise, Uint8Array};
use web_sys::wasm_bindgen::prelude::Closure;
use web_sys::wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, HtmlImageElement, Url};
use yew::Callback;

use super::address::link_address;
use super::clipboard;
use crate::sight::{Question, read_answer};
use crate::state::parcel::{Parcel, Way};
use crate::state::permalink::{self, Shared};
use crate::state::picture::carrying;
use crate::state::{Action, Notice, too_large_notice};
use crate::ui::courier::Courier;

/// Points of a picture for each of its pixels, so that it stays sharp on fine screens.
const POINTS: f64 = 2.0;

/// Copies or saves a parcel and tells the person. What cannot be copied is shown for the person to copy.
pub fn take(parcel: Parcel, shared: &Shared, dark: bool, courier: &Rc<dyn Courier>, act: Callback<Action>) {
    let payload = match permalink::encode(shared) {
        Ok(payload) => Some(payload),
        // Some forms need no link.
        Err(_) if parcel.text(shared, "").is_some() && parcel != Parcel::Dockerfile => {
            return act.emit(Action::Tell(too_large_notice()));
        }
        Err(_) => None,
    };
    let link = payload.as_deref().map(link_address);
    if let Some(text) = parcel.text(shared, link.as_deref().unwrap_or("")) {
        return spawn_local(copy(parcel, text, act));
    }
    let Some(export) = parcel.export(&shared.comparison, link, dark) else { return };
    courier.ask(
        export.ask().to_bytes(),
        Box::new(move |reply| {
            let text = reply.ok().and_then(|bytes| read_answer::<String>(&bytes).ok());
            match text {
                Some(text) => spawn_local(deliver(parcel, text, payload, act)),
                None => act.emit(Action::Tell(Notice::problem("This could not be made. Try again in a moment."))),
            }
        }),
    );
}

async fn deliver(parcel: Parcel, text: String, payload: Option<String>, act: Callback<Action>) {
    let (name, bytes, kind) = match (parcel.way(), parcel) {
        (Way::Clipboard, _) => return copy(parcel, text, act).await,
        (Way::File(name), Parcel::Pixels) => {
            let png = pixels(&text).await;
            let png = png.and_then(|png| {
                Some(payload.and_then(|own| carrying(&png, &own)).unwrap_or(png)).filter(|png| !png.is_empty())
            });
            (name, png, "image/png")
        }
        (Way::File(name), Parcel::Json) => (name, Some(text.into_bytes()), "application/json"),
        (Way::File(name), _) => (name, Some(text.into_bytes()), "image/svg+xml"),
    };
    let saved = bytes.and_then(|bytes| save(name, &bytes, kind));
    act.emit(Action::Tell(match saved {
        Some(()) => Notice::information(format!("Saved as {name}.")),
        None => Notice::problem("This browser does not let the page save a file here."),
    }));
}

async fn copy(parcel: Parcel, text: String, act: Callback<Action>) {
    let notice = if clipboard::write(&text).await.is_some() {
        Notice::information(parcel.said(text.chars().count()))
    } else {
        let said = "This browser does not let the page copy. Copy it from here.";
        Notice { copy: Some(text), ..Notice::information(said) }
    };
    act.emit(Action::Tell(notice));
}

/// Lets the person save a file.
fn save(name: &str, bytes: &[u8], kind: &str) -> Option<()> {
    let address = address_of(bytes, kind)?;
    let link: HtmlElement = web_sys::window()?.document()?.create_element("a").ok()?.dyn_into().ok()?;
    link.set_attribute("href", &address).ok()?;
    link.set_attribute("download", name).ok()?;
    link.click();
    // The browser has begun to save by now; what it keeps of the address is its own.
    super::after(10_000, move || drop(Url::revoke_object_url(&address))).forget();
    Some(())
}

fn address_of(bytes: &[u8], kind: &str) -> Option<String> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

/// The PNG of a picture in SVG.
async fn pixels(svg: &str) -> Option<Vec<u8>> {
    let address = address_of(svg.as_bytes(), "image/svg+xml")?;
    let image = HtmlImageElement::new().ok()?;
    let loaded = Promise::new(&mut |resolve: Function, reject: Function| {
        let done = Closure::once_into_js(move || drop(resolve.call0(&JsValue::NULL)));
        let failed = Closure::once_into_js(move || drop(reject.call0(&JsValue::NULL)));
        image.set_onload(Some(done.unchecked_ref()));
        image.set_onerror(Some(failed.unchecked_ref()));
        image.set_src(&address);
    });
    let loaded = JsFuture::from(loaded).await;
    let drawn = loaded.ok().and_then(|_| draw(&image));
    // An address that is unknown by now is as good as revoked.
    let _ = Url::revoke_object_url(&address);
    drawn
}

fn draw(image: &HtmlImageElement) -> Option<Vec<u8>> {
    let canvas: HtmlCanvasElement = web_sys::window()?.document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    let (width, height) = (f64::from(image.natural_width()) * POINTS, f64::from(image.natural_height()) * POINTS);
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height).ok()?;
    let address = canvas.to_data_url().ok()?;
    STANDARD.decode(address.split_once("base64,")?.1).ok()
}
