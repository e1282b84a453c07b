/** How a message begins that asks for a run: field 11 of Streamlit's BackMsg, of the kind that has a length. */
const ASKS_FOR_A_RUN = (11 << 3) | 2;

/** What goes to the server: once it is narrow, one message that asks for a run, and the others when it opens. */
export class Gate {
  /** @type {(() => void)[] | null} what asks for a run since it has been narrow, the one that went first */
  #asked = null;
  /** @type {(() => void)[]} what waited when it became narrow once more */
  #left = [];

  get isNarrow() {
    return this.#asked !== null;
  }

  /** Has it let through one that asks for a run since it has been narrow? */
  get hasAsked() {
    return Boolean(this.#asked?.length);
  }

  narrow() {
    this.#left.push(...(this.#asked?.slice(1) ?? []));
    this.#asked = [];
  }

  /**
   * @param {unknown} data what a message consists of
   * @param {() => void} send
   */
  take(data, send) {
    const first = this.#asked?.length === 0;
    const asks = data instanceof Uint8Array && data[0] === ASKS_FOR_A_RUN;
    if (asks) this.#asked?.push(send);
    if (!asks || !this.#asked || first) send();
  }

  /**
   * Whatever waits goes, in the order in which it came.
   * @param {boolean} again whether the first one too, because nobody has heard what else is in it
   */
  open(again) {
    const asked = this.#asked ?? [];
    const all = [...asked.slice(0, again ? 1 : 0), ...this.#left, ...asked.slice(1)];
    this.#asked = null;
    this.#left = [];
    for (const send of all) send();
  }
}
