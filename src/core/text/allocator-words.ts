import type { AllocatorName } from '../lab/lab.ts';

/** Who gives the ports, as people call it. */
export const ALLOCATOR_WORDS: Readonly<Record<AllocatorName, string>> = {
  dynagen: 'Dynagen',
  'dynagen-0.8.3': 'Dynagen 0.8.3',
  'gns3-classic': 'GNS3 0.8',
  'gns3-server-1.3': 'GNS3 1.3',
  'gns3-server-2.1': 'GNS3 2.1',
  'gns3-server-2.2.3': 'GNS3 2.2',
  'gns3-server-3.0': 'GNS3 3.0',
  'udp-auto': 'Dynamips itself',
};
