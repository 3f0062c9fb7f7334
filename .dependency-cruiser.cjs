// Which file may import which; see docs/checks.md. Run by scripts/check-boundaries.mjs.

/** Which features a feature may use, always through their index.ts. Notifications and audit listen: nobody uses them. */
const featureGraph = {
  licensing: [],
  accounts: ['licensing'],
  'license-care': ['accounts', 'licensing'],
  attachments: ['accounts'],
  drafts: ['attachments'],
  lab: [],
  scanners: ['accounts'],
  definitions: ['attachments', 'drafts', 'lab', 'scanners'],
  'signed-definitions': ['definitions'],
  requests: ['accounts', 'attachments', 'drafts', 'lab', 'licensing'],
  verdicts: ['accounts', 'definitions', 'drafts', 'lab', 'requests'],
  'product-profiles': ['accounts', 'drafts'],
  'account-help': ['accounts', 'drafts', 'licensing', 'requests'],
  submissions: ['accounts', 'attachments', 'lab', 'requests'],
  exports: ['accounts', 'requests'],
  desk: ['accounts', 'drafts', 'licensing', 'product-profiles', 'requests'],
  'canned-answers': ['drafts', 'requests'],
  erasure: ['accounts'],
  'saved-views': ['requests'],
  help: ['accounts', 'attachments', 'drafts', 'requests'],
  admin: ['accounts', 'licensing', 'requests', 'signed-definitions', 'received-mail'],
  staff: ['accounts', 'requests'],
  'vendor-licensing': ['accounts', 'licensing', 'requests'],
  notifications: ['accounts', 'attachments', 'requests'],
  operations: [],
  audit: ['accounts'],
  webhooks: ['accounts', 'requests'],
  reports: [],
  'received-mail': ['accounts', 'attachments', 'lab', 'requests'],
};

const feature = '^server/src/features/';
const tests = '\\.(test|fixture)\\.ts$';
const data = '-(store|views|access)\\.ts$';
/**
 * What a file of a feature does is told by its name: a suffix, or for a use case a verb in front (`close-request.ts`).
 * Every other name is a noun (`request.ts`, `file-name.ts`) and holds pure rules.
 */
const suffixes = '-(routes|store|views|access|jobs|locker|worker)\\.ts$';
const verbs =
  'accept|add|analyse|reanalyse|answer|apply|appoint|approve|assign|build|cancel|change|claim|close|confirm|correct|count|create|delete|download|edit|erase|' +
  'escalate|export|find|finish|import|index|issue|join|leave|link|merge|move|open|post|process|publish|rate|receive|recover|register|reject|' +
  'release|remind|remove|renew|' +
  'reopen|replace|resolve|restore|revoke|rotate|save|scan|seal|send|set|settle|share|sign|split|start|stop|submit|suspend|tag|tell|try|undo|update|' +
  'verify|withdraw|write';
const useCases = [`${feature}[^/]+/(${verbs})-`, `${feature}[^/]+/(${verbs})\\.ts$`];
/** Set up a library for their feature, which is neither a rule nor a use case. */
const setUps = `${feature}(accounts/auth)\\.ts$`;
const acting = [suffixes, ...useCases, setUps, '/index\\.ts$'];

refuseCycles(featureGraph);

