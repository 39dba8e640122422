import { expect } from 'chai';
import { isControlPort } from '../../../../src/features/reach/control-port.ts';

describe('isControlPort', () => {
  it('is true for what a lab says, wherever that is, and of other ports for the usual ones', () => {
    const lab = { from: 'lab', protocol: 'tcp', hypervisor: undefined } as const;
    expect(isControlPort({ ...lab, port: 9000, purpose: 'control' })).to.equal(true);
    // A console that a lab has put there is no hypervisor.
    expect(isControlPort({ ...lab, port: 7200, purpose: 'console' })).to.equal(false);
    const named = (port: number) => isControlPort({ from: 'user', protocol: 'tcp', port });
    expect([7199, 7200, 7299, 7300].map(named)).to.deep.equal([false, true, true, false]);
    expect(isControlPort({ from: 'user', protocol: 'udp', port: 7200 })).to.equal(false);
  });
});
