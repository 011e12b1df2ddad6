/**
 * The trust policy as a file, `policy.txt`: which log, which witnesses, what quorum; tools that speak the format read it too.
 * The key of the certificate stands in a comment line, because the format has no place for it and others must skip it.
 *
 * @see C2SP tlog-policy (c2sp.org/tlog-policy)
 */
import { accept, refuse, type Outcome } from '../refusal.ts';
import { parseTrust, type Trust } from './checkpoint.ts';
import { algorithms, parseKey } from './note.ts';

export interface Policy extends Trust {
  /** vkey of the key that signs certificates; a policy for logs only has none. */
  readonly certificateKey?: string;
  /** Where witnesses are asked, by vkey; a policy for verification only has none. */
  readonly urls?: Readonly<Record<string, string>>;
}

/** Prints one log, its witnesses as `w1 … wn` and a quorum of k of them. */
export function printPolicy(policy: Policy): string {
  const names = policy.witnessKeys.map((_, i) => `w${i + 1}`);
  const isNone = policy.quorum === 0;
  return [
    ...(policy.certificateKey === undefined ? [] : [`# certificate ${policy.certificateKey}`]),
    `log ${policy.logKey}`,
    ...policy.witnessKeys.map((vkey, i) => ['witness', names[i], vkey, ...urlOf(policy, vkey)].join(' ')),
    ...(isNone ? [] : [`group witnesses ${policy.quorum} ${names.join(' ')}`]),
    `quorum ${isNone ? 'none' : 'witnesses'}`,
    '',
  ].join('\n');
}

function urlOf({ urls = {} }: Policy, vkey: string): readonly string[] {
  const url = Object.hasOwn(urls, vkey) ? urls[vkey] : undefined;
  return url === undefined ? [] : [url];
}

interface Draft {
  readonly logs: string[];
  readonly certificates: string[];
  readonly witnesses: Map<string, string>;
  readonly urls: Map<string, string>;
  readonly groups: Map<string, { readonly k: number; readonly members: readonly string[] }>;
  readonly quorums: string[];
}

/**
 * Accepts a policy with one log, and as quorum `none`, a witness, or one group of witnesses (`all`, `any` or a number).
 * Refuses E_VERIFY, also for groups within groups, which the format has and we do not need.
 */
export function parsePolicy(text: string): Outcome<Policy> {
  const draft: Draft = {
    logs: [],
    certificates: [],
    witnesses: new Map(),
    urls: new Map(),
    groups: new Map(),
    quorums: [],
  };
  // oxlint-disable-next-line no-control-regex -- the standard names these characters
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text)) return fail('must have no control characters');
  for (const line of text.split('\n')) {
    const words = line.split(/[ \t]+/).filter((word) => word !== '');
    if (!readLine(words, draft)) return fail(`must be a policy line; got ${JSON.stringify(line)}`);
  }
  return resolve(draft);
}

/** @returns false for a line that is none */
function readLine(words: readonly string[], draft: Draft): boolean {
  const [keyword = '', name = '', ...rest] = words;
  if (keyword === '#' && name === 'certificate') return draft.certificates.push(...rest) === 1;
  if (keyword === '' || keyword.startsWith('#')) return true;
  switch (keyword) {
    case 'log':
      return rest.length <= 1 && draft.logs.push(name) === 1;
    case 'witness':
      if (!isNew(name, draft) || rest[0] === undefined || rest.length > 2) return false;
      draft.witnesses.set(name, rest[0]);
      if (rest[1] !== undefined) draft.urls.set(rest[0], rest[1]);
      return true;
    case 'group':
      return isNew(name, draft) && readGroup(name, rest, draft);
    case 'quorum':
      return rest.length === 0 && isKnown(name, draft) && draft.quorums.push(name) === 1;
    default:
      return false;
  }
}

function readGroup(name: string, [threshold = '', ...members]: readonly string[], draft: Draft): boolean {
  const k = threshold === 'all' ? members.length : threshold === 'any' ? 1 : Number(threshold);
  const isThreshold = /^(?:all|any|[1-9]\d*)$/.test(threshold) && k >= 1 && k <= members.length;
  const isFlat = members.every((member) => draft.witnesses.has(member)) && new Set(members).size === members.length;
  if (!isThreshold || !isFlat) return false;
  draft.groups.set(name, { k, members });
  return true;
}

function resolve(draft: Draft): Outcome<Policy> {
  const [logKey, quorum, certificateKey] = [draft.logs[0], draft.quorums[0], draft.certificates[0]];
  if (logKey === undefined || quorum === undefined) return fail('must have one log and one quorum; got fewer');
  const group = draft.groups.get(quorum) ?? { k: 1, members: [quorum] };
  const members = quorum === 'none' ? [...draft.witnesses.keys()] : group.members;
  const log = parseKey(logKey);
  if (!log.ok) return log;
  const witnessKeys = members.flatMap((member) => draft.witnesses.get(member) ?? []);
  const trust: Trust = { origin: log.value.name, logKey, witnessKeys, quorum: quorum === 'none' ? 0 : group.k };
  const keys = parseTrust(trust);
  if (!keys.ok) return keys;
  const urls = [...draft.urls].filter(([vkey]) => witnessKeys.includes(vkey));
  const policy = { ...trust, ...(urls.length > 0 && { urls: Object.fromEntries(urls) }) };
  if (certificateKey === undefined) return accept(policy);
  const certificate = parseKey(certificateKey);
  if (!certificate.ok) return certificate;
  if (certificate.value.algorithm !== algorithms.ed25519) return fail('the certificate key must be of type 0x01');
  return accept({ ...policy, certificateKey });
}

function isNew(name: string, draft: Draft): boolean {
  return name !== '' && !isKnown(name, draft);
}

function isKnown(name: string, draft: Draft): boolean {
  return name === 'none' || draft.witnesses.has(name) || draft.groups.has(name);
}

function fail(why: string): Outcome<never> {
  return refuse('E_VERIFY', `Cannot use the policy: ${why}`);
}
