import { randomBytes } from 'node:crypto';
import type { Situation } from '../../../core/kernel/situation.ts';
import { NodeSockets } from '../../../world/own-sockets/node-sockets.ts';
import type { Means } from '../makers.ts';
import { namesOfRun } from '../names.ts';
import type { Maker } from '../result.ts';
import type { Makers } from './ask-situations.ts';
import type { Ends } from './ends.ts';
import type { HypervisorPair } from './hypervisor-pair.ts';
import { NioEnds } from './nio-ends.ts';

/**
 * A frame goes through threads of Dynamips that wait up to 20 ms each (seen on 0.2.14), and those may have to
 * wait for a core.
 */
const WAIT_MS = 500;

/** NIOs of the two hypervisors, the first of one and the second of the other. */
export class ProgramMakers implements Makers {
  readonly means: Means;
  readonly waitMs = WAIT_MS;
  readonly peers = new NodeSockets();
  private readonly node = new NodeSockets();
  private readonly ends: NioEnds;

  constructor(means: Means, pair: HypervisorPair) {
    this.means = means;
    this.ends = new NioEnds(pair, this.node, namesOfRun(randomBytes(4).toString('hex')));
  }

  endsFor(_situation: Situation, _maker: Maker): Ends {
    return this.ends;
  }

  async end(): Promise<void> {
    try {
      await this.ends.close();
    } finally {
      await Promise.all([this.node.end(), this.peers.end()]);
    }
  }
}
