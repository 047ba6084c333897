//! What people do with the page, from a first look to a shared link, in a real browser on the built page.

mod accessibility;
mod first_sight;
