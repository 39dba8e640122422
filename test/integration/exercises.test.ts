import { expect } from 'chai';
import type { LabModel } from '../../src/core/model/lab-model.ts';
import type { PracticeAct } from '../../src/core/teach/result-file.ts';
import { links } from '../../src/features/links/links.ts';
import type { Exercise, Seen, Staged } from '../../src/features/practice/exercise.ts';
import { EXERCISES, stageOf } from '../../src/features/practice/exercises.ts';
import { goalId, judge } from '../../src/features/practice/judge.ts';
import { firstTexts, modelOfFiles, type Texts } from '../../src/features/practice/labs-of-files.ts';
import { claimPlace } from '../../src/features/practice/live/claim-place.ts';
import { machineAfter } from '../../src/features/practice/machine.ts';
import { playedFromModel } from '../../src/features/practice/played.ts';
import { ExerciseMachine, type MachineKind, routerBehind } from '../support/exercise-machine.ts';
import { MENDS, type Mend, OPEN_AT_FIRST, SAVED } from '../support/exercise-mends.ts';
import { fc } from '../support/property.ts';
import { startStranger } from '../support/stranger.ts';
import { SUBJECTS } from '../support/subjects.ts';

const STARTED: readonly PracticeAct[] = [{ s: 0, do: 'start' }];

/** Makes on this machine what a practice would have made after these acts, and looks at it. */
async function seenHere(
  kind: MachineKind,
  exercise: Exercise,
  staged: Staged,
  files: Texts,
  acts: readonly PracticeAct[],
): Promise<Seen & Pick<ExerciseMachine, 'refusals'>> {
  const read = modelOfFiles(staged, files);
  if (!('model' in read)) throw new Error(read.problem.message);
  const { model } = read;
  const { isLoaded, empty, held, isProgramThere } = machineAfter(staged, files, acts);
  const strangers = await Promise.all([...held].map((port) => startStranger('printd', port)));
  const machine = await ExerciseMachine.open(kind, exercise.generation);
  const { refusals } = machine;
  try {
    await machine.start(model);
    if (isLoaded) await machine.load(model);
    for (const hypervisor of model.hypervisors) if (empty.has(hypervisor.name)) await machine.startAgain(hypervisor);
    const hasConsoles = staged.goals.some(({ goal }) => goal === 'consoles');
    if (hasConsoles) await machine.startRouters(model);
    const consoles = hasConsoles ? { consoles: await consolesHere(model) } : {};
    return { staged, files, model, links: await linksHere(model), isProgramThere, refusals, ...consoles };
  } finally {
    await machine.close();
    for (const stranger of strangers) await stranger.stop();
  }
}

async function linksHere(model: LabModel): Promise<Seen['links']> {
  const fileOf = new Map(model.labs.map(({ name, file }) => [name, file]));
  const { links: rows } = await links(model);
  return rows.flatMap(({ name, lab, a, b, state }) =>
    name === undefined || lab === undefined
      ? []
      : [{ file: fileOf.get(lab) ?? '', name, ports: [a.localPort, b?.localPort] as const, state }],
  );
}

/** Both the embedded hypervisor and Dynamips name the router: `Connected to … VM "R1" (ID 0, …`. */
async function consolesHere({ allocations }: LabModel): Promise<NonNullable<Seen['consoles']>> {
  const found = allocations.flatMap(({ consoles }) => consoles.filter(({ type }) => type === 'console'));
  const consoles: Array<NonNullable<Seen['consoles']>[number]> = [];
  // One after the other: two may be one port, and who calls there second waits.
  for (const { device, port } of found) {
    const answers = await routerBehind(port);
    consoles.push({ router: device.name, port, ...(answers !== undefined && { answers }) });
  }
  return consoles;
}

function openGoals(seen: Seen): string[] {
  return judge(seen).flatMap(({ goal, isReached }) => (isReached ? [] : goalId(goal)));
}

/** The links in the order of their names: `links` lists the worst first. */
function linkLines({ links: rows }: Seen): string[] {
  return rows.map(({ file, name, ports, state }) => `${file} ${name} ${ports.join(' -> ')} ${state}`).sort();
}

/**
 * At first, and after each mend that stays within the ports of the place. Dynamips takes half a second to
 * start: with it the first mend will do.
 */
function casesOf(kind: MachineKind, { id }: Exercise): readonly Mend[] {
  const open = OPEN_AT_FIRST[id] ?? [];
  const untouched: Mend = { title: 'nothing is mended', texts: () => ({}), acts: STARTED, open };
  const mends = (MENDS[id] ?? []).filter(({ isOutside }) => !isOutside);
  if (kind === 'embedded') return [untouched, ...mends];
  return [untouched, ...mends.slice(0, 1)];
}

/** What a GNS3 server has open is tried in exercises-of-gns3.test.ts. */
function isOfFiles({ id }: Exercise): boolean {
  return stageOf(id, '', 0).server === undefined;
}

/** Where both generations do the same, Dynamips of either will do. */
function isPlayedOn(kind: MachineKind, { id, generation }: Exercise): boolean {
  if (kind === 'embedded') return true;
  const real = SUBJECTS.find(({ isReal }) => isReal);
  return real !== undefined && (real.generation === generation || ALIKE.has(id));
}

const ALIKE = new Set(['count', 'crossed', 'consoles', 'half-open', 'two-names']);

for (const kind of ['embedded', 'dynamips'] as const) {
  describe(`exercises on real sockets, ${kind}`, function () {
    this.timeout(300_000);

    for (const exercise of EXERCISES.filter((one) => isOfFiles(one) && isPlayedOn(kind, one))) {
      it(`${exercise.id}: what links says is what was played, and the goals are those worked out by hand`, async () => {
        const { place, release } = await claimPlace();
        try {
          for (const seed of fc.sample(fc.string({ maxLength: 12 }), 1)) {
            const staged = stageOf(exercise.id, seed, place.number);
            for (const { title, texts, acts = SAVED, open } of casesOf(kind, exercise)) {
              const files = { ...firstTexts(staged), ...texts(staged) };
              const seen = await seenHere(kind, exercise, staged, files, acts);
              const played = playedFromModel(exercise, staged, files, acts);
              expect(linkLines(seen), `${title}, refused: ${seen.refusals.join(', ')}`).to.deep.equal(
                linkLines(played),
              );
              expect(seen.consoles, title).to.deep.equal(played.consoles);
              expect(openGoals(seen), title).to.deep.equal(open);
            }
          }
        } finally {
          await release();
        }
      });
    }
  });
}
