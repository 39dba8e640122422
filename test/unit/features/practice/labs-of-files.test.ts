import { expect } from 'chai';
import type { Staged } from '../../../../src/features/practice/exercise.ts';
import { stageOf } from '../../../../src/features/practice/exercises.ts';
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

describe('a lab that leaves the ports of its practice', () => {
  // Place 1: control ports from 7310, the last of ten keeps the place; consoles 2050 to 2099.
  const staged = stageOf('consoles', 'a', 1);
  const [{ name, text } = { name: '', text: '' }] = staged.files;

  function readWith(pattern: RegExp, replacement: string): string {
    expect(text).to.match(pattern);
    const result = modelOfFiles(staged, { [name]: text.replaceAll(new RegExp(pattern, 'g'), replacement) });
    return 'problem' in result ? result.problem.message : 'loaded';
  }

  const STRAYS: ReadonlyArray<readonly [what: string, from: RegExp, to: string, problem: string]> = [
    ['another machine', /localhost:7310/, '10.0.0.5:7200', '10.0.0.5:7200 is no hypervisor of this machine'],
    ['every address', /localhost:7310/, '0.0.0.0:7310', '0.0.0.0:7310 is no hypervisor of this machine'],
    [
      'a port of the system',
      /localhost:7310/,
      'localhost:22',
      'the port of localhost:22 is not yours: use 7310 to 7318',
    ],
    [
      "another practice's",
      /localhost:7310/,
      '127.0.0.1:7320',
      'the port of 127.0.0.1:7320 is not yours: use 7310 to 7318',
    ],
    [
      'that which keeps the place',
      /localhost:7311/,
      'localhost:7319',
      'the port of localhost:7319 is not yours: use 7310 to 7318',
    ],
  ];
  for (const [what, from, to, problem] of STRAYS) {
    it(`is not loaded: ${what}`, () => {
      expect(readWith(from, to)).to.equal(problem);
    });
  }

  it('is not loaded: a console that a real program may have', () => {
    expect(readWith(/console: 20\d\d/, 'console: 6379')).to.match(
      /^the console of R\S+ is TCP port 6379: use 2050 to 2099$/,
    );
  });

  it('is not loaded: a base among the ports of the system', () => {
    expect(readWith(/baseUdp: \d+/, 'baseUdp: 53')).to.match(
      /^R\S+ f\d\/\d gets UDP port 53, and those below 1024 are the system's$/,
    );
  });

  it('is not loaded: a tunnel to another machine, whose name would be looked up', () => {
    expect(readWith(/(R\S+ f\d\/\d) -- .*/, '$1 -- NIO_udp:10300:example.com:10301')).to.match(
      /^R\S+ f\d\/\d sends to example\.com, and practice stays on this machine$/,
    );
  });

  it('is loaded with any other control port of the place', () => {
    expect(readWith(/localhost:7311/, '127.0.0.2:7318')).to.equal('loaded');
  });
});
