import { expect } from 'chai';
import type { LinkEnd } from '../../../../src/features/links/link-table.ts';
import { saveFirst, stillLoaded } from '../../../../src/features/links/still-loaded.ts';

const END: LinkEnd = {
  host: 'localhost',
  localAddress: '127.0.0.1',
  localPort: 10_000,
  remoteAddress: '127.0.0.1',
  remotePort: 10_001,
  present: true,
};

describe('what of a lab is still loaded', () => {
  it('is the devices with sockets, hypervisor by hypervisor', () => {
    const ends: LinkEnd[] = [
      { ...END, hypervisor: 'h:7200', device: 'R2' },
      { ...END, hypervisor: 'h:7200', device: 'R1' },
      { ...END, hypervisor: 'h:7200', device: 'R1' },
      { ...END, hypervisor: 'h:7201', device: 'R3', present: false },
      { ...END, hypervisor: 'h:7202' },
    ];
    expect(stillLoaded(ends)).to.deep.equal([{ hypervisor: 'h:7200', devices: ['R1', 'R2'] }]);
  });

  it('is to be saved first, on all its hypervisors', () => {
    expect(saveFirst([])).to.equal('');
    const loaded = ['h:7200', 'h:7202'].map((hypervisor, index) => ({ hypervisor, devices: [`R${index}`] }));
    expect(saveFirst(loaded)).to.equal(
      'save the configurations of R0, R1 first (loading the lab resets h:7200, h:7202, which still have them); then ',
    );
  });
});
