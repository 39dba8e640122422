import { createSocket } from 'node:dgram';
import { expect } from 'chai';
import { timeLimit } from '../../../../src/world/network/time-limit.ts';
import { closeAll } from '../../../support/real-sockets.ts';

describe('timeLimit', () => {
  it('comes after what was received while the process could not read', async () => {
    const [reader, sender] = [createSocket('udp4'), createSocket('udp4')];
    await new Promise<void>((resolve) => reader.bind(0, '127.0.0.1', resolve));
    const events: string[] = [];
    reader.on('message', () => events.push('message'));
    const over = new Promise<void>((resolve) => {
      timeLimit(5, () => {
        events.push('limit');
        resolve();
      });
    });
    await new Promise((resolve) => sender.send('x', reader.address().port, '127.0.0.1', resolve));
    // Both are due when this is over, as for a process that had to wait for a core.
    const until = performance.now() + 20;
    while (performance.now() < until);
    await over;
    expect(events).to.deep.equal(['message', 'limit']);
    await closeAll([reader, sender]);
  });

  it('does not come when it was taken back, before and after its time', async () => {
    let calls = 0;
    const count = (): void => void calls++;
    timeLimit(0, count)();
    const takeBack = timeLimit(0, count);
    // The immediate of the limit is behind this one, which is called from an earlier timer.
    await new Promise<void>((resolve) => {
      setTimeout(() => {
        takeBack();
        resolve();
      }, 0);
      // Both timers are due now, however busy the machine is, and so are called one after the other.
      const until = performance.now() + 20;
      while (performance.now() < until);
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(calls).to.equal(0);
  });
});
