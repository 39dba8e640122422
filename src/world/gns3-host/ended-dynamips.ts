import type { NioLog } from '../../core/hypervisor-log/nio-log.ts';
import type { EndedProcess, HostReading, HypervisorNio } from '../../core/open-project/host.ts';
import { present } from '../../core/present.ts';
import { toldControl } from './control-address.ts';
import { played } from './dynamips-log.ts';
import type { HostFiles } from './host-files.ts';
import type { ProjectFolders } from './project-folders.ts';
import { toldBy } from './read-hypervisor.ts';

/** GNS3 counts its Dynamips from 1; a project with more logs has had more devices than ports. */
const MOST_LOGS = 4096;

const HEAD_BYTES = 64 * 1024;

const LOG_NAME = /^dynamips_i\d{1,6}_log\.txt$/;

const CREATED = /HYPERVISOR: exec_cmd: (vm|ethsw|nio_bridge|frsw|atmsw) create (.*?) ?$/;
const WORKING_DIR = /HYPERVISOR: exec_cmd: hypervisor working_dir "?(.*?)"? $/;

/**
 * Dynamips of the project that have left a log and run no more. Logs of devices that have another Dynamips by
 * now, or were deleted, stay in the folder too: only a log of a device of the project counts that no living
 * Dynamips has, and of several the newest.
 */
export async function endedDynamips(
  files: HostFiles,
  folders: ProjectFolders,
  { processes, hypervisors }: Living,
): Promise<EndedProcess[]> {
  const living = processes.filter(({ program }) => program === 'dynamips');
  const ports = new Set(living.map((one) => toldControl(one).port));
  const directories = new Set(living.map(({ directory }) => directory));
  const devices = new Set(hypervisors.flatMap((one) => one.devices));
  const isMissed = ({ directory, device }: LogHead): boolean =>
    folders.nodes.has(directory)
      ? !directories.has(directory)
      : device !== undefined && folders.switches.has(device) && !devices.has(device);
  const found = new Map<string, EndedProcess>();
  for (const folder of folders.dynamipsFolders) {
    const names = ((await files.list(folder)) ?? []).filter((name) => LOG_NAME.test(name)).slice(0, MOST_LOGS);
    const heads = await Promise.all(names.map((name) => readHead(files, folder, name)));
    for (const head of heads) {
      if (head === undefined || ports.has(head.port ?? 0) || !isMissed(head)) continue;
      const { key } = head;
      if ((found.get(key)?.atMs ?? 0) > head.changedMs) continue;
      const log = await played(files, head.path);
      const nios = log === undefined ? [] : niosOf(log);
      found.set(
        key,
        present({
          program: 'dynamips' as const,
          directory: head.directory,
          device: head.device,
          atMs: head.changedMs,
          ports: nios.flatMap((nio) => nio.ports ?? []),
          nios,
        }),
      );
    }
  }
  return [...found.values()];
}

type Living = Pick<HostReading, 'processes' | 'hypervisors'>;

interface LogHead {
  readonly path: string;
  readonly key: string;
  readonly port: number | undefined;
  readonly directory: string;
  readonly device: string | undefined;
  readonly changedMs: number;
}

/** What the beginning of a log tells: the control port, the directory, and the device that it was for. */
async function readHead(files: HostFiles, folder: string, name: string): Promise<LogHead | undefined> {
  const path = `${folder}/${name}`;
  const part = await files.read(path, { most: HEAD_BYTES });
  if (part === undefined) return undefined;
  const lines = part.bytes.toString('utf8').split('\n');
  const port = Number(
    /TCP port = (\d{1,5})\.$/.exec(lines.find((line) => line.includes('Started on')) ?? '')?.[1] ?? 0,
  );
  const device = lines.flatMap((line) => CREATED.exec(line)?.slice(1, 3).join(' ') ?? [])[0];
  const directory = lines.flatMap((line) => WORKING_DIR.exec(line)?.[1] ?? []).at(-1) ?? folder;
  return {
    ...{ path, directory, changedMs: part.changedMs },
    port: port === 0 ? undefined : port,
    key: `${directory} ${device ?? name}`,
    device: nameOf(device),
  };
}

/** `vm R1 1 c7200`, `ethsw SW1` */
function nameOf(device: string | undefined): string | undefined {
  if (device === undefined) return undefined;
  const name = device.slice(device.indexOf(' ') + 1);
  return device.startsWith('vm ') ? name.replace(/ \d+ \S+$/, '') : name;
}

/** The NIOs that it had, as far as its log leaves no doubt. */
function niosOf(log: NioLog): HypervisorNio[] {
  return log.nioNames.flatMap((name) => {
    const nio = log.nio(name);
    const [ports, ...others] = (nio?.makings ?? []).flatMap((making) => toldBy(making));
    if (ports === undefined || others.length > 0) return [];
    const { device: boundTo, ...place } = nio?.binding ?? {};
    return [present({ name, ports, boundTo, ...place })];
  });
}
