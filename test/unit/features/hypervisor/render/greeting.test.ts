import { expect } from 'chai';
import { renderGreeting } from '../../../../../src/features/hypervisor/render/greeting.ts';

describe('renderGreeting', () => {
  it('says where it listens, what it is like and how it ends', () => {
    expect(renderGreeting({ host: '127.0.0.1', port: 7200, version: '0.2.24' })).to.equal(
      'Listening on 127.0.0.1:7200, as Dynamips 0.2.24 without IOS.\nCtrl-C ends it.\nIn another terminal: niostat probe 127.0.0.1:7200',
    );
  });

  it('warns where others reach it', () => {
    expect(renderGreeting({ host: '::', port: 7200, version: '0.2.17' }).split('\n')).to.deep.equal([
      'Listening on [::]:7200, as Dynamips 0.2.17 without IOS.',
      'Every host on the network can use it: it asks for no password.',
      'Ctrl-C ends it.',
      'In another terminal: niostat probe 127.0.0.1:7200',
    ]);
  });
});
