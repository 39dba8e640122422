// Asks the kernel with niostat's own sockets, and with two hypervisors, again and again: none of the three
// may grow or keep a descriptor. `node --import tsx scripts/soak-kernel.ts [ROUNDS]`
import { kernel } from '../src/features/kernel/kernel.ts';
import { roundsFrom, soak } from './bench/soak.ts';
import { withTwoHypervisors } from './bench/two-hypervisors.ts';

const rounds = roundsFrom(process.argv, 100);
await withTwoHypervisors(async ([one, other], name) => {
  const target = ({ port }: { port: number }) => ({
    kind: 'dynamips' as const,
    host: '127.0.0.1',
    port,
    name: `127.0.0.1:${port}`,
  });
  const hypervisors = [target(one), target(other)] as const;
  const watched = { [`one ${name}`]: one.pid, [`another ${name}`]: other.pid };
  await soak('kernel', rounds, watched, async (signal) => {
    const ui = { signal, progress: () => undefined };
    await kernel({}, ui);
    await kernel({ subject: { hypervisors } }, ui);
  });
});
