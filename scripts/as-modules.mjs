// TypeScript compiled the packages of the language server protocol to CommonJS, of which a bundler can leave nothing out
// and in which it can shorten no name that another file asks for. Here their files become ES modules again.

/** The files that it is for. */
export const COMPILED =
  /[\\/]node_modules[\\/]vscode-(?:jsonrpc|language(?:client|server(?:-protocol|-types)?))[\\/]lib[\\/].*\.js$/;

/** What is loaded from outside of the bundle, or is no such package itself. */
const isOther = (path) => !/^\.|^vscode-/.test(path);

/** The names that a file exports. */
export function exportsOf(text) {
  return [...new Set([...text.matchAll(/\bexports\.(\w+) = /g)].map(([, name]) => name))];
}

/** The text of a compiled file as an ES module. Throws where it holds what such a file is not known to hold. */
export function asModule(text) {
  const exported = new Set();
  const files = new Map();
  let code = text;
  const turn = (pattern, into) => {
    code = code.replace(pattern, into);
  };
  turn(/^"use strict";$/m, '');
  turn(/^var __(?:createBinding|exportStar|setModuleDefault|importStar|importDefault) = [\s\S]*?^\}.*;$/gm, '');
  turn(/^Object\.defineProperty\(exports, "__esModule".*$/m, '');
  turn(/^(?:exports\.\w+ = )+void 0;$/gm, '');
  turn(/^(?:const|var) (\w+) = (?:__import(?:Star|Default)\()?require\("([^"]+)"\)\)?;$/gm, (_, name, path) => {
    if (isOther(path)) return `const ${name} = require("${path}");`;
    files.set(name, path);
    return `import * as ${name} from "${path}";`;
  });
  turn(/^__exportStar\(require\("([^"]+)"\), exports\);$/gm, 'export * from "$1";');
  turn(
    /^Object\.defineProperty\(exports, "(\w+)", \{ enumerable: true, get: function \(\) \{ return (\w+)\.(\w+); \} \}\);$/gm,
    (_, name, file, own) => `export { ${own} as ${name} } from "${files.get(file)}";`,
  );
  turn(/^exports\.default = (\w+);$/gm, 'export default $1;');
  turn(/^exports\.(\w+) = \1;$/gm, (_, name) => {
    exported.add(name);
    return '';
  });
  turn(/^exports\.(\w+) = /gm, (_, name) => {
    exported.add(name);
    return `const ${name} = `;
  });
  turn(/\|\| \(exports\.(\w+) = \1 = \{\}\)/g, (_, name) => {
    exported.add(name);
    return `|| (${name} = {})`;
  });
  turn(/\bexports\.(\w+)/g, '$1');
  // Marked as what may be left out when nobody asks for it.
  turn(
    /^((?:export )?var )(\w+);\n\(function \(\2\) \{\n([\s\S]*?)^\}\)\(\2 \|\| \(\2 = \{\}\)\);$/gm,
    '$1$2 = /* @__PURE__ */ (($2) => {\n$3return $2;\n})({});',
  );
  const left = /^(?!\s*(?:\*|\/\/)).*(?:__import|__export|\bexports\b|(?<!= )require\().*/m.exec(code);
  if (left !== null) throw new Error(`not known in a compiled file: ${left[0].trim()}`);
  return `${code}\nexport { ${[...exported].join(', ')} };\n`;
}
