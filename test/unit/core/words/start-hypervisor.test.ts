import { expect } from 'chai';
import {
  dynamipsCommand,
  dynamipsCommands,
  dynamipsLines,
  startAdvice,
} from '../../../../src/core/words/start-hypervisor.ts';

describe('the line that starts a hypervisor', () => {
  const line = (host: string): string => dynamipsCommand({ host, port: 7201 });

  it('names the address on which the lab expects it', () => {
    expect(line('127.0.0.1')).to.equal('dynamips -H 127.0.0.1:7201');
    expect(line('localhost')).to.equal('dynamips -H 127.0.0.1:7201');
    expect(line('10.0.0.5')).to.equal('dynamips -H 10.0.0.5:7201');
    expect(line('0.0.0.0')).to.equal('dynamips -H 7201');
  });

  it('quotes a host that a shell would run', () => {
    expect(line('a;id>x')).to.equal("dynamips -H 'a;id>x:7201'");
  });

  it('has no brackets around an IPv6 address: with them Dynamips does not listen', () => {
    expect(line('::1')).to.equal('dynamips -H ::1:7201');
    expect(line('[2001:db8::1]')).to.equal('dynamips -H 2001:db8::1:7201');
  });

  it('starts several in the background, each with a log of its own, and counts those beyond four', () => {
    const ports = (...numbers: number[]) => dynamipsCommands(numbers.map((port) => ({ host: '127.0.0.1', port })));
    expect(ports(7200)).to.equal('dynamips -H 127.0.0.1:7200');
    expect(ports(7200, 7201)).to.equal(
      'dynamips -H 127.0.0.1:7200 -l dynamips_7200.log & dynamips -H 127.0.0.1:7201 -l dynamips_7201.log &',
    );
    expect(ports(1, 2, 3, 4, 5, 6)).to.match(/:4 -l dynamips_4.log & # and 2 more hypervisors$/);
  });

  it('has a line for each, to be copied', () => {
    const lines = dynamipsLines([7200, 7201].map((port) => ({ host: '10.0.0.5', port })));
    expect(lines).to.deep.equal([
      'dynamips -H 10.0.0.5:7200 -l dynamips_7200.log &',
      'dynamips -H 10.0.0.5:7201 -l dynamips_7201.log &',
    ]);
  });

  it('names the program that has the ports', () => {
    const advice = (kind: 'dynamips' | 'qemu' | 'vbox' | 'gns3') => startAdvice({ kind, host: 'labhost', port: 7200 });
    expect(advice('dynamips')).to.equal('start the hypervisor: dynamips -H labhost:7200');
    expect(advice('vbox')).to.equal('start VBoxwrapper on labhost, TCP port 7200');
    expect(advice('qemu')).to.equal('start Qemuwrapper on labhost, TCP port 7200');
    expect(advice('gns3')).to.equal('start the GNS3 server of labhost, and open the project');
  });
});
