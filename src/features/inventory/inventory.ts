import type { OpenProject } from '../../core/open-project/open-project.ts';
import { otherOpenProjects } from '../../core/open-project/reopening.ts';
import type { ServerSays } from '../../core/open-project/server.ts';
import { outcomeOf } from '../../core/outcome.ts';
import { present } from '../../core/present.ts';
import type { Ui } from '../../core/ui.ts';
import { judge } from './findings.ts';
import { type ConsoleOptions, tryConsoles } from './live/try-consoles.ts';
import { programsOf } from './programs.ts';
import type { InventoryCompute, InventoryConsole, InventoryNode, InventoryResult } from './result.ts';

export type InventoryOptions = Omit<ConsoleOptions, 'signal'>;

/**
 * Lists what a GNS3 server has and runs for an open project: computes, nodes with their consoles, and every
 * process of an emulator with its ports; and judges what is dead, left over or open to everybody. Changes
 * nothing; consoles are connected to and left again.
 */
export async function inventory(project: OpenProject, options: InventoryOptions, ui: Ui): Promise<InventoryResult> {
  const { says, notRead, hosts } = project;
  ui.progress('trying the consoles');
  const consoles = await tryConsoles(project, { ...options, signal: ui.signal });
  const computes = computesOf(project);
  const nodes = nodesOf(says, consoles);
  const programs = programsOf(project);
  const findings = judge({ project, computes, nodes, programs });
  return {
    schemaVersion: 1,
    outcome: outcomeOf({
      unknown: notRead.length > 0,
      findings: findings.some(({ severity }) => severity !== 'note'),
    }),
    server: says.server,
    project: says.project,
    otherOpenProjects: otherOpenProjects(says).map(({ name }) => name),
    computes,
    nodes,
    programs,
    findings,
    limits: [...new Set([...says.limits, ...hosts.flatMap(({ limits }) => limits)])],
  };
}

/** Those that the project has nodes on; the server's own even if it has none there. */
function computesOf({ says, notRead }: OpenProject): InventoryCompute[] {
  const used = new Set(['local', ...says.nodes.map(({ computeId }) => computeId)]);
  const reasons = new Map(notRead.map(({ computeId, why }) => [computeId, why]));
  return says.computes
    .filter(({ id }) => used.has(id))
    .map(({ id, name, host, port, version, platform, isConnected }) => {
      const ports = says.portsInUse.find(({ computeId }) => computeId === id);
      const udp = ports?.udpRange === undefined ? undefined : { range: ports.udpRange, given: ports.udpPorts.length };
      return present({ id, name, host, port, version, platform, isConnected, udp, notRead: reasons.get(id) });
    });
}

function nodesOf({ nodes }: ServerSays, consoles: ReadonlyMap<string, InventoryConsole>): InventoryNode[] {
  return nodes.map(({ id, name, type, computeId, status }) =>
    present({ id, name, type, compute: computeId, status, console: consoles.get(id) }),
  );
}
