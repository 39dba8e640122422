import { expect } from 'chai';
import type { LabChange } from '../../../../../src/core/lab/edit/lab-change.ts';
import { applyEdits } from '../../../../../src/core/lab/edit/text-edit.ts';
import { editScenario } from '../../../../../src/core/lab/edit/yaml-editor.ts';
import { readScenario } from '../../../../../src/core/lab/scenario/scenario-reader.ts';

function hypervisor(index: number, setting: LabChange['setting'], to: number): LabChange {
  return { target: { type: 'hypervisor', index }, setting, to };
}

function device(name: string, setting: LabChange['setting'], to: number): LabChange {
  return { target: { type: 'device', name }, setting, to };
}

/** The text with the changes made in one of its documents; it must still be a scenario. */
function edited(text: string, changes: readonly LabChange[], document = 0): string {
  const result = applyEdits(text, editScenario(text, document, changes).edits);
  expect(readScenario(result, 'lab.yaml').problems).to.deep.equal([]);
  return result;
}

describe('editing a scenario', () => {
  it('replaces numbers where they stand: comments, quotes, order and spelling stay', () => {
    const text = `# mine\nhypervisors:   # two\n  - baseUdp:   0x2710   # hex\n    address: 'localhost:7200'\ndevices: [ {name: R1, console: 2001 } ]\n`;
    expect(edited(text, [hypervisor(0, 'udp', 10100), device('R1', 'console', 2002)])).to.equal(
      text.replace('0x2710', '10100').replace('2001', '2002'),
    );
  });

  it('puts a key that is missing behind the address or the name, in blocks and in braces', () => {
    const text =
      'hypervisors:\r\n  - address: localhost:7200 # a\r\n    memoryLimit: 512\r\n  - { address: "localhost:7201" }\r\ndevices:\r\n  - name: R1\r\n    hypervisor: localhost:7200';
    expect(
      edited(text, [
        hypervisor(0, 'udp', 10100),
        hypervisor(0, 'console', 2200),
        hypervisor(1, 'aux', 2300),
        device('R1', 'aux', 2400),
      ]),
    ).to.equal(
      'hypervisors:\r\n  - address: localhost:7200 # a\r\n    baseUdp: 10100\r\n    baseConsole: 2200\r\n    memoryLimit: 512\r\n  - { address: "localhost:7201", baseAux: 2300 }\r\ndevices:\r\n  - name: R1\r\n    aux: 2400\r\n    hypervisor: localhost:7200',
    );
  });

  it('leaves JSON what it is, and quotes a key that comes as its neighbours are quoted', () => {
    const text = '{"hypervisors":[{"address":"a:7200"}],"devices":[\n  {\n    "name": "R1"\n  }\n]}\n';
    const result = edited(text, [
      hypervisor(0, 'udp', 10100),
      hypervisor(0, 'aux', 2300),
      device('R1', 'console', 2005),
    ]);
    expect(JSON.parse(result)).to.deep.equal({
      hypervisors: [{ address: 'a:7200', baseUdp: 10100, baseAux: 2300 }],
      devices: [{ name: 'R1', console: 2005 }],
    });
    const single = `hypervisors:\n- 'address': a\ndevices: []\n`;
    expect(edited(single, [hypervisor(0, 'udp', 10100)])).to.include(`\n  'baseUdp': 10100\n`);
  });

  it('puts a key behind a name in the last line of a file without a line end', () => {
    expect(edited('hypervisors: [{address: a}]\ndevices:\n- name: R1', [device('R1', 'console', 2005)])).to.equal(
      'hypervisors: [{address: a}]\ndevices:\n- name: R1\n  console: 2005',
    );
  });

  it('puts a key behind an address of several lines', () => {
    const text = 'hypervisors:\n  - address: >-\n      localhost:7200\n    dynamips: 0.2.14\ndevices: []\n';
    expect(edited(text, [hypervisor(0, 'udp', 10100)])).to.equal(
      'hypervisors:\n  - address: >-\n      localhost:7200\n    baseUdp: 10100\n    dynamips: 0.2.14\ndevices: []\n',
    );
    const [lab] = readScenario(edited(text, [hypervisor(0, 'port', 7300)]), 'lab.yaml').labs;
    expect(lab?.hypervisors.map(({ name, dynamips }) => `${name} ${dynamips}`)).to.deep.equal([
      'localhost:7300 0.2.14',
    ]);
  });

  it('changes a control port wherever the hypervisor is named, and only there', () => {
    const text = `allocator: gns3-classic
hypervisors:
  - address: localhost
  - address: "localhost:7201"
images:
  - { name: i, hypervisors: [localhost, 'localhost:7201'] }
devices:
  - { name: R1, hypervisor: localhost:7200 }
  - { name: R2, hypervisor: "localhost:7201" }
links:
  - R1 f0/0 -- NIO_udp:7201:localhost:7201
events:
  - stop: localhost:7201
`;
    expect(edited(text, [hypervisor(1, 'port', 7300)])).to.equal(
      text
        .replace('address: "localhost:7201"', 'address: "localhost:7300"')
        .replace("[localhost, 'localhost:7201']", "[localhost, 'localhost:7300']")
        .replace('R2, hypervisor: "localhost:7201"', 'R2, hypervisor: "localhost:7300"')
        .replace('stop: localhost:7201', 'stop: localhost:7300'),
    );
    expect(edited(text, [hypervisor(0, 'port', 7300)])).to.equal(
      text
        .replace('address: localhost\n', 'address: localhost:7300\n')
        .replace('[localhost, ', '[localhost:7300, ')
        .replace('R1, hypervisor: localhost:7200', 'R1, hypervisor: localhost:7300'),
    );
  });

  it('leaves the names to the first of two hypervisors with one address', () => {
    const text = 'hypervisors:\n  - address: a:1\n  - address: a:1\ndevices:\n  - { name: R1, hypervisor: "a:1" }\n';
    expect(edited(text, [hypervisor(1, 'port', 2)])).to.equal(text.replace('a:1\ndevices', 'a:2\ndevices'));
  });

  it('changes the document that it is told, behind a byte order mark too', () => {
    const one = 'hypervisors:\n  - address: a:1\n    baseUdp: 10000\ndevices: []\n';
    const text = `\uFEFF${one}---\n# another\n${one}...\n`;
    expect(edited(text, [hypervisor(0, 'udp', 5)], 1)).to.equal(
      `\uFEFF${one}---\n# another\n${one.replace('10000', '5')}...\n`,
    );
    expect(edited('\uFEFFhypervisors: [{ address: a }]\ndevices: []\n', [hypervisor(0, 'udp', 5)])).to.equal(
      '\uFEFFhypervisors: [{ address: a, baseUdp: 5 }]\ndevices: []\n',
    );
  });

  it('refuses what is not in the file', () => {
    expect(() => editScenario('devices: []\n', 0, [hypervisor(0, 'udp', 1)])).to.throw('no place');
    expect(() => editScenario('devices: []\n', 1, [])).to.throw('no lab');
  });
});
