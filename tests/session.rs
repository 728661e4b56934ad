//! The commands of `docs/session.md`, run as they stand there. `UPDATE=1` writes what they print.
#![cfg(unix)]

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

/// What a command prints, its time aside.
fn untimed(printed: &str) -> String {
    let line = |line: &str| match line.rsplit_once(", in ") {
        Some((said, time)) if line.starts_with("graph: ") && time.ends_with(" s\n") => {
            format!("{said}, in … s\n")
        }
        _ => line.to_owned(),
    };
    printed.split_inclusive('\n').map(line).collect()
}

#[test]
fn the_session_prints_what_its_page_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = root.join("docs/session.md");
    let text = std::fs::read_to_string(&page).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(root.join("examples"), folder.path().join("examples")).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_demarche")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let has_jq = Command::new("jq").arg("--version").output().is_ok();
    let mut now = String::new();
    let (mut inside, mut kept) = (false, false);
    for line in text.lines() {
        if let Some(command) = line.strip_prefix("$ ").filter(|_| inside) {
            // What cannot be run here stands as it is.
            kept = command.contains("| jq") && !has_jq;
            writeln!(now, "{line}").unwrap();
            if !kept {
                let output = Command::new("sh")
                    .args(["-c", command])
                    .current_dir(folder.path())
                    .env("PATH", &path)
                    .env("LC_ALL", "C.UTF-8")
                    .output()
                    .unwrap();
                for printed in [&output.stdout, &output.stderr] {
                    now.push_str(&untimed(&String::from_utf8_lossy(printed)));
                }
            }
            continue;
        }
        let fence = line.starts_with("```");
        if inside && !fence && !kept {
            continue;
        }
        if fence {
            inside = line == "```console";
            kept = false;
        }
        writeln!(now, "{line}").unwrap();
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&page, &now).unwrap();
    }
    assert_eq!(now, text, "run `UPDATE=1 cargo test --test session` and read what has changed");
}