module.exports = {
  forbidden: [
    rule('contract-alone', 'The contract imports only the schema library.', {
      from: { path: '^contract/src/', pathNot: tests },
      to: { pathNot: ['^contract/src/', '(^|/)node_modules/typebox/'] },
    }),
    rule('no-web-in-server', 'The server never imports the web.', {
      from: { path: '^server/' },
      to: { path: '^(web/|@companyaccount/web)' },
    }),
    rule('no-server-in-web', 'The web never imports the server.', {
      from: { path: '^web/' },
      to: { path: '^(server/|@companyaccount/server)' },
    }),
    rule('platform-knows-no-feature', 'The platform imports no feature.', {
      from: { path: '^server/src/platform/', pathNot: tests },
      to: { path: ['^server/src/(features|demo)/', '^server/src/[^/]+\\.ts$'] },
    }),
    rule('feature-door', "Another feature's only door is its index.ts.", {
      from: { path: `${feature}([^/]+)/`, pathNot: tests },
      to: { path: feature, pathNot: [`${feature}$1/`, `${feature}[^/]+/index\\.ts$`] },
    }),
    rule('feature-door-from-outside', 'Features are reached only through their index.ts.', {
      from: { path: '^server/src/', pathNot: [feature, tests] },
      to: { path: feature, pathNot: `${feature}[^/]+/index\\.ts$` },
    }),
    ...Object.entries(featureGraph).map(([name, uses]) =>
      rule(
        `feature-graph-${name}`,
        `${name} may use ${uses.join(', ') || 'no feature'}: see .dependency-cruiser.cjs.`,
        {
          from: { path: `${feature}${name}/`, pathNot: tests },
          to: { path: feature, pathNot: [name, ...uses].map((used) => `${feature}${used}/`) },
        },
      ),
    ),
    rule('feature-listed', 'A new feature must be listed in the graph of .dependency-cruiser.cjs.', {
      from: { path: feature, pathNot: Object.keys(featureGraph).map((name) => `${feature}${name}/`) },
      to: {},
    }),
    rule('pure-rules', 'A file named by a noun holds pure rules: no database, HTTP, file system, clock, or use case.', {
      // What seven-zip.ts reads is the code of its package, once, as an import would.
      from: { path: feature, pathNot: [...acting, tests, '^server/src/features/lab/seven-zip\\.ts$'] },
      to: {
        path: [
          '^server/src/platform/(?!(errors|working-time)\\.ts$)',
          '(^|/)node_modules/(kysely|pg|fastify|@fastify|graphile-worker|nodemailer|@tus)/',
          '^(node:)?(fs|net|tls|http|https|http2|dgram|dns|child_process|worker_threads|timers|process)(/|$)',
          ...acting,
        ],
        dependencyTypesNot: ['type-only'],
      },
    }),
    rule('kysely-in-stores', 'Kysely belongs in *-store, *-views, *-access and platform/db.', {
      from: { path: '^server/src/', pathNot: [data, '^server/src/platform/db/', tests] },
      to: { path: '(^|/)node_modules/(kysely|pg)/', dependencyTypesNot: ['type-only'] },
    }),
    rule('fastify-in-routes', 'Fastify belongs in *-routes and platform/http.', {
      from: { path: '^server/src/', pathNot: ['-routes\\.ts$', '^server/src/platform/http/', tests] },
      to: { path: '(^|/)node_modules/(fastify|@fastify/[^/]+)/', dependencyTypesNot: ['type-only'] },
    }),
    rule('jobs-in-platform', 'The job library belongs in platform/jobs.', {
      from: { path: '^server/', pathNot: '^server/src/platform/jobs/' },
      to: { path: '(^|/)node_modules/graphile-worker/' },
    }),
    rule('no-cycles', 'Files import each other in no circle.', {
      from: {},
      to: { circular: true },
    }),
    rule('no-orphans', 'A file that nobody imports and that imports nothing is dead.', {
      from: { orphan: true, pathNot: ['\\.d\\.ts$', tests] },
      to: {},
    }),
    rule('resolvable', 'An import must lead to a file or a listed package.', {
      from: {},
      to: { couldNotResolve: true },
    }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(contract|server|web)/dist/' },
    // Type imports count too: they tie files together as much as others do.
    tsPreCompilationDeps: true,
    // A function that happens to be called `require` imports nothing.
    moduleSystems: ['es6', 'tsd'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};

function rule(name, comment, conditions) {
  return { name, comment, severity: 'error', ...conditions };
}

function refuseCycles(graph) {
  const done = new Set();
  const visit = (name, path) => {
    if (path.includes(name)) throw new Error(`The feature graph goes in a circle: ${[...path, name].join(' → ')}`);
    if (done.has(name)) return;
    for (const used of graph[name] ?? []) visit(used, [...path, name]);
    done.add(name);
  };
  for (const name of Object.keys(graph)) visit(name, []);
}
