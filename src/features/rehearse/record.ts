import { type NamedObject, runOf } from '../../core/words/rehearsal-names.ts';

/** What one rehearsal may have made on one hypervisor, as it was written down before anything was made. */
export interface RehearsalRecord {
  /** As the lab named it: `127.0.0.1:7200`. */
  readonly hypervisor: string;
  /** The process that rehearsed. */
  readonly pid: number;
  readonly objects: readonly NamedObject[];
}

/** A line with the hypervisor and the process, then one for each object. */
export function writeRecord({ hypervisor, pid, objects }: RehearsalRecord): string {
  return [`${hypervisor} ${pid}`, ...objects.map(({ module, name }) => `${module} ${name}`), ''].join('\n');
}

/**
 * Reads a record. What no rehearsal makes is passed over, and so is a last line that was not written to its
 * end: nothing was made by then.
 */
export function readRecord(text: string): RehearsalRecord {
  const [first = '', ...lines] = text.split('\n').slice(0, -1);
  const [hypervisor = '', pid = ''] = first.split(' ');
  const objects = lines.map((line): NamedObject => {
    const [module = '', name = ''] = line.split(' ');
    return { module, name };
  });
  return { hypervisor, pid: Number(pid), objects: objects.filter((one) => runOf(one) !== undefined) };
}
