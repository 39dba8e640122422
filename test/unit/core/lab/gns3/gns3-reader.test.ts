import { expect } from 'chai';
import { allocateAll } from '../../../../../src/core/allocation/allocate.ts';
import { readGns3 } from '../../../../../src/core/lab/gns3/gns3-reader.ts';
import { check } from '../../../../../src/features/check/check.ts';
import { simulate } from '../../../../../src/features/simulate/simulate.ts';
import { modelOf } from '../../../../support/model.ts';
import { consoleLines, gns3Lab, nioLines, problemLines } from '../../../../support/read.ts';

/** A node of 2.x; `R…` are routers, `S…` switches, others QEMU machines. */
function node(name: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const type = name.startsWith('R') ? 'dynamips' : name.startsWith('S') ? 'ethernet_switch' : 'qemu';
  return {
    compute_id: 'local',
    name,
    node_id: `id-of-${name}`,
    node_type: type,
    console: null,
    properties: {},
    ...more,
  };
}

/** A link of 2.x between `R1 0/1` and `R2 1/0`: device, adapter, port. */
function link(a: string, b: string): Record<string, unknown> {
  const end = (text: string): Record<string, unknown> => {
    const [name = '', place = '', label = ''] = text.split(' ');
    const [adapter, port] = place.split('/').map(Number);
    return {
      adapter_number: adapter,
      port_number: port,
      node_id: `id-of-${name}`,
      ...(label === '' ? {} : { label: { text: label } }),
    };
  };
  return { link_id: `${a}-${b}`, nodes: [end(a), end(b)] };
}

function project(
  nodes: readonly unknown[],
  links: readonly unknown[],
  more: { version?: string; revision?: number; computes?: readonly unknown[] } = {},
): Record<string, unknown> {
  const { version = '2.2.45', revision = 9, computes = [] } = more;
  return { name: 'P', version, revision, type: 'topology', topology: { computes, drawings: [], nodes, links } };
}

/** A 1.x project: three nodes on one server. */
function oldProject(links: readonly unknown[], more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: 'old',
    version: '1.3.2',
    revision: 3,
    topology: {
      servers: [{ id: 1, host: '127.0.0.1', port: 8000, local: true }],
      nodes: [
        {
          id: 1,
          server_id: 1,
          type: 'C3725',
          label: { text: 'R1' },
          properties: { name: 'R1', console: 2001, ram: 128, image: 'c3725.image' },
          ports: [
            { id: 11, name: 'FastEthernet0/0', adapter_number: 0, port_number: 0 },
            { id: 12, name: 'Serial1/0', adapter_number: 1, port_number: 0 },
          ],
        },
        {
          id: 2,
          server_id: 1,
          type: 'EthernetSwitch',
          label: { text: 'SW1' },
          properties: { name: 'SW1' },
          ports: [{ id: 21, name: '1', port_number: 1 }],
        },
        {
          id: 3,
          server_id: 1,
          type: 'Cloud',
          label: { text: 'Cloud 1' },
          properties: { nios: ['nio_udp:30000:10.0.0.9:20000'] },
          ports: [
            { id: 31, name: 'nio_udp:30000:10.0.0.9:20000', stub: true },
            { id: 32, name: 'nio_gen_eth:eth0', stub: true },
          ],
        },
      ],
      links,
    },
    ...more,
  };
}

function oldLink(source: readonly [number, number], destination: readonly [number, number], more = {}): unknown {
  return {
    source_node_id: source[0],
    source_port_id: source[1],
    destination_node_id: destination[0],
    destination_port_id: destination[1],
    ...more,
  };
}

function problemsOf(text: string): string[] {
  return problemLines(readGns3(text, 'lab.gns3').problems);
}

