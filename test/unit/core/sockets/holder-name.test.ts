import { expect } from 'chai';
import { holderName, ownerName } from '../../../../src/core/sockets/holder-name.ts';
import { HostView } from '../../../../src/core/sockets/host-view.ts';

describe('holderName', () => {
  it('says as much as is known', () => {
    expect(holderName({ process: 'webmin', pid: 812 })).to.equal('webmin (pid 812)');
    expect(holderName({ pid: 812 })).to.equal('process 812');
    expect(holderName({})).to.equal('a program that only root can see');
  });

  it('finds the name of the process behind a row', () => {
    const view = new HostView({
      ...{ host: 'localhost', source: 'test', addresses: [], rows: [], limits: [] },
      ...{ tellsAge: true, hidesPeers: false },
      processes: new Map([[812, { pid: 812, name: 'dynamips', args: [] }]]),
    });
    expect(ownerName(view, { pid: 812 })).to.equal('dynamips (pid 812)');
    expect(ownerName(view, { pid: 813 })).to.equal('process 813');
    expect(ownerName(view, {})).to.equal('a program that only root can see');
  });
});
