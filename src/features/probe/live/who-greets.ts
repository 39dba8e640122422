import type { Slots } from '../../../world/network/slots.ts';
import { type DialOptions, dial } from '../../../world/network/tcp.ts';
import { timeLimit } from '../../../world/network/time-limit.ts';
import { greetedBy } from '../console-greeting.ts';
import type { ObservedHypervisor } from '../observed.ts';
import type { ProbedConsole } from '../result.ts';
import { sharedPorts } from '../shared-ports.ts';

/** Dynamips greets at once. */
const GREETING_MS = 500;

/** Its greeting has 100 bytes. */
const MAX_GREETING_BYTES = 4096;

interface GreetingOptions extends DialOptions {
  readonly slots: Slots;
}

/** Adds to consoles that have one port who answers there: that is only one of their routers. */
export async function withGreetings(
  observed: readonly ObservedHypervisor[],
  { slots, ...options }: GreetingOptions,
): Promise<ObservedHypervisor[]> {
  const shared = sharedPorts(observed);
  const greeted = new Map<string, Promise<string | undefined>>();
  const greeting = (address: string, port: number): Promise<string | undefined> => {
    const key = `${address} ${port}`;
    const known = greeted.get(key) ?? slots.within(() => greetingOf(address, port, options));
    greeted.set(key, known);
    return known;
  };
  return await Promise.all(
    observed.map(async (one) => {
      const ports = new Set(shared.get(one.target.name)?.map(({ port }) => port));
      const consoles = one.consoles.map(async (row): Promise<ProbedConsole> => {
        if (!ports.has(row.port) || row.tcp.state !== 'open' || one.address === undefined) return row;
        const answersAs = await greeting(one.address, row.port);
        return answersAs === undefined ? row : { ...row, answersAs };
      });
      return { ...one, consoles: await Promise.all(consoles) };
    }),
  );
}

/** The router that greets on a console port; undefined if none does. */
async function greetingOf(address: string, port: number, options: DialOptions): Promise<string | undefined> {
  const { socket } = await dial([address], port, options);
  if (socket === undefined) return undefined;
  return await new Promise((resolve) => {
    let text = '';
    const end = (router: string | undefined): void => {
      takeBack();
      options.signal?.removeEventListener('abort', abort);
      socket.destroy();
      resolve(router);
    };
    const abort = (): void => end(undefined);
    const takeBack = timeLimit(Math.min(options.timeoutMs, GREETING_MS), abort);
    options.signal?.addEventListener('abort', abort);
    socket.on('error', abort).on('close', abort);
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      const router = greetedBy(text);
      if (router !== undefined || text.length > MAX_GREETING_BYTES) end(router);
    });
  });
}
