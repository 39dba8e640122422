import { expect } from 'chai';
import type { Severity } from '../../../../../src/core/checks/finding.ts';
import type { Lab } from '../../../../../src/core/lab/lab.ts';
import { check } from '../../../../../src/features/check/check.ts';
import { renderCheck } from '../../../../../src/features/check/render/text.ts';
import { NO_PAINT } from '../../../../../src/output/paint.ts';
import { modelOf } from '../../../../support/model.ts';
import { gns3Lab, netLab, scenarioLab } from '../../../../support/read.ts';
import { expectValid } from '../../../../support/result-schema.ts';
import { file } from '../../../../support/text.ts';

interface Asked {
  readonly failOn?: Severity;
  readonly verbose?: boolean;
  readonly width?: number;
}

/** The screen of `check`; every line of it fits. */
function screen(labs: Lab | readonly Lab[], { failOn = 'warning', verbose = false, width = 80 }: Asked = {}): string {
  const result = check(modelOf(labs), { failOn });
  expectValid('check', JSON.parse(JSON.stringify(result)));
  const text = renderCheck(result, { paint: NO_PAINT, width, verbose }, failOn);
  expect(text.split('\n').filter((line) => line.length > width)).to.deep.equal([]);
  return text;
}

/** R2 and R4 are given the consoles that R1 and R3 count up to. */
const CONSOLES = file`
  [127.0.0.1:7200]
      udp = 9000
      [[ROUTER R1]]
          console = 2010
          aux = 2510
      [[ROUTER R2]]
          console = 2010
          aux = 2510
      [[ROUTER R3]]
          console = 2030
      [[ROUTER R4]]
          console = 2030
`;

const LAB = file`
  [127.0.0.1:7200]
      udp = 9000
      [[ROUTER R1]]
          f0/0 = R2 f0/0
      [[ROUTER R2]]
`;

const SAME_BASE = file`
  [127.0.0.1:7200]
      udp = 9000
      [[ROUTER R1]]
          f0/0 = R2 f0/0
  [127.0.0.1:7201]
      udp = 9000
      [[ROUTER R2]]
`;

