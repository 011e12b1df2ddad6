/** The shapes that inference and sampling share. Attributes are numbered from 0; histograms are row-major, the last attribute fastest. */

/** A function over the joint bins of a few attributes, in ascending order of attributes. */
export interface Factor {
  readonly attributes: readonly number[];
  readonly values: Float64Array;
}

/** A noisy histogram: the exact one plus noise of variance σ² in each bin. */
export interface Measurement extends Factor {
  readonly variance: number;
  /** How much of the variance each bin has less: 1 / (merged cells); all 1 where absent. */
  readonly weights?: Float64Array;
}

/** What a model is over. */
export interface Shape {
  /** Bins of each attribute. */
  readonly sizes: readonly number[];
  /** The first `given` attributes are drawn elsewhere: the others must be drawable once these are known. */
  readonly given: number;
  /** Bins that cannot occur together: 0 where impossible, 1 elsewhere. */
  readonly zeros: readonly Factor[];
}

/** A graphical model: exp of the sum of the potentials, scaled to `total`. */
export interface Model {
  readonly shape: Shape;
  readonly total: number;
  /** One for each different set of attributes that was measured. */
  readonly potentials: readonly Factor[];
  /** The expected histogram of any few attributes, in ascending order. */
  marginal(attributes: readonly number[]): Float64Array;
}

/** Rows as bins or cells: one array for each attribute. */
export type CodeColumns = readonly Uint16Array[];
