import { readTheme } from "../drawing/canvas.js";
import { setAttribute } from "../drawing/dom.js";
import { dress, watchSurroundings } from "../drawing/surroundings.js";
import { nearestStart, Selection } from "../model/selection.js";
import { Sliders } from "../model/sliders.js";
import { Arrivals } from "../wire/arrivals.js";
import { framesOf, grown } from "../wire/film.js";
import { lookFromAbove, stageAsWished } from "../wire/looking.js";
import { GROWN } from "../wire/names.js";
import { forgetChunks, offeredChunks } from "../wire/wire.js";
import { Clock } from "./clock.js";
import { Panels } from "./panels.js";
import { Player } from "./player.js";
import { Readout } from "./readout.js";

/** @import { Theme } from "../drawing/canvas.js" */
/** @import { Picture } from "../panels/panel.js" */
/** @import { Scene } from "../wire/film.js" */

const STIRRED_FRAMES = 20;

/** Everything on stage: one scene, one clock, one selection, and the panels that show them. */
export class Stage {
  /** @type {Scene} as it is shown, with what has come of a run under way */
  scene;

  /** @type {Scene} as Python has sent it */
  received;

  /** @type {Selection} */
  selection;

  /** @type {Theme} */
  theme;

  /** @type {(event: string, value: unknown) => void} tells Python; Streamlit gives it at each rerun */
  send = () => {};

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.aborter = new AbortController();
    this.signal = this.aborter.signal;
    this.clock = new Clock();
    this.view = "3d";
    /** @type {string | null} the view to go back to */
    this.before = null;
    this.lane = this.painted = this.stirred = 0;
    this.dirty = false;
    /** @type {number | null} */
    this.request = null;
    /** @type {Picture["ghost"]} */
    this.ghost = null;
    /** @type {Picture["sheet"]} */
    this.sheet = null;
    /** @type {number[] | null} the place of a start that is tried */
    this.tried = null;
    /** @type {number | null} the parameter that is lit up */
    this.pointed = null;
    this.panels = new Panels(this);
    this.player = new Player(this);
    this.readout = new Readout();
    this.sliders = new Sliders(this);
    this.arrivals = new Arrivals(this);
    root.replaceChildren(this.arrivals.problem, this.panels.element, this.player.element, this.readout.element);
    watchSurroundings(root, this.signal, { resized: () => this.touch(), themed: () => this.retheme() });
    window.addEventListener(GROWN, () => this.grow(), { signal: this.signal });
    this.retheme();
  }

  retheme() {
    const theme = readTheme(this.root);
    if (theme.key === this.theme?.key) return;
    this.theme = theme;
    dress(this.root, theme);
    this.touch();
  }

  /** @param {Scene} scene */
  adopt(scene) {
    const first = !this.scene;
    if (first) this.view = scene.view;
    lookFromAbove(this, scene);
    const same = !first && scene.run === this.scene.run;
    const begun = scene.live && !(same && this.received.live);
    const again = !first && (scene.restart !== this.scene.restart || begun);
    const goesOn = same && !again && this.received.live;
    if (again && scene.live) forgetChunks();
    const former = this.selection;
    this.received = scene;
    scene = scene.live ? grown(scene, offeredChunks()) : scene;
    this.scene = scene;
    this.ghost = this.tried = null;
    this.lane = Math.min(this.lane, scene.lanes.length - 1);
    // While the strip is being dragged a rerun must not move the handle under the pointer.
    const ahead = this.sliders.ahead(scene);
    this.selection = this.panels.held ? former.inScene(scene) : new Selection(scene, ...(ahead ?? scene.home));
    if (same && !again) this.selection.keepChanges(former);
    this.panels.update(scene);
    this.readout.update(scene);
    if (!goesOn) this.clock.resize(framesOf(scene));
    this.clock.grow(framesOf(scene), scene.live);
    this.clock.lock(Boolean(scene.asked?.open));
    if (again) this.clock.seek(0);
    if ((first && scene.autoplay) || again) this.clock.begin(scene.told_at_end);
    if (first || again) stageAsWished(this);
    setAttribute(this.root, "aria-label", scene.title);
    this.root.classList.remove("ll-empty");
    this.touch();
    // The browser has much else to do while a page is opened: its next frame is far away.
    if (first) this.tick(performance.now());
  }

  /** More of the run has come: the clock goes on from where it is. */
  grow() {
    const scene = this.scene?.live ? grown(this.scene, offeredChunks()) : this.scene;
    if (scene === this.scene) return;
    this.scene = scene;
    const { selection } = this;
    this.selection = new Selection(scene, selection.familyName, selection.variant).keepChanges(selection);
    this.panels.update(scene);
    this.clock.grow(framesOf(scene), scene.live);
    this.touch();
  }

  /** Ask for a painting in the next animation frame. */
  touch() {
    this.dirty = true;
    this.request ??= requestAnimationFrame((now) => this.tick(now));
  }

  /** A 3-D picture is moving on its own: repaint until it has come to rest. */
  stir() {
    this.stirred = STIRRED_FRAMES;
    this.touch();
  }

  /** @param {number} now in milliseconds */
  tick(now) {
    this.request = null;
    if (this.signal.aborted || !this.scene) return;
    const before = this.clock.frame;
    const wasPlaying = this.clock.playing;
    if (this.panels.blank) this.clock.hold();
    else this.clock.tick(now);
    if (this.stirred > 0) this.stirred -= 1;
    const moved = this.clock.frame !== before || this.clock.playing !== wasPlaying;
    if (this.dirty || this.stirred > 0 || moved) this.paint();
    if (this.clock.playing || this.stirred > 0) {
      this.request ??= requestAnimationFrame((later) => this.tick(later));
    }
  }

  paint() {
    this.dirty = false;
    /** @type {Picture} */
    const picture = { scene: this.scene, selection: this.selection, theme: this.theme, view: this.view,
      lane: this.lane, ghost: this.ghost, sheet: this.sheet, start: this.tried, pointed: this.pointed, playing: this.clock.playing,
      frame: this.frame, costOf: (lane, p) => this.panels.costOf(lane, p) };
    this.panels.draw(picture);
    this.player.draw(picture);
    this.readout.draw(picture);
    this.painted += 1;
    Object.assign(this.root.dataset, { run: this.scene.run, frame: this.clock.frame,
      frames: this.clock.frames, asking: this.clock.locked, playing: this.clock.playing, view: this.view, painted: this.painted });
  }

  togglePlay() {
    if (this.clock.playing) this.clock.pause();
    else this.clock.play();
    this.selection.changed.clear();
    this.touch();
  }

  /** @param {number} frame */
  seek(frame) {
    this.clock.pause();
    this.clock.seek(Math.min(frame, this.clock.frames - 1));
    this.selection.changed.clear();
    this.touch();
  }

  /**
   * Show this instead of what was shown of it.
   * @param {Partial<Pick<Stage, "view" | "lane" | "ghost" | "pointed" | "sheet">>} what
   */
  show(what) {
    Object.assign(this, what);
    this.touch();
  }

  /** @param {number} lane whose parameters are wanted as they stand now, with the reader's changes */
  model(lane) {
    return this.selection.model(lane, this.frame);
  }

  /**
   * Tell Python what the reader did, unless nobody there listens.
   * @param {string} event
   * @param {unknown} value
   */
  tell(event, value) {
    if (this.scene.listens.includes(event)) this.send(event, value);
  }

  /**
   * Show another computed variant; nothing is sent.
   * @param {string} family
   * @param {number} variant
   */
  tryVariant(family, variant) {
    this.selection = new Selection(this.scene, family, variant);
    this.touch();
  }

  /** Show the run that Python's controls name. */
  goHome() {
    this.selection = Selection.home(this.scene);
    this.touch();
  }

  /** @param {number[] | null} place that the start's ring follows; all does, where starts are computed */
  tryStart(place) {
    const { families: { start }, plane } = this.scene;
    if (!place) this.goHome();
    else if (start && plane) this.tryVariant("start", nearestStart(start.axis, place, plane));
    else this.tried = place;
    this.touch();
  }

  /** The frame that is shown of the selected runs. */
  get frame() {
    return this.selection.frameAt(this.clock.frame);
  }

  destroy() {
    this.aborter.abort();
    // What waits until nothing moves shall not wait for a film that nobody sees.
    this.clock.pause();
    this.panels.destroy();
  }
}
