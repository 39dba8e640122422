import { expect } from 'chai';
import { InputError } from '../../../../src/core/errors/input-error.ts';
import { commandLine, isDestructive } from '../../../../src/features/send/send.ts';

function refusal(words: readonly string[]): string {
  try {
    return `sent as ${commandLine(words)}`;
  } catch (error) {
    expect(error).to.be.instanceOf(InputError);
    const { code, exitCode } = error as InputError;
    return `${code} ${exitCode}`;
  }
}

describe('commandLine', () => {
  it('joins words, with quotes where Dynamips needs them', () => {
    expect(commandLine(['hypervisor', 'version'])).to.equal('hypervisor version');
    expect(commandLine(['nio', 'delete', 'two words'])).to.equal('nio delete "two words"');
    // To Dynamips # and ! begin a comment.
    expect(commandLine(['nio', 'delete', 'n#1'])).to.equal('nio delete "n#1"');
    expect(commandLine(['nio', 'delete', 'n!'])).to.equal('nio delete "n!"');
  });

  it('sends a single word as it is', () => {
    expect(commandLine(['nio delete "two words"'])).to.equal('nio delete "two words"');
    expect(commandLine([''])).to.equal('');
    expect(commandLine(['bogus'])).to.equal('bogus');
  });

  it('refuses what would be two commands, or cannot be said', () => {
    expect(refusal(['nio list\nhypervisor stop'])).to.equal('BAD_COMMAND 2');
    expect(refusal(['nio', 'delete', 'a\r\nhypervisor stop'])).to.equal('BAD_COMMAND 2');
    expect(refusal(['nio', 'delete', 'a\0b'])).to.equal('BAD_COMMAND 2');
    expect(refusal(['nio', 'delete', 'a"b'])).to.equal('BAD_COMMAND 2');
    expect(refusal(['nio', 'delete', ''])).to.equal('BAD_COMMAND 2');
    expect(refusal(Array.from({ length: 17 }, () => 'word'))).to.equal('BAD_COMMAND 2');
  });
});

describe('isDestructive', () => {
  for (const line of [
    'hypervisor stop',
    'hypervisor reset',
    'hypervisor save_config /tmp/saved.cfg',
    'nio delete n0',
    'nio_bridge delete br',
    'ethsw delete SW1',
    'vm stop R1',
    'vm delete R1',
    'vm clean_delete R1',
    // As Dynamips reads it: blanks, tabs and quotes between the words.
    '  hypervisor \t stop',
    '"hypervisor" "stop"',
    'vm "stop" R1',
    // What follows # or ! is a comment, in the middle of a word too; an empty word is none.
    'hypervisor stop!',
    'hypervisor reset#x',
    'hypervisor stop # please',
    '""hypervisor "stop"x',
    'atm_bridge unconfigure br',
  ]) {
    it(`asks before ${JSON.stringify(line)}`, () => {
      expect(isDestructive(line)).to.equal(true);
    });
  }

  for (const line of [
    '',
    'hypervisor version',
    'hypervisor',
    'nio list',
    'nio get_stats n0',
    'nio create_udp stop 10000 127.0.0.1 10001',
    'vm get_status reset',
    'vm start R1',
    'vm set_con_tcp_port delete 2000',
    // A comment, another word, another case, and what cannot be read, which Dynamips refuses.
    'hypervisor version # stop',
    'hypervisor #stop',
    'hypervisor st\\op',
    'hypervisor STOP',
    'hypervisor "stop',
    'hypervisor st"op"',
  ]) {
    it(`does not ask before ${JSON.stringify(line)}`, () => {
      expect(isDestructive(line)).to.equal(false);
    });
  }
});
