import type { StagedServer } from './staged-server.ts';

/** The project as a lab: a hypervisor for each node, as the server starts them. */
export function serverLab({ nodes, links }: Pick<StagedServer, 'nodes' | 'links'>): string {
  const address = (index: number): string => `localhost:${7200 + index}`;
  return [
    'allocator: gns3-server-2.2.3',
    'hypervisors:',
    ...nodes.map((_, index) => `  - address: ${address(index)}`),
    'devices:',
    ...nodes.map(({ name, kind }, index) => `  - { name: ${name}, kind: ${kind}, hypervisor: "${address(index)}" }`),
    'links:',
    ...links.map((link) => `  - ${link}`),
    '',
  ].join('\n');
}
