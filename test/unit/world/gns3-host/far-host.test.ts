import { expect } from 'chai';
import { asRoot } from '../../../../src/world/gns3-host/far-host.ts';

describe('the command that shows what a user of another host may not see', () => {
  it('names root in place of the user who was typed: the first --host of a host counts', () => {
    expect(asRoot('niostat links gns3:///A --insecure --host plain@10.77.0.2', 'plain@10.77.0.2')).to.equal(
      'niostat links gns3:///A --insecure --host root@10.77.0.2',
    );
    expect(asRoot('niostat links gns3:///A --host a@10.0.0.2 --host b@10.0.0.20', 'a@10.0.0.2')).to.equal(
      'niostat links gns3:///A --host b@10.0.0.20 --host root@10.0.0.2',
    );
  });

  it('adds it where the host was reached by --ssh', () => {
    expect(asRoot('niostat links gns3:///A --ssh', '10.77.0.2')).to.equal(
      'niostat links gns3:///A --ssh --host root@10.77.0.2',
    );
  });
});
