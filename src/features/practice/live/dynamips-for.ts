import { InputError } from '../../../core/errors/input-error.ts';
import { WorldError } from '../../../core/errors/world-error.ts';
import { GENERATION_IN_WORDS, type Generation, generationOf } from '../../../core/kernel/dynamips-version.ts';
import { startDynamips } from '../../../world/hypervisor/started-dynamips.ts';
import { withHypervisor } from '../../../world/hypervisor/with-hypervisor.ts';
import type { Exercise, Place, Staged } from '../exercise.ts';
import { EXERCISES, stageOf } from '../exercises.ts';
import { claimPlace } from './claim-place.ts';

const TIMEOUT_MS = 10_000;

/** Throws `InputError` if this Dynamips is of another generation, or cannot do what an exercise needs. */
export async function dynamipsFor(
  { id, generation }: Exercise,
  { goals }: Staged,
  program: string,
  { control }: Place,
): Promise<void> {
  if (needsIos({ goals })) {
    throw new InputError('NEEDS_IOS', `${id} looks at consoles, which Dynamips opens only with an image of IOS`, {
      next: 'leave --real out',
    });
  }
  const version = await versionOf(program, control);
  const its = generationOf(version);
  if (its === generation) return;
  throw new InputError(
    'OTHER_DYNAMIPS',
    `${id} is about ${GENERATION_IN_WORDS[generation]}, and ${program} is ${version}`,
    {
      next: `leave --real out, or take one of: ${idsOf(its)}`,
    },
  );
}

async function versionOf(program: string, port: number): Promise<string> {
  const dynamips = await startDynamips(program, port);
  try {
    const asked = await withHypervisor(dynamips.address, { timeoutMs: TIMEOUT_MS }, (client) =>
      client.command('hypervisor', 'version'),
    );
    if ('result' in asked) return asked.result.text;
    throw new WorldError('NO_ANSWER', `${program} does not answer`, { next: 'leave --real out' });
  } finally {
    await dynamips.stop();
  }
}

function idsOf(generation: Generation | undefined): string {
  return fitting(generation)
    .map(({ id }) => id)
    .join(', ');
}

/** The exercises that this Dynamips can be taken for. Throws `InputError` if there is no such program. */
export async function exercisesFor(program: string): Promise<readonly Exercise[]> {
  const { place, release } = await claimPlace();
  try {
    return fitting(generationOf(await versionOf(program, place.control)));
  } finally {
    await release();
  }
}

function fitting(generation: Generation | undefined): readonly Exercise[] {
  return EXERCISES.filter((one) => one.generation === generation && !needsIos(stageOf(one.id, '', 0)));
}

function needsIos({ goals }: Pick<Staged, 'goals'>): boolean {
  return goals.some(({ goal }) => goal === 'consoles');
}
