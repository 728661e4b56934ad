//! Pages that stay true: every file and command that our pages name exists.

use std::path::Path;
use std::process::Command;

const PAGES: &[&str] = &["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The pages that exist, with their text.
fn pages() -> Vec<(&'static str, String)> {
    PAGES.iter().filter_map(|page| Some((*page, std::fs::read_to_string(root().join(page)).ok()?))).collect()
}

/// What stands between back quotes within a line, code blocks left out.
fn code(text: &str) -> Vec<String> {
    let prose = text.split("```").step_by(2);
    prose
        .flat_map(|part| part.lines())
        .flat_map(|l| l.split('`').skip(1).step_by(2))
        .map(String::from)
        .collect()
}

/// Targets of links and pictures.
fn links(text: &str) -> Vec<String> {
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).map(String::from).collect()
}

#[test]
fn paths_exist() {
    let folders = [".ci/", "src/", "data/", "tests/", "examples/", "benches/", "output/", "models/", "docs/"];
    for (page, text) in pages() {
        let paths = code(&text)
            .into_iter()
            .filter(|c| folders.iter().any(|f| c.starts_with(f)) && !c.contains(['*', ' ', '…']))
            .chain(links(&text).into_iter().filter(|l| !l.contains("://") && !l.starts_with('#')));
        for path in paths {
            let path = path.split('#').next().unwrap_or_default();
            let below = Path::new(page).parent().unwrap_or(Path::new(""));
            let found = root().join(path).exists() || root().join(below).join(path).exists();
            assert!(found, "{page} names {path}, which does not exist");
        }
    }
}

/// Every `demarche COMMAND` of our pages is a command, and its options are known to its help.
#[test]
fn commands_exist() {
    for (page, text) in pages() {
        for line in text.lines().filter(|l| l.contains("demarche ")) {
            let Some(rest) = line.split("demarche ").nth(1) else { continue };
            let is_code = line.trim_start().starts_with("demarche ") || line.contains("`demarche ");
            let command = rest.split(['`', ' ', '\n']).next().unwrap_or("");
            if !is_code || command.is_empty() || command.starts_with('-') {
                continue;
            }
            let help =
                Command::new(env!("CARGO_BIN_EXE_demarche")).args([command, "--help"]).output().unwrap();
            assert!(help.status.success(), "{page}: no command `demarche {command}`");
            let help = String::from_utf8_lossy(&help.stdout).into_owned();
            let call = rest.split(['`', '|', '#']).next().unwrap_or("");
            for option in call.split(' ').filter(|w| w.starts_with("--")) {
                // Options of `score graph`, `query actors` stand in the help of the command below.
                assert!(
                    help.contains(option) || ["query", "score"].contains(&command),
                    "{page}: `demarche {command}` knows no {option}"
                );
            }
        }
    }
}

#[test]
fn the_sample_runs_as_the_pages_say() {
    let Some((_, readme)) = pages().into_iter().find(|(page, _)| *page == "README.md") else { return };
    let command = readme.lines().find(|l| l.contains("cargo run --release -- build")).unwrap();
    for path in command.split_whitespace().filter(|w| w.starts_with("examples/") || w.starts_with("output/"))
    {
        assert!(root().join(path).exists(), "the README's command names {path}, which does not exist");
    }
}
