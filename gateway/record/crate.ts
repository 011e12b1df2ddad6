/**
 * `ro-crate-metadata.json`: the bundle as a research object, for catalogs and archives that read those. It says nothing that the certificate
 * does not, and is covered by it.
 *
 * @see RO-Crate 1.1 (w3id.org/ro/crate/1.1); the terms of the Five Safes profile for sign-off and disclosure check (w3id.org/5s-crate)
 */
import { bundleNames } from '#policies/record/bundle-names.ts';
import { canonicalText } from '#policies/record/canonical.ts';
import type { ExportPredicate, FileDigest } from '#policies/record/certificate.ts';

const terms = 'https://w3id.org/shp#';
const disclosureActs = /^(export\.(voted|consolidated|passed)|export_check)/;

/** JSON-LD, one spelling. */
export function printCrate(files: readonly FileDigest[], predicate: ExportPredicate): string {
  const { product, licence, sourceStatement, recipients, filing, approvals } = predicate;
  const sorted = files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const actions = approvals.map((approval, i) => actionOf(approval, `#act-${i + 1}`));
  const graph = [
    {
      '@id': bundleNames.crate,
      '@type': 'CreativeWork',
      conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' },
      about: { '@id': './' },
    },
    {
      '@id': './',
      '@type': 'Dataset',
      identifier: filing,
      name: `${product.title.zh} ${product.title.en}`,
      description: `${sourceStatement.zh} ${sourceStatement.en}`,
      datePublished:
        approvals
          .map(({ at }) => at)
          .toSorted()
          .at(-1) ?? '',
      license: licence,
      audience: recipients.map((recipient) => ({ '@id': `#${recipient}` })),
      hasPart: sorted.map(({ name }) => ({ '@id': name })),
      mentions: actions.map((action) => ({ '@id': action['@id'] })),
    },
    ...sorted.map(({ name, sha256 }) => ({ '@id': name, '@type': 'File', name, sha256 })),
    ...[...new Set(recipients)].map((recipient) => ({ '@id': `#${recipient}`, '@type': 'Audience', name: recipient })),
    ...actions,
  ];
  return `${canonicalText({ '@context': 'https://w3id.org/ro/crate/1.1/context', '@graph': graph })}\n`;
}

function actionOf({ act, person, org, role, at }: ExportPredicate['approvals'][number], id: string) {
  const kind = disclosureActs.test(act) ? 'DisclosureCheck' : 'SignOff';
  return {
    '@id': id,
    '@type': 'AssessAction',
    additionalType: { '@id': terms + kind },
    name: act,
    agent: `${person} (${role}, ${org})`,
    endTime: at,
    actionStatus: 'http://schema.org/CompletedActionStatus',
  };
}
