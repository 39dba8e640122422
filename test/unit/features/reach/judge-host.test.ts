import { expect } from 'chai';
import { type HostObservation, judgedHost, judgedPort } from '../../../../src/features/reach/judge-host.ts';
import type { PortReach } from '../../../../src/features/reach/result.ts';

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
      ...['host', 'address', 'responder', 'isSample', 'ports', 'limits', 'remedies', 'verdict'],
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
  });
});

describe('the remedies of a host', () => {
  it('name the command for the firewall of a lab, and the places to look at for named ports', () => {
    expect(judged({ ports: [dropped, open] }, 'my.net --os linux').remedies).to.deep.equal([
      'let UDP 10000 through: niostat firewall my.net --os linux --for nft --host alpha prints the rules for it',
    ]);
    expect(judged({ ports: [dropped, open] }).remedies).to.deep.equal([
      'let UDP 10000 through in the firewalls of alpha, of this host, and of what is between',
    ]);
  });
});
