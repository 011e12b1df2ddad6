/**
 * "Reversible model or algorithm" in the words of 003-28(3), as six attacks with names, what stands against each, and the code by which a
 * reviewer meets it. The words are those of the group standard's list (reverse mapping, dictionary, statistical and learning attacks).
 *
 * @see AO-28-5; procedure.md §5 (a)–(f); T/CSAC 007-2024
 */
import type { Title } from '../../catalog/entry.ts';
import type { CheckName } from '../../disclosure/register.ts';
import type { ModelCheckName } from '../../disclosure/model/register.ts';
import type { RefusalCode } from '../../refusal.ts';

/** One way to restore raw data from a product. */
export interface Reversal {
  /** As procedure.md §5 counts them. */
  readonly letter: string;
  readonly title: Title;
  /** How it would work. */
  readonly by: string;
  /** What refuses, hides or asks: refusals, checks of cells, checks of models. */
  readonly against: readonly (RefusalCode | CheckName | ModelCheckName)[];
  /** Attacks of the pack that try it. */
  readonly attacks: readonly [string, ...string[]];
}

/** All six; a seventh would be one more line and one more attack. */
export const reversals = {
  encoding_channel: {
    letter: 'a',
    title: { zh: '编码通道', en: 'encoding channel' },
    by: 'values of few people in the digits, weights or characters of an aggregate',
    against: ['few', 'E_CONTRACT', 'E_FUNC_NOT_ALLOWED', 'E_WINDOW', 'program_block', 'program_digits'],
    attacks: ['encoding', 'program coefficient'],
  },
  re_identification: {
    letter: 'b',
    title: { zh: '重识别', en: 're-identification' },
    by: 'a join, or a condition, with what public tables tell of somebody',
    against: ['freq', 'implicit', 'E_JOIN_UNIT', 'E_NO_AGGREGATE'],
    attacks: ['indicator mean', 'rows'],
  },
  dictionary: {
    letter: 'c',
    title: { zh: '字典攻击', en: 'dictionary attack' },
    by: 'digests of every number that there can be, compared with a pseudonym',
    against: ['E_FUNC_NOT_ALLOWED', 'E_COLUMN_RULE'],
    attacks: ['dictionary'],
  },
  linear_reconstruction: {
    letter: 'd',
    title: { zh: '线性重建', en: 'linear reconstruction' },
    by: 'many overlapping sums, solved for what stands behind them',
    against: ['E_HISTORY', 'secondary', 'implicit'],
    attacks: ['linear reconstruction', 'collusion'],
  },
  memorisation: {
    letter: 'e',
    title: { zh: '模型记忆', en: 'model memorisation' },
    by: 'a coefficient, a leaf or a stored row that is about few people',
    against: ['E_MODEL', 'model_instance', 'model_levels', 'model_membership', 'model_likelihood_ratio'],
    attacks: ['memorisation'],
  },
  differencing: {
    letter: 'f',
    title: { zh: '差分攻击', en: 'differencing' },
    by: 'two tables that differ by few people',
    against: ['E_HISTORY', 'k_difference', 'secondary'],
    attacks: ['subset difference', 'tracker'],
  },
} as const satisfies Record<string, Reversal>;
