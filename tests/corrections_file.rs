//! Files of corrections that are none, or contradict themselves.

mod made;

use made::office::*;

/// Lines and text of everything that is wrong with a file.
fn wrong(text: &str) -> String {
    parse(text).map(|c| format!("accepted {c:?}")).unwrap_err().to_string()
}

#[test]
fn a_file_that_contradicts_itself_is_refused_with_all_its_lines() {
    let entry = |table: &str, rest: &str| format!("[[{table}]]\n{rest}\n\n");
    let merge = |a: &str, b: &str| entry("merge", &format!("actor = \"{a}\"\ninto = \"{b}\""));
    let never = |a: &str, b: &str| entry("never-merge", &format!("actors = [\"{a}\", \"{b}\"]"));
    let cases = [
        (merge("A", "B") + &never("B", "A"), &["fix.toml:2: ", "never", "line 6"][..]),
        (merge("A", "B") + &merge("B", "C") + &never("A", "C"), &["fix.toml:2: ", "line 6", "line 10"]),
        (merge("person:anna-berg", "B") + &never("Anna Berg", "B"), &["fix.toml:2: ", "line 6"]),
        (merge("A", "Syria") + &never("A", "country:SYR"), &["fix.toml:2: ", "line 6"]),
        (merge("A", "B") + &merge("B", "A"), &["circle", "fix.toml:2: ", "line 6"]),
        (merge("A", "B") + &merge("B", "C") + &merge("C", "B"), &["circle", "fix.toml:6: ", "line 10"]),
        (merge("A", "a"), &["fix.toml:2: ", "itself"]),
        (merge("A", "B") + &merge("A", "C"), &["fix.toml:2: ", "two actors", "line 6"]),
        (never("A", "A"), &["fix.toml:2: ", "one actor"]),
        (merge("A", "B") + &entry("drop", "actor = \"B\""), &["fix.toml:2: ", "drop", "line 6"]),
        (merge("A", "B") + &entry("rename", "actor = \"A\"\nname = \"X\""), &["merged into", "line 6"]),
        (
            entry("rename", "actor = \"A\"\nname = \"X\"") + &entry("rename", "actor = \"A\"\nname = \"Y\""),
            &["fix.toml:2: ", "two different rename", "line 6"],
        ),
        (
            entry("affiliation", "member = \"A\"\nof = \"B\"\nrole = \"Envoy\"")
                + &entry("no-affiliation", "member = \"A\"\nof = \"B\"\nrole = \"envoy\""),
            &["fix.toml:2: ", "set and taken away", "line 7"],
        ),
    ];
    for (text, parts) in cases {
        let message = wrong(&text);
        for part in parts {
            assert!(message.contains(part), "no {part:?} in {message:?} of\n{text}");
        }
    }
}

#[test]
fn what_stands_there_twice_stands_there_once() {
    let one = "[[merge]]\nactor = \"A\"\ninto = \"B\"\n[[never-merge]]\nactors = [\"C\", \"D\"]\n\
               [[change]]\nkey = \"01234567-89abcdef\"\nstatus = \"held\"\n";
    let other = "[[never-merge]]\nactors = [\"D\", \"C\"]\nnote = \"two people\"\n\
                 [[reject]]\nkey = \"01234567-01234567\"\n";
    let joined = parse(&format!("{one}\n{other}\n{one}")).unwrap();
    assert_eq!((parse(one).unwrap().len(), joined.len()), (3, 4));
}

#[test]
fn what_is_no_correction_is_refused_with_its_line() {
    let cases = [
        ("\n[[drop]]\nactor = \"company:acme\"\n", "fix.toml:3: \"company:acme\" is no id"),
        ("[[drop]]\nactor = \"country:ZZZ\"\n", "fix.toml:2: \"country:ZZZ\" is no id"),
        ("[[drop]]\nactor = \"person:Anna Berg\"\n", "expected person:anna-berg"),
        ("[[drop]]\nactor = \"…\"\n", "fix.toml:2: \"…\" names nobody"),
        ("[[drop]]\nactor = \"a\\u0000b\"\n", "control characters"),
        ("[[drop]]\nname = \"A\"\n", "fix.toml:2: unknown field `name`"),
        ("[[drop]]\n", "fix.toml:1: missing field `actor`"),
        ("[[drop]]\nactor = 3\n", "fix.toml:2: invalid type"),
        ("[[dorp]]\nactor = \"A\"\n", "unknown field `dorp`"),
        ("[[drop]\n", "fix.toml:1: "),
        ("[[drop]]\nactor = \"A\n", "fix.toml:2: "),
        ("[[never-merge]]\nactors = [\"A\"]\n", "fix.toml:2: never-merge wants two"),
        ("[[retype]]\nactor = \"A\"\n", "fix.toml:2: retype wants a kind"),
        ("[[retype]]\nactor = \"A\"\nkind = \"firm\"\n", "unknown kind \"firm\""),
        ("[[retype]]\nactor = \"A\"\nsubtype = \"firm\"\n", "unknown subtype \"firm\""),
        ("[[retype]]\nactor = \"A\"\nkind = \"country\"\n", "iso3"),
        ("[[retype]]\nactor = \"A\"\nkind = \"person\"\nsubtype = \"armed\"\n", "only a group"),
        ("[[rename]]\nactor = \"A\"\nname = \" \"\n", "fix.toml:3: name \" \" is empty"),
        ("\u{0}", "fix.toml:1: "),
    ];
    for (text, message) in cases {
        assert!(wrong(text).contains(message), "no {message:?} in {:?}", wrong(text));
    }
    let two = wrong("[[drop]]\nactor = \"x:y\"\n[[drop]]\nactor = \"z:y\"\n");
    assert_eq!(two.lines().count(), 2, "all that is wrong is told at once: {two}");
}

#[test]
fn marks_of_other_editors_are_read() {
    let text = "\u{feff}# Ä\r\n[[affiliation]]\r\nmember = 'Anna Berg'\r\nof = \"Iraq\" # so\r\nrole = \"Envoy\"\r\n";
    let done = corrected(of(vec![]), text);
    let proof = &done.graph.edges().next().unwrap().evidence[0];
    assert_eq!(parse(text).unwrap().text(), "Anna Berg: Envoy, Iraq\n");
    assert_eq!(proof.source.text, "Anna Berg");
    assert!(parse("").unwrap().is_empty() && parse("\u{feff}").unwrap().is_empty());
}
