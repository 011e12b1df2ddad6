/**
 * What a command lacks now besides who asks and where the thing stands, as far as the thing and what it names say it: an answer that was not
 * given, a review that nobody asked for. The rules are those of the lives; a test holds the two together.
 */
import type { CatalogExtensionTypes } from '#policies/procedure/cases/catalog-extension.ts';
import { hasLeft } from '#policies/procedure/export-table.ts';
import type { DocOf, LifeName } from '#policies/procedure/lives.ts';
import type { Lookup } from '#policies/procedure/lookup.ts';
import { evaluators } from '#policies/procedure/score.ts';

interface Given {
  readonly life: LifeName;
  readonly doc: DocOf<LifeName>;
  readonly command: string;
}

type Lacks = (doc: never, lookup: Lookup) => boolean;

const noReview = ({ agencyReview }: DocOf<'registration'>) => agencyReview !== 'pending';

/** By life and command. */
const lacks: Readonly<Record<string, Lacks>> = {
  'registration.confirm_refusal': noReview,
  'registration.return_refusal': noReview,
  'registration.confirm_anomaly': noReview,
  'registration.dismiss_anomaly': noReview,
  'program.freeze': ({ hash, testedHash }: DocOf<'program'>) => hash !== testedHash,
  'catalogExtension.decide': ({ acts }: CatalogExtensionTypes['doc']) =>
    ['source_department', 'data_agency', 'operator'].some((role) => acts.every(({ by }) => by.role !== role)),
  'evaluation.score': ({ inputs = [] }: DocOf<'evaluation'>) =>
    evaluators.some((role) => inputs.every((input) => input.role !== role)),
  'dispute.settle': ({ answer }: DocOf<'dispute'>) => answer === undefined,
  'dispute.submit': ({ state, level }: DocOf<'dispute'>) => state !== 'city_mediation' && level !== 'city',
  'appeal.submit': ({ heard = [] }: DocOf<'appeal'>) => !heard.includes('appellant') || !heard.includes('decider'),
  'riskAssessment.close': ({ risks = [], settled = [] }: DocOf<'riskAssessment'>) =>
    risks.some(({ id }) => !settled.includes(id)),
  'resultFeedback.send': ({ export: id, scenario }: DocOf<'resultFeedback'>, lookup) => {
    const released = lookup.get('export', id);
    return released === undefined || !hasLeft(released) || released.product.scenario !== scenario;
  },
  'product.register': ({ exports }: DocOf<'product'>, lookup) =>
    exports.some((id) => lookup.get('export', id)?.state !== 'released'),
};

export function isHindered({ life, doc, command }: Given, lookup: Lookup): boolean {
  return lacks[`${life}.${command}`]?.(doc as never, lookup) === true;
}
