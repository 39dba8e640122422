import { fourEach, LabBuilder, times } from './lab-builder.ts';
import type { Shape } from './shape.ts';

/** Many things on few TCP ports. */
export const portShapes: readonly Shape[] = [
  {
    name: 'consoles on one port',
    labs: (size) => {
      const builder = new LabBuilder();
      const hypervisor = builder.hypervisor('127.0.0.1', 7200);
      times(size, () => builder.router(hypervisor, { console: 2000 }));
      return [builder.lab()];
    },
  },
  {
    name: 'consoles on control ports',
    labs: (size) => {
      const builder = new LabBuilder();
      const hypervisors = times(size / 2, (index) =>
        builder.hypervisor('127.0.0.1', 7200 + index, { baseUdp: 10_000 + index }),
      );
      times(size, (index) =>
        builder.device(hypervisors[0], { console: hypervisors[index % hypervisors.length]?.port ?? 0 }),
      );
      return [builder.lab()];
    },
  },
  {
    name: 'consoles counted from one base',
    labs: (size) => {
      const builder = new LabBuilder();
      const hypervisors = times(size / 1000, (index) => builder.hypervisor(`10.0.0.${index + 1}`, 7200));
      // Every console but the first of an id has to give way.
      times(size, (index) => builder.router(hypervisors[index % hypervisors.length], { id: index % 7 }));
      return [builder.lab()];
    },
  },
  {
    name: 'consoles above 65535',
    labs: (size) => {
      const builder = new LabBuilder();
      const hypervisor = builder.hypervisor('127.0.0.1', 7200, { baseConsole: 70_000 });
      times(size, () => builder.router(hypervisor));
      return [builder.lab()];
    },
  },
  {
    name: 'hypervisors on one control port',
    labs: (size) => {
      const builder = new LabBuilder();
      const hypervisors = times(size, (index) =>
        builder.hypervisor('127.0.0.1', 7200, { baseUdp: 10_000 + fourEach(index, size) }),
      );
      for (const hypervisor of hypervisors) builder.device(hypervisor);
      return [builder.lab()];
    },
  },
];
