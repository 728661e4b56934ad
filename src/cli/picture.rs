//! How pictures are drawn, as the user asks for it.

use std::path::PathBuf;

use clap::ValueEnum;

use super::{Failure, output};
use crate::export::{Form, Format, Look, PageSize, Theme, svg};
use crate::graph::Graph;
use crate::tables::Labels;
use crate::types::ActorId;

/// So many names without a font are told.
const TOLD: usize = 3;

#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Drawing {
    /// Colours of pictures.
    #[arg(long, value_enum, value_name = "THEME", default_value_t = ThemeName::Light)]
    theme: ThemeName,
    /// Page that a picture fills: a4, a4-landscape, square or pixels like 1600x900; else as large as
    /// it needs to be.
    #[arg(long, value_name = "SIZE")]
    size: Option<PageSize>,
    /// Width of pictures in pixels, at the same proportion.
    #[arg(long, value_name = "PIXELS", value_parser = clap::value_parser!(u32).range(100..=8000))]
    width: Option<u32>,
    /// Title of pictures; empty for none.
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// What stands below the title.
    #[arg(long, value_name = "TEXT")]
    caption: Option<String>,
    /// Where it is from, instead of the sources of the documents.
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
    /// Words of the legend in another language: a table like data/labels.tsv.
    #[arg(long, value_name = "FILE")]
    lang_labels: Option<PathBuf>,
    /// Draw each kind of tie and each direction as a line of its own, affiliations too.
    #[arg(long)]
    parallel: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum ThemeName {
    #[default]
    Light,
    /// For slides.
    Dark,
    /// For newspapers and copiers.
    Grey,
}

impl Drawing {
    /// With these actors in focus, and so many at most.
    pub fn look(&self, focus: Vec<ActorId>, most: Option<usize>) -> Result<Look, Failure> {
        let theme = match self.theme {
            ThemeName::Light => Theme::Light,
            ThemeName::Dark => Theme::Dark,
            ThemeName::Grey => Theme::Grey,
        };
        let labels = self.lang_labels.as_deref().map(Labels::read).transpose()?.unwrap_or_default();
        Ok(Look {
            form: Form::Net,
            theme,
            size: self.size,
            width: self.width,
            title: self.title.clone(),
            caption: self.caption.clone(),
            source: self.source.clone(),
            labels,
            parallel: self.parallel,
            focus,
            most,
        })
    }

    /// The files that it reads.
    pub fn files(&self) -> impl Iterator<Item = &std::path::Path> {
        self.lang_labels.iter().map(PathBuf::as_path)
    }
}

/// Says which names of a picture in pixels or on paper need a font that is not there.
pub(super) fn tell_letters(graph: &Graph, look: &Look, formats: impl IntoIterator<Item = Format>) {
    if !formats.into_iter().any(|format| matches!(format, Format::Png | Format::Pdf)) {
        return;
    }
    let names = svg::without_letters(graph, look);
    if let Some(first) = names.get(..names.len().min(TOLD)).filter(|names| !names.is_empty()) {
        let more = if names.len() > TOLD { " …" } else { "" };
        output::note(&format!(
            "note: no font of this machine has all letters of {}{more}; install one (Noto, for instance), or \
             write .svg, which takes the reader's fonts",
            first.join(", ")
        ));
    }
}
