import { expect } from 'chai';
import type { Generation } from '../../src/core/kernel/dynamips-version.ts';
import { ALLOCATOR_NAMES, type AllocatorName } from '../../src/core/lab/lab.ts';
import type { LabModel } from '../../src/core/model/lab-model.ts';
import type { Asked, AskWord, Statement } from '../../src/core/teach/asked.ts';
import type { Moment } from '../../src/core/teach/moment.ts';
import { momentAt } from '../../src/core/teach/moment-at.ts';
import type { Question } from '../../src/core/teach/question.ts';
import { questionFor } from '../../src/core/teach/question-for.ts';
import { typedAnswer } from '../../src/core/teach/typed-answer.ts';
import { Stepper } from '../../src/core/trace/stepper.ts';
import { trace } from '../../src/core/trace/trace.ts';
import { answerText } from '../../src/output/question-text/answer-text.ts';
import { type PlainQuestion, plainConsoles, plainQuestions } from '../support/brute-force/plain-answers.ts';
import { HEARS_BELIEFS, PORT_BELIEFS, RECEIVER_BELIEFS } from '../support/brute-force/plain-beliefs.ts';
import { hypervisorText, type PlainLab, scenarioText } from '../support/brute-force/plain-lab.ts';
import { PLAIN_LABS, withoutByHand } from '../support/brute-force/plain-labs.ts';
import { playPlainly, type Snapshot } from '../support/brute-force/plain-play.ts';
import { plainly } from '../support/brute-force/plain-words.ts';
import { modelOf } from '../support/model.ts';
import { fc, inEveryRun } from '../support/property.ts';
import { scenarioLab } from '../support/read.ts';

const PLAYS = fc.record({
  lab: PLAIN_LABS,
  allocator: fc.constantFrom(...ALLOCATOR_NAMES),
  generation: fc.constantFrom<Generation>('before-0.2.18', 'from-0.2.18'),
  moment: fc.nat(),
});

interface Play {
  readonly lab: PlainLab;
  readonly allocator: AllocatorName;
  readonly generation: Generation;
  /** Questions are asked at this moment, and at the end. */
  readonly moment: number;
}

const COUNTERS: readonly AllocatorName[] = ['dynagen', 'dynagen-0.8.3', 'gns3-classic'];

/** Why nothing is asked although the answer is known. */
const ONE_CHOICE = 'no belief gives another answer than the right one';

/** A lab with what the program makes of it, and what plain loops make of it. */
class Played {
  readonly lab: PlainLab;
  readonly allocator: AllocatorName;
  readonly snapshots: readonly Snapshot[];
  readonly model: LabModel;
  readonly stepper: Stepper;

  constructor({ lab: random, allocator, generation, moment }: Play) {
    // What a server with uBridges makes of a written port is another matter.
    this.lab = COUNTERS.includes(allocator) ? random : withoutByHand(random);
    this.allocator = allocator;
    this.model = modelOf(scenarioLab(scenarioText(this.lab, allocator)));
    this.stepper = new Stepper(() => trace(this.model, generation));
    const snapshots = playPlainly(this.lab, allocator, generation === 'before-0.2.18');
    this.snapshots = snapshots.filter(
      (_, index) => index === moment % snapshots.length || index === snapshots.length - 1,
    );
  }

  momentAt(at: string): Moment {
    return momentAt(this, this.stepper.stepOf(at));
  }

  /** The question of the program, or undefined if it asks none. */
  ask(plain: PlainQuestion): Question | undefined {
    const question = this.questionFor(plain);
    return 'problem' in question ? undefined : question;
  }

  private questionFor({ ask, of, from, at }: PlainQuestion): ReturnType<typeof questionFor> {
    const asked: Asked = {
      ask: ask as AskWord,
      ...(of !== undefined && { of }),
      ...(from !== undefined && { from }),
      at,
    };
    return questionFor(this.momentAt(at), asked);
  }

  /** What the program answers; undefined where it says that nobody can. */
  answerTo(plain: PlainQuestion): string | undefined {
    const question = this.questionFor(plain);
    if (!('problem' in question)) return plainly(question, question.right);
    return question.problem === ONE_CHOICE ? ONE_CHOICE : undefined;
  }

