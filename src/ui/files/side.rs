//! One Dockerfile's files: a stage to choose, what becomes of it in one line, and its treemap or tree.

use std::rc::Rc;

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::tree::tree;
use super::treemap::Treemap;
use crate::bytes::format;
use crate::sight::{FilesQuestion, FilesSight, Role, Shape};
use crate::state::{Place, Side};
use crate::ui::answers::{Answered, use_answer};
use crate::ui::figure::percent;
use crate::ui::looked::Looked;
use crate::ui::store::use_dispatch;

#[derive(Clone, PartialEq, Properties)]
pub struct FilesSideProps {
    pub side: Side,
    /// None as long as nobody wants to know.
    pub looked: Option<Looked>,
    pub alone: bool,
    pub as_tree: bool,
    pub shape: Shape,
    pub marked: Option<Place>,
    pub selected: Option<Place>,
}

/// One stage's files. Comparing two costs nothing.
#[derive(Clone)]
pub struct Filed(Rc<Answered<FilesQuestion>>);

impl PartialEq for Filed {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Filed {
    pub fn sight(&self) -> &FilesSight {
        &self.0.answer
    }
}

#[component]
pub fn FilesSide(props: &FilesSideProps) -> Html {
    let FilesSideProps { side, alone, as_tree, shape, marked, .. } = *props;
    let dispatch = use_dispatch();
    let stage = use_state(|| None::<usize>);
    let within = use_state(|| "/".to_owned());
    let question =
        use_memo((props.looked.clone(), *stage, (*within).clone(), shape), |(looked, stage, within, shape)| {
            let scenario = looked.as_ref()?.scenario().clone();
            Some(FilesQuestion { scenario, stage: *stage, within: within.clone(), shape: *shape })
        });
    let answered = use_answer(question.as_ref().as_ref()).map(Filed);
    let show = {
        let (stage, within) = (stage.clone(), within.clone());
        Callback::from(move |next: Option<usize>| {
            stage.set(next);
            within.set("/".to_owned());
        })
    };
    // A stage that is picked elsewhere is looked into here.
    use_effect_with(props.selected, {
        let show = show.clone();
        move |selected| {
            if let Some(Place { stage, step: None, .. }) = selected {
                show.emit(Some(*stage));
            }
        }
    });
    let go = use_callback((), move |path: String, ()| within.set(path));
    let name = side.name();
    let identity = name.to_ascii_lowercase();
    let stages = props.looked.as_ref().map_or(&[][..], |looked| &looked.sight().stages);
    let shown = answered.as_ref().and_then(|answered| answered.sight().stage);
    let choose = show.reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value().parse().ok());
    html! {
        <div class="files-side" data-testid={format!("files-{identity}")}>
            <div class="files-title">
                if !alone { <h3>{ name }</h3> }
                <label>
                    <span class="quiet">{ "Stage" }</span>
                    <select data-testid={format!("files-stage-{identity}")} onchange={choose}>
                        { for stages.iter().enumerate().map(|(index, stage)| html! {
                            <option value={index.to_string()} selected={shown == Some(index)}>{ &stage.title }</option>
                        }) }
                    </select>
                </label>
            </div>
            if let Some(filed) = answered {
                { summary(filed.sight(), &identity) }
                { givers(filed.sight(), &show) }
                if as_tree {
                    { tree(filed.sight(), side, marked, &dispatch) }
                } else {
                    <Treemap {side} {filed} {marked} {go} />
                }
            } else {
                <div class="files-summary"></div>
                <ul class="files-givers"></ul>
                <div class="treemap" style={format!("height:{}px", shape.size().1)} aria-busy="true"></div>
            }
        </div>
    }
}

/// What ships, what is wasted; of a stage that does not ship, what is taken and what is left behind.
fn summary(sight: &FilesSight, identity: &str) -> Html {
    let Some((root, role)) = sight.nodes.first().zip(sight.role) else {
        return html! { <p class="files-summary">{ "There is no stage yet: a stage begins with FROM." }</p> };
    };
    let (whole, taken, base) = (root.bytes.likely, root.taken, sight.base);
    let all = format::rough(whole);
    let based = match base {
        0 => String::new(),
        base => format!("{} of it from the base image.", format::rough(base)),
    };
    let (words, more) = match role {
        Role::Shipped if root.wasted > 0 => {
            (format!("{all} on disk, {} of it wasted", format::rough(root.wasted)), based)
        }
        Role::Shipped => (format!("{all} on disk, nothing wasted"), based),
        Role::Never => (format!("{all} on disk, never built"), "The target does not need this stage.".to_owned()),
        Role::Discarded if taken > 0 => (
            format!("Taken: {} of {all}. Left behind: {}.", format::rough(taken), format::rough(whole - taken)),
            takers(sight),
        ),
        Role::Discarded => match sight.above.as_slice() {
            [] => (format!("Left behind: all {all}"), "No step that is built takes files from it.".to_owned()),
            above => {
                (format!("{all} on disk, built on"), format!("All of it is in what is FROM it: {}.", above.join(", ")))
            }
        },
    };
    let shares = match role {
        Role::Shipped => [("base", base), ("wasted hatched", root.wasted)],
        Role::Discarded => [("shipped", taken), ("discarded", whole - taken)],
        Role::Never => [("base", 0), ("never", whole)],
    };
    let share = |(class, bytes): (&'static str, u64)| {
        html! { <i {class} style={format!("width:{}", percent(bytes, whole))}></i> }
    };
    html! {
        <div class="files-summary" data-testid={format!("files-summary-{identity}")}>
            <p><b>{ words }</b></p>
            <div class={classes!("files-bar", role.class())} aria-hidden="true">
                { for shares.into_iter().map(share) }
            </div>
            <p class="quiet">{ more }</p>
        </div>
    }
}

/// The stages that are left behind, each to be looked into.
fn givers(sight: &FilesSight, show: &Callback<Option<usize>>) -> Html {
    html! {
        <ul class="files-givers">
            { for sight.givers.iter().map(|giver| {
                let (show, stage) = (show.clone(), giver.stage);
                let (taken, all) = (format::rough(giver.taken), format::rough(giver.bytes));
                html! {
                    <li key={stage}>
                        <button type="button" class="plain" data-testid="files-giver" onclick={move |_: MouseEvent| show.emit(Some(stage))}>
                            { &giver.title }
                        </button>
                        { format!(" does not ship: {taken} of its {all} taken, {} left behind.", format::rough(giver.bytes - giver.taken)) }
                    </li>
                }
            }) }
        </ul>
    }
}

/// The first lines that take something.
fn takers(sight: &FilesSight) -> String {
    const NAMED: usize = 3;
    let mut named: Vec<String> = Vec::new();
    let taking = sight.takers.iter().filter(|taker| taker.role != Role::Never);
    for taker in taking.clone().take(NAMED) {
        named.push(format!("line {} ({})", taker.line, taker.title));
    }
    let more = taking.count().saturating_sub(NAMED);
    if more > 0 {
        named.push(format!("{more} more"));
    }
    format!("Taken by {}.", named.join(", "))
}
