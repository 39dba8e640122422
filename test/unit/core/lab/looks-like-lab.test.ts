import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { hasLabName, looksLikeLab } from '../../../../src/core/lab/looks-like-lab.ts';

const SCENARIOS = new URL('../../../../scenarios/', import.meta.url);

describe('looksLikeLab', () => {
  it('takes every scenario of the project for one', () => {
    for (const name of readdirSync(SCENARIOS).filter((name) => name.endsWith('.yaml')))
      expect(looksLikeLab(readFileSync(new URL(name, SCENARIOS), 'utf8'), name), name).to.equal(true);
  });

  it('takes labs for labs, bad ones too', () => {
    const labs = {
      'a.net': '# remark\n[localhost:7200]\nnonsense\n',
      'spaces.net': '\r\n  [ localhost ] # here\r\n',
      'a.yaml': 'name: x\ndevices: nonsense\n',
      'quoted.yml': '"devices":\n  - name: R1\n',
      'first.yaml': '--- devices:\n',
      'schema.yaml': '# yaml-language-server: $schema=docs/schemas/scenario.schema.json\ndevice: []\n',
      'a.gns3': '{ "topology": {} }',
      'a.gns3project': '{ "topology": {} }',
      'project.json': '{ "topology": {} }',
      'scenario.json': '{ "devices": [] }',
    };
    for (const [name, text] of Object.entries(labs)) expect(looksLikeLab(text, name), name).to.equal(true);
  });

  it('takes nothing else for a lab', () => {
    const others = {
      'compose.yaml': 'services:\n  web:\n    devices:\n      - /dev/ttyUSB0\n',
      'workflow.yml': 'on: push\njobs: {}\n',
      'list.yaml': '- devices: x\n',
      'two-lines.net': '[localhost\n]\n',
      'kicad.net': '(export (version "E")\n  (components))\n',
      'empty.yaml': '',
      'other.gns3': '{}',
      'package.json': '{ "name": "x", "devices": "none" }',
    };
    for (const [name, text] of Object.entries(others)) expect(looksLikeLab(text, name), name).to.equal(false);
  });

  it('takes no longer for lines that open a bracket which none of them closes', () => {
    // Looking on from each line to the end would take many minutes.
    for (const end of ['\n', '\r', '\u2028']) {
      expect(looksLikeLab(`[${end}`.repeat(1_000_000), 'a.net'), JSON.stringify(end)).to.equal(false);
    }
  });
});

describe('hasLabName', () => {
  it('takes paths of Windows, and endings in any case', () => {
    for (const path of ['C:\\labs\\A.NET', '\\\\server\\share\\a.GNS3', 'c:a.Yaml', 'C:\\no.ending\\lab']) {
      expect(hasLabName(path), path).to.equal(true);
    }
    for (const path of ['C:\\labs.net\\a.txt', '\\\\server\\lab.net\\a.exe'])
      expect(hasLabName(path), path).to.equal(false);
  });

  it('lets the endings of labs pass, in any case, and names without one', () => {
    for (const name of [
      'a.net',
      'labs/b.GNS3',
      'c.yaml',
      'e.gns3project',
      'f.gns3p',
      'g.json',
      'd.b.yml',
      'monday',
      'labs.old/monday',
      'x\\y.d\\monday',
      '.hidden',
      '-',
    ])
      expect(hasLabName(name), name).to.equal(true);
  });

  it('lets no other ending pass', () => {
    for (const name of ['README.md', 'labs/wiring.PNG', 'gns3_server.conf', 'a.net.bak', 'a.zip', '.a.txt'])
      expect(hasLabName(name), name).to.equal(false);
  });
});
