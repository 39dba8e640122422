import { expect } from 'chai';
import { SITUATIONS } from '../../../../src/core/kernel/situation.ts';
import type { Ends, Ports } from '../../../../src/features/kernel/live/ends.ts';
import { play } from '../../../../src/features/kernel/live/play.ts';
import { setUpOf } from '../../../../src/features/kernel/set-up.ts';
import type { SendingSockets } from '../../../../src/world/own-sockets/own-sockets.ts';

/** What is seen of two NIOs where the second one is refused for this reason. */
async function seenWith(refusal: string): Promise<object> {
  const situation = SITUATIONS.find(({ id }) => id === 'reuse-reuse-different');
  if (situation === undefined) throw new Error('there is no such situation');
  const nothing = async (): Promise<void> => undefined;
  const ends: Ends = {
    open: async (name) => (name === 'second' ? refusal : undefined),
    send: nothing,
    received: async () => [],
    close: nothing,
  };
  const peers = {
    open: async () => ({ socket: 1 }),
    send: nothing,
    close: nothing,
    closeAll: nothing,
    isRefused: () => true,
  } as unknown as SendingSockets;
  return await play(setUpOf(situation), { ends, peers, ports: {} as Ports, waitMs: 0, mark: 'mark' });
}

describe('playing a situation', () => {
  it('takes a shortage of descriptors or memory for no answer of the kernel', async () => {
    for (const code of ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM']) {
      expect(await seenWith(code)).to.deep.equal({ refusedBefore: code });
    }
    expect(await seenWith('EADDRINUSE')).to.include({ refusal: 'EADDRINUSE' });
  });
});
