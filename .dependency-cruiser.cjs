/**
 * The import rules of docs/ARCHITECTURE.md, each with the sentence that says why. `npm run check` enforces them.
 */
const PURE = '^src/(allocation|kernel|checks|plan|links|firewall|report)/|^src/lab/(?!load-text)';

/** A folder of src/ may import itself and these others. */
function onlyFrom(folder, allowed, comment) {
  return {
    name: `${folder}-imports`,
    comment,
    severity: 'error',
    from: { path: `^src/${folder}/` },
    to: { path: '^src/', pathNot: [`^src/${folder}/`, ...allowed.map((name) => `^src/${name}/`)] },
  };
}

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'A circle has no beginning: nobody can read it from one end.',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'A file that nothing imports is dead.',
      from: { orphan: true, path: '^src/', pathNot: ['^src/index.ts$'] },
      to: {},
    },
    {
      name: 'no-dev-dependency',
      severity: 'error',
      comment: 'The bundle holds what users need and nothing else.',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
    onlyFrom('lab', [], 'A lab is what its file says; it knows nothing of what is made of it.'),
    onlyFrom('allocation', ['lab'], 'Rules about ports are functions of the lab alone.'),
    onlyFrom(
      'kernel',
      ['lab', 'allocation'],
      'The kernel sees planned sockets; where they come from is not its matter.',
    ),
    onlyFrom('checks', ['lab', 'allocation', 'kernel'], 'A check judges what the lower floors say and prints nothing.'),
    onlyFrom(
      'plan',
      ['lab', 'allocation', 'kernel', 'checks'],
      'A plan is a function of labs and of what the checks see in them; writing it down is done elsewhere.',
    ),
    onlyFrom('hypervisor', ['lab'], 'The protocol is the same whatever is asked over it, and for whom.'),
    onlyFrom('probe', ['lab', 'hypervisor'], 'Looking at the world needs addresses and the protocol, and no lab.'),
    onlyFrom(
      'firewall',
      ['lab', 'allocation'],
      'Which ports a lab needs follows from who gets which; nothing is opened here.',
    ),
    onlyFrom('sockets', ['lab'], 'A socket table is what the system tells; what it means to a lab is not its matter.'),
    onlyFrom(
      'links',
      ['lab', 'allocation', 'kernel', 'sockets'],
      'Joining what is expected with what is observed is a function of the two.',
    ),
    {
      name: 'links-know-no-reader',
      comment: 'The join takes tables, whoever read them: of sockets/ it knows the types.',
      severity: 'error',
      from: { path: '^src/links/' },
      to: { path: '^src/sockets/(?!holder-name)', dependencyTypesNot: ['type-only'] },
    },
    onlyFrom(
      'services',
      ['lab', 'allocation', 'kernel', 'checks', 'plan', 'hypervisor', 'probe', 'sockets', 'links', 'firewall'],
      'A service returns a plain result; how it looks is decided elsewhere.',
    ),
    onlyFrom(
      'cli',
      ['commands', 'lab', 'report', 'services'],
      'The edge wires things together and computes nothing about labs.',
    ),
    onlyFrom(
      'commands',
      ['cli', 'report', 'services', 'checks', 'lab', 'hypervisor', 'probe'],
      'A command parses, calls one service and hands the result to a renderer; one command is a hypervisor itself.',
    ),
    {
      name: 'report-types-only',
      comment: 'A renderer turns a result into text; if it could call a service it would start to compute.',
      severity: 'error',
      from: { path: '^src/report/' },
      to: { path: '^src/(?!report/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'oclif-at-the-edge',
      comment: 'Only commands and the command line know oclif, so that the library works without it.',
      severity: 'error',
      from: { pathNot: '^src/(commands/|cli/|main.ts)' },
      to: { path: '@oclif' },
    },
    {
      name: 'tables-in-report',
      comment: 'One place decides how tables look.',
      severity: 'error',
      from: { pathNot: '^src/report/' },
      to: { path: 'node_modules/cli-table3' },
    },
    {
      name: 'pure-core',
      comment: 'From Lab to text everything is a function of its input: no file, socket, clock or process.',
      severity: 'error',
      from: { path: PURE },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'disk-in-one-file',
      comment:
        'Lab files come from disk in one place, which has the limits; hypervisor/, probe/ and sockets/ are the way to the world; the rest is read at the edge.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(lab/load-text|commands/|cli/|main.ts|hypervisor/|probe/|sockets/)' },
      to: { dependencyTypes: ['core'], path: '^(node:)?(fs|net|dgram|dns|child_process|os)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
