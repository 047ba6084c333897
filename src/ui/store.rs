//! Joins the pure state to Yew: events become actions, actions become the next state.

use std::rc::Rc;

use yew::prelude::*;

use crate::state::{Action, Place, State, update};

/// The state as Yew keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Store(pub State);

impl Reducible for Store {
    type Action = Action;

    /// What changes nothing gives the same `Rc` back, which Yew takes as "draw nothing anew".
    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let next = update(&self.0, action);
        if next == self.0 { self } else { Rc::new(Self(next)) }
    }
}

/// How views tell what a person did. It stays the same for the life of the page.
pub type Dispatch = UseReducerDispatcher<Store>;

/// The dispatch of the page that surrounds this component.
#[hook]
pub fn use_dispatch() -> Dispatch {
    use_context::<Dispatch>().expect("every view stands inside App, which provides it")
}

/// A callback for any event that only dispatches.
pub fn on<E: 'static>(dispatch: &Dispatch, action: impl Fn(E) -> Action + 'static) -> Callback<E> {
    let dispatch = dispatch.clone();
    Callback::from(move |event: E| dispatch.dispatch(action(event)))
}

/// The four events by which pointer and focus light a place, and leave it.
pub struct Lighting {
    pub enter: Callback<MouseEvent>,
    pub leave: Callback<MouseEvent>,
    pub focus: Callback<FocusEvent>,
    pub blur: Callback<FocusEvent>,
}

pub fn lighting(dispatch: &Dispatch, place: Place) -> Lighting {
    Lighting {
        enter: on(dispatch, move |_| Action::Light(Some(place))),
        leave: on(dispatch, |_| Action::Light(None)),
        focus: on(dispatch, move |_| Action::Light(Some(place))),
        blur: on(dispatch, |_| Action::Light(None)),
    }
}
