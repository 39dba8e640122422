import { endName } from '../link-end.ts';
import type { LinkEnd } from '../link-table.ts';

/**
 * The shortest names that tell ends apart: `R1` and `R2`, else `R1 f0/0` and `R1 f0/1`, else with the process
 * as well.
 */
export function namesApart(ends: readonly LinkEnd[]): string[] {
  const short = ends.map((end) => end.device ?? processName(end));
  if (areApart(short)) return short;
  const long = ends.map((end) => (end.device === undefined ? processName(end) : endName(end)));
  if (areApart(long)) return long;
  return long.map((name, index) => {
    const pid = ends[index]?.pid;
    return pid === undefined ? name : `${name} (pid ${pid})`;
  });
}

/** Where no lab gives an end a name: its hypervisor, else its process. */
function processName({ hypervisor, process, pid, host }: LinkEnd): string {
  if (hypervisor !== undefined) return hypervisor;
  return pid === undefined ? (process ?? host) : `pid ${pid}`;
}

function areApart(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
