import { expect } from 'chai';
import { readServerConf } from '../../../../../src/core/lab/gns3/server-conf.ts';
import { problemLines } from '../../../../support/read.ts';
import { file } from '../../../../support/text.ts';

function problemsOf(text: string): string[] {
  const { conf, problems } = readServerConf(text, 'gns3_server.conf');
  expect(conf).to.equal(undefined);
  return problemLines(problems);
}

describe('readServerConf', () => {
  it('reads ranges as the server does: keys in any case, = or :, comments, values that go on', () => {
    const { conf, problems } = readServerConf(
      file`
        ; the classroom
        [Server]
        host = 0.0.0.0
        UDP_Start_Port_Range = 30000
        udp_end_port_range: 30100
          # and no more
        images_path = /a
            /b
        console_start_port_range=6000
        [Dynamips]
        udp_start_port_range = 1
      `,
      'gns3_server.conf',
    );
    expect(problems).to.deep.equal([]);
    expect(conf?.ranges).to.deep.equal({ udp: { first: 30_000, last: 30_100 }, consoles: { first: 6000 }, vnc: {} });
    expect(conf?.settings.at(-1)).to.deep.equal({
      section: 'Dynamips',
      key: 'udp_start_port_range',
      value: '1',
      location: { file: 'gns3_server.conf', line: 11, column: 1 },
    });
  });

  it('lets a value go on only in lines that are indented more than its key', () => {
    // Seen with configparser of Python 3: `host`, `images_path` with "/b" and "[Dynamips]", and both ends of
    // the range.
    const { conf, problems } = readServerConf(
      [
        '  [Server]',
        '  host = 0.0.0.0',
        '  udp_start_port_range = 30000',
        '  images_path = /a',
        '    /b',
        '',
        '    [Dynamips]',
        ' udp_end_port_range = 30100',
      ].join('\n'),
      'gns3_server.conf',
    );
    expect(problems).to.deep.equal([]);
    expect(conf?.settings.map(({ section, key, location }) => [section, key, location.column])).to.deep.equal([
      ['Server', 'host', 3],
      ['Server', 'udp_start_port_range', 3],
      ['Server', 'images_path', 3],
      ['Server', 'udp_end_port_range', 2],
    ]);
    expect(conf?.ranges.udp).to.deep.equal({ first: 30_000, last: 30_100 });
  });

  it('says that a section stands twice, unless it is that of the defaults', () => {
    expect(problemsOf('[Server]\nhost = a\n[Qemu]\n [Server]\nport = 1\n')).to.deep.equal([
      '4:2 error: [Server] stands twice, first in line 1: the server does not start',
    ]);
    // As in Python: DuplicateSectionError is not raised for [DEFAULT], and [server] is another section than
    // [Server].
    expect(readServerConf('[DEFAULT]\na = 1\n[DEFAULT]\nb = 1\n[Server]\n[server]\n', 'x').problems).to.deep.equal([]);
  });

  it('says what no server starts with, each at its place', () => {
    expect(
      problemsOf(file`
        host = x
        [Server]
        udp_start_port_range = many
        udp_end_port_range = 70000
        HOST = a
        host = b
        nonsense
      `),
    ).to.deep.equal([
      '1:1 error: "host" stands before the first [Section]',
      '3:1 error: udp_start_port_range must be a port from 1 to 65535, not "many"',
      '4:1 error: udp_end_port_range must be a port from 1 to 65535, not "70000"',
      '6:1 error: "host" stands twice in [Server], first in line 5: the server does not start',
      '7:1 error: "nonsense" is neither [Section] nor key = value',
    ]);
  });

  it('takes an empty file for one that changes nothing', () => {
    expect(readServerConf('', 'x').conf?.ranges).to.deep.equal({ udp: {}, consoles: {}, vnc: {} });
  });

  it('refuses a host on which no server could listen', () => {
    for (const host of ['999.1.1.1', 'http://x', 'not a host', '-', '[::1]']) {
      const { conf, problems } = readServerConf(`[Server]\nhost = ${host}\n`, 'gns3_server.conf');
      expect(conf, host).to.equal(undefined);
      expect(problemLines(problems)[0], host).to.match(/^2:\d+ error: host must be a name or an address/);
    }
    for (const host of ['10.9.0.5', '::1', '0.0.0.0', 'labhost']) {
      expect(readServerConf(`[Server]\nhost = ${host}\n`, 'gns3_server.conf').conf?.host).to.equal(host);
    }
  });
});
