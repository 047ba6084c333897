//! The facts that sizes rest on, as the page has them: those it came with, and the package indexes that it fetches
//! once a Dockerfile asks for them.

use std::rc::Rc;

use yew::prelude::*;

use super::browser;
use crate::scenario::Comparison;
use crate::size::Catalog;
use crate::size::packages::{DEBIAN, Tables};

/// A catalog; comparing two costs nothing.
#[derive(Clone, Debug)]
pub struct SharedCatalog(pub Rc<Catalog>);

impl PartialEq for SharedCatalog {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// The best catalog at hand for a comparison.
#[hook]
pub fn use_catalog(comparison: &Comparison) -> SharedCatalog {
    let catalog = use_state(|| SharedCatalog(Rc::new(Catalog::shipped())));
    let wanted = installs_debian_packages(comparison);
    use_effect_with(wanted, {
        let catalog = catalog.setter();
        move |wanted| {
            if *wanted {
                browser::fetch(DEBIAN, move |bytes| {
                    // A table that cannot be read is as good as none: sizes stay wide and say so.
                    if let Ok(tables) = Tables::parse([bytes.as_slice()]) {
                        catalog.set(SharedCatalog(Rc::new(Catalog::shipped().with_packages(tables))));
                    }
                });
            }
        }
    });
    (*catalog).clone()
}

/// Whether the words of apt occur at all; a false alarm costs one small file.
fn installs_debian_packages(comparison: &Comparison) -> bool {
    let asks = |text: &str| ["apt-get", "apt install", "aptitude"].iter().any(|word| text.contains(word));
    asks(&comparison.before.dockerfile) || comparison.after.as_ref().is_some_and(|after| asks(&after.dockerfile))
}
