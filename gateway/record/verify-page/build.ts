/**
 * Makes `verify.html`: one file, no network, no other code than its own. Made at development time by `npm run docs` and kept; a test
 * makes it again and compares.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Where the page is kept. */
export const pagePath = join(import.meta.dirname, 'verify.html');

const style = `body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}
label{display:block;border:2px dashed #888;padding:1rem;margin:1rem 0}
#result[data-state]{border-left:6px solid #1a7f37;padding-left:1rem}#result[data-state=bad]{border-color:#b42318}
code{display:block;font-size:.85em;overflow-wrap:anywhere}em,strong{display:block;margin:.6rem 0}`;

/** The text of the page; the same for the same sources. */
export async function buildPage(): Promise<string> {
  const script = await bundle();
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<!-- Sluice, Apache-2.0. Contains fflate, zod, @noble/curves, @noble/hashes, sm-crypto-v2 (MIT) and canonicalize (Apache-2.0). -->
<html lang="zh"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>域闸 核验 · Sluice verification</title>
<style>${style}</style></head>
<body><h1>核验出域文件包 <small>Verify an export bundle</small></h1>
<p>离线进行，文件不会离开本机。<br>Works without a network; no file leaves this machine.</p>
<label>文件包（zip），或其中全部文件 The bundle (zip), or all files of it<br><input id="bundle" type="file" multiple></label>
<label>您保存的 policy.txt（可选） The policy.txt that you keep (optional)<br><input id="policy" type="file"></label>
<div id="result" aria-live="polite"></div>
<script type="module">${script}</script></body></html>
`;
}

async function bundle(): Promise<string> {
  const made = await build({
    entryPoints: [join(import.meta.dirname, 'page.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'eof',
  });
  const [file] = made.outputFiles;
  if (!file) throw new Error('Cannot make verify.html: esbuild gave no file');
  // Nothing in it may end the element that it stands in.
  return file.text.trim().replaceAll('</script', '<\\/script');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
