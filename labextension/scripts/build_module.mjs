// Bundles core, view and widget into the ES module that the server extension serves, with what is
// heavy in chunks that load when they are first used. Fails where the module has outgrown what a
// page may be asked to load before anything shows.
import { build } from 'esbuild';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { buildSingle } from './build_single.mjs';

const BUDGET = 120 * 1024;
const MODULE = 'graphsync.js';
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STATIC = fileURLToPath(new URL('../../jupyter_graphsync/static', import.meta.url));

const { outputFiles, metafile } = await build({
  absWorkingDir: ROOT,
  entryPoints: [
    { in: 'src/widget/index.ts', out: 'graphsync' },
    { in: 'src/view/layout/layout_worker_entry.ts', out: 'layout_worker' }
  ],
  outdir: STATIC,
  entryNames: '[name]',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2020',
  minify: true,
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"' },
  loader: { '.css': 'text' },
  logLevel: 'warning',
  metafile: true,
  write: false
});

const sizes = new Map();
for (const { path, contents } of outputFiles) {
  sizes.set(relative(STATIC, path), gzipSync(contents).length);
}
writeOutputs();
await buildSingle();
tellSizes();

/** Written all at once after the build, so that a build that fails leaves what was served. */
function writeOutputs() {
  for (const { path, contents } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
  for (const entry of readdirSync(STATIC, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !sizes.has(relative(STATIC, path))) {
      rmSync(path);
    }
  }
}

function tellSizes() {
  const first = loadedWith(MODULE);
  const size = [...first].reduce((sum, name) => sum + sizes.get(name), 0);
  for (const [name, lazy] of sizes) {
    if (!first.has(name)) {
      console.log(`  later: ${name}: ${kibibytes(lazy)} KiB gzip`);
    }
  }
  const told = `${[...first].join(' + ')}: ${kibibytes(size)} KiB gzip of ${BUDGET / 1024}`;
  if (size > BUDGET) {
    console.error(`${told}: over the budget; import what is heavy by \`await import(...)\``);
    process.exit(1);
  }
  console.log(told);
}

/** Returns an output and all that it imports at once, however deep. */
function loadedWith(name) {
  const imports = new Map(
    Object.entries(metafile.outputs).map(([path, output]) => [nameOf(path), output.imports])
  );
  const found = new Set([name]);
  for (const one of found) {
    imports
      .get(one)
      .filter(({ kind }) => kind === 'import-statement')
      .forEach(({ path }) => found.add(nameOf(path)));
  }
  return found;
}

/** The metafile names outputs from the working directory. */
function nameOf(path) {
  return relative(STATIC, resolve(ROOT, path));
}

function kibibytes(bytes) {
  return (bytes / 1024).toFixed(1);
}
