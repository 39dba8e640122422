import { expect } from 'chai';
import type { LoggedNio, Making } from '../../../../src/core/hypervisor-log/nio-log.ts';
import { joinNios } from '../../../../src/core/hypervisor-log/nio-sockets.ts';
import { udp } from '../../../support/socket-tables.ts';

function making(localPort: number, remotePort: number, remoteHost = '127.0.0.1'): Making {
  return { localPort, remoteHost, remotePort };
}

function nio(...makings: readonly Making[]): LoggedNio {
  return {
    makings,
    countedSince: 0,
    sendsSince: undefined,
    boundTo: undefined,
    router: undefined,
    mayBeUnbound: false,
  };
}

const A = udp('127.0.0.1:10000 127.0.0.1:10100', { inode: 1 });
const B = udp('127.0.0.1:10001 127.0.0.1:10101', { inode: 2 });

/** Inodes by name, or why there are none. */
function joined(nios: Record<string, LoggedNio | undefined>, rows = [A, B]): unknown {
  const found = joinNios(new Map(Object.entries(nios)), rows);
  return typeof found === 'string' ? found : Object.fromEntries([...found].map(([name, { inode }]) => [name, inode]));
}

describe('joinNios', () => {
  it('finds the socket with the ports and the peer of each NIO', () => {
    expect(joined({ n0: nio(making(10_000, 10_100)), n1: nio(making(10_001, 10_101)) })).to.deep.equal({
      n0: 1,
      n1: 2,
    });
  });

  it('chooses among makings by which socket is there, and which is another one’s', () => {
    expect(joined({ n0: nio(making(10_009, 1), making(10_000, 10_100)) })).to.deep.equal({ n0: 1 });
    const either = nio(making(10_000, 10_100), making(10_001, 10_101));
    expect(joined({ n0: either, n1: nio(making(10_001, 10_101)) })).to.deep.equal({ n0: 1, n1: 2 });
  });

  it('guesses nothing: of two that may have either, none is joined', () => {
    const either = nio(making(10_000, 10_100), making(10_001, 10_101));
    expect(joined({ n0: either, n1: either })).to.deep.equal({});
    // From 0.2.18 on two NIOs may have the same four values.
    const twin = { ...A, inode: 3 };
    expect(joined({ n0: nio(making(10_000, 10_100)) }, [A, twin])).to.deep.equal({});
  });

  it('has no answer if the log does not know a name, or contradicts the sockets', () => {
    expect(joined({ n0: undefined })).to.equal('unknown name');
    expect(joined({ n0: nio(making(10_000, 10_100)), n1: nio(making(10_000, 10_100)) })).to.equal('contradiction');
  });

  it('takes a name as any address, and an address as itself', () => {
    expect(joined({ n0: nio(making(10_000, 10_100, 'localhost')) })).to.deep.equal({ n0: 1 });
    expect(joined({ n0: nio(making(10_000, 10_100, '10.0.0.1')) })).to.deep.equal({});
    expect(joined({ n0: nio(making(10_000, 10_100, '0.0.0.0')) })).to.deep.equal({ n0: 1 });
    expect(joined({ n0: nio(making(10_000, 10_100, '::ffff:127.0.0.1')) })).to.deep.equal({ n0: 1 });
  });

  it('joins a port from a range, one that the system chose, and leaves out what has no socket', () => {
    const range = { localPort: 10_000, lastLocalPort: 10_010, remoteHost: '127.0.0.1', remotePort: 10_101 };
    expect(joined({ au: nio(range), t0: nio('no socket') })).to.deep.equal({ au: 2 });
    const chosen = { localPort: undefined, remoteHost: '127.0.0.1', remotePort: 10_100 };
    expect(joined({ n0: nio(chosen) })).to.deep.equal({ n0: 1 });
  });
});
