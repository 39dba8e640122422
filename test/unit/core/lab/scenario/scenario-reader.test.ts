import { expect } from 'chai';
import { stopName } from '../../../../../src/core/lab/lab.ts';
import { readScenario } from '../../../../../src/core/lab/scenario/scenario-reader.ts';
import { nioLines, problemLines, problemPlaces, scenarioLab } from '../../../../support/read.ts';
import { file } from '../../../../support/text.ts';

/** The problems of a text that is no scenario. */
function problems(text: string): string[] {
  const { labs, problems: found } = readScenario(text, 'lab.yaml');
  expect(labs).to.deep.equal([]);
  return problemLines(found);
}

/** The one problem of a text that is no scenario. */
function problem(text: string): string {
  const found = problems(text);
  expect(found).to.have.length(1);
  return found[0] ?? '';
}

const TWO_ROUTERS = file`
  hypervisors:
    - address: localhost:7200
  devices:
    - name: R1
    - name: R2
`;

describe('scenario reader', () => {
  describe('a lab', () => {
    const everything = file`
        name: Everything
        description: One of each
        allocator: gns3-classic
        dynamips: 0.2.14
        os: windows
        ephemeralRange: [40000, 50000]
        hypervisors:
          - address: bender:7201
            baseUdp: 10101
            baseConsole: 2200
            baseAux: 2300
            workingDirectory: C:\labs
            memoryLimit: 512
            dynamips: 0.2.24
        images:
          - name: c3640
            hypervisors: [bender:7201]
        devices:
          - name: R1
            image: c3640
            ram: 128
            id: 4
            console: 2004
            aux: 2104
          - name: SW1
            kind: ethernet-switch
            hypervisor: bender:7201
        links:
          - R1 f0/0 -- SW1 1
      `;

    it('has what the file says', () => {
      const lab = scenarioLab(everything);
      expect([lab.name, lab.description, lab.allocator, lab.dynamips, lab.os, lab.ephemeralRange]).to.deep.equal([
        'Everything',
        'One of each',
        'gns3-classic',
        '0.2.14',
        'windows',
        { first: 40000, last: 50000 },
      ]);
      const [hypervisor] = lab.hypervisors;
      expect(hypervisor).to.deep.equal({
        kind: 'dynamips',
        host: 'bender',
        port: 7201,
        name: 'bender:7201',
        baseUdp: 10101,
        baseConsole: 2200,
        baseAux: 2300,
        workingDirectory: String.raw`C:\labs`,
        memoryLimitMb: 512,
        dynamips: '0.2.24',
        location: { file: 'lab.yaml', line: 8, column: 5 },
      });
      expect(lab.images).to.deep.equal([{ name: 'c3640', hypervisors: [hypervisor] }]);
      expect(lab.devices).to.deep.equal([
        {
          name: 'R1',
          kind: 'router',
          id: 4,
          image: 'c3640',
          ramMb: 128,
          console: 2004,
          aux: 2104,
          location: { file: 'lab.yaml', line: 19, column: 5 },
        },
        {
          name: 'SW1',
          kind: 'ethernet-switch',
          hypervisor,
          location: { file: 'lab.yaml', line: 25, column: 5 },
        },
      ]);
      expect(lab.links.map(({ name, location }) => [name, location?.line, location?.column])).to.deep.equal([
        ['R1 f0/0 -- SW1 1', 29, 5],
      ]);
    });

    it('is called after its file when it has no name', () => {
      expect(scenarioLab(TWO_ROUTERS, 'labs/two.routers.yaml').name).to.equal('two.routers');
      expect(scenarioLab(TWO_ROUTERS, String.raw`C:\labs\ring.yml`).name).to.equal('ring');
    });

    it('counts UDP from 10000, consoles from 2000 and AUX from 2100 unless it says otherwise', () => {
      const [hypervisor] = scenarioLab(TWO_ROUTERS).hypervisors;
      expect([hypervisor?.port, hypervisor?.baseUdp, hypervisor?.baseConsole, hypervisor?.baseAux]).to.deep.equal([
        7200, 10000, 2000, 2100,
      ]);
    });

    it('puts devices on the only hypervisor', () => {
      const lab = scenarioLab(TWO_ROUTERS);
      expect(lab.devices.map(({ hypervisor }) => hypervisor)).to.deep.equal([lab.hypervisors[0], lab.hypervisors[0]]);
    });

    it('finds a hypervisor by host alone when it is on port 7200, and wrappers by their prefix', () => {
      const lab = scenarioLab(file`
        hypervisors:
          - address: alpha
          - address: vbox alpha
          - address: alpha:11525
        devices:
          - { name: R1, hypervisor: "alpha:7200" }
          - { name: R2, hypervisor: alpha }
          - { name: V1, kind: vbox, hypervisor: "vbox alpha:11525" }
          - { name: R3, hypervisor: "alpha:11525" }
      `);
      expect(lab.devices.map(({ hypervisor }) => hypervisor?.name)).to.deep.equal([
        'alpha:7200',
        'alpha:7200',
        'vbox alpha:11525',
        'alpha:11525',
      ]);
    });

    it('has links to devices, LANs and explicit NIOs', () => {
      const lab = scenarioLab(`${TWO_ROUTERS}links:
  - R1 f0/0 -- R2 f0/0
  - R1 f0/1 -- LAN 1
  - R2 f0/1 -- lan 1
  - R1 f1/0 -- NIO_udp:30000:10.0.0.9:20000
  - R2 f1/0 -- NIO_tap:tap0
`);
      expect(nioLines(lab)).to.deep.equal([
        'localhost:7200 R1 f0/0 10000 -> 127.0.0.1:10001',
        'localhost:7200 R2 f0/0 10001 -> 127.0.0.1:10000',
        'localhost:7200 R1 f0/1 10002 -> 127.0.0.1:10003',
        'localhost:7200 LAN 1 10003 -> 127.0.0.1:10002',
        'localhost:7200 R2 f0/1 10004 -> 127.0.0.1:10005',
        'localhost:7200 LAN 1 10005 -> 127.0.0.1:10004',
        'localhost:7200 R1 f1/0 30000 -> 10.0.0.9:20000',
      ]);
    });

    it('makes links in the order of the file, whatever the devices are', () => {
      const lab = scenarioLab(file`
        hypervisors: [{ address: localhost }]
        devices: [{ name: H1, kind: hub }, { name: R1 }, { name: SW1, kind: ethernet-switch }]
        links: [H1 1 -- R1 f0/0, R1 f0/1 -- H1 2, SW1 1 -- R1 f1/0]
      `);
      expect(nioLines(lab).map((line) => line.split(' ').slice(1, 4).join(' '))).to.deep.equal([
        'H1 1 10000',
        'R1 f0/0 10001',
        'R1 f0/1 10002',
        'H1 2 10003',
        'SW1 1 10004',
        'R1 f1/0 10005',
      ]);
    });

    it('has the end of the uBridge of a router, and of nothing else', () => {
      const two =
        'hypervisors: [{ address: localhost }]\ndevices: [{ name: R1 }, { name: S1, kind: ethernet-switch }]\n';
      const read = (what: string) => readScenario(`${two}events: [{ stop: ${what} }]\n`, 'x.yaml');
      const [lab] = read('uBridge of R1').labs;
      expect(lab?.events.map((event) => event.type === 'stop' && stopName(event))).to.deep.equal(['uBridge of R1']);
      for (const name of ['S1', 'R9'])
        expect(read(`uBridge of ${name}`).problems.map(({ message }) => message)).to.deep.equal([
          `${name} has no uBridge: only routers of the lab have one`,
        ]);
    });

    it('has events in their order', () => {
      const lab = scenarioLab(`${TWO_ROUTERS}links: [R1 f0/0 -- R2 f0/0]
events:
  - remove: R2 f0/0 -- R1 f0/0
  - add: R1 f0/0 -- R2 f0/1
  - stop: localhost
`);
      expect(
        lab.events.map((event) => (event.type === 'stop' ? event.hypervisor.name : `${event.type} ${event.link.name}`)),
      ).to.deep.equal(['remove R1 f0/0 -- R2 f0/0', 'add R1 f0/0 -- R2 f0/1', 'localhost:7200']);
    });

    it('keeps links that are never made, with the reason', () => {
      const lab = scenarioLab(`${TWO_ROUTERS}links:
  - R1 f0/0 -- R9 f0/0
  - R1 f0/0 -- R2 f0/0
  - R2 f0/0 -- R1 f0/1
  - R1 f1/0 -- R1 f1/0
`);
      expect(lab.links.map(({ fault }) => fault)).to.deep.equal([
        'unknown-device',
        undefined,
        'interface-in-use',
        'same-interface',
      ]);
    });
  });

  describe('several documents', () => {
    it('are several labs, told apart by number when they have no name', () => {
      const text = `${TWO_ROUTERS}---\nname: Tuesday\n${TWO_ROUTERS}---\n${TWO_ROUTERS}`;
      const { labs, problems: found } = readScenario(text, 'week.yaml');
      expect(found).to.deep.equal([]);
      expect(labs.map(({ name }) => name)).to.deep.equal(['week (lab 1)', 'Tuesday', 'week (lab 3)']);
      expect(labs.map(({ hypervisors }) => hypervisors[0]?.location?.line)).to.deep.equal([2, 9, 15]);
    });

    it('are none at all if one of them is wrong', () => {
      const [first] = problems(`${TWO_ROUTERS}---\nname: Tuesday\ndevices: 5\n`);
      expect(first).to.match(/^8:10 error: devices /);
    });
  });

  describe('errors of form', () => {
    it('are an unknown key, shown at the key, with the keys that are known there', () => {
      expect(problem(`nam: x\n${TWO_ROUTERS}`)).to.match(/^1:1 error: unknown key "nam".*\bname\b.*\bdevices\b/);
      expect(problem('hypervisors:\n  - address: a\n    baseUPD: 10000\ndevices: []\n')).to.match(
        /^3:5 error: unknown key "baseUPD".*\bbaseUdp\b/,
      );
      expect(problem('hypervisors: [{address: a}]\ndevices:\n  - { name: R1, memory: 5 }\n')).to.match(
        /^3:17 error: unknown key "memory".*\bram\b/,
      );
    });

    it('are a missing key, by name', () => {
      expect(problem('name: x\n')).to.match(/^1:1 error: "devices" is missing/);
      expect(problem('devices:\n  - kind: hub\n')).to.match(/^2:5 error: "name" is missing/);
    });

    it('are a value of another type, shown at the value', () => {
      expect(problem('hypervisors: [{address: a}]\ndevices:\n  - name: 5\n')).to.match(/^3:11 error: name .*text/);
      expect(problem('devices:\n  name: R1\n')).to.match(/^2:3 error: devices .*list/);
      expect(problem('hypervisors:\n  - address: a\n    baseUdp: ten\ndevices: []\n')).to.match(
        /^3:14 error: baseUdp .*number/,
      );
      expect(problem('hypervisors:\n  - address: a\n    baseUdp: 10000.5\ndevices: []\n')).to.match(
        /^3:14 error: baseUdp .*number/,
      );
      expect(problem('dynamips: 0.2\ndevices: []\n')).to.match(/^1:11 error: dynamips .*quotes/);
      expect(problem('devices:\n')).to.match(/ error: devices .*empty/);
    });

    it('are a word that is not in a list', () => {
      expect(problem('allocator: dynagn\ndevices: []\n')).to.match(/^1:12 error: allocator .*dynagen/);
      expect(problem('os: beos\ndevices: []\n')).to.match(/^1:5 error: os .*linux, windows, darwin/);
    });

    it('are a number out of bounds', () => {
      expect(problem('hypervisors:\n  - address: a\n    baseUdp: 1000000\ndevices: []\n')).to.match(
        /^3:14 error: baseUdp .*999999/,
      );
      expect(problem('hypervisors: [{address: a}]\ndevices:\n  - name: R1\n    id: -1\n')).to.match(
        /^4:9 error: id .*0/,
      );
    });

    it('are names with spaces and links without "--"', () => {
      expect(problem('hypervisors: [{address: a}]\ndevices:\n  - name: R 1\n')).to.match(/^3:11 error: name .*space/);
      expect(problem(`${TWO_ROUTERS}links:\n  - R1 f0/0 - R2 f0/0\n`)).to.match(/^7:5 error: item 1 of links /);
    });

    it('are an event with two actions or with none', () => {
      const text = `${TWO_ROUTERS}events:\n  - stop: localhost\n    add: R1 f0/0 -- R2 f0/0\n  - {}\n`;
      expect(problems(text).map((line) => line.split(' ')[0])).to.deep.equal(['7:5', '9:5']);
    });

    it('are a document that is no mapping', () => {
      for (const text of ['- a\n', '5\n', 'just text\n'])
        expect(problem(text), text).to.match(/^1:1 error: a scenario must be/);
    });

    it('are a file without a document', () => {
      expect(problem('# nothing here\n')).to.match(/^1:1 error: /);
    });
  });

  describe('errors of sense', () => {
    it('are a hypervisor that is not there, where it is named', () => {
      const text = file`
        hypervisors:
          - address: localhost:7200
        images:
          - name: x
            hypervisors: [localhost:7200, localhost:7201]
        devices:
          - name: R1
            hypervisor: localhost:7202
        events:
          - stop: localhost:7203
      `;
      expect(problems(text).map((line) => line.split(' ')[0])).to.deep.equal(['5:35', '8:17', '10:11']);
    });

    it('are two devices of one name, with the line of the first', () => {
      const text = 'hypervisors: [{address: a}]\ndevices:\n  - name: R1\n  - name: R2\n  - name: R1\n';
      expect(problem(text)).to.equal('5:11 error: two devices are called "R1", first in line 3');
    });

    it('are a device without a hypervisor, but for gns3-classic, which chooses one', () => {
      const devices = 'devices:\n  - name: R1\n';
      expect(problem(devices)).to.match(/^2:5 error: R1 needs a hypervisor/);
      expect(problem(`hypervisors: [{address: a}, {address: b}]\n${devices}`)).to.match(
        /^3:5 error: R1 needs a hypervisor/,
      );
      expect(readScenario(`allocator: gns3-classic\n${devices}`, 'lab.yaml').problems).to.deep.equal([]);
    });

    it('are addresses that are none', () => {
      for (const address of ['localhost:0', 'localhost:65536', ':7200', '"qemu qemu:1"']) {
        const found = readScenario(
          `hypervisors:\n  - address: ${address.startsWith('"') ? address : `"${address}"`}\ndevices: []\n`,
          'x',
        ).problems;
        expect(problemPlaces(found), address).to.deep.equal(address.startsWith('"') ? [] : ['2:14']);
      }
    });

    it('are links that name more or less than two ends, and malformed NIOs', () => {
      const text = `${TWO_ROUTERS}links:
  - R1 f0/0 -- R2
  - R1 f0/0 -- R2 f0/0 f0/1
  - R1 f0/0 -- NIO_udp:30000:127.0.0.1
  - R1 f0/0 -- NIO_bogus:x
`;
      expect(problems(text).map((line) => line.split(' ')[0])).to.deep.equal(['7:5', '8:5', '9:5', '10:5']);
    });

    it('are removing a link that is not there', () => {
      const text = `${TWO_ROUTERS}links: [R1 f0/0 -- R2 f0/0]\nevents:\n  - remove: R1 f0/0 -- R2 f0/1\n`;
      expect(problem(text)).to.match(/^8:13 error: there is no link "R1 f0\/0 -- R2 f0\/1"/);
    });
  });

  describe('all problems together', () => {
    it('those of form, in the order of the file', () => {
      const text = file`
        nam: x
        allocator: nope
        hypervisors:
          - address: localhost
            baseUdp: -5
        devices:
          - name: R1
            kind: toaster
          - nme: R2
        links:
          - R1 to R2
      `;
      expect(problems(text).map((line) => line.split(' ')[0])).to.deep.equal([
        '1:1',
        '2:12',
        '5:14',
        '8:11',
        '9:5',
        '9:5',
        '11:5',
      ]);
    });

    it('those of sense, over several documents', () => {
      const broken =
        'hypervisors: [{address: a}]\ndevices:\n  - {name: R1, hypervisor: b}\n  - {name: R2, hypervisor: c}\n';
      expect(problems(`${broken}---\n${broken}`).map((line) => line.split(' ')[0])).to.deep.equal([
        '3:28',
        '4:28',
        '8:28',
        '9:28',
      ]);
    });

    it('those of form in one document and of sense in another', () => {
      const text = `${TWO_ROUTERS}links: [R1 f0/0 -- R2]\n---\nnam: x\ndevices: []\n`;
      expect(problems(text).map((line) => line.split(' ')[0])).to.deep.equal(['6:9', '8:1']);
    });
  });

  it('is done with forty thousand unknown keys', () => {
    const text = Array.from({ length: 40_000 }, (_, index) => `key${index}: 1\n`).join('');
    expect(problems(text)).to.have.length(51);
  });
});
