//! Mounts the page. Everything it shows lives in `drydock::ui`.

fn main() {
    yew::Renderer::<drydock::ui::App>::new().render();
}
