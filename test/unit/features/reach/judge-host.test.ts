import { expect } from 'chai';
import { type HostObservation, judgedHost, judgedPort } from '../../../../src/features/reach/judge-host.ts';
import type { FrameResult, PathQuality, PortReach } from '../../../../src/features/reach/result.ts';

const open: PortReach = { protocol: 'udp', port: 10_000, state: 'open', reason: 'responder', isFinding: false };
const dropped: PortReach = { ...open, state: 'filtered', reason: 'no-response', isFinding: true };
const silent: PortReach = { ...open, state: 'open|filtered', reason: 'no-response' };

function judged(changes: Partial<HostObservation>, labArguments?: string) {
  const seen: HostObservation = {
    isInterrupted: false,
    host: 'alpha',
    address: '192.0.2.1',
    responder: 'heard',
    isSample: false,
    ports: [open],
    limits: [],
    ...changes,
  };
  return judgedHost(seen, { labArguments, hasToken: true });
}

describe('the verdict of a host', () => {
  it('is clean, or has findings, or is not known', () => {
    expect(judged({}).verdict).to.equal('clean');
    expect(judged({ ports: [open, dropped] }).verdict).to.equal('findings');
    expect(judged({ ports: [open, silent] }).verdict).to.equal('unknown');
    expect(judged({ ports: [dropped, silent] }).verdict).to.equal('findings');
  });

  it('is not known after an interruption, or without the responder, whatever was found', () => {
    expect(judged({ ports: [dropped], isInterrupted: true }).verdict).to.equal('unknown');
    expect(judged({ ports: [dropped], responder: 'not heard' }).verdict).to.equal('unknown');
  });

  it('has no field that the result does not have', () => {
    expect(judged({})).to.have.all.keys(
      ...['host', 'address', 'responder', 'isSample', 'ports', 'limits', 'findings', 'remedies', 'verdict'],
    );
  });
});

describe('the responder that a remedy asks for', () => {
  const control: PortReach = {
    protocol: 'tcp',
    port: 7200,
    purpose: 'control',
    state: 'open',
    reason: 'syn-ack',
    isFinding: false,
  };
  const taken: PortReach = { ...silent, port: 10_002, state: 'unfiltered', reason: 'in-use' } as PortReach;
  const remedies = (ports: readonly PortReach[]): string =>
    judged({ ports, responder: 'not heard' }, 'lab.net').remedies.join('\n');

  it('is that of the lab while nothing of it runs', () => {
    const closed: PortReach = { ...control, state: 'closed', reason: 'conn-refused', isFinding: true };
    expect(remedies([closed, silent])).to.include('on alpha, run `niostat respond lab.net`, ');
  });

  it('has the other ports alone where a hypervisor has its control port, which it could not take', () => {
    expect(remedies([control, silent, { ...silent, port: 10_001 }, taken])).to.include(
      'on alpha, run `niostat respond --udp 10000-10001`, ',
    );
  });
});

describe('the verdict of a port', () => {
  const closed = { state: 'closed', reason: 'port-unreach' } as const;

  it('closed is a finding for what the user has named, and of a lab for control ports alone', () => {
    expect(judgedPort({ from: 'user', protocol: 'udp', port: 1 }, closed)).to.deep.equal({
      protocol: 'udp',
      port: 1,
      ...closed,
      isFinding: true,
    });
    const lab = { from: 'lab', protocol: 'tcp', port: 1, hypervisor: undefined } as const;
    expect(judgedPort({ ...lab, purpose: 'control' }, closed)).to.include({ purpose: 'control', isFinding: true });
    expect(judgedPort({ ...lab, purpose: 'console' }, closed)).to.include({ purpose: 'console', isFinding: false });
    // The hypervisors of this host are started after the paths were tried.
    expect(judgedPort({ ...lab, purpose: 'control' }, closed, { isHere: true })).to.include({ isFinding: false });
    expect(judgedPort({ from: 'user', protocol: 'tcp', port: 1 }, closed, { isHere: true }).isFinding).to.equal(true);
  });
});

describe('what is wrong with a host', () => {
  const path = (result: FrameResult): PathQuality => ({ sent: 20, lost: 0, frame: { payloadBytes: 1514, result } });
  const kinds = (changes: Partial<HostObservation>) => judged(changes).findings.map(({ kind }) => kind);

  it('is nothing where all is open, or silence proves nothing', () => {
    expect(kinds({ path: path('passes') })).to.deep.equal([]);
    expect(kinds({ ports: [open, silent] })).to.deep.equal([]);
  });

  it('is a lost frame, and the host has findings then', () => {
    expect(kinds({ path: path('lost on the way back') })).to.deep.equal(['frames-lost']);
    expect(judged({ path: path('lost') }).verdict).to.equal('findings');
  });

  it('is said by kind, with the ports as ranges and the side to look at', () => {
    const there = (port: number): PortReach => ({ ...dropped, port, reason: 'lost-there' });
    const back: PortReach = { ...dropped, port: 10_007, reason: 'lost-back' };
    const { findings, remedies } = judged({ ports: [there(10_000), there(10_001), back, dropped] });
    expect(findings.map(({ kind, ports }) => [kind, ports])).to.deep.equal([
      ['filtered', [{ protocol: 'udp', ports: [{ first: 10_000, last: 10_000 }] }]],
      ['lost-there', [{ protocol: 'udp', ports: [{ first: 10_000, last: 10_001 }] }]],
      ['lost-back', [{ protocol: 'udp', ports: [{ first: 10_007, last: 10_007 }] }]],
    ]);
    expect(remedies.slice(1)).to.deep.equal([
      'open UDP 10000-10001 on alpha: in its own firewall, or in one on the way there',
      'let the answers of alpha from UDP 10007 come back: check what the firewall of this host lets in, and what that of alpha lets out',
    ]);
    expect(judged({ ports: [there(10_000)] }, 'my.net').remedies).to.deep.equal([
      'open UDP 10000 on alpha: `niostat firewall my.net --format nft --host alpha` writes the rules',
    ]);
  });

  it('is no firewall where answers come from another address: the responder is to listen on the one that is tried', () => {
    const back: PortReach = { ...dropped, reason: 'lost-back' };
    expect(judged({ ports: [back], answersFrom: '192.0.2.9' }).remedies).to.deep.equal([
      'on alpha, start `niostat respond` with `--listen 192.0.2.1`: its answers come from 192.0.2.9, where none are expected',
    ]);
  });

  it('is not what a lab finds closed before it runs, but what the user has named', () => {
    const closed: PortReach = { ...open, state: 'closed', reason: 'port-unreach' };
    expect(kinds({ ports: [closed] })).to.deep.equal([]);
    const [finding] = judged({ ports: [{ ...closed, isFinding: true }] }).findings;
    expect(finding).to.deep.equal({
      kind: 'closed',
      ports: [{ protocol: 'udp', ports: [{ first: 10_000, last: 10_000 }] }],
    });
  });
});

describe('the remedies of a host', () => {
  it('name the command for the firewall of a lab, and the places to look at for named ports', () => {
    expect(judged({ ports: [dropped, open] }, 'my.net --os linux').remedies).to.deep.equal([
      'open UDP 10000 on alpha: `niostat firewall my.net --os linux --format nft --host alpha` writes the rules',
    ]);
    expect(judged({ ports: [dropped, open] }).remedies).to.deep.equal([
      'open UDP 10000 in the firewalls of alpha, of this host, and between them',
    ]);
  });
});
