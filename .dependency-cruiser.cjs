/**
 * The import rules of docs/ARCHITECTURE.md, each with the sentence that says why. `npm run check` enforces
 * them.
 */

/** Packages that are functions of their input, and run in a browser as well. */
const PURE_PACKAGES = ['js-yaml', 'yaml', '@cfworker/json-schema', 'pure-rand'];

/**
 * Packages that the build takes into dist/. Users need not install them, so that they are development
 * dependencies (docs/decisions/0051).
 */
const BUNDLED_PACKAGES = [
  '@cfworker/json-schema',
  'csv-stringify',
  'js-yaml',
  'markdown-table',
  'picomatch',
  'pure-rand',
  'string-width',
  'wrap-ansi',
  'yaml',
  'yauzl',
];

/** The rooms whose face another room may import: what a capability is made of, and never a circle. */
const ROOM_TO_ROOM = {
  plan: ['check'],
  preflight: ['check', 'probe', 'reach', 'rehearse'],
  practice: ['check', 'links'],
  grade: ['practice', 'quiz'],
};

/** The face of a room: its operations and their results, named after the room or its commands. */
const FACE = {
  check: '(check|check-each|check-list)',
  links: '(links|links-of-table|result|options|link-table)',
  practice: '(practice|exercise|exercises|replay)',
  quiz: '(quiz|result|topics)',
  probe: '(probe|result)',
  reach: '(reach|respond|result)',
  rehearse: '(rehearse|result)',
};

