/** How a program calls an interface, ready to be copied. */
import { html } from 'hono/html';
import type { Json } from '../../client.ts';
import type { Html } from '../html.ts';
import { textOf } from '../html.ts';
import type { View } from '../view.ts';
import type { Shown } from './product-page.ts';

export function examples(view: View, { product, described, origin }: Shown): Html {
  const url = `${origin}/api/v1/export/products/${product.id}/answers${queryOf(described)}`;
  const curl = `curl -H "Authorization: Bearer $SLUICE_KEY" -H "Accept: text/csv" "${url}"`;
  const pandas = `import io, os, pandas, requests
answer = requests.get("${url}",
    headers={"Authorization": "Bearer " + os.environ["SLUICE_KEY"],
             "Accept": "application/vnd.apache.parquet"})
answer.raise_for_status()
table = pandas.read_parquet(io.BytesIO(answer.content))
print(answer.headers["Sluice-Export"], table)`;
  return html`<h2>${view.t({ zh: '调用示例', en: 'How to call it' })}</h2>
    <h3>curl</h3>
    <pre tabindex="0" id="curl">${curl}</pre>
    <h3>pandas</h3>
    <pre tabindex="0" id="pandas">${pandas}</pre>
    <p class="soft">
      ${view.t({
        zh: '格式由 Accept 决定:JSON、CSV、Parquet 或 Arrow。响应头给出出域编号、证书声明的哈希与日志位置;Link 指向其当前状态。',
        en: 'Accept chooses JSON, CSV, Parquet or Arrow. Headers name the export, the hash of its certified statement and its place in the log; Link leads to how it stands now.',
      })}
    </p>`;
}

/** Of the first combination that is answered. */
function queryOf(described: Json): string {
  const answers = (described['x-answered'] ?? []) as readonly { readonly parameters: Json; readonly state: string }[];
  const parameters = Object.entries(answers.find(({ state }) => state === 'released')?.parameters ?? {});
  const query = new URLSearchParams(
    parameters.map(([name, value]): [string, string] => [name, textOf(value)]),
  ).toString();
  return query === '' ? '' : `?${query}`;
}
