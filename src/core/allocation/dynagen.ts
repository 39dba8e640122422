import { type Allocator, placeAsRecorded } from './allocator.ts';
import { consolesByInstance } from './consoles.ts';
import { MOVE_OF_0_8_3 } from './counter-move.ts';
import { counterSteps } from './counter-steps.ts';

/** Dynagen in GNS3 0.8.4 to 0.8.7, when it loads a `.net` file. */
export const dynagen: Allocator = {
  name: 'dynagen',
  title: 'Dynagen: one counter per hypervisor, from its base UDP up',
  source: 'gns3-legacy Dynagen/dynamips_lib.py, Dynagen/dynagen.py',
  countsUp: true,
  place: placeAsRecorded,
  consoles: consolesByInstance,
  steps: (lab, placement) => counterSteps(lab, placement),
};

/** Dynagen in GNS3 0.4 to 0.8.4 RC3: counters of one host that come close to each other are moved apart. */
export const dynagen083: Allocator = {
  ...dynagen,
  name: 'dynagen-0.8.3',
  title: 'Dynagen up to GNS3 0.8.3.1: as dynagen, and the counters of one host are kept more than 500 apart',
  source: 'gns3-legacy, tag GNS3-0.8.3.1, Dynagen/dynamips_lib.py (gen_connect)',
  steps: (lab, placement) => counterSteps(lab, placement, MOVE_OF_0_8_3),
};
