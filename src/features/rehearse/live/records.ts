import { randomUUID } from 'node:crypto';
import type { NamedObject } from '../../../core/words/rehearsal-names.ts';
import { readStateFiles, removeStateFile, type StateFile, writeStateFile } from '../../../world/files/state-files.ts';
import { isRunning } from '../../../world/sockets/is-running.ts';
import type { RehearsalEnd, RehearsalHypervisor } from '../ends.ts';
import type { RehearsalNames } from '../names.ts';
import { type RehearsalRecord, readRecord, writeRecord } from '../record.ts';

const PREFIX = 'rehearsal-';

/** The record of one rehearsal on one hypervisor. */
export interface OwnRecord {
  /** Why it could not be written. */
  readonly why: string | undefined;
  /** Nothing that is listed is there any more, or will be. */
  remove(): Promise<void>;
}

/** Writes down what will be made on a hypervisor, before it is made. */
export async function recordRehearsal(
  names: RehearsalNames,
  hypervisor: RehearsalHypervisor,
  ends: readonly RehearsalEnd[],
): Promise<OwnRecord> {
  const objects = names.all(ends.filter((end) => end.hypervisor === hypervisor));
  const text = writeRecord({ hypervisor: hypervisor.name, pid: process.pid, objects });
  const name = `${PREFIX}${names.run}-${randomUUID()}`;
  return { why: await writeStateFile({ name, text }), remove: () => removeStateFile(name) };
}

/** The records that rehearsals of this user have left on this host. */
export class Records {
  private readonly files: readonly (StateFile & { readonly record: RehearsalRecord })[];
  private readonly listed: ReadonlySet<string>;

  private constructor(files: readonly StateFile[]) {
    this.files = files.map((file) => ({ ...file, record: readRecord(file.text) }));
    this.listed = new Set(this.files.flatMap(({ record }) => record.objects.map(key)));
  }

  static async read(): Promise<Records> {
    return new Records(await readStateFiles(PREFIX));
  }

  /** True for what a rehearsal has written down before it made it. */
  lists(object: NamedObject): boolean {
    return this.listed.has(key(object));
  }

  /**
   * Removes what says nothing more of a hypervisor on which no rehearsal is going on: the records of what was
   * deleted there, and those of rehearsals on it whose process is gone.
   */
  async forget(hypervisor: string, deleted: readonly NamedObject[]): Promise<void> {
    const keys = new Set(deleted.map(key));
    const isDone = ({ record }: { readonly record: RehearsalRecord }): boolean =>
      record.objects.some((object) => keys.has(key(object))) ||
      (record.hypervisor === hypervisor && !isRunning(record.pid));
    await Promise.all(this.files.filter(isDone).map(({ name }) => removeStateFile(name)));
  }
}

function key({ module, name }: NamedObject): string {
  return `${module} ${name}`;
}
