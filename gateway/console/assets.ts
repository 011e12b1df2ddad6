/** The scripts of the console: a few islands, bundled when first asked for, named by their bytes, so that a browser may keep them for good. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Names of the files in `islands/`. */
export type Island = 'workbench' | 'verify' | 'live';

interface Script {
  readonly name: string;
  readonly text: string;
}

const made = new Map<Island, Promise<Script>>();

/** The path of the bundled script. */
export async function addressOf(island: Island): Promise<string> {
  return `/assets/${(await bundled(island)).name}`;
}

/** The script of this name, as `addressOf` gave it. */
export async function scriptNamed(name: string): Promise<string | undefined> {
  const found = await Promise.all(made.values());
  return found.find((script) => script.name === name)?.text;
}

function bundled(island: Island): Promise<Script> {
  const known = made.get(island) ?? bundle(island);
  made.set(island, known);
  return known;
}

async function bundle(island: Island): Promise<Script> {
  const entry = fileURLToPath(new URL(`./islands/${island}.ts`, import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2023',
    legalComments: 'none',
  });
  const text = outputFiles[0]?.text ?? '';
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return { name: `${island}-${hash}.js`, text };
}
