import { expect } from 'chai';
import { isLoopback, isWildcard, Machines, normalizeHost, THIS_MACHINE } from '../../../../src/core/address/host.ts';

describe('host', () => {
  it('compares names in lower case, without brackets and without the final dot', () => {
    expect(['Bender', '[::1]', 'lab.example.COM.', '10.0.0.1'].map(normalizeHost)).to.deep.equal([
      'bender',
      '::1',
      'lab.example.com',
      '10.0.0.1',
    ]);
  });

  it('knows the names of the loopback', () => {
    const yes = [
      'localhost',
      'LOCALHOST',
      'localhost.',
      '127.0.0.1',
      '127.0.1.1',
      '127.1',
      '::1',
      '[::1]',
      '0:0:0:0:0:0:0:1',
      '::0001',
      '::ffff:127.0.0.1',
      'ip6-localhost',
    ];
    expect(yes.filter((host) => !isLoopback(host))).to.deep.equal([]);
  });

  it('takes nothing else for the loopback', () => {
    const no = [
      '10.0.0.1',
      '128.0.0.1',
      '12.7.0.1',
      'localhost1',
      'mylocalhost',
      '127.example.com',
      '::2',
      '::',
      '0.0.0.0',
      '1::',
      'fe80::1',
      '',
    ];
    expect(no.filter(isLoopback)).to.deep.equal([]);
  });

  it('knows the addresses that mean every address', () => {
    expect(['0.0.0.0', '::', '[::]', '0:0:0:0:0:0:0:0', '*'].filter((host) => !isWildcard(host))).to.deep.equal([]);
    expect(['0.0.0.1', '127.0.0.1', '::1', '10.0.0.0', 'localhost', ''].filter(isWildcard)).to.deep.equal([]);
  });

  describe('machines', () => {
    it('takes loopback names and wildcards for this machine', () => {
      const machines = new Machines();
      expect(['localhost', '127.0.0.1', '::1', '0.0.0.0'].map((host) => machines.machineOf(host))).to.deep.equal([
        THIS_MACHINE,
        THIS_MACHINE,
        THIS_MACHINE,
        THIS_MACHINE,
      ]);
    });

    it('takes other names for machines of their own, in any case', () => {
      const machines = new Machines();
      expect(machines.machineOf('alpha')).to.not.equal(machines.machineOf('beta'));
      expect(machines.machineOf('Alpha')).to.equal(machines.machineOf('alpha'));
    });

    it('takes two names with one address for one machine, whichever is met first', () => {
      const addresses = new Map([
        ['alpha', ['10.0.0.1']],
        ['web.lab', ['10.0.0.2', '10.0.0.1']],
      ]);
      for (const order of [
        ['alpha', 'web.lab', '10.0.0.1'],
        ['10.0.0.1', 'web.lab', 'alpha'],
        ['web.lab', '10.0.0.1', 'alpha'],
      ]) {
        const machines = new Machines(addresses);
        expect(new Set(order.map((host) => machines.machineOf(host))).size, order.join()).to.equal(1);
      }
    });

    it('takes a name whose address is a loopback for this machine', () => {
      expect(new Machines(new Map([['myself', ['192.168.1.5', '127.0.0.1']]])).machineOf('myself')).to.equal(
        THIS_MACHINE,
      );
    });

    it('takes names that share addresses with a third one for one machine, whichever is met first', () => {
      // a and c share no address, but each shares one with b, which has two network cards.
      const addresses = new Map([
        ['a', ['10.0.0.1']],
        ['b', ['10.0.0.1', '10.9.9.9']],
        ['c', ['10.9.9.9']],
      ]);
      for (const order of ['abc', 'acb', 'bac', 'bca', 'cab', 'cba']) {
        const machines = new Machines(addresses);
        for (const host of order) machines.machineOf(host);
        expect(new Set(['a', 'b', 'c'].map((host) => machines.machineOf(host))).size, order).to.equal(1);
      }
    });

    it('has the answers of the resolver in their order, none for a name without address, and no guess', () => {
      const machines = new Machines(
        new Map([
          ['localhost', ['::1', '127.0.0.1']],
          ['nobody', []],
        ]),
      );
      expect(machines.answersOn(THIS_MACHINE, 'LocalHost')).to.deep.equal(['::1', '127.0.0.1']);
      // Another machine has a hosts file of its own.
      expect(machines.answersOn('bender', 'localhost')).to.equal(undefined);
      expect(machines.answersOn('bender', '::ffff:10.0.0.1')).to.deep.equal(['10.0.0.1']);
      expect(machines.answersOn(THIS_MACHINE, 'nobody')).to.deep.equal([]);
      expect(machines.answersOn(THIS_MACHINE, 'x.invalid')).to.deep.equal([]);
      expect(machines.answersOn(THIS_MACHINE, 'bender')).to.equal(undefined);
    });

    it('sends what goes to a loopback name to the machine that sends it', () => {
      const machines = new Machines();
      expect(machines.destinationOf('alpha', 'localhost')).to.equal('alpha');
      expect(machines.destinationOf('alpha', '0.0.0.0')).to.equal('alpha');
      expect(machines.destinationOf('alpha', 'beta')).to.equal('beta');
      expect(machines.destinationOf('127.0.0.1', 'localhost')).to.equal(THIS_MACHINE);
    });
  });
});
