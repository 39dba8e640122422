/** What people see: the built program in a real terminal, at two widths, with colours and without. */
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect } from 'chai';
import { stringify } from 'yaml';
import { Folder } from '../support/cli.ts';
import { HYPERVISOR_PROGRAMS, type HypervisorProcess } from '../support/hypervisor-process.ts';
import { LineClient } from '../support/line-client.ts';
import { CTRL_C, HAS_PSEUDO_TERMINAL, type TerminalKind, TerminalSession } from '../support/pseudo-terminal.ts';
import { freePorts, freeTcpPort } from '../support/real-sockets.ts';
import { betweenText, objectsOf, untilReplied } from '../support/rehearsal.ts';
import { screenAfter, type TerminalScreen } from '../support/terminal-screen.ts';

interface Look {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly hasColours: boolean;
  /** True if the terminal can take back what it shows. */
  readonly erases: boolean;
}

const LOOKS: readonly Look[] = [
  { name: 'in colour', env: { TERM: 'xterm-256color' }, hasColours: true, erases: true },
  { name: 'NO_COLOR=1', env: { TERM: 'xterm-256color', NO_COLOR: '1' }, hasColours: false, erases: true },
  { name: 'TERM=dumb', env: { TERM: 'dumb' }, hasColours: false, erases: false },
];

/** What a run leaves behind in its terminal. */
interface Seen extends TerminalScreen {
  readonly code: number | null;
  readonly output: string;
  /** Lines with something in them. */
  readonly shown: readonly string[];
}

