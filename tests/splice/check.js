// Writes accepted values where an installer does, and asks what reads them there what it reads. The
// test `what_is_written_is_what_is_read` gives the values; `npm test` runs it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { posix, win32 } from 'node:path';
import test from 'node:test';

import { parse } from 'acorn';
import dotenv from 'dotenv';
import { Hono } from 'hono';
import sanitize from 'sanitize-filename';
import semver from 'semver';
import ts from 'typescript';
import validateName from 'validate-npm-package-name';

const values = JSON.parse(readFileSync(0, 'utf8'));

// What is not as it should be, by the text of the assertion; nothing if all is well.
function complaint(check, value) {
  try {
    check(value);
  } catch (error) {
    return `${error.message}`;
  }
}

// Holds every accepted value to a check, and the check to values that it must refuse.
function judge(title, accepted, check, refused) {
  test(title, () => {
    assert.ok(accepted.length > 1500, `only ${accepted.length} values`);
    for (const value of accepted) {
      const problem = complaint(check, value);
      assert.equal(problem, undefined, `${JSON.stringify(value)}: ${problem}`);
    }
    for (const value of refused) {
      assert.notEqual(complaint(check, value), undefined, `${JSON.stringify(value)} passes`);
    }
  });
}

// The lines in the consumer's source file, with each value at least once.

const source = ({ name, path, slug }) =>
  `import { ${name} } from './modules/${slug}/adapter'; app.route('${path}', ${name});`;

const count = Math.max(values.name.length, values.routePath.length, values.routeExport.length);
const sources = Array.from({ length: count }, (_, index) => ({
  name: values.routeExport[index % values.routeExport.length],
  path: values.routePath[index % values.routePath.length],
  slug: values.name[index % values.name.length],
}));

const usual = { name: 'route', path: '/api', slug: 'my-function' };
const badSources = [
  ...['', '1a', 'a-b', 'a b', 'a as b', 'a, b', 'a }', '* as a', 'type a', '"a"', ' a', 'a/**/', 'a//', 'a\n',
    '\\u0061', 'a.b', '#a', 'a\u200b', '😀', 'default', 'await', 'yield', 'let', 'static', 'eval', 'arguments',
    'enum', 'import', 'null', 'this', 'true', 'implements', 'interface', 'package', 'private', 'protected',
    'public'].map((name) => ({ ...usual, name })),
  ...["/a'", "/'", '/a\\', '/\\u0061', '/\\x61', '/\\0', '/\n', '/\r', "/', evil), b('", "/');evil();('", "/'+evil+'",
    "/', a); //", "/'/*"].map((path) => ({ ...usual, path })),
  ...["a'", 'a\\b', 'a\n', "a';evil();'", "a'; //"].map((slug) => ({ ...usual, slug })),
];

judge('acorn reads one import of one name, and one call', sources, (value) => {
  const options = { ecmaVersion: 'latest', sourceType: 'module', onComment: () => assert.fail('a comment') };
  const { body } = parse(source(value), options);
  assert.deepEqual(body.map(({ type }) => type), ['ImportDeclaration', 'ExpressionStatement']);
  const [{ specifiers, source: from, attributes }, { expression: call }] = body;
  assert.deepEqual(specifiers.map(({ type, imported, local }) => [type, imported.type, imported.name, local.name]),
    [['ImportSpecifier', 'Identifier', value.name, value.name]]);
  assert.deepEqual([from.value, attributes], [`./modules/${value.slug}/adapter`, []]);
  const { type, optional, callee, arguments: given } = call;
  assert.deepEqual([type, optional, callee.type, callee.computed, callee.object.name, callee.property.name],
    ['CallExpression', false, 'MemberExpression', false, 'app', 'route']);
  assert.deepEqual(given.map(({ type, value, name }) => [type, value ?? name]),
    [['Literal', value.path], ['Identifier', value.name]]);
}, badSources);

