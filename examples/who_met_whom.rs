//! Who met whom? Reads the texts that are named and lists their meetings, with the sentence that
//! says so.
//!
//! ```text
//! cargo run --release --example who_met_whom -- examples/baghdad-talks.txt
//! ```

use demarche::pipeline::Pipeline;
use demarche::read;
use demarche::types::{ActorId, Tie};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The pipeline holds the tables; it is made once and read by as many threads as you like.
    let pipeline = Pipeline::new()?;

    // Files, folders and patterns become sources, each of which gives one document or more. What
    // cannot be read is told, and the rest goes on.
    let inputs: Vec<String> = std::env::args().skip(1).collect();
    let (sources, errors, _) = read::expand(&inputs);
    for error in errors {
        eprintln!("{error}");
    }
    let mut documents = Vec::new();
    let how = read::How::bundled()?;
    for document in sources.iter().flat_map(|source| read::documents(source, &how)) {
        match document {
            Ok(document) => documents.push(pipeline.document(&document)),
            Err(error) => eprintln!("{error}"),
        }
    }

    // Merged, an actor is one node however many texts name it. The graph is a petgraph graph, so
    // all of petgraph's algorithms are at hand: `graph.net`.
    let graph = pipeline.merge(documents);
    for edge in graph.edges() {
        let Tie::Meeting { status, .. } = &edge.tie else { continue };
        let name = |id: &ActorId| graph.actors().find(|a| a.id == *id).map_or("?", |a| a.name.as_str());
        println!("{} and {}: {status:?}", name(&edge.source), name(&edge.target));
        for evidence in &edge.evidence {
            println!("    {}: {}", evidence.document, evidence.quote.text);
        }
    }
    Ok(())
}