  /** All that can be asked, with the answers of the plain loops. */
  *all(): Generator<{ readonly plain: PlainQuestion; readonly snapshot: Snapshot }> {
    for (const snapshot of this.snapshots)
      for (const plain of plainQuestions(this.lab, snapshot))
        if (plain.ask !== 'next port' || COUNTERS.includes(this.allocator)) yield { plain, snapshot };
  }
}

/** Names that are given out in one order and opened in another are the same names. */
function inOrder(names: string): string {
  return names.split(' and ').sort().join(' and ');
}

function titleOf({ ask, of = 'the lab', at }: PlainQuestion): string {
  return `${ask} of ${of} at ${at}`;
}

describe('questions of random labs', () => {
  it('have the answer that plain loops give, and none where those know none', () => {
    fc.assert(
      fc.property(PLAYS, (play) => {
        const played = new Played(play);
        for (const { plain } of played.all()) {
          const answer = played.answerTo(plain);
          if (answer === ONE_CHOICE) {
            // A socket that hears only itself, or nothing, and has no peer of whom somebody could think.
            expect(plain.ask, titleOf(plain)).to.equal('hears');
            expect(plain.right).to.equal('nothing');
          } else expect(answer && inOrder(answer), titleOf(plain)).to.equal(plain.right && inOrder(plain.right));
        }
      }),
    );
  });

  it('have one right choice, and no two that say the same', () => {
    fc.assert(
      fc.property(PLAYS, (play) => {
        const played = new Played(play);
        for (const { plain } of played.all()) {
          const question = played.ask(plain);
          if (question === undefined) continue;
          const { choices, right, wrong } = question;
          if (choices.length === 0) {
            const typed = typedAnswer(question, plainly(question, right));
            expect(typed && plainly(question, typed), titleOf(plain)).to.equal(plain.right);
            continue;
          }
          const said = choices.map((choice) => inOrder(plainly(question, choice)));
          const texts = choices.map((choice) => answerText(question, choice));
          expect(said.filter((one) => one === inOrder(plain.right ?? '')).length, titleOf(plain)).to.equal(1);
          expect(new Set(said).size, `${titleOf(plain)}: ${said}`).to.equal(said.length);
          expect(new Set(texts).size, `${titleOf(plain)}: ${texts}`).to.equal(texts.length);
          expect(choices.length).to.equal(wrong.length + 1);
          expect(choices.length, titleOf(plain)).to.be.within(2, 4);
        }
      }),
    );
  });

  it('have wrong answers that are what somebody with that belief says', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(PLAYS, (play) => {
        const played = new Played(play);
        for (const { plain, snapshot } of played.all()) {
          const beliefs = { port: PORT_BELIEFS, receiver: RECEIVER_BELIEFS, hears: HEARS_BELIEFS }[plain.ask];
          const { socket } = plain;
          if (beliefs === undefined || socket === undefined) continue;
          for (const { answer, belief } of played.ask(plain)?.wrong ?? []) {
            const says = beliefs[belief.id];
            if (says === undefined) continue;
            met.add(`${plain.ask} ${belief.id}`);
            const question = played.ask(plain) as Question;
            expect(inOrder(plainly(question, answer)), `${titleOf(plain)}: ${belief.id}`).to.equal(
              inOrder(says(played.lab, snapshot, socket) ?? ''),
            );
          }
        }
      }),
      { numRuns: 250, examples: inEveryRun(fc.tuple(PLAYS), 50) },
    );
    expect([...met].sort()).to.include.members([
      'hears first-keeps',
      'hears open-door',
      'port by-hand-counts',
      'port by-router',
      'port next-free',
      'port one-counter-per-host',
      'port one-port-per-link',
      'port ports-come-back',
      'port source-owns-link',
      'receiver copy-for-all',
      'receiver established-is-up',
      'receiver first-keeps',
      'receiver one-port-is-broken',
    ]);
  });

  it('know the consoles of Dynagen', () => {
    fc.assert(
      fc.property(PLAIN_LABS, (lab) => {
        const played = new Played({ lab, allocator: 'dynagen', generation: 'from-0.2.18', moment: 0 });
        const consoles = plainConsoles(lab);
        for (const { name, console } of lab.devices) {
          const isAsked = consoles.has(name) && console === undefined;
          const right = isAsked ? `${consoles.get(name)}` : undefined;
          expect(played.answerTo({ ask: 'console', of: name, at: '0.place', right }), name).to.equal(right);
        }
      }),
    );
  });

  it('know which consoles clash', () => {
    fc.assert(
      fc.property(PLAIN_LABS, fc.nat(), fc.nat(), (lab, a, b) => {
        const consoles = [...plainConsoles(lab)];
        const [one, other] = [consoles[a % consoles.length], consoles[b % consoles.length]];
        if (one === undefined || other === undefined || one === other) return;
        const played = new Played({ lab, allocator: 'dynagen', generation: 'from-0.2.18', moment: 0 });
        const isClash = one[1] === other[1] && hostOf(lab, one[0]) === hostOf(lab, other[0]);
        const plain = { ask: 'clash', of: `console ${one[0]}, console ${other[0]}`, at: '0.place', right: undefined };
        expect(played.answerTo(plain), plain.of).to.equal(isClash ? 'yes' : 'no');
      }),
    );
  });

  it('know which things want one port: ends, bases, consoles and bare numbers', () => {
    let clashes = 0;
    const picks = [PLAIN_LABS, fc.nat(), fc.nat()] as const;
    fc.assert(
      fc.property(...picks, (lab, a, b) => {
        const played = new Played({ lab, allocator: 'dynagen', generation: 'from-0.2.18', moment: 0 });
        const last = played.snapshots.at(-1);
        if (last === undefined) return;
        const things = thingsOf(lab, last);
        const [one, other] = [things[a % things.length], things[b % things.length]];
        if (one === undefined || other === undefined || one.words === other.words) return;
        const isClash =
          one.protocol === other.protocol &&
          (one.host === undefined || other.host === undefined || one.host === other.host) &&
          (one.port === other.port || one.given.some((port) => other.given.includes(port)));
        if (isClash) clashes++;
        const plain = { ask: 'clash', of: `${one.words}, ${other.words}`, at: last.at, right: undefined };
        expect(played.answerTo(plain), plain.of).to.equal(isClash ? 'yes' : 'no');
      }),
      { numRuns: 400, examples: inEveryRun(fc.tuple(...picks), 50) },
    );
    expect(clashes).to.be.greaterThan(0);
  });

  it('tell the one statement that holds, and ask nothing where none or several do', () => {
    const counts = [0, 0, 0];
    const picked = [PLAYS, fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 2, maxLength: 4 })] as const;
    fc.assert(
      fc.property(...picked, (play, picks) => {
        const played = new Played(play);
        const last = played.snapshots.at(-1);
        const ofLast = [...played.all()].filter(({ snapshot }) => snapshot === last).map(({ plain }) => plain);
        const known = ofLast.filter(({ ask, right }) => right !== undefined && STATED.has(ask));
        if (known.length === 0) return;
        const statements = picks.map(([pick, value], place) => statementOf(known, pick, value, place));
        const holding = statements.flatMap(({ isSo }, place) => (isSo ? [place] : []));
        const at = known[0]?.at ?? '';
        const asked: Asked = { ask: 'true of', at, statements };
        const question = questionFor(played.momentAt(at), asked);
        counts[Math.min(2, holding.length)] = (counts[Math.min(2, holding.length)] ?? 0) + 1;
        const said = JSON.stringify(statements);
        if (holding.length === 0) expect(question, said).to.deep.equal({ problem: 'none of the statements holds' });
        else if (holding.length > 1) expect(question, said).to.have.property('problem').that.includes('both hold');
        else if ('problem' in question) expect(question.problem).to.equal(undefined, said);
        else expect(plainly(question, question.right), said).to.equal(`${holding[0]}`);
      }),
      { examples: inEveryRun(fc.tuple(...picked), 20) },
    );
    expect(Math.min(...counts)).to.be.greaterThan(0);
  });

  it('tell a base that mends from those that do not', () => {
    let asked = 0;
    const picks = [PLAIN_LABS, fc.nat()] as const;
    fc.assert(
      fc.property(...picks, (random, number) => {
        const lab = onOneHost(random);
        const { hypervisors } = lab;
        const index = number % hypervisors.length;
        const last = playPlainly(lab, 'dynagen', true).at(-1);
        if (last === undefined) return;
        const played = new Played({ lab, allocator: 'dynagen', generation: 'from-0.2.18', moment: 0 });
        const question = played.ask({ ask: 'base', of: hypervisorText(lab, index), at: last.at, right: '' });
        if (question === undefined) return;
        asked++;
        const withBase = (base: number): PlainLab => ({
          ...lab,
          hypervisors: hypervisors.map((one, place) => (place === index ? { ...one, base } : one)),
        });
        for (const choice of question.choices) {
          const base = Number(plainly(question, choice));
          const isRight = plainly(question, choice) === plainly(question, question.right);
          expect(hasRoom(withBase(base)), `base ${base} of ${hypervisors[index]?.control}`).to.equal(isRight);
        }
      }),
      { numRuns: 60, examples: inEveryRun(fc.tuple(...picks), 10) },
    );
    expect(asked).to.be.greaterThan(0);
  });
});

