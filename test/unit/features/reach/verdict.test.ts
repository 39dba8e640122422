import { expect } from 'chai';
import type { UdpEvidence } from '../../../../src/features/reach/evidence.ts';
import type { Receipt } from '../../../../src/features/reach/receipts.ts';
import type { ReachVerdict } from '../../../../src/features/reach/result.ts';
import { tcpVerdict, udpVerdict } from '../../../../src/features/reach/verdict.ts';
import type { TcpResult } from '../../../../src/world/network/tcp.ts';

const nobody = { isHeard: false, holds: () => undefined, receipt: () => undefined };
const heard = (isHeld: boolean | undefined, receipt?: Receipt) => ({
  isHeard: true,
  holds: () => isHeld,
  receipt: () => receipt,
});
const error = (code: string, isOwn = false): UdpEvidence => ({ kind: 'error', code, isOwn });
const silence: UdpEvidence = { kind: 'silence' };

function udp(evidence: UdpEvidence, knowledge: Parameters<typeof udpVerdict>[2] = nobody): string {
  const { state, reason } = udpVerdict(10_000, evidence, knowledge);
  return `${state} ${reason}`;
}

function tcp(result: TcpResult, knowledge: Parameters<typeof udpVerdict>[2] = nobody): ReachVerdict {
  return tcpVerdict(7200, result, knowledge);
}

describe('verdicts of reach', () => {
  it('UDP: open needs an answer', () => {
    expect(udp({ kind: 'responder' }, heard(true))).to.equal('open responder');
    expect(udp({ kind: 'datagram' })).to.equal('open udp-response');
  });

  it('UDP: a refusal is closed, unless the responder has the port', () => {
    expect(udp(error('ECONNREFUSED'))).to.equal('closed port-unreach');
    expect(udp(error('ECONNREFUSED'), heard(false))).to.equal('closed port-unreach');
    expect(udp(error('ECONNREFUSED'), heard(undefined))).to.equal('closed port-unreach');
    expect(udp(error('ECONNREFUSED'), heard(true))).to.equal('filtered port-unreach');
  });

  it('UDP: silence is filtered where the responder is heard, unless it does not have the port', () => {
    expect(udp(silence, heard(true))).to.equal('filtered no-response');
    expect(udp(silence, heard(undefined))).to.equal('filtered no-response');
    expect(udp(silence, heard(false))).to.equal('open|filtered no-response');
    expect(udp(silence)).to.equal('open|filtered no-response');
  });

  it('UDP: the responder says on which way the datagrams of a silent port were lost', () => {
    const [none, answered, held] = [
      { received: 0, answered: 0 },
      { received: 7, answered: 7 },
      { received: 7, answered: 0 },
    ];
    expect(udp(silence, heard(true, none))).to.equal('filtered lost-there');
    expect(udp(silence, heard(undefined, none))).to.equal('filtered lost-there');
    expect(udp(silence, heard(true, answered))).to.equal('filtered lost-back');
    // What it has received it holds, whether it could be asked for that or not.
    expect(udp(silence, heard(undefined, answered))).to.equal('filtered lost-back');
    // Its own limit has kept the answers, and no firewall.
    expect(udp(silence, heard(true, held))).to.equal('open|filtered not-answered');
    expect(udp(silence, heard(false, none))).to.equal('open|filtered no-response');
  });

  it('UDP: what others prohibit is not what this host has no way to', () => {
    for (const code of ['EHOSTUNREACH', 'ENETUNREACH', 'EACCES'])
      expect(udp(error(code))).to.equal('filtered admin-prohibited');
    expect(udp(error('EHOSTUNREACH', true))).to.equal('filtered host-unreach');
    expect(udp(error('ENETUNREACH', true))).to.equal('filtered net-unreach');
    expect(udp(error('EPERM', true))).to.equal('filtered admin-prohibited');
  });

  it('what this host cannot send is not tried, and not filtered', () => {
    for (const code of ['ENOBUFS', 'EINVAL', 'EAFNOSUPPORT']) {
      for (const isOwn of [true, false]) expect(udp(error(code, isOwn))).to.equal(`not tried ${code}`);
      const unknown = { state: 'unreachable', reason: code.toLowerCase() } as const;
      expect(tcp(unknown)).to.deep.equal({ state: 'not tried', reason: code });
    }
  });

  it('TCP: a refusal is closed, unless the responder has the port', () => {
    const refused = { state: 'refused', reason: 'conn-refused' } as const;
    for (const isHeld of [false, undefined])
      expect(tcp(refused, heard(isHeld))).to.deep.equal({ state: 'closed', reason: 'conn-refused' });
    expect(tcp(refused, heard(true))).to.deep.equal({
      state: 'filtered',
      reason: 'conn-refused',
      detail: 'the responder has the port, so a firewall refuses',
    });
  });

  it('TCP: in the words of nmap', () => {
    expect(tcp({ state: 'open', reason: 'syn-ack' })).to.deep.equal({ state: 'open', reason: 'syn-ack' });
    expect(tcp({ state: 'refused', reason: 'conn-refused' })).to.include({ state: 'closed' });
    expect(tcp({ state: 'timeout', reason: 'no-response' })).to.include({ state: 'filtered' });
    expect(tcp({ state: 'unreachable', reason: 'admin-prohibited' })).to.include({ state: 'filtered' });
    expect(tcp({ state: 'interrupted', reason: 'interrupted' })).to.include({ state: 'not tried' });
  });
});
