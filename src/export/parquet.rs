//! The tables as Parquet: for DuckDB, pandas, Spark. Typed columns, absent values as nulls, no
//! compression.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::Result;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type as Schema;

use super::attributes::{Column, NODE, Row, Type, Value, View};
use super::format;
use super::tables::{DOCUMENT, EVIDENCE, document_rows, evidence_row};

/// The tables of the graph.
pub(super) const TABLES: &[(&str, format::Writer)] = &[
    ("actors.parquet", actors),
    ("edges.parquet", edges),
    ("evidence.parquet", evidence),
    ("documents.parquet", documents),
];

/// Rows that are written together.
const GROUP: usize = 1 << 16;

const ID: Column = Column { name: "id", holds: Type::Text };
const SOURCE: Column = Column { name: "source", holds: Type::Text };
const TARGET: Column = Column { name: "target", holds: Type::Text };

type Cells<'g> = Vec<Option<Value<'g>>>;

fn actors(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let rows = view.nodes().map(|(actor, row)| before([actor.id.0.as_str()], row));
    table(out, &[&[ID], NODE].concat(), rows)
}

fn edges(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let rows = view.edges().map(|edge| before([edge.id, &edge.source.0, &edge.target.0], edge.row));
    table(out, &[&[ID, SOURCE, TARGET], view.edge_columns()].concat(), rows)
}

fn evidence(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let rows = view.edges().flat_map(|edge| {
        let id = edge.id;
        edge.evidence().map(|evidence| evidence_row(id, evidence).values).collect::<Vec<_>>()
    });
    table(out, EVIDENCE, rows)
}

fn documents(view: &View, out: &mut dyn Write) -> io::Result<()> {
    table(out, DOCUMENT, document_rows(view).map(|row| row.values))
}

fn before<'g, const N: usize>(ids: [&'g str; N], row: Row<'g>) -> Cells<'g> {
    let ids = ids.into_iter().map(|id| Some(Value::Text(id.into())));
    ids.chain(row.values).collect()
}

fn table<'g>(
    out: &mut dyn Write,
    columns: &[Column],
    mut rows: impl Iterator<Item = Cells<'g>>,
) -> io::Result<()> {
    // The writer wants to own what it writes to.
    let bytes = file(columns, &mut rows).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn file<'g>(columns: &[Column], rows: &mut dyn Iterator<Item = Cells<'g>>) -> Result<Vec<u8>> {
    let properties = WriterProperties::builder()
        .set_created_by(concat!("demarche ", env!("CARGO_PKG_VERSION")).to_owned())
        .build();
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema(columns)?), Arc::new(properties))?;
    loop {
        let group: Vec<Cells> = rows.take(GROUP).collect();
        if group.is_empty() {
            break;
        }
        let mut open = writer.next_row_group()?;
        let mut place = 0;
        while let Some(mut column) = open.next_column()? {
            let levels: Vec<i16> = group.iter().map(|row| i16::from(value(row, place).is_some())).collect();
            let values = || group.iter().filter_map(|row| value(row, place));
            match column.untyped() {
                ColumnWriter::ByteArrayColumnWriter(out) => {
                    let texts: Vec<ByteArray> = values().map(|v| v.to_string().into_bytes().into()).collect();
                    out.write_batch(&texts, Some(&levels), None)?;
                }
                ColumnWriter::Int64ColumnWriter(out) => {
                    let integer = |v: &Value| if let Value::Integer(n) = v { *n as i64 } else { 0 };
                    out.write_batch(&values().map(integer).collect::<Vec<_>>(), Some(&levels), None)?;
                }
                ColumnWriter::DoubleColumnWriter(out) => {
                    // By its shortest digits: 0.9 is not to become 0.899999976.
                    let number = |v: &Value| v.to_string().parse::<f64>().unwrap_or_default();
                    out.write_batch(&values().map(number).collect::<Vec<_>>(), Some(&levels), None)?;
                }
                ColumnWriter::BoolColumnWriter(out) => {
                    let truth = |v: &Value| matches!(v, Value::Truth(true));
                    out.write_batch(&values().map(truth).collect::<Vec<_>>(), Some(&levels), None)?;
                }
                _ => {}
            }
            column.close()?;
            place += 1;
        }
        open.close()?;
    }
    writer.into_inner()
}

fn value<'a, 'g>(row: &'a Cells<'g>, place: usize) -> Option<&'a Value<'g>> {
    row.get(place).and_then(Option::as_ref)
}

fn schema(columns: &[Column]) -> Result<Schema> {
    let fields: Result<Vec<_>> = columns
        .iter()
        .map(|column| {
            let (physical, logical) = match column.holds {
                Type::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
                Type::Integer => (Physical::INT64, None),
                Type::Number => (Physical::DOUBLE, None),
                Type::Truth => (Physical::BOOLEAN, None),
            };
            Schema::primitive_type_builder(column.name, physical)
                .with_repetition(Repetition::OPTIONAL)
                .with_logical_type(logical)
                .build()
                .map(Arc::new)
        })
        .collect();
    Schema::group_type_builder("demarche").with_fields(fields?).build()
}
