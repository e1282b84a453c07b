import { Gate } from "./gate.js";

const CONNECTION = "data-test-connection-state";
const RUN = "data-test-script-state";
/** Milliseconds: so long a page that has run is at rest, and so long the first run may take to begin. */
const REST = 300;
const PATIENCE = 10_000;

/**
 * The connection to the server. When it has been lost and is there again, Streamlit asks for no run if the
 * page was at rest, and a server that has been started anew would not know what the reader's next click is
 * about. So this asks for one, and what the reader does until it has ended goes to the server after that.
 */
export class Connection {
  #gate = new Gate();
  /** The sessions that the server has had for this window: of now, and when the connection was lost. */
  #session = "";
  #before = "";
  #lost = false;
  /** Has the page run since? */
  #ran = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #opening;

  /** @param {() => void} ask asks for a run */
  constructor(ask) {
    this.ask = ask;
    const app = document.querySelector("[data-testid=stApp]");
    if (!app) return;
    this.#passThroughGate();
    new MutationObserver(() => {
      if (app.getAttribute(CONNECTION) !== "CONNECTED") this.#onLoss();
      else if (this.#lost) this.#onReturn();
      if (!this.#lost) this.#onRun(app.getAttribute(RUN) === "running");
    }).observe(app, { attributes: true, attributeFilter: [CONNECTION, RUN] });
  }

  /** @param {string} session what the server calls this window */
  hear(session) {
    this.#session = session;
  }

  #passThroughGate() {
    const gate = this.#gate;
    const { send } = WebSocket.prototype;
    /** @type {WebSocket} the one of now, through which what waits will go */
    let socket;
    WebSocket.prototype.send = function (/** @type {Parameters<typeof send>[0]} */ data) {
      socket = this;
      gate.take(data, () => send.call(socket, data));
    };
  }

  #onLoss() {
    if (this.#lost) return;
    this.#lost = true;
    this.#before = this.#session;
    clearTimeout(this.#opening);
    this.#gate.narrow();
  }

  #onReturn() {
    this.#lost = false;
    this.#ran = false;
    // If the page was under way Streamlit has asked for a run.
    if (!this.#gate.hasAsked) this.ask();
    this.#openIn(PATIENCE);
  }

  /** @param {boolean} running */
  #onRun(running) {
    this.#ran ||= running;
    if (running) clearTimeout(this.#opening);
    // On a server that has just begun a run may begin again.
    else if (this.#ran) this.#openIn(REST);
  }

  /** @param {number} milliseconds */
  #openIn(milliseconds) {
    clearTimeout(this.#opening);
    if (!this.#gate.isNarrow) return;
    // A click may be in the message that asks for the run: a server that knew the page has heard it then.
    this.#opening = setTimeout(() => this.#gate.open(this.#session !== this.#before), milliseconds);
  }
}
