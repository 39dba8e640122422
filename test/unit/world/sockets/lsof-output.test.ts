import { expect } from 'chai';
import { LsofReader } from '../../../../src/world/sockets/lsof-output.ts';
import type { RawRow } from '../../../../src/world/sockets/raw-rows.ts';
import { udp } from '../../../support/socket-tables.ts';

/** What is known of this socket, whose owner netstat does not tell, when lsof has printed these lines. */
function completed(lines: readonly string[], row: RawRow = { ...udp('127.0.0.1:10000'), unknownOwner: 'not told' }) {
  const reader = new LsofReader();
  for (const line of lines) reader.line(line);
  reader.complete([row]);
  const { pid, fd, unknownOwner } = row;
  return { pid, fd, unknownOwner };
}

const UNKNOWN = { pid: undefined, fd: undefined, unknownOwner: 'not told' };

describe('LsofReader', () => {
  const file = ['f7', 'tIPv4', 'PUDP', 'n127.0.0.1:10000'];

  it('adds the process and its descriptor', () => {
    expect(completed(['p501', 'cdynamips', ...file])).to.deep.equal({ pid: 501, fd: 7, unknownOwner: undefined });
  });

  it('keeps the process that netstat tells, and adds its descriptor', () => {
    const row = { ...udp('127.0.0.1:10000'), pid: 502 };
    expect(completed(['p501', ...file, 'p502', 'f9', ...file.slice(1)], row)).to.include({ pid: 502, fd: 9 });
  });

  it('tells nobody where two processes have it', () => {
    expect(completed(['p501', ...file, 'p502', ...file])).to.deep.equal(UNKNOWN);
  });

  it('compares both ends and the protocol', () => {
    expect(completed(['p501', 'f7', 'tIPv4', 'PUDP', 'n127.0.0.1:10000->127.0.0.1:10001'])).to.deep.equal(UNKNOWN);
    expect(completed(['p501', 'f7', 'tIPv4', 'PTCP', 'n127.0.0.1:10000'])).to.deep.equal(UNKNOWN);
    const connected: RawRow = { ...udp('127.0.0.1:10000 127.0.0.1:10001') };
    expect(completed(['p501', 'f7', 'PUDP', 'n127.0.0.1:10000->127.0.0.1:10001'], connected)).to.include({ pid: 501 });
    const six: RawRow = { ...udp('[::1]:10000 [::1]:10001') };
    expect(completed(['p501', 'f7', 'tIPv6', 'PUDP', 'n[::1]:10000->[::1]:10001'], six)).to.include({ pid: 501 });
  });

  it('believes no process that is none', () => {
    for (const process of ['p-501', 'p99999999999', 'p0', 'p', 'x501']) {
      expect(completed([process, ...file]), process).to.deep.equal(UNKNOWN);
    }
  });

  it('passes over names that are no ends', () => {
    for (const name of ['n', 'n*:*', 'n127.0.0.1:70000', 'n->', 'n127.0.0.1:10000->x', 'n127.0.0.1', 'n\u0000\u0001']) {
      expect(completed(['p501', 'f7', 'tIPv4', 'PUDP', name]), name).to.deep.equal(UNKNOWN);
    }
  });
});
