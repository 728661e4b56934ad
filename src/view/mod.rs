//! Floor 6: a graph to look at: one offline page, and the same page served on this machine.
//!
//! The page is one file: markup (`web/page.html`), style and scripts are joined by [`page`], the
//! graph stands in it as compact JSON ([`rows`]). Where the actors stand and which of them form
//! communities is computed here, so that a browser only has to draw.

mod article;
mod communities;
mod layout;
mod page;
mod rows;
mod script;
#[cfg(feature = "serve")]
pub mod server;

pub use article::Article;
pub use page::{Page, page};
pub use rows::to_json;
