import { LabBuilder, ring, times } from './lab-builder.ts';
import type { Shape } from './shape.ts';

/** Many small labs that run at once. */
export const labShapes: readonly Shape[] = [
  {
    name: 'labs at once, each on its host',
    labs: (size) =>
      times(size / 10, (index) => {
        const builder = new LabBuilder(`lab${index}.net`);
        // They overlap, and lie in the ephemeral ports.
        const hypervisors = times(2, (which) =>
          builder.hypervisor(hostOf(index), 7200 + which, { baseUdp: 61_000 + which * 5 }),
        );
        ring(
          builder,
          times(10, (device) => builder.device(hypervisors[device % 2])),
        );
        return builder.lab({
          writtenBy: { version: '0.8.3', location: { file: `lab${index}.net`, line: 1, column: 1 } },
        });
      }),
  },
  {
    name: 'labs at once, in twos on each host',
    labs: (size) =>
      times(size / 10, (index) => {
        const builder = new LabBuilder(`lab${index}.net`);
        const hypervisor = builder.hypervisor(hostOf(index >> 1), 7200 + (index % 2), {
          baseUdp: 10_000 + (index % 2),
        });
        ring(
          builder,
          times(10, () => builder.device(hypervisor)),
        );
        return builder.lab();
      }),
  },
  {
    name: 'labs of Dynagen beside projects of GNS3, a host for each two',
    labs: (size) =>
      times(size / 10, (index) => {
        const isProject = index % 2 === 0;
        const builder = new LabBuilder(`lab${index}.${isProject ? 'gns3' : 'net'}`);
        const hypervisor = isProject
          ? builder.hypervisor(hostOf(index >> 1), 3080, { kind: 'gns3' })
          : builder.hypervisor(hostOf(index >> 1), 7200);
        ring(
          builder,
          times(10, () => builder.device(hypervisor)),
        );
        return builder.lab(isProject ? { format: 'gns3', allocator: 'gns3-server-2.2.3' } : {});
      }),
  },
];

function hostOf(index: number): string {
  return `10.8.${index >> 8}.${index & 255}`;
}
