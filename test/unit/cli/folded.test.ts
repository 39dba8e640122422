import { expect } from 'chai';
import { folded } from '../../../src/cli/folded.ts';

describe('text for standard error', () => {
  let wasTerminal: boolean | undefined;
  let columns: string | undefined;

  beforeEach(() => {
    wasTerminal = process.stderr.isTTY;
    columns = process.env.COLUMNS;
    process.env.COLUMNS = '40';
  });
  afterEach(() => {
    process.stderr.isTTY = wasTerminal as boolean;
    if (columns === undefined) delete process.env.COLUMNS;
    else process.env.COLUMNS = columns;
  });

  it('goes on below itself on a terminal, between words', () => {
    process.stderr.isTTY = true;
    expect(
      folded('niostat: there is no allocator "dynagn"; did you mean dynagen?\n  use one of dynagen, udp-auto'),
    ).to.equal(
      ['niostat: there is no allocator', '  "dynagn"; did you mean dynagen?', '  use one of dynagen, udp-auto'].join(
        '\n',
      ),
    );
    expect(folded('  this one is moved to the right and goes on')).to.equal(
      '  this one is moved to the right and\n    goes on',
    );
  });

  it('stays as it is elsewhere', () => {
    process.stderr.isTTY = false;
    const line = `niostat: ${'word '.repeat(40)}`;
    expect(folded(line)).to.equal(line);
  });
});
