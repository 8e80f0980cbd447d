// What a reader typed, turned into words of the index: stop words left out, endings and typos forgiven.

// Words that questions are made of and that tell pages nothing apart.
const STOP = new Set(
  ("a about all also am an and any are as at be because been best big but by can could did do does doing each else ever every for from get gets " +
    "give go goes good had has happen happens have how i if in into is it its just keep later let like make many may me mean more most much must my need " +
    "no not of off on or other our out over people per please put s same shall should show so some such t than that the their them then " +
    "there these they thing things this those through to too under up us use used using versus via vs want was way we were what when " +
    "where whether which while who why will with without work would you your").split(" "),
);
const WORD = /[a-z0-9]+(?:\.[0-9]+)?/g;
const ENDINGS = ["ations", "ation", "izing", "ising", "ances", "ance", "ences", "ence", "encies", "ency", "ments", "ment", "ings", "ing", "ions", "ion", "ants", "ant", "ents", "ent", "ers", "ors", "er", "or", "ed", "es", "ly", "al", "s", "e", "y"];
const MATE = 0.7; // what another form of a word counts
const LONGEST = 40; // words of a query; a pasted page is not a question

export const words = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(WORD)?.slice(0, LONGEST) ?? [];

export const stem = (word) => {
  if (word.length < 5 || /\d/.test(word)) return word;
  word = word.replace(/is(e|ed|es|ing|ations?)$/, "iz$1"); // 'normalise' is 'normalize'
  for (const ending of ENDINGS) {
    if (word.endsWith(ending) && word.length - ending.length >= 4) {
      const rest = word.slice(0, -ending.length);
      return rest.at(-1) === rest.at(-2) && !"ls".includes(rest.at(-1)) ? rest.slice(0, -1) : rest;
    }
  }
  return word;
};

// Edits between two words, swapped neighbours as one; `most + 1` when there are more than `most`.
export const edits = (a, b, most) => {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
      next[j] = cost;
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    before = row;
    row = next;
  }
  return row[b.length];
};

// The words of an index with how many pages hold each, and what a typed word can stand for.
export class Vocabulary {
  constructor(pagesOf) {
    this.pagesOf = pagesOf; // Map: word -> number of pages
    this.sorted = [...pagesOf.keys()].sort();
    this.mates = new Map();
    for (const word of this.sorted) {
      const key = stem(word);
      if (this.mates.has(key)) this.mates.get(key).push(word);
      else this.mates.set(key, [word]);
    }
  }

  startingWith(prefix) {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle] < prefix) low = middle + 1;
      else high = middle;
    }
    const found = [];
    while (low < this.sorted.length && this.sorted[low].startsWith(prefix)) found.push(this.sorted[low++]);
    return found;
  }

  // Known words within one edit, or two for long words; the nearest first, then the most frequent.
  nearest(word, most = word.length < 4 ? 0 : word.length < 7 ? 1 : 2) {
    if (!most) return [];
    const found = [];
    for (const known of this.sorted) {
      const distance = edits(word, known, most);
      if (distance <= most) found.push([distance + (known[0] === word[0] ? 0 : 0.5), known]);
    }
    found.sort((a, b) => a[0] - b[0] || this.pagesOf.get(b[1]) - this.pagesOf.get(a[1]));
    return found.filter(([distance]) => distance <= found[0][0]).slice(0, 4).map(([, known]) => known);
  }

  // 'pubsub' -> ['pub', 'sub']; [] when it is no two known words.
  halves(word) {
    let best = [];
    let score = 0;
    for (let cut = 2; cut <= word.length - 2; cut++) {
      const [left, right] = [word.slice(0, cut), word.slice(cut)];
      const least = Math.min(this.pagesOf.get(left) ?? 0, this.pagesOf.get(right) ?? 0);
      if (least > score && left.length + right.length > 5) [best, score] = [[left, right], least];
    }
    return best;
  }

  // What one typed word may stand for: known word -> weight.
  meanings(word, unfinished) {
    const found = new Map();
    const add = (known, weight) => found.set(known, Math.max(weight, found.get(known) ?? 0));
    if (this.pagesOf.has(word)) add(word, 1);
    for (const mate of this.mates.get(stem(word)) ?? []) add(mate, MATE);
    if (unfinished && word.length > 1) {
      const doubt = this.pagesOf.has(word) ? 0.3 : 1; // a whole word is probably meant as it stands
      for (const longer of this.startingWith(word).slice(0, 60)) add(longer, doubt * (0.3 + 0.5 * (word.length / longer.length)));
    }
    if (found.size) return { found, corrected: false };
    const split = this.halves(word);
    for (const half of split) add(half, 0.8);
    for (const near of split.length ? [] : this.nearest(word)) {
      add(near, 0.9);
      for (const mate of this.mates.get(stem(near)) ?? []) add(mate, 0.9 * MATE);
    }
    if (!found.size) for (const longer of this.startingWith(word).slice(0, 20)) add(longer, 0.5);
    return { found, corrected: found.size > 0 && !split.length };
  }
}

// A query as groups of alternatives: [{typed, found: Map(word -> weight)}], and the words that were read otherwise.
export const understand = (query, vocabulary) => {
  const typed = words(query);
  const telling = typed.filter((word) => !STOP.has(word));
  const used = telling.length ? telling : typed;
  const unfinished = /[a-z0-9]$/i.test(query);
  const groups = [];
  const read = [];
  used.forEach((word, place) => {
    const { found, corrected } = vocabulary.meanings(word, unfinished && place === used.length - 1);
    // 'back pressure' is also 'backpressure'
    const joined = word + (used[place + 1] ?? "");
    if (used[place + 1] && vocabulary.pagesOf.has(joined)) found.set(joined, 1);
    if (corrected) read.push([word, found.keys().next().value]);
    groups.push({ typed: word, found });
  });
  const meant = new Map(read);
  const phrases = [typed, used].map((of) => of.map((word) => meant.get(word) ?? word).join(" "));
  return { groups, read, phrases };
};