const roomToRoom = [
  'check',
  'explain',
  'firewall',
  'grade',
  'hops',
  'hypervisor',
  'inventory',
  'kernel',
  'links',
  'plan',
  'playground',
  'practice',
  'preflight',
  'probe',
  'quiz',
  'reach',
  'rehearse',
  'scenarios',
  'send',
  'simulate',
  'teach',
  'walk',
].map((room) => ({
  name: `room-${room}`,
  comment: 'A room stands by itself: what two rooms need is ground, and what one offers to another is its face.',
  severity: 'error',
  from: { path: `^src/features/${room}/` },
  to: {
    path: '^src/features/',
    pathNot: [
      `^src/features/${room}/`,
      ...(ROOM_TO_ROOM[room] ?? []).map((other) => `^src/features/${other}/${FACE[other]}[.]ts$`),
    ],
  },
}));

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
      from: {
        orphan: true,
        path: '^src/',
        pathNot: ['^src/index.ts$', '^src/cli/commands/', '^src/page/browser/(main|playground).ts$'],
      },
      to: {},
    },
    {
      name: 'no-dev-dependency',
      severity: 'error',
      comment: 'The bundle holds what users need and nothing else; what it takes of packages is named above.',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], pathNot: BUNDLED_PACKAGES.map((name) => `node_modules/(@types/)?${name}/`) },
    },
    {
      name: 'core-imports',
      severity: 'error',
      comment: 'The core knows labs, ports, sockets and checks, and nothing of who asks or how it looks.',
      from: { path: '^src/core/' },
      to: { path: '^src/', pathNot: '^src/core/' },
    },
    {
      name: 'core-is-pure',
      severity: 'error',
      comment: 'The core is a function of its input, so that it runs in a browser and in a test without a machine.',
      from: { path: '^src/core/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-packages',
      severity: 'error',
      comment: 'Of packages the core takes those that are pure themselves.',
      from: { path: '^src/core/' },
      to: { path: 'node_modules/', pathNot: PURE_PACKAGES.map((name) => `node_modules/${name}/`) },
    },
    {
      name: 'world-imports',
      severity: 'error',
      comment: 'The world tells what is there; what that means to a lab, and how it looks, is decided elsewhere.',
      from: { path: '^src/world/' },
      to: { path: '^src/', pathNot: '^src/(core|world)/' },
    },
    {
      name: 'one-way-to-a-hypervisor',
      severity: 'error',
      comment: 'A client that is made elsewhere could hang up without hypervisor close; withHypervisor never does.',
      from: {
        path: '^(src|test)/',
        pathNot: '^(src/world/hypervisor/with-hypervisor|test/unit/world/hypervisor/client[.]test)[.]ts$',
      },
      to: { path: '^src/world/hypervisor/client[.]ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'output-imports',
      severity: 'error',
      comment: 'What renderers share knows no capability: it turns plain values into text.',
      from: { path: '^src/output/' },
      to: { path: '^src/', pathNot: '^src/(core|output)/' },
    },
    {
      name: 'output-takes-types',
      severity: 'error',
      comment:
        'Of the core it takes types, what their words mean, and how words and addresses are written; if it could call more it would compute.',
      from: { path: '^src/output/' },
      to: {
        path: '^src/core/',
        pathNot: '^src/core/(text/|address/|present|group-by|allocation/is-counted)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'output-is-pure',
      severity: 'error',
      comment: 'A renderer is a function of its input: no file, socket, clock or process.',
      from: { path: '^src/output/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'features-imports',
      severity: 'error',
      comment: 'A capability does not know the command line, so that the library and the next command can use it.',
      from: { path: '^src/features/' },
      to: { path: '^src/', pathNot: '^src/(core|world|output|features)/' },
    },
    ...roomToRoom,
    {
      name: 'only-live-reaches-out',
      severity: 'error',
      comment: 'What a room knows is pure, and what it does in the world lies in its folder live/.',
      from: { path: '^src/features/', pathNot: '^src/features/[a-z-]+/live/' },
      to: { path: '^src/world/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'rooms-are-pure',
      severity: 'error',
      comment: 'Outside live/ no file of a room uses a module of Node.',
      from: { path: '^src/features/', pathNot: '^src/features/[a-z-]+/live/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'render-imports',
      severity: 'error',
      comment:
        'A renderer turns the result of its room into text; it does not reach for the live world or another room.',
      from: { path: '^src/features/([a-z-]+)/render/' },
      to: {
        path: '^src/',
        pathNot: ['^src/(output|core)/', '^src/features/$1/(?!live/)'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'page-imports',
      severity: 'error',
      comment:
        "A page runs in a browser: it takes the pure ground, and of rooms the faces whose results it shows. Readers, and with them the languages of lab files, are the playground's.",
      from: { path: '^src/page/', pathNot: '^src/page/playground/' },
      to: {
        path: '^src/',
        pathNot: ['^src/(core|output|page)/', '^src/features/(simulate/(simulate|result)|check/check)[.]ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'playground-imports',
      severity: 'error',
      comment: 'The playground proposes what plan would change; that part of the room is pure.',
      from: { path: '^src/page/playground/' },
      to: {
        path: '^src/features/',
        pathNot: '^src/features/((simulate/(simulate|result)|check/check|plan/plan-ports)[.]ts$)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'page-is-pure',
      severity: 'error',
      comment: 'No module of Node is in a browser.',
      from: { path: '^src/page/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'page-reads-no-lab',
      severity: 'error',
      comment: 'A page carries its lab read: with the readers it would be three times as large.',
      from: { path: '^src/page/', pathNot: '^src/page/(playground/|browser/playground)' },
      to: {
        path: ['^src/core/lab/(read-lab|(net|gns3|scenario)/[a-z-]+-reader)[.]ts$', 'node_modules/'],
        reachable: true,
      },
    },
    {
      name: 'document-in-browser',
      severity: 'error',
      comment: 'Only src/page/browser knows the document, and nobody else calls it: the rest is values, and tested so.',
      from: { path: '^(src|test)/', pathNot: '^src/page/browser/' },
      to: { path: '^src/page/browser/' },
    },
    {
      name: 'page-stands-alone',
      severity: 'error',
      comment: 'Commands write what the build has made of the page; none of them runs it.',
      from: { path: '^src/', pathNot: '^src/page/' },
      to: { path: '^src/page/' },
    },
    {
      name: 'cli-keeps-out-of-live',
      severity: 'error',
      comment: 'A command calls the face of a room and hands the result to a renderer of that room.',
      from: { path: '^src/(cli/|main|index)' },
      to: { path: '^src/features/[a-z-]+/live/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nobody-imports-commands',
      severity: 'error',
      comment: 'A command is loaded by its name, alone; what two of them need lies in cli/.',
      from: { path: '^src/' },
      to: { path: '^src/cli/commands/' },
    },
    {
      name: 'oclif-at-the-edge',
      severity: 'error',
      comment: 'Only the command line knows oclif, so that the library works without it.',
      from: { path: '^src/', pathNot: '^src/(cli/|main[.]ts$)' },
      to: { path: '@oclif' },
    },
    {
      name: 'tables-in-output',
      severity: 'error',
      comment: 'One place decides how tables look.',
      from: { path: '^src/', pathNot: '^src/output/' },
      to: { path: 'node_modules/cli-table3' },
    },
    {
      name: 'archives-in-files',
      severity: 'error',
      comment: 'One place decides what of an archive is read, and how much (docs/decisions/0025).',
      from: { path: '^src/', pathNot: '^src/world/files/' },
      to: { path: 'node_modules/yauzl' },
    },
    {
      name: 'tests-of-a-room',
      severity: 'error',
      comment: 'The tests of a room break when that room or the ground changes, and never because of another room.',
      from: { path: '^test/unit/features/([a-z-]+)/', pathNot: '^test/unit/features/(plan|preflight)/' },
      to: { path: '^src/', pathNot: ['^src/(core|world|output)/', '^src/features/$1/'] },
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
