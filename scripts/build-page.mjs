// Builds what a page carries: the program that runs in the reader's browser, and its style sheet.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, transform } from 'esbuild';
import { licenceComment, listPackages, packagesIn } from './licences.mjs';

/** Debian's Chromium and Firefox ESR, and Safari of the same time. */
const TARGET = ['chrome115', 'firefox115', 'safari16.4'];

const ENTRIES = { page: 'src/page/browser/main.ts', playground: 'src/page/browser/playground.ts' };

/**
 * Writes page.js and page.css into `folder`, and the same of the playground. Each goes into files that are
 * handed on alone, and so has the licences of the packages in it. Returns the files of dist/ that have code
 * of packages: pairs as `listPackages` takes them.
 */
export async function buildPage(folder, root) {
  await mkdir(folder, { recursive: true });
  const common = {
    absWorkingDir: root,
    bundle: true,
    minify: true,
    target: TARGET,
    write: false,
    metafile: true,
    logLevel: 'warning',
  };
  const taken = [];
  const scripts = Object.entries(ENTRIES).map(async ([name, entry]) => {
    const made = await build({ ...common, entryPoints: [entry], format: 'iife', platform: 'browser' });
    const packages = packagesIn(made.metafile).map(([, path]) => [`dist/page/${name}.js`, path]);
    taken.push(...packages);
    await writeFile(join(folder, `${name}.js`), made.outputFiles[0].text + licenceComment(listPackages(packages)));
  });
  const styles = Object.keys(ENTRIES).map(async (name) => {
    await writeFile(join(folder, `${name}.css`), await styleSheet(`src/page/style/${name}.css`, common));
  });
  await Promise.all([...scripts, ...styles]);
  return taken;
}

/** The style of pictures, which the table of fates makes, and that of `sheet`, which has the last word. */
async function styleSheet(sheet, common) {
  const entry = 'src/output/picture/picture-style.ts';
  const maker = await build({ ...common, entryPoints: [entry], format: 'esm', platform: 'neutral' });
  const { pictureStyle } = await import(`data:text/javascript,${encodeURIComponent(maker.outputFiles[0].text)}`);
  const picture = await transform(pictureStyle(), { loader: 'css', minify: true, target: TARGET });
  const page = await build({ ...common, entryPoints: [sheet] });
  return picture.code + page.outputFiles[0].text;
}
