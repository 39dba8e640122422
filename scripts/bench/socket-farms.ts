// Farms of sockets, each a process of its own under the name of Dynamips.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const FARM = fileURLToPath(new URL('../socket-farm.ts', import.meta.url));

/** Farms that can be closed, and the sockets that they really have. */
export class SocketFarms {
  count = 0;
  private readonly farms: ChildProcess[] = [];

  /** Opens one more, with connected sockets on an address of the loopback and a control port there. */
  async open(sockets: number, address: string, controlPort: number): Promise<void> {
    const farm = fork(FARM, [String(sockets), address, String(controlPort)], { execArgv: ['--import', 'tsx'] });
    this.farms.push(farm);
    const [count] = (await once(farm, 'message')) as [number];
    this.count += count;
  }

  async close(): Promise<void> {
    const ends = this.farms.splice(0).map(async (farm) => {
      const end = once(farm, 'exit');
      farm.disconnect();
      await end;
    });
    await Promise.all(ends);
    this.count = 0;
  }
}
