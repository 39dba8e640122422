import { fc } from './property.ts';

const NODE_TYPES = ['dynamips', 'vpcs', 'ethernet_switch', 'ethernet_hub', 'cloud', 'qemu', 'nat'] as const;

/** GNS3 projects of nodes of every kind; a link may have one node at both its ends. */
export const RANDOM_PROJECTS = fc
  .record({
    kinds: fc.array(fc.constantFrom(...NODE_TYPES), { minLength: 1, maxLength: 8 }),
    computes: fc.array(fc.constantFrom('local', 'far'), { minLength: 8, maxLength: 8 }),
    links: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(3), fc.nat(3)), { maxLength: 15 }),
  })
  .map(({ kinds, computes, links }) => ({
    version: '2.2.45',
    revision: 9,
    topology: {
      computes: [{ compute_id: 'far', host: '10.0.0.9', port: 3080, name: 'far' }],
      nodes: kinds.map((node_type, index) => ({
        node_id: `n${index}`,
        name: `N${index}`,
        node_type,
        compute_id: computes[index],
        console: null,
        properties: {},
      })),
      links: links.map(([a, b, portA, portB], index) => ({
        link_id: `l${index}`,
        nodes: [
          { node_id: `n${a % kinds.length}`, adapter_number: 0, port_number: portA },
          { node_id: `n${b % kinds.length}`, adapter_number: 0, port_number: portB },
        ],
      })),
    },
  }));
