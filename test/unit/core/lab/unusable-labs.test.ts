import { expect } from 'chai';
import type { UnreadableLab } from '../../../../src/core/lab/unreadable-lab.ts';
import { BAD_LAB, unusableLabs } from '../../../../src/core/lab/unusable-labs.ts';

function failed(file: string, code: string): UnreadableLab {
  return { file, code, message: `cannot read ${file}`, problems: [] };
}

describe('unusableLabs', () => {
  const bad: UnreadableLab = {
    file: 'bad.net',
    code: 'BAD_LAB',
    message: 'bad.net cannot be used as a lab',
    problems: [{ severity: 'error', message: 'no section', location: { file: 'bad.net', line: 2, column: 1 } }],
  };

  it('names every file that could not be read, and has the problems of the others', () => {
    const { code, message, problems } = unusableLabs([failed('a.net', 'EIO'), bad, failed('b.net', 'ENOENT')]);
    expect([code, message]).to.deep.equal(['ENOENT', 'cannot read a.net\ncannot read b.net']);
    expect(problems).to.deep.equal(bad.problems);
  });

  it('counts files that were read and are no labs', () => {
    expect(unusableLabs([bad]).message).to.equal('bad.net cannot be used as a lab');
    const { code, message, problems } = unusableLabs([bad, bad, bad]);
    expect([code, message, problems?.length]).to.deep.equal(['BAD_LAB', '3 files cannot be used as labs', 3]);
  });

  it('says of a file without rights what to do about these', () => {
    for (const code of ['EACCES', 'EPERM']) {
      expect(unusableLabs([failed('a.net', code)]).next).to.equal('make it readable for the user who runs niostat');
    }
    expect(unusableLabs([failed('a.net', 'ENOENT')]).next).to.match(/^name a Dynagen \.net file/);
  });

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