// All sources in one program, for its speed; the modules that they import are one that exports all.
function program(all) {
  const names = [...new Set(all.map(({ name }) => name))].filter((name) => /^[\w$]+$/.test(name));
  const files = new Map(all.map((value, index) => [`/${index}.ts`, source(value)]));
  const types = ['Array<T>', 'Boolean', 'CallableFunction', 'Function', 'IArguments', 'NewableFunction', 'Number',
    'Object', 'RegExp', 'String'].map((type) => `interface ${type} {}`);
  files.set('/globals.d.ts', `${types.join('\n')}
    interface Route { readonly route: unique symbol }
    declare const app: { route(path: string, route: Route): void };`);
  files.set('/adapter.d.ts', `declare const route: Route;
    export { ${names.map((name) => `route as ${name}`).join(', ')} };`);
  const options = {
    isolatedModules: true, module: ts.ModuleKind.ESNext, moduleDetection: ts.ModuleDetectionKind.Force,
    moduleResolution: ts.ModuleResolutionKind.Bundler, noEmit: true, noLib: true, noUnusedLocals: true, strict: true,
    target: ts.ScriptTarget.ESNext, types: [], verbatimModuleSyntax: true,
  };
  const trees = new Map();
  const host = {
    fileExists: (file) => files.has(file),
    getCanonicalFileName: (file) => file,
    getCurrentDirectory: () => '/',
    getDefaultLibFileName: () => '/lib.d.ts',
    getNewLine: () => '\n',
    getSourceFile: (file, language) => {
      if (!files.has(file)) return undefined;
      if (!trees.has(file)) trees.set(file, ts.createSourceFile(file, files.get(file), language, true));
      return trees.get(file);
    },
    readFile: (file) => files.get(file),
    resolveModuleNameLiterals: (literals) => literals.map(() =>
      ({ resolvedModule: { resolvedFileName: '/adapter.d.ts', extension: ts.Extension.Dts } })),
    useCaseSensitiveFileNames: () => true,
    writeFile: () => assert.fail('nothing is written'),
  };
  return ts.createProgram([...files.keys()], options, host);
}

const typed = program([...sources, ...badSources]);
assert.deepEqual(typed.getOptionsDiagnostics().map(({ messageText }) => messageText), []);
const fileOf = new Map([...sources, ...badSources].map((value, index) => [value, `/${index}.ts`]));

