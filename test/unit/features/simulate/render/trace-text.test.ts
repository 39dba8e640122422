import { expect } from 'chai';
import { traceText } from '../../../../../src/features/simulate/render/trace.ts';
import { NO_PAINT } from '../../../../../src/output/paint.ts';
import { modelOf } from '../../../../support/model.ts';
import { scenarioLab } from '../../../../support/read.ts';
import { file } from '../../../../support/text.ts';

/** The fifth port of the first hypervisor is the first of the second one. */
const OVERRUN = scenarioLab(file`
  hypervisors: [{ address: "localhost:7200", baseUdp: 10000 }, { address: "localhost:7201", baseUdp: 10002 }]
  devices: [{ name: R1, hypervisor: "localhost:7200" }, { name: R2, hypervisor: "localhost:7200" }, { name: R3, hypervisor: "localhost:7201" }, { name: R4, hypervisor: "localhost:7201" }]
  links: [R1 f0/0 -- R2 f0/0, R3 f0/0 -- R4 f0/0, R1 f1/0 -- R2 f1/0]
`);

describe('the text of a trace', () => {
  it('shows an earlier link that breaks in the colour of trouble, beside the one that works', () => {
    const paint = { ...NO_PAINT, bad: (text: string) => `<${text}>`, good: (text: string) => `(${text})` };
    const page = { width: 80, paint, verbose: false };
    const text = [
      ...traceText(modelOf(OVERRUN, { dynamips: '0.2.24' }), page, {
        header: false,
        programs: false,
        numeric: false,
        files: '',
      }),
    ].join('');
    expect(text.slice(text.indexOf('   15  '))).to.equal(file`
      ${'   '}15  (The link R1 f1/0 -- R2 f1/0 works: each end hears the other.)
      <       The link R3 f0/0 -- R4 f0/0 is broken now: frames go astray.>
             A frame of R3 f0/0 goes astray: R2 f1/0 hears it.
             A frame of R4 f0/0 goes astray: R1 f1/0 hears it.
    `);
  });
});
