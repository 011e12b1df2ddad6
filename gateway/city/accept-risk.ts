/**
 * Where the machine of the demonstration cannot confine programs, its custodian answers for them: the data agency, asked by the operator. The
 * rows of the city belong to nobody, which is why it can.
 *
 * @see programs.md decision 6; docs/decisions/038-risk-acceptance.md
 */
import { isConfining } from '#policies/isolation.ts';
import { unwrap } from '#policies/refusal.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import type { Json } from '../client.ts';
import type { Office } from '../office.ts';
import { idOf } from './journey.ts';
import { people } from './people.ts';
import type { As } from './publish.ts';

/** Long enough to look around; a demonstration that lives longer asks again. */
const days = 30;

/** @returns the acceptance as it stands in the record; undefined where the domain confines programs and there is nothing to accept */
export async function acceptCityRisk(
  office: Pick<Office, 'tier' | 'learnTier'>,
  as: As,
  entries: readonly string[] = cityEntries.map(({ id }) => id),
): Promise<Json | undefined> {
  await office.learnTier();
  const tier = office.tier();
  if (isConfining(tier)) return undefined;
  const risk = {
    tier,
    entries,
    data: 'artificial',
    justification:
      '演示数据均为人工生成,不涉及任何真实主体 Every row of the demonstration is made up and belongs to nobody',
    days,
  };
  const id = idOf(await as(people.operator.person).call('/run/acceptances', risk));
  return unwrap(await as(people.agency.person).call(`/run/acceptances/${id}/accept`, {}));
}
