import js from '@eslint/js';
import tseslint from 'typescript-eslint';

// core <- view <- lab, widget: a layer knows those below it, and nothing above or beside it.
const forbid = (files, patterns, globals = []) => ({
  files,
  rules: {
    'no-restricted-imports': ['error', { patterns }],
    'no-restricted-globals': ['error', ...globals]
  }
});
const above = (...layers) => ({
  group: layers.map((layer) => `**/${layer}/**`).concat(layers.map((layer) => `**/${layer}`)),
  message: 'Imports run down only: core <- view <- lab, widget.'
});
const jupyterLab = {
  group: ['@jupyterlab/*', '@lumino/*'],
  message: 'Only lab knows JupyterLab.'
};

export default tseslint.config(
  { ignores: ['lib', 'node_modules', 'src/core/protocol.ts'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: {
      parserOptions: { project: ['./tsconfig.json', './tests/tsconfig.json'] }
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true }
      ],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300 }],
      'no-console': ['error', { allow: ['warn', 'error'] }],
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'Text from people is set as text.' },
        { property: 'outerHTML', message: 'Text from people is set as text.' },
        { property: 'insertAdjacentHTML', message: 'Text from people is set as text.' }
      ]
    }
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { console: false, process: false, URL: false } }
  },
  forbid(
    ['src/core/**'],
    [above('view', 'widget', 'lab'), jupyterLab],
    ['document', 'window', 'localStorage', 'sessionStorage', 'navigator']
  ),
  forbid(['src/view/**'], [above('widget', 'lab'), jupyterLab]),
  forbid(['src/widget/**'], [above('lab'), jupyterLab]),
  {
    files: ['src/lab/**'],
    rules: {
      // Types may be named; code comes by the module's URL, so that a page has it once.
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['../core', '../core/*', '../view', '../view/*', '../widget', '../widget/*'],
              allowTypeImports: true,
              message: 'lab loads the module by its URL.'
            }
          ]
        }
      ]
    }
  }
);
