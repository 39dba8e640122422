import { expect } from 'chai';
import { nextCommand } from '../../../../src/features/reach/next-command.ts';
import type { HostReach, PortReach } from '../../../../src/features/reach/result.ts';

const open: PortReach = { protocol: 'udp', port: 10_000, state: 'open', reason: 'responder', isFinding: false };

const clean: HostReach = {
  host: 'far',
  address: '192.0.2.1',
  responder: 'heard',
  isSample: false,
  ports: [open],
  limits: [],
  findings: [],
  remedies: [],
  verdict: 'clean',
};

const LAB = { labArguments: 'lab.net', hasToken: false };

describe('the command that comes after reach', () => {
  it('is the look at everything else, when the paths are open', () => {
    expect(nextCommand([clean], LAB)).to.equal('niostat preflight lab.net');
    expect(nextCommand([{ ...clean, findings: [{ kind: 'closed', ports: [] }] }], LAB)).to.equal(
      'niostat preflight lab.net',
    );
  });

  it('names the token of responders that still have their ports', () => {
    const next = nextCommand([clean], { ...LAB, hasToken: true });
    expect(next).to.equal('niostat preflight lab.net --token-file -');
  });

  it('writes the rules of the first host that needs some', () => {
    const filtered = { ...clean, host: 'my far', findings: [{ kind: 'lost-there', ports: [] }] } as const;
    expect(nextCommand([clean, filtered], LAB)).to.equal("niostat firewall lab.net --format nft --host 'my far'");
  });

  it('asks again with a responder, where silence leaves it open', () => {
    const silent: PortReach = { ...open, state: 'open|filtered', reason: 'no-response' };
    for (const one of [{ ...clean, ports: [silent] }, { ...clean, responder: 'not heard' } as const]) {
      expect(nextCommand([one], LAB)).to.equal('niostat reach lab.net --token-file -');
    }
  });

  it('is none where the user has to mend something first, and of hosts that were named', () => {
    const interrupted: PortReach = { ...open, state: 'not tried', reason: 'interrupted' };
    expect(nextCommand([{ ...clean, findings: [{ kind: 'no-route', ports: [] }] }], LAB)).to.equal(undefined);
    expect(nextCommand([{ ...clean, ports: [interrupted] }], LAB)).to.equal(undefined);
    expect(nextCommand([clean], { labArguments: undefined, hasToken: false })).to.equal(undefined);
  });
});
