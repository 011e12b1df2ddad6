/** What is asked of a page from inside it. Each function is sent there as its text, so it calls no other of ours. */

/** As much of an element as is asked for. */
export interface PageElement {
  readonly text?: string;
  closest(selector: string): PageElement | null;
  compareDocumentPosition(other: PageElement): number;
  getBoundingClientRect(): { readonly width: number; readonly height: number };
}

declare const document: {
  readonly activeElement: PageElement | null;
  readonly body: PageElement;
};
declare function getComputedStyle(of: PageElement): {
  readonly outlineStyle: string;
  readonly outlineWidth: string;
  readonly boxShadow: string;
};

/** Which way from what has the focus. */
export function wayTo(target: PageElement): 'there' | 'forth' | 'back' {
  const here = document.activeElement;
  if (here === target) return 'there';
  if (!here || here === document.body) return 'forth';
  const following = 4;
  return (here.compareDocumentPosition(target) & following) !== 0 ? 'forth' : 'back';
}

/** Editors keep Tab for themselves. */
export function isInEditor(): boolean {
  return (document.activeElement?.closest('.cm-editor') ?? null) !== null;
}

/** Whether what has the focus is drawn so that one sees it: a frame around it, or around the editor that it is the text of. */
export function showsFocus(): boolean {
  const here = document.activeElement;
  if (!here || here === document.body) return false;
  const { width, height } = here.getBoundingClientRect();
  if (width === 0 || height === 0) return false;
  return [here, here.closest('.cm-editor') ?? here].some((one) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
  });
}

export function chosenOption(select: { readonly selectedOptions: ArrayLike<{ readonly text: string }> }): string {
  return select.selectedOptions[0]?.text.trim() ?? '';
}
