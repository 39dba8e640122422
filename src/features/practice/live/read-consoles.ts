import type { LabModel } from '../../../core/model/lab-model.ts';
import { dial } from '../../../world/network/tcp.ts';
import { settlesWithin } from '../../../world/settles-within.ts';
import type { Seen } from '../exercise.ts';
import { addressOf } from './hypervisors.ts';

/** A console of this machine greets at once; one that has to wait for a core takes longer. */
const TIMEOUT_MS = 5000;

/** Connects to the console of each router, and reads which router greets there. */
export async function readConsoles({ allocations }: LabModel): Promise<NonNullable<Seen['consoles']>> {
  const consoles = allocations.flatMap((allocation) => allocation.consoles).filter(({ type }) => type === 'console');
  return await Promise.all(
    consoles.map(async ({ device, hypervisor, port }) => {
      const answers = await greetingOf(addressOf(hypervisor), port);
      return { router: device.name, port, ...(answers === undefined ? {} : { answers }) };
    }),
  );
}

/** The name in `Connected to niostat VM "R1" …` (docs/FACTS.md, "Consoles"). */
async function greetingOf(address: string | undefined, port: number): Promise<string | undefined> {
  if (address === undefined) return undefined;
  const { socket } = await dial([address], port, { timeoutMs: TIMEOUT_MS });
  if (socket === undefined) return undefined;
  let said = '';
  const line = new Promise<void>((settle) => {
    socket.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      if (said.includes('\n')) settle();
    });
    socket.once('close', () => settle());
  });
  await settlesWithin(line, TIMEOUT_MS);
  // Dynamips is still writing, and does not bear a client that is gone then: it answers no console any more.
  socket.end();
  await settlesWithin(new Promise<void>((settle) => void socket.once('close', () => settle()).resume()), TIMEOUT_MS);
  socket.destroy();
  return /Connected to \w+ VM "([^"\r\n]*)"/.exec(said)?.[1];
}
