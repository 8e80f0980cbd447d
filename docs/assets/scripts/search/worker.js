// Answers searches off the main thread: the index of pages first, then the entries of the pages that are shown.
import MiniSearch from "../../vendor/minisearch.js";
import { understand, Vocabulary, words } from "./query.js";

const ROOT = new URL("../../../search/", import.meta.url);
const SHOWN = 8; // pages in an answer
const OPENED = 4; // pages whose entries are fetched
const HITS = 3; // entries shown of one page
const WEIGHTS = { title: 7, aka: 6, heads: 3, lead: 5, body: 1.2 };
const BARE = { tokenize: (text) => text.split(" "), processTerm: (term) => term };

let known; // {pages, engine, vocabulary} once the index is here
const opened = new Map(); // page path -> engine over its entries

const read = async (name) => {
  const answer = await fetch(new URL(name, ROOT));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.json();
};

// Postings as MiniSearch writes them itself (its serialization, version 2).
const unpack = ({ fields, pages, lengths, postings }) => {
  const pagesOf = new Map();
  const index = postings.map((line) => {
    const [word, packed] = line.split(" ");
    const byField = {};
    const all = new Set();
    for (const part of packed.split(";")) {
      const [field, list] = part.split(":");
      let page = 0;
      byField[field] = {};
      for (const item of list.split(",")) {
        const [step, count] = item.split(".");
        page += parseInt(step, 36);
        byField[field][page] = Number(count ?? 1);
        all.add(page);
      }
    }
    pagesOf.set(word, all.size);
    return [word, byField];
  });
  const average = fields.map((_, field) => lengths.reduce((sum, row) => sum + row[field], 0) / lengths.length);
  const byNumber = (values) => Object.fromEntries(values.map((value, number) => [number, value]));
  const engine = MiniSearch.loadJS(
    {
      documentCount: pages.length,
      nextId: pages.length,
      documentIds: byNumber(pages.map((_, number) => number)),
      fieldIds: Object.fromEntries(fields.map((name, number) => [name, number])),
      fieldLength: byNumber(lengths),
      averageFieldLength: average,
      storedFields: {},
      dirtCount: 0,
      index,
      serializationVersion: 2,
    },
    { fields, ...BARE },
  );
  return { pages, engine, vocabulary: new Vocabulary(pagesOf) };
};

const ready = () => (known ??= read("index.json").then(unpack));

const entriesOf = (path) => {
  if (!opened.has(path)) {
    opened.set(
      path,
      read(`${path}.json`).then((entries) => {
        const engine = new MiniSearch({ fields: ["name", "text"], tokenize: words, processTerm: (term) => term });
        engine.addAll(entries.map(([, , name, text], id) => ({ id, name, text })));
        return { entries, engine };
      }),
    );
  }
  return opened.get(path);
};

// Rank by what matched how well, then by how much of the query was met.
const ask = (engine, groups, boost) => {
  const weights = new Map();
  for (const { found } of groups) for (const [word, weight] of found) weights.set(word, Math.max(weight, weights.get(word) ?? 0));
  if (!weights.size) return [];
  const results = engine.search([...weights.keys()].join(" "), { ...BARE, boost, boostTerm: (term) => weights.get(term) ?? 1 });
  for (const result of results) {
    const met = groups.filter(({ found }) => result.queryTerms.some((term) => found.has(term))).length;
    result.score *= (met / groups.length) ** 2;
  }
  return results.sort((a, b) => b.score - a.score);
};

// A page that is called by the very words of the query is meant more than one that only uses them: wholly, or in part,
// as when 'load shedding' is asked and 'Load shedding in a spike' is there, or a question names 'shard key'.
const CALLED = { title: [3, 2], aka: [2.5, 1.8], options: [2.5, 1.7], names: [1.5, 1.3] };
const several = (text) => text.includes(" ");
const holds = (text, part) => several(part) && ` ${text} `.includes(` ${part} `);
const called = (page, phrases) => {
  page.phrases ??= Object.entries(CALLED).map(([list, factors]) => [[page[list]].flat().map((name) => words(name).join(" ")), ...factors]);
  const factors = page.phrases.map(([names, wholly, partly]) => {
    if (names.some((name) => phrases.includes(name))) return wholly;
    return names.some((name) => phrases.some((phrase) => holds(name, phrase) || holds(phrase, name))) ? partly : 1;
  });
  return factors[0] * Math.max(...factors.slice(1));
};

const line = (text, marks) => {
  const sentences = text.match(/[^.?!]+(?:[.?!](?!\s)[^.?!]*)*[.?!]*\s*/g) ?? [text];
  const score = (sentence) => new Set(words(sentence).filter((word) => marks.has(word))).size;
  let best = 0;
  sentences.forEach((sentence, place) => {
    if (score(sentence) > score(sentences[best])) best = place;
  });
  const start = sentences[best].trim();
  return start.length < 60 && sentences[best + 1] ? `${start} ${sentences[best + 1].trim()}` : start;
};

const hits = async (page, groups, marks) => {
  const { entries, engine } = await entriesOf(page.path);
  return ask(engine, groups, { name: 3, text: 1 })
    .slice(0, HITS)
    .map(({ id }) => {
      const [anchor, kind, name, text] = entries[id];
      return { anchor, kind, name, line: line(text, marks) };
    });
};

const card = ({ path, title, kind, summary }) => ({ path, title, kind, summary });

const search = async (query) => {
  const { pages, engine, vocabulary } = await ready();
  const { groups, read: corrections, phrases } = understand(query, vocabulary);
  const marks = new Set(groups.flatMap(({ found }) => [...found.keys()]));
  const ranked = ask(engine, groups, WEIGHTS);
  for (const result of ranked) result.score *= called(pages[result.id], phrases);
  ranked.sort((a, b) => b.score - a.score);
  const shown = ranked.slice(0, SHOWN).map(({ id }) => ({ ...card(pages[id]), hits: [] }));
  await Promise.all(
    shown.slice(0, OPENED).map(async (page) => {
      page.hits = await hits(page, groups, marks);
    }),
  );
  const unknown = groups.filter(({ found }) => !found.size).map(({ typed }) => typed);
  const near = shown.length ? [] : unknown.flatMap((word) => vocabulary.nearest(word, 3)).slice(0, 6);
  return { pages: shown, total: ranked.length, marks: [...marks], corrections, near };
};

addEventListener("message", async ({ data: { id, query } }) => {
  try {
    if (query === null) {
      const { pages } = await ready();
      postMessage({ id, cards: pages.map(card) });
    } else {
      postMessage({ id, query, ...(await search(query)) });
    }
  } catch (error) {
    postMessage({ id, query, failed: String(error) });
  }
});
