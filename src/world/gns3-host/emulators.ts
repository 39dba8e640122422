import type { EmulatorProcess, EmulatorProgram } from '../../core/open-project/host.ts';
import { present } from '../../core/present.ts';
import { HALTED } from '../sockets/linux-processes.ts';
import { GUARDIANS } from '../sockets/process-parent.ts';
import { statFields } from '../sockets/stat-fields.ts';
import type { HostFiles } from './host-files.ts';

/** Command lines may be megabytes; those of emulators with many adapters are some kilobytes. */
const MAX_COMMAND_BYTES = 64 * 1024;

const MAX_SHORT_BYTES = 4096;

/** By the beginnings of their names, of which Linux keeps 15 bytes. */
const PROGRAMS: readonly (readonly [name: RegExp, program: EmulatorProgram])[] = [
  [/^dynamips/, 'dynamips'],
  [/^ubridge/, 'ubridge'],
  [/^vpcs/, 'vpcs'],
  [/^qemu-/, 'qemu'],
  [/^(gns3server|python)/, 'gns3server'],
];

/** `gns3server`, `python3 -m gns3server`, `python3 /usr/lib/…/gns3server/main.py` */
const SERVER_WORD = /(^|[\\/])gns3server(-script)?(\.exe|\.py|[\\/](main|__main__|server)\.py)?$/;

/** VPCS is two processes, one the child of the other; more in a row is no emulator. */
const MAX_GENERATIONS = 8;

/** Every process of GNS3's programs on a host, the lowest first. */
export async function readEmulators(files: HostFiles): Promise<EmulatorProcess[]> {
  const pids = ((await files.list('/proc')) ?? []).filter((name) => /^\d{1,10}$/.test(name)).map(Number);
  const found = await Promise.all(pids.sort((a, b) => a - b).map((pid) => emulatorOf(pid, files)));
  const emulators = found.flatMap((one) => one ?? []);
  const families = new Families(emulators, files);
  return await Promise.all(emulators.map(async (one) => present({ ...one, isOrphan: await families.isOrphan(one) })));
}

async function emulatorOf(pid: number, files: HostFiles): Promise<EmulatorProcess | undefined> {
  const name = await textOf(files, `/proc/${pid}/comm`);
  const program = PROGRAMS.find(([pattern]) => pattern.test(name ?? ''))?.[1];
  if (program === undefined) return undefined;
  const args = wordsOf((await textOf(files, `/proc/${pid}/cmdline`, MAX_COMMAND_BYTES)) ?? '');
  if (program === 'gns3server' && !args.slice(0, 4).some((word) => SERVER_WORD.test(word))) return undefined;
  const [stat, directory] = await Promise.all([textOf(files, `/proc/${pid}/stat`), files.link(`/proc/${pid}/cwd`)]);
  const [state = '', parent] = statFields(stat ?? '');
  // What has ended and was not waited for has no directory and no sockets.
  if (stat === undefined || state === 'Z' || state === 'X') return undefined;
  return present({
    ...{ pid, program, args, directory: directory?.replace(/ \(deleted\)$/, '') },
    parentPid: parent === undefined ? undefined : Number(parent),
    halted: HALTED.get(state),
  });
}

/** A program that has given itself another title has all its words in one. */
function wordsOf(text: string): string[] {
  const words = text.split('\0').filter((word) => word !== '');
  return words.length === 1 ? (words[0] as string).split(' ').filter((word) => word !== '') : words;
}

async function textOf(files: HostFiles, path: string, most = MAX_SHORT_BYTES): Promise<string | undefined> {
  const part = await files.read(path, { most });
  return part?.bytes.toString('utf8').replace(/\n$/, '');
}

/** Who has started whom. */
class Families {
  private readonly byPid: ReadonlyMap<number, EmulatorProcess>;
  private readonly names = new Map<number, Promise<string | undefined>>();
  private readonly files: HostFiles;

  constructor(emulators: readonly EmulatorProcess[], files: HostFiles) {
    this.byPid = new Map(emulators.map((one) => [one.pid, one]));
    this.files = files;
  }

  /**
   * True if the program that has started a process is gone, so that the first process has it, or the service
   * manager of a session; in a container the server itself may be the first process. Undefined where that
   * cannot be known.
   */
  async isOrphan(one: EmulatorProcess): Promise<boolean | undefined> {
    if (one.program === 'gns3server') return undefined;
    let { parentPid } = one;
    for (let step = 0; step < MAX_GENERATIONS && parentPid !== undefined; step++) {
      const parent = this.byPid.get(parentPid);
      if (parent === undefined) return parentPid <= 1 ? true : this.isGuardian(parentPid);
      if (parent.program !== one.program) return false;
      parentPid = parent.parentPid;
    }
    return undefined;
  }

  private async isGuardian(pid: number): Promise<boolean | undefined> {
    let name = this.names.get(pid);
    if (name === undefined) {
      name = textOf(this.files, `/proc/${pid}/comm`);
      this.names.set(pid, name);
    }
    const known = await name;
    return known === undefined ? undefined : GUARDIANS.has(known);
  }
}
