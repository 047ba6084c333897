//! A project folder, dropped or chosen: what it tells, and what of it is used.

use std::rc::Rc;

use yew::prelude::*;

use crate::bytes::format;
use crate::sight::{FolderQuestion, FolderSight};
use crate::state::folder::{Folder, ProjectFacts, Reading, counting, grouped};
use crate::state::{Action, Side};
use crate::ui::answers::use_answer;
use crate::ui::browser;
use crate::ui::store::{Dispatch, on, use_dispatch};

#[derive(Clone, PartialEq, Properties)]
pub struct ProjectFolderProps {
    pub reading: Option<Reading>,
    /// The texts on the page, whose COPY instructions count as those of the folder do.
    pub dockerfiles: Vec<String>,
    /// Whether both sides have one project.
    pub together: bool,
}

#[component]
pub fn ProjectFolder(props: &ProjectFolderProps) -> Html {
    let dispatch = use_dispatch();
    let folder = match &props.reading {
        Some(Reading::Read(folder)) => Some(folder.clone()),
        _ => None,
    };
    // Asked once: what is typed later hardly names other files, and there may be very many.
    let question = use_memo(folder.clone(), |folder| {
        let folder = folder.as_ref()?;
        let own = folder.dockerfiles.iter().map(|(_, text)| text.clone());
        Some(FolderQuestion {
            files: folder.files.clone(),
            dockerignore: folder.dockerignore.clone().unwrap_or_default(),
            dockerfiles: props.dockerfiles.iter().cloned().chain(own).collect(),
        })
    });
    let answered = use_answer(question.as_ref().as_ref());
    let choose = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: Event| {
            let dispatch = dispatch.clone();
            browser::read_chosen(&event.target_unchecked_into(), move |action| dispatch.dispatch(action));
        })
    };
    let said = match &props.reading {
        None => {
            html! { <p class="quiet">{ "or drop one anywhere on this page. It is read here and sent nowhere." }</p> }
        }
        Some(Reading::Counting(seen)) => html! { <p>{ counting(*seen) }</p> },
        Some(Reading::Failed(why)) => html! { <p class="project-error">{ *why }</p> },
        Some(Reading::Read(folder)) => {
            match answered.filter(|answered| Rc::ptr_eq(&answered.question.files, &folder.files)) {
                Some(answered) => told(folder, &answered.answer, props.together, &dispatch),
                None => html! { <p>{ counting(folder.file_count) }</p> },
            }
        }
    };
    html! {
        <div class="card project-folder" id="folder" tabindex="-1">
            <label class="project-choose">
                <input type="file" webkitdirectory=true class="visually-hidden" data-testid="folder-input" onchange={choose} />
                { "Choose the project's folder" }
            </label>
            <div role="status" data-testid="folder">{ said }</div>
        </div>
    }
}

/// What was found, and what to do with it.
fn told(folder: &Folder, sight: &FolderSight, together: bool, dispatch: &Dispatch) -> Html {
    let facts = ProjectFacts {
        name: folder.name.clone(),
        context: sight.sizes.iter().cloned().collect(),
        manifests: folder.manifests.clone(),
        dockerignore: folder.dockerignore.clone(),
    };
    let sides = if together { &Side::BOTH[..1] } else { &Side::BOTH[..] };
    let names: Vec<&str> = folder.manifests.keys().map(String::as_str).collect();
    html! {
        <>
            <p><b>{ format!("{}: {} files.", folder.name, grouped(folder.file_count)) }</b>{ format!(" {}", sent(folder, sight)) }</p>
            if !names.is_empty() { <p>{ format!("Manifests: {}.", names.join(", ")) }</p> }
            { for folder.notes.iter().map(|note| html! { <p>{ note.clone() }</p> }) }
            <p class="project-choices">
                { for sides.iter().map(|side| {
                    let (side, facts) = (*side, facts.clone());
                    let words = if together { "Use this project".to_owned() } else { format!("Use it for {}", side.name()) };
                    html! {
                        <button type="button" class="primary" data-testid={format!("folder-use-{}", side.name().to_ascii_lowercase())}
                            onclick={on(dispatch, move |_: MouseEvent| Action::UseProject(side, Box::new(facts.clone())))}>{ words }</button>
                    }
                }) }
                <button type="button" class="plain" onclick={on(dispatch, |_: MouseEvent| Action::Folder(None))}>{ "Forget it" }</button>
            </p>
            if !folder.dockerfiles.is_empty() {
                <ul class="project-dockerfiles" aria-label="Dockerfiles of the folder">
                    { for folder.dockerfiles.iter().map(|(path, text)| html! {
                        <li>
                            <code>{ path.clone() }</code>
                            { for Side::BOTH.into_iter().map(|side| {
                                let text = text.clone();
                                html! {
                                    <button type="button" aria-label={format!("Load into {}: {path}", side.name())}
                                        onclick={on(dispatch, move |_: MouseEvent| Action::UseDockerfile(side, text.clone()))}>
                                        { format!("Load into {}", side.name()) }
                                    </button>
                                }
                            }) }
                        </li>
                    }) }
                </ul>
            }
        </>
    }
}

fn sent(folder: &Folder, sight: &FolderSight) -> String {
    let sent = format!("The build is sent {}", format::exact(sight.sent));
    match (&folder.dockerignore, sight.kept_out) {
        (None, _) => format!("{sent}: there is no .dockerignore."),
        (Some(_), 0) => format!("{sent}: .dockerignore keeps nothing of it out."),
        (Some(_), kept_out) => format!("{sent}; .dockerignore keeps {} out.", format::exact(kept_out)),
    }
}
