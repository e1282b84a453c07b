import { nearestIndex } from "../drawing/numbers.js";

/** Costs on a grid: value (n, m) with rows along beta; slices of a stack are grids too. */
export class CostGrid {
  /**
   * @param {Float64Array} alpha
   * @param {Float64Array} beta
   * @param {Float32Array | Float64Array} values
   */
  constructor(alpha, beta, values) {
    this.alpha = alpha;
    this.beta = beta;
    this.values = values;
  }

  /**
   * The grid point nearest to (alpha, beta), with its exact cost.
   * @param {number} alpha
   * @param {number} beta
   */
  nearest(alpha, beta) {
    const [column, row] = [nearestIndex(this.alpha, alpha), nearestIndex(this.beta, beta)];
    return { alpha: this.alpha[column], beta: this.beta[row],
      cost: this.values[row * this.alpha.length + column] };
  }

  /**
   * Bilinear between the four grid points around; NaN off the grid.
   * @param {number} alpha
   * @param {number} beta
   */
  between(alpha, beta) {
    const [columns, rows] = [this.alpha.length, this.beta.length];
    const u = ((alpha - this.alpha[0]) / (this.alpha[columns - 1] - this.alpha[0])) * (columns - 1);
    const v = ((beta - this.beta[0]) / (this.beta[rows - 1] - this.beta[0])) * (rows - 1);
    if (!(u >= 0 && v >= 0 && u <= columns - 1 && v <= rows - 1)) return NaN;
    const column = Math.min(Math.floor(u), columns - 2);
    const row = Math.min(Math.floor(v), rows - 2);
    const [s, t] = [u - column, v - row];
    const at = row * columns + column;
    const low = this.values[at] * (1 - s) + this.values[at + 1] * s;
    const high = this.values[at + columns] * (1 - s) + this.values[at + columns + 1] * s;
    return low * (1 - t) + high * t;
  }

  /** The costs as rows, as Plotly wants them. */
  rows() {
    const width = this.alpha.length;
    return Array.from(this.beta, (_, row) => this.values.subarray(row * width, (row + 1) * width));
  }
}

/** The grids of a landscape panel: one, or one for each value of a held parameter. */
export class CostStack {
  /** @param {any} panel its description */
  constructor(panel) {
    this.stack = panel.stack;
    const { alpha, beta } = panel;
    /** @type {CostGrid[]} */
    this.grids = [];
    if (!this.stack) {
      this.grids = [new CostGrid(alpha, beta, panel.value.data)];
      return;
    }
    const size = alpha.length * beta.length;
    const { data } = this.stack.value;
    this.grids = Array.from(this.stack.held, (_, k) => (
      new CostGrid(alpha, beta, data.subarray(k * size, (k + 1) * size))));
  }

  /**
   * Where slice k is hatched.
   * @param {number} k
   */
  mask(k) {
    const size = this.grids[k].values.length;
    return this.stack.mask.data.subarray(k * size, (k + 1) * size);
  }

  /**
   * Which slice shows best where the parameters p are.
   * @param {ArrayLike<number>} p
   */
  sliceAt(p) {
    return this.stack ? nearestIndex(this.stack.held, p[this.stack.index]) : 0;
  }
}
