//! How fast saved pages are read on one core: HTML to a document with its zones, title and dates.
//!
//! ```text
//! cargo bench --bench pages -- PAGE.html.gz...
//! benches/pages.py PAGE.html.gz...             # trafilatura of PyPI, on the same pages
//! ```

use std::hint::black_box;
use std::io::Read;
use std::time::{Duration, Instant};

use demarche::read;

/// Each page is read so often; its best time counts, as other programs may disturb.
const ROUNDS: usize = 5;

fn page(path: &str) -> Option<String> {
    let bytes = std::fs::read(path).inspect_err(|error| eprintln!("{path}: {error}")).ok()?;
    let mut page = Vec::new();
    if path.ends_with(".gz") {
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut page).ok()?;
    } else {
        page = bytes;
    }
    Some(String::from_utf8_lossy(&page).into_owned())
}

fn main() {
    let paths: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let pages: Vec<String> = paths.iter().filter_map(|path| page(path)).collect();
    if pages.is_empty() {
        println!("pages: name saved pages to measure on");
        return;
    }
    let best = |page: &String| {
        let time = |_| {
            let start = Instant::now();
            black_box(read::from_text("page", page));
            start.elapsed()
        };
        (0..ROUNDS).map(time).min().unwrap_or_default()
    };
    let all: Duration = pages.iter().map(best).sum();
    let bytes: usize = pages.iter().map(String::len).sum();
    let rate = bytes as f64 / 1e6 / all.as_secs_f64();
    println!("{} pages, {:.1} MB: {:.0?}, {rate:.1} MB/s", pages.len(), bytes as f64 / 1e6, all);
}
