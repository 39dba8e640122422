import { expect } from 'chai';
import { modelOfEachFile } from '../../../../src/core/model/each-file.ts';
import { check } from '../../../../src/features/check/check.ts';
import { checkEach } from '../../../../src/features/check/check-each.ts';
import { renderCheck } from '../../../../src/features/check/render/text.ts';
import { NO_PAINT } from '../../../../src/output/paint.ts';
import { modelOf } from '../../../support/model.ts';
import { netLab } from '../../../support/read.ts';
import { expectValid } from '../../../support/result-schema.ts';

const PAGE = { paint: NO_PAINT, width: 80 };
const LAB = netLab('[127.0.0.1:7200]\nudp = 9000\n[[ROUTER R1]]\nf0/0 = NIO_udp:9000:bender:9001\n');
const UNANSWERED = { addresses: new Map(), unanswered: new Map([['bender', { afterMs: 5000 }]]) };

describe('check where a name was not answered for', () => {
  it('does not know, and says so without a tick', () => {
    const result = check(modelOf(LAB, UNANSWERED), { failOn: 'error' });
    expectValid('check', result);
    expect(result.outcome).to.equal('unknown');
    expect(result.unanswered).to.deep.equal([{ name: 'bender', afterMs: 5000 }]);
    const last = renderCheck(result, PAGE, 'error')
      .split('\n')
      .find((line) => line.includes('lab:'));
    expect(last).to.match(/^! lab: .*, and the addresses of 1 host are not known /);
  });

  it('does not accuse the name, as it does where it has no address', () => {
    const ids = (assumptions: object): string[] => check(modelOf(LAB, assumptions)).findings.map(({ id }) => id);
    expect(ids(UNANSWERED)).to.not.include('NIO024');
    expect(ids({ addresses: new Map([['bender', []]]) })).to.include('NIO024');
  });

  it('does so for each file', () => {
    const result = checkEach(modelOfEachFile([LAB], UNANSWERED), { failOn: 'error' });
    expectValid('check', result);
    expect(result.outcome).to.equal('unknown');
    expect(result.unanswered).to.have.length(1);
  });
});
