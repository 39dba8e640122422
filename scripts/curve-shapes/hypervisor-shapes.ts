import type { Device } from '../../src/core/lab/lab.ts';
import { fourEach, LabBuilder, ring, times } from './lab-builder.ts';
import type { Shape } from './shape.ts';

/** Many hypervisors, and how their ranges lie. */
export const hypervisorShapes: readonly Shape[] = [
  {
    name: 'hypervisors on one base',
    labs: (size) => {
      const builder = new LabBuilder();
      ring(
        builder,
        onHypervisors(builder, size, () => 10_000),
      );
      return [builder.lab()];
    },
  },
  {
    name: 'hypervisors side by side',
    labs: (size) => {
      const builder = new LabBuilder();
      // As many as a host has ports for.
      const devices = times(size, (index) =>
        builder.device(
          builder.hypervisor(`10.0.0.${Math.floor(index / 20_000)}`, 1024 + (index % 20_000), {
            baseUdp: 10_000 + 2 * (index % 20_000),
          }),
        ),
      );
      ring(builder, devices);
      return [builder.lab()];
    },
  },
  {
    name: 'hypervisors without links',
    labs: (size) => {
      const builder = new LabBuilder();
      onHypervisors(builder, size, (index) => 10_000 + fourEach(index, size));
      return [builder.lab()];
    },
  },
  {
    name: 'ranges that overlap in a chain',
    labs: (size) => {
      const builder = new LabBuilder();
      const devices = onHypervisors(builder, size, (index) => 10_000 + fourEach(index, size));
      ring(builder, devices);
      ring(builder, devices);
      return [builder.lab()];
    },
  },
  {
    name: 'pairs on one base, each on its host',
    labs: (size) => {
      const builder = new LabBuilder();
      times(size / 2, (index) => {
        const host = `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
        const [a, b] = times(2, (which) => builder.device(builder.hypervisor(host, 7200 + which))) as [Device, Device];
        builder.link(a, b);
      });
      return [builder.lab()];
    },
  },
  {
    name: 'labs at once',
    labs: (size) =>
      times(size / 10, (index) => {
        const builder = new LabBuilder(`lab${index}.net`);
        const hypervisors = times(2, (which) =>
          builder.hypervisor('127.0.0.1', 7200 + which, { baseUdp: 10_000 + which * 100 }),
        );
        ring(
          builder,
          times(10, (device) => builder.device(hypervisors[device % 2])),
        );
        return builder.lab();
      }),
  },
];

/** A router on each of so many hypervisors of this host. */
function onHypervisors(builder: LabBuilder, count: number, baseOf: (index: number) => number): Device[] {
  return times(count, (index) =>
    builder.device(builder.hypervisor('127.0.0.1', 1024 + fourEach(index, count), { baseUdp: baseOf(index) })),
  );
}
