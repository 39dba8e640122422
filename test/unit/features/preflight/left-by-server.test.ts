import { expect } from 'chai';
import { type LeftByServer, leftByServerDetail } from '../../../../src/features/preflight/left-by-server.ts';

/** The eight processes of the facts: two Dynamips, two VPCS of two processes each, two uBridges. */
const EIGHT: LeftByServer = {
  processes: [63, 93, 111, 112, 119, 129, 133, 134].map((pid) => ({ pid, name: `some (pid ${pid})` })),
  udpPorts: [20_000, 20_001, 20_002, 20_003, 20_004, 20_005, 20_006, 20_007, 20_008, 20_009],
  givenOut: [20_007, 20_009],
  passedOver: [20_006, 20_008],
  locksRouter: false,
  running: [],
  isIdle: true,
};

describe('what a GNS3 server has left behind', () => {
  it('is one error with one line that ends all, where ports are given out again', () => {
    const { severity, rule, message, remedy } = leftByServerDetail(EIGHT);
    expect([severity, rule]).to.deep.equal(['error', 'orphan']);
    expect(message).to.equal(
      '8 processes of a server that is gone hold 10 UDP ports (20000-20009). The server gives 20007, 20009 out again: links are dead, or the project does not open (409)',
    );
    expect(remedy).to.equal('if they are not in use any more: `kill 63 93 111 112 119 129 133 134`');
  });

  it('keeps a project from opening at all where the Dynamips of a router is among it', () => {
    expect(leftByServerDetail({ ...EIGHT, locksRouter: true }).message).to.match(/does not open at all \(409\)$/);
  });

  it('is a warning where the server passes its ports over, or needs none of them', () => {
    const passed = leftByServerDetail({ ...EIGHT, givenOut: [] });
    expect(passed.severity).to.equal('warning');
    expect(passed.message).to.include('The server passes 20006, 20008 over');
    const away = leftByServerDetail({ ...EIGHT, givenOut: [], passedOver: [] });
    expect([away.severity, away.message]).to.deep.equal([
      'warning',
      '8 processes of a server that is gone hold 10 UDP ports (20000-20009)',
    ]);
  });

  it('is looked at first where routers run', () => {
    const { remedy } = leftByServerDetail({ ...EIGHT, running: ['127.0.0.1:41647'], isIdle: false });
    expect(remedy).to.match(/^look at the routers that run first: `niostat probe 127\.0\.0\.1:41647`; `kill 63 /);
  });
});
