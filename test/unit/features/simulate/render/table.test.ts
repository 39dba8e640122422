import { expect } from 'chai';
import type { Assumptions } from '../../../../../src/core/model/assumptions.ts';
import { labWords } from '../../../../../src/core/model/lab-words.ts';
import { renderSimulation } from '../../../../../src/features/simulate/render/render.ts';
import { type SimulateOptions, simulate } from '../../../../../src/features/simulate/simulate.ts';
import { NO_PAINT } from '../../../../../src/output/paint.ts';
import { modelOf } from '../../../../support/model.ts';
import { netLab, scenarioLab } from '../../../../support/read.ts';
import { readProjectFile } from '../../../../support/source-files.ts';

const WIDE = Number.POSITIVE_INFINITY;

interface Shown extends SimulateOptions {
  readonly width?: number;
  readonly programs?: boolean;
  readonly header?: boolean;
  readonly assumptions?: Assumptions;
}

function labOf(name: string): ReturnType<typeof scenarioLab> {
  return scenarioLab(readProjectFile(`scenarios/${name}.yaml`), `scenarios/${name}.yaml`);
}

function screen(labs: Parameters<typeof modelOf>[0], shown: Shown = {}): string {
  const { width = WIDE, programs = false, header = true, assumptions = {}, filter } = shown;
  const model = modelOf(labs, assumptions);
  const style = { numeric: false, programs, header, files: labWords(model) };
  return renderSimulation(simulate(model, { filter }), 'table', { width, paint: NO_PAINT }, style);
}

/** The lines of a screen, blanks that align columns as one. */
function lines(...of: Parameters<typeof screen>): string[] {
  return screen(...of)
    .split('\n')
    .map((line) => line.trim().replace(/ +/g, ' '));
}

/** What the screen says of one broken link. */
function storyOf(name: string, shown: Shown = {}): string[] {
  return lines(labOf(name), shown).filter((line) => /^(looped|misdelivered|dead|one-way|unknown) /.test(line));
}