/** What can be stated, the answers being single words or numbers. */
const STATED = new Set(['port', 'peer', 'state', 'bind', 'count rows', 'count ports', 'next port', 'receiver']);

/** A statement about one of these questions: with its own answer, or that of another of the kind. */
function statementOf(
  known: readonly PlainQuestion[],
  pick: number,
  value: number,
  place: number,
): Statement & { isSo: boolean } {
  const { ask, of, right } = known[pick % known.length] as PlainQuestion;
  const alike = known.filter((one) => one.ask === ask);
  const is = alike[value % alike.length]?.right ?? '';
  const claims = { ask: ask as Exclude<AskWord, 'true of'>, ...(of !== undefined && { of }), is };
  return { say: `statement ${place + 1}`, claims, isSo: is === right };
}

/** A thing that wants ports of a host, or of any. */
interface PlainThing {
  readonly words: string;
  readonly protocol: 'TCP' | 'UDP';
  readonly host: string | undefined;
  readonly port: number;
  /** By the counter of a base. */
  readonly given: readonly number[];
}

function thingsOf(lab: PlainLab, { sockets }: Snapshot): PlainThing[] {
  const open = sockets.filter(({ isClosed }) => !isClosed);
  const one = { given: [] };
  const things: PlainThing[] = open.map(({ name, host, port }) => ({
    ...one,
    words: name,
    protocol: 'UDP',
    host,
    port,
  }));
  for (const [device, port] of plainConsoles(lab))
    things.push({ ...one, words: `console ${device}`, protocol: 'TCP', host: hostOf(lab, device), port });
  for (const { port } of [...things])
    for (const protocol of ['TCP', 'UDP'] as const)
      things.push({ ...one, words: `${protocol} ${port}`, protocol, host: undefined, port });
  // A port that was closed may be given again or not: that depends on the time.
  if (lab.events.length > 0) return things;
  for (const [index, { host, base }] of lab.hypervisors.entries()) {
    const given = sockets.filter(({ on }) => on === index).map(({ port }) => port);
    things.push({ words: `base ${hypervisorText(lab, index)}`, protocol: 'UDP', host, port: base, given });
  }
  return things;
}

