/** Asks the page's own address what it would show; of several questions only the last is answered. */
import type { Answer } from '../workbench/wire.ts';

export type Deed = 'check' | 'run';

let asking: AbortController | undefined;

/** Undefined where a newer question has taken its place. */
export async function ask(form: HTMLFormElement, deed: Deed): Promise<Answer | undefined> {
  asking?.abort();
  const mine = new AbortController();
  asking = mine;
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value);
  body.set('do', deed);
  const begun = performance.now();
  try {
    const response = await fetch('/workbench', {
      method: 'POST',
      headers: { accept: 'application/json' },
      body,
      signal: mine.signal,
    });
    if (!response.headers.get('content-type')?.startsWith('application/json')) return await failed(form, response);
    const told = (await response.json()) as Answer;
    performance.measure(`workbench ${deed}`, { start: begun, end: performance.now() });
    return told;
  } catch (error) {
    return mine.signal.aborted ? undefined : nothing(String(error));
  }
}

/** A page in the place of an answer: the session has ended, or too much was asked. Its words are shown, or where to sign in. */
async function failed(form: HTMLFormElement, response: Response): Promise<Answer> {
  if (response.redirected) location.assign(response.url);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const words = page.querySelector('.refused')?.textContent?.replaceAll(/\s+/g, ' ').trim();
  return nothing(words ?? `${response.status} ${form.action}`);
}

function nothing(says: string): Answer {
  const line = document.createElement('p');
  line.className = 'refused';
  line.textContent = says;
  return { says, forecast: line.outerHTML, problems: [] };
}
