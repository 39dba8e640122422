import { expect } from 'chai';
import {
  HostView,
  isLocalAddress,
  isMirror,
  isSelfConnected,
  type Located,
} from '../../../../src/core/sockets/host-view.ts';
import { listener, tableOf, udp } from '../../../support/socket-tables.ts';

const ADDRESSES = ['127.0.0.1', '::1', '198.18.0.6', '198.18.0.7', 'fe80::6'];

/** A socket of a Windows with these addresses. */
function on(addresses: string): Located {
  return { view: new HostView(tableOf([], {}, { addresses: ADDRESSES })), row: udp(addresses) };
}

describe('the process that listens on a port', () => {
  const view = new HostView(
    tableOf([
      listener('10.0.0.1:7200', { pid: 1 }),
      listener('0.0.0.0:7200', { pid: 2 }),
      listener('127.0.0.1:7200', { pid: 3 }),
      listener('127.0.0.1:7200', { pid: 4 }),
      listener('127.0.0.1:7201', { unknownOwner: 'no permission' }),
      listener('10.0.0.1:7202', { unknownOwner: 'no permission' }),
      listener('10.0.0.1:7202', { pid: 5 }),
    ]),
  );

  it('is the first on one of the addresses, else the one on every address, else any', () => {
    expect(view.listenerOn(7200, ['127.0.0.1', '::1'])).to.equal(3);
    expect(view.listenerOn(7200, ['127.0.0.1', '10.0.0.1'])).to.equal(1);
    expect(view.listenerOn(7200, ['10.0.0.9'])).to.equal(2);
    expect(view.listenerOn(7202, ['10.0.0.9']), 'the one that is told').to.equal(5);
  });

  it('is unknown where it is not told, and none where none listens', () => {
    expect(view.listenerOn(7201, ['127.0.0.1'])).to.equal('unknown');
    expect(view.listenerOn(7203)).to.equal(undefined);
  });
});

describe('the local address that Windows shows as 0.0.0.0', () => {
  it('is any of the host, of the loopback alone for a peer there', () => {
    const inside = on('0.0.0.0:10000 127.0.0.1:10001');
    expect(ADDRESSES.filter((address) => isLocalAddress(inside, address))).to.deep.equal(['127.0.0.1']);
    const outside = on('0.0.0.0:10000 198.18.0.9:10001');
    expect(ADDRESSES.filter((address) => isLocalAddress(outside, address))).to.deep.equal(['198.18.0.6', '198.18.0.7']);
    expect(isLocalAddress(outside, '198.18.0.8'), "another host's").to.equal(false);
  });

  it('is itself alone where the socket has no peer', () => {
    const open = on('0.0.0.0:10000');
    expect(isLocalAddress(open, '127.0.0.1')).to.equal(false);
    expect(isLocalAddress(open, '0.0.0.0')).to.equal(true);
  });

  it('lets two sockets of one host be each other’s peers', () => {
    expect(isMirror(on('0.0.0.0:10000 127.0.0.1:10001'), on('0.0.0.0:10001 127.0.0.1:10000'))).to.equal(true);
    expect(isMirror(on('0.0.0.0:10000 198.18.0.6:10001'), on('0.0.0.0:10001 198.18.0.6:10000'))).to.equal(true);
  });

  it('does not where one of them takes frames of another address', () => {
    expect(isMirror(on('0.0.0.0:10000 127.0.0.1:10001'), on('0.0.0.0:10001 198.18.0.6:10000'))).to.equal(false);
    expect(isMirror(on('0.0.0.0:10000 127.0.0.1:10001'), on('0.0.0.0:10001 127.0.0.1:10002'))).to.equal(false);
  });

  it('shows a socket that is its own peer', () => {
    expect(isSelfConnected(on('0.0.0.0:10000 127.0.0.1:10000'))).to.equal(true);
    expect(isSelfConnected(on('0.0.0.0:10000 198.18.0.6:10000'))).to.equal(true);
    expect(isSelfConnected(on('0.0.0.0:10000 198.18.0.9:10000'))).to.equal(false);
    expect(isSelfConnected(on('0.0.0.0:10000 127.0.0.1:10001'))).to.equal(false);
  });
});
