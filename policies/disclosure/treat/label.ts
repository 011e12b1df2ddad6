/**
 * What is said of a table whose numbers are not exact: by which method they were changed, and to multiples of what. Never how far noise may
 * reach and never a key, for both help to take it off.
 *
 * @see disclosure.md §2.6; SDC Handbook §5.4 (on publishing the maximum deviation)
 */
import { z } from 'zod';
import type { ReleaseSettings } from '../release-settings.ts';

export const treatmentLabelSchema = z.discriminatedUnion('mode', [
  z.strictObject({
    mode: z.literal('rounded'),
    exact: z.literal(false),
    method: z.enum(['controlled_rounding', 'small_count_rounding']),
    base: z.int().min(2).max(100),
  }),
  z.strictObject({ mode: z.literal('perturbed'), exact: z.literal(false), method: z.literal('cell_key') }),
]);

/** @see treatmentLabelSchema */
export type TreatmentLabel = Readonly<z.output<typeof treatmentLabelSchema>>;

/** Undefined for numbers that are exact where they are shown. */
export function treatmentLabel({
  treatment,
  base,
}: Pick<ReleaseSettings, 'treatment' | 'base'>): TreatmentLabel | undefined {
  switch (treatment) {
    case 'suppress':
      return undefined;
    case 'controlled_rounding':
    case 'small_count_rounding':
      return { mode: 'rounded', exact: false, method: treatment, base };
    case 'cell_key':
      return { mode: 'perturbed', exact: false, method: treatment };
  }
}

/** One sentence in each language, for a reader of the files. */
export function treatmentWords(label: TreatmentLabel): { readonly zh: string; readonly en: string } {
  switch (label.method) {
    case 'controlled_rounding':
      return {
        zh: `数值并非精确值：全部计数已控制舍入为 ${label.base} 的倍数，表内仍可相加。`,
        en: `The numbers are not exact: every count was rounded to a multiple of ${label.base}, so that the table still adds up.`,
      };
    case 'small_count_rounding':
      return {
        zh: `数值并非精确值：小于 ${label.base} 的计数已舍入为 0 或 ${label.base}，合计随之重算。`,
        en: `The numbers are not exact: counts below ${label.base} were rounded to 0 or ${label.base}, and the totals follow them.`,
      };
    case 'cell_key':
      return {
        zh: '数值并非精确值：全部计数已加扰动（单元格密钥法），合计与各项之和可能略有出入。',
        en: 'The numbers are not exact: every count was perturbed (cell-key method); totals may differ a little from the sums of their parts.',
      };
  }
}
