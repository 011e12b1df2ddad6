/** A program for those who review it: its source file by file, what it may hand out, the bundle that runs, and what was found of both. */
import { html } from 'hono/html';
import type { ProgramContent } from '#policies/procedure/program-commands.ts';
import type { Program } from '#policies/procedure/program-doc.ts';
import type { Result, Script } from '#policies/program/script.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import type { Outcome } from '#policies/refusal.ts';
import { page, table, type Html } from './page.ts';

/** @param verified whether the domain's bundler makes this bundle of this source, and the lint finds nothing; undefined without a script */
export function programPage({ id, hash, content }: Program, verified: Outcome<void> | undefined): Html {
  const { title, queries, script } = content;
  const body = html`<p><code>${id}</code>, content <code>${hash}</code></p>
    ${queries.map(
      ({ name, sql }) =>
        html`<h2>Query ${name}</h2>
          <pre>${sql}</pre>`,
    )}
    ${script && verified ? scriptOf(content, script, verified) : ''}`;
  return page({ title, stage: 'review', body });
}

function scriptOf({ lane = 'exact' }: ProgramContent, script: Script, verified: Outcome<void>): Html {
  const { mode, entry, files, bundle, lock } = script;
  const libraries = lock.libraries.map(({ name, version, sha256 }) => [name, version, html`<code>${sha256}</code>`]);
  return html`<h2>What it may hand out</h2>
    <p>Mode ${mode}, ${lane} lane. Nothing else leaves, and no text but those of its input.</p>
    ${mode === 'tables' ? columnsOf(script) : resultsOf(script.results)}
    <h2>Bundle and lint</h2>
    ${findingOf(verified)}
    ${files.map(
      ({ path, text }) =>
        html`<h2>${path}${path === entry ? ' (entry)' : ''}</h2>
          <pre>${text}</pre>`,
    )}
    <h2>What runs</h2>
    <details>
      <summary>Bundle of ${bundle.length} characters, <code>${contentHash(bundle)}</code></summary>
      <pre>${bundle}</pre>
    </details>
    <p>Made by esbuild ${lock.esbuild}.</p>
    ${table({ caption: 'Libraries', head: ['library', 'version', 'sha256'], rows: libraries })}`;
}

function findingOf(verified: Outcome<void>): Html {
  if (verified.ok) return html`<p>The bundle is what this source makes, and the lint finds nothing.</p>`;
  const rows = verified.refusals.map(({ code, detail }) => [html`<a href="/problems/${code}">${code}</a>`, detail]);
  return table({ caption: 'Found', head: ['code', 'what and where'], rows });
}

function resultsOf(results: readonly Result[]): Html {
  const rows = results.map(({ name, length, lo, hi, step }) => [html`<code>${name}</code>`, length, lo, hi, step]);
  return table({ caption: 'Results', head: ['name', 'numbers', 'from', 'to', 'finest step'], rows });
}

function columnsOf({ table: { columns, maxRows } }: Extract<Script, { mode: 'tables' }>): Html {
  const rows = columns.map((column) => [
    html`<code>${column.name}</code>`,
    column.kind === 'text' ? `a text of ${column.from}` : `a number${column.digits ? `, ${column.digits} digits` : ''}`,
  ]);
  return table({ caption: `Columns, at most ${maxRows} rows`, head: ['name', 'holds'], rows });
}
