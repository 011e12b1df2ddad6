/** The frame of every page: one column, calm type, readable without JavaScript. */
import { html, raw } from 'hono/html';
import type { Stage } from '#policies/procedure/life.ts';
import { stages } from '../stages/collections.ts';

export type Html = ReturnType<typeof html>;

const stageTitles: Record<Stage, { readonly zh: string; readonly en: string }> = {
  catalog: { zh: '目录', en: 'catalog' },
  simulate: { zh: '仿真', en: 'simulate' },
  propose: { zh: '申请', en: 'propose' },
  review: { zh: '审核', en: 'review' },
  run: { zh: '运行', en: 'run' },
  check: { zh: '核查', en: 'check' },
  export: { zh: '出域', en: 'export' },
  audit: { zh: '审计', en: 'audit' },
};

export interface Page {
  readonly title: string;
  readonly stage?: Stage;
  readonly body: Html;
}

export function page({ title, stage, body }: Page): Html {
  const links = stages.map(
    (name) =>
      html`<li>
        <a href="/${name}" ${raw(name === stage ? 'aria-current="page"' : '')}
          >${stageTitles[name].en} <span lang="zh">${stageTitles[name].zh}</span></a
        >
      </li>`,
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Sluice 域闸</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <header>
          <a class="name" href="/">Sluice <span lang="zh">域闸</span></a>
          <nav aria-label="stages">
            <ol>
              ${links}
            </ol>
          </nav>
        </header>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`;
}

export interface TableSpec {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number | Html)[])[];
}

export function table({ caption, head, rows }: TableSpec): Html {
  if (rows.length === 0) return html`<p class="empty">${caption}: nothing yet.</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
