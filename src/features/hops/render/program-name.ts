import type { Hop } from '../../../core/open-project/live-link.ts';

const NAMES: Readonly<Record<Hop['program'], string>> = {
  dynamips: 'Dynamips',
  ubridge: 'uBridge',
  vpcs: 'VPCS',
  qemu: 'QEMU',
  other: 'program',
};

/** As its makers write it. */
export function programName(program: Hop['program']): string {
  return NAMES[program];
}

/** `R2's uBridge` */
export function programOf({ program, node }: Pick<Hop, 'program' | 'node'>): string {
  return `${node}'s ${programName(program)}`;
}

/** `R2's uBridge (pid 8448)` */
export function programWithPid({ program, node, pid }: Pick<Hop, 'program' | 'node' | 'pid'>): string {
  return `${programOf({ program, node })}${pid === undefined ? '' : ` (pid ${pid})`}`;
}
