import { expect } from 'chai';
import { InputError } from '../../../../src/core/errors/input-error.ts';
import { parseGns3Target } from '../../../../src/core/open-project/gns3-target.ts';
import { fc } from '../../../support/property.ts';

/** Its parts without the text, or the message of the error. */
function parsed(text: string): unknown {
  try {
    const target = parseGns3Target(text);
    if (target === undefined) return undefined;
    const { text: typed, ...parts } = target;
    expect(typed).to.equal(text);
    return parts;
  } catch (error) {
    expect(error).to.be.instanceOf(InputError);
    return (error as InputError).message;
  }
}

describe('parseGns3Target', () => {
  const good: readonly (readonly [text: string, parts: object])[] = [
    ['gns3://', {}],
    ['gns3:///', {}],
    ['gns3:///Campus', { project: 'Campus' }],
    ['gns3://vm', { host: 'vm' }],
    ['gns3://vm/', { host: 'vm' }],
    ['gns3://10.0.0.7:3081/Campus', { host: '10.0.0.7', port: 3081, project: 'Campus' }],
    ['GNS3://VM/Order One', { host: 'VM', project: 'Order One' }],
    ['gns3://vm/Order%20One', { host: 'vm', project: 'Order One' }],
    ['gns3://vm/100%', { host: 'vm', project: '100%' }],
    ['gns3://vm/a/b', { host: 'vm', project: 'a/b' }],
    ['gns3://vm/a@b', { host: 'vm', project: 'a@b' }],
    ['gns3://vm/Campus/', { host: 'vm', project: 'Campus' }],
    ['gns3://vm/%C3%9Cbung', { host: 'vm', project: 'Übung' }],
    ['gns3://[2001:db8::7]:3080/P', { host: '2001:db8::7', port: 3080, project: 'P' }],
    ['gns3://[fe80::1%eth0]/P', { host: 'fe80::1%eth0', project: 'P' }],
    ['gns3s://vm:443/P', { host: 'vm', port: 443, project: 'P', isSecure: true }],
    ['Gns3S:///P', { project: 'P', isSecure: true }],
  ];
  for (const [text, parts] of good) {
    it(`reads ${text}`, () => {
      expect(parsed(text)).to.deep.equal(parts);
    });
  }

  it('leaves what has another scheme, or none', () => {
    for (const text of ['', 'lab.net', 'gns3', 'gns3:', 'gns3:/x', 'http://vm/P', 'x gns3://vm', 'vm:3080']) {
      expect(parsed(text), text).to.equal(undefined);
    }
  });

  const bad: readonly (readonly [text: string, says: RegExp])[] = [
    ['gns3://user:secret@vm/P', /holds no user and no password/],
    ['gns3://user@vm/P', /holds no user and no password/],
    ['gns3://vm:0/P', /"0" is not a port from 1 to 65535/],
    ['gns3://vm:65536/P', /"65536" is not a port/],
    ['gns3://vm:/P', /"" is not a port/],
    ['gns3://vm:http/P', /"http" is not a port/],
    ['gns3://::1/P', /IPv6 stands in brackets: gns3:\/\/\[::1\]/],
    ['gns3://[::1/P', /is not host or host:port/],
    ['gns3://[vm]/P', /is not host or host:port/],
    ['gns3://10.0.0.256/P', /is not host or host:port/],
    ['gns3://a b/P', /is not host or host:port/],
    ['gns3://-o/P', /is not host or host:port/],
    ['gns3://a\r\nHost: b/P', /^[^\r\n]*is not host or host:port$/],
    ['gns3://vm/%20', /the name of the project is empty/],
    [`gns3://vm/${'x'.repeat(5000)}`, /more than 4096 characters/],
  ];
  for (const [text, says] of bad) {
    it(`refuses ${JSON.stringify(text.slice(0, 40))}`, () => {
      expect(parsed(text)).to.match(says);
    });
  }

  it('never shows the password of a target that holds one', () => {
    for (const text of ['gns3://user:secret@vm/P', 'gns3://user:sec/ret@vm/P', 'gns3://user:sec/r/et@[::1]:3080/P']) {
      expect(parsed(text))
        .to.match(/holds no user and no password/)
        .and.not.match(/sec|ret/);
    }
  });

  it('finds the name of any project again that was percent-encoded', () => {
    const names = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((name) => name.trim() === name && !name.endsWith('/'));
    fc.assert(
      fc.property(names, (name) => {
        expect(parsed(`gns3://vm/${encodeURIComponent(name)}`)).to.deep.equal({ host: 'vm', project: name });
      }),
    );
  });

  it('throws nothing but InputError, in one line, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const result = parsed(`gns3://${text}`);
        if (typeof result === 'string') expect(result).to.not.match(/[\r\n\u001b]/);
      }),
    );
  });
});
