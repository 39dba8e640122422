import type { Lab } from '../../src/core/lab/lab.ts';
import type { RehearseOptions } from '../../src/features/rehearse/rehearse.ts';
import type { RehearseResult } from '../../src/features/rehearse/result.ts';
import { LineClient } from './line-client.ts';
import { netLab } from './read.ts';

/** Far more than any answer on the loopback takes, so that only what never answers ends by it. */
export const PATIENT: RehearseOptions = {
  timeoutMs: 10_000,
  frameCount: 3,
  injectorPort: 24_000,
};

/** A hypervisor of a lab, with the first port that it gives out. */
export interface Side {
  readonly host?: string;
  /** TCP. */
  readonly port: number;
  readonly baseUdp: number;
}

/**
 * The text of a lab in which each hypervisor has its routers; a router is its name and its links, such as
 * `f0/0 = R2 f0/0`.
 */
export function netText(...sides: readonly (Side & { readonly routers: readonly (readonly string[])[] })[]): string {
  return sides
    .flatMap(({ host = '127.0.0.1', port, baseUdp, routers }) => [
      `[${host}:${port}]`,
      `udp = ${baseUdp}`,
      ...routers.flatMap(([name, ...links]) => [`[[ROUTER ${name}]]`, ...links]),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

/** As many links between routers A1, A2, ... of the first hypervisor and B1, B2, ... of the second. */
export function betweenText(count: number, first: Side, second: Side): string {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return netText(
    { ...first, routers: numbers.map((number) => [`A${number}`, `f0/0 = B${number} f0/0`]) },
    { ...second, routers: numbers.map((number) => [`B${number}`]) },
  );
}

export function betweenLab(count: number, first: Side, second: Side): Lab {
  return netLab(betweenText(count, first, second));
}

/** Every direction as `R1 > R2: delivered 3/3`, with the places of frames that went astray. */
export function directionTexts({ links }: RehearseResult): string[] {
  return links.flatMap(({ a, b, directions }) =>
    directions.map(({ from, verdict, received, sent, strays }) => {
      const [sender, receiver] = from === 'a' ? [a, b] : [b, a];
      const astray = (strays ?? []).map(({ at, frames }) => `, ${frames} at ${at}`).join('');
      return `${sender.device} > ${receiver.device}: ${verdict} ${received}/${sent}${astray}`;
    }),
  );
}

/** Everything that a hypervisor has which a rehearsal could have made or deleted. */
export async function objectsOf(port: number): Promise<string[]> {
  const client = await LineClient.connect(port);
  try {
    const found: string[] = [];
    for (const module of ['nio', 'nio_bridge', 'ethsw', 'frsw', 'atmsw', 'vm']) {
      const lines = await client.ask(`${module} list`);
      found.push(...lines.filter((line) => line.startsWith('101')).map((line) => `${module} ${line.slice(4)}`));
    }
    return found;
  } finally {
    client.close();
  }
}

/** How long a state may take to come, on a busy machine. */
const LIMIT_MS = 60_000;

/**
 * Asks a hypervisor until its reply has `wanted` in it, and gives what that is; each question waits for its
 * answer, so that nobody sleeps.
 */
export async function untilReplied(port: number, command: string, wanted: RegExp): Promise<string> {
  const client = await LineClient.connect(port);
  const deadline = performance.now() + LIMIT_MS;
  try {
    for (;;) {
      const reply = (await client.ask(command)).join('\n');
      const found = wanted.exec(reply);
      if (found !== null) return found[0];
      if (performance.now() > deadline) throw new Error(`${LIMIT_MS} ms of "${command}" without ${wanted}: ${reply}`);
    }
  } finally {
    client.close();
  }
}