describe('readGns3', () => {
  it('reads a project of 2.2: this machine, links in file order, names as they are written beside the ports', () => {
    const lab = gns3Lab(
      project(
        [node('R1', { properties: { ram: 256, image: 'c7200.bin' } }), node('S1'), node('R2')],
        [link('R2 0/0 f0/0', 'R1 1/0 s1/0'), link('R1 0/0 f0/0', 'S1 0/3')],
      ),
    );
    expect(lab.name).to.equal('P');
    expect(lab.allocator).to.equal('gns3-server-2.2.3');
    expect(lab.hypervisors.map(({ kind, name, host, port }) => [kind, name, host, port])).to.deep.equal([
      ['gns3', 'gns3 127.0.0.1:3080', '127.0.0.1', 3080],
    ]);
    expect(lab.devices.map(({ name, kind, ramMb }) => [name, kind, ramMb])).to.deep.equal([
      ['R1', 'router', 256],
      ['S1', 'ethernet-switch', undefined],
      ['R2', 'router', undefined],
    ]);
    expect(lab.links.map(({ name }) => name)).to.deep.equal(['R2 f0/0 -- R1 s1/0', 'R1 f0/0 -- S1 3']);
    // Both ends first, then two ports for the tunnel of each router; a switch has none.
    expect(nioLines(lab, 'gns3-server-2.2.3').map((line) => line.replaceAll('gns3 127.0.0.1:3080 ', ''))).to.deep.equal(
      [
        'R2 f0/0 20002 -> 127.0.0.1:20003',
        'ubridge@R2 f0/0 20003 -> 127.0.0.1:20002',
        'ubridge@R2 f0/0 20000 -> 127.0.0.1:20001',
        'R1 s1/0 20004 -> 127.0.0.1:20005',
        'ubridge@R1 s1/0 20005 -> 127.0.0.1:20004',
        'ubridge@R1 s1/0 20001 -> 127.0.0.1:20000',
        'R1 f0/0 20008 -> 127.0.0.1:20009',
        'ubridge@R1 f0/0 20009 -> 127.0.0.1:20008',
        'ubridge@R1 f0/0 20006 -> 127.0.0.1:20007',
        'S1 3 20007 -> 127.0.0.1:20006',
      ],
    );
    expect(simulate(modelOf([lab])).links.every(({ verdict }) => verdict === 'ok')).to.equal(true);
    expect(check(modelOf([lab])).findings).to.deep.equal([]);
  });

  it('reads a project of 1.x: servers, ports with ids, short names where none is written', () => {
    const lab = gns3Lab(
      oldProject([
        oldLink([1, 11], [2, 21], { destination_port_label: { text: '1' } }),
        oldLink([3, 31], [1, 12], { destination_port_label: { text: 's1/0' } }),
      ]),
    );
    expect(lab.allocator).to.equal('gns3-server-1.3');
    expect(lab.hypervisors.map(({ name }) => name)).to.deep.equal(['gns3 127.0.0.1:8000']);
    expect(lab.devices.map(({ name, kind, ramMb }) => [name, kind, ramMb])).to.deep.equal([
      ['R1', 'router', 128],
      ['SW1', 'ethernet-switch', undefined],
      ['Cloud 1', 'cloud', undefined],
    ]);
    // The NIO of a cloud is the router's own.
    expect(nioLines(lab, 'gns3-server-1.3')).to.deep.equal([
      'gns3 127.0.0.1:8000 R1 f0/0 10000 -> 127.0.0.1:10001',
      'gns3 127.0.0.1:8000 SW1 1 10001 -> 127.0.0.1:10000',
      'gns3 127.0.0.1:8000 R1 s1/0 30000 -> 10.0.0.9:20000',
    ]);
    expect(consoleLines(lab, 'gns3-server-1.3')).to.deep.equal(['R1 console 2001*']);
  });

  it('lets a cloud of 1.x leave the lab by other NIOs without a port', () => {
    const lab = gns3Lab(oldProject([oldLink([1, 11], [3, 32])]));
    expect(lab.links.map(({ name }) => name)).to.deep.equal(['R1 f0/0 -- nio_gen_eth:eth0']);
    expect(nioLines(lab, 'gns3-server-1.3')).to.deep.equal([]);
  });

  it('takes a link that stands there again for the same link, and passes over links that their ports know nothing of', () => {
    const again = gns3Lab(oldProject([oldLink([1, 11], [2, 21]), oldLink([2, 21], [1, 11])]));
    expect(again.links).to.have.length(1);
    const text = JSON.stringify(
      oldProject([oldLink([1, 11], [2, 21], { id: 4 }), oldLink([1, 12], [2, 21], { id: 5 })]),
    )
      .replace('"id":12', '"link_id":5,"id":12')
      .replace('"id":21', '"link_id":5,"id":21');
    const { labs, problems } = readGns3(text, 'x.gns3');
    expect(labs[0]?.links.map(({ name, fault }) => [name, fault])).to.deep.equal([['R1 s1/0 -- SW1 1', undefined]]);
    expect(problemLines(problems)).to.have.length(1);
    expect(problems[0]?.message).to.equal('this link is passed over: the ports at both ends belong to other links');
  });

  it('gives a cloud of 2.x a port for the link, and the tunnel behind it the ports that are written', () => {
    const cloud = {
      ...node('C1', { node_type: 'cloud', console: 23, console_type: 'none' }),
      properties: {
        ports_mapping: [
          { name: 'eth0', port_number: 0, type: 'ethernet', interface: 'eth0' },
          { name: 'to lab 2', port_number: 1, type: 'udp', lport: 30000, rhost: '10.0.0.9', rport: 20000 },
        ],
      },
    };
    const lab = gns3Lab(project([node('Q1'), cloud], [link('Q1 0/0 e0', 'C1 0/1'), link('Q1 1/0 e1', 'C1 0/0')]));
    expect(nioLines(lab, 'gns3-server-2.2.3').map((line) => line.replaceAll('gns3 127.0.0.1:3080 ', ''))).to.deep.equal(
      [
        'Q1 e0 20000 -> 127.0.0.1:20001',
        'C1 to lab 2 20001 -> 127.0.0.1:20000',
        'C1 to lab 2 30000 -> 10.0.0.9:20000',
        'Q1 e1 20002 -> 127.0.0.1:20003',
        'C1 eth0 20003 -> 127.0.0.1:20002',
      ],
    );
    expect(consoleLines(lab, 'gns3-server-2.2.3')).to.deep.equal([
      'Q1 console 5000',
      'Q1 internal 5001',
      'C1 reserved 5002',
    ]);
    expect(check(modelOf([lab])).findings).to.deep.equal([]);
  });

  it('reads consoles, AUX ports and their types', () => {
    const nodes = [
      node('R1', { console: 5000, properties: { aux: 5100 } }),
      node('Q1', { console: 5001, console_type: 'vnc' }),
      node('R2', { console_type: 'none', console: 5002 }),
      node('R3'),
      // 3.x writes AUX beside the console.
      node('Q2', { console: null, aux: 5007, aux_type: 'telnet' }),
      node('Q3', { console: 5010, aux: 5008, aux_type: 'none' }),
    ];
    expect(
      consoleLines(gns3Lab(project(nodes, [], { version: '3.0.1', revision: 10 })), 'gns3-server-3.0'),
    ).to.deep.equal([
      'R1 console 5000*',
      'Q1 console 5900',
      'Q1 internal 5001',
      'Q1 internal 5002',
      'R3 console 5003',
      'Q2 aux 5007*',
      'Q2 console 5004',
      'Q2 internal 5005',
      'Q2 internal 5006',
      'Q3 console 5010*',
      'Q3 internal 5008',
      'Q3 internal 5009',
    ]);
  });

  describe('chooses who gives out the ports', () => {
    const cases: ReadonlyArray<readonly [string | undefined, number | undefined, string]> = [
      ['1.0', undefined, 'udp-auto'],
      ['1.2.3', undefined, 'udp-auto'],
      ['1.3.2.dev1', 3, 'gns3-server-1.3'],
      ['1.5.2', 4, 'gns3-server-1.3'],
      ['2.0.3', 7, 'gns3-server-1.3'],
      ['2.1.0', 8, 'gns3-server-2.1'],
      ['2.2.2', 9, 'gns3-server-2.1'],
      ['2.2.3', 9, 'gns3-server-2.2.3'],
      ['2.2.45', 9, 'gns3-server-2.2.3'],
      ['2.3.0dev1', 9, 'gns3-server-2.2.3'],
      ['3.0.0', 10, 'gns3-server-3.0'],
      ['3.1.0a1', 11, 'gns3-server-3.0'],
      [undefined, undefined, 'udp-auto'],
      ['next', 4, 'gns3-server-1.3'],
      ['', 8, 'gns3-server-2.1'],
      [undefined, 9, 'gns3-server-2.2.3'],
      [undefined, 12, 'gns3-server-3.0'],
    ];
    for (const [version, revision, allocator] of cases) {
      it(`${version ?? 'no version'}, ${revision === undefined ? 'no revision' : `revision ${revision}`}: ${allocator}`, () => {
        expect(gns3Lab({ version, revision, topology: { nodes: [], links: [] } }).allocator).to.equal(allocator);
      });
    }

    it('consoles begin where the version that saved the project has them', () => {
      const record = { id: 1, server_id: 1, type: 'C3725', label: { text: 'R1' }, properties: { name: 'R1' } };
      const topology = { servers: [{ id: 1, host: '127.0.0.1', port: 8000, local: true }], nodes: [record], links: [] };
      const first = (version: string | undefined, revision: number) =>
        consoleLines(gns3Lab({ version, revision, topology }), 'gns3-server-1.3');
      expect(first('1.4.6', 4)).to.deep.equal(['R1 console 2001']);
      for (const [version, revision] of [
        ['1.3.2', 3],
        [undefined, 4],
      ] as const)
        expect(first(version, revision), version).to.deep.equal(['R1 console 2000']);
      for (const [version, revision] of [
        ['1.5.0', 4],
        ['1.5.2', 4],
      ] as const)
        expect(first(version, revision), version).to.deep.equal(['R1 console 5000']);
    });

    it('the configuration of the server says better where consoles begin', () => {
      const record = { id: 1, server_id: 1, type: 'C3725', label: { text: 'R1' }, properties: { name: 'R1' } };
      const topology = { servers: [{ id: 1, host: '127.0.0.1', port: 8000, local: true }], nodes: [record], links: [] };
      const lab = gns3Lab({ version: '1.5.2', revision: 4, topology });
      const [allocation] = allocateAll([lab], () => 'gns3-server-1.3', { ranges: { consoles: { first: 6000 } } });
      expect(allocation?.consoles.map(({ port }) => port)).to.deep.equal([6000]);
    });

    it('two projects that run at once are open on one server, the newer of the two', () => {
      const nodes = [node('Q1'), node('Q2')];
      const links = [link('Q1 0/0', 'Q2 0/0')];
      const labs = [
        gns3Lab(project(nodes, links, { version: '2.1.21', revision: 8 }), 'a.gns3'),
        gns3Lab(project(nodes, links), 'b.gns3'),
      ];
      const { nios, allocator } = simulate(modelOf(labs));
      expect(allocator).to.equal('gns3-server-2.2.3');
      expect(nios.map(({ localPort }) => localPort)).to.deep.equal([20_000, 20_001, 20_002, 20_003]);
      expect(check(modelOf(labs)).findings).to.deep.equal([]);
    });
  });

  describe('finds the servers', () => {
    const remote = { compute_id: 'c1', host: '10.0.0.2', port: 3090, name: 'rack' };

    it('those of the file by their host and port, the others as far as the file says', () => {
      const nodes = [node('R1'), node('R2', { compute_id: 'c1' }), node('R3', { compute_id: 'vm' })];
      const text = JSON.stringify(project(nodes, [], { computes: [remote] }), null, 2);
      const { labs, problems } = readGns3(text, 'x.gns3');
      expect(labs[0]?.devices.map(({ hypervisor }) => hypervisor?.name)).to.deep.equal([
        'gns3 127.0.0.1:3080',
        'gns3 10.0.0.2:3090',
        'gns3 gns3vm:3080',
      ]);
      expect(problems.map(({ message }) => message)).to.deep.equal([
        'the project does not say where the GNS3 VM is: it is called "gns3vm" here',
      ]);
    });

    it('with a pool for each, and an address that is found out for a local one', () => {
      const lab = gns3Lab(
        project([node('Q1'), node('Q2', { compute_id: 'c1' })], [link('Q1 0/0', 'Q2 0/0')], { computes: [remote] }),
      );
      expect(nioLines(lab, 'gns3-server-2.2.3')).to.deep.equal([
        'gns3 127.0.0.1:3080 Q1 0 20000 -> 10.0.0.2:20000',
        'gns3 10.0.0.2:3090 Q2 0 20000 -> ?:20000',
      ]);
      expect(simulate(modelOf([lab])).links.map(({ verdict }) => verdict)).to.deep.equal(['ok']);
      // No hypervisor protocol is open, and no loopback name is told to another host.
      expect(check(modelOf([lab])).findings.map(({ id, severity }) => [id, severity])).to.deep.equal([
        ['NIO025', 'note'],
      ]);
    });

    it('in 1.x a loopback name is told to the other host as it stands', () => {
      const old = oldProject([oldLink([1, 11], [2, 21])]);
      const topology = old.topology as { servers: unknown[]; nodes: { server_id: number }[] };
      topology.servers.push({ id: 2, host: '10.0.0.2', port: 8000, local: false });
      for (const one of topology.nodes.slice(1)) one.server_id = 2;
      expect(check(modelOf([gns3Lab(old)])).findings.map(({ slug }) => slug)).to.deep.equal([
        'loopback-in-multi-host-lab',
      ]);
    });

    it('a host that is none is this machine, with a warning', () => {
      const computes = [{ ...remote, host: '-oProxyCommand=x y' }];
      const text = JSON.stringify(project([node('R1', { compute_id: 'c1' })], [], { computes }));
      const { labs, problems } = readGns3(text, 'x.gns3');
      expect(labs[0]?.hypervisors[0]?.host).to.equal('127.0.0.1');
      expect(problems[0]?.message).to.match(/is no host: this machine is assumed$/);
    });
  });

  describe('uses what can be used of a damaged project', () => {
    it('a link to a node that is not there, a port with two links, a link from a port to itself', () => {
      const lab = gns3Lab(
        project(
          [node('R1'), node('R2'), node('R3')],
          [
            link('R1 0/0 f0/0', 'R2 0/0 f0/0'),
            link('R1 0/0 f0/0', 'R3 0/0 f0/0'),
            link('R1 1/0', 'R9 0/0'),
            link('R3 1/0', 'R3 1/0'),
          ],
        ),
      );
      expect(lab.links.map(({ name, fault }) => [name, fault])).to.deep.equal([
        ['R1 f0/0 -- R2 f0/0', undefined],
        ['R1 f0/0 -- R3 f0/0', 'interface-in-use'],
        ['R1 1/0 -- id-of-R9 0/0', 'unknown-device'],
        ['R3 1/0 -- R3 1/0', 'same-interface'],
      ]);
      expect(nioLines(lab, 'gns3-server-1.3')).to.have.length(2);
    });

    it('says of two ports of one label that they are two ports', () => {
      const lab = gns3Lab(
        project([node('R1'), node('R2')], [link('R1 0/0 e0', 'R2 0/0 e0'), link('R1 1/0 e0', 'R2 1/0 e0')]),
      );
      expect(lab.links.map(({ fault }) => fault)).to.deep.equal([undefined, undefined]);
    });

    it('reports at its place whatever it passes over', () => {
      const text = `{
  "revision": "nine", "version": 2.2,
  "topology": {
    "computes": [7],
    "nodes": [
      {"node_id": "a", "name": "R1", "node_type": "dynamips", "console": 99999},
      {"node_id": "a", "name": "R2", "node_type": "dynamips"},
      {"name": "R3", "node_type": "dynamips"},
      {"node_id": "d", "name": "R1", "node_type": "toaster", "properties": []},
      {"node_id": "e", "name": ""}
    ],
    "links": [{"nodes": [{"node_id": "a"}]}, null]
  }
}`;
      expect(problemsOf(text)).to.deep.equal([
        '2:15 warning: "revision" is passed over: it must be a number, not text',
        '2:34 warning: "version" is passed over: it must be text, not a number',
        '4:18 warning: an item of "computes" is passed over: it must be an object, not a number',
        '6:74 warning: "console" is passed over: it must be a whole number from 1 to 65535',
        '7:7 warning: R2 is passed over: R1 in line 6 has the same id "a"',
        '8:7 warning: R3 is passed over: it has no id, so that no link can lead to it',
        '9:7 warning: two devices are called "R1", first in line 6',
        '9:51 warning: R1 is of the unknown type "toaster": it gets one UDP port for each link',
        '9:76 warning: "properties" is passed over: it must be an object, not a list',
        '10:7 warning: node 3 has no node_type: it gets one UDP port for each link',
        '12:15 warning: this link is passed over: it does not name two nodes',
        '12:46 warning: an item of "links" is passed over: it must be an object, not null',
      ]);
      expect(readGns3(text, 'x.gns3').labs[0]?.devices.map(({ name }) => name)).to.deep.equal(['R1', 'R1', 'node 3']);
    });

    it('has no lab only if there is no topology', () => {
      expect(problemsOf('{"topology": {}}')).to.deep.equal(['1:14 warning: there is no device in this project']);
      expect(problemsOf('{\n  "topology": null}')).to.deep.equal([
        '1:1 error: this is not a GNS3 project: there is no topology in it',
      ]);
      expect(problemsOf('[]')).to.deep.equal(['1:1 error: this is not a GNS3 project: it is not an object']);
      const half = JSON.stringify(project([node('R1')], []), null, 2).slice(0, 150);
      expect(problemsOf(half)).to.have.length(1);
      expect(problemsOf(half)[0]).to.match(/^\d+:\d+ error: the file ends /);
    });

    it('knows the generation by the nodes when nothing else says it', () => {
      const text = '{"topology": {"nodes": [{"node_id": "a", "name": "R1", "node_type": "dynamips"}]}}';
      const { labs, problems } = readGns3(text, 'x.gns3');
      expect(problems).to.deep.equal([]);
      expect(labs[0]?.allocator).to.equal('gns3-server-2.2.3');
    });

    it('turns away more servers than anybody has', () => {
      const nodes = Array.from({ length: 257 }, (_, index) => node(`Q${index}`, { compute_id: `c${index}` }));
      const computes = nodes.map((_, index) => ({ compute_id: `c${index}`, host: `h${index}`, port: 3080 }));
      expect(readGns3(JSON.stringify(project(nodes.slice(1), [], { computes })), 'x.gns3').labs).to.have.length(1);
      expect(problemsOf(JSON.stringify(project(nodes, [], { computes })))[0]).to.match(
        / error: this is the server number 257/,
      );
    });

    it('reads a project behind a byte order mark, with CRLF', () => {
      const text = `\uFEFF${JSON.stringify(project([node('R1')], []), null, 2).replaceAll('\n', '\r\n')}`;
      const { labs, problems } = readGns3(text, 'x.gns3');
      expect(problems).to.deep.equal([]);
      expect(labs[0]?.devices[0]?.location).to.deep.equal({ file: 'x.gns3', line: 10, column: 7 });
    });

    it('is done in time with fifty thousand links on one switch', () => {
      const count = 50_000;
      const nodes = [
        node('S1', { properties: { ports_mapping: [] } }),
        ...Array.from({ length: 10 }, (_, i) => node(`Q${i}`)),
      ];
      const links = Array.from({ length: count }, (_, i) =>
        link(`S1 0/${i % 60_000}`, `Q${i % 10} ${i % 50_000}/${i % 7}`),
      );
      expect(gns3Lab(project(nodes, links)).links).to.have.length(count);
    });
  });

  it('makes one line of a name, and none that never ends', () => {
    const lab = gns3Lab(project([node('R1', { name: ` a\n\tb ${'x'.repeat(5000)}` })], []));
    expect(lab.devices[0]?.name).to.match(/^a b x+$/);
    expect(lab.devices[0]?.name).to.have.length(200);
  });
});
