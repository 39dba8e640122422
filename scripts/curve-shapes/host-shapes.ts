import { fourEach, LabBuilder, ring, times } from './lab-builder.ts';
import type { Shape } from './shape.ts';

/** Many hosts, and many names of them. */
export const hostShapes: readonly Shape[] = [
  {
    name: 'hosts with a hypervisor each',
    labs: (size) => {
      const builder = new LabBuilder();
      ring(
        builder,
        times(size, (index) => builder.device(builder.hypervisor(addressOf(index), 7200))),
      );
      return [builder.lab()];
    },
  },
  {
    name: 'names of few machines',
    labs: (size) => namedLabs(size),
    assumptions: (size) => ({
      addresses: new Map(times(size, (index) => [nameOf(index), [`10.9.0.${index % 10}`]])),
    }),
  },
  {
    name: 'names of which each machine has two',
    labs: (size) => namedLabs(size),
    assumptions: (size) => ({
      addresses: new Map(times(size, (index) => [nameOf(index), [addressOf(index >> 1)]])),
    }),
  },
  { name: 'names that nobody knows', labs: (size) => namedLabs(size) },
  {
    name: 'names without an address',
    labs: (size) => namedLabs(size, '.invalid'),
  },
  {
    name: 'names beside addresses',
    labs: (size) => {
      const builder = new LabBuilder();
      times(size / 2, (index) => {
        const [a, b] = [
          builder.hypervisor('127.0.0.1', 1024 + fourEach(index, size), { baseUdp: 10_000 + fourEach(index, size) }),
          builder.hypervisor('localhost', 7200, { baseUdp: 40_000 + fourEach(index, size) }),
        ];
        builder.link(builder.device(a), builder.device(b));
      });
      return [builder.lab()];
    },
  },
  {
    name: 'loopback hosts in a lab of many hosts',
    labs: (size) => {
      const builder = new LabBuilder();
      const devices = times(size, (index) =>
        builder.device(
          builder.hypervisor(index % 2 === 0 ? 'localhost' : addressOf(index), 1024 + fourEach(index, size), {
            baseUdp: 10_000 + fourEach(index, size),
          }),
        ),
      );
      ring(builder, devices);
      return [builder.lab()];
    },
  },
  {
    name: 'wildcard hosts',
    labs: (size) => {
      const builder = new LabBuilder();
      const devices = times(size, (index) =>
        builder.device(
          builder.hypervisor('0.0.0.0', 1024 + fourEach(index, size), { baseUdp: 10_000 + fourEach(index, size) }),
        ),
      );
      ring(builder, devices);
      return [builder.lab()];
    },
  },
];

/** A ring of routers, each on a hypervisor of a name of its own. */
function namedLabs(size: number, suffix = '') {
  const builder = new LabBuilder();
  ring(
    builder,
    times(size, (index) =>
      builder.device(
        builder.hypervisor(nameOf(index) + suffix, 1024 + Math.floor(index / 10), {
          baseUdp: 10_000 + 2 * Math.floor(index / 10),
        }),
      ),
    ),
  );
  return [builder.lab()];
}

function nameOf(index: number): string {
  return `host${index}`;
}

function addressOf(index: number): string {
  return `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
}
