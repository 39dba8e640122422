// Writes dist/completion/: the completion script for each shell, made from the commands of the built program.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderCompletion } from '../src/cli/program/completion.ts';
import { withWords } from '../src/cli/program/known-values.ts';
import { Program } from '../src/cli/program/program.ts';
import { programModel } from '../src/cli/program/program-model.ts';
import { completionFile, SHELLS } from '../src/cli/program/shells.ts';
import { listWords } from '../src/features/explain/explain.ts';
import { lessonIds } from '../src/world/files/shipped-lessons.ts';
import { scenarioNames } from '../src/world/files/shipped-scenarios.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const scenarios = scenarioNames(join(root, 'scenarios'));
const { words } = listWords((path) => readFileSync(join(root, 'docs', path), 'utf8'));
const lessons = await lessonIds(join(root, 'scenarios', 'lessons'));
const values = withWords(
  words.map(({ word }) => word),
  { lessons, scenarios },
);
const model = programModel(new Program(root), values, scenarios);
for (const shell of SHELLS) {
  const file = join(root, completionFile(shell));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${renderCompletion(model, shell)}\n`);
}
