// Bundles the front end's module, chunks and all, into one file: pages that reach no server get it
// from a kernel as text, and a module without an address of its own can import nothing beside it.
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

export async function buildSingle() {
  await build({
    entryPoints: [fileURLToPath(new URL('../src/widget/index.ts', import.meta.url))],
    outfile: fileURLToPath(
      new URL('../../jupyter_graphsync/static/graphsync_single.js', import.meta.url)
    ),
    bundle: true,
    format: 'esm',
    target: 'es2020',
    minify: true,
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.css': 'text' },
    logLevel: 'warning'
  });
}
