import { expect } from 'chai';
import { SITUATIONS } from '../../../../src/core/kernel/situation.ts';
import type { Ends, Ports } from '../../../../src/features/kernel/live/ends.ts';
import { play } from '../../../../src/features/kernel/live/play.ts';
import { setUpOf } from '../../../../src/features/kernel/set-up.ts';
import type { SendingSockets } from '../../../../src/world/own-sockets/own-sockets.ts';

/** What is seen of two NIOs with their own peers, where some things are otherwise than usual. */
async function seenWith(otherEnds: Partial<Ends>, isRefused: boolean): Promise<object> {
  const situation = SITUATIONS.find(({ id }) => id === 'reuse-reuse-different');
  if (situation === undefined) throw new Error('there is no such situation');
  const nothing = async (): Promise<void> => undefined;
  const ends: Ends = {
    open: nothing as Ends['open'],
    send: nothing,
    received: async () => [],
    close: nothing,
    ...otherEnds,
  };
  const peers = {
    open: async () => ({ socket: 1 }),
    send: nothing,
    close: nothing,
    closeAll: nothing,
    isRefused: () => isRefused,
  } as unknown as SendingSockets;
  // The time is over before the first look.
  return await play(setUpOf(situation), { ends, peers, ports: {} as Ports, waitMs: -1, mark: 'mark' });
}

function seenWithRefusal(refusal: string): Promise<object> {
  return seenWith({ open: async (name) => (name === 'second' ? refusal : undefined) }, true);
}

describe('playing a situation', () => {
  it('takes a shortage of descriptors or memory for no answer of the kernel', async () => {
    for (const code of ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM']) {
      expect(await seenWithRefusal(code)).to.deep.equal({ refusedBefore: code });
    }
    expect(await seenWithRefusal('EADDRINUSE')).to.include({ refusal: 'EADDRINUSE' });
  });

  it('sees what came while a busy machine kept it from looking', async () => {
    let looks = 0;
    const received: Ends['received'] = async () => (++looks === 2 ? [{ end: 'first', text: 'mark-to-first' }] : []);
    const seen = await seenWith({ received }, false);
    expect(seen)
      .to.have.property('receivers')
      .that.deep.equals(new Map([['to-first', 'first']]));
    expect(looks).to.equal(2);
  });
});
