import { expect } from 'chai';
import { greetedBy } from '../../../../src/features/probe/console-greeting.ts';

describe('greetedBy', () => {
  it('reads the name from what Dynamips says first, behind its telnet options', () => {
    // As 0.2.14 sends it.
    const seen =
      '\xff\xfd\x18\xff\xfb\x01\xff\xfb\x03\xff\xfe"Connected to Dynamips VM "R1" (ID 1, type c7200) - Console port\r\n';
    expect(greetedBy(seen)).to.equal('R1');
    expect(greetedBy(seen.replace('Console port', 'AUX port'))).to.equal('R1 (AUX)');
  });

  it('waits for the whole line, and takes nothing else for a greeting', () => {
    expect(greetedBy('Connected to Dynamips VM "R1" (ID 1, ty')).to.equal(undefined);
    expect(greetedBy('SSH-2.0-OpenSSH_9.6\r\n')).to.equal(undefined);
    expect(greetedBy('Connected to Dynamips VM "R1\r\n" (ID 1) - Console port')).to.equal(undefined);
  });
});
