import { Clock } from "./clock.js";
import { make, setAttribute, setText } from "./dom.js";
import { readTheme } from "./drawing.js";
import { Panels } from "./panels.js";
import { Player } from "./player.js";
import { loadPlotly } from "./plotlyjs.js";
import { Readout } from "./readout.js";
import { nearestStart, Selection } from "./selection.js";
import { decodeScene, StageError } from "./wire.js";

const STIRRED_FRAMES = 20;
const UNREADABLE = "The picture could not be read and was not shown: reload the page.";

/** Everything on stage: one scene, one clock, one selection, and the panels that show them. */
export class Stage {
  constructor(root) {
    this.root = root;
    this.aborter = new AbortController();
    this.signal = this.aborter.signal;
    this.clock = new Clock();
    this.view = "3d";
    this.lane = 0;
    this.painted = 0;
    this.stirred = 0;
    this.generation = 0;
    this.build();
  }

  build() {
    this.panels = new Panels(this);
    this.player = new Player(this);
    this.readout = new Readout();
    this.problem = make("p", { class: "ll-problem", role: "alert", hidden: "" });
    this.root.replaceChildren(this.problem, this.panels.element, this.player.element,
      this.readout.element);
    this.sizes = new ResizeObserver(() => this.touch());
    this.sizes.observe(this.root);
    this.themes = new MutationObserver(() => this.retheme());
    for (let above = this.root.parentElement; above; above = above.parentElement) {
      this.themes.observe(above, { attributes: true, attributeFilter: ["class", "style"] });
    }
    this.retheme();
  }

  retheme() {
    const theme = readTheme(this.root);
    if (theme.key === this.theme?.key) return;
    this.theme = theme;
    for (const name of ["ink", "muted", "faint", "hair", "wash", "paper"]) {
      this.root.style.setProperty(`--ll-${name}`, theme[name]);
    }
    this.touch();
  }

  /** Show a scene; if it cannot be read, say so and keep showing the one before. */
  async receive(bytes) {
    this.generation += 1;
    const generation = this.generation;
    try {
      const scene = await decodeScene(bytes);
      if (generation !== this.generation || this.destroyed) return;
      this.adopt(scene);
      this.problem.hidden = true;
    } catch (error) {
      const known = error instanceof StageError;
      setText(this.problem, known ? error.message : UNREADABLE);
      this.problem.hidden = false;
      if (!known) throw error;
    }
  }

  adopt(scene) {
    const first = !this.scene;
    const again = !first && scene.restart !== this.scene.restart;
    this.scene = scene;
    this.ghost = null;
    this.lane = Math.min(this.lane, scene.lanes.length - 1);
    this.selection = this.panels.held ? this.sameEta(scene) : Selection.home(scene);
    this.panels.update(scene);
    this.readout.update(scene);
    this.clock.resize(scene.families.eta.steps.length);
    if (again) this.clock.seek(0);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (((first && scene.autoplay) || again) && !still) this.clock.play();
    setAttribute(this.root, "aria-label", scene.title);
    this.root.classList.remove("ll-empty");
    this.touch();
  }

  /** While the strip is being dragged a rerun must not move the handle under the pointer. */
  sameEta(scene) {
    const eta = this.selection.family.axis[this.selection.variant];
    const distances = scene.families.eta.axis.map((value) => Math.abs(value - eta));
    return new Selection(scene, "eta", distances.indexOf(Math.min(...distances)));
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

  tick(now) {
    this.request = null;
    if (this.destroyed || !this.scene) return;
    const before = this.clock.frame;
    const wasPlaying = this.clock.playing;
    this.clock.tick(now);
    if (this.stirred > 0) this.stirred -= 1;
    const moved = this.clock.frame !== before || this.clock.playing !== wasPlaying;
    if (this.dirty || this.stirred > 0 || moved) this.paint();
    if (this.clock.playing || this.stirred > 0) {
      this.request ??= requestAnimationFrame((later) => this.tick(later));
    }
  }

  paint() {
    this.dirty = false;
    const picture = { scene: this.scene, selection: this.selection, theme: this.theme, view: this.view,
      lane: this.lane, ghost: this.ghost, playing: this.clock.playing,
      frame: this.selection.frameAt(this.clock.frame) };
    this.panels.draw(picture);
    this.player.draw(picture);
    this.readout.draw(picture);
    this.painted += 1;
    Object.assign(this.root.dataset, { run: this.scene.run, frame: this.clock.frame,
      frames: this.clock.frames, playing: this.clock.playing, view: this.view, painted: this.painted });
  }

  togglePlay() {
    if (this.clock.playing) this.clock.pause();
    else this.clock.play();
    this.touch();
  }

  seek(frame) {
    this.clock.pause();
    this.clock.seek(Math.min(frame, this.clock.frames - 1));
    this.touch();
  }

  step(change) {
    this.seek(this.clock.frame + change);
  }

  setSpeed(speed) {
    this.clock.speed = speed;
    this.touch();
  }

  setView(view) {
    this.view = view;
    this.stir();
  }

  setLane(lane) {
    this.lane = lane;
    this.touch();
  }

  setGhost(ghost) {
    this.ghost = ghost;
    this.touch();
  }

  /** A lane's parameters at the moment shown. */
  weights(lane) {
    const frame = this.selection.shownFrame(lane, this.selection.frameAt(this.clock.frame));
    return this.selection.weights(lane, frame);
  }

  /** Show another computed variant; nothing is sent. */
  tryVariant(family, variant) {
    this.selection = new Selection(this.scene, family, variant);
    this.touch();
  }

  /** Tell Python which learning rate was let go of, unless it is the one it knows. */
  chooseEta(variant) {
    const { selected, families: { eta: { axis } } } = this.scene;
    if (variant !== selected) this.send("eta", axis[variant]);
  }

  /** The start's ring follows the pointer; where starts are computed, so does everything else. */
  dragStart(place) {
    const { start } = this.scene.families;
    if (!place) this.selection = Selection.home(this.scene);
    else if (start) this.tryVariant("start", nearestStart(start.axis, place, this.scene.plane));
    else this.panels.previewStart(place);
    this.touch();
  }

  placeStart(place) {
    this.send("start", place);
  }

  plotly() {
    return loadPlotly(this.scene.plotly_url);
  }

  destroy() {
    this.destroyed = true;
    this.aborter.abort();
    this.sizes.disconnect();
    this.themes.disconnect();
    this.panels.destroy();
  }
}

const stages = new WeakMap();

/** Streamlit calls this at mount and at each rerun; what it returns, when the component goes. */
export function show({ parentElement, data, setTriggerValue }) {
  let stage = stages.get(parentElement);
  const root = parentElement.querySelector("[data-testid=stage]");
  if (!stage || stage.destroyed || stage.root !== root) {
    stage?.destroy();
    stage = new Stage(root);
    stages.set(parentElement, stage);
  }
  stage.send = setTriggerValue;
  stage.receive(data);
  // A call that a newer one has overtaken is cleaned up too, so only a stage off the page goes.
  return () => setTimeout(() => !root.isConnected && stage.destroy());
}
