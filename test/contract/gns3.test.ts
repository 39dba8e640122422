import { expect } from 'chai';
import { Folder } from '../support/cli.ts';
import { niostat, niostatAll } from '../support/run-in-process.ts';
import { squeezedLines } from '../support/text.ts';

const LAB = 'test/fixtures/gns3/two-servers.gns3';
const CONF = 'test/fixtures/gns3/gns3_server.conf';

describe('GNS3 projects', () => {
  const folder = new Folder();

  it('are simulated with the pools of their server', async () => {
    const { code, stdout, stderr } = await niostat(['simulate', '-n', LAB]);
    expect([code, stderr]).to.deep.equal([0, '']);
    const lines = squeezedLines(stdout);
    expect(lines.slice(0, 2)).to.deep.equal([
      'Two servers: 2 links, all ok',
      'gns3-server-2.2.3 on Linux, as Dynamips 0.2.24',
    ]);
    // R1 has 20000 for the link to the other server and 20001 and 20002 for its tunnel; then comes the link
    // of PC1.
    expect(lines.filter((line) => line.includes(' PC1 ')).slice(0, 1)).to.deep.equal([
      'udp 127.0.0.1:20003 127.0.0.1:20004 ESTABLISHED gns3 127.0.0.1:3080 PC1 e0 R1 f1/0 R1 f1/0',
    ]);
    expect(lines).to.include('gns3 127.0.0.1:3080 20000-20006 7');
    expect(lines).to.include('gns3 192.0.2.7:3080 20000-20002 3');
  });

  it('are checked, with the place of each finding in the project or in the server configuration', async () => {
    const { code, stdout } = await niostat(['check', '--json', LAB, '--server-conf', CONF]);
    const { findings } = JSON.parse(stdout);
    expect(code).to.equal(1);
    expect(
      findings.map(({ slug, location }: { slug: string; location: { file: string; line: number } }) => [
        slug,
        `${location.file}:${location.line}`,
      ]),
    ).to.deep.equal([
      ['port-not-given', `${LAB}:11`],
      ['misspelt-server-key', `${CONF}:4`],
      ['console-not-kept', `${LAB}:29`],
      ['no-common-subnet', `${LAB}:7`],
    ]);
  });

  it('that are damaged are used as far as they go, each problem with its place on standard error', async () => {
    const half = folder.file('half.gns3', '{\n  "topology": {\n    "nodes": [{"node_id": "a", "name": "R');
    const poor = folder.file(
      'poor.gns3',
      '{"version": "2.2.9", "topology": {\n  "nodes": [{"node_id": "a", "name": "\\u001b[2JR1", "node_type": "vpcs", "console": "x"}],\n  "links": [{"nodes": []}]}}',
    );
    const [broken, used] = await niostatAll([
      ['check', half],
      ['check', poor],
    ]);
    expect(broken?.code).to.equal(2);
    expect(broken?.stderr).to.include(`${half}:3:40: error: the file ends inside a text`);
    expect(used?.code).to.equal(0);
    expect(squeezedLines(used?.stderr ?? '')).to.deep.equal([
      `${poor}:2:85: warning: "console" is passed over: it must be a number, not text`,
      `${poor}:3:13: warning: this link is passed over: it does not name two nodes`,
    ]);
    expect(used?.stdout).not.to.include('\u001b');
  });

  it('are not probed, which is said', async () => {
    const { code, stdout, stderr } = await niostat(['probe', LAB]);
    expect([code, stdout]).to.deep.equal([2, '']);
    expect(stderr).to.include('a GNS3 project does not say where its hypervisors are');
  });

  it('take no server configuration that no server starts with, nor has any other lab use for one', async () => {
    const bad = folder.file('bad.conf', '[Server]\nudp_start_port_range = 0\n');
    const [broken, unused] = await niostatAll([
      ['check', '--server-conf', bad, LAB],
      ['simulate', '--json', '--server-conf', CONF, 'scenarios/full-mesh-3-routers.yaml'],
    ]);
    expect(broken?.code).to.equal(2);
    expect(broken?.stderr).to.include(`${bad}:2:1: error: udp_start_port_range must be a port`);
    expect(unused?.code).to.equal(2);
    expect(JSON.parse(unused?.stdout ?? '').error.code).to.equal('UNUSED_SERVER_CONF');
  });
});
