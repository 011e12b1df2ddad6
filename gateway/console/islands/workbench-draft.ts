/** What was typed stays in this browser, for this person, until it is typed over: a reload loses nothing. */

/** One of each mode. Nothing is kept of what identifies a session. */
function keyOf({ dataset }: HTMLFormElement): string {
  return `sluice.workbench.${dataset['person'] ?? ''}.${dataset['mode'] ?? ''}`;
}

const kept = ['sql', 'source', 'manifest', 'lane', 'epsilon', 'profile', 'treatment', 'base', 'parameters'];

export function saveDraft(form: HTMLFormElement): void {
  const fields = new FormData(form);
  const texts = [...fields].filter(([name, value]) => kept.includes(name) && typeof value === 'string');
  const draft = Object.fromEntries(texts);
  try {
    localStorage.setItem(keyOf(form), JSON.stringify(draft));
  } catch {
    // A browser that keeps nothing is no reason not to work.
  }
}

/** Not over texts that were sent: they are newer. */
export function restoreDraft(form: HTMLFormElement): void {
  if (form.dataset['sent'] === 'yes') return saveDraft(form);
  for (const [name, value] of Object.entries(draftOf(form))) {
    const field = form.elements.namedItem(name);
    if (
      field instanceof RadioNodeList ||
      field instanceof HTMLTextAreaElement ||
      field instanceof HTMLInputElement ||
      field instanceof HTMLSelectElement
    )
      field.value = value;
  }
}

function draftOf(form: HTMLFormElement): Readonly<Record<string, string>> {
  try {
    const draft: unknown = JSON.parse(localStorage.getItem(keyOf(form)) ?? '{}');
    if (typeof draft !== 'object' || draft === null) return {};
    const texts = Object.entries(draft).filter(
      (pair): pair is [string, string] => kept.includes(pair[0]) && typeof pair[1] === 'string',
    );
    return Object.fromEntries(texts.filter(([name, value]) => name !== 'sql' || value !== ''));
  } catch {
    return {};
  }
}
