/** The hand that has no mouse: it goes from control to control by Tab and Shift+Tab, fails where it does not arrive, and insists on seeing where it is. */
import type { Locator, Page } from 'playwright-core';
import { find, ready, type Control, type Hand } from './hands.ts';
import { chosenOption, showsFocus, wayTo } from './in-page.ts';

/** Longer than any page's way around. */
const mostSteps = 600;

export function keyboard(page: Page): Hand {
  const { keyboard: keys } = page;
  return {
    page,
    async press(control) {
      await goTo(page, control);
      await keys.press('Enter');
    },
    async write(control, text) {
      await goTo(page, control);
      await keys.press('ControlOrMeta+A');
      await keys.press('Delete');
      // Key by key at first, then as if pasted: each key is a round trip.
      await keys.type(text.slice(0, 4));
      await keys.insertText(text.slice(4));
    },
    async choose(control, option) {
      await goTo(page, control);
      await chooseByArrows(page, find(page, control), option);
    },
    async tick(control) {
      const target = find(page, control);
      if (control.role === 'radio') await goToRadio(page, control);
      else await goTo(page, control);
      if (!(await target.isChecked())) await keys.press('Space');
      if (!(await target.isChecked())) throw new Error(`${said(control)} must be chosen by its keys`);
    },
    key: (name) => keys.press(name),
  };
}

async function goTo(page: Page, control: Control): Promise<void> {
  await walk(page, await ready(page, control), said(control));
}

async function walk(page: Page, target: Locator, name: string): Promise<void> {
  for (let step = 0; step < mostSteps; step++) {
    const { way, inEditor } = await target.evaluate(wayTo);
    if (way === 'there') {
      if (!(await page.evaluate(showsFocus))) throw new Error(`${name} must show that it has the focus`);
      return;
    }
    // An editor keeps Tab for itself until Escape, as the page says.
    if (inEditor) await page.keyboard.press('Escape');
    await page.keyboard.press(way === 'forth' ? 'Tab' : 'Shift+Tab');
  }
  throw new Error(`${name} must be within reach of the Tab key`);
}

/** Of a group of radio buttons one takes the focus, the chosen one or whichever the way comes to first; the arrows lead to the others. */
async function goToRadio(page: Page, control: Control): Promise<void> {
  const target = await ready(page, control);
  const group = page.locator(`input[type=radio][name="${await target.getAttribute('name')}"]`);
  const chosen = group.and(page.locator(':checked'));
  await walk(page, (await chosen.count()) > 0 ? chosen : group.first(), said(control));
  for (let step = 0; step < (await group.count()) && (await target.evaluate(wayTo)).way !== 'there'; step++)
    await page.keyboard.press('ArrowDown');
}

async function chooseByArrows(page: Page, target: Locator, option: string): Promise<void> {
  await page.keyboard.press('Home');
  const many = await target.locator('option').count();
  for (let step = 0; step < many; step++) {
    if ((await target.evaluate(chosenOption)) === option) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`“${option}” must be within reach of the arrow keys`);
}

function said({ role, name }: Control): string {
  return `the ${role} “${String(name)}”`;
}
