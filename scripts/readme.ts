// `npm run readme`: does what README.md says and compares it with what is printed there. `--write` puts what
// was printed now into README.md, and the pictures into their files, those of other pages too. Needs a build,
// and root for two hosts.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pictureOf, staleness } from '../test/support/readme/currency.ts';
import { drawingsIn } from '../test/support/readme/drawings.ts';
import { abridged } from '../test/support/readme/printed-output.ts';
import { type Done, doneSection, STAGE_LACK } from '../test/support/readme/stage.ts';
import { sectionsOf } from '../test/support/readme/steps.ts';
import { niostat } from '../test/support/run-in-process.ts';
import { projectFiles, readProjectFile } from '../test/support/source-files.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGE = join(ROOT, 'README.md');

const writes = process.argv.includes('--write');
for (const path of projectFiles().filter((name) => name.endsWith('.md'))) {
  for (const drawing of drawingsIn(path, readProjectFile(path))) {
    const { stdout } = await niostat(drawing.args);
    const file = join(ROOT, drawing.path);
    if (existsSync(file) && readFileSync(file, 'utf8') === stdout) continue;
    process.stdout.write(`${path}: ${drawing.path} is not current\n`);
    process.exitCode = writes ? 0 : 1;
    if (writes) writeFileSync(file, stdout);
  }
}

if (STAGE_LACK !== undefined) throw new Error(`the steps of the README need two hosts, but ${STAGE_LACK}`);
const page = readFileSync(PAGE, 'utf8');
const lines = page.split('\n');
const all: Done[] = [];
for (const section of sectionsOf(page)) all.push(...(await doneSection(section)));

// From the end, so that the places of what comes before stay as they are.
for (const done of all.reverse()) {
  const { step } = done;
  const why = staleness(done, ROOT);
  if (why === undefined) continue;
  process.stdout.write(`README.md:${step.at}: ${step.command}\n${why}\n\n`);
  process.exitCode = writes ? 0 : 1;
  if (!writes) continue;
  if (step.picture === undefined) {
    lines.splice(step.at, step.shown.length, ...abridged(step.shown, done.lines));
  } else {
    mkdirSync(dirname(join(ROOT, step.picture)), { recursive: true });
    writeFileSync(join(ROOT, step.picture), pictureOf(done));
  }
}
if (writes) writeFileSync(PAGE, lines.join('\n'));
