import type { Device, Lab, PortRange } from '../lab/lab.ts';
import type { ConsoleFailure, ConsolePort } from './allocation.ts';
import type { Placement } from './allocator.ts';
import { BANNED_PORTS } from './banned-ports.ts';
import type { ConsoleRules } from './console-rules.ts';
import type { Consoles } from './consoles.ts';
import type { HostPools } from './port-pool.ts';
import type { TakenPorts } from './taken-ports.ts';

/**
 * The TCP ports that a GNS3 server gives to the nodes of a project when it opens it, in the order of the
 * file: a written port that is outside its range or given already is replaced by the lowest free one
 * (gns3-server `compute/base_node.py`, `compute/port_manager.py`).
 */
export function consolesOfServer(lab: Lab, placement: Placement, pools: HostPools, rules: ConsoleRules): Consoles {
  const ports: ConsolePort[] = [];
  const failures: ConsoleFailure[] = [];
  for (const device of lab.devices) {
    const hypervisor = placement.hypervisorOf.get(device);
    if (hypervisor === undefined) continue;
    const taken = pools.takenConsoles(hypervisor);
    for (const need of needsOf(device, rules)) {
      const port = take(need, taken, rules);
      const { type, written, range } = need;
      if (port === undefined) {
        const cause = written !== undefined && !rules.replaces ? 'refused' : 'exhausted';
        failures.push({ device, hypervisor, type, written, range, cause });
      } else if (port === written) ports.push({ device, hypervisor, type, port, explicit: true, written });
      else ports.push({ device, hypervisor, type, port, explicit: false, written, from: { base: range.first } });
    }
  }
  return { ports, failures };
}

/** A port that a node asks for. */
interface Need {
  readonly type: ConsolePort['type'];
  readonly written: number | undefined;
  readonly range: PortRange;
}

/** The ports of a node in the order in which the server reserves them: written ones first. */
function needsOf(device: Device, rules: ConsoleRules): Need[] {
  const { range } = rules;
  const console = consoleOf(device, rules);
  const aux = auxOf(device, rules);
  const isWrapped = rules.wrapped.has(device.kind);
  const internal: Need[] = isWrapped ? [{ type: 'internal', written: undefined, range }] : [];
  const isByType = rules.aux === 'by type';
  // From 3.0 on the AUX port of QEMU has a second port too, needed or not.
  if (isByType && device.kind === 'qemu') internal.push(...internal);
  const wanted = [console, aux].filter((need) => need !== undefined);
  const written = wanted.filter((need) => need.written !== undefined);
  const given = wanted.filter((need) => need.written === undefined);
  if (isByType) return [...written, ...given, ...internal];
  return [
    ...written,
    ...given.filter(({ type }) => type !== 'aux'),
    ...internal,
    ...given.filter(({ type }) => type === 'aux'),
  ];
}

function consoleOf(device: Device, rules: ConsoleRules): Need | undefined {
  if (!rules.withConsole.has(device.kind)) return undefined;
  const hasNone = device.hasConsole === false;
  const isSwitch = device.kind === 'ethernet-switch';
  if (hasNone && !isSwitch) return undefined;
  // Reserved by the server although nothing listens on it.
  const isMute = device.consoleType === 'none' || (device.consoleType === undefined && rules.keepsSwitch);
  const isReserved = device.kind === 'cloud' || device.kind === 'nat' || (isSwitch && isMute);
  return {
    type: isReserved ? 'reserved' : 'console',
    written: isSwitch && !rules.keepsSwitch ? undefined : device.console,
    range: device.consoleType === 'vnc' && !isSwitch ? rules.vnc : rules.range,
  };
}

function auxOf(device: Device, { aux, withAux, range }: ConsoleRules): Need | undefined {
  if (!withAux.has(device.kind)) return undefined;
  const need: Need = { type: 'aux', written: device.aux, range: device.auxType === 'vnc' ? AUX_VNC : range };
  if (aux === 'by type') {
    const isTyped = device.auxType !== undefined && device.auxType !== 'none';
    return isTyped ? need : undefined;
  }
  return device.aux !== undefined || (aux === 'docker' && device.kind === 'docker') ? need : undefined;
}

/** Of an AUX port of type VNC (gns3-server 3.0 `compute/base_node.py`). */
const AUX_VNC: PortRange = { first: 5900, last: 6000 };

/** Undefined if the server has no port for this. */
function take({ written, range }: Need, taken: TakenPorts, rules: ConsoleRules): number | undefined {
  if (written !== undefined && isIn(written, range) && taken.isFree(written)) {
    taken.take(written);
    return written;
  }
  if (written !== undefined && !rules.replaces) return undefined;
  let port = taken.nextFree(range.first);
  // The first port that a server gives out is not compared with the list.
  while (rules.skipsBanned && !taken.isEmpty && BANNED_PORTS.has(port)) port = taken.nextFree(port + 1);
  if (port > range.last) return undefined;
  taken.take(port);
  return port;
}

function isIn(port: number, { first, last }: PortRange): boolean {
  return port >= first && port <= last;
}
