/**
 * The dependency rule of src/README.md, as sentences a tool can check: core decides, app conducts,
 * adapters translate, edges answer, and the sandbox shares no code with the product.
 */
const LAYERS = {
  core: { path: '^src/core/', may: [] },
  ports: { path: '^src/ports/', may: ['core'] },
  app: { path: '^src/app/', may: ['core', 'ports'] },
  jobs: { path: '^jobs/', may: ['core', 'ports', 'app'] },
  listeners: { path: '^src/adapters/slack/listeners/', may: ['core', 'ports', 'app', 'views'] },
  views: { path: '^src/adapters/slack/views/', may: ['core'] },
};

const inward = Object.entries(LAYERS).map(([name, { path, may }]) => ({
  name: `${name}-imports-only-${['itself', ...may].join('-')}`,
  severity: 'error',
  from: { path },
  to: { path: '^(src|jobs|test)/', pathNot: [path, ...may.map((other) => LAYERS[other].path)] },
}));

const rules = [
  ...inward,
  {
    name: 'core-and-ports-have-no-packages',
    severity: 'error',
    from: { path: '^src/(core|ports)/' },
    to: {
      dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'core', 'unknown', 'undetermined'],
    },
  },
  {
    name: 'app-has-no-packages',
    severity: 'error',
    from: { path: '^src/app/' },
    to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'unknown', 'undetermined'] },
  },
  {
    name: 'adapters-do-not-know-each-other',
    severity: 'error',
    from: { path: '^src/adapters/([^/]+)/' },
    to: { path: '^src/adapters/([^/]+)/', pathNot: '^src/adapters/$1/' },
  },
  {
    name: 'only-compose-picks-adapters',
    severity: 'error',
    from: {
      path: '^(src|jobs)/',
      pathNot: ['^src/adapters/', '^src/compose/', '^src/sandbox/', '^src/main.ts', '^src/cli/'],
    },
    to: { path: '^src/adapters/' },
  },
  {
    name: 'adapters-do-not-call-app',
    severity: 'error',
    from: { path: '^src/adapters/', pathNot: '^src/adapters/slack/listeners/' },
    to: { path: '^src/app/' },
  },
  {
    name: 'the-sandbox-shares-no-code-with-the-product',
    severity: 'error',
    from: { path: '^src/sandbox/' },
    to: { path: '^(src|jobs)/', pathNot: '^src/sandbox/' },
  },
  {
    name: 'the-product-does-not-know-the-sandbox',
    severity: 'error',
    from: { path: '^(src|jobs)/', pathNot: '^src/sandbox/' },
    to: { path: '^src/sandbox/' },
  },
  {
    name: 'nothing-imports-tests',
    severity: 'error',
    from: { path: '^(src|jobs)/' },
    to: { path: '^test/' },
  },
  ...[
    ['kubernetes', '@kubernetes/client-node', '^src/adapters/kubernetes/'],
    ['aws', '@aws-sdk/', '^src/adapters/(aws|kubernetes|metrics)/'],
    ['slack', '@slack/(bolt|web-api)', '^src/adapters/slack/'],
    ['queue', 'bullmq', '^(src/adapters/redis/|jobs/)'],
    ['redis', 'ioredis', '^src/adapters/redis/'],
  ].map(([name, pkg, home]) => ({
    name: `one-home-per-sdk-${name}`,
    severity: 'error',
    from: { path: '^(src|jobs)/', pathNot: [home, '^src/sandbox/'] },
    to: { path: `node_modules/${pkg}` },
  })),
  { name: 'no-circular', severity: 'error', from: { path: '^(src|jobs)/' }, to: { circular: true } },
];

module.exports = {
  forbidden: rules,
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|test/recordings)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
