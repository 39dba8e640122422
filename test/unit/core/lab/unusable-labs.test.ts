import { expect } from 'chai';
import { BAD_LAB, unusableLabs } from '../../../../src/core/lab/unusable-labs.ts';

describe('unusableLabs', () => {
  // What jobs print is read by GitHub's machines line by line; a line that begins with `::` is an order.
  const file = 'a\n::error::b.net';

  it('has a line for each file, whatever line breaks are in their names', () => {
    const messages = [`cannot read ${file}: gone`, 'cannot read \r\n::add-mask::c: gone'];
    const { message } = unusableLabs(messages.map((one) => ({ file, code: 'ENOENT', message: one, problems: [] })));
    expect(message.split('\n')).to.deep.equal([
      'cannot read a·::error::b.net: gone',
      'cannot read ··::add-mask::c: gone',
    ]);
  });

  it('is one line about one file', () => {
    const { message } = unusableLabs([{ file, code: BAD_LAB, message: `${file} cannot be used`, problems: [] }]);
    expect(message).to.equal('a·::error::b.net cannot be used');
  });
});
