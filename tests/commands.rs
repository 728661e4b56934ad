//! Every command of the README and of `docs/` runs on files of the repository and gives something.
//!
//! Blocks of `sh` are taken as they stand. A comment `<!-- not run here: why -->` before one is counted and told,
//! as is a command whose program is not on this machine.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const NOT_RUN: &str = "<!-- not run here: ";

/// The commands of a page, continued lines joined; how many commands are marked.
fn commands(page: &str) -> (Vec<String>, usize) {
    let (mut out, mut marked) = (Vec::new(), 0);
    let (mut inside, mut skipped, mut before) = (false, false, "");
    let mut whole = String::new();
    for line in page.lines() {
        if line == "```sh" {
            (inside, skipped) = (true, before.starts_with(NOT_RUN));
        } else if line == "```" {
            inside = false;
        } else if inside && let Some(start) = line.strip_suffix('\\') {
            whole.push_str(start);
        } else if inside && !line.trim().is_empty() {
            whole.push_str(line);
            let command = std::mem::take(&mut whole);
            if skipped { marked += 1 } else { out.push(command) }
        }
        before = line;
    }
    (out, marked)
}

/// The programs that a command starts, itself aside.
fn others(command: &str) -> Vec<String> {
    let code = command.split(" #").next().unwrap_or(command);
    let first = |part: &str| part.split_whitespace().find(|word| *word != "time").map(str::to_owned);
    // What stands in quotation marks starts nothing.
    let mut bare = String::new();
    let mut quote = None;
    for c in code.chars() {
        match quote {
            Some(q) if c == q => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None => bare.push(c),
        }
    }
    bare.split(['|', ';']).flat_map(|part| part.split("&&")).filter_map(first).collect()
}

/// All files of a folder with their sizes and times.
fn files(folder: &Path) -> BTreeMap<PathBuf, (u64, std::time::SystemTime)> {
    let mut out = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let meta = entry.path().symlink_metadata().unwrap();
        if meta.is_dir() {
            out.extend(files(&entry.path()));
        } else if meta.is_file()
            && !["-wal", "-shm"].iter().any(|end| entry.path().to_string_lossy().ends_with(end))
        {
            out.insert(entry.path(), (meta.len(), meta.modified().unwrap()));
        }
    }
    out
}

/// A server answers until it is stopped.
fn serves(folder: &Path, path: &str, command: &str) -> bool {
    let code = command.split(" #").next().unwrap_or(command);
    let mut child = Command::new("sh")
        .args(["-c", &format!("exec {code} --port 0")])
        .current_dir(folder)
        .env("PATH", path)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut said).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    said.starts_with("serving http://127.0.0.1:")
}

/// Why what a command has given is nothing.
fn empty(command: &str, printed: &str, written: &[PathBuf]) -> Option<String> {
    for path in written {
        let bytes = std::fs::read(path).unwrap();
        let name = path.display();
        if bytes.is_empty() {
            return Some(format!("{name} is empty"));
        }
        if path.extension().is_some_and(|e| e == "json") {
            let graph: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            if graph["edges"].as_array().is_none_or(Vec::is_empty) {
                return Some(format!("{name} has no edges"));
            }
        }
    }
    // A table has a head; other answers have none.
    let table =
        command.starts_with("demarche query") && !printed.starts_with('{') && !command.contains("--toml");
    let least = if table { 2 } else { 1 };
    let lines = printed.lines().filter(|line| !line.trim().is_empty()).count();
    let tells = !written.is_empty() && (!table || command.contains(" -o ") || command.contains('>'));
    (lines < least && !tells && !command.starts_with("demarche remove")).then(|| "no answer".to_owned())
}

fn run_all(page: &Path, path: &str, root: &Path) -> (usize, usize, usize) {
    let (commands, marked) = commands(&std::fs::read_to_string(page).unwrap());
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(root.join("examples"), folder.path().join("examples")).unwrap();
    let (mut run, mut missing) = (0, 0);
    for command in commands {
        let there = |program: &String| {
            program == "demarche"
                || Command::new("sh")
                    .args(["-c", &format!("command -v {program}")])
                    .output()
                    .unwrap()
                    .status
                    .success()
        };
        if let Some(program) = others(&command).iter().find(|program| !there(program)) {
            eprintln!("NOT RUN, as there is no {program} here: {command}");
            missing += 1;
            continue;
        }
        run += 1;
        if command.starts_with("demarche serve") {
            assert!(serves(folder.path(), path, &command), "{command}");
            continue;
        }
        let before = files(folder.path());
        let output = Command::new("sh")
            .args(["-c", &command])
            .current_dir(folder.path())
            .env("PATH", path)
            .env("LC_ALL", "C.UTF-8")
            .output()
            .unwrap();
        let (printed, said) =
            (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let told = format!("{}: {command}\n{printed}{said}", page.display());
        assert!(output.status.success(), "{told}");
        assert!(!said.contains("warning:") && !said.contains("error:"), "{told}");
        let after = files(folder.path());
        let written: Vec<PathBuf> = after
            .into_iter()
            .filter(|(path, state)| before.get(path) != Some(state))
            .map(|(path, _)| path)
            .collect();
        if let Some(problem) = empty(&command, &printed, &written) {
            panic!("{problem}\n{told}");
        }
    }
    (run, missing, marked)
}

#[test]
fn every_printed_command_gives_something() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = Path::new(env!("CARGO_BIN_EXE_demarche")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let mut pages = vec![root.join("README.md")];
    pages.extend(std::fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path()));
    pages.retain(|page| page.extension().is_some_and(|e| e == "md"));
    pages.sort();
    let (mut run, mut missing, mut marked) = (0, 0, 0);
    for page in pages {
        let (r, m, n) = run_all(&page, &path, root);
        println!("{}: {r} run, {m} without their program, {n} marked as not run", page.display());
        (run, missing, marked) = (run + r, missing + m, marked + n);
    }
    println!("{run} commands run, {missing} without their program here, {marked} marked as not run");
    assert!(run >= 48 && marked <= 36, "{run} {marked}");
}
