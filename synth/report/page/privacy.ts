/** What attacks found, under the sentence that they prove nothing. */
import type { Attack, Matches, PrivacyReport, TableReport } from '../schema.ts';
import { deviations } from '../privacy/limits.ts';
import { isOffHalf, succeeds } from '../privacy/verdict.ts';
import { curveChart } from './charts.ts';
import { markup, type Markup } from './markup.ts';
import { heading, interval, number, percent, table } from './parts.ts';

export function privacySection({ privacy }: TableReport): Markup {
  const title = heading({ en: 'Attacks', zh: '攻击检验' });
  if (!privacy) return markup`${title}<p>Too few rows were held out to attack this table.</p>`;
  const { compared, matches, closest, attacks } = privacy;
  return markup`${title}
<p>The guarantee is the differential privacy statement above. These attacks are a check of it and never the claim: one that fails proves nothing, one that succeeds shows a fault. Each compares ${compared} fitted rows (members) with as many held-out rows (strangers), whom no model can know. Intervals are ${deviations} standard errors wide on each side.</p>
${table('Distance', ['measure', 'found', 'interval', 'at chance', 'verdict'], distanceRows(privacy))}
${curveChart('distance to the closest row', [
  { name: 'drawn to members', style: 'members', distances: closest.curves.members },
  { name: 'drawn to strangers', style: 'strangers', distances: closest.curves.strangers },
  { name: 'strangers to members', style: 'reference', distances: closest.curves.reference },
])}
${table('Attacks (Anonymeter): risk is what success on strangers does not explain', ['attack', 'members', 'strangers', 'guessing', 'risk', 'interval', 'verdict'], attacks.toSorted((a, b) => b.risk.lower - a.risk.lower || b.risk.value - a.risk.value).map(attackRow))}
${table('Rows that occur again, as cells', ['measure', 'members', 'strangers'], matchRows(matches))}`;
}

function distanceRows({ closest, membership }: PrivacyReport): readonly (readonly (string | Markup)[])[] {
  const { share, nearestRatio } = closest;
  return [
    [
      'Drawn rows nearer to a member (DCR share)',
      number(share.value),
      interval(share),
      '0.5',
      verdict(isOffHalf(share)),
    ],
    [
      'Membership by distance (AUC)',
      number(membership.value),
      interval(membership),
      '0.5',
      verdict(isOffHalf(membership)),
    ],
    [
      '10th smallest distance ratio (NNDR)',
      number(nearestRatio.members),
      '',
      `${number(nearestRatio.strangers)} (strangers)`,
      '',
    ],
  ];
}

function attackRow(attack: Attack): readonly (string | Markup)[] {
  const { name, secret, members, strangers, baseline, risk } = attack;
  const rates = [members, strangers, baseline].map((rate) => percent(rate));
  const found = attack.void ? markup`void: guessing is as good` : verdict(succeeds(attack));
  return [secret === null ? name : `${name}: ${secret}`, ...rates, number(risk.value), interval(risk), found];
}

function matchRows({ identical, uniqueDrawn, disclosive, replicatedUniques }: Matches): readonly (readonly string[])[] {
  return [
    ['Drawn rows identical to one (IMS)', ...shares(identical)],
    ['Unique rows that were drawn (NIST)', ...shares(uniqueDrawn)],
    ...(disclosive
      ? [[`Rows whose ${disclosive.keys.join(', ')} tell ${disclosive.target} (DiSCO)`, ...shares(disclosive.share)]]
      : []),
    ...(replicatedUniques
      ? [['Unique keys that are unique among drawn rows (repU)', ...shares(replicatedUniques)]]
      : []),
  ];
}

function shares({ members, strangers }: Matches['identical']): readonly string[] {
  return [percent(members, 2), percent(strangers, 2)];
}

function verdict(sees: boolean): Markup {
  return sees ? markup`<span class="alarm">above chance</span>` : markup`at chance`;
}
