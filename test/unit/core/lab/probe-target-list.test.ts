import { expect } from 'chai';
import { InputError } from '../../../../src/core/errors/input-error.ts';
import { parseTargets } from '../../../../src/core/lab/probe-target-list.ts';

function names(text: string): string[] | undefined {
  return parseTargets(text)?.map(({ name }) => name);
}

function refusal(text: string): string {
  try {
    parseTargets(text);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return '';
}

describe('parseTargets', () => {
  it('reads one target, and ranges and lists of ports of one host', () => {
    expect(names('127.0.0.1:7200')).to.deep.equal(['127.0.0.1:7200']);
    expect(names('127.0.0.1:7200-7203')).to.deep.equal([7200, 7201, 7202, 7203].map((port) => `127.0.0.1:${port}`));
    expect(names('bender:7202,7200')).to.deep.equal(['bender:7200', 'bender:7202']);
    expect(names('[::1]:7200-7201')).to.deep.equal(['[::1]:7200', '[::1]:7201']);
    expect(names('lab:7200,7300-7301')).to.deep.equal(['lab:7200', 'lab:7300', 'lab:7301']);
  });

  it('leaves paths of files alone', () => {
    for (const path of ['lab.net', './a:7200-7201', 'C:\\labs\\a', 'lab-2.net', 'a b:7200-7201', 'x:7200-7201.net']) {
      expect(parseTargets(path), path).to.equal(undefined);
    }
  });

  it('says what is wrong with the ports', () => {
    expect(refusal('a:7203-7200')).to.include('"7203-7200" ends before it begins');
    expect(refusal('a:7200-70000')).to.include('is not between 1 and 65535');
    expect(refusal('a:7200,,7201')).to.include('neither a port nor a range');
    expect(refusal('a:7200-')).to.include('neither a port nor a range');
    expect(refusal('a:1-257')).to.include('has 257 ports, and a target may have 256');
    expect(names('a:1-256')).to.have.length(256);
  });
});
