/**
 * Exercises on real sockets of this machine, with a student who writes files and presses keys. Needs Linux.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { PROCESS_TITLES } from '../../src/core/words/process-titles.ts';
import { socketsOfThisHost } from '../../src/world/sockets/this-host.ts';
import { LineClient } from '../support/line-client.ts';
import { PracticeStudent } from '../support/practice-student.ts';

/** Ports of the place of a student that a process has. */
async function portsOf({ state: { about } }: PracticeStudent): Promise<string[]> {
  const [control = 0] = controlPorts(about.staged.files[0]?.text ?? '');
  const first = Math.floor(control / 10) * 10;
  const { rows } = await socketsOfThisHost({ allOwners: false, next: '' });
  return rows
    .filter(
      ({ protocol, localPort, state }) =>
        protocol === 'tcp' && state === 'LISTEN' && localPort >= first && localPort < first + 10,
    )
    .map(({ localPort }) => String(localPort));
}

/** The control ports that a lab names, in its order. */
function controlPorts(text: string): number[] {
  return [...text.matchAll(/address: "?(?:localhost|127\.0\.0\.\d):(\d+)/g)].map(([, port]) => Number(port));
}

/** A lab whose base number `index` is another one. */
function withBase(text: string, index: number, base: (bases: number[]) => number): string {
  const bases = [...text.matchAll(/baseUdp: (\d+)/g)].map(([, number]) => Number(number));
  let count = 0;
  return text.replace(/baseUdp: \d+/g, (found) => (count++ === index ? `baseUdp: ${base(bases)}` : found));
}

describe('practice on real sockets', function () {
  this.timeout(60_000);
  const titleBefore = process.title;
  before(function () {
    if (process.platform !== 'linux') this.skip();
    // As the command does: by their name the sockets are those of hypervisors.
    process.title = PROCESS_TITLES.practice;
  });
  after(() => {
    process.title = titleBefore;
  });

  it('same-base-new: a link is SHARED; base + 1 makes it work by luck; a base of its own reaches all goals', () =>
    PracticeStudent.with('same-base-new', async (student) => {
      expect(student.states()).to.deep.equal(['SHARED', 'ESTABLISHED', 'ESTABLISHED']);
      expect(student.goals()).to.deep.equal(['links open', 'clean open', 'room open', 'lines']);
      const first = student.text();
      await student.save(withBase(first, 1, ([base = 0]) => base + 1));
      expect(student.goals()).to.deep.equal(['links', 'clean open', 'room open', 'lines']);
      expect(student.state.slip).to.match(/by luck/);
      await student.save(withBase(first, 1, ([base = 0]) => base + 100));
      expect(student.states()).to.deep.equal(['ESTABLISHED', 'ESTABLISHED', 'ESTABLISHED']);
      expect(student.goals()).to.deep.equal(['links', 'clean', 'room', 'lines']);
      expect(student.state.slip).to.equal(undefined);
    }));

  it('names the end that hears all, though one process has both sockets', () =>
    PracticeStudent.with('same-base-new', async (student) => {
      const [shared] = student.state.sight?.links ?? [];
      // Of equal sockets the newest hears all: that of the end on the right, which is made last.
      const right = / -- (.*)$/.exec(shared?.name ?? '')?.[1];
      expect(student.state.sight?.stories[0]?.says).to.match(new RegExp(`newest, ${right} of`));
    }));

  it('same-base-old: one router hears itself, the other has no socket', () =>
    PracticeStudent.with('same-base-old', async (student) => {
      expect(student.states()).to.include('SELF');
      await student.mend();
      expect(student.goals().filter((goal) => goal.endsWith('open'))).to.deep.equal([]);
    }));

  it('changes nothing for a save that cannot be read, and says the line', () =>
    PracticeStudent.with('same-base-new', async (student) => {
      const { goals, sight } = student.state;
      writeFileSync(student.path(), student.text().replace('devices:', 'devices: [[['));
      const { news } = await student.until((state) => state.news.join().includes('Nothing was loaded'));
      expect(news.join(' ')).to.match(/lab\.yaml:\d+:\d+: /);
      expect([student.state.goals, student.state.sight]).to.deep.equal([goals, sight]);
    }));

  it('sees a file that an editor replaces, one that is gone, and the first one put back', () =>
    PracticeStudent.with('same-base-new', async (student) => {
      const first = student.text();
      const { sight } = student.state;
      writeFileSync(
        student.path('.lab.yaml.swp'),
        withBase(first, 1, ([base = 0]) => base + 100),
      );
      renameSync(student.path('.lab.yaml.swp'), student.path());
      await student.until((state) => state.sight !== sight);
      expect(student.goals()).to.deep.equal(['links', 'clean', 'room', 'lines']);
      rmSync(student.path());
      const { news } = await student.until((state) => state.news.join().includes('gone'));
      expect(news.join(' ')).to.match(/lab\.yaml.*gone/);
      // Only after it was asked.
      student.press('o');
      student.press('n');
      expect(existsSync(student.path())).to.equal(false);
      await student.pressAndLook('o', 'y');
      expect(student.text()).to.equal(first);
      expect(student.states()[0]).to.equal('SHARED');
    }));

  it('takes a half-written save for one save', () =>
    PracticeStudent.with('same-base-new', async (student) => {
      const text = withBase(student.text(), 1, ([base = 0]) => base + 100);
      const { sight } = student.state;
      writeFileSync(student.path(), text.slice(0, 90));
      writeFileSync(student.path(), text);
      await student.until((state) => state.sight !== sight);
      const saves = student.state.acts.filter((act) => act.do === 'save');
      expect(saves).to.have.length(1);
    }));

  it('starts hypervisors that are moved, and ends those that are not in the file any more', () =>
    PracticeStudent.with('same-base-new', async (student) => {
      const [, second = 0] = controlPorts(student.text());
      expect(await portsOf(student)).to.include(String(second));
      await student.save(student.text().replaceAll(String(second), String(second + 4)));
      const ports = await portsOf(student);
      expect(ports).to.include(String(second + 4));
      expect(ports).to.not.include(String(second));
      expect(student.states()[0]).to.equal('SHARED');
    }));

  it('says of a hypervisor whose port another program has that it does not run', () =>
    PracticeStudent.with('same-base-new', async (student) => {
      const [, second = 0] = controlPorts(student.text());
      const other = await listenOn(second + 4);
      try {
        const { news } = await student.save(student.text().replaceAll(String(second), String(second + 4)));
        expect(news.join(' ')).to.match(new RegExp(`:${second + 4} does not run: TCP port ${second + 4} is in use`));
      } finally {
        other.close();
      }
    }));

  it('foreign: the other program has a name and a pid of its own; ending it is seen, and is no mend', () =>
    PracticeStudent.with('foreign', async (student) => {
      expect(student.states()).to.include('FOREIGN');
      const says = student.state.sight?.stories.find(({ state }) => state === 'FOREIGN')?.says ?? '';
      const [, name, pid] = /in use by (\S+) \(pid (\d+)\)/.exec(says) ?? [];
      const trouble = student.state.about.staged.trouble.find((one) => one.trouble === 'held port');
      expect(name).to.equal(trouble?.trouble === 'held port' ? trouble.program : '');
      expect(Number(pid)).to.not.equal(process.pid);
      process.kill(Number(pid), 'SIGKILL');
      await student.until(({ sight }) => sight?.isProgramThere === false);
      expect(student.goals()).to.include('keep open');
      // The first file brings it back.
      await student.pressAndLook('o', 'y');
      expect(student.states()).to.include('FOREIGN');
      await student.mend();
      expect(student.goals().filter((goal) => goal.endsWith('open'))).to.deep.equal([]);
    }));

  it('half-open: a hypervisor that was started again has no NIO, until the lab is loaded again', () =>
    PracticeStudent.with('half-open', async (student) => {
      expect(student.states().filter((state) => state === 'HALF-OPEN')).to.have.length(2);
      await student.pressAndLook('r');
      expect(student.goals().filter((goal) => goal.endsWith('open'))).to.deep.equal([]);
    }));

  it('looks again when somebody else gives a hypervisor a command', () =>
    PracticeStudent.with('half-open', async (student) => {
      await student.pressAndLook('r');
      const { sight } = student.state;
      const client = await LineClient.connect(controlPorts(student.text())[0] as number);
      await client.must('hypervisor reset');
      client.close();
      await student.until(
        (state) => state.sight !== sight && state.sight?.links.some((one) => one.state !== 'ESTABLISHED') === true,
      );
      expect(student.goals()).to.include('links open');
    }));

  it('consoles: each answers with the router that has it', () =>
    PracticeStudent.with('consoles', async (student) => {
      const wrong = student.state.sight?.consoles?.filter(({ router, answers }) => router !== answers);
      expect(wrong).to.have.length(1);
      await student.mend();
      expect(student.goals().filter((goal) => goal.endsWith('open'))).to.deep.equal([]);
    }));

  for (const exercise of ['count', 'crossed', 'block', 'churn', 'two-names', 'two-labs', 'exam']) {
    it(`${exercise}: our mend reaches all goals, and no goal is without need`, () =>
      PracticeStudent.with(exercise, async (student) => {
        expect(student.goals().some((goal) => goal.endsWith('open'))).to.equal(true);
        await student.mend();
        expect(student.goals().filter((goal) => goal.endsWith('open'))).to.deep.equal([]);
      }));
  }

  it('writes what was done after every act, and goes on with it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'niostat-student-'));
    try {
      const work = join(folder, 'work');
      const first = await PracticeStudent.at('same-base-new', work, {
        seed: '2b/student07/same-base-new',
        as: 'student07',
      });
      first.press('h');
      await first.save(withBase(first.text(), 1, ([base = 0]) => base + 1));
      await first.leave();
      const { log, final, seed, as, exercise, place } = first.result();
      expect([exercise, seed, as]).to.deep.equal(['same-base-new', '2b/student07/same-base-new', 'student07']);
      expect(log.map((act) => act.do)).to.deep.equal(['start', 'goals', 'hint', 'save', 'goals', 'quit']);
      expect(final['lab.yaml']).to.equal(readFileSync(join(work, 'lab.yaml'), 'utf8'));
      const [, , , save] = log;
      const line = final['lab.yaml']?.split('\n').findLastIndex((text) => text.includes('baseUdp')) ?? 0;
      expect(save?.do === 'save' && Object.keys(save.lines)).to.deep.equal([String(line + 1)]);
      // A change while no practice runs is a save of the next one.
      writeFileSync(
        join(work, 'lab.yaml'),
        withBase(final['lab.yaml'] ?? '', 1, ([base = 0]) => base + 100),
      );
      const second = await PracticeStudent.at('same-base-new', work);
      expect(second.goals()).to.deep.equal(['links', 'clean', 'room', 'lines']);
      await second.leave();
      const after = second.result();
      expect(after.place).to.equal(place);
      expect(after.as).to.equal('student07');
      expect(after.log.map((act) => act.do)).to.deep.equal([
        ...['start', 'goals', 'hint', 'save', 'goals', 'quit'],
        ...['start', 'save', 'goals', 'quit'],
      ]);
      expect(after.log.map(({ s }) => s)).to.deep.equal([...after.log.map(({ s }) => s)].sort((a, b) => a - b));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('leaves no port and no socket behind, and frees its place', async () => {
    let ports: string[] = [];
    let left: PracticeStudent | undefined;
    await PracticeStudent.with('foreign', async (student) => {
      ports = await portsOf(student);
      left = student;
    });
    expect(ports).to.not.deep.equal([]);
    expect(await portsOf(left as PracticeStudent)).to.deep.equal([]);
    const { rows } = await socketsOfThisHost({ allOwners: false, next: '' });
    expect(rows.filter(({ pid, protocol }) => pid === process.pid && protocol === 'udp')).to.deep.equal([]);
  });

  it('two at once have no port in common', () =>
    PracticeStudent.with('block', (one) =>
      PracticeStudent.with('block', async (other) => {
        const [mine, theirs] = [await portsOf(one), await portsOf(other)];
        expect(mine.filter((port) => theirs.includes(port))).to.deep.equal([]);
        const udp = ({ state }: PracticeStudent): unknown[] => (state.sight?.links ?? []).flatMap(({ ports }) => ports);
        expect(udp(one).filter((port) => udp(other).includes(port))).to.deep.equal([]);
        expect(other.states()).to.deep.equal(one.states());
      }),
    ));

  it('passes over a place whose ports another program has', async () => {
    let first: number[] = [];
    await PracticeStudent.with('block', async (student) => {
      first = controlPorts(student.text());
    });
    const other = await listenOn(first[1] ?? 0);
    try {
      await PracticeStudent.with('block', async (student) => {
        expect(controlPorts(student.text())).to.not.include(first[1]);
      });
    } finally {
      other.close();
    }
  });

  describe('a folder that is there', () => {
    let folder = '';
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'niostat-student-'));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    async function refusal(exercise: string, seed?: string): Promise<string> {
      try {
        const student = await PracticeStudent.at(exercise, folder, { seed });
        await student.leave();
        return 'none';
      } catch (error) {
        return (error as { code?: string }).code ?? String(error);
      }
    }

    it('never loses a file that is not ours', async () => {
      writeFileSync(join(folder, 'lab.yaml'), 'mine');
      expect(await refusal('block')).to.equal('FILE_EXISTS');
      expect(readFileSync(join(folder, 'lab.yaml'), 'utf8')).to.equal('mine');
    });

    it('is refused if it belongs to another exercise or seed', async () => {
      expect(await refusal('block')).to.equal('none');
      expect(await refusal('churn')).to.equal('OTHER_PRACTICE');
      expect(await refusal('block', 'another')).to.equal('OTHER_PRACTICE');
      expect(await refusal('block', 'default')).to.equal('none');
    });

    for (const [what, text] of [
      ['cut off', '{"result":1,"kind":"prac'],
      ['another file', '{"name":"x"}'],
      [
        'a log of other acts',
        '{"result":1,"kind":"practice","exercise":"block","seed":"a","place":0,"log":[{"s":0,"do":"cheat"}],"final":{}}',
      ],
      [
        'a place that is none',
        '{"result":1,"kind":"practice","exercise":"block","seed":"a","place":-1,"log":[],"final":{}}',
      ],
      ['no text', '\u0000\u0001'],
    ] as const) {
      it(`is refused if its result is ${what}`, async () => {
        writeFileSync(join(folder, 'result.json'), text);
        expect(await refusal('block')).to.equal('NOT_A_RESULT');
        expect(readFileSync(join(folder, 'result.json'), 'utf8')).to.equal(text);
      });
    }

    it('is refused while a practice runs in it', async () => {
      const student = await PracticeStudent.at('block', folder);
      expect(await refusal('block')).to.equal('PLACE_IN_USE');
      await student.leave();
      expect(await refusal('block')).to.equal('none');
    });

    it('is refused where no folder can be made, and where one is a file', async () => {
      const mine = folder;
      folder = '/proc/practice/block';
      expect(await refusal('block')).to.equal('ENOENT');
      writeFileSync(join(mine, 'file'), '');
      folder = join(mine, 'file', 'block');
      expect(await refusal('block')).to.match(/^(ENOTDIR|EEXIST)$/);
      folder = mine;
    });

    it('survives a result that cannot be written', async () => {
      const student = await PracticeStudent.at('block', folder);
      rmSync(join(folder, 'result.json'));
      mkdirSync(join(folder, 'result.json'));
      const { news } = await student.mend();
      expect(news.join(' ')).to.match(/result could not be written/);
      await student.leave();
    });
  });
});

describe('practice played from the model', () => {
  it('needs no socket, and says that it has none', () =>
    PracticeStudent.with(
      'same-base-new',
      async (student) => {
        expect(student.states()).to.deep.equal(['SHARED', 'ESTABLISHED', 'ESTABLISHED']);
        expect(student.state.about.playedBecause).to.match(/--played/);
        await student.mend();
        expect(student.goals()).to.deep.equal(['links', 'clean', 'room', 'lines']);
        expect(student.result().isPlayed).to.equal(true);
      },
      { isPlayed: true },
    ));
});

function listenOn(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port }, () => resolve(server));
  });
}
