import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'

export default ts.config(
  {
    ignores: [
      'node_modules/',
      'build/',
      '.svelte-kit/',
      'src/locales/paraglide/',
      'data/',
      'reports/',
      'examples/',
      '.vitest/'
    ]
  },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs['flat/recommended'],
  {
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'off',
      'no-promise-executor-return': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      // Indices that were just counted and rows that were just asked for: the assertion is shorter than a branch that cannot happen.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }
      ],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/utils', '**/helpers'],
              message: 'Name the concept instead: a file is called by what it is about.'
            }
          ]
        }
      ]
    }
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      // Links are made by `to()`, which puts the language before the path; kit's own resolver does not know it.
      'svelte/no-navigation-without-resolve': 'off',
      // The rest of such a comment says why; the rule takes its words for names of warnings.
      'svelte/no-unused-svelte-ignore': 'off',
      'svelte/no-useless-mustaches': 'off',
      // Pages are rendered once, on the server: nothing reacts.
      'svelte/prefer-svelte-reactivity': 'off'
    }
  },
  {
    // The door takes any act: its parts are known to the act alone.
    files: [
      'src/core/door/**',
      'src/core/method.ts',
      'src/api/**',
      'src/cli/**',
      'tests/**',
      '**/*.test.ts',
      'src/core/ledger/verify/tampering.ts'
    ],
    rules: { '@typescript-eslint/no-explicit-any': 'off' }
  },
  {
    files: ['packages/aggregation/src/**/*.ts'],
    ignores: ['**/*.test.ts', 'src/core/ledger/verify/tampering.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'Date', message: 'No clock in here: pass the time in.' },
        { name: 'process', message: 'This library runs in browsers too.' }
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Pass a seeded generator in, and report its seed.' }
      ]
    }
  }
)
