/** Attacks a text of one's own in an installation where the pulled simulation data stands as if it were real. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTicks, type Explanation } from '#sandbox/door.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import { openAccounts } from '../accounts.ts';
import { createApp } from '../app.ts';
import type { As } from '../city/publish.ts';
import { clientOf, type Client } from '../client.ts';
import type { ReadKit } from '../kit/read-kit.ts';
import { openOffice, type OpenOffice } from '../open-office.ts';
import { Adversary, type Question } from './adversary.ts';
import { groundOf, peopleOf, setUpGround } from './kit-ground.ts';
import { judge } from './report.ts';
import { textAttacks, type TextAttack } from './text-attacks.ts';
import { findTarget, type Target } from './text-target.ts';
import { vendors } from './twin.ts';

export interface TextResult {
  readonly attack: Pick<TextAttack, 'id' | 'title' | 'tells'>;
  readonly stopped: boolean;
  readonly by: string;
  readonly questions: number;
}

export interface Attacked {
  /** Absent where there is nobody to go after. */
  readonly target?: Target;
  readonly results: readonly TextResult[];
}

export interface AttackOptions {
  readonly kit: ReadKit;
  /** Over the rows of the kit. */
  readonly client: Client;
  readonly tell: (result: TextResult) => void;
  /** Those that are tried; all where not given. */
  readonly only?: readonly string[];
}

/** Milliseconds until private answers and programs come: these rows belong to nobody, and their time tells nothing. */
const tick = 7_000;

/** Refuses what the rules refuse of the text itself: there is no release to attack then. */
export async function attackText(
  question: Question,
  { kit, client, tell, only }: AttackOptions,
): Promise<Outcome<Attacked>> {
  const explained = await client.call('/simulate/explain', question);
  if (!explained.ok) return explained;
  const target = await findTarget(client, explained.value as unknown as Explanation, kit.pulled);
  if (!target) return accept({ results: [] });
  const folder = mkdtempSync(join(tmpdir(), 'sluice-attack-'));
  try {
    const base = join(folder, 'base');
    const admitted = await prepare(base, kit);
    const results: TextResult[] = [];
    for (const attack of textAttacks.filter(({ id }) => only?.includes(id) ?? true)) {
      // A copy each, so that what stops an attack is not what an earlier one was given.
      const dir = join(folder, `try-${results.length}`);
      cpSync(base, dir, { recursive: true });
      const result = await tryOne(attack, { dir, kit, admitted, question, target });
      rmSync(dir, { recursive: true, force: true });
      if (result) tell(result);
      if (result) results.push(result);
    }
    return accept({ target, results });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function prepare(dir: string, kit: ReadKit): Promise<readonly [Adversary, Adversary]> {
  setTicks(join(dir, 'domain'), { short: tick, medium: tick, long: tick });
  return inOffice(dir, kit, async (office, as) => {
    await setUpGround(office, as, kit);
    const ground = groundOf(kit);
    const [a, b] = vendors;
    return [await Adversary.admit(as, a, ground), await Adversary.admit(as, b, ground)];
  });
}

interface Try {
  readonly dir: string;
  readonly kit: ReadKit;
  readonly admitted: readonly [Adversary, Adversary];
  readonly question: Question;
  readonly target: Target;
}

async function tryOne(
  attack: TextAttack,
  { dir, kit, admitted, question, target }: Try,
): Promise<TextResult | undefined> {
  const [a, b] = admitted;
  const attempt = await inOffice(dir, kit, (_, as) => attack.run({ vendors: [a.in(as), b.in(as)], question, target }));
  if (!attempt) return undefined;
  const { id, title, tells } = attack;
  return { attack: { id, title, tells }, ...judge(attempt) };
}

async function inOffice<T>(dir: string, kit: ReadKit, work: (office: OpenOffice, as: As) => Promise<T>): Promise<T> {
  await using office = await openOffice({ dir });
  const accounts = openAccounts(join(dir, 'accounts.json'), peopleOf(kit));
  const app = createApp(office, accounts);
  const tokenOf = (person: string) => accounts.byPerson(person)?.token ?? '';
  return await work(office, (person) => clientOf('', tokenOf(person), (url, init) => app.request(url, init)));
}
