/** What is going on, on the stream of errors: one line that changes on a terminal, plain lines in a pipe, nothing beside JSON. */
import { styled } from './args.ts';

export interface Progress extends Disposable {
  /** @param share of what there is to do, where that is known: 0 to 1 */
  step(text: string, share?: number): void;
}

const barWidth = 20;

export function showProgress({ json }: { readonly json: boolean }, stream = process.stderr): Progress {
  if (json) return { step: () => {}, [Symbol.dispose]: () => {} };
  if (!stream.isTTY) return { step: (text) => void stream.write(`${text}\n`), [Symbol.dispose]: () => {} };
  return {
    step: (text, share) => {
      const bar = share === undefined ? '' : `${barOf(share)} `;
      stream.write(`\r\u001b[2K${styled('dim', bar, stream)}${text}`);
    },
    [Symbol.dispose]: () => void stream.write('\r\u001b[2K'),
  };
}

function barOf(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * barWidth);
  return `${'█'.repeat(full)}${'░'.repeat(barWidth - full)} ${String(Math.round(share * 100)).padStart(3)} %`;
}