describe('the screen of simulate', () => {
  it('is worth reading once at 80 columns', () => {
    expect(screen(labOf('two-hypervisors-same-base'), { width: 80 }).split('\n')).to.deep.equal([
      '✗ Two hypervisors, same base UDP: 1 link, looped',
      '  dynagen on Linux, as Dynamips 0.2.24',
      '  looped  R1 f0/0 -- R2 f0/0: R1 hears nothing; R2 hears itself and R1',
      '',
      'The classic accident. Both hypervisors count from 10000, so both ends of the',
      'link get port 10000 and each NIO is 10000 -> 127.0.0.1:10000. What happens then',
      'depends on the version of Dynamips.',
      '',
      'On every row: Proto udp, State ESTABLISHED, Interface f0/0',
      'Local Address   Foreign Address Hypervisor     Device Sends to Hears',
      '127.0.0.1:10000 127.0.0.1:10000 127.0.0.1:7200 R1     R2 f0/0  nothing',
      '127.0.0.1:10000 127.0.0.1:10000 127.0.0.1:7201 R2     itself   R1 f0/0, itself',
      '',
      'Proto Local Address  Port of Device Hypervisor     From',
      'tcp   127.0.0.1:2000 console R1     127.0.0.1:7200 2000 + 0',
      'tcp   127.0.0.1:2100 AUX     R1     127.0.0.1:7200 2100 + 0',
      'tcp   127.0.0.1:2001 console R2     127.0.0.1:7201 2000 + 1',
      'tcp   127.0.0.1:2101 AUX     R2     127.0.0.1:7201 2100 + 1',
      '',
      'Hypervisor     Base UDP In use Given Next port',
      '127.0.0.1:7200 10000    10000  1     10001',
      '127.0.0.1:7201 10000    10000  1     10001',
      '',
      'Dynamips not given: shown as 0.2.24; `--dynamips VERSION` for others',
      '',
      'Next: niostat check scenarios/two-hypervisors-same-base.yaml',
    ]);
  });

  it('tells of each broken link who hears whom', () => {
    expect(storyOf('two-hypervisors-same-base', { assumptions: { dynamips: '0.2.14' } })).to.deep.equal([
      'looped R1 f0/0 -- R2 f0/0: R1 hears itself; R2 has no socket',
    ]);
    expect(storyOf('link-churn')).to.deep.equal([
      'misdelivered R3 f0/0 -- R4 f0/0: R3 and R4 hear nothing; R2 hears R3, R1 hears R4',
    ]);
    expect(storyOf('stop-hypervisor')).to.deep.equal([
      'dead R1 f1/0 -- R3 f0/0: R1 hears nothing; the hypervisor of R3 has stopped',
      'dead R3 f1/0 -- R2 f1/0: R2 hears nothing; the hypervisor of R3 has stopped',
    ]);
    expect(storyOf('port-wrap')).to.deep.equal(['one-way R1 f1/0 -- R2 f1/0: R1 hears nothing; R2 hears R1']);
    expect(storyOf('windows-shared-port')).to.deep.equal([
      'unknown R1 f0/0 -- R2 f0/0: it is not known what R1 and R2 hear',
    ]);
    expect(storyOf('nio-udp-one-way-pointing')).to.deep.equal([
      'dead R1 f0/0 -- NIO_udp:30100:127.0.0.1:30101: R1 hears nothing; what R1 sends has no receiver',
    ]);
    expect(storyOf('broken-links')[0]).to.equal('dead R1 f0/0 -- R3 f0/0: an interface has a link already');
  });

  it('names interfaces where a device has both ends', () => {
    const text =
      '[localhost]\nudp = 9000\n[[ROUTER R1]]\nf0/0 = R1 f1/0\n[localhost:7201]\nudp = 9000\n[[ROUTER R2]]\nf0/0 = R2 f1/0\n';
    expect(lines(netLab(text)).join(' ')).to.include(
      'misdelivered R1 f0/0 -- R1 f1/0: R1 f0/0 and R1 f1/0 hear nothing; R2 hears R1 f0/0, R2 hears R1 f1/0 ',
    );
  });

  it('has no sign where nothing is broken, and no next command', () => {
    const all = lines(labOf('full-mesh-3-routers'));
    expect(all[0]).to.equal('Full mesh of three routers: 3 links, all ok');
    expect(all.join('\n')).to.not.include('Next:');
    // A NIO that leads outside is not known, and not wrong.
    expect(lines(labOf('nio-udp-clash'))[0]).to.equal(
      'An explicit NIO in the range of a hypervisor: 3 links: 1 unknown, 2 ok',
    );
    expect(lines(labOf('windows-shared-port'))[0]).to.match(/^! /);
  });

  it('says why a NIO has no socket, in a line of its own', () => {
    const refused = lines(labOf('two-hypervisors-same-base'), { assumptions: { dynamips: '0.2.14' } });
    expect(refused.filter((line) => line.startsWith('udp '))).to.have.length(1);
    expect(refused).to.include('no socket: R2 f0/0 (206, R1 f0/0 has port 10000)');
    const wrapped = lines(labOf('port-wrap-clash'), { assumptions: { dynamips: '0.2.14' } });
    expect(wrapped).to.include('no socket: R3 f0/0 (206, R1 f0/0 has port 4464)');
    const zero = lines(labOf('port-wrap'), { assumptions: { os: 'darwin' } });
    expect(zero).to.include('no socket: R2 f1/0 (206, port 65537: its peer has port 0, port 65537 wraps to 1)');
  });

  it('puts the sockets of uBridge below those of their router', () => {
    const rows = screen(labOf('gns3-server-pool'), { width: 80 })
      .split('\n')
      .filter((line) => line.startsWith(':'));
    expect(rows.slice(0, 4)).to.deep.equal([
      ':20002        :20003          R1        f0/0      its uBridge its uBridge',
      ':20003        :20002            uBridge f0/0      its router  its router',
      ':20000        :20001            uBridge f0/0      R2 f0/0     R2 f0/0',
      ':20004        :20005          R2        f0/0      its uBridge its uBridge',
    ]);
    const bare = screen(labOf('gns3-server-pool'), { header: false }).split('\n');
    expect(bare[1]).to.match(/ R1 uBridge +f0\/0 +its router +its router$/);
  });

  it('says what a pool gives next once for each host', () => {
    const pool = lines(labOf('gns3-server-pool'));
    expect(pool).to.include('Hypervisor In use Given');
    expect(pool).to.include('127.0.0.1:7200 20000,20002-20003,20006 4');
    expect(pool.filter((line) => line.startsWith('Pool of '))).to.deep.equal([
      'Pool of 127.0.0.1: 20000-30000, 10 taken, next 20010',
    ]);
  });

  it('says where a console comes from', () => {
    const rows = lines(labOf('consoles-clash')).filter((line) => line.startsWith('tcp '));
    expect(rows[0]).to.equal('tcp 127.0.0.1:2000 console R1 127.0.0.1:7200 2000 + 0');
    expect(rows[2]).to.equal('tcp 127.0.0.1:2000 console R2 127.0.0.1:7200 written in the lab');
    expect(lines(labOf('gns3-console-moves'))).to.include(
      'tcp 127.0.0.1:5002 console R4 127.0.0.1:7200 lowest free from 5000, not 5001 as written',
    );
  });

  it('calls the loopback as the lab does', () => {
    expect(lines(labOf('full-mesh-3-routers')).filter((line) => line.startsWith('udp localhost:'))).to.have.length(6);
    expect(screen(labOf('link-churn'))).to.not.include('localhost');
  });

  it('has a table for each of several labs', () => {
    const labs = [labOf('full-mesh-3-routers'), labOf('gns3-server-1.3')];
    const all = lines(labs, { width: 80 });
    const titles = labs.map(({ name }) => name);
    for (const title of titles) expect(all).to.include(title);
    expect(all.join(' ')).to.include('misdelivered Full mesh of three routers: R1 f0/0 -- R2 f0/0: ');
    const bare = lines(labs, { header: false });
    expect(bare).to.have.length(10);
    expect(bare[0]).to.match(/ Full mesh of three routers$/);
  });

  it('names programs with -p, without a process', () => {
    const table = lines(labOf('gns3-server-pool'), { programs: true });
    expect(table.find((line) => line.startsWith('Proto Local'))).to.match(/ PID\/Program name$/);
    expect(table.find((line) => line.startsWith('udp '))).to.match(/ -\/dynamips$/);
    expect(table.find((line) => line.includes('its router'))).to.match(/ -\/ubridge$/);
  });

  it('has nothing but rows with -H', () => {
    const rows = lines(labOf('full-mesh-3-routers'), { header: false });
    expect(rows).to.have.length(6);
    for (const row of rows) expect(row).to.match(/^udp /);
  });

  it('shows with a filter what matches, and of how many', () => {
    const some = lines(labOf('full-mesh-3-routers'), { filter: 'device R1' });
    expect(some.filter((line) => line.startsWith('udp '))).to.have.length(2);
    expect(some).to.include('2 of 6 NIOs match');
    expect(some.join('\n')).to.not.include('tcp').and.not.include('Next port');
    expect(lines(labOf('full-mesh-3-routers'), { filter: 'device R7' })).to.include('no NIO matches (6 in all)');
    // Links of other NIOs are not told of.
    expect(storyOf('link-churn', { filter: 'device R2' })).to.deep.equal([]);
  });
});
