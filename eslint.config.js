import svelte from 'eslint-plugin-svelte'
import typescript from 'typescript-eslint'

const noRealTime = [
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'All chance comes from the seed.' },
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'All time is virtual.' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'All time is virtual.' },
  { selector: 'ImportExpression', message: 'Below the host nothing is loaded lazily.' },
]

export default typescript.config(
  { ignores: ['dist', 'node_modules', 'src/api/generated', 'src/app/generated', 'test/e2e/output', 'public'] },
  { files: ['**/*.ts'], languageOptions: { parser: typescript.parser }, plugins: { '@typescript-eslint': typescript.plugin } },
  ...svelte.configs['flat/base'],
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: typescript.parser } } },
  {
    files: ['**/*.ts', '**/*.svelte'],
    rules: {
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: 'error',
      'no-debugger': 'error',
      'no-unreachable': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/host/**', 'src/app/**', 'src/**/*.test.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...noRealTime],
      'no-restricted-globals': ['error', 'setTimeout', 'setInterval', 'setImmediate', 'performance', 'window', 'document', 'process'],
    },
  },
  { files: ['*.config.ts', '*.config.js', 'src/app/dev/**', '**/*.d.ts'], rules: { 'no-restricted-exports': 'off' } },
  { files: ['vite.config.ts'], rules: { '@typescript-eslint/consistent-type-imports': 'off' } },
)
