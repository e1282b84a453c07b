/** The scene with those frames of the chunks that follow on its own; the scene stays as it is. */
export function grown(scene, chunks) {
  return chunks.reduce((film, chunk) => {
    const missing = framesOf(film) - chunk.first;
    const follows = missing >= 0 && missing < chunk.steps.length;
    return chunk.run === film.run && follows ? joined(film, chunk, missing) : film;
  }, scene);
}

/** How many frames of the family "eta" there are. */
export function framesOf(scene) {
  return scene.families.eta.steps.length;
}

/** Frames `from` on of the chunk come after the film's; with the last of them it is complete. */
function joined(film, chunk, from) {
  const { eta } = film.families;
  const runs = eta.runs.map((run, lane) => {
    const more = chunk.runs[lane];
    return { ...more,
      p: alongFrames(run.p, more.p, from),
      cost: alongFrames(run.cost, more.cost, from),
      accuracy: alongFrames(run.accuracy, more.accuracy, from) };
  });
  const family = { ...eta, steps: append(eta.steps, chunk.steps, from), runs };
  return { ...film,
    live: film.live && !chunk.last,
    families: { ...film.families, eta: family },
    panels: chunk.fields ? film.panels.map((panel) => withFields(panel, chunk.fields, from)) : film.panels,
    readings: film.readings.map((reading, lane) => withReading(reading, chunk.readings[lane], from)) };
}

function withFields(panel, fields, from) {
  if (!panel.fields) return panel;
  return { ...panel, fields: panel.fields.map(({ shape: [frames, ...cell], data }, lane) => {
    const more = fields[lane];
    const size = cell[0] * cell[1];
    return { shape: [frames + more.shape[0] - from, ...cell], data: append(data, more.data, from * size) };
  }) };
}

function withReading(reading, more, from) {
  if (!more) return reading;
  const columns = reading.columns.map(({ label, values }, c) => (
    { label, values: append(values, more.columns[c].values, from) }));
  if (!reading.sentence || !more.sentence) return { ...reading, columns };
  const shift = reading.sentences.length;
  const sentence = append(reading.sentence, more.sentence.map((k) => k + shift), from);
  return { columns, sentence, sentences: [...reading.sentences, ...more.sentences] };
}

/** Two arrays (V, F, …) joined along their second axis; null if one is missing. */
function alongFrames(a, b, from) {
  if (!a || !b) return null;
  const [count, frames, ...entry] = a.shape;
  const size = entry.reduce((product, n) => product * n, 1);
  const more = b.shape[1];
  const rows = Array.from({ length: count }, (_, v) => append(
    a.data.subarray(v * frames * size, (v + 1) * frames * size),
    b.data.subarray(v * more * size, (v + 1) * more * size), from * size));
  return { shape: [count, frames + more - from, ...entry],
    data: rows.reduce((all, row) => append(all, row, 0)) };
}

function append(a, b, from) {
  const whole = new a.constructor(a.length + b.length - from);
  whole.set(a);
  whole.set(b.subarray(from), a.length);
  return whole;
}
