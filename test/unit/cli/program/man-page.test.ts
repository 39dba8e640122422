import { expect } from 'chai';
import { manPages } from '../../../../src/cli/program/man-page.ts';

describe('manPages', () => {
  const [program, command] = manPages(
    {
      name: 'prog',
      version: '1.2.3',
      summary: 'a program',
      scenarios: [],
      commands: [
        {
          name: 'do',
          summary: 'Does it.',
          description: ['.not a request', "'nor this \\fB"],
          arguments: [
            { name: 'what', description: 'x', isRequired: false, isRepeatable: true, values: { kind: 'any' } },
          ],
          flags: [
            {
              name: 'dry-run',
              char: 'd',
              description: 'Only "say" — nothing else.',
              isRepeatable: true,
              isNegatable: false,
              value: { name: 'how', values: { kind: 'words', words: ['a', 'b'] }, defaultText: 'a' },
            },
            { name: 'color', description: 'Colours.', isRepeatable: false, isNegatable: true },
          ],
          examples: ['prog do .'],
        },
      ],
    },
    { date: '2026-01-31' },
  );

  it('makes a page for the program and one for each command', () => {
    expect([program?.name, command?.name]).to.deep.equal(['prog', 'prog-do']);
    expect(program?.text.split('\n')[0]).to.equal('.TH PROG 1 2026-01-31 "prog 1.2.3" "prog manual"');
  });

  it('lets no text be a request or an escape', () => {
    const lines = command?.text.split('\n') ?? [];
    expect(lines).to.include('\\&.not a request');
    expect(lines).to.include("\\&'nor this \\efB");
    expect(lines).to.include('prog do .');
  });

  it('says how flags are written, what they take, and what is taken if nothing is said', () => {
    const text = command?.text ?? '';
    expect(text).to.include('\\fB\\-d\\fR, \\fB\\-\\-dry\\-run\\fR \\fIhow\\fR\n');
    expect(text).to.include('Only "say" \\[u2014] nothing else. One of a, b. Default: a. May be repeated.');
    expect(text).to.include('\\fB\\-\\-[no\\-]color\\fR\n');
    expect(text).to.include('.RI [ what ...]');
  });
});
