import { allocate } from '../../src/core/allocation/allocate.ts';
import type { Allocation } from '../../src/core/allocation/allocation.ts';
import { readGns3 } from '../../src/core/lab/gns3/gns3-reader.ts';
import type { AllocatorName, Lab } from '../../src/core/lab/lab.ts';
import { readNet } from '../../src/core/lab/net/net-reader.ts';
import type { Problem, ReadResult } from '../../src/core/lab/problem.ts';
import { readScenario } from '../../src/core/lab/scenario/scenario-reader.ts';

/** The lab of a `.net` text; throws with its problems if there is none. */
export function netLab(text: string, file = 'lab.net'): Lab {
  return only(readNet(text, file));
}

/** The lab of a scenario with one document; throws with its problems if there is none. */
export function scenarioLab(text: string, file = 'lab.yaml'): Lab {
  return only(readScenario(text, file));
}

/** The lab of a GNS3 project, given as what its JSON says; throws with its problems if there is none. */
export function gns3Lab(project: unknown, file = 'lab.gns3'): Lab {
  return only(readGns3(JSON.stringify(project, null, 2), file));
}

/** Problems as `line:column severity: message`. */
export function problemLines(problems: readonly Problem[]): string[] {
  return problems.map(
    ({ severity, message, location }) => `${location.line}:${location.column} ${severity}: ${message}`,
  );
}

/** Where the problems are, as `line:column`. */
export function problemPlaces(problems: readonly Problem[]): string[] {
  return problems.map(({ location }) => `${location.line}:${location.column}`);
}

/** Every UDP NIO in the order of creation: `localhost:7200 R1 f0/0 10000 -> 127.0.0.1:10001`. */
export function nioLines(lab: Lab, allocator: AllocatorName = 'dynagen'): string[] {
  return nioLinesOf(allocate(lab, allocator));
}

function nioLinesOf({ created }: Allocation): string[] {
  return [...created].map((nio) => {
    const owner = nio.owner === 'ubridge' ? 'ubridge@' : '';
    return `${owner}${nio.hypervisor.name} ${nio.device} ${nio.interface} ${nio.localPort} -> ${nio.remoteHost}:${nio.remotePort}`;
  });
}

/** Console and AUX ports: `R1 console 2000`, with a star where the lab file says so. */
export function consoleLines(lab: Lab, allocator: AllocatorName = 'dynagen'): string[] {
  return allocate(lab, allocator).consoles.map(
    ({ device, type, port, explicit }) => `${device.name} ${type} ${port}${explicit ? '*' : ''}`,
  );
}

function only(result: ReadResult<Lab>): Lab {
  const [lab, ...more] = result.labs;
  if (lab === undefined || more.length > 0) {
    throw new Error(`expected one lab, got ${result.labs.length}:\n${problemLines(result.problems).join('\n')}`);
  }
  return lab;
}
