/** Two ways to do the same on a page: with the mouse, and with the keyboard alone. A story is told once, to either. */
import type { Locator, Page } from 'playwright-core';

/** What a person can point at: the role and the accessible name of a control. */
export interface Control {
  readonly role: 'button' | 'link' | 'searchbox' | 'textbox' | 'combobox' | 'checkbox' | 'radio' | 'gridcell';
  readonly name: string | RegExp;
  /** Which, where several are called the same. The first where not given. */
  readonly at?: number;
  /** Within the group or region of this name: two rows of a form are called the same. */
  readonly within?: string | RegExp;
}

export interface Hand {
  readonly page: Page;
  /** Presses a button or follows a link. */
  press(control: Control): Promise<void>;
  /** Replaces what a field holds. */
  write(control: Control, text: string): Promise<void>;
  choose(control: Control, option: string): Promise<void>;
  /** A box is ticked, one of several is chosen. */
  tick(control: Control): Promise<void>;
  /** Leaves the control that has the focus by this key. */
  key(name: string): Promise<void>;
}

/** Once the page and its scripts are there: an island may put a control of its own in the place of a plain one. */
export async function ready(page: Page, control: Control): Promise<Locator> {
  await page.waitForLoadState();
  const target = find(page, control);
  await target.waitFor();
  return target;
}

export function find(page: Page, { role, name, at = 0, within }: Control): Locator {
  const where = within === undefined ? page : groupIn(page, within);
  return where.getByRole(role, { name, exact: typeof name === 'string' }).nth(at);
}

function groupIn(page: Page, name: string | RegExp): Locator {
  return page.getByRole('group', { name }).or(page.getByRole('region', { name })).first();
}

export function mouse(page: Page): Hand {
  return {
    page,
    press: async (control) => (await ready(page, control)).click(),
    async write(control, text) {
      await (await ready(page, control)).click();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.insertText(text);
    },
    async choose(control, option) {
      await (await ready(page, control)).selectOption({ label: option });
    },
    tick: async (control) => (await ready(page, control)).check(),
    key: (name) => page.keyboard.press(name),
  };
}