describe('the screen of check', () => {
  it('tells of consoles that clash in one story, with one section for each router', () => {
    expect(screen(netLab(CONSOLES))).to.equal(
      file`
      ✗ 3 errors NIO031 console-twice  lab.net:6:5
        3 TCP ports are each given to more than one console or AUX port of one host:
        only the device that starts first can be reached there, and no error is shown
          R1 and R2: console 2010, AUX 2510
          R3 and R4: console 2030
        What to do: give R2, R4 these ports:
                [[ROUTER R2]]
                    console = 2011
                    aux = 2511
                [[ROUTER R4]]
                    console = 2031

      ✗ lab: 3 errors, 0 warnings, 0 notes (0 links on 1 hypervisor)

      Next: niostat plan lab.net
    `.trimEnd(),
    );
  });

  it('tells of each finding by itself with -v', () => {
    const text = screen(netLab(CONSOLES), { verbose: true });
    expect(text.match(/^✗ error NIO031/gm)).to.have.length(3);
  });

  it('names the lab of each router where the consoles of three labs clash', () => {
    const lab = (name: string, port: number): Lab =>
      netLab(`[127.0.0.1:${port}]\nudp = ${port}\n[[ROUTER R1]]\n`, `${name}.net`);
    const text = screen([lab('mon', 7200), lab('tue', 7300), lab('wed', 7400)]);
    expect(text).to.include('R1 in mon, R1 in tue and R1 in wed: console 2000, AUX 2100');
    expect(text).to.include('in tue:\n').and.to.include('in wed:\n');
  });

  it('says first that two labs are written for the same ports', () => {
    const text = screen([netLab(LAB, 'mon.net'), netLab(LAB, 'tue.net')]);
    const [title, first, second] = text.split('\n');
    expect(title).to.equal('✗ 6 errors NIO004 NIO030 NIO031 in mon, tue  tue.net:1:1');
    expect(`${first} ${second?.trim()}`).to.include('mon and tue are written for the same ports of one host');
    expect(text).to.include('hypervisor 127.0.0.1:7200').and.to.include('UDP ports 9000–9001');
    expect(text).to.include('TCP 2000–2001, 2100–2101 of R1, R2');
    expect(text).to.match(/\nNext: niostat plan mon\.net tue\.net$/);
    expect(text.match(/^✗/gm)).to.have.length(2);
  });

  it('counts the findings of one story by their severity', () => {
    // On Dynamips from 0.2.18 on two NIOs with peers of their own may share a port: only a warning.
    const lab = (name: string, far: string): Lab =>
      scenarioLab(file`
        name: ${name}
        dynamips: 0.2.24
        hypervisors: [{ address: "127.0.0.1:7200", baseUdp: 20000 }]
        devices: [{ name: R1 }]
        links: ["R1 f0/0 -- NIO_udp:9000:10.0.0.${far}:9000"]
      `);
    const [title] = screen([lab('mon', '1'), lab('tue', '2')]).split('\n');
    expect(title).to.match(/^✗ 3 errors, 1 warning NIO030 NIO031 NIO005 in mon, tue/);
  });

  it('names of two ranges the ports that both labs take', () => {
    const more = LAB.replace('9000', '9001').replace('7200', '7201');
    const text = screen([netLab(LAB, 'mon.net'), netLab(more, 'tue.net')]);
    expect(text).to.include('UDP ports 9001\n');
  });

  it('sees that a file is given twice, which no plan can mend before it is copied', () => {
    const text = screen([netLab(LAB, 'mon.net'), netLab(LAB, 'mon.net')]);
    expect(text).to.include('mon.net is given twice');
    expect(text).to.match(/\nNext: cp -i mon\.net mon-2\.net && niostat plan mon\.net mon-2\.net$/);
  });

  it('says link by link who hears whom', () => {
    expect(
      screen(netLab(SAME_BASE))
        .split('\n')
        .map((line) => line.trim()),
    ).to.include.members([
      'R1 f0/0 hears itself; R2 f0/0 has no NIO',
      'R1 f0/0 hears nothing; R2 f0/0 hears itself and R1 f0/0',
    ]);
  });

  it('only counts a note that holds for nearly every lab, unless it is asked for or makes the command fail', () => {
    const lab = netLab(LAB.replace('9000', '10000'));
    const plain = screen(lab);
    expect(plain).to.equal(
      '✓ lab: 0 errors, 0 warnings, 1 note (1 link on 1 hypervisor)\n  1 note not shown; -v shows it',
    );
    expect(screen(lab, { verbose: true }))
      .to.include('i note NIO013')
      .and.to.match(/^✓ lab/m);
    expect(screen(lab, { failOn: 'note' }))
      .to.include('i note NIO013')
      .and.to.match(/^✗ lab/m);
  });

  it('tells of the control ports of all hosts in one note', () => {
    const text = screen(netLab('[alpha]\nudp = 9000\n[[ROUTER R1]]\n[beta:7201]\nudp = 9000\n[[ROUTER R2]]\n'));
    expect(text).to.include('i 2 notes NIO033').and.to.include('    alpha:7200\n    beta:7201\n');
  });

  it('lists the consoles that a GNS3 server moves, twenty without -v and all with it', () => {
    const nodes = Array.from({ length: 30 }, (_, index) => ({
      ...{ node_id: `n${index}`, compute_id: 'local', node_type: 'dynamips', name: `R${index}`, console: 2001 + index },
    }));
    const lab = gns3Lab({ version: '2.2.45', topology: { computes: [], nodes, links: [] } });
    // The range of consoles begins at 5000.
    const lines = (verbose: boolean): string[] =>
      screen(lab, { verbose }).match(/^ {4}(R\d+ console: \d+ -> \d+|and .*)$/gm) ?? [];
    expect(lines(true)).to.have.length(30).and.to.include('    R0 console: 2001 -> 5000');
    expect(lines(false)).to.have.length(21).and.to.include('    and 10 more; -v tells of each');
  });

  it('lists the places of one mistake under one title', () => {
    const links = 'f0/0 = R2 f0/0\nf0/1 = R3 f0/0\nf1/0 = R9 f0/0\nf2/0 = R9 f0/0\n';
    const text = screen(netLab(`[localhost]\nudp = 9000\n[[ROUTER R1]]\n${links}[[ROUTER R2]]\n[[ROUTER R3]]\n`));
    expect(text).to.include('✗ 2 errors NIO051 unknown-device  lab.net:6:1');
    expect(text).to.include('lab.net:6:1: R1 f1/0 -- R9 f0/0').and.to.include('lab.net:7:1: R1 f2/0 -- R9 f0/0');
    expect(text).to.match(/\nNext: niostat explain NIO051$/);
  });

  it('says of consoles on two hosts that each port is one of one host', () => {
    const routers = (names: readonly string[]): string =>
      names.map((name) => `[[ROUTER ${name}]]\nconsole = 2010\n`).join('');
    const text = screen(
      netLab(`[alpha]\nudp = 9000\n${routers(['R1', 'R2'])}[beta]\nudp = 9000\n${routers(['R3', 'R4'])}`),
    );
    expect(text.replace(/\s+/g, ' ')).to.include(
      '2 TCP ports are each given to more than one console or AUX port of one host: only the device that starts first',
    );
  });

  it('puts the end of a long sum below its first word', () => {
    const name = 'a lab with a name that goes nearly to the end of the line';
    const lab = scenarioLab(`name: ${name}\nhypervisors: [{ address: "localhost:7200" }]\ndevices: []\n`);
    expect(screen(lab)).to.match(/^✓ a lab [^\n]*\n {2}\S[^\n]*hypervisor\)$/);
  });

  it('puts a place that is too long for the title into a line of its own', () => {
    const name = `${'folder/'.repeat(10)}lab.net`;
    const lines = renderCheck(check(modelOf(netLab(SAME_BASE, name))), { paint: NO_PAINT, width: 60 }, 'warning').split(
      '\n',
    );
    expect(lines.slice(0, 2)).to.deep.equal(['✗ error NIO001 same-base-udp', `  ${name}:5:1`]);
  });

  it('ends in a cross where the exit code is 1, and in a tick only where it is 0', () => {
    const warned = netLab('[localhost]\nudp = 9000\n[[ROUTER R1]]\n[127.0.0.1:7201]\nudp = 9100\n');
    const signs = (['error', 'warning'] as const).map((failOn) => /^(.) lab: /m.exec(screen(warned, { failOn }))?.[1]);
    expect(signs).to.deep.equal(['!', '✗']);
  });

  it('proposes JSON to a scenario that is written as JSON', () => {
    const lab = scenarioLab(
      '{"hypervisors":[{"address":"localhost:7200","baseUdp":9000},{"address":"localhost:7201","baseUdp":9000}],' +
        '"devices":[{"name":"R1","hypervisor":"localhost:7200"},{"name":"R2","hypervisor":"localhost:7201","console":2000}],' +
        '"links":["R1 f0/0 -- R2 f0/0"]}',
      'lab.json',
    );
    const pastes = check(modelOf(lab)).findings.map(({ remedy }) => remedy.paste ?? '');
    expect(pastes.map((paste) => JSON.parse(paste))).to.deep.equal([
      { address: 'localhost:7201', baseUdp: 9100 },
      { name: 'R2', console: 2001 },
    ]);
  });
});
