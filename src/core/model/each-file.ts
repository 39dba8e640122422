import { type AllocatorName, isGns3Server, type Lab } from '../lab/lab.ts';
import type { Assumptions } from './assumptions.ts';
import { LabModel } from './lab-model.ts';

/**
 * A model for the labs of each file by themselves, as if those of other files never ran. A server's
 * configuration counts for the files that a GNS3 server runs. Throws what `LabModel.of` throws, also where
 * there is no file.
 */
export function modelOfEachFile(labs: readonly Lab[], assumptions: Assumptions): LabModel[] {
  const files = new Map<string, Lab[]>();
  for (const lab of labs) {
    const group = files.get(lab.file);
    if (group === undefined) files.set(lab.file, [lab]);
    else group.push(lab);
  }
  if (files.size === 0) return [LabModel.of([], assumptions)];
  // If it is of no use to any file it goes to all of them, so that this is told as for labs that run at once.
  const isUnused = !isAnyOnGns3Server(labs, assumptions.allocator);
  return [...files.values()].map((group) => {
    const usesConf = isUnused || group.some((lab) => isOnGns3Server(lab, assumptions.allocator));
    return LabModel.of(group, usesConf ? assumptions : { ...assumptions, serverConf: undefined });
  });
}

/** True if a server's configuration says something about one of the labs. */
export function isAnyOnGns3Server(labs: readonly Lab[], assumed: AllocatorName | undefined): boolean {
  return labs.some((lab) => isOnGns3Server(lab, assumed));
}

/** Projects are opened with the newest version of theirs, so that it is enough to look at each lab alone. */
function isOnGns3Server(lab: Lab, assumed: AllocatorName | undefined): boolean {
  const name = assumed ?? lab.allocator;
  return name !== undefined && isGns3Server(name);
}
