// Tries the schema in the language services of real editors and in Ajv's strict mode.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import test from 'node:test';

const require = createRequire(import.meta.url);
const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'schema/aerostack.schema.json'), 'utf8');
const schema = JSON.parse(text);
const Ajv = require('ajv');

// Monaco 0.50 to 0.57 and vscode-langservers-extracted 4.10 have the second, Monaco before 0.50 and
// vscode-json-languageserver 1.3 the third.
const SERVICES = {
  'VS Code': 'vscode-json-languageservice',
  'Monaco and vscode-langservers-extracted': 'vscode-json-languageservice-monaco',
  'older editors': 'vscode-json-languageservice-4',
};

const full = {
  name: 'image-resizer',
  version: '1.0.0',
  description: 'Resize images on the edge',
  category: 'media',
  language: 'typescript',
  runtime: 'cloudflare-worker',
  license: 'MIT',
  tags: ['image'],
  entrypoint: 'index.ts',
  routePath: '/api/images/:id',
  routeExport: 'imageRoute',
  npmDependencies: ['hono'],
  envVars: ['API_KEY'],
  drizzleSchema: false,
  $schema: './aerostack.schema.json',
};
assert.deepEqual(Object.keys(schema.properties), Object.keys(full));

// The closed sets; one of a single member stands in a branch, beside its default.
const sets = Object.fromEntries(['category', 'language', 'runtime'].map((key) => {
  const property = schema.properties[key];
  return [key, property.enum ? property : property.allOf[0]];
}));

// The manifests in the tree whose reports have no error, with their paths.
function validManifests() {
  const folders = ['tests/cases', 'examples/functions'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => [folder, name]));
  return folders.flatMap(([folder, name]) => {
    const manifest = join(root, folder, name, 'aerostack.json');
    const report = folder === 'tests/cases'
      ? join(root, folder, name, 'report.txt')
      : join(root, 'tests/examples', `${name}.txt`);
    if (!existsSync(manifest) || readFileSync(report, 'utf8').includes('error[')) return [];
    return [[`${folder}/${name}`, readFileSync(manifest, 'utf8').replace(/^\ufeff/, '')]];
  });
}

// A snippet's text with each choice taken in turn.
function expansions(snippet) {
  const choices = [...snippet.matchAll(/\$\{\d+\|([^|]*)\|\}/g)].map((found) => found[1].split(','));
  const most = Math.max(1, ...choices.map((options) => options.length));
  return Array.from({ length: most }, (_, index) => snippet
    .replace(/\$\{\d+\|([^|]*)\|\}/g, (_, options) => options.split(',')[index % options.split(',').length])
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$\d+/g, ''));
}

function client(name) {
  const { getLanguageService, TextDocument, ClientCapabilities } = require(name);
  const service = getLanguageService({
    clientCapabilities: ClientCapabilities.LATEST,
    workspaceContext: { resolveRelativePath: (path, resource) => new URL(path, resource).href },
    // The schema stands beside the manifest, under the name that `$schema` gives.
    schemaRequestService: async (uri) => {
      assert.equal(uri, 'file:///f/aerostack.schema.json');
      return text;
    },
  });
  service.configure({ validate: true, schemas: [{ uri: schema.$id, fileMatch: ['aerostack.json'], schema }] });
  const open = (content) => {
    const document = TextDocument.create('file:///f/aerostack.json', 'json', 1, content);
    return [document, service.parseJSONDocument(document)];
  };
  return {
    async hover(content, offset) {
      const [document, json] = open(content);
      const hover = await service.doHover(document, document.positionAt(offset), json);
      return hover && [hover.contents].flat().map((part) => part.value ?? part).join('');
    },
    // The cursor stands at `|`.
    async complete(content) {
      const offset = content.indexOf('|');
      const [document, json] = open(content.replace('|', ''));
      return (await service.doComplete(document, document.positionAt(offset), json)).items;
    },
    async problems(content) {
      const [document, json] = open(content);
      // As errors, so that they can be told from what is a warning by itself.
      const found = await service.doValidation(document, json, { schemaValidation: 'error' });
      return found.map(({ range, message, severity }) => ({ at: document.getText(range), message, severity }));
    },
  };
}

const label = (item) => JSON.parse(item.label);
const documentation = (item) => item.documentation?.value ?? item.documentation;
const [ERROR, WARNING] = [1, 2];

