/** What happens to a product once it is out: anybody verifies it in his browser, a regulator walks it back to its source. */
import type { FileChooser } from 'playwright-core';
import { expect } from 'vitest';
import { people } from '#gateway/city/people.ts';
import type { Hand } from './hands.ts';
import { enter, textOfMain, type Desk } from './story-parts.ts';
import type { Told } from './story.ts';

/** Without an account: the page says that it is good, and that it is bad with a byte changed. */
export async function verify(desk: Desk, { bundle }: Told): Promise<void> {
  const anybody = await desk();
  await anybody.page.goto('/');
  await anybody.press({ role: 'link', name: 'Verify a certificate' });
  expect(await verdictOn(anybody, bundle)).toBe('good');
  await anybody.page.reload();
  const middle = Math.trunc(bundle.length / 2);
  expect(
    await verdictOn(
      anybody,
      bundle.map((byte, at) => (at === middle ? byte ^ 1 : byte)),
    ),
  ).toBe('bad');
}

async function verdictOn(hand: Hand, bundle: Uint8Array): Promise<string | null> {
  const opened: Promise<FileChooser> = hand.page.waitForEvent('filechooser');
  await hand.press({ role: 'button', name: /bundle/i });
  await (await opened).setFiles({ name: 'bundle.zip', mimeType: 'application/zip', buffer: Buffer.from(bundle) });
  const result = hand.page.locator('#bundle-result[data-state]');
  await result.waitFor();
  return result.getAttribute('data-state');
}

/** From the id alone to the dataset, the code, the people and the recipients. */
export async function trace(desk: Desk, told: Told): Promise<void> {
  const regulator = await enter(desk, people.regulator);
  await regulator.press({ role: 'link', name: 'Trace' });
  await regulator.write({ role: 'searchbox', name: /^An export/ }, told.export);
  await regulator.press({ role: 'button', name: 'Trace' });
  await regulator.page.getByRole('heading', { name: 'One by one' }).waitFor();
  const seen = await textOfMain(regulator);
  for (const part of ['power_usage_daily', told.agreement, told.export, '天河区政府', people.vendor.org])
    expect(seen).toContain(part);
  const picture = regulator.page.locator('img.trace');
  const width = () => picture.evaluate((image: { readonly naturalWidth: number }) => image.naturalWidth);
  await expect.poll(width, { timeout: 30_000 }).toBeGreaterThan(300);
}
