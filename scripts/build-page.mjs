// Builds what a page carries: the program that runs in the reader's browser, and its style sheet.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, transform } from 'esbuild';

/** Debian's Chromium and Firefox ESR, and Safari of the same time. */
const TARGET = ['chrome115', 'firefox115', 'safari16.4'];

const ENTRIES = { page: 'src/page/browser/main.ts', playground: 'src/page/browser/playground.ts' };

/** Writes page.js and page.css into `folder`, and the same of the playground. */
export async function buildPage(folder, root) {
  await mkdir(folder, { recursive: true });
  const common = { absWorkingDir: root, bundle: true, minify: true, target: TARGET, write: false, logLevel: 'warning' };
  const scripts = Object.entries(ENTRIES).map(async ([name, entry]) => {
    const { outputFiles } = await build({ ...common, entryPoints: [entry], format: 'iife', platform: 'browser' });
    await writeFile(join(folder, `${name}.js`), outputFiles[0].text);
  });
  const styles = Object.keys(ENTRIES).map(async (name) => {
    await writeFile(join(folder, `${name}.css`), await styleSheet(`src/page/style/${name}.css`, common));
  });
  await Promise.all([...scripts, ...styles]);
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
