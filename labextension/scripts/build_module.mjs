// Bundles core, view and widget into the one ES module that the server extension serves, and
// fails where it has outgrown what a page may be asked to load.
import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const BUDGET = 120 * 1024;
const OUTPUT = fileURLToPath(
  new URL('../../jupyter_graphsync/static/graphsync.js', import.meta.url)
);

await build({
  entryPoints: [fileURLToPath(new URL('../src/widget/index.ts', import.meta.url))],
  outfile: OUTPUT,
  bundle: true,
  format: 'esm',
  target: 'es2020',
  minify: true,
  legalComments: 'none',
  loader: { '.css': 'text' },
  logLevel: 'warning'
});

const size = gzipSync(readFileSync(OUTPUT)).length;
const told = `graphsync.js: ${(size / 1024).toFixed(1)} KiB gzip of ${BUDGET / 1024}`;
if (size > BUDGET) {
  console.error(`${told}: over the budget`);
  process.exit(1);
}
console.log(told);
