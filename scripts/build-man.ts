// Writes man/: the manual page of niostat and one for each command, made from the commands of the built
// program.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { KNOWN_VALUES } from '../src/cli/program/known-values.ts';
import { manPages } from '../src/cli/program/man-page.ts';
import { Program } from '../src/cli/program/program.ts';
import { programModel } from '../src/cli/program/program-model.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = new URL('../man/', import.meta.url);
// The same bytes whenever it is built: the day of the commit, or that of SOURCE_DATE_EPOCH, as
// reproducible-builds.org has it. Without git, which a copy of the files may be, it is today.
const git = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' });
const seconds = Number(process.env.SOURCE_DATE_EPOCH ?? git.stdout);
const date = seconds > 0 ? new Date(seconds * 1000) : new Date();

const pages = manPages(programModel(new Program(root), KNOWN_VALUES), {
  date: date.toISOString().slice(0, 10),
});
mkdirSync(folder, { recursive: true });
for (const { name, text } of pages) writeFileSync(new URL(`${name}.1`, folder), text);
// Of a command that is no more.
const names = new Set(pages.map(({ name }) => `${name}.1`));
for (const name of readdirSync(folder)) if (!names.has(name)) rmSync(new URL(name, folder));
