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

/** Which way from what has the focus, and whether that is an editor: editors keep Tab for themselves. */
export function wayTo(target: PageElement): { readonly way: 'there' | 'forth' | 'back'; readonly inEditor: boolean } {
  const here = document.activeElement;
  if (here === target) return { way: 'there', inEditor: false };
  if (!here || here === document.body) return { way: 'forth', inEditor: false };
  const following = 4;
  const way = (here.compareDocumentPosition(target) & following) !== 0 ? 'forth' : 'back';
  return { way, inEditor: here.closest('.cm-editor') !== null };
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
