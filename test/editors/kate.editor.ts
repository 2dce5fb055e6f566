import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { documented, type EditorProject, editorProject } from './project';

let project: EditorProject | undefined;
const started: ChildProcess[] = [];
afterEach(async () => {
  for (const child of started.splice(0).reverse()) {
    child.kill();
    await Promise.race([new Promise((resolve) => child.once('exit', resolve)), pause(3000)]);
  }
  project?.remove();
});

/** Waits for what the server says, and gives it. */
async function said(wire: string, what: RegExp): Promise<string> {
  for (let waited = 0; waited < 60_000; waited += 200) {
    const found = existsSync(wire) ? what.exec(readFileSync(wire, 'utf8')) : null;
    if (found !== null) return found[0];
    await pause(200);
  }
  throw new Error(`the server did not say ${what}`);
}

it('Kate is told diagnostics, hovers under the mouse, and completes while one types', async () => {
  project = editorProject();
  const { folder, wire, command } = project;
  // A screen of its own: the first number that is free.
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1200x800x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  started.push(screen);
  const display = await new Promise<string>((resolve) => {
    screen.stdio[3]?.once('data', (data: Buffer) => resolve(`:${data.toString().trim()}`));
  });
  const env = {
    ...project.env,
    DISPLAY: display,
    QT_QPA_PLATFORM: 'xcb',
    XDG_RUNTIME_DIR: folder,
    XDG_DATA_HOME: join(folder, 'data'),
  };
  const configs = join(folder, 'config');
  mkdirSync(join(configs, 'kate', 'lspclient'), { recursive: true });
  writeFileSync(join(configs, 'kate', 'lspclient', 'settings.json'), documented('kate'));
  // The plug-in is off in a new profile, and asks before it starts a command for the first time.
  const profile = [
    '[General]',
    'Startup Session=manual',
    'Show welcome view for new window=false',
    '[Kate Plugins]',
    'lspclientplugin=true',
    '[lspclient]',
    `AllowedServerCommandLines=${command} server --stdio`,
    'AutoHover=true',
    '',
  ];
  writeFileSync(join(configs, 'katerc'), profile.join('\n'));
  const file = join(folder, 'block.yaml');
  const lines = ['schedule_config:', '  kind: noether.core.schedules.StepFixedSchedule', '  factor: often', '  '];
  writeFileSync(file, lines.join('\n'));
  started.push(spawn('dbus-run-session', ['--', 'kate', '-n', file], { env, stdio: 'ignore' }));
  const act = (...args: string[]) => execFileSync('xdotool', args, { env });

  await said(wire, /"method":"textDocument\/publishDiagnostics".*?factor/s);
  // Lines are about 17 pixels high, whatever the font: somewhere on the way down the mouse stands on the key.
  for (let y = 120; y <= 200 && !/"contents"/.test(readFileSync(wire, 'utf8')); y += 8) {
    act('mousemove', '118', String(y));
    await pause(900);
  }
  expect(await said(wire, /"contents":\{.*?\}/s)).toContain('markdown');
  act('mousemove', '300', '180', 'click', '1', 'key', 'ctrl+End');
  act('type', '--delay', '120', 'over');
  await said(wire, /"label":"overhang_percent"/);
});
