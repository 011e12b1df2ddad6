/** What several steps of the story do alike. */
import type { Person } from '#gateway/accounts.ts';
import type { Hand } from './hands.ts';

/** Opens a page for a person, with the hand that the story is told by. */
export type Desk = () => Promise<Hand>;

/** Signs in, as the demonstration lets one, and comes to the desk. */
export async function enter(desk: Desk, { title }: Person): Promise<Hand> {
  const hand = await desk();
  await hand.page.goto('/account/sign-in?back=/desk');
  await hand.press({ role: 'button', name: title.en });
  await hand.page.waitForURL('**/desk');
  return hand;
}

/** The id of the thing whose page is open. */
export async function idHere({ page }: Hand, collection: string): Promise<string> {
  const address = new RegExp(`/${collection}/(?!new)([\\w.-]+)$`);
  await page.waitForURL(address);
  return address.exec(page.url())?.[1] ?? '';
}

export async function giveReason(hand: Hand, reason: string, button: string): Promise<void> {
  await hand.write({ role: 'textbox', name: /^Reason/ }, reason);
  await pressOnce(hand, button);
}

/** Presses what disappears by being done: the page that answers has it no more. */
export async function pressOnce(hand: Hand, name: string): Promise<void> {
  await hand.press({ role: 'button', name });
  await hand.page.getByRole('button', { name, exact: true }).waitFor({ state: 'detached' });
  await hand.page.waitForLoadState();
}

/** All four domains pass, each with its evidence. */
export async function checkFourDomains(hand: Hand): Promise<void> {
  const domains = ['Data security', 'Network security', 'Personal information', 'Trade secrets'];
  for (const domain of domains) {
    await hand.tick({ role: 'radio', name: 'pass', within: new RegExp(`^Verdict on ${domain}`, 'i') });
    await hand.write({ role: 'textbox', name: new RegExp(`^Evidence for ${domain}`, 'i') }, '已核查');
  }
}

/** The release review of an export, from the list of them. */
export async function openReview(hand: Hand, made: string): Promise<void> {
  await hand.press({ role: 'link', name: 'Exports' });
  await hand.press({ role: 'link', name: made });
}

/** The cells of the table with this caption, row by row. */
export async function cellsOf({ page }: Hand, caption: string): Promise<readonly (readonly string[])[]> {
  const table = page.getByRole('table', { name: caption });
  await table.waitFor();
  const rows = await table.locator('tbody tr').all();
  return Promise.all(rows.map(async (row) => row.locator('td').allInnerTexts()));
}

export async function textOfMain({ page }: Hand): Promise<string> {
  return page.locator('main').innerText();
}

/** The moments of the first list of facts, as they are exactly. */
export async function momentsOf({ page }: Hand): Promise<readonly string[]> {
  const times = await page.locator('main dl').first().locator('time').all();
  return Promise.all(times.map(async (time) => (await time.getAttribute('datetime')) ?? ''));
}

/** What the automatic check has found, as the boxes by which each is acknowledged. */
export async function findings({ page }: Hand): Promise<readonly string[]> {
  await page.getByRole('heading', { name: 'Your vote' }).waitFor();
  const boxes = page.getByRole('group', { name: 'Findings, acknowledged one by one' }).locator('label');
  return (await boxes.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ').trim());
}
