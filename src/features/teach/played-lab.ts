import { MAX_PORT } from '../../core/address/port.ts';
import { generationOf, LATEST_VERSION } from '../../core/kernel/dynamips-version.ts';
import { isGns3Server, type Lab } from '../../core/lab/lab.ts';
import { LabModel } from '../../core/model/lab-model.ts';
import { Stepper } from '../../core/trace/stepper.ts';
import { trace } from '../../core/trace/trace.ts';
import type { Play, Vary } from './lesson.ts';
import { type Values, variedLab } from './vary-lab.ts';

/** A lab of a lesson with the numbers of a seed, and all that happens in it. */
export interface PlayedLab {
  readonly model: LabModel;
  readonly stepper: Stepper;
}

/** Plays labs that run at once. Throws `InputError` for a version of Dynamips that there is not. */
export function playedLab(labs: readonly Lab[], play: Play, vary: Vary, values: Values): PlayedLab {
  const { dynamips, allocator, os } = play;
  const isOnServer = labs.some((lab) => isGns3Server(allocator ?? lab.allocator ?? 'dynagen'));
  const pool = isOnServer && values.pool !== vary.pool?.[0] ? values.pool : undefined;
  const model = LabModel.of(
    labs.map((lab) => variedLab(lab, vary, values)),
    { dynamips, allocator, os, serverConf: pool === undefined ? undefined : poolFrom(pool) },
  );
  const generation = generationOf(dynamips ?? LATEST_VERSION['from-0.2.18']) ?? 'from-0.2.18';
  return { model, stepper: new Stepper(() => trace(model, generation)) };
}

/** The pool of a GNS3 server that begins elsewhere, and is as large as usual. */
function poolFrom(first: number) {
  return { file: 'gns3_server.conf', ranges: { udp: { first, last: Math.min(first + 9999, MAX_PORT) } }, settings: [] };
}
