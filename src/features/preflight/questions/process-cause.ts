import type { Hypervisor } from '../../../core/lab/lab.ts';
import { present } from '../../../core/present.ts';
import type { Cause } from '../result.ts';

interface Program {
  readonly pid: number | undefined;
  readonly name: string;
}

/** That one program has several ports of the lab is one cause, whichever question meets it. */
export function processCause({ pid, name }: Program, what: string, note?: string): Cause {
  const id = pid === undefined ? `program ${name}` : `pid ${pid}`;
  return { id, title: `${name} has ports of the lab:`, items: [present({ what, note })] };
}

/** The control port of a hypervisor as what a program has. */
export function controlPortCause(program: Program, { name, port }: Pick<Hypervisor, 'name' | 'port'>): Cause {
  return processCause(program, `TCP ${port}`, `control port of ${name}`);
}