for (const [editor, name] of Object.entries(SERVICES)) {
  const { hover, complete, problems } = client(name);
  const content = JSON.stringify(full, null, 2);

  test(`${editor}: every key and value has a hover`, async () => {
    const seen = new Set();
    for (const [key, property] of Object.entries(schema.properties)) {
      const at = content.indexOf(`\n  "${key}"`) + 4;
      const onKey = await hover(content, at);
      assert.ok(onKey.startsWith(property.markdownDescription), `${key}: ${onKey}`);
      seen.add(onKey);
      const value = content.indexOf(': ', at) + 3;
      if (Array.isArray(full[key])) {
        const item = content.indexOf('"', value);
        assert.ok((await hover(content, item + 1)).startsWith(property.items.markdownDescription));
      } else {
        assert.equal(await hover(content, value), onKey);
      }
    }
    assert.equal(seen.size, 15);
    assert.match(await hover(content, content.indexOf('"media"') + 1), /`media`: Images, audio, video and documents$/);
    assert.match(await hover(content, content.indexOf('"MIT"') + 1), /`MIT`: MIT License$/);
    for (const [key, set] of Object.entries(sets)) {
      for (const [index, member] of set.enum.entries()) {
        const hovered = await hover(`{ "${key}": "${member}" }`, key.length + 8);
        assert.ok(hovered.endsWith(`\`${member}\`: ${set.markdownEnumDescriptions[index]}`), hovered);
      }
    }
  });

  test(`${editor}: closed sets, licenses and booleans complete`, async () => {
    for (const key of Object.keys(sets)) {
      for (const place of ['|', '"|"']) {
        const items = await complete(`{ "${key}": ${place} }`);
        assert.deepEqual(items.map(label), sets[key].enum);
        assert.deepEqual(items.map(documentation), sets[key].markdownEnumDescriptions);
      }
    }
    const items = await complete('{ "license": | }');
    const { enum: ids, enumDescriptions } = schema.properties.license.anyOf[1];
    assert.deepEqual(items.map(label).toSorted(), ids.toSorted());
    for (const item of items) {
      assert.equal(documentation(item), enumDescriptions[ids.indexOf(label(item))], item.label);
    }
    const sorted = items.toSorted((a, b) => {
      const [left, right] = [a, b].map((item) => item.sortText ?? item.label);
      return left < right ? -1 : Number(left > right);
    });
    // Services before enumSortTexts sort by name.
    const first = items.some((item) => item.sortText) ? ids.slice(0, 4) : ['0BSD'];
    assert.deepEqual(sorted.slice(0, first.length).map(label), first);
    const booleans = await complete('{ "drizzleSchema": | }');
    assert.deepEqual(booleans.map((item) => item.label).toSorted(), ['false', 'true']);
    assert.deepEqual((await complete('{ "tags": [|] }')).map(label), ['image', 'resize']);
  });

  test(`${editor}: keys complete with a value that is right`, async () => {
    const items = await complete('{ | }');
    const keys = items.filter((item) => item.label in full);
    assert.deepEqual(keys.map((item) => item.label).toSorted(), Object.keys(full).toSorted());
    for (const item of keys) {
      assert.equal(documentation(item), schema.properties[item.label].markdownDescription);
    }
    const inserted = (key) => keys.find((item) => item.label === key).insertText;
    assert.equal(inserted('version'), '"version": "${1:1.0.0}"');
    assert.equal(inserted('license'), '"license": "${1:MIT}"');
    assert.equal(inserted('entrypoint'), '"entrypoint": "${1:index.ts}"');
    assert.equal(inserted('name'), '"name": "${1:my-function}"');
    assert.equal(inserted('runtime'), '"runtime": "${1:cloudflare-worker}"');
  });

  test(`${editor}: a new file offers a whole manifest`, async () => {
    const items = await complete('|');
    const snippet = items.find((item) => item.label === 'New Aerostack function');
    const manifests = expansions(snippet.insertText);
    assert.equal(manifests.length, 10);
    for (const manifest of manifests) {
      assert.deepEqual(await problems(manifest), []);
      assert.deepEqual(Object.keys(JSON.parse(manifest)), schema.required);
    }
  });

  test(`${editor}: problems are told in words, at the right place`, async () => {
    const { properties } = schema;
    // Version 4 has one message for all that is forbidden by `not`.
    const forbidden = ({ allOf: [{ errorMessage }] }) =>
      name.endsWith('-4') ? 'Matches a schema that is not allowed.' : errorMessage;
    const rows = [
      ['name', 'Image Resizer', properties.name.errorMessage],
      ...['name', 'version', 'description', 'entrypoint', 'routePath', 'routeExport', 'license'].map((key) =>
        [key, '', properties[key].errorMessage]),
      ['name', 'con', forbidden(properties.name)],
      ['name', 5, properties.name.errorMessage],
      ['version', 'v1.2', properties.version.errorMessage],
      ['description', ' ', properties.description.errorMessage],
      ['description', 'two\nlines', properties.description.errorMessage],
      ['category', 'Media', properties.category.errorMessage],
      ['language', 'python', properties.language.errorMessage],
      ['runtime', 'node', properties.runtime.errorMessage],
      ['license', 'mit', properties.license.errorMessage],
      ['license', 'Apache 2.0', properties.license.errorMessage],
      ['license', 'MIT OR', properties.license.errorMessage],
      ['entrypoint', '../index.ts', properties.entrypoint.errorMessage],
      ['routePath', 'api', properties.routePath.errorMessage],
      ['routeExport', 'default', forbidden(properties.routeExport)],
      ['drizzleSchema', 'yes', properties.drizzleSchema.errorMessage],
      ['$schema', null, properties.$schema.errorMessage],
      ['tags', 'image', properties.tags.errorMessage],
      ['tags', ['image', ' cdn'], properties.tags.items.errorMessage, ' cdn'],
      ['npmDependencies', ['hono', 'git+ssh://x'], properties.npmDependencies.items.errorMessage, 'git+ssh://x'],
      ['envVars', ['A', 'KEY=secret'], properties.envVars.items.errorMessage, 'KEY=secret'],
    ];
    for (const [key, value, message, at = value] of rows) {
      const found = await problems(JSON.stringify({ ...full, [key]: value }));
      assert.deepEqual(found, [{ at: JSON.stringify(at), message, severity: ERROR }], key);
    }
    const { entrypoint, ...rest } = full;
    const [missing] = await problems(JSON.stringify(rest));
    assert.deepEqual(missing, { at: '{', message: 'Missing property "entrypoint".', severity: ERROR });
  });

  test(`${editor}: a misspelt key is a warning`, async () => {
    const { deprecationMessage: message } = schema.additionalProperties;
    for (const key of ['tag', 'route_path', 'Name']) {
      const [found, ...others] = await problems(JSON.stringify({ ...full, [key]: 1 }));
      assert.deepEqual(others, []);
      assert.deepEqual([found.message, found.severity], [message, WARNING]);
      assert.ok(found.at.includes(`"${key}"`), found.at);
    }
  });

  test(`${editor}: no false alarm`, async () => {
    const manifests = validManifests();
    assert.ok(manifests.length > 20, `${manifests.length}`);
    for (const [path, manifest] of manifests) {
      const found = await problems(manifest);
      assert.deepEqual(found.filter(({ severity }) => severity !== WARNING), [], path);
      if (!path.endsWith('unknown-keys')) assert.deepEqual(found, [], path);
    }
    for (const license of ['GPL-2.0', 'MIT OR (Apache-2.0 AND ISC)', 'Apache-2.0+', 'LicenseRef-Own',
      'GPL-2.0-or-later WITH Classpath-exception-2.0', '(MIT)']) {
      assert.deepEqual(await problems(JSON.stringify({ ...full, license })), [], license);
    }
  });
}