judge('TypeScript reads one import of one name, and one call', sources, (value) => {
  const file = typed.getSourceFile(fileOf.get(value));
  for (const problems of [typed.getSyntacticDiagnostics(file), typed.getSemanticDiagnostics(file)]) {
    assert.deepEqual(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')), []);
  }
  const { statements } = file;
  assert.deepEqual(statements.map(({ kind }) => kind),
    [ts.SyntaxKind.ImportDeclaration, ts.SyntaxKind.ExpressionStatement]);
  const [{ importClause, moduleSpecifier, attributes }, { expression: call }] = statements;
  assert.deepEqual([importClause.phaseModifier, importClause.name, attributes], [undefined, undefined, undefined]);
  assert.deepEqual(importClause.namedBindings.elements.map((one) =>
    [one.isTypeOnly, one.propertyName, one.name.kind, one.name.text, one.name.getText()]),
  [[false, undefined, ts.SyntaxKind.Identifier, value.name, value.name]]);
  assert.equal(moduleSpecifier.text, `./modules/${value.slug}/adapter`);
  assert.deepEqual([call.kind, call.questionDotToken, call.expression.getText()],
    [ts.SyntaxKind.CallExpression, undefined, 'app.route']);
  assert.deepEqual(call.arguments.map(({ kind, text }) => [kind, text]),
    [[ts.SyntaxKind.StringLiteral, value.path], [ts.SyntaxKind.Identifier, value.name]]);
}, badSources);

// The route, to who matches it and to who parses the addresses that it stands in.

test('Hono mounts the route, and the other routes still answer', async () => {
  const mount = async (path) => {
    const app = new Hono().get('/other/route', (context) => context.text('other'));
    app.route(path, new Hono().get('/', (context) => context.text('route')));
    assert.equal(await (await app.request('/other/route')).text(), 'other');
    // Whatever a route matches, it matches the text that it is.
    assert.equal(await (await app.request(path)).text(), 'route');
  };
  for (const path of values.routePath) {
    await assert.doesNotReject(mount(path), path);
  }
  for (const path of ['/:id{[}', '/:id{(}', '/a?b', '/a#b', '/a/../b', 'https://a.example/b']) {
    await assert.rejects(mount(path), path);
  }
});

test('Hono matches no address for long', async () => {
  // The shortest time of some requests for an address that is long and nearly matches.
  const time = async (path, address) => {
    const app = new Hono().get('/other/route', (context) => context.text('other'));
    app.route(path, new Hono().get('/', (context) => context.text('route')));
    let shortest = Infinity;
    for (let count = 0; count < 3 && shortest > 50; count += 1) {
      const start = performance.now();
      await app.request(address);
      shortest = Math.min(shortest, performance.now() - start);
    }
    return shortest;
  };
  for (const path of values.routePath.filter((path) => /[:*]/.test(path))) {
    const filled = path.replaceAll(/[:*]/g, 'a'.repeat(80));
    for (const address of [`${filled}x`, `${filled}/x`, `/a${'a'.repeat(67)}`, filled.repeat(2)]) {
      const milliseconds = await time(path, address);
      assert.ok(milliseconds < 50, `${path} takes ${milliseconds} ms for ${address}`);
    }
  }
  // What the bounds are for: each further wildcard takes ten times as long.
  assert.ok(await time('/a******b', `/a${'x'.repeat(67)}`) > 50);
});

judge('a URL has the route as its path, and nothing else of it', values.routePath, (path) => {
  for (const url of [new URL(path, 'https://example.com'), new URL(`https://example.com${path}`)]) {
    const { protocol, username, password, host, pathname, search, hash } = url;
    assert.deepEqual({ protocol, username, password, host, pathname, search, hash }, {
      protocol: 'https:', username: '', password: '', host: 'example.com', pathname: path, search: '', hash: '',
    });
  }
}, ['', 'a', ':8080/', '@evil.example/', '.evil.example/', '//evil.example', '/\\evil.example', '\\\\evil.example',
  'https://evil.example/', '/\t/evil.example', '/..', '/.', '/a/../b', '/a/./b', '/a/..', '/%2e%2e/a', '/.%2E', '/a?b',
  '/a#b', '/a b', '/a\\b', '/a\nb', '/é', '/{id}', '/"', '/<a>', '/`']);

// The words behind `npm install`.

// npm's parser of specs as it is on a platform.
function npa(name, platform) {
  const here = Object.getOwnPropertyDescriptor(process, 'platform');
  const require = createRequire(import.meta.url);
  const path = require.resolve(name);
  delete require.cache[path];
  Object.defineProperty(process, 'platform', { ...here, value: platform });
  try {
    return require(name);
  } finally {
    Object.defineProperty(process, 'platform', here);
  }
}

// Of npm 11, and of npm 7 and 8.
const parsers = ['npm-package-arg', 'npm-package-arg-8'].flatMap((name) =>
  ['linux', 'win32'].map((platform) => npa(name, platform)));
const nameOf = (word) => word.slice(0, (`${word}@`).indexOf('@', 1));

function checkSpec(word, name) {
  for (const parse of parsers) {
    const spec = parse(word, '/project');
    assert.ok(['version', 'range', 'tag'].includes(spec.type), `it is a ${spec.type}`);
    assert.deepEqual([spec.registry, spec.name, spec.raw], [true, name, word]);
    // A number that npm does not take makes a tag that nobody has given.
    assert.ok(spec.type !== 'tag' || !/^[\^~]?\d/.test(spec.rawSpec), 'it is a number, and no version to npm');
  }
  const { validForNewPackages, warnings, errors } = validateName(name);
  // The name of a module of Node's own; some are packages of the registry, such as `punycode`.
  const isOfNode = !errors && warnings?.length === 1 && warnings[0] === `${name} is a core module name`;
  assert.ok(validForNewPackages || isOfNode, `${errors ?? warnings}`);
}

const dependencies = values.npmDependencies;

judge("npm reads a dependency as a package of its registry", dependencies, (word) => checkSpec(word, nameOf(word)),
  ['', 'A', '_a', '.a', '-a/b', 'a b', 'a/b', '@a', '@a/', '@a/b/c', '@/a', './a', '../a', '/a', '~/a', 'C:/a', 'c:a',
    'node_modules', 'favicon.ico', 'a.tgz', 'a.tar.gz', 'a.tar', 'a@b.tgz', 'a@b.tar.gz', 'a@b/c', 'a@./b', 'a@../b',
    'a@~/b', 'a@/b', 'a@file:b', 'a@npm:b', 'a@git:b', 'a@github:b/c', 'github:a/b', 'npm:a', 'git@a.b:c/d',
    'git+ssh://a/b', 'https://a.example/b', 'a@https://b.example/c', 'a@b c!', 'a@%', 'a!', "a'", 'a(b)', 'a*', 'a~', 'é',
    'a@9007199254740992.x', 'a@1.2.3.4', 'a'.repeat(215)]);

// cmd parts words at white space and `, ; =`, gives `& | < > ( ) % ! "` a meaning, and takes the caret
// away. A range without its caret is the exact version that it starts with.
judge('cmd reads a dependency as one word, but for the caret', dependencies, (word) => {
  assert.doesNotMatch(word, /[&|<>()%!",;=\s\0]/);
  const read = word.replaceAll('^', '');
  checkSpec(read, nameOf(word));
  const [meant, left] = [word, read].map((word) => word.slice(nameOf(word).length + 1));
  const isWithin = semver.valid(left) ? semver.satisfies : semver.subset;
  if (meant !== left) assert.ok(isWithin(left, meant), `${left} is not in ${meant}`);
}, ['a&b', 'a|b', 'a<b', 'a>b', 'a(b', 'a)', '%a%', 'a!b!', '"a"', 'a,b', 'a;b', 'a=b', 'a b', 'a\tb', 'a\nb', 'a^b', '^a',
  'a@^/b', 'a@^>1', 'a@1 || 2', 'a@>=1', 'a@1.0.0-^a']);

// PowerShell: a backtick, `$`, quotes, commas, brackets, `; | & < >`, and `#` at the start. It takes
// `@` there as well, to splat a variable; so it wants names with a scope in quotes, as npm's users know.
judge('PowerShell reads a dependency as one word, but for the scope', dependencies, (word) => {
  assert.doesNotMatch(word, /[`$'"‘’‚‛“”„,;|&<>(){}\s\0]|^[#~-]|^@(?![a-z0-9][a-z0-9._-]*\/)/);
}, ['$a', '`a', "'a'", '"a"', 'a,b', 'a;b', 'a|b', 'a&b', 'a>b', '(a)', '@(a)', '@{a}', '{a}', '@a', '#a', 'a b', '-a']);

// The folder and the file in it.

// What Windows keeps for devices, as of 2025: with superscript digits, and whatever stands behind a dot
// or a colon.
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:[.:]|$)/i;

// What holds secrets, and what tools keep for themselves.
const PRIVATE = /^(?:\.git|git~1|node_modules|\.npmrc|\.env(?:\..*)?|\.dev\.vars(?:\..*)?)$/i;

// Of a short name such as `SRC~1` Windows knows a file of the same folder, so that it leads nowhere else.
function checkPath(path) {
  const parts = path.split('/');
  for (const [of, folder] of [[posix, '/project/src/modules/f'], [win32, 'C:\\project\\src\\modules\\f']]) {
    const expected = [folder, ...parts].join(of.sep);
    assert.equal(of.resolve(folder, path), expected);
    assert.equal(of.normalize(`${folder}${of.sep}${path}`), expected);
    assert.equal(of.relative(folder, of.join(folder, path)), parts.join(of.sep));
    assert.equal(of.isAbsolute(path), false);
  }
  for (const part of parts) {
    assert.equal(sanitize(part), part);
    assert.doesNotMatch(part, PRIVATE);
    assert.doesNotMatch(part, DEVICE);
    assert.doesNotMatch(part, /[. ]$|^ |[\0-\x1f<>:"|?*\\]/);
  }
}

const badPaths = ['', '.', '..', '../a', 'a/..', 'a/../b', 'a/../../b', './a', 'a/./b', 'a/', 'a//b', '/a', '//a/b', '\\a',
  'a\\b', '..\\a', '\\\\a\\b', 'C:a', 'C:/a', 'c:', 'a:b', 'a::$DATA', 'a.', 'a /b', 'a./b', ' a', 'a ', '...', 'a*', 'a?',
  '"a"', '<a', 'a|b', 'a\0', 'a\n', 'con', 'CON.ts', 'a/nul', 'nul.tar.gz', 'aux .ts', 'com1', 'COM0.x', 'com¹', 'lpt9',
  'a/lpt²/b', 'conin$', 'CONOUT$.ts', 'con:', '.env', 'a/.ENV.x', '.git/a', 'a/GIT~1', 'a'.repeat(256)];

judge('an entrypoint is a file below its folder, on every system', values.entrypoint, checkPath, badPaths);

judge('a name is a folder, on every system', values.name, (name) => {
  assert.ok(!name.includes('/'));
  // On systems that know no case, two names would be one folder.
  assert.equal(name.toLowerCase(), name);
  checkPath(name);
}, [...badPaths, 'a/b', 'A']);

// The environment file.

judge('dotenv reads one variable of that name', values.envVars, (name) => {
  const variables = Object.entries(dotenv.parse(`${name}=value`));
  // JavaScript's own: dotenv gives it to an object's prototype, which takes no text. It is lost.
  if (name !== '__proto__') assert.deepEqual(variables, [[name, 'value']]);
  else assert.deepEqual(variables, []);
}, ['', 'A B', 'A=B', 'A\nB', 'A ', ' A', '#A', 'A#', 'export A', 'é', 'A:', '$A', 'A"', "'A'", 'A\0', 'A+', 'A\nB=C']);

test('dotenv reads a file of all of them', () => {
  const names = values.envVars.filter((name) => name !== '__proto__');
  const file = names.map((name, index) => `${name}=${index}\n`).join('');
  assert.deepEqual(dotenv.parse(file), Object.fromEntries(names.map((name, index) => [name, `${index}`])));
});
