// node scripts/audit.mjs: asks the registry about known vulnerabilities in what ships. Exit 1 where there is one, 2 where nobody could be asked.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, say } from './install.mjs';

/** Everything in the bundles is a development dependency to npm: the notices that the build writes tell what is in them. */
const bundled = await bundledPackages();
const shipped = await audit('--omit=dev');
const all = await audit();

let known = 0;
for (const { name, severity, via } of Object.values({ ...all.vulnerabilities, ...shipped.vulnerabilities })) {
  const ships = bundled.has(name) || name in shipped.vulnerabilities;
  if (ships) known += 1;
  const why = via.map((each) => (typeof each === 'string' ? `through ${each}` : `${each.title} (${each.url})`));
  say(`${ships ? 'Ships' : 'Does not ship'}: ${name}, ${severity}: ${why.join('; ')}`);
}
const what = `the dependencies or the ${bundled.size} packages that are bundled`;
say(known === 0 ? `No known vulnerability in ${what}.` : `Known to be vulnerable of ${what}: ${known}.`);
process.exitCode = known === 0 ? 0 : 1;

/** Names of the packages that are part of the bundles. */
async function bundledPackages() {
  const notices = await readFile(join(root, 'dist', 'ThirdPartyNotices.txt'), 'utf8').catch(() => '');
  const names = [...notices.matchAll(/^-{72}\n\n(\S+) \S+ \(/gm)].map(([, name]) => name);
  if (names.length === 0) fail('dist/ThirdPartyNotices.txt names no package: run npm run build first.');
  return new Set(names);
}

/** What `npm audit` answers, which is JSON whether or not it found something. */
async function audit(...options) {
  const stdout = await new Promise((resolve) => {
    execFile('npm', ['audit', '--json', ...options], { cwd: root, maxBuffer: 2 ** 26 }, (_, text) => resolve(text));
  });
  try {
    const report = JSON.parse(stdout);
    if (report.vulnerabilities !== undefined) return report;
    fail(`The registry could not be asked, so nothing is known: ${report.message ?? report.error?.summary ?? stdout}`);
  } catch (error) {
    fail(`npm audit gave no answer that can be read, so nothing is known: ${error.message}`);
  }
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
