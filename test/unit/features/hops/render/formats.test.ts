import { expect } from 'chai';
import { renderProjects } from '../../../../../src/features/hops/render/projects.ts';
import { type HopsFormat, renderHops } from '../../../../../src/features/hops/render/render.ts';
import type { ProjectsResult } from '../../../../../src/features/hops/result.ts';
import { NO_PAINT } from '../../../../../src/output/paint.ts';
import { CAMPUS_BROKEN, link, resultOf } from '../../../../support/campus-links.ts';

const PAGE = { width: 80, paint: NO_PAINT };

function render(format: HopsFormat, links = CAMPUS_BROKEN): string {
  const style = { explain: false, hops: false, ssh: false, header: true, processes: false };
  return renderHops(resultOf(links), format, PAGE, {
    command: 'niostat links',
    firewall: '',
    timeText: String,
    ...style,
  });
}

describe('other formats of the links of an open project', () => {
  it('have in CSV one row for each socket of each chain', () => {
    const rows = render('csv').split('\n');
    // By hand from recipe-output.txt: the sockets of nine links, with VPCS, and both chains of SW2 e1 -- SW1
    // e3.
    expect(rows).to.have.length(1 + 4 + 5 + 6 + 6 + 4 + 4 + 4 + 4 + 2);
    const [, , , , , bridge] = rows;
    expect(bridge).to.match(
      /^BROKEN,R2 f2\/1 -- CLOUD1 UDP tunnel 1,.*,R2,dynamips,8298,localhost,20032,127\.0\.0\.1,20033,/,
    );
  });

  it('do not let a name run as a formula of a spreadsheet', () => {
    const hostile = link(['=HYPERLINK("x")', 'f0/0'], ['R2', 'f0/0'], { state: 'UNKNOWN' });
    expect(render('csv', [hostile])).not.to.match(/(^|,)"?=/m);
  });

  it('draw uBridges as nodes of their own, with the ports of every wire', () => {
    const text = render('dot');
    expect(text).to.match(/label="R1";\n +n\d+ \[label="Dynamips 8268"\];\n +n\d+ \[label="uBridge 8441"\];/);
    expect(text).to.include('[label="20004 — 20005", dir=both]');
    expect(text).to.match(/label="R1 f2\/0 -- R2 f0\/0 20002 — 20003 \(BROKEN\)", dir=none, color=red/);
    expect(render('mermaid')).to.match(/n\d+ <-->\|"20004 — 20005"\| n\d+/);
  });

  it('draw a link of which nothing was seen between its nodes', () => {
    const docker = link(['D1', 'eth0'], ['R2', 'f0/0'], { state: 'UNKNOWN', notLookedAt: ['docker'] });
    expect(render('dot', [docker])).to.include('label="D1 eth0 -- R2 f0/0 (UNKNOWN)"');
    expect(render('markdown', [docker])).to.match(/\| UNKNOWN \| D1 eth0 -- R2 f0\/0 \| +- +\|.*docker not looked at/);
  });
});

describe('the projects of a server', () => {
  const server = { ...resultOf([]).server, host: '10.0.0.2' };
  const result: ProjectsResult = {
    ...{ schemaVersion: 1, outcome: 'clean', server },
    projects: [
      { id: 'id-1', name: 'Night class', status: 'opened' },
      { id: 'id-2', name: 'Twice', status: 'opened' },
      { id: 'id-3', name: 'Twice', status: 'closed' },
    ],
  };

  it('are listed with the command for each that is open, by its id where two have one name', () => {
    expect(renderProjects(result, PAGE, 'gns3://10.0.0.2/').split('\n')).to.deep.equal([
      'GNS3 2.2.59 at 10.0.0.2:3080: 2 projects open, 1 closed',
      '',
      'Status Project     Command',
      'opened Night class niostat links gns3://10.0.0.2/Night%20class',
      'opened Twice       niostat links gns3://10.0.0.2/id-2',
      'closed Twice       -',
    ]);
  });

  it('say what to do where none is open', () => {
    const closed = { ...result, projects: result.projects.slice(2) };
    expect(renderProjects(closed, PAGE, 'gns3:///'))
      .to.include('no project is open, 1 closed')
      .and.include('open it in GNS3');
  });
});
