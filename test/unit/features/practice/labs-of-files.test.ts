import { expect } from 'chai';
import type { Staged } from '../../../../src/features/practice/exercise.ts';
import { modelOfFiles } from '../../../../src/features/practice/labs-of-files.ts';

const STAGED: Staged = {
  story: [],
  files: [
    { name: 'lab.yaml', text: '', isLab: true },
    { name: 'notes.txt', text: '', isLab: false },
  ],
  trouble: [],
  goals: [],
  hints: ['', '', ''],
  slips: [],
  mend: {},
  because: '',
};

const LAB = `name: Lab
hypervisors:
  - address: localhost:7300
    baseUdp: 10000
devices:
  - { name: R1 }
  - { name: R2 }
links:
  - R1 f0/0 -- R2 f0/0
`;

/** `line: message`, or `N links`. */
function read(text: string | undefined): string {
  const result = modelOfFiles(STAGED, text === undefined ? {} : { 'lab.yaml': text });
  if ('problem' in result) return `${result.problem.location.line}: ${result.problem.message}`;
  return `${result.model.labs.flatMap(({ links }) => links).length} links`;
}

describe('the labs of a practice', () => {
  it('are read from the files that are labs', () => {
    expect(read(LAB)).to.equal('1 links');
  });

  const REFUSED: ReadonlyArray<readonly [what: string, text: string | undefined, problem: RegExp]> = [
    ['a file that is gone', undefined, /^1: the file is gone$/],
    ['an empty file', '', /^1: the file is empty$/],
    ['a fault of spelling', LAB.replace('devices', 'devises'), /^1: "devices" is missing$/],
    ['a router on no hypervisor', LAB.replace('R1 }', 'R1, hypervisor: "localhost:9" }'), /^6: there is no hypervisor/],
    ['a version that is none', `dynamips: new\n${LAB}`, /^1: dynamips is not well-formed/],
    ['a GNS3 server', `allocator: gns3-server-2.2.3\n${LAB}`, /^1: in practice each hypervisor counts from its base/],
    ['another machine', LAB.replace('localhost', '10.0.0.2'), /^3: 10\.0\.0\.2:7300 is no hypervisor of this machine$/],
    ['a wrapper', LAB.replace('localhost:7300', 'qemu localhost:10525'), /is no hypervisor of this machine$/],
    ['a file without an end', `${LAB}#${'x'.repeat(70_000)}`, /^1: it has more than 64000 characters$/],
    [
      'very many links',
      LAB.concat(Array.from({ length: 101 }, (_, n) => `  - R1 f${n + 1}/0 -- R2 f${n + 1}/0\n`).join('')),
      /^1: in practice a lab has at most 100 links and events$/,
    ],
    ['bytes of a program', '\u0000\u0001\u0002', /^1: /],
    ['anchors that grow', `a: &a [x, x]\nb: &b [*a, *a]\n${LAB}`, /^\d+: /],
  ];
  for (const [what, text, problem] of REFUSED) {
    it(`are not loaded from ${what}`, () => {
      expect(read(text)).to.match(problem);
    });
  }
});
