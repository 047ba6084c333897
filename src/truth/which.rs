//! Which of the images of a paste are bases by their names, and which may be the one that the Dockerfile makes.

use super::given::Matched;
use super::{TrueImage, Truth};
use crate::scenario::ImageSize;
use crate::stages::{Action, Base, BuildGraph, CopySource};
use crate::syntax::ImageReference;

/// Takes the size of images that are inspected by the name of one the Dockerfile stands on or copies from. Returns the
/// others.
pub(super) fn name_bases<'a>(truth: &'a Truth, graph: &BuildGraph, matched: &mut Matched) -> Vec<&'a TrueImage> {
    let normal = |name: &String| ImageReference::parse(name).map(|name| name.to_string()).ok();
    let mut others = Vec::new();
    for image in &truth.images {
        let names: Vec<String> = image.names.iter().filter_map(normal).collect();
        let mut is_base = false;
        for (written, normalized) in external(graph).filter(|_| !names.is_empty()) {
            let tagged = normalized.split('@').next().unwrap_or(normalized);
            if names.iter().any(|name| name == normalized || name == tagged) {
                is_base = true;
                let size = ImageSize {
                    disk: image.total.disk.or_else(|| image.sum(|entry| entry.disk)),
                    pull: image.sum(|entry| entry.pull),
                };
                if size != ImageSize::default() {
                    matched.images.insert(written.to_owned(), size);
                }
            }
        }
        if !is_base {
            others.push(image);
        }
    }
    others
}

/// The external images of the graph, as written and normalised.
fn external(graph: &BuildGraph) -> impl Iterator<Item = (&str, &str)> {
    let bases = graph.stages.iter().filter_map(|stage| match &stage.base {
        Base::Image { written, normalized } => Some((written.as_str(), normalized.as_str())),
        _ => None,
    });
    let copied = graph.stages.iter().flat_map(|stage| &stage.steps).filter_map(|step| match &step.action {
        Action::Copy(copy) => match &copy.from {
            CopySource::Image { written, normalized } => Some((written.as_str(), normalized.as_str())),
            _ => None,
        },
        _ => None,
    });
    bases.chain(copied)
}

/// The images that may be the one the Dockerfile makes: those for its platform, where any is.
pub(super) fn of_platform<'a>(images: Vec<&'a TrueImage>, graph: &BuildGraph) -> Vec<&'a TrueImage> {
    let wanted = graph.platform.to_string();
    let fits = |image: &&TrueImage| image.platform.as_deref().is_some_and(|platform| platform.starts_with(&wanted));
    if images.iter().any(fits) { images.into_iter().filter(fits).collect() } else { images }
}