// What SchemaStore declares for all of its schemas, as far as it is used here.
const EDITORS = ['markdownDescription', 'enumDescriptions', 'markdownEnumDescriptions',
  'x-intellij-enum-metadata', 'defaultSnippets'];
// What it has to be told of this one.
const OWN = ['errorMessage', 'enumSortTexts', 'deprecationMessage'];

function compile(vocabulary) {
  const complain = (...message) => assert.fail(message.join(' '));
  const logger = { log: complain, warn: complain, error: complain };
  const ajv = new Ajv({ strict: true, allErrors: true, logger });
  ajv.addVocabulary(vocabulary);
  assert.ok(ajv.validateSchema(schema));
  return ajv.compile(schema);
}

test('Ajv: clean in strict mode, with no more vocabulary than is needed', () => {
  const validate = compile([...EDITORS, ...OWN]);
  for (const [path, manifest] of validManifests()) {
    assert.ok(validate(JSON.parse(manifest)), `${path}: ${JSON.stringify(validate.errors)}`);
  }
  assert.ok(!validate({ ...full, name: 'Image' }));
  for (const keyword of [...EDITORS, ...OWN]) {
    assert.throws(() => compile([...EDITORS, ...OWN].filter((other) => other !== keyword)), /unknown keyword/);
  }
});

function patterns(schema) {
  const own = typeof schema.pattern === 'string' ? [schema.pattern] : [];
  const inner = [schema.items, ...(schema.anyOf ?? []), ...Object.values(schema.properties ?? {})];
  return own.concat(...inner.filter(Boolean).map(patterns));
}

test('ECMAScript: patterns mean the same with and without the flag u, in linear time', () => {
  const all = patterns(schema);
  assert.equal(all.length, 10);
  const units = ['a', 'A', '1', '0', ' ', '.', '..', '-', '/', '/.', './', '(', ')', '((', 'a ', ' a', 'a-', 'a.', '1.', 'a/',
    '@', '+', 'MIT ', 'MIT OR ', 'MIT OR (', 'LicenseRef-', '\u{a0}', '\u{3000}', 'é', '\u{1f600}', '\u{2028}', '\u{e0041}'];
  const short = units.flatMap((left) => units.map((right) => left + right)).concat(units, Object.values(full).flat().map(String));
  for (const pattern of all) {
    const [plain, unicode] = [new RegExp(pattern), new RegExp(pattern, 'u')];
    for (const candidate of short) {
      assert.equal(plain.test(candidate), unicode.test(candidate), `${pattern} ${JSON.stringify(candidate)}`);
    }
    const start = performance.now();
    for (const prefix of ['', 'a', '1.0.0-', 'MIT ', '/', './', '@a/']) {
      for (const unit of units) plain.test(`${prefix}${unit.repeat(20000)}\n`);
    }
    assert.ok(performance.now() - start < 2000, `${pattern}: ${performance.now() - start} ms`);
  }
});
