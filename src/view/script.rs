//! The page's modules as one script.
//!
//! `web/*.js` are plain ES modules, so that Node, ESLint and TypeScript read them as they are. A
//! page that is opened from a file may not import modules, so here they are joined in the order of
//! [`MODULES`]: `import` lines go, `export` goes, and one function holds all. Names on the first
//! level of the modules are therefore unique (`tests/browser/run` checks that).

use std::sync::LazyLock;

macro_rules! modules {
    ($($name:literal),* $(,)?) => {
        /// Names and texts, each module after those that it imports.
        const MODULES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../web/", $name)))),*];
    };
}

modules![
    "dom.js",
    "model.js",
    "select.js",
    "path.js",
    "look.js",
    "camera.js",
    "labels.js",
    "picture.js",
    "hit.js",
    "svg-pen.js",
    "canvas.js",
    "combobox.js",
    "evidence.js",
    "live.js",
    "embed.js",
    "corrections.js",
    "details.js",
    "filters.js",
    "slider.js",
    "matrix.js",
    "timeline.js",
    "article.js",
    "save.js",
    "main.js",
];

/// All modules as one classic script.
pub(super) static SCRIPT: LazyLock<String> = LazyLock::new(|| join(MODULES));

fn join(modules: &[(&str, &str)]) -> String {
    let mut out = String::from("\"use strict\";(()=>{\n");
    for (_, text) in modules {
        let mut importing = false;
        for line in text.lines() {
            importing |= line.starts_with("import ");
            if importing {
                importing = !line.trim_end().ends_with(';');
                continue;
            }
            let line = line.strip_prefix("export ").unwrap_or(line);
            // Comments that fill a line are for readers of the sources.
            let bare = line.trim_start();
            if bare.is_empty() || bare.starts_with("//") || bare.starts_with("/**") && bare.ends_with("*/") {
                continue;
            }
            if bare.starts_with("* ") || bare == "*" || bare == "/**" || bare == "*/" {
                continue;
            }
            out.push_str(line);
            out.push('\n');
        }
    }
    out.push_str("})();\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_become_one_script() {
        let joined = join(&[
            ("a.js", "/** A number. */\nexport const one = 1;\n"),
            (
                "b.js",
                "import {\n  one,\n} from \"./a.js\";\n\n// Twice.\nexport function two() {\n  return one + one;\n}\n",
            ),
        ]);
        assert_eq!(
            joined,
            "\"use strict\";(()=>{\nconst one = 1;\nfunction two() {\n  return one + one;\n}\n})();\n"
        );
    }

    #[test]
    fn a_module_comes_after_those_that_it_imports() {
        for (i, (name, text)) in MODULES.iter().enumerate() {
            for (k, (other, _)) in MODULES.iter().enumerate() {
                assert!(!text.contains(&format!("\"./{other}\"")) || k < i, "{name} imports {other}");
            }
        }
    }

    #[test]
    fn the_script_cannot_end_its_element() {
        let script = SCRIPT.to_lowercase();
        assert!(!script.contains("</script") && !script.contains("<!--"));
    }
}
