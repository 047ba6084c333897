//! A frame through which a part of something larger is seen: how wide it is, the wheel that zooms, the mouse that drags.

use std::cell::Cell;
use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use web_sys::wasm_bindgen::JsCast;
use web_sys::wasm_bindgen::prelude::Closure;
use web_sys::{Element, PointerEvent, ResizeObserver, WheelEvent};
use yew::prelude::*;

/// So many pixels off, a press has become a drag.
const DRAG: i32 = 4;

/// The width of an element, now and whenever it changes; 0 before it is known.
#[hook]
pub fn use_width(place: &NodeRef) -> i32 {
    let width = use_state_eq(|| 0);
    use_effect_with(place.clone(), {
        let width = width.setter();
        move |place| {
            let watch = place.cast::<Element>().and_then(|element| {
                let own = element.clone();
                let call = Closure::<dyn FnMut()>::new(move || width.set(own.client_width()));
                let observer = ResizeObserver::new(call.as_ref().unchecked_ref()).ok()?;
                observer.observe(&element);
                Some((observer, call))
            });
            move || {
                if let Some((observer, call)) = watch {
                    observer.disconnect();
                    drop(call);
                }
            }
        }
    });
    *width
}

/// Lets the mouse drag what stands in a frame, and calls when the wheel is turned with Control pressed (or two fingers
/// pinch a trackpad): whether it comes nearer, and at which point of the frame. The wheel alone scrolls the page.
#[hook]
pub fn use_panning(frame: &NodeRef, active: bool, zoom: &Callback<(bool, (i32, i32))>) {
    use_effect_with((frame.clone(), active, zoom.clone()), |(frame, active, zoom)| {
        let frame = frame.cast::<Element>().filter(|_| *active);
        let listeners = frame.map(|frame| (wheel(&frame, zoom.clone()), drag(&frame)));
        move || drop(listeners)
    });
}

/// After what stands in a frame was zoomed, moves it so that what was at a point of the frame still is.
pub fn keep_point(frame: &NodeRef, (x, y): (i32, i32), from: i32, to: i32) {
    if let Some(frame) = frame.cast::<Element>().filter(|_| from > 0) {
        let moved = |scrolled: i32, at: i32| (scrolled + at) * to / from - at;
        frame.set_scroll_left(moved(frame.scroll_left(), x));
        frame.set_scroll_top(moved(frame.scroll_top(), y));
    }
}

/// The middle of a frame.
pub fn middle(frame: &NodeRef) -> (i32, i32) {
    frame.cast::<Element>().map_or((0, 0), |frame| (frame.client_width() / 2, frame.client_height() / 2))
}

fn wheel(frame: &Element, zoom: Callback<(bool, (i32, i32))>) -> EventListener {
    let own = frame.clone();
    let active = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(frame, "wheel", active, move |event| {
        let Some(event) = event.dyn_ref::<WheelEvent>().filter(|event| event.ctrl_key()) else { return };
        event.prevent_default();
        let place = own.get_bounding_client_rect();
        let at = (event.client_x() - place.left() as i32, event.client_y() - place.top() as i32);
        zoom.emit((event.delta_y() < 0.0, at));
    })
}

/// Where the pointer was pressed, and what was scrolled then.
type Start = Cell<Option<((i32, i32), (i32, i32))>>;

/// Fingers drag by the browser's own scrolling.
fn drag(frame: &Element) -> [EventListener; 3] {
    let start = Rc::<Start>::default();
    let on = |name: &'static str, call: fn(&Element, &PointerEvent, &Start)| {
        let (own, start) = (frame.clone(), start.clone());
        EventListener::new(frame, name, move |event| {
            if let Some(event) = event.dyn_ref::<PointerEvent>() {
                call(&own, event, &start);
            }
        })
    };
    [
        on("pointerdown", |own, event, start| {
            let pressed = event.pointer_type() == "mouse" && event.button() == 0;
            let place = ((event.client_x(), event.client_y()), (own.scroll_left(), own.scroll_top()));
            start.set(pressed.then_some(place));
        }),
        on("pointermove", |own, event, start| {
            let Some(((x, y), (left, top))) = start.get() else { return };
            if event.buttons() == 0 {
                return start.set(None);
            }
            let (right, down) = (event.client_x() - x, event.client_y() - y);
            if right.abs().max(down.abs()) >= DRAG {
                // From here on the release presses no stage. It is refused where the pointer is gone already.
                let _ = own.set_pointer_capture(event.pointer_id());
                own.set_scroll_left(left - right);
                own.set_scroll_top(top - down);
            }
        }),
        on("pointerup", |_, _, start| start.set(None)),
    ]
}
