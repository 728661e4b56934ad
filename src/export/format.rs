//! The formats: their names, their extensions and who writes them.

use std::io::{self, Write};
use std::path::Path;

use super::attributes::View;
use super::{
    cx2, cypher, dot, events, ftm, gexf, graphml, json, mermaid, node_link, pdf, png, rdf, stix, svg, tables,
    web,
};

/// Writes a view of a graph to a stream.
pub(super) type Writer = fn(&View, &mut dyn Write) -> io::Result<()>;

/// What a format consists of.
#[derive(Clone, Copy)]
pub(super) enum Parts {
    /// One file.
    File(Writer),
    /// A folder of files.
    Folder(&'static [(&'static str, Writer)]),
}

/// A format that [`super::write()`] writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// The JSON graph (`data/graph.schema.json`), also networkx node-link.
    Json,
    /// Node-link JSON with flat attributes, for any version of networkx.
    JsonNetworkx,
    /// Node-link JSON with flat attributes, for D3.
    JsonD3,
    /// GraphML.
    Graphml,
    /// GEXF 1.3, with time.
    Gexf,
    /// Gephi's import spreadsheets.
    GephiCsv,
    /// Tables of actors, edges, evidence and documents.
    Csv,
    /// The same tables as Parquet.
    #[cfg(feature = "parquet")]
    Parquet,
    /// Cytoscape.js.
    Cyjs,
    /// JSON Graph Format 2.
    Jgf,
    /// graphology and sigma.js.
    Graphology,
    /// A Mermaid flowchart.
    Mermaid,
    /// A Cypher script.
    Cypher,
    /// CSV for `neo4j-admin database import`.
    Neo4jCsv,
    /// CX2.
    Cx2,
    /// Turtle.
    Turtle,
    /// JSON-LD.
    JsonLd,
    /// FollowTheMoney JSON lines.
    Ftm,
    /// A STIX 2.1 bundle.
    Stix,
    /// PLOVER-like JSON lines.
    Plover,
    /// CAMEO-like rows.
    Cameo,
    /// Graphviz DOT.
    Dot,
    /// A picture.
    Svg,
    /// The same picture in pixels.
    Png,
    /// The same picture for paper.
    Pdf,
}

/// What is known of a format.
struct Entry {
    format: Format,
    name: &'static str,
    about: &'static str,
    parts: Parts,
    /// True if it can show parallel edges as one.
    collapses: bool,
}

const fn file(format: Format, name: &'static str, about: &'static str, writer: Writer) -> Entry {
    Entry { format, name, about, parts: Parts::File(writer), collapses: true }
}

const fn folder(
    format: Format,
    name: &'static str,
    about: &'static str,
    parts: &'static [(&'static str, Writer)],
) -> Entry {
    Entry { format, name, about, parts: Parts::Folder(parts), collapses: true }
}

impl Entry {
    /// A format that has a place for each statement, and none for several in one.
    const fn uncollapsed(self) -> Self {
        Self { collapses: false, ..self }
    }
}

/// In the order in which help lists them; the variants of [`Format`] have the same.
const ENTRIES: &[Entry] = &[
    file(Format::Json, "json", "the JSON graph, with all evidence; read back", json::write).uncollapsed(),
    file(Format::JsonNetworkx, "json-networkx", "flat node-link JSON for networkx", node_link::networkx),
    file(Format::JsonD3, "json-d3", "flat node-link JSON for D3", node_link::d3),
    file(Format::Graphml, "graphml", "yEd, Gephi, networkx, igraph; read back", graphml::write),
    file(Format::Gexf, "gexf", "Gephi, with time and colours; read back", gexf::write),
    folder(Format::GephiCsv, "gephi-csv", "Gephi's spreadsheets of nodes and edges", tables::GEPHI),
    folder(Format::Csv, "csv", "tables of actors, edges, evidence, documents", tables::TABLES),
    #[cfg(feature = "parquet")]
    folder(
        Format::Parquet,
        "parquet",
        "the same tables, typed, for DuckDB, pandas, Spark",
        super::parquet::TABLES,
    ),
    file(Format::Cyjs, "cyjs", "Cytoscape.js, Cytoscape", web::cytoscape),
    file(Format::Jgf, "jgf", "JSON Graph Format 2", web::json_graph_format),
    file(Format::Graphology, "graphology", "graphology, sigma.js", web::graphology),
    file(Format::Mermaid, "mermaid", "a flowchart for Markdown pages", mermaid::write),
    file(Format::Cypher, "cypher", "a script for Neo4j, Memgraph and their like", cypher::write),
    folder(Format::Neo4jCsv, "neo4j-csv", "for neo4j-admin database import", tables::NEO4J),
    file(Format::Cx2, "cx2", "NDEx, Cytoscape 3.10", cx2::write),
    file(Format::Turtle, "ttl", "RDF as Turtle", rdf::turtle).uncollapsed(),
    file(Format::JsonLd, "jsonld", "RDF as JSON-LD", rdf::json_ld).uncollapsed(),
    file(Format::Ftm, "ftm", "FollowTheMoney entities, a line each", ftm::write).uncollapsed(),
    file(Format::Stix, "stix", "a STIX 2.1 bundle", stix::write).uncollapsed(),
    file(Format::Plover, "plover", "PLOVER-like events, a line each", events::plover).uncollapsed(),
    file(Format::Cameo, "cameo", "CAMEO-like events with tabs", events::cameo).uncollapsed(),
    file(Format::Dot, "dot", "Graphviz", dot::write).uncollapsed(),
    file(Format::Svg, "svg", "a picture", svg::write).uncollapsed(),
    file(Format::Png, "png", "a picture in pixels", png::write).uncollapsed(),
    file(Format::Pdf, "pdf", "a picture for paper", pdf::write).uncollapsed(),
];

impl Format {
    /// All formats, in the order in which help lists them.
    pub const ALL: &'static [Format] = &{
        let mut all = [Format::Json; ENTRIES.len()];
        let mut i = 0;
        while i < ENTRIES.len() {
            all[i] = ENTRIES[i].format;
            i += 1;
        }
        all
    };

    fn entry(self) -> Option<&'static Entry> {
        ENTRIES.iter().find(|entry| entry.format == self)
    }

    /// Its name on the command line, also its usual extension.
    pub fn name(self) -> &'static str {
        self.entry().map_or("", |entry| entry.name)
    }

    /// What it is for, in a few words.
    pub fn about(self) -> &'static str {
        self.entry().map_or("", |entry| entry.about)
    }

    /// True if it is a folder of several files.
    pub fn is_folder(self) -> bool {
        matches!(self.parts(), Parts::Folder(_))
    }

    /// True if it can show parallel edges as one.
    pub fn collapses(self) -> bool {
        self.entry().is_some_and(|entry| entry.collapses)
    }

    pub(super) fn parts(self) -> Parts {
        self.entry().map_or(Parts::Folder(&[]), |entry| entry.parts)
    }

    /// By name: `json`.
    pub fn from_name(name: &str) -> Option<Self> {
        ENTRIES.iter().find(|entry| entry.name.eq_ignore_ascii_case(name)).map(|entry| entry.format)
    }

    /// By the extension of a file name.
    pub fn from_path(path: &Path) -> Option<Self> {
        let extension = path.extension().and_then(|e| e.to_str())?;
        match extension.to_ascii_lowercase().as_str() {
            "gv" => Some(Self::Dot),
            "mmd" => Some(Self::Mermaid),
            name => Self::from_name(name),
        }
    }
}
