import { expect } from 'chai';
import { renderExchange } from '../../../../../src/features/hypervisor/render/exchange.ts';

const EXCHANGE = {
  client: '127.0.0.1:50000',
  words: ['nio', 'create_udp', 'nio_udp_R1_f0_0_to_R2_f0_0', '10000', '192.168.100.101', '10001'],
  reply: { code: 100, text: "NIO 'nio_udp_R1_f0_0_to_R2_f0_0' created", messages: [] },
};

describe('renderExchange', () => {
  it('goes on below what was said where the terminal ends, and is one line elsewhere', () => {
    expect(renderExchange(EXCHANGE, 80).split('\n')).to.deep.equal([
      '127.0.0.1:50000 > nio create_udp nio_udp_R1_f0_0_to_R2_f0_0 10000',
      '                  192.168.100.101 10001',
      "127.0.0.1:50000 < 100-NIO 'nio_udp_R1_f0_0_to_R2_f0_0' created",
    ]);
    expect(renderExchange(EXCHANGE, Number.POSITIVE_INFINITY).split('\n')).to.deep.equal([
      '127.0.0.1:50000 > nio create_udp nio_udp_R1_f0_0_to_R2_f0_0 10000 192.168.100.101 10001',
      "127.0.0.1:50000 < 100-NIO 'nio_udp_R1_f0_0_to_R2_f0_0' created",
    ]);
  });
});
