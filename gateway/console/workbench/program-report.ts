/** What a program said and did on simulation data; on real data nothing of it is told. */
import { html } from 'hono/html';
import type { Simulation } from '#sandbox/door.ts';
import type { Html } from '../html.ts';
import type { View } from '../view.ts';
import { short, whole } from './numbers.ts';

export function programReport(view: View, { program }: Simulation): Html {
  if (!program) return html``;
  const { console: lines, error, calls, failed, millis, peakHeapBytes } = program;
  return html`<h3>${view.t({ zh: '程序运行情况', en: 'What the program did' })}</h3>
    ${error === undefined ? '' : html`<p class="refused" lang="en">${error}</p>`}
    <dl>
      <dt>${view.t({ zh: '调用', en: 'calls' })}</dt>
      <dd>${whole(view, calls)}${failed > 0 ? view.t({ zh: `,失败 ${failed} 次`, en: `, ${failed} failed` }) : ''}</dd>
      <dt>${view.t({ zh: '每次用时', en: 'time of a call' })}</dt>
      <dd>
        ${view.t({ zh: `中位 ${short(view, millis.median)} 毫秒,最长 ${short(view, millis.most)} 毫秒`, en: `median ${short(view, millis.median)} ms, longest ${short(view, millis.most)} ms` })}
      </dd>
      <dt>${view.t({ zh: '内存峰值', en: 'peak of memory' })}</dt>
      <dd>${short(view, peakHeapBytes / 2 ** 20)} MiB</dd>
    </dl>
    ${lines.length > 0 ? html`<pre aria-label="console">${lines.join('\n')}</pre>` : ''}`;
}
