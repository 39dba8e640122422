import { expect } from 'chai';
import { ProblemList } from '../../src/core/lab/problem.ts';
import type { PlainDocument } from '../../src/core/lab/text/plain-document.ts';
import { readYamlEvents } from '../../src/core/lab/text/yaml-events.ts';
import { readYamlNodes } from '../../src/core/lab/text/yaml-nodes.ts';
import { fc } from '../support/property.ts';

/** Pieces of YAML, good and bad, without tabs, and without numbers that are too large for a float. */
const pieces = fc.constantFrom(
  ...[
    'a: ',
    'b: 1\n',
    'name: R1\n',
    '? c\n',
    ': ',
    ', ',
    '- ',
    '- x\n',
    '\n',
    '\n',
    '\n  ',
    '\n    - ',
    '---\n',
    '# c\n',
    '# # : -\n',
    '%X\n',
  ],
  ...[
    '[',
    ']',
    '{',
    '}',
    '{a, b: }',
    '[x, y]',
    '"',
    "'",
    '"x: y"',
    "'it''s'",
    '"\\u00e9"',
    '"\\ud800"',
    '|\n  t\n',
    '>-\n  t\n  u\n',
  ],
  ...[
    '~',
    'null',
    'true',
    'yes',
    '0x10',
    '0o17',
    '010',
    '-0',
    '1.5',
    '.inf',
    'é',
    '\r\n',
    '\uFEFF',
    '...\n',
    '&a ',
    '*a',
    '!t ',
  ],
  ...['R1 f0/0 -- R2 f0/0\n', 'f0/0: 1\n', 'x~y: 2\n', '__proto__: 3\n', ' ', '  '],
);

/** Every value with its place and that of its key, by its pointer, and what is not there beside it. */
function everything({ value, positionOf, positionOfKey }: PlainDocument): unknown[] {
  const found: unknown[] = [];
  const visit = (at: unknown, pointer: string): void => {
    for (const path of [pointer, `${pointer}/none`]) found.push([path, positionOf(path), positionOfKey(path)]);
    if (typeof at !== 'object' || at === null) {
      found.push(at);
      return;
    }
    for (const [key, child] of Object.entries(at)) {
      visit(child, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    }
  };
  visit(value, '');
  return found;
}

describe('two libraries', () => {
  it('read the same values at the same places, where both read a text', () => {
    let count = 0;
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
        const text = `k: 0\n${parts.join('')}`;
        const read = readYamlEvents(text);
        if (!('documents' in read)) return;
        count++;
        const problems = new ProblemList('x');
        const documents = readYamlNodes(text, problems);
        expect(problems.finish()).to.deep.equal([]);
        expect(read.documents.map(everything)).to.deep.equal(documents.map(everything));
      }),
      { numRuns: 3000 },
    );
    expect(count).to.be.at.least(100);
  });
});
