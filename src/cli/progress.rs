//! What a command is at, for those who wait at a terminal.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::output;
use crate::read::{Counter, Source};

/// Work that takes less is not worth a word.
const PATIENCE: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(100);

fn is_shown() -> bool {
    !output::is_quiet() && std::io::stderr().is_terminal()
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// Does some work that writes nothing to the terminal; if it takes long, tells what it is.
pub(super) fn busy<T>(what: &str, work: impl FnOnce() -> T) -> T {
    if !is_shown() {
        return work();
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    bar.set_style(style("{spinner} {msg} ({elapsed})"));
    bar.set_message(what.to_owned());
    let (done, waiting) = channel::<()>();
    std::thread::scope(|scope| {
        let watch = scope.spawn({
            let bar = bar.clone();
            move || {
                if waiting.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                    bar.enable_steady_tick(TICK);
                }
            }
        });
        let result = work();
        drop(done);
        // It cannot fail: it only waits.
        let _ = watch.join();
        bar.finish_and_clear();
        result
    })
}

/// How much of the inputs has been read and understood: bytes, so that an archive counts for what it is.
pub(super) struct Reading {
    bar: ProgressBar,
    counter: Counter,
    documents: AtomicUsize,
}

impl Reading {
    /// A bar if all sizes are known, else a count.
    pub fn of(sources: &[Source]) -> Self {
        let size = |source: &Source| source.path.metadata().ok().filter(|m| m.is_file()).map(|m| m.len());
        let bar = match sources.iter().map(size).sum::<Option<u64>>() {
            _ if !is_shown() => ProgressBar::hidden(),
            Some(bytes) => ProgressBar::new(bytes)
                .with_style(style("{bar:32} {bytes} of {total_bytes}, {msg}, {elapsed} gone, {eta} left")),
            None => ProgressBar::new_spinner().with_style(style("{spinner} {bytes}, {msg}, {elapsed} gone")),
        };
        let reading = Self { bar, counter: Counter::default(), documents: AtomicUsize::new(0) };
        reading.tell(0);
        if is_shown() {
            reading.bar.enable_steady_tick(TICK);
        }
        reading
    }

    /// What is to count the bytes.
    pub fn counter(&self) -> Counter {
        self.counter.clone()
    }

    /// So many documents are about to be understood: how much each moves the bar.
    pub fn step(&self, documents: usize) -> u64 {
        let read = self.counter.bytes().saturating_sub(self.bar.position());
        read / (documents.max(1) as u64)
    }

    /// One of them is.
    pub fn done(&self, step: u64) {
        self.bar.inc(step);
        self.tell(self.documents.fetch_add(1, Ordering::Relaxed) + 1);
    }

    fn tell(&self, documents: usize) {
        self.bar.set_message(output::count(documents, "document"));
    }

    /// Prints a message above the bar.
    pub fn warn(&self, text: &str) {
        self.bar.suspend(|| output::message(text));
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
