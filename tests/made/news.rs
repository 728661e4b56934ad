//! A folder with one text, and the program run in it.

use std::path::Path;

use assert_cmd::Command;

pub const NEWS: &str =
    "Iraq condemned Israel. Foreign Minister Fuad Hussein met Asaad al-Shaibani in Baghdad.\n";

pub fn demarche(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    command.current_dir(folder);
    command
}

pub fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("news.txt"), NEWS).unwrap();
    folder
}

/// The files of a folder, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
