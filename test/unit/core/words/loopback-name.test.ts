import { expect } from 'chai';
import { isCalledLocalhost } from '../../../../src/core/words/loopback-name.ts';

describe('127.0.0.1 in a table', () => {
  it('is localhost if the labs write that, whatever other hosts they have', () => {
    expect([['localhost'], ['LOCALHOST', '10.0.0.2']].map(isCalledLocalhost)).to.deep.equal([true, true]);
  });

  it('is a number if the labs write another name of the loopback, or several', () => {
    const labs = [['127.0.0.1'], ['localhost', '127.0.0.1'], ['localhost', '::1'], ['10.0.0.2']];
    expect(labs.map(isCalledLocalhost)).to.deep.equal([false, false, false, false]);
  });
});
