import type { Lab } from '../../src/core/lab/lab.ts';
import { scenarioLab } from './read.ts';

const ONE_HYPERVISOR = 'hypervisors: [{ address: "localhost:7200", baseUdp: 10000 }]';
const APART = `hypervisors: [{ address: "localhost:7200", baseUdp: 10000 }, { address: "localhost:7201", baseUdp: 10100 }]`;
const SAME = `hypervisors: [{ address: "localhost:7200", baseUdp: 10000 }, { address: "localhost:7201", baseUdp: 10000 }]`;
const THREE = `devices: [{ name: R1, hypervisor: "localhost:7200" }, { name: R2, hypervisor: "localhost:7200" }, { name: R3, hypervisor: "localhost:7201" }]`;

/** Labs that are small enough to work out every port and every receiver by hand. */
export const LESSON_LABS = {
  'one link': `${ONE_HYPERVISOR}
devices: [{ name: R1 }, { name: R2 }]
links: [R1 f0/0 -- R2 f0/0]
`,
  'three routers': `${ONE_HYPERVISOR}
devices: [{ name: R1 }, { name: R2 }, { name: R3 }]
links: [R1 f0/0 -- R2 f0/0, R3 f0/0 -- R1 f1/0, R2 f1/0 -- R3 f1/0]
`,
  'two lines swapped': `${ONE_HYPERVISOR}
devices: [{ name: R1 }, { name: R2 }, { name: R3 }]
links: [R1 f0/0 -- R2 f0/0, R2 f1/0 -- R3 f1/0, R3 f0/0 -- R1 f1/0]
`,
  'bases apart': `${APART}
${THREE}
links: [R1 f0/0 -- R3 f0/0, R3 f1/0 -- R2 f0/0, R1 f1/0 -- R2 f1/0]
`,
  'one base': `${SAME}
devices: [{ name: R1, hypervisor: "localhost:7200" }, { name: R2, hypervisor: "localhost:7201" }]
links: [R1 f0/0 -- R2 f0/0, R2 f1/0 -- R1 f1/0]
`,
  'two peers': `hypervisors: [{ address: "localhost:7200" }, { address: "localhost:7201" }, { address: "localhost:7202", baseUdp: 10100 }]
devices: [{ name: R1, hypervisor: "localhost:7200" }, { name: R2, hypervisor: "localhost:7201" }, { name: R3, hypervisor: "localhost:7202" }]
links: [R1 f0/0 -- R3 f0/0, R2 f0/0 -- R3 f1/0]
`,
  'one stops': `${APART}
${THREE}
links: [R1 f0/0 -- R2 f0/0, R1 f1/0 -- R3 f0/0]
events: [{ stop: "localhost:7201" }]
`,
  consoles: `hypervisors: [{ address: "localhost:7200", baseUdp: 10000, baseConsole: 2000 }, { address: "localhost:7201", baseUdp: 10100, baseConsole: 2000 }]
devices: [{ name: R1, hypervisor: "localhost:7200" }, { name: R2, hypervisor: "localhost:7201" }, { name: R3, hypervisor: "localhost:7201", console: 2001 }, { name: R4, hypervisor: "localhost:7200" }]
links: [R1 f0/0 -- R2 f0/0]
`,
  'full block': `hypervisors: [{ address: "localhost:7200", baseUdp: 10000 }, { address: "localhost:7201", baseUdp: 10004 }]
devices: [{ name: SW1, kind: ethernet-switch, hypervisor: "localhost:7200" }, { name: R1, hypervisor: "localhost:7200" }, { name: R2, hypervisor: "localhost:7200" }, { name: R3, hypervisor: "localhost:7201" }, { name: R4, hypervisor: "localhost:7201" }]
links: [SW1 1 -- R1 f0/0, SW1 2 -- R2 f0/0, R3 f0/0 -- R4 f0/0, R1 f1/0 -- R2 f1/0]
`,
  'one pool': `allocator: gns3-server-2.2.3
hypervisors: [{ address: "localhost:7200" }, { address: "localhost:7201" }]
devices: [{ name: R1, hypervisor: "localhost:7200" }, { name: R2, hypervisor: "localhost:7201" }, { name: SW1, kind: ethernet-switch, hypervisor: "localhost:7200" }]
links: [R1 f0/0 -- R2 f0/0, SW1 1 -- R2 f1/0]
`,
  'made again': `${ONE_HYPERVISOR}
devices: [{ name: SW1, kind: ethernet-switch }, { name: SW2, kind: ethernet-switch }]
links: [SW1 1 -- SW2 1, SW1 2 -- SW2 2]
events: [{ remove: SW1 1 -- SW2 1 }, { add: SW1 3 -- SW2 3 }]
`,
  'by hand': `${ONE_HYPERVISOR}
devices: [{ name: R1 }, { name: R2 }, { name: R3 }]
links: ["R1 f0/0 -- NIO_udp:30000:127.0.0.1:20000", R1 f1/0 -- R2 f0/0, "R2 f1/0 -- NIO_udp:30100:127.0.0.1:30101", "R3 f0/0 -- NIO_udp:30101:127.0.0.1:30102"]
`,
  // On 10.0.0.1 R1 is told "localhost", and R2 127.0.0.1: nobody has asked whether that is one address.
  'localhost elsewhere': `hypervisors: [{ address: "10.0.0.1:7200", baseUdp: 10000 }, { address: "10.0.0.1:7201", baseUdp: 10100 }, { address: "localhost:7202", baseUdp: 10050 }]
devices: [{ name: R1, hypervisor: "10.0.0.1:7200" }, { name: R2, hypervisor: "10.0.0.1:7201" }, { name: R3, hypervisor: "localhost:7202" }]
links: [R1 f0/0 -- R3 f0/0, R2 f0/0 -- R1 f1/0, "R2 f1/0 -- NIO_udp:30000:127.0.0.1:10000", "R2 f2/0 -- NIO_udp:10050:127.0.0.1:10000"]
`,
  'two hosts': twoHosts('localhost'),
  'two addresses': twoHosts('10.0.0.1'),
} as const;

function twoHosts(first: string): string {
  return `hypervisors: [{ address: "${first}:7200", baseUdp: 10000 }, { address: "10.0.0.2:7200", baseUdp: 10000 }]
devices: [{ name: R1, hypervisor: "${first}:7200" }, { name: R2, hypervisor: "${first}:7200" }, { name: R3, hypervisor: "10.0.0.2:7200" }]
links: [R1 f0/0 -- R2 f0/0, R1 f1/0 -- R3 f0/0]
`;
}

export function lessonLab(name: keyof typeof LESSON_LABS): Lab {
  return scenarioLab(LESSON_LABS[name]);
}
