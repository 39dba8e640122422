// Teaches in a process of its own, and prints as JSON what the processor has taken in seconds, and the peak
// of memory: `grade FILES` result files of a class; `walk LINKS`, each key press of a walk; `quiz QUESTIONS`.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PracticeAct, PracticeResultFile } from '../../src/core/teach/result-file.ts';
import { quietUi } from '../../src/core/ui.ts';
import { grade } from '../../src/features/grade/grade.ts';
import { EXERCISES, stageOf } from '../../src/features/practice/exercises.ts';
import { lineChanges } from '../../src/features/practice/line-changes.ts';
import { quizOf } from '../../src/features/quiz/quiz.ts';
import { TOPICS } from '../../src/features/quiz/topics.ts';
import { walk } from '../../src/features/walk/walk.ts';
import { NO_PAINT } from '../../src/output/paint.ts';
import { largeLab } from './large-lab.ts';

const WINDOW = { columns: 80, rows: 24, paint: NO_PAINT };

const [what = '', count = '0'] = process.argv.slice(2);
const seconds: number[] = [];
if (what === 'grade') await gradeClass(Number(count));
else if (what === 'walk') walkThrough(Number(count));
else measure(() => quizOf({ seed: 'bench', count: Number(count), difficulty: 'hard', topics: TOPICS }));
process.stdout.write(JSON.stringify({ seconds, peakMib: process.resourceUsage().maxRSS / 1024 }));

function measure(work: () => unknown): void {
  const start = process.cpuUsage();
  work();
  note(start);
}

function note(start: NodeJS.CpuUsage): void {
  const { user, system } = process.cpuUsage(start);
  seconds.push((user + system) / 1e6);
}

async function gradeClass(files: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'niostat-bench-class-'));
  try {
    for (let index = 0; index < files; index++) writeFileSync(join(folder, `${index}.json`), resultFile(index));
    const start = process.cpuUsage();
    const { misfits } = await grade([folder], { version: '0.1.0' }, quietUi());
    note(start);
    if (misfits.length > 0) throw new Error(`a result does not fit: ${misfits[0]?.problem}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Of a student who takes a hint, saves twice what does not mend it, and then our own mend. */
function resultFile(index: number): string {
  const number = Math.floor(index / EXERCISES.length);
  const exercise = EXERCISES[index % EXERCISES.length]?.id ?? '';
  const [as, place] = [`student${number}`, number % 100];
  const seed = `2b/${as}/${exercise}`;
  const { files, mend } = stageOf(exercise, seed, place);
  const texts: Record<string, string> = Object.fromEntries(files.map(({ name, text }) => [name, text]));
  const log: PracticeAct[] = [
    { s: 0, do: 'start' },
    { s: 30, do: 'hint', n: 1 },
  ];
  const remarked = (times: number): string[][] =>
    Object.keys(mend).map((file) => [file, `${texts[file]?.trimEnd()}\n${'# tried\n'.repeat(times)}`]);
  for (const [round, save] of [remarked(1), remarked(2), Object.entries(mend)].entries()) {
    for (const [file = '', text = ''] of save) {
      log.push({ s: 60 + 60 * round, do: 'save', file, lines: lineChanges(texts[file], text) });
      texts[file] = text;
    }
  }
  const result = {
    result: 1,
    niostat: '0.1.0',
    kind: 'practice',
    exercise,
    seed,
    as,
    class: '2b',
    place,
    log,
  } as const;
  return JSON.stringify({ ...result, final: texts } satisfies PracticeResultFile);
}

/** Keys forward, back, and to the next link, from all over the lab; each with the window that it makes. */
function walkThrough(links: number): void {
  const lab = largeLab({ links, hosts: 8, perHost: 8 });
  const { program } = walk({ labs: [lab], assumptions: {}, vocabulary: () => [] });
  let { start: state } = program;
  const keys = ['end', 'left', 'left', 'home', 'right', 'shift+right', 'right', 'g', 'g'];
  for (let round = 0; round < 60; round++) {
    for (const key of keys) {
      measure(() => {
        state = program.press(state, key) ?? state;
        program.draw(state, WINDOW);
      });
    }
  }
}
