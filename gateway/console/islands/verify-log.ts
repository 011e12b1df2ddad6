/** The half of the page that looks at the log of this installation, and at where a verified bundle stands in it. */
import { verifyStatusAnswer } from '#policies/record/export-status.ts';
import type { Verified } from '#policies/record/verify-bundle.ts';
import { examineLater, type VerifyLater } from '#policies/record/verify-later.ts';
import { openBrowserVerifier } from '../../record/verify-page/browser-verifier.ts';
import { begin, element, lang, quote, say, tick } from './verify-dom.ts';
import {
  checkLog,
  hasGrownFrom,
  holds,
  leafIn,
  logSteps,
  seenOf,
  type CheckedLog,
  type LogFinding,
  type Seen,
} from './verify-log-check.ts';
import { logStepWords, standingWords, words } from './verify-words.ts';

/** What the reader has given so far. */
export interface Given {
  readonly policy: string | undefined;
  readonly verified: Verified | undefined;
}

const memory = 'sluice_log_seen';

export async function lookAtLog({ policy, verified }: Given): Promise<void> {
  const result = element('log-result');
  result.replaceChildren(words.working[lang]);
  delete result.dataset['state'];
  const { verify } = await openBrowserVerifier(globalThis.crypto?.subtle);
  const finding = await checkLog({ get, policy, seen: remembered(), verify });
  if (finding.state !== 'good') return printFailure(result, finding);
  begin(result, 'good', words.good);
  for (const step of logSteps)
    if (step !== 'history' || finding.grown !== undefined) tick(result, true, logStepWords[step].looks);
  printFacts(result, finding);
  entryGiven(result, finding);
  if (verified) await releaseIn(result, finding, { verified, verify });
  if (result.dataset['state'] === 'good' && !remember(seenOf(finding))) say(result, 'p', words.notKept);
}

async function get(path: string): Promise<Uint8Array | undefined> {
  try {
    const answer = await fetch(`/log/${path}`, { cache: path.startsWith('tile') ? 'default' : 'no-store' });
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
  } catch {
    return undefined;
  }
}

function printFailure(result: HTMLElement, finding: Exclude<LogFinding, CheckedLog>): void {
  if (finding.state === 'unknown') {
    begin(result, 'unknown', words.unknown);
    say(result, 'p', words.unknownWhy, finding.detail);
    return;
  }
  begin(result, 'bad', words.bad);
  for (const step of logSteps.slice(0, logSteps.indexOf(finding.step))) tick(result, true, logStepWords[step].looks);
  tick(result, false, logStepWords[finding.step].looks);
  say(result, 'strong', logStepWords[finding.step].fails);
  quote(result, finding.detail);
}

function printFacts(result: HTMLElement, { checkpoint, tiles, grown, keys }: CheckedLog): void {
  const { origin, size, cosigners } = checkpoint;
  const names = cosigners.map(({ name }) => name).join(', ');
  say(result, 'p', { zh: `截至检查点:${origin},共 ${size} 条`, en: `As of checkpoint: ${origin}, size ${size}` });
  say(result, 'p', {
    zh: `核对了 ${tiles} 个哈希瓦片;见证方:${names || '无'}`,
    en: `Looked at ${tiles} tiles of hashes; cosigned by ${names || 'nobody'}`,
  });
  if (grown === undefined) say(result, 'p', words.first);
  else
    say(result, 'p', {
      zh: `自本浏览器上次所见新增 ${grown} 条`,
      en: `Since the last look of this browser ${grown} entries were added`,
    });
  say(result, 'p', { pinned: words.pinned, 'as before': words.asBefore, 'self-asserted': words.selfAsserted }[keys]);
}

function entryGiven(result: HTMLElement, log: CheckedLog): void {
  const field = element('leaf');
  const text = field instanceof HTMLTextAreaElement ? field.value : '';
  if (text.trim() === '') return;
  const entry = leafIn(text);
  if (entry && holds(log, entry)) say(result, 'p', words.entryHeld, String(entry.seq));
  else spoil(result, entry ? words.entryMissing : words.entryNone);
}

interface About {
  readonly verified: Verified;
  readonly verify: VerifyLater;
}

/** The bundle was true as of its own checkpoint; this says how it is as of the newest. */
async function releaseIn(result: HTMLElement, log: CheckedLog, { verified, verify }: About): Promise<void> {
  const { entry, checkpoint: seen, trust } = verified;
  if (!holds(log, entry) || !hasGrownFrom(log.checkpoint, seen, log.nodes)) return spoil(result, words.releaseMissing);
  say(result, 'p', words.releaseHeld, String(entry.seq));
  const id = (entry.subjects[0] ?? '').replace(/^export\//, '');
  const answer = await fetch(`/api/v1/audit/exports/${encodeURIComponent(id)}/status?size=${seen.size}`)
    .then((response): Promise<unknown> => response.json())
    .catch(() => undefined);
  const status = await examineLater((now) => verifyStatusAnswer(answer, { release: entry, seen, trust }, now), verify);
  if (!status.ok) return say(result, 'p', words.statusUnknown);
  say(result, 'p', standingWords[status.value.standing], status.value.since.at);
}

function spoil(result: HTMLElement, title: (typeof words)[keyof typeof words]): void {
  result.dataset['state'] = 'bad';
  say(result, 'strong', title);
}

function remembered(): Seen | undefined {
  try {
    const kept = localStorage.getItem(memory);
    return kept === null ? undefined : (JSON.parse(kept) as Seen);
  } catch {
    return undefined;
  }
}

/** @returns whether it could be kept */
function remember(seen: Seen): boolean {
  try {
    localStorage.setItem(memory, JSON.stringify(seen));
    return true;
  } catch {
    return false;
  }
}
