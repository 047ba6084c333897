//! One message to the person, with the way back where there is one.

use yew::prelude::*;

use super::store::{Dispatch, on};
use crate::state::{Action, Notice, Tone};

/// Its place, with the message where there is one.
pub fn notice_bar(notice: Option<&Notice>, dispatch: &Dispatch) -> Html {
    html! {
        // The region exists before the message does, so that screen readers speak the message.
        <div class="notice-place" role="status" data-testid="notice">
            if let Some(notice) = notice {
                <div class={classes!("notice", (notice.tone == Tone::Problem).then_some("problem"))}>
                    <p>{ &notice.text }</p>
                    if let Some(text) = &notice.copy {
                        <input type="text" readonly=true value={text.clone()} aria-label="The link" data-testid="link-to-copy" />
                    }
                    if let Some(words) = notice.restore {
                        <button type="button" data-testid="restore" onclick={on(dispatch, |_: MouseEvent| Action::Restore)}>{ words }</button>
                    }
                    if notice.undo {
                        <button type="button" data-testid="undo" onclick={on(dispatch, |_: MouseEvent| Action::Undo)}>{ "Undo" }</button>
                    }
                    <button type="button" class="plain" onclick={on(dispatch, |_: MouseEvent| Action::DismissNotice)}>{ "Dismiss" }</button>
                </div>
            }
        </div>
    }
}
