/** Coefficients that a program gives, on the scale on which the checks of regressions compute. */
import type { CardOf } from '../../program/models/card.ts';
import { columnsOf } from '../../program/models/layout.ts';
import { scaleOf } from '../../privacy/train/design.ts';

/** One weight for each column of `designOf`: bounds go to −1 and 1 there, whatever scaling the program declared. */
export function weightsOf({ target, features, intercept, coefficients }: CardOf<'linear' | 'logistic'>): Float64Array {
  const out = target.kind === 'number' ? scaleOf(target, true) : { shift: 0, half: 1 };
  let constant = intercept - out.shift;
  const weights = columnsOf(features).map(({ field }, at) => {
    const coefficient = coefficients[at]?.coefficient ?? 0;
    if (field.kind === 'category') return coefficient / out.half;
    const { mean, scale } = field.scaling ?? { mean: 0, scale: 1 };
    const { shift, half } = scaleOf(field, true);
    constant += (coefficient * (shift - mean)) / scale;
    return (coefficient * half) / scale / out.half;
  });
  return Float64Array.of(constant / out.half, ...weights);
}
