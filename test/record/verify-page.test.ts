/** The page in every bundle: one file, made of the same code as `sluice verify`, in a real browser with the network off. */
import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { zipFiles } from '#gateway/record/bundle.ts';
import { buildPage, pagePath } from '#gateway/record/verify-page/build.ts';
import { stepWords, verdictWords } from '#gateway/record/verify-page/sentences.ts';
import { verifiers } from '#gateway/record/verify.ts';
import { bundleNames } from '#policies/record/bundle-names.ts';
import { toUtf8 } from '#policies/record/hash.ts';
import { printProof } from '#policies/record/proof-file.ts';
import { addSm2Signature } from '#policies/record/sm2-note.ts';
import { examineBundle, steps, type Step } from '#policies/record/verify-bundle.ts';
import { aMemoryLog, aReleased } from './bundles.ts';
import { chromiumPath, openBrowser, showIn, type PageOptions } from './browser.ts';

const log = aMemoryLog({ witnesses: 3, quorum: 2, ciphers: 'both' });
log.append({});
const sent = aReleased({ log });
const other = aReleased({
  log,
  files: new Map([['data.csv', toUtf8('district,index\n310104,12\n')]]),
  predicate: { filing: 'F-2' },
});
const files = new Map<string, Uint8Array>(Object.entries(unzipSync(sent.zip)));
const others = new Map<string, Uint8Array>(Object.entries(unzipSync(other.zip)));
const zipOf = (zip: Uint8Array): ReadonlyMap<string, Uint8Array> => new Map([['exp-1.zip', zip]]);

test('verify.html is what its sources make (else: npm run docs), one file that asks for nothing', async () => {
  const page = readFileSync(pagePath, 'utf8');
  const isMade = (await buildPage()) === page;
  expect(isMade).toBe(true);
  expect(page.slice(0, 600)).toContain("default-src 'none'; script-src 'sha256-");
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page.match(/<(?:script|link|img|iframe)[^>]*(?:src|href)=|\bfetch\(|XMLHttpRequest|WebSocket/)).toBeNull();
  expect(Buffer.from(others.get(bundleNames.page) ?? []).equals(Buffer.from(page))).toBe(true);
});

let browser: Browser | undefined;
const isMissing = chromiumPath === undefined;
if (isMissing && !process.env['CI']) console.warn('verify-page: no chromium on this machine, so no browser was tried');
const inBrowser = test.skipIf(isMissing && !process.env['CI']);

beforeAll(async () => {
  if (!isMissing || process.env['CI']) browser = await openBrowser();
});
afterAll(async () => browser?.close());

async function shown(bundle: ReadonlyMap<string, Uint8Array>, options: PageOptions = {}) {
  if (!browser) throw new Error('Cannot try the page: must have a browser');
  return showIn(browser, bundle, options);
}

inBrowser(
  'verify.html accepts a bundle as zip and as files, says as of when, and asks the network for nothing',
  async () => {
    for (const bundle of [zipOf(sent.zip), files]) {
      const { state, step, text, noise } = await shown(bundle);
      expect(state, text).toBe('good');
      expect(step).toBe('release');
      expect(noise).toEqual([]);
      for (const part of [verdictWords.good.zh, verdictWords.good.en, 'size 2', 'F-2026-0001', 'ε 0.5'])
        expect(text).toContain(part);
      expect(text).toContain('Cosigned by witness.example/w2 at 2026-03-02T01:30:00.000Z');
      expect(text).toContain('Whether the product was suspended or recalled later, this page cannot know');
      expect(text).toContain('WARNING: the keys are asserted by this bundle itself');
      for (const { looks } of steps.map((each) => stepWords[each])) expect(text).toContain(`✓ ${looks.zh}`);
    }
  },
);

inBrowser(
  'verify.html uses the browser’s Ed25519, and where there is none the bundled one, to the same verdict',
  async () => {
    const spoilt = new Map(files).set(bundleNames.proof, spoil(files.get(bundleNames.proof)));
    expect((await shown(files)).engine).toBe('webcrypto');
    for (const bundle of [files, spoilt]) {
      const [own, bundled] = [await shown(bundle), await shown(bundle, { withoutEd25519: true })];
      expect(bundled.engine).toBe('bundled');
      expect({ ...bundled, engine: '' }).toEqual({ ...own, engine: '' });
    }
  },
);

inBrowser('verify.html holds a bundle to a pinned policy', async () => {
  const { state, text } = await shown(files, { policy: sent.pinned });
  expect(state).toBe('good');
  expect(text).toContain('密钥与您提供的策略一致');
  const stranger = await shown(files, { policy: aReleased().pinned });
  expect([stranger.state, stranger.step]).toEqual(['bad', 'policy']);
});

/** Each attack, and at which step it must be seen. */
const attacks: readonly (readonly [string, ReadonlyMap<string, Uint8Array>, Step])[] = [
  ['another export’s file', new Map(files).set('data.csv', others.get('data.csv') ?? new Uint8Array()), 'files'],
  [
    'another export’s certificate with its file',
    new Map(others).set(bundleNames.proof, files.get(bundleNames.proof) ?? new Uint8Array()),
    'release',
  ],
  ['another log’s certificate', new Map(files).set(bundleNames.certificate, strange()), 'certificate'],
  ['too few cosignatures', new Map(files).set(bundleNames.proof, fewer(1)), 'witnesses'],
  ['an undeclared file', new Map(files).set('extra.csv', toUtf8('x')), 'files'],
  ['a zip that is none', new Map([['exp.zip', toUtf8('PK')]]), 'files'],
];

inBrowser.each(attacks)('AO-27-4 verify.html refuses %s and says why in both languages', async (_, bundle, step) => {
  const { state, step: at, text, noise } = await shown(bundle);
  expect([state, at]).toEqual(['bad', step]);
  expect(text).toContain(verdictWords.bad.zh);
  expect(text).toContain(stepWords[step].fails.zh);
  expect(text).toContain(stepWords[step].fails.en);
  expect(text).not.toContain('✓ 日志中的出域记录');
  expect(noise).toEqual([]);
});

inBrowser.each([...files.keys()])('verify.html refuses %s with a byte flipped, as sluice verify does', async (name) => {
  const spoilt = new Map(files).set(name, spoil(files.get(name)));
  const { step, outcome } = examineBundle({ files: spoilt }, verifiers);
  expect(outcome.ok).toBe(false);
  for (const bundle of [spoilt, zipOf(zipFiles(spoilt))]) {
    const { state, step: at, text } = await shown(bundle);
    expect([state, at]).toEqual(['bad', step]);
    if (!outcome.ok) expect(text).toContain(outcome.refusals[0].detail);
  }
});

/** One bit in the middle. */
function spoil(bytes: Uint8Array = new Uint8Array()): Uint8Array {
  return bytes.map((byte, i) => (i === Math.floor(bytes.length / 2) ? byte ^ 1 : byte));
}

function strange(): Uint8Array {
  return unzipSync(aReleased().zip)[bundleNames.certificate] ?? new Uint8Array();
}

/** The honest proof under a checkpoint with so many cosignatures. */
function fewer(cosigners: number): Uint8Array {
  const kept = sent.permit.checkpoint.split('\n').slice(0, 5 + cosigners);
  const { log: second } = log.keys.sm2 ?? {};
  if (!second) throw new Error('both ciphers');
  return toUtf8(printProof({ ...sent.permit, checkpoint: addSm2Signature(`${kept.join('\n')}\n`, second) }));
}
