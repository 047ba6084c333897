//! The coloured text beneath the text area.

use std::rc::Rc;

use yew::prelude::*;

use crate::sight;
use crate::state::colours::Piece;

#[derive(Clone, Properties)]
pub struct InkProps {
    /// The pieces of each line; none shows nothing, and the text area its own text.
    pub lines: Rc<Option<Vec<Vec<Piece>>>>,
}

impl PartialEq for InkProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.lines, &other.lines)
    }
}

#[component]
pub fn Ink(props: &InkProps) -> Html {
    html! {
        <pre class="editor-ink" aria-hidden="true">{ for props.lines.iter().flatten().map(|line| drawn_line(line)) }</pre>
    }
}

fn drawn_line(line: &[Piece]) -> Html {
    html! {
        <>
            { for line.iter().map(|piece| {
                let class = classes!(piece.ink.class(), piece.problem.then_some("ink-problem"));
                if class.is_empty() { html! { { &piece.text } } } else { html! { <span {class}>{ &piece.text }</span> } }
            }) }
            { "\n" }
        </>
    }
}

impl sight::Ink {
    const fn class(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Keyword => Some("ink-keyword"),
            Self::Flag => Some("ink-flag"),
            Self::Text => Some("ink-text"),
            Self::Variable => Some("ink-variable"),
            Self::Comment => Some("ink-comment"),
            Self::Directive => Some("ink-directive"),
            Self::Heredoc => Some("ink-heredoc"),
            Self::Name => Some("ink-name"),
        }
    }
}
