//! What the journeys stand on: the built page behind an address, a browser to drive, and the page's own vocabulary.

mod browser;
pub mod link;
mod page;
mod site;

pub use browser::Browser;
pub use page::Page;
pub use site::Site;
