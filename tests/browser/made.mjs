// Graphs that no text was read for: large ones, and one with names that want to do harm.

/** Numbers without chance: the same graph each time. @param {number} seed */
function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 2654435769) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) / 4294967296;
  };
}

const FIRST = ["Amir", "Lena", "Jonas", "Sara", "Idris", "Mina", "Pavel", "Nour", "Elif", "Tomas", "Aida", "Viktor"];
const LAST = ["Karimov", "Haddad", "Olsen", "Petrov", "Mbeki", "Santos", "Yilmaz", "Novak", "Rahimi", "Duarte"];
const DOES = { support: ["praised", "SUPPORT"], oppose: ["condemned", "ACCUSE"] };

/**
 * A JSON graph.
 * @param {number} actors
 * @param {number} edges
 */
export function madeGraph(actors, edges) {
  const next = numbers(actors);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const groups = Math.max(3, Math.round(Math.sqrt(actors) / 2));
  const nodes = Array.from({ length: actors }, (_, i) => {
    const kind = i % 10 === 0 ? "country" : i % 3 === 0 ? "group" : "person";
    const name = kind === "person" ? `${pick(FIRST)} ${pick(LAST)} ${i}` : kind === "country" ? `Land ${i}` : `Council of Region ${i}`;
    return { id: `${kind}:n${i}`, kind, name, aliases: [`Alias ${i}`], iso3: null, mentions: 1 + Math.floor(next() * 9) };
  });
  const documents = Array.from({ length: Math.max(2, Math.round(actors / 20)) }, (_, i) => ({
    id: `doc${i}`,
    sha256: "0".repeat(64),
    title: `Report number ${i}`,
    date: `20${10 + (i % 15)}-${String(1 + (i % 12)).padStart(2, "0")}-${String(1 + (i % 28)).padStart(2, "0")}`,
    source: `Paper ${i % 9}`,
    url: `https://example.org/${i}`,
  }));
  const list = [];
  const events = [];
  for (let i = 0; i < edges; i += 1) {
    // Early actors of a group have more ties; most ties stay within a group.
    const a = Math.floor(next() ** 2 * actors);
    const b = next() < 0.85 ? (a + groups * Math.floor(1 + next() ** 2 * (actors / groups - 1))) % actors : Math.floor(next() * actors);
    if (a === b) continue;
    const [source, target] = [nodes[a], nodes[b]].sort((x, y) => (x.id < y.id ? -1 : 1));
    const document = pick(documents);
    const oppose = next() < 0.45;
    const [verb, category] = DOES[oppose ? "oppose" : "support"];
    const r = next();
    const does = r < 0.25 ? "met" : r < 0.4 ? "belongs to" : verb;
    const text = `${source.name} ${does} ${target.name} in a statement that ran to several lines, as its office said on the day after.`;
    const bytes = (s) => Buffer.byteLength(s);
    const start = 100 + (i % 50) * 200;
    const quote = (s, from) => ({ start: start + bytes(text.slice(0, from)), end: start + bytes(text.slice(0, from)) + bytes(s), text: s });
    const evidence = [
      {
        document: document.id,
        sentence: i % 50,
        start,
        end: start + bytes(text),
        text,
        trigger: quote(does, source.name.length + 1),
        source: quote(source.name, 0),
        target: quote(target.name, source.name.length + does.length + 2),
        attribution: [],
        modality: "asserted",
        reported: document.date,
        confidence: Math.round((0.5 + next() / 2) * 100) / 100,
      },
    ];
    let says;
    if (does === "met") {
      const status = next() < 0.7 ? "held" : "planned";
      const event = `m${i}`;
      events.push({ id: event, participants: [source.id, target.id], host: null, mediator: null, status, mode: "in_person", place: "Geneva", topic: null, date: null });
      says = { kind: "meeting", status, mode: "in_person", event };
    } else if (does === "belongs to") {
      says = { kind: "affiliation", role: "adviser", former: false };
    } else {
      says = { kind: "stance", polarity: oppose ? "oppose" : "support", category, basis: "word", intensity: oppose ? -0.4 : 0.4 };
    }
    list.push({ id: `e${i}`, source: source.id, target: target.id, ...says, evidence });
  }
  return { directed: true, multigraph: true, graph: { generator: "test", schema: 1, threshold: 0.5, documents, events }, nodes, edges: list };
}

/** Texts that would do something if a page took them for more than text. */
export const HOSTILE = [
  "<script>window.harmed=1</script>",
  "</script><script>window.harmed=1</script>",
  "<img src=x onerror=window.harmed=1>",
  "\"><svg onload=window.harmed=1>",
  "<!--<script>",
  "{{rows}}",
  "');window.harmed=1;//",
  "a\u2028window.harmed=1\u2029b",
  "</style><style>*{display:none}",
  "\u202egnp.exe",
  "]]>&lt;b&gt;",
  "__proto__",
];

/** A graph in which every text is hostile. */
export function hostileGraph() {
  const graph = madeGraph(HOSTILE.length, 40);
  const kinds = ["person", "country", "group"];
  graph.nodes.forEach((node, i) => {
    const old = node.id;
    node.name = HOSTILE[i];
    node.aliases = [HOSTILE[(i + 1) % HOSTILE.length]];
    node.kind = kinds[i % 3];
    node.id = `${node.kind}:${HOSTILE[i]}`;
    for (const edge of graph.edges) {
      if (edge.source === old) edge.source = node.id;
      if (edge.target === old) edge.target = node.id;
    }
    for (const event of graph.graph.events) event.participants = event.participants.map((p) => (p === old ? node.id : p));
  });
  graph.graph.documents.forEach((d, i) => {
    d.title = HOSTILE[i % HOSTILE.length];
    d.source = HOSTILE[(i + 3) % HOSTILE.length];
    d.url = i % 2 === 0 ? "javascript:window.harmed=1" : "data:text/html,<script>window.harmed=1</script>";
  });
  graph.edges.forEach((edge, i) => {
    for (const e of edge.evidence) {
      e.text = HOSTILE[i % HOSTILE.length].padEnd(e.text.length, "·");
      e.end = e.start + Buffer.byteLength(e.text);
      e.attribution = [HOSTILE[(i + 5) % HOSTILE.length]];
    }
    if (edge.role) edge.role = HOSTILE[i % HOSTILE.length];
  });
  return graph;
}
