/** Small labs as they lie in repositories of courses. */

/** Nothing is wrong with it. */
export const GOOD_LAB = '[127.0.0.1:7200]\nudp = 9000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n';

/** Two hypervisors count from the same base: docs/checks/NIO001-same-base-udp.md blames line 5. */
export const BAD_LAB = [
  '[127.0.0.1:7200]\nudp = 9000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n',
  '[127.0.0.1:7201]\nudp = 9000\n[[ROUTER R2]]\n',
].join('');

/** It is meant as a lab, for it has `devices`; the hypervisor that its line 5 names is not there. */
export const BROKEN_SCENARIO = [
  'hypervisors:\n  - { address: 127.0.0.1:7200, baseUdp: 9000 }\n',
  'devices:\n  - { name: R1, hypervisor: 127.0.0.1:7200 }\n  - { name: R2, hypervisor: 127.0.0.1:7300 }\n',
].join('');
