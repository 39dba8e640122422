import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkLessons } from '../../src/features/teach/check-lessons.ts';
import { loadLesson } from '../../src/features/teach/live/load-lesson.ts';

describe('the files of a lesson', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'niostat-lesson-files-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const told = async (path: string): Promise<string[]> => {
    const { problems } = await checkLessons([path], () => true);
    return problems.map(({ file: where, line, message }) => `${where}:${line} ${message}`.replaceAll(folder, 'HERE'));
  };

  it('must be there: a folder without one is not in order', async () => {
    file('notes.txt', '');
    const result = await checkLessons([folder], () => true);
    expect(result).to.include({ outcome: 'findings', lessons: 0 });
    expect(await told(folder)).to.deep.equal([
      'HERE:1 there is no lesson in this folder: the name of one ends in .yaml',
    ]);
  });

  it('may have a lab of 50 links between 50 devices, and no more', async () => {
    file('most.yaml', labOf(50, 50));
    file('links.yaml', labOf(51, 50));
    file('devices.yaml', labOf(50, 51));
    const own = (lab: string) => file('own.yaml', lessonOf(`lab: ${lab}`));
    expect(await loadLesson(own('most.yaml'))).to.have.property('loaded');
    expect(await told(own('links.yaml'))).to.deep.equal([
      'HERE/own.yaml:5 the lab of a lesson has at most 50 links and events, this one has 51',
    ]);
    expect(await told(own('devices.yaml'))).to.deep.equal([
      'HERE/own.yaml:5 the lab of a lesson has at most 50 devices, this one has 51',
    ]);
  });

  it('are held to that where the lab stands in the lesson', async () => {
    const lab = labOf(51, 50).replaceAll(/^/gm, '  ');
    expect(await told(file('own.yaml', lessonOf(`scenario:\n${lab}`)))).to.deep.equal([
      'HERE/own.yaml:6 the lab of a lesson has at most 50 links and events, this one has 51',
    ]);
  });

  it('may name a lab that is far too large: it is not read', async () => {
    file('large.net', '#'.repeat(1024 * 1024 + 1));
    expect(await told(file('own.yaml', lessonOf('lab: large.net')))).to.deep.equal([
      'HERE/own.yaml:5 the lab of the lesson: HERE/large.net is larger than 1 MiB',
    ]);
  });

  if (process.platform !== 'win32') {
    for (const [what, make] of [
      ['a pipe', (path: string) => void execFileSync('mkfifo', [path])],
      ['a device without an end', (path: string) => symlinkSync('/dev/zero', path)],
    ] as const) {
      it(`are not waited for where the lab is ${what}`, async () => {
        make(join(folder, 'odd.net'));
        expect(await told(file('own.yaml', lessonOf('lab: odd.net')))).to.deep.equal([
          'HERE/own.yaml:5 the lab of the lesson: HERE/odd.net is not a file',
        ]);
      });

      it(`are not waited for where ${what} lies beside them`, async () => {
        mkdirSync(join(folder, 'course'));
        make(join(folder, 'course', 'odd.yaml'));
        file('course/own.yaml', lessonOf(`scenario:\n${labOf(1, 2).replaceAll(/^/gm, '  ')}`));
        expect(await told(join(folder, 'course'))).to.deep.equal([]);
      });
    }
  }
});

function lessonOf(lab: string): string {
  return `lesson: 1
id: own
title: Own
minutes: 4
${lab}
steps:
  - { say: "This is the lab." }
`;
}

/** Links of the first two devices. */
function labOf(links: number, devices: number): string {
  const names = Array.from({ length: devices }, (_, index) => `{ name: R${index + 1} }`);
  const ends = Array.from({ length: links }, (_, index) => `R1 s${index}/0 -- R2 s${index}/0`);
  return `hypervisors: [{ address: "localhost:7200", baseUdp: 10000 }]
devices: [${names.join(', ')}]
links: [${ends.join(', ')}]`;
}
