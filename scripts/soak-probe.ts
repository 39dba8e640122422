// Probes a hypervisor with NIOs, a bridge and a router again and again: neither side may grow or keep a
// descriptor. `node --import tsx scripts/soak-probe.ts [ROUNDS]`
import { LabModel } from '../src/core/model/lab-model.ts';
import { probe } from '../src/features/probe/probe.ts';
import { LineClient } from '../test/support/line-client.ts';
import { betweenLab } from '../test/support/rehearsal.ts';
import { roundsFrom, soak } from './bench/soak.ts';
import { withTwoHypervisors } from './bench/two-hypervisors.ts';

const NIOS = 20;

/**
 * Dynamips sends long answers in pieces, and waits up to 40 ms for each until it hears that the one before
 * has come.
 */
const AT_ONCE = 10;

async function fill(port: number): Promise<void> {
  const client = await LineClient.connect(port);
  for (let index = 0; index < NIOS; index++)
    await client.ask(`nio create_udp n${index} ${12_000 + index} 127.0.0.1 ${13_000 + index}`);
  await client.ask('nio_bridge create br');
  await client.ask('vm create R1 1 c7200');
  await client.ask('vm set_con_tcp_port R1 2001');
  await client.ask('hypervisor close');
  client.close();
}

const rounds = roundsFrom(process.argv, 10_000);
await withTwoHypervisors(async ([one, other], name) => {
  await fill(one.port);
  const lab = betweenLab(NIOS, { port: one.port, baseUdp: 12_000 }, { port: other.port, baseUdp: 13_000 });
  const watched = { [`one ${name}`]: one.pid, [`another ${name}`]: other.pid };
  const round = async (signal: AbortSignal): Promise<void> => {
    const { hypervisors } = await probe(LabModel.of([lab]), {}, { signal, progress: () => undefined });
    const bad = hypervisors.find(({ tcp }) => tcp.state !== 'open');
    if (bad !== undefined && !signal.aborted) throw new Error(`${bad.target} is not reached: ${bad.tcp.state}`);
  };
  await soak('probe', rounds, watched, round, { atOnce: AT_ONCE });
});
