import { isLoopback } from '../../core/address/host.ts';
import type { Lab, Location } from '../../core/lab/lab.ts';
import type { Problem, ReadResult } from '../../core/lab/problem.ts';
import { readLab } from '../../core/lab/read-lab.ts';
import { LabModel } from '../../core/model/lab-model.ts';
import type { Staged } from './exercise.ts';
import { readDeeds } from './gns3/deeds.ts';
import { serverLab } from './gns3/server-lab.ts';
import type { StagedServer } from './gns3/staged-server.ts';
import { strayIn } from './own-ports.ts';

/** The texts of files, by name; one that is gone is absent. */
export type Texts = Readonly<Record<string, string>>;

/** Nobody mends an exercise with more, and each save is loaded and judged at once. */
const MOST_CHARACTERS = 64_000;
const MOST_LINKS = 100;

/** The texts of the files as a student finds them. */
export function firstTexts({ files }: Staged): Texts {
  return Object.fromEntries(files.map(({ name, text }) => [name, text]));
}

/** Goals ask for it again and again. */
const firstModels = new WeakMap<Staged, LabModel>();

/** The labs as a student finds them. Throws an `Error` if they are none. */
export function firstModel(staged: Staged): LabModel {
  const known = firstModels.get(staged);
  if (known !== undefined) return known;
  const read = modelOfFiles(staged, firstTexts(staged));
  if (!('model' in read)) throw new Error(read.problem.message);
  firstModels.set(staged, read.model);
  return read.model;
}

/**
 * The labs of these files, started one after the other, or the first thing that keeps them from being loaded
 * on this machine as Dynagen does it. Pure; never throws, whatever the texts are.
 */
export function modelOfFiles(
  staged: Staged,
  texts: Texts,
): { readonly model: LabModel } | { readonly problem: Problem } {
  if (staged.server !== undefined) return modelOfServer(staged, staged.server, texts);
  const labs: Lab[] = [];
  for (const { name, isLab } of staged.files) {
    if (!isLab) continue;
    const text = Object.hasOwn(texts, name) ? texts[name] : undefined;
    if (text === undefined) return problemAt({ file: name }, 'the file is gone');
    if (text.length > MOST_CHARACTERS)
      return problemAt({ file: name }, `it has more than ${MOST_CHARACTERS} characters`);
    const read = readOnce(staged, name, text);
    const problem = read.problems.find(({ severity }) => severity === 'error');
    if (problem !== undefined) return { problem };
    labs.push(...read.labs);
  }
  const unfit = labs.map(unfitness).find((problem) => problem !== undefined);
  if (unfit !== undefined) return unfit;
  const model = LabModel.of(labs);
  return straying(model, staged) ?? { model };
}

/**
 * The project of a server is the same whatever is done with it; a line that cannot be done is a problem of
 * its file.
 */
function modelOfServer(
  staged: Staged,
  server: StagedServer,
  texts: Texts,
): { readonly model: LabModel } | { readonly problem: Problem } {
  const name = staged.files[0]?.name ?? '';
  const text = Object.hasOwn(texts, name) ? texts[name] : undefined;
  if (text === undefined) return problemAt({ file: name }, 'the file is gone');
  if (text.length > MOST_CHARACTERS) return problemAt({ file: name }, `it has more than ${MOST_CHARACTERS} characters`);
  const deeds = readDeeds(text, server);
  if ('problem' in deeds) return problemAt({ file: name, line: deeds.line }, deeds.problem);
  return {
    model: LabModel.of(readOnce(staged, `${name}.yaml`, serverLab(server)).labs.map((lab) => ({ ...lab, file: name }))),
  };
}

/** What was read of each file, by its text: a student goes back and forth between a few. */
const readings = new WeakMap<Staged, Map<string, ReadResult<Lab>>>();

/** As many texts of one practice as are kept. */
const MOST_READINGS = 20;

function readOnce(staged: Staged, name: string, text: string): ReadResult<Lab> {
  const known = readings.get(staged) ?? new Map<string, ReadResult<Lab>>();
  readings.set(staged, known);
  const key = `${name}\n${text}`;
  const read = known.get(key) ?? readLab(text, name);
  if (known.size >= MOST_READINGS) known.clear();
  known.set(key, read);
  return read;
}

/** Why a lab cannot be loaded here. */
function unfitness({
  file,
  allocator = 'dynagen',
  hypervisors,
  links,
  events,
  images,
}: Lab): { problem: Problem } | undefined {
  if (allocator !== 'dynagen' || images.length > 0)
    return problemAt(
      { file },
      'in practice each hypervisor counts from its base: allocator and images have no place here',
    );
  if (links.length + events.length > MOST_LINKS)
    return problemAt({ file }, `in practice a lab has at most ${MOST_LINKS} links and events`);
  const stranger = hypervisors.find(({ kind, host }) => kind !== 'dynamips' || !isLoopback(host));
  if (stranger === undefined) return undefined;
  return problemAt(stranger.location ?? { file }, `${stranger.name} is no hypervisor of this machine`);
}

/** What a lab wants of this machine that is not the practice's. */
function straying(model: LabModel, { place, goals }: Staged): { problem: Problem } | undefined {
  if (place === undefined) return undefined;
  const stray = strayIn(model, place, { opensConsoles: goals.some(({ goal }) => goal === 'consoles') });
  return stray && problemAt(stray.location, stray.message);
}

function problemAt(
  { file, line = 1, column = 1 }: { file: string } & Partial<Location>,
  message: string,
): { problem: Problem } {
  return { problem: { severity: 'error', message, location: { file, line, column } } };
}
