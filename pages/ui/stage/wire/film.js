/**
 * The scene as wire.py has encoded it; what its parts mean is said there, in scene.py.
 *
 * @typedef {Float32Array | Float64Array | Int8Array | Int16Array | Int32Array | Uint8Array
 *   | Uint16Array | Uint32Array} Numbers
 * @typedef {{shape: number[], data: Numbers}} Grid an array of several axes
 * @typedef {{name: string, label: string, color: string, short: string, dash: number[]}} Lane
 * @typedef {object} Runs
 * @property {Grid | null} p (V, F, s)
 * @property {Grid} cost (V, F)
 * @property {Grid | null} accuracy (V, F)
 * @property {Numbers} diverged_at (V,)
 * @property {string[]} regime (V,)
 * @typedef {{axis: any, steps: Numbers, runs: Runs[], symbol: string, log: boolean}} Family
 * @typedef {{indices: [number, number], labels: [string, string], alpha: [number, number],
 *   beta: [number, number], sign: number, laid?: Laid | null}} Plane
 * @typedef {{origin: Numbers, directions: Grid, onto: Grid}} Laid
 * @typedef {{label: string, values: Numbers}} Column
 * @typedef {{columns: Column[], sentences: string[], sentence: Numbers | null}} Reading
 * @typedef {object} Scene
 * @property {string} run
 * @property {string[]} repertoire the digests of its panels and its families, and of those beside
 * @property {string} title
 * @property {Lane[]} lanes
 * @property {Record<string, Family>} families
 * @property {any[]} panels their descriptions, each with its `kind`
 * @property {[string, number]} home the family and its variant that Python's controls name
 * @property {Plane | null} plane
 * @property {Reading[]} readings
 * @property {Record<string, string>} colors
 * @property {boolean} autoplay
 * @property {boolean} told_at_end
 * @property {Record<string, string>} picked what a reader has picked on panels
 * @property {number} restart
 * @property {boolean} live
 * @property {string} step_label
 * @property {string} view
 * @property {string} plotly_url
 * @property {string[]} listens the events that Python hears
 * @property {Record<string, string>} sliders the class of the page's own slider of each knob that has one
 * @property {Record<string, number>} present the variant that the controls name, by families beside home
 * @property {string} drawn the image on a pad: a sign for each pixel of the reader's own, or which of the others
 * @property {Asked | null} asked the question to the reader that is open, or has been answered
 * @typedef {{kind: string, open: boolean, hides: string[], place: number[] | null, panel: string,
 *   lane: number, top: number, sketch: number[] | null}} Asked
 * @typedef {{run: string, first: number, steps: Numbers, runs: Runs[], fields: Grid[] | null,
 *   readings: Reading[], last: boolean}} Chunk
 */

/**
 * The scene with those frames of the chunks that follow on its own; the scene stays as it is.
 * @param {Scene} scene
 * @param {Chunk[]} chunks
 */
export function grown(scene, chunks) {
  let film = scene;
  for (const chunk of chunks) {
    const missing = framesOf(film) - chunk.first;
    const follows = missing >= 0 && missing < chunk.steps.length;
    if (chunk.run === film.run && follows) film = joined(film, chunk, missing);
  }
  return film;
}

/**
 * The families, where a knob varies some lanes only: of the others it has the run of the home family.
 * @param {Record<string, Family>} families
 * @param {string} home
 * @returns {Record<string, Family>}
 */
export function filled(families, home) {
  const own = families[home].runs;
  return Object.fromEntries(Object.entries(families).map(([name, family]) => (
    [name, { ...family, runs: family.runs.map((runs, lane) => runs ?? own[lane]) }])));
}

/**
 * The family of the run that Python's controls name.
 * @param {Scene} scene
 */
export function homeFamily(scene) {
  return scene.families[scene.home[0]];
}

/**
 * How many frames the run has that Python's controls name.
 * @param {Scene} scene
 */
export function framesOf(scene) {
  return homeFamily(scene).steps.length;
}

/**
 * Frames `from` on of the chunk come after the film's; with the last of them it is complete.
 * @param {Scene} film
 * @param {Chunk} chunk
 * @param {number} from
 * @returns {Scene}
 */
function joined(film, chunk, from) {
  const home = homeFamily(film);
  const { fields } = chunk;
  const runs = home.runs.map((run, lane) => {
    const more = chunk.runs[lane];
    return { ...more,
      p: alongFrames(run.p, more.p, from),
      cost: alongFrames(run.cost, more.cost, from) ?? run.cost,
      accuracy: alongFrames(run.accuracy, more.accuracy, from) };
  });
  const family = { ...home, steps: append(home.steps, chunk.steps, from), runs };
  return { ...film,
    live: film.live && !chunk.last,
    families: { ...film.families, [film.home[0]]: family },
    panels: fields ? film.panels.map((panel) => withFields(panel, fields, from)) : film.panels,
    readings: film.readings.map((reading, lane) => withReading(reading, chunk.readings[lane], from)) };
}

/**
 * @param {any} panel
 * @param {Grid[]} fields
 * @param {number} from
 */
function withFields(panel, fields, from) {
  if (!panel.fields) return panel;
  return { ...panel, fields: panel.fields.map((/** @type {Grid} */ { shape: [frames, ...cell], data }, /** @type {number} */ lane) => {
    const more = fields[lane];
    const size = cell[0] * cell[1];
    return { shape: [frames + more.shape[0] - from, ...cell], data: append(data, more.data, from * size) };
  }) };
}

/**
 * @param {Reading} reading
 * @param {Reading | undefined} more
 * @param {number} from
 */
function withReading(reading, more, from) {
  if (!more) return reading;
  const columns = reading.columns.map(({ label, values }, c) => (
    { label, values: append(values, more.columns[c].values, from) }));
  if (!reading.sentence || !more.sentence) return { ...reading, columns };
  const shift = reading.sentences.length;
  const sentence = append(reading.sentence, more.sentence.map((k) => k + shift), from);
  return { columns, sentence, sentences: [...reading.sentences, ...more.sentences] };
}

/**
 * Two arrays (V, F, …) joined along their second axis; null if one is missing.
 * @param {Grid | null} a
 * @param {Grid | null} b
 * @param {number} from
 */
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

/**
 * @template {Numbers} T
 * @param {T} a
 * @param {Numbers} b
 * @param {number} from
 * @returns {T}
 */
function append(a, b, from) {
  const whole = new (/** @type {any} */ (a.constructor))(a.length + b.length - from);
  whole.set(a);
  whole.set(b.subarray(from), a.length);
  return whole;
}
