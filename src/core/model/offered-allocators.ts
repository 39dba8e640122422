import { ALLOCATOR_NAMES, type AllocatorName, isGns3Server } from '../lab/lab.ts';
import type { LabModel } from './lab-model.ts';

/** The rule sets that can give these labs their ports, in the order in which they are offered. */
export function offeredAllocators({
  labs,
  serverConf,
}: Pick<LabModel, 'labs' | 'serverConf'>): readonly AllocatorName[] {
  const isServers = labs.some(({ hypervisors }) => hypervisors.some(({ kind }) => kind === 'gns3'));
  return ALLOCATOR_NAMES.filter((name) => isGns3Server(name) || !(isServers || serverConf !== undefined));
}
