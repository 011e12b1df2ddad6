/** Runs the pack and says of every attack where it ended. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTicks } from '#sandbox/door.ts';
import { openAccounts } from '../accounts.ts';
import { createApp } from '../app.ts';
import { acceptCityRisk } from '../city/accept-risk.ts';
import type { As } from '../city/publish.ts';
import { clientOf } from '../client.ts';
import { openOffice } from '../open-office.ts';
import { listen } from '../serve.ts';
import { Adversary, layers, type Layer } from './adversary.ts';
import { attacks, type Attack, type Attempt } from './pack.ts';
import { programAttacks, tick } from './program-attacks.ts';
import { simulationAttacks } from './simulation-attacks.ts';
import { attackPeople, setUpTwin, twinEntry, vendors } from './twin.ts';

export interface AttackResult {
  readonly attack: Attack;
  readonly stopped: boolean;
  /** Which layer, and how it showed; or what was learned. */
  readonly by: string;
  readonly questions: number;
}

/**
 * Each attack has an installation of its own, so that what stops it is not what an earlier one was given; two at a time.
 *
 * @param tell gets a result as an attack ends
 * @returns the results, in the order of the pack
 */
export async function runAttacks(
  tell: (result: AttackResult) => void = () => {},
  pack: readonly Attack[] = [...attacks, ...programAttacks, ...simulationAttacks],
): Promise<readonly AttackResult[]> {
  const waiting = [...pack.entries()];
  const results: AttackResult[] = [];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [place, attack] = next;
      const result = { attack, ...judge(await tryAttack(attack)) };
      tell(result);
      results[place] = result;
    }
  };
  await Promise.all([lane(), lane()]);
  return results;
}

async function tryAttack(attack: Attack): Promise<Attempt> {
  const dir = mkdtempSync(join(tmpdir(), 'sluice-attack-'));
  try {
    // Nobody waits for the long classes here.
    setTicks(join(dir, 'domain'), { short: tick, medium: tick, long: tick });
    await using office = await openOffice({ dir });
    const accounts = openAccounts(join(dir, 'accounts.json'), attackPeople);
    await using server = await listen(createApp(office, accounts), { port: 0 });
    const as: As = (person) => clientOf(server.url, accounts.byPerson(person)?.token ?? '', fetch);
    const visits = await setUpTwin(office, as, attack.people);
    if (attack.scripted) await acceptCityRisk(office, as, [twinEntry.id]);
    const [a, b, c] = vendors;
    const arena = {
      vendors: [await Adversary.admit(as, a), await Adversary.admit(as, b), await Adversary.admit(as, c)],
      as,
      visits,
    } as const;
    return await attack.run(arena);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

export function judge({ given, learned, held }: Attempt): Omit<AttackResult, 'attack'> {
  const questions = given.length;
  if (learned !== undefined) return { stopped: false, by: learned, questions };
  const last = given.at(-1);
  if (last?.kind === 'refused') return { stopped: true, by: `${layers[last.layer]} (${last.code})`, questions };
  const findings = new Set(given.flatMap((answer) => (answer.kind === 'released' ? answer.findings : [])));
  const layer: Layer = findings.has('secondary') ? 'secondary' : 'primary';
  return { stopped: true, by: held ?? layers[layer], questions };
}

/** The report as a page of the documentation. */
export function printAttacks(results: readonly AttackResult[]): string {
  const rows = results.map(
    ({ attack: { title, tells }, stopped, by, questions }) =>
      `| ${title.zh} ${title.en} | ${tells} | ${questions} | ${stopped ? 'stopped' : '**SUCCEEDED**'} | ${by} |`,
  );
  return `# Attacks

\`npm run sluice attack\` prints this table: every attack asks its questions through the real door of an installation with made-up people, by vendors
with all papers in order who tell each other everything. \`test/attacks/pack.test.ts\` runs the pack and compares its report with this page.

| attack | what it would tell | questions | outcome | which layer |
| ------ | ------------------ | --------- | ------- | ----------- |
${rows.join('\n')}
`;
}
