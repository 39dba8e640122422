import { expect } from 'chai';
import { DARWIN } from '../../../../src/core/kernel/systems/darwin.ts';
import type { SystemAnswers } from '../../../../src/core/kernel/systems/statement.ts';
import { WINDOWS } from '../../../../src/core/kernel/systems/windows.ts';
import { askSituations, type Makers } from '../../../../src/features/kernel/live/ask-situations.ts';
import { OwnEnds } from '../../../../src/features/kernel/live/ends.ts';
import type { Means } from '../../../../src/features/kernel/makers.ts';
import type { SituationResult } from '../../../../src/features/kernel/result.ts';
import { FakeKernel, type FakeSocket, isWild, type KernelRules, takesFrom } from '../../../support/fake-kernel.ts';

/** XNU's words on bind, connect and udp_input (docs/FACTS.md, "macOS sockets"). */
const DARWIN_RULES: KernelRules = {
  bindError(socket, onPort) {
    const inTheWay = onPort.filter((other) => {
      // Connected to ::1 a socket is IPv6 alone; without a peer it is on IPv4 as well.
      const meets = other.family === socket.family || (other.family === 6 && other.peer === undefined);
      if (!meets) return false;
      if (socket.user !== 0 && other.user !== socket.user && other.peer !== undefined) return true;
      const isSame = other.family === 6 ? isWild(socket) === isWild(other) : other.localAddress === socket.localAddress;
      if (socket.reuse) return other.peer === undefined && isSame;
      return isWild(socket) || isWild(other) || isSame;
    });
    return inTheWay.length > 0 ? 'EADDRINUSE' : undefined;
  },
  connectError(socket, onPort) {
    if (socket.peer?.port === 0) return 'EADDRNOTAVAIL';
    const isEqual = (other: FakeSocket): boolean => JSON.stringify(other.peer) === JSON.stringify(socket.peer);
    return onPort.some(isEqual) ? 'EADDRINUSE' : undefined;
  },
  receiver: (from, onPort) =>
    onPort.find((one) => one.peer !== undefined && takesFrom(one, from)) ??
    onPort.find((one) => one.peer === undefined && !isWild(one)) ??
    onPort.find((one) => one.peer === undefined),
};

/** Microsoft's table, and what was reported of the receiver (docs/FACTS.md, "Windows sockets"). */
const WINDOWS_RULES: KernelRules = {
  bindError(socket, onPort) {
    const same = onPort.filter((other) => other.family === socket.family);
    const inTheWay = same.some((other) => {
      if (socket.reuse) return !other.reuse && isWild(other);
      return isWild(other) || isWild(socket) || other.localAddress === socket.localAddress;
    });
    return inTheWay ? (socket.reuse ? 'EACCES' : 'EADDRINUSE') : undefined;
  },
  connectError: () => undefined,
  receiver: (from, [first]) => (first !== undefined && takesFrom(first, from) ? first : undefined),
};

const ALL: Omit<Means, 'system'> = { isRoot: true, hasPerl: true, hasIpv6: true, isLocalhostIpv6: true };

/** What a run finds on a machine with these rules, where `answers` are predicted. */
async function asked(rules: KernelRules, answers: SystemAnswers, means: Means): Promise<SituationResult[]> {
  const kernel = new FakeKernel(rules, { isDual: means.system === 'darwin' });
  const [root, user, other] = [0, 1, 2].map((number) => kernel.userSockets(number)) as [
    ReturnType<FakeKernel['userSockets']>,
    ReturnType<FakeKernel['userSockets']>,
    ReturnType<FakeKernel['userSockets']>,
  ];
  const makers: Makers = {
    means,
    // Those of root would be in nobody's way, but they have other ports anyway.
    peers: kernel.userSockets(0),
    waitMs: 0,
    endsFor: ({ users }) => {
      if (users === 'root-first') return new OwnEnds({ first: root, second: user });
      if (users === 'root-second') return new OwnEnds({ first: user, second: root });
      return new OwnEnds(users === 'others' ? { first: user, second: other } : { first: root, second: root });
    },
    end: async () => undefined,
  };
  const ui = { signal: new AbortController().signal, progress: () => undefined };
  return (await askSituations(makers, (situation) => answers[situation], ui)).map(({ result }) => result);
}

describe('niostat kernel on a machine that does what the documents of its system say', () => {
  it('finds on macOS what is predicted for macOS, in every situation', async () => {
    const results = await asked(DARWIN_RULES, DARWIN, { ...ALL, system: 'darwin' });
    expect(results.filter(({ verdict }) => verdict !== 'agrees')).to.deep.equal([]);
    const fallback = results.find(({ situation }) => situation === 'localhost-reuse');
    expect(fallback?.observed).to.include({ bind: 'fallback', receiver: 'none' });
    const ipv6 = results.find(({ situation }) => situation === 'ipv6-ipv4-reuse');
    expect(ipv6?.observed).to.include({ bind: 'bound', receiver: 'peer-of-each' });
  });

  it('finds on Windows what is predicted, learns what is not established, and leaves the exclusive kind', async () => {
    const results = await asked(WINDOWS_RULES, WINDOWS, { ...ALL, system: 'windows', isRoot: false, hasPerl: false });
    expect(results.filter(({ verdict }) => verdict === 'differs')).to.deep.equal([]);
    const verdicts = Object.fromEntries(results.map(({ situation, verdict }) => [situation, verdict]));
    expect(verdicts).to.include({
      'own-ports': 'agrees',
      'reuse-reuse-different': 'agrees',
      'reuse-reuse-identical': 'new',
      'foreign-reuse': 'agrees',
      'foreign6-reuse': 'agrees',
      'plain-plain-different': 'not-tried',
      'vpcs-reuse': 'not-tried',
      'peer-port-zero': 'not-tried',
      'two-users': 'not-tried',
    });
  });

  it('says where a machine does something else, of either half', async () => {
    const lastTakesAll: KernelRules = { ...DARWIN_RULES, receiver: (_, onPort) => onPort.at(-1) };
    const results = await asked(lastTakesAll, DARWIN, { ...ALL, system: 'darwin' });
    const differing = results.filter(({ verdict }) => verdict === 'differs').map(({ situation }) => situation);
    expect(differing).to.include.members(['reuse-reuse-different', 'loopback-reuse']);
    expect(differing).to.not.include.members(['plain-plain-different', 'peer-port-zero']);
  });
});
