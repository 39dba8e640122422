import { expect } from 'chai';
import { hypervisorKey } from '../../../../src/core/lab/hypervisor.ts';

describe('hypervisorKey', () => {
  it('is one for two spellings, and another for another kind, port or name', () => {
    const key = hypervisorKey({ kind: 'dynamips', host: 'Bender', port: 7200 });
    expect(hypervisorKey({ kind: 'dynamips', host: 'bender.', port: 7200 })).to.equal(key);
    expect(hypervisorKey({ kind: 'qemu', host: 'bender', port: 7200 })).to.not.equal(key);
    expect(hypervisorKey({ kind: 'dynamips', host: 'bender', port: 7201 })).to.not.equal(key);
    expect(hypervisorKey({ kind: 'dynamips', host: 'xplt', port: 7200 })).to.not.equal(key);
  });
});
