import { expect } from 'chai';
import type { LabChange } from '../../../../../src/core/lab/edit/lab-change.ts';
import { editNet } from '../../../../../src/core/lab/edit/net-editor.ts';
import { applyEdits } from '../../../../../src/core/lab/edit/text-edit.ts';
import { netLab } from '../../../../support/read.ts';

function hypervisor(index: number, setting: LabChange['setting'], to: number): LabChange {
  return { target: { type: 'hypervisor', index }, setting, to };
}

function device(name: string, setting: LabChange['setting'], to: number): LabChange {
  return { target: { type: 'device', name }, setting, to };
}

/** The text with the changes made; it must still be a lab. */
function edited(text: string, ...changes: LabChange[]): string {
  const result = applyEdits(text, editNet(text, changes));
  netLab(result);
  return result;
}

describe('editing a .net file', () => {
  it('replaces a value where it stands, and nothing else', () => {
    const text =
      '# mine\n[localhost:7200]\n\tUDP=10000   # first\n  console =  2000\n[[ROUTER R1]]\n  console = "2001"\n';
    expect(
      edited(text, hypervisor(0, 'udp', 10100), hypervisor(0, 'console', 2200), device('R1', 'console', 2005)),
    ).to.equal(
      '# mine\n[localhost:7200]\n\tUDP=10100   # first\n  console =  2200\n[[ROUTER R1]]\n  console = "2005"\n',
    );
  });

  it('keeps a byte order mark, mixed line ends and the missing one at the end', () => {
    const text = '\uFEFF[localhost:7200]\r\nudp = 10000\n[localhost:7201]\r\n    udp = 10000\r\n[[ROUTER R1]]';
    expect(edited(text, hypervisor(0, 'udp', 1), hypervisor(1, 'udp', 123456))).to.equal(
      '\uFEFF[localhost:7200]\r\nudp = 1\n[localhost:7201]\r\n    udp = 123456\r\n[[ROUTER R1]]',
    );
  });

  it('finds the section of the first line behind a byte order mark', () => {
    expect(edited('\uFEFFudp = 1\n[localhost:7200]\n', hypervisor(0, 'port', 7300))).to.equal(
      '\uFEFFudp = 1\n[localhost:7300]\n',
    );
  });

  it('puts a line that is missing behind the header, with the indentation and line end of its neighbours', () => {
    expect(edited('[localhost]\r\n\t[[ROUTER R1]]\r\n\t\tram = 64\r\n', hypervisor(0, 'udp', 10100))).to.equal(
      '[localhost]\r\n\tudp = 10100\r\n\t[[ROUTER R1]]\r\n\t\tram = 64\r\n',
    );
    expect(edited('[localhost]\n  workingdir = /tmp\n', hypervisor(0, 'console', 2100))).to.equal(
      '[localhost]\n  console = 2100\n  workingdir = /tmp\n',
    );
    expect(edited('[localhost]\n[[ROUTER R1]]\n', device('R1', 'aux', 2200))).to.equal(
      '[localhost]\n[[ROUTER R1]]\n    aux = 2200\n',
    );
  });

  it('adds two lines to the last header of a file that ends without a line end', () => {
    expect(edited('[localhost:1]\r\n[localhost]', hypervisor(1, 'udp', 10100), hypervisor(1, 'aux', 2200))).to.equal(
      '[localhost:1]\r\n[localhost]\r\n    udp = 10100\r\n    aux = 2200',
    );
  });

  it('fills in a value that is there and empty', () => {
    for (const [line, expected] of [
      ['udp =', 'udp = 10100'],
      ['udp = ', 'udp = 10100'],
      ['udp =# none', 'udp = 10100# none'],
      ['udp = "" # none', 'udp = "10100" # none'],
    ]) {
      expect(edited(`[localhost]\n${line}\n`, hypervisor(0, 'udp', 10100))).to.equal(`[localhost]\n${expected}\n`);
    }
  });

  it('changes a control port in the header, or in the key that wins over it', () => {
    expect(edited('[localhost:7200] # one\n', hypervisor(0, 'port', 7201))).to.equal('[localhost:7201] # one\n');
    expect(edited('[ "localhost:7200" ]\n', hypervisor(0, 'port', 7201))).to.equal('[ "localhost:7201" ]\n');
    expect(edited('[vbox 10.0.0.7200:7200]\n', hypervisor(0, 'port', 7))).to.equal('[vbox 10.0.0.7200:7]\n');
    expect(edited('[localhost:7200]\nPort = 7300\n', hypervisor(0, 'port', 7301))).to.equal(
      '[localhost:7200]\nPort = 7301\n',
    );
    expect(edited('[localhost]\n', hypervisor(0, 'port', 7201))).to.equal('[localhost]\n    port = 7201\n');
  });

  it('gives a device its own port where the one of its model is meant for all', () => {
    const text = '[localhost]\n[[7200]]\nconsole = 2001\n[[ROUTER R1]]\n[[ROUTER R2]]\n';
    expect(edited(text, device('R2', 'console', 2002))).to.equal(
      '[localhost]\n[[7200]]\nconsole = 2001\n[[ROUTER R1]]\n[[ROUTER R2]]\n    console = 2002\n',
    );
  });

  it('passes over [GNS3-DATA] and what looks like a key inside a long text', () => {
    const text = '[GNS3-DATA]\nudp = 5\n[localhost]\nconfiguration = """\nudp = 6\n"""\nudp = 7\n';
    expect(edited(text, hypervisor(0, 'udp', 8))).to.equal(text.replace('udp = 7', 'udp = 8'));
  });

  it('refuses what is not in the file', () => {
    expect(() => editNet('[localhost]\n', [hypervisor(1, 'udp', 8)])).to.throw('no section');
    expect(() => editNet('[localhost]\n', [device('R1', 'aux', 8)])).to.throw('no section');
  });
});
