import type { Device, Hypervisor } from '../../src/core/lab/lab.ts';
import { fourEach, LabBuilder, ring, times } from './lab-builder.ts';
import type { Shape } from './shape.ts';

/** Many links of one kind. */
export const linkShapes: readonly Shape[] = [
  {
    name: 'self links',
    labs: (size) => {
      const { builder, devices } = spread(size);
      for (const device of devices) builder.link(device, device);
      return [builder.lab()];
    },
  },
  {
    name: 'hubs',
    labs: (size) => {
      const { builder, devices, hypervisors } = spread(size);
      const hubs = times(size / 10, (index) =>
        builder.device(hypervisors[index % hypervisors.length], { name: `H${index}`, kind: 'hub' }),
      );
      for (const [index, device] of devices.entries()) builder.link(device, hubs[index % hubs.length] as Device);
      return [builder.lab()];
    },
  },
  {
    name: 'LANs of GNS3 0.8',
    labs: (size) => {
      const builder = new LabBuilder();
      const lans = times(size / 10, (index) => builder.device(undefined, { name: `LAN ${index}`, kind: 'lan' }));
      times(size, (index) => {
        const router = builder.router(undefined, { ...consoleOf(index), image: 'c3640.bin', ramMb: 128 });
        builder.link(router, lans[index % lans.length] as Device);
      });
      return [builder.lab({ allocator: 'gns3-classic' })];
    },
  },
  {
    name: 'one device with every link',
    labs: (size) => {
      const { builder, devices } = spread(size);
      for (const device of devices) builder.link(device, devices[0] as Device);
      return [builder.lab()];
    },
  },
  {
    name: 'full mesh',
    labs: (size) => {
      const builder = new LabBuilder();
      // As many in every size: their ranges meet in each.
      const hypervisors = times(4, (index) =>
        builder.hypervisor('127.0.0.1', 7200 + index, { baseUdp: 10_000 + 200 * index }),
      );
      const devices = times(Math.sqrt(2 * size), (index) => builder.device(hypervisors[index % hypervisors.length]));
      for (const [index, device] of devices.entries())
        for (const other of devices.slice(index + 1)) builder.link(device, other);
      return [builder.lab()];
    },
  },
  {
    name: 'links that are never made',
    labs: (size) => {
      const { builder, devices } = spread(size);
      const [hub] = devices as [Device];
      const held = builder.link(hub, devices[1] as Device);
      for (const device of devices) {
        builder.broken(device, 'nowhere', 'unknown-device');
        builder.broken(device, hub, 'interface-in-use', held);
        builder.broken(device, device, 'same-interface');
      }
      return [builder.lab()];
    },
  },
  {
    name: 'events: add, remove and stop',
    labs: (size) => {
      const { builder, devices, hypervisors } = spread(size);
      ring(builder, devices);
      for (const link of builder.links.slice(0, size / 3)) builder.events.push({ type: 'remove', link });
      for (const device of devices.slice(size / 2))
        builder.events.push({ type: 'remove', link: builder.later(builder.link(device, devices[0] as Device)) });
      for (const hypervisor of hypervisors) builder.events.push({ type: 'stop', hypervisor });
      return [builder.lab()];
    },
  },
  {
    name: 'routers of one id',
    labs: (size) => {
      const { builder, hypervisors } = spread(10);
      times(size, (index) => builder.router(hypervisors[index % hypervisors.length], { ...consoleOf(index), id: 7 }));
      return [builder.lab()];
    },
  },
  {
    name: 'routers without links, of a manager',
    labs: (size) => {
      const builder = new LabBuilder();
      times(size, (index) =>
        builder.router(undefined, { ...consoleOf(index), image: `image${index % 3}`, ramMb: 64 * (1 + (index % 4)) }),
      );
      return [builder.lab({ allocator: 'gns3-classic' })];
    },
  },
  {
    name: 'routers balanced by RAM',
    labs: (size) => {
      const builder = new LabBuilder();
      const hypervisors = times(size / 10, (index) =>
        builder.hypervisor('127.0.0.1', 7200 + index, {
          baseUdp: 10_000 + index,
          memoryLimitMb: 512,
        }),
      );
      const images = times(10, (index) => ({ name: `image${index}`, hypervisors }));
      times(size, (index) =>
        builder.router(undefined, { ...consoleOf(index), image: `image${index % 10}`, ramMb: 64 * (1 + (index % 4)) }),
      );
      return [builder.lab({ allocator: 'gns3-classic', images })];
    },
  },
];

/** Written, because counted ones would end at 65535. */
function consoleOf(index: number): Partial<Device> {
  return { console: 2000 + (index % 100), aux: 2100 + (index % 100) };
}

/** Switches on a hundredth as many hypervisors of this host, four on each base in every size. */
function spread(size: number): { builder: LabBuilder; devices: Device[]; hypervisors: Hypervisor[] } {
  const builder = new LabBuilder();
  const hypervisors = times(size / 100, (index) =>
    builder.hypervisor('127.0.0.1', 7200 + index, { baseUdp: 10_000 + 200 * fourEach(index, size / 100) }),
  );
  const devices = times(size, (index) => builder.device(hypervisors[index % hypervisors.length]));
  return { builder, devices, hypervisors };
}
