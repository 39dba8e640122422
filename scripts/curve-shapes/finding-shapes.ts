import type { Lab } from '../../src/core/lab/lab.ts';
import { fourEach, LabBuilder, ring, times } from './lab-builder.ts';
import type { Shape } from './shape.ts';

/** One kind of finding very often, where no other shape has it. */
export const findingShapes: readonly Shape[] = [
  {
    name: 'ranges in ephemeral ports',
    labs: (size) => {
      const builder = new LabBuilder();
      const devices = times(size, (index) =>
        builder.device(builder.hypervisor(addressOf(10, index), 7200, { baseUdp: 61_000 + fourEach(index, 4000) })),
      );
      ring(builder, devices);
      return [builder.lab()];
    },
  },
  {
    name: 'a name beside very many addresses',
    labs: (size) => {
      const builder = new LabBuilder();
      times(size / 2, (index) => {
        const [a, b] = [
          builder.hypervisor(addressOf(127, index + 2), 1024 + fourEach(index, size), {
            baseUdp: 10_000 + fourEach(index, size),
          }),
          builder.hypervisor('localhost', 7200, { baseUdp: 40_000 + fourEach(index, size) }),
        ];
        builder.link(builder.device(a), builder.device(b));
      });
      return [builder.lab()];
    },
  },
  {
    name: 'links from another source address',
    labs: linksToHosts,
    assumptions: (size) => ({
      addresses: new Map([['10.1.0.1', ['10.1.0.1', '127.0.0.1']]]),
      sources: new Map(times(size, (index) => [addressOf(11, index), '10.1.0.2'])),
    }),
  },
  {
    name: 'GNS3: consoles outside the range',
    labs: (size) => {
      const builder = new LabBuilder('curve.gns3');
      const hypervisors = times(size / 10, (index) => builder.hypervisor(addressOf(10, index), 3080, { kind: 'gns3' }));
      ring(
        builder,
        times(size, (index) => builder.router(hypervisors[index % hypervisors.length], { console: 2000 })),
      );
      return [builder.lab({ format: 'gns3', allocator: 'gns3-server-2.2.3' })];
    },
  },
  {
    name: 'NIOs that point at themselves',
    labs: (size) => {
      const builder = new LabBuilder();
      const hypervisor = builder.hypervisor('127.0.0.1', 7200);
      times(size, (index) => {
        const port = 20_000 + fourEach(index, size);
        builder.nio(builder.device(hypervisor), port, '127.0.0.1', port);
      });
      return [builder.lab()];
    },
  },
  {
    name: 'names of a thousand letters',
    labs: (size) => {
      const builder = new LabBuilder();
      const long = 'x'.repeat(1000);
      const hypervisors = times(size / 10, (index) => builder.hypervisor(`${long}${index}`, 7200));
      ring(
        builder,
        times(size, (index) => builder.device(hypervisors[index % hypervisors.length], { name: `${long}${index}` })),
      );
      return [builder.lab()];
    },
  },
];

/** A hypervisor on this machine, and one on each of so many others. */
function linksToHosts(size: number): Lab[] {
  const builder = new LabBuilder();
  const here = builder.hypervisor('10.1.0.1', 7200);
  times(size, (index) =>
    builder.link(builder.device(here), builder.device(builder.hypervisor(addressOf(11, index), 7200))),
  );
  return [builder.lab()];
}

function addressOf(net: number, index: number): string {
  return `${net}.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
}
