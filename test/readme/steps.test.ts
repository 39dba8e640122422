import { expect } from 'chai';
import { sectionsOf } from '../support/readme/steps.ts';
import { file } from '../support/text.ts';

const FENCE = '```';

describe('the steps of a page', () => {
  it('are commands with what they print, lines to paste, pictures and Ctrl-C, by sections', () => {
    const page = file`
      # Title
      ![$ niostat check a # One error](docs/img/check.svg)
      ![an ordinary picture](other.svg)
      ${FENCE}sh
      npm ci

      npm link
      ${FENCE}
      ## No steps here
      ## Two hosts
      Text with $ dollars.
      ${FENCE}console
      $ niostat links
      far$ niostat firewall lab.yaml \
        | sh
      one
      …
        two
      $ cat <<END
      ${FENCE}
      ${FENCE}console
      ^C
      ended
      ${FENCE}
      `;
    expect(sectionsOf(page)).to.deep.equal([
      {
        title: 'Title',
        steps: [
          {
            kind: 'command',
            host: '',
            command: 'niostat check a # One error',
            shown: [],
            at: 1,
            picture: 'docs/img/check.svg',
          },
          { kind: 'paste', host: '', command: 'npm ci\n\nnpm link', shown: [], at: 4 },
        ],
      },
      {
        title: 'Two hosts',
        steps: [
          { kind: 'command', host: '', command: 'niostat links', shown: [], at: 13 },
          {
            kind: 'command',
            host: 'far',
            command: 'niostat firewall lab.yaml \\\n  | sh',
            shown: ['one', '…', '  two'],
            at: 15,
          },
          { kind: 'command', host: '', command: 'cat <<END', shown: [], at: 19 },
          { kind: 'stop', host: '', command: '', shown: ['ended'], at: 22 },
        ],
      },
    ]);
  });

  for (const [what, block] of [
    ['a language that is not known', `${FENCE}js\n1\n${FENCE}`],
    ['no language', `${FENCE}\n$ niostat\n${FENCE}`],
    ['output without a command', `${FENCE}console\nout of nowhere\n${FENCE}`],
    ['no end', `${FENCE}sh\nnpm ci`],
    ['an indented block', 'Text:\n\n    $ niostat check lab.net'],
  ] as const) {
    it(`${what} is refused, so that nothing is passed over`, () => {
      expect(() => sectionsOf(`# Title\n${block}\n`)).to.throw(/line \d/);
    });
  }
});
