import { type Allocator, placeAsRecorded } from './allocator.ts';
import { consolesByInstance } from './consoles.ts';
import { counterSteps } from './counter-steps.ts';

/** Dynagen 0.11 and later, and GNS3 up to 0.8 when it loads a `.net` file. */
export const dynagen: Allocator = {
  name: 'dynagen',
  title: 'Dynagen: one counter per hypervisor, from its base UDP up',
  source: 'gns3-legacy Dynagen/dynamips_lib.py, Dynagen/dynagen.py',
  countsUp: true,
  place: placeAsRecorded,
  consoles: consolesByInstance,
  steps: counterSteps,
};
