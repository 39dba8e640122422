import type { Device } from '../../src/core/lab/lab.ts';
import { fourEach, LabBuilder, ring, times } from './lab-builder.ts';
import type { Shape } from './shape.ts';

/** Many NIOs whose ports the lab file writes out. */
export const explicitShapes: readonly Shape[] = [
  {
    name: 'NIOs on one port, one peer',
    labs: (size) => {
      const { builder, devices } = onOne(size);
      for (const device of devices) builder.nio(device, 9000, '127.0.0.1', 9001);
      return [builder.lab()];
    },
  },
  {
    name: 'NIOs on one port, each its peer',
    labs: (size) => {
      const { builder, devices } = onOne(size);
      for (const [index, device] of devices.entries())
        builder.nio(device, 9000, index % 2 === 0 ? '127.0.0.1' : '192.0.2.7', 10_000 + fourEach(index, size));
      return [builder.lab()];
    },
  },
  {
    name: 'NIOs on one port, many hypervisors',
    labs: (size) => {
      const builder = new LabBuilder();
      times(size, (index) => {
        const hypervisor = builder.hypervisor('127.0.0.1', 1024 + fourEach(index, size), {
          baseUdp: 10_000 + fourEach(index, size),
        });
        builder.nio(builder.device(hypervisor), 9000, '127.0.0.1', 10_000 + fourEach(index, size));
      });
      return [builder.lab()];
    },
  },
  {
    name: 'NIOs on two ports that do not point back',
    labs: (size) => {
      const { builder, devices } = onOne(size);
      for (const [index, device] of devices.entries())
        if (index % 2 === 0) builder.nio(device, 9000, '127.0.0.1', 9001);
        else builder.nio(device, 9001, '127.0.0.1', 10_000 + fourEach(index, size));
      return [builder.lab()];
    },
  },
  {
    name: 'NIOs towards any port',
    labs: (size) => {
      const { builder, devices } = onOne(size);
      for (const [index, device] of devices.entries())
        if (index % 2 === 0) builder.nio(device, 9000, '127.0.0.1', 0);
        else builder.nio(device, 9000 + (index % 500), '127.0.0.1', 9000);
      return [builder.lab()];
    },
  },
  {
    name: 'NIOs in ranges of hypervisors',
    labs: (size) => {
      const builder = new LabBuilder();
      const devices = times(size, (index) =>
        builder.device(
          builder.hypervisor('127.0.0.1', 1024 + fourEach(index, size), {
            baseUdp: 10_000 + 2 * fourEach(index, size),
          }),
        ),
      );
      ring(builder, devices);
      for (const [index, device] of devices.entries())
        builder.nio(device, 10_000 + 2 * fourEach(index, size), '192.0.2.7', 30_000 + (index % 1000));
      return [builder.lab()];
    },
  },
  {
    name: 'NIOs below 1024 and above 65535',
    labs: (size) => {
      const { builder, devices } = onOne(size);
      for (const [index, device] of devices.entries())
        builder.nio(device, index % 2 === 0 ? 1 + (index % 1023) : 65_536 + (index % 50_000), '192.0.2.7', 70_000);
      return [builder.lab()];
    },
  },
];

function onOne(size: number): { builder: LabBuilder; devices: Device[] } {
  const builder = new LabBuilder();
  const hypervisor = builder.hypervisor('127.0.0.1', 7200);
  return { builder, devices: times(size, () => builder.device(hypervisor)) };
}
