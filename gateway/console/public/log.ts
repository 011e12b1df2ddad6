/** The public log: its newest checkpoint, who cosigned it, how many events of each kind, its files, and how to verify all of it. */
import { html } from 'hono/html';
import { parseCheckpoint } from '#policies/record/checkpoint.ts';
import { printTilePath, tilesOf } from '#policies/record/tiles.ts';
import { parseNote } from '#policies/record/note.ts';
import type { Office } from '../../office.ts';
import { publishedCheckpoint } from '../../published.ts';
import type { Reader } from '../../record/reader.ts';
import { kindTitle } from '../regulator/graph.ts';
import { table, type Html } from '../html.ts';
import type { View } from '../view.ts';

export async function logPage(view: View, office: Office): Promise<Html> {
  const checkpoint = await publishedCheckpoint(office);
  return html`<p>
      ${view.t({
        zh: '日志只增不改。运营机构签署检查点,见证方共同签名。叶子只含承诺,不含内容,因此任何人都可以取得并核验。',
        en: 'The log is append-only. Its checkpoint is signed by the operator and cosigned by witnesses. Its leaves hold commitments and no contents, so anybody may have them and check.',
      })}
    </p>
    <ul class="actions">
      <li><a class="button" href="/verify#log">${view.t({ zh: '在浏览器中核验', en: 'Verify in the browser' })}</a></li>
    </ul>
    <h2>${view.t({ zh: '最新检查点', en: 'Newest checkpoint' })}</h2>
    ${
      checkpoint.ok
        ? html`<pre>${checkpoint.value}</pre>
            ${signers(view, checkpoint.value)}`
        : html`<p class="refused">
            ${view.t({ zh: '见证方未共同签名。', en: 'The witnesses do not cosign this log.' })}
          </p>`
    }
    ${eventCounts(view, office.record.read)} ${files(view, checkpoint.ok ? checkpoint.value : '')}
    <h2>${view.t({ zh: '如何核验', en: 'How to verify' })}</h2>
    <pre>
sluice log verify $URL/log --policy policy.txt --state seen.json
sluice verify bundle.zip --policy policy.txt --log $URL</pre>
    <p>
      <a href="/log/checkpoint">${view.t({ zh: '检查点', en: 'Checkpoint' })}</a> ·
      <a href="/log/policy.txt">${view.t({ zh: '应信任的密钥', en: 'Whom to believe' })}</a> ·
      <a href="/budgets">${view.t({ zh: '隐私预算', en: 'Privacy budgets' })}</a> ·
      <a href="/duties">${view.t({ zh: '逾期履职', en: 'Overdue duties' })}</a> ·
      <a href="/notices">${view.t({ zh: '公示', en: 'Notices' })}</a>
    </p>`;
}

/** The lines under the checkpoint: the log's own first, then its witnesses. */
function signers(view: View, printed: string): Html {
  const note = parseNote(printed);
  if (!note.ok) return html``;
  return table(view, {
    caption: view.t({ zh: '签名', en: 'Signatures' }),
    head: [view.t({ zh: '签署方', en: 'by' })],
    rows: note.value.signatures.map(({ name }) => [html`<code>${name}</code>`]),
  });
}

/** What happened how often, by kind of thing. Kept from one look to the next: entries never change. */
const tallies = new WeakMap<Reader, { size: number; readonly counts: Map<string, number> }>();

function tally(read: Reader): ReadonlyMap<string, number> {
  const known = tallies.get(read) ?? { size: 0, counts: new Map<string, number>() };
  const size = read.size();
  while (known.size < size) {
    const found = read.entries(known.size, Math.min(size, known.size + 1_000));
    for (const { type } of found) known.counts.set(type, (known.counts.get(type) ?? 0) + 1);
    known.size += found.length;
  }
  tallies.set(read, known);
  return known.counts;
}

function eventCounts(view: View, read: Reader): Html {
  const counts = [...tally(read)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return html`<h2>${view.t({ zh: '各类事件', en: 'Events of each kind' })}</h2>
    ${table(view, {
      caption: view.t({ zh: `共 ${read.size()} 条`, en: `${read.size()} entries` }),
      head: [
        view.t({ zh: '事项', en: 'of' }),
        view.t({ zh: '事件', en: 'event' }),
        view.t({ zh: '数量', en: 'how many' }),
      ],
      numbers: [2],
      rows: counts.map(([type, count]) => [
        view.t(kindTitle(type.slice(0, type.indexOf('.')))),
        html`<code>${type}</code>`,
        count,
      ]),
    })}`;
}

const mostTiles = 20;

function files(view: View, printed: string): Html {
  const checkpoint = parseCheckpoint(printed.slice(0, printed.indexOf('\n\n') + 1));
  if (!checkpoint.ok) return html``;
  const tiles = tilesOf(checkpoint.value.size).filter(({ level }) => level !== 'entries');
  const shown = tiles.slice(-mostTiles).map(printTilePath);
  return html`<h2>${view.t({ zh: '哈希瓦片', en: 'Tiles of hashes' })}</h2>
    <p>
      ${view.t({ zh: `共 ${tiles.length} 个,符合`, en: `${tiles.length} in all, as in` })} <code>C2SP tlog-tiles</code>
    </p>
    <ul class="links">
      ${shown.map(
        (path) =>
          html`<li>
            <a href="/log/${path}"><code>${path}</code></a>
          </li>`,
      )}
    </ul>`;
}
