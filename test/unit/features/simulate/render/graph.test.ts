import { expect } from 'chai';
import { graphOf } from '../../../../../src/features/simulate/render/graph.ts';
import { renderSimulation } from '../../../../../src/features/simulate/render/render.ts';
import { simulate } from '../../../../../src/features/simulate/simulate.ts';
import { NO_PAINT } from '../../../../../src/output/paint.ts';
import { modelOf } from '../../../../support/model.ts';
import { scenarioLab } from '../../../../support/read.ts';
import { readProjectFile } from '../../../../support/source-files.ts';

function simulated(name: string, dynamips = '0.2.24'): ReturnType<typeof simulate> {
  return simulate(modelOf(scenarioLab(readProjectFile(`scenarios/${name}.yaml`)), { dynamips }));
}

/** `R1 to R2: f0/0 10000 → 10001 f0/0`, with a star if it is broken. */
function edges(name: string, dynamips?: string): string[] {
  const graph = graphOf(simulated(name, dynamips));
  const titles = new Map(graph.clusters.flatMap(({ nodes }) => nodes.map(({ id, title }) => [id, title] as const)));
  return graph.edges.map(
    ({ from, to, arrow, label, isBroken }) =>
      `${titles.get(from)} ${arrow} ${titles.get(to)}: ${label}${isBroken ? ' *' : ''}`,
  );
}

describe('the graph of simulate', () => {
  it('has one edge with two arrows for a link that works', () => {
    expect(edges('full-mesh-3-routers')).to.deep.equal([
      'R1 both R2: f0/0 10000 — 10001 f0/0',
      'R1 both R3: f1/0 10002 — 10003 f0/0',
      'R2 both R3: f1/0 10004 — 10005 f1/0',
    ]);
    expect(edges('gns3-server-pool')).to.have.length(2);
  });

  it('has an edge to where frames go, for each end of another link', () => {
    expect(edges('two-hypervisors-same-base')).to.deep.equal([
      'R1 to R2: f0/0 10000 → 10000 f0/0',
      'R2 to R2: f0/0 10000 → 10000 f0/0 (looped) *',
    ]);
    expect(edges('two-hypervisors-same-base', '0.2.14')).to.deep.equal([
      'R1 to R1: f0/0 10000 → 10000 f0/0 (looped) *',
      'R2 lost R1: f0/0 10000 → 10000 f0/0 (no socket, 206) *',
    ]);
    expect(edges('link-churn').slice(0, 2)).to.deep.equal([
      'R3 to R2: f0/0 10010 → 10011 f0/0 (misdelivered) *',
      'R4 to R1: f0/0 10011 → 10010 f0/0 (misdelivered) *',
    ]);
    expect(edges('stop-hypervisor').slice(1)).to.deep.equal([
      'R1 lost R3: f1/0 10002 → 10100 (lost) *',
      'R2 lost R3: f1/0 10003 → 10101 (lost) *',
    ]);
    expect(edges('nio-udp-clash')[0]).to.equal('R1 to 127.0.0.1:20000: f0/0 30000 → 20000');
    expect(edges('one-machine-two-names').map((edge) => edge.split(':')[0])).to.deep.equal([
      'R1 none R2',
      'R2 none R1',
    ]);
  });

  it('has hypervisors in the order of the lab, and only those with links', () => {
    // The first link is made at the second hypervisor.
    expect(graphOf(simulated('link-churn')).clusters.map(({ title }) => title)).to.deep.equal([
      '127.0.0.1:7200',
      '127.0.0.1:7201',
    ]);
    expect(graphOf(simulated('broken-links')).clusters).to.have.length(1);
  });

  it('is written in the arrows of Graphviz and of Mermaid', () => {
    const style = { numeric: false, programs: false, header: true, files: 'lab.yaml' };
    const text = (name: string, format: 'dot' | 'mermaid'): string =>
      renderSimulation(simulated(name, '0.2.14'), format, { width: 80, paint: NO_PAINT }, style);
    const dot = text('two-hypervisors-same-base', 'dot');
    expect(dot).to.include(
      'n1 -> n1 [label="f0/0 10000 → 10000 f0/0 (looped)", color=red, fontcolor=red, style=dashed];',
    );
    expect(dot).to.include('(no socket, 206)", arrowhead=tee, color=red');
    const mermaid = text('two-hypervisors-same-base', 'mermaid');
    expect(mermaid).to.include('n1 -.->|"f0/0 10000 → 10000 f0/0 (looped)"| n1');
    expect(mermaid).to.include('n2 -.-x|"f0/0 10000 → 10000 f0/0 (no socket, 206)"| n1');
    expect(text('full-mesh-3-routers', 'mermaid')).to.include('n1 <-->|"f0/0 10000 — 10001 f0/0"| n2');
    expect(text('full-mesh-3-routers', 'dot')).to.include('n1 -> n2 [label="f0/0 10000 — 10001 f0/0", dir=both];');
  });
});
