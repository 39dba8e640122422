import type { ObservedHypervisor } from './observed.ts';
import type { ProbedConsole } from './result.ts';

/** A console or AUX port before it is tried. */
export type ConsoleToProbe = Pick<ProbedConsole, 'vm' | 'type' | 'port'>;

/**
 * The consoles that the routers of a hypervisor have. It does not say their AUX ports: those are known from
 * its saved configuration, or else from the lab.
 */
export function consolesToProbe({
  expectation,
  observation,
  save,
}: Pick<ObservedHypervisor, 'expectation' | 'observation' | 'save'>): ConsoleToProbe[] {
  const auxPorts = new Map(save?.outcome === 'read' ? save.configuration.auxPorts : undefined);
  for (const { device, type, port } of expectation?.consoles ?? []) {
    if (type === 'aux' && !auxPorts.has(device)) auxPorts.set(device, port);
  }
  const consoles: ConsoleToProbe[] = [];
  for (const { name, status, consolePort = 0 } of observation.routers ?? []) {
    // Of what is left out nothing is concluded.
    if (status === 'not asked') continue;
    const auxPort = auxPorts.get(name) ?? 0;
    if (consolePort !== 0) consoles.push({ vm: name, type: 'console', port: consolePort });
    if (auxPort !== 0) consoles.push({ vm: name, type: 'aux', port: auxPort });
  }
  return consoles;
}
