import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asModule, COMPILED, exportsOf } from '../../../scripts/as-modules.mjs';

/** Without empty lines. */
const lines = (text: string) => text.split('\n').filter((line) => line.trim() !== '');

describe('a compiled file as an ES module', () => {
  it('imports and exports what it required and exported', () => {
    const compiled = [
      '"use strict";',
      'Object.defineProperty(exports, "__esModule", { value: true });',
      'exports.run = exports.Both = exports.limit = exports.Other = void 0;',
      'const vscode_1 = require("vscode");',
      'const Is = __importStar(require("./is"));',
      'const one_1 = require("./one");',
      'const ral_1 = __importDefault(require("./ral"));',
      'Object.defineProperty(exports, "Other", { enumerable: true, get: function () { return one_1.Other; } });',
      '__exportStar(require("vscode-jsonrpc"), exports);',
      'exports.limit = 3;',
      'function run() { return Is.string(vscode_1.version) && exports.limit > ral_1.default; }',
      'exports.run = run;',
      'exports.default = run;',
    ].join('\n');
    expect(lines(asModule(compiled))).toEqual([
      'const vscode_1 = require("vscode");',
      'import * as Is from "./is";',
      'import * as one_1 from "./one";',
      'import * as ral_1 from "./ral";',
      'export { Other as Other } from "./one";',
      'export * from "vscode-jsonrpc";',
      'const limit = 3;',
      'function run() { return Is.string(vscode_1.version) && limit > ral_1.default; }',
      'export default run;',
      'export { run, limit };',
    ]);
    expect(exportsOf(compiled)).toEqual(['run', 'Both', 'limit', 'Other', 'default']);
  });

  it('lets go of a namespace that nobody asks for, and keeps one that adds to something', () => {
    const compiled = [
      'var Alone;',
      '(function (Alone) {',
      '    Alone.x = 1;',
      '})(Alone || (exports.Alone = Alone = {}));',
      'class Both {',
      '}',
      'exports.Both = Both;',
      '(function (Both) {',
      '    Both.y = 2;',
      '})(Both || (exports.Both = Both = {}));',
    ].join('\n');
    expect(lines(asModule(compiled))).toEqual([
      'var Alone = /* @__PURE__ */ ((Alone) => {',
      '    Alone.x = 1;',
      'return Alone;',
      '})({});',
      'class Both {',
      '}',
      '(function (Both) {',
      '    Both.y = 2;',
      '})(Both || (Both = {}));',
      'export { Both, Alone };',
    ]);
  });

  it('is refused where it holds what it is not known to hold', () => {
    for (const line of ['module.exports = { x };', 'if (x) require("./y");', 'exports["x"] = 1;', '__importStar(x);'])
      expect(() => asModule(line)).toThrow('not known in a compiled file');
    // In a comment anything may stand.
    expect(lines(asModule('/**\n * Calls require("x").\n */\n// and exports\n'))).toHaveLength(5);
  });

  it('is made of every file of the protocol’s packages', () => {
    const packages = [
      'vscode-jsonrpc',
      'vscode-languageserver-protocol',
      'vscode-languageserver',
      'vscode-languageclient',
    ];
    const files = packages.flatMap((name) =>
      readdirSync(join('node_modules', name, 'lib'), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.js'))
        .map((file) => join('node_modules', name, 'lib', file)),
    );
    expect(files.length).toBeGreaterThan(100);
    for (const file of files) {
      expect(COMPILED.test(join(process.cwd(), file)), file).toBe(true);
      const text = readFileSync(file, 'utf8');
      const module = asModule(text);
      for (const name of exportsOf(text)) expect(module, file).toMatch(new RegExp(`^export .*\\b${name}\\b`, 'm'));
    }
  });
});
