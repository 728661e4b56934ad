//! Text that is no news: the reader stays within bounds and always gives one tree.

use std::time::{Duration, Instant};

use demarche::learn::bundled;
use demarche::learn::decode::is_tree;
use demarche::pipeline::Pipeline;
use demarche::read::from_text;

/// Texts, and what they are.
fn texts() -> Vec<(String, &'static str)> {
    let long: Vec<String> = (0..10_000).map(|i| format!("word{}", i % 997)).collect();
    let names: Vec<&str> = (0..10_000).map(|i| ["Norway", "Kenya", "and", "Lima"][i % 4]).collect();
    let table: String =
        (0..800).map(|i| format!("Norway\t{i}\t{}.5\t-\tn/a\t{}%\n", i * 7 % 90, i % 100)).collect();
    let poem = "O moon,\nO pale moon of Oslo,\n\nwho\n  waits\n\tand\n  waits --\n\n".repeat(200);
    let other = "Le président norvégien a rencontré son homologue kényan à Genève. \
        Норвегия осудила нападение. 挪威谴责了袭击。 النرويج تدين الهجوم\n"
        .repeat(100);
    vec![
        (long.join(" "), "a sentence of 10,000 words"),
        (names.join(" "), "10,000 names"),
        ("x".repeat(200_000), "one word of 200,000 letters"),
        ("\u{301}-\u{202e}\u{feff}'".repeat(5_000), "marks without letters"),
        (table, "a table"),
        (poem, "a poem"),
        (other, "other languages"),
    ]
}

#[test]
fn odd_texts_take_bounded_time() {
    let pipeline = Pipeline::new().unwrap();
    for (text, what) in texts() {
        let start = Instant::now();
        pipeline.merge(vec![pipeline.document(&from_text("odd", &text))]);
        // Far above what it takes; time that grew with the square would not pass.
        assert!(start.elapsed() < Duration::from_secs(20), "{what}: {:?}", start.elapsed());
    }
}

#[test]
fn a_long_sentence_is_one_tree() {
    let reader = bundled().unwrap();
    for n in [0, 1, 159, 160, 161, 321, 10_000] {
        let words: Vec<String> =
            (0..n).map(|i| ["Kenya", "and", "talks", "said"][i % 4].to_owned()).collect();
        let reading = &reader.read(&[words], true)[0];
        assert_eq!(reading.heads.len(), n);
        assert_eq!(reading.tags.len(), n);
        assert!(n == 0 || is_tree(&reading.heads), "{n}");
        assert!(reading.names.iter().all(|&(a, b, _)| a < b && b <= n));
    }
}
