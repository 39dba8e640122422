import { expect } from 'chai';
import type { UdpEvidence } from '../../../../../src/features/reach/evidence.ts';
import { tryPaced } from '../../../../../src/features/reach/live/paced-ports.ts';

const REFUSED: UdpEvidence = { kind: 'error', code: 'ECONNREFUSED', isOwn: false };

/**
 * A host in a world whose time passes only in `pause`. `ration`: it refuses six at once, then one a second,
 * as Linux does; `dropped` ports are silent always.
 */
function host({ ration, dropped = [] }: { ration: boolean; dropped?: readonly number[] }) {
  let [nowMs, credit, creditAtMs] = [0, 6, 0];
  const tried: number[] = [];
  const tryPort = async (port: number): Promise<UdpEvidence> => {
    tried.push(port);
    if (dropped.includes(port)) return { kind: 'silence' };
    if (!ration) return REFUSED;
    credit = Math.min(6, credit + (nowMs - creditAtMs) / 1000);
    creditAtMs = nowMs;
    if (credit < 1) return { kind: 'silence' };
    credit--;
    return REFUSED;
  };
  const pause = async (ms: number): Promise<void> => {
    nowMs += ms;
  };
  return { tried, tryPort, pause, now: () => nowMs };
}

async function kinds(
  world: ReturnType<typeof host>,
  ports: readonly number[],
  isOver: () => boolean = () => false,
): Promise<Record<number, string>> {
  const found: Record<number, string> = {};
  await tryPaced(ports, {
    ...world,
    isOver,
    onEvidence: (port, { kind }) => {
      found[port] = kind;
    },
  });
  return found;
}

const PORTS = Array.from({ length: 50 }, (_, index) => index + 1);
const all = (kind: string): Record<number, string> => Object.fromEntries(PORTS.map((port) => [port, kind]));

describe('tryPaced', () => {
  it('loses no time with a host that refuses all', async () => {
    const world = host({ ration: false });
    expect(await kinds(world, PORTS)).to.deep.equal(all('error'));
    expect([world.tried.length, world.now()]).to.deep.equal([50, 0]);
  });

  it('gets every refusal out of a host that rations them, in about a second for each', async () => {
    const world = host({ ration: true });
    expect(await kinds(world, PORTS)).to.deep.equal(all('error'));
    expect(world.now()).to.be.within(43_000, 60_000);
  });

  it('takes what is dropped for no ration, and goes on fast', async () => {
    const world = host({ ration: false, dropped: [3, 30] });
    expect(await kinds(world, PORTS)).to.deep.equal({ ...all('error'), 3: 'silence', 30: 'silence' });
    // Each of the two was tried once more, a pause before it.
    expect([world.tried.length, world.now()]).to.deep.equal([52, 2100]);
  });

  it('tells dropped ports from rationed ones', async () => {
    const dropped = [2, 20, 21, 49];
    const world = host({ ration: true, dropped });
    const expected = { ...all('error'), ...Object.fromEntries(dropped.map((port) => [port, 'silence'])) };
    expect(await kinds(world, PORTS)).to.deep.equal(expected);
  });

  it('ends when it is told, and says nothing of the ports that it did not come to', async () => {
    const world = host({ ration: true });
    const found = await kinds(world, PORTS, () => world.now() > 5000);
    expect(Object.keys(found).length).to.be.below(20);
  });
});