function hostOf({ devices, hypervisors }: PlainLab, name: string): string | undefined {
  return hypervisors[devices.find((one) => one.name === name)?.on ?? 0]?.host;
}

/** Two hypervisors of one host, and nothing that is wrong with a lab but its bases. */
function onOneHost(random: PlainLab): PlainLab {
  const { hypervisors, devices, links } = withoutByHand(random);
  const [first, second = first] = hypervisors;
  if (first === undefined || second === undefined) return { hypervisors, devices, links, events: [] };
  const one = { ...first, host: 'localhost', baseConsole: 2000 };
  return {
    hypervisors: [one, { ...second, host: 'localhost', control: 7300, baseConsole: 2000 }],
    devices: devices.map(({ name, isRouter }, index) => ({ name, isRouter, on: index % 2 })),
    links,
    events: [],
  };
}

/** True if no port of a host is given twice, and there are 20 ports up to the next base. */
function hasRoom(lab: PlainLab): boolean {
  const counters = playPlainly(lab, 'dynagen', false).at(-1)?.counters ?? [];
  return lab.hypervisors.every((one, index) =>
    lab.hypervisors.every((other, place) => {
      if (place === index || other.host !== one.host || other.base < one.base) return true;
      const next = counters[index] ?? 0;
      // Who has given no port yet needs no room.
      return other.base > one.base && (next === one.base || other.base - next >= 20);
    }),
  );
}