/** Runs the program in a terminal, and `act` meanwhile; what holds for every run is tried here. */
async function seen(
  args: readonly string[],
  { columns, look }: { readonly columns: number; readonly look: Look },
  act: (session: TerminalSession) => Promise<void> = async () => undefined,
): Promise<Seen> {
  const kind: TerminalKind = { columns, rows: 50, env: look.env };
  return TerminalSession.with(args, kind, async (session) => {
    await act(session);
    const code = await session.ended;
    const screen = session.screen();
    // A path that is longer than the line stays whole, to be copied.
    expect(screen.faults.filter((fault) => !/^wraps after \d+ columns: +\/\S+$/.test(fault))).to.deep.equal([]);
    expect(screen.attributes, 'colours that are still on').to.deep.equal([]);
    expect([screen.column, screen.below], 'the cursor is at the start of an empty line').to.deep.equal([0, []]);
    if (!look.hasColours) expect(session.output).to.not.match(/\u001b\[[0-9;]*m/);
    if (!look.erases) expect(session.output).to.not.include('\u001b');
    return { ...screen, code, output: session.output, shown: screen.lines.filter((line) => line !== '') };
  });
}

/** Long, and partly of characters that take two columns. */
const NAME =
  'Praktikum im Wintersemester, Gruppe sieben, deren Name kein Ende nehmen will 網絡實驗室 und noch etwas dazu';
const [R1, R2] = ['Rechenzentrum-Nordwest-Kernrouter-Eins', 'Rechenzentrum-Suedost-網絡-Verteiler-Zwei'];

/** The last line of a table with broken links. */
const HINT = 'Next:';

const folder = new Folder();
let [first, second]: HypervisorProcess[] = [];

/** Two routers on a hypervisor each, with a link between them. */
async function labFile(baseUdp: readonly [number, number], ports = [portOf(first), portOf(second)]): Promise<string> {
  const hypervisors = ports.map((port, index) => ({ address: `127.0.0.1:${port}`, baseUdp: baseUdp[index] }));
  const devices = [R1, R2].map((name, index) => ({ name, hypervisor: hypervisors[index]?.address }));
  const consoles = [await freeTcpPort(), await freeTcpPort()];
  const lab = {
    name: NAME,
    hypervisors,
    devices: devices.map((device, index) => ({ ...device, console: consoles[index] })),
    links: [`${R1} f0/0 -- ${R2} f0/0`],
  };
  return folder.file(`lab-${baseUdp.join('-')}.yaml`, stringify(lab));
}

function portOf(hypervisor: HypervisorProcess | undefined): number {
  if (hypervisor === undefined) throw new Error('the hypervisors have not been started');
  return hypervisor.port;
}

/** All that stood in the progress line. */
function progressTexts(output: string): string[] {
  return [...output.matchAll(/\r\u001b\[K([^\r\u001b]+)(?=\r\u001b)/g)].map(([, text = '']) => text);
}

/** A text that was folded, on one line again. */
function unfolded(lines: readonly string[]): string {
  return lines.map((line) => line.trim()).join(' ');
}

function describeIn(columns: number, look: Look): void {
  const where = { columns, look };

  it('preflight: findings, and the next command at the end', async () => {
    const [base = 0] = await freePorts(1);
    const path = await labFile([base, base]);
    const { code, shown, hasStyle } = await seen(['preflight', path], where);
    expect(code).to.equal(1);
    expect(hasStyle).to.equal(look.hasColours);
    expect(unfolded(shown)).to.match(
      new RegExp(`^${NAME}: before the lab starts ✗ error NIO001 +${path}:\\d+:\\d+ .* ok: file, .*hypervisors`),
    );
    expect(unfolded(shown)).to.match(
      new RegExp(` ✗ 12 questions: 1 failure, .* Next: niostat plan ${path} .*then run preflight again$`),
    );
  });

  it('preflight --rehearse: what the rehearsal found', async () => {
    const [base = 0] = await freePorts(1);
    const path = await labFile([base, base]);
    const { code, shown, hasStyle, output } = await seen(['preflight', '--rehearse', path], where);
    expect(code).to.equal(1);
    expect(hasStyle).to.equal(look.hasColours);
    const progress = progressTexts(output);
    expect(progress.length > 0).to.equal(look.erases);
    for (const text of progress) expect(text).to.match(/^asking: \d+ of 13 questions$/);
    expect(unfolded(shown)).to.match(new RegExp(` ✗ error looped ${R1} f0/0 -- ${R2} f0/0, from its second end`));
    expect(unfolded(shown)).to.match(
      new RegExp(` ✗ 13 questions: 2 failures, .* Next: niostat plan ${path} .*then run preflight again$`),
    );
  });

  it('preflight: Ctrl-C takes the progress away, and what is known is shown', async () => {
    const sockets = new Set<Socket>();
    const silent = createServer((socket) => sockets.add(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => {
      silent.listen({ host: '127.0.0.1', port: 0 }, resolve);
    });
    try {
      const { port } = silent.address() as AddressInfo;
      const [one = 0, , two = 0] = await freePorts(3);
      const path = await labFile([one, two], [port, portOf(second)]);
      const connected = new Promise((resolve) => silent.once('connection', resolve));
      const { code, shown } = await seen(['preflight', '--timeout', '1h', path], where, async (session) => {
        await Promise.race([connected, session.ended]);
        if (look.erases) await session.until((output) => output.includes('asking: '), 'its progress');
        session.press(CTRL_C);
      });
      expect(code).to.equal(130);
      expect(shown.filter((line) => /asking|\^C/.test(line))).to.deep.equal(look.erases ? [] : ['^C']);
      expect(unfolded(shown)).to.match(
        / \? .*hypervisors.* could not be determined .*interrupted .* 12 questions: .*\d+ not determined, /,
      );
    } finally {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => silent.close(resolve));
    }
  });

  it('links -c: one picture takes the place of the other, and Ctrl-C leaves the last', async () => {
    const [one = 0, , two = 0] = await freePorts(3);
    const path = await labFile([one, two]);
    const client = await LineClient.connect(portOf(first));
    await client.must(`nio create_udp n0 ${one} 127.0.0.1 ${two}`);
    try {
      const { code, shown, hasStyle } = await seen(['links', '-c', '200ms', path], where, async (session) => {
        const hasThree = (output: string): boolean => output.split(HINT).length > 3 && output.endsWith('\n');
        await session.until(hasThree, 'three pictures');
        session.press(CTRL_C);
      });
      expect(code).to.equal(1);
      expect(hasStyle).to.equal(look.hasColours);
      const start = shown.findLastIndex((line) => line.startsWith(`✗ ${NAME.slice(0, 20)}`));
      expect(start === 0, 'there is one picture only').to.equal(look.erases);
      expect(unfolded(shown.slice(start))).to.match(
        new RegExp(
          `^✗ ${NAME}: 1 link, HALF-OPEN .*State .*HALF-OPEN .*no socket on \\d+.*${HINT} +niostat links .*--explain${look.erases ? '' : ' \\^C'}$`,
        ),
      );
    } finally {
      await client.must('nio delete n0');
      client.close();
    }
  });

  it('rehearse: a lab that is well', async () => {
    const [one = 0, , two = 0] = await freePorts(3);
    const { code, shown, hasStyle } = await seen(['rehearse', await labFile([one, two])], where);
    expect(code).to.equal(0);
    expect(hasStyle).to.equal(look.hasColours);
    expect(unfolded(shown)).to.match(
      new RegExp(
        `^✓ ${NAME}: every frame is delivered both ways: 1 link on 2 hypervisors ` +
          'Everything that was made on the hypervisors is deleted again \\([0-9.]+ s\\)\\. Next: niostat links ',
      ),
    );
  });

  it('rehearse: two hypervisors with one base', async () => {
    const [base = 0] = await freePorts(1);
    const { code, shown, hasStyle } = await seen(['rehearse', await labFile([base, base])], where);
    expect(code).to.equal(1);
    expect(hasStyle).to.equal(look.hasColours);
    expect(unfolded(shown)).to.match(
      new RegExp(
        `^✗ ${NAME}: 1 of 1 link on 2 hypervisors does not carry every frame: of 2 directions 1 delivered, 1 looped ✗ `,
      ),
    );
    expect(unfolded(shown)).to.include(`${R2} f0/0 hears what it sends itself; ${R1} f0/0 does not.`);
  });

  it('rehearse: Ctrl-C in the middle takes the progress away, and nothing is left on the hypervisors', async () => {
    const { code, shown } = await seen(['rehearse', '--frames', '10', await largeLab()], where, async (session) => {
      await untilReplied(portOf(first), 'nio list', /niostat-[0-9a-f]+-nio-20/);
      if (look.erases) await session.until((output) => output.includes('creating '), 'its progress');
      session.press(CTRL_C);
    });
    expect(code).to.equal(130);
    expect(shown).to.deep.equal([
      ...(look.erases ? [] : ['^C']),
      'niostat: interrupted; deleting what was made, which takes a minute at most',
      'niostat: interrupted; everything that was made is deleted again',
    ]);
    for (const hypervisor of [first, second]) expect(await objectsOf(portOf(hypervisor))).to.deep.equal([]);
  });
}

/** Links enough that there is time to break in. */
const LINKS = 100;

async function largeLab(): Promise<string> {
  const [base = 0] = await freePorts(2 * LINKS);
  const sides = [first, second].map((side, index) => ({ port: portOf(side), baseUdp: base + index * LINKS }));
  return folder.file('large.net', betweenText(LINKS, ...(sides as [never, never])));
}

describe('the terminal of these tests', () => {
  const at = (text: string, columns = 6): TerminalScreen => screenAfter(text, { columns, rows: 2 });

  it('shows what is left after lines were written over, erased and scrolled', () => {
    expect(at('one\r\ntwo\r\u001b[K').lines).to.deep.equal(['one', '']);
    expect(at('abcd\rxy').lines).to.deep.equal(['xycd']);
    expect(at('one\r\ntwo\r\n\u001b[H\u001b[Jnew').lines).to.deep.equal(['one', 'new']);
    expect(at('one\ntwo').lines).to.deep.equal(['one', '   two']);
  });

  it('holds a line as wide as it is, and not one column more', () => {
    expect(at('abcdef').faults).to.deep.equal([]);
    expect(at('abcdefg').faults).to.deep.equal(['wraps after 6 columns: abcdef']);
    expect(at('網絡實').faults).to.deep.equal([]);
    expect(at('a網絡實').faults).to.deep.equal(['wraps after 6 columns: a網絡']);
    expect(at('e\u0301tages').faults).to.deep.equal([]);
  });

  it('shows a window of its own, and afterwards what was there before', () => {
    const open = 'one\r\n\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[?2004h';
    const drawn = `${open}\u001b[2;1Hlow\u001b[1;1Htop`;
    const shut = '\u001b[?25h\u001b[?7h\u001b[?2004l\u001b[?1049l';
    expect(at(drawn)).to.deep.include({ isWindow: true, lines: ['top', 'low'], faults: [] });
    expect(at(`${drawn}\u001b[2J`).lines).to.deep.equal(['']);
    expect(at(`${drawn}${shut}two`)).to.deep.include({ isWindow: false, lines: ['one', 'two'], faults: [] });
    expect(at(`${open}abcdefg`).faults).to.deep.equal(['is not seen behind 6 columns: g']);
    expect(at(`${open}\u001b[3;1H`).faults).to.deep.equal(['moves to 3;1']);
    expect(at(`${open}\u001b[?7h\u001b[?1049l`).faults).to.deep.equal([
      'still there when the window closes: no cursor',
      'still there when the window closes: pasted text is marked',
    ]);
  });

  it('says what is left on, and what it does not know', () => {
    expect(at('\u001b[31m\u001b[1mbad\u001b[22m').attributes).to.deep.equal(['foreground']);
    expect(at('\u001b[31m\u001b[1mbad\u001b[22m\u001b[39m')).to.deep.include({ attributes: [], hasStyle: true });
    expect(at('\u001b[31mbad\n\u001b[39m').faults).to.deep.equal(['foreground goes on after bad']);
    expect(at('\u001b[?25l').faults).to.deep.equal(['sequence "\\u001b[?25l"']);
    expect(at('\u001b[2;1H').faults).to.deep.equal(['sequence "\\u001b[2;1H"']);
    expect(at('\u001b7\t').faults).to.deep.equal(['sequence "\\u001b"', 'sequence "\\t"']);
  });
});

if (HAS_PSEUDO_TERMINAL) {
  describe('niostat in a terminal', () => {
    const program = HYPERVISOR_PROGRAMS.find(({ generation }) => generation === 'from-0.2.18');

    before(async () => {
      first = await program?.start();
      second = await program?.start();
    });

    after(async () => {
      await first?.stop();
      await second?.stop();
    });

    for (const columns of [80, 200]) {
      for (const look of LOOKS) describe(`${columns} columns, ${look.name}`, () => describeIn(columns, look));
    }

    for (const columns of [40, 24]) {
      it(`progress does not wrap at ${columns} columns`, async () => {
        const [look] = LOOKS as [Look];
        const { code, output } = await seen(['rehearse', await largeLab()], { columns, look });
        expect(code).to.equal(0);
        expect(output).to.match(/\r\u001b\[Kdirection 1 of 2: /);
      });
    }
  });
}
