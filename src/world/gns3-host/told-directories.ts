import type { EmulatorProcess, HostReading, NioPorts, UBridgeBridge } from '../../core/open-project/host.ts';
import { portsOfProcess } from '../../core/open-project/process-ports.ts';
import { toldControl } from './control-address.ts';
import { directoryByLog, type NodeLog } from './node-logs.ts';
import type { ProjectFolders } from './project-folders.ts';

const NODE_ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/**
 * The log of a uBridge tells in which directory it works, where that may not be read: it says the control
 * port.
 */
export function withDirectoryOfLog(one: EmulatorProcess, logs: readonly NodeLog[]): EmulatorProcess {
  if (one.program !== 'ubridge' || one.directory !== undefined) return one;
  return withDirectory(one, directoryByLog(logs, toldControl(one).port));
}

/**
 * What a program has told, or its command line, leads to its node and so to its directory, where that may not
 * be read: the names of bridges, the name of a router or switch, the ports of a VPCS, which the server tells
 * too. One that a server has left behind may have the same.
 */
export function withToldDirectory(
  one: EmulatorProcess,
  { ubridges, hypervisors }: Pick<HostReading, 'ubridges' | 'hypervisors'>,
  folders: ProjectFolders,
): EmulatorProcess {
  if (one.directory !== undefined || one.isOrphan === true) return one;
  if (one.program === 'ubridge') {
    return withDirectory(one, byBridges(ubridges.find(({ pid }) => pid === one.pid)?.bridges ?? [], folders));
  }
  if (one.program === 'dynamips') {
    const told = hypervisors.find(({ pid }) => pid === one.pid);
    return withDirectory(one, told?.unasked === undefined ? byDevice(told?.devices ?? [], folders) : undefined);
  }
  return one.program === 'vpcs' ? withDirectory(one, byPorts(portsOfProcess(one)[0]?.ports, folders)) : one;
}

function withDirectory(one: EmulatorProcess, directory: string | undefined): EmulatorProcess {
  return directory === undefined ? one : { ...one, directory };
}

/** GNS3 calls bridges `VPCS-<id>`, `QEMU-<id>-0`, `<id>-1`. */
function byBridges(bridges: readonly UBridgeBridge[], { nodes }: ProjectFolders): string | undefined {
  const ids = new Set(bridges.map(({ name }) => NODE_ID.exec(name)?.[0]));
  return [...nodes].find(([, { id }]) => ids.has(id))?.[0];
}

function byDevice(devices: readonly string[], folders: ProjectFolders): string | undefined {
  const [device, ...others] = devices;
  if (device === undefined || others.length > 0) return undefined;
  const own = [...folders.nodes].find(([, { type, name }]) => type === 'dynamips' && name === device)?.[0];
  return own ?? (folders.switches.has(device) ? folders.dynamipsFolders[0] : undefined);
}

function byPorts(ports: NioPorts | undefined, { nodes }: ProjectFolders): string | undefined {
  if (ports === undefined) return undefined;
  const found = [...nodes].find(([, { type, commandLine = '' }]) => {
    const told =
      type === 'vpcs' ? portsOfProcess({ program: 'vpcs', args: commandLine.split(' ') })[0]?.ports : undefined;
    return told?.localPort === ports.localPort && told.remotePort === ports.remotePort;
  });
  return found?.[0];
}
