/** Who may import whom (docs/architecture.md, section 5). The comment of each rule says what to do instead. */
const forbid = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { pathNot: '\\.test\\.ts$', ...from },
  to
})

module.exports = {
  forbidden: [
    forbid(
      'aggregation-stands-alone',
      'The library must be useful without the platform: pass in what it needs.',
      { path: '^packages/aggregation/src' },
      { pathNot: '^packages/aggregation/src' }
    ),
    forbid(
      'core-knows-no-method',
      'Core receives methods as an argument; add a member to the Method contract.',
      { path: '^src/core' },
      { path: '^src/(methods|channels|routes|api|cli|jobs|serve|ui|app\\.ts)' }
    ),
    forbid(
      'core-is-plain',
      'Node packages and the database belong into *.server.ts; rules stay pure.',
      {
        path: '^src/core',
        pathNot:
          '\\.server\\.ts$|/(acts|views|[a-z]+-act)\\.ts$|\\.test\\.ts$|/(hostile-files|software-authenticator)\\.ts$'
      },
      { path: '^(node_modules/(?!zod|ipaddr\\.js|temporal-polyfill|@mozaika|yaml)|src/db/database)' }
    ),
    forbid(
      'methods-do-not-know-each-other',
      'What two methods share belongs to core or aggregation.',
      { path: '^src/methods/([^/]+)/' },
      { path: '^src/methods/([^/]+)/', pathNot: '^src/methods/$1/' }
    ),
    forbid(
      'methods-know-core-alone',
      'A method may use aggregation, core, ui and messages.',
      { path: '^src/methods/[^/]+/' },
      { path: '^src/(channels|routes|api|cli|jobs|serve|db|app\\.ts)' }
    ),
    forbid(
      'channels-know-core-alone',
      'A channel gets the method list as an argument.',
      { path: '^src/channels/([^/]+)/' },
      { path: '^src/(methods|routes|api|cli|jobs|serve|app\\.ts)' }
    ),
    forbid(
      'channels-do-not-know-each-other',
      'Move what both need to core.',
      { path: '^src/channels/([^/]+)/' },
      { path: '^src/channels/([^/]+)/', pathNot: '^src/channels/$1/' }
    ),
    forbid(
      'routes-ask-the-door',
      'A page looks through a view and changes through an act; SQL lives in stores.',
      { path: '^src/routes' },
      {
        path: '^(src/db|packages/aggregation|src/.*store\\.server\\.ts|src/(api|cli|jobs|serve|channels|app\\.ts))'
      }
    ),
    forbid(
      'api-has-no-sql',
      'The API is derived from acts and views.',
      { path: '^src/(api|cli|jobs)', pathNot: '^src/(api/metrics|cli/commands|jobs)' },
      { path: '^(src/db/sql|packages/aggregation)' }
    ),
    forbid(
      'ui-knows-no-noun',
      'A component that knows a domain noun belongs to routes or to its method.',
      { path: '^src/ui' },
      { path: '^src/', pathNot: '^src/(ui|locales|enhance)' }
    ),
    forbid(
      'db-knows-the-driver-alone',
      'The database layer knows no noun.',
      { path: '^src/db' },
      { path: '^src/', pathNot: '^src/db' }
    ),
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one, or a third is missing.',
      severity: 'error',
      from: { pathNot: 'node_modules' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }
    }
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'src/locales/paraglide|\\.svelte-kit|^build' },
    tsPreCompilationDeps: false,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.svelte']
    }
  }
}
