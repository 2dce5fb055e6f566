import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { version } from '../../../package.json';
import type { CheckOptions } from './check';
import type { CurveOptions } from './curve';
import type { DiffOptions } from './diff';
import { CHECK_FORMATS, DIFF_FORMATS, SEVERITIES } from './formats';
import { type ExitCode, type Io, UsageError } from './io';
import { startServer } from './server';
import { THEMES } from './svg';

/** Runs one command line (without the program's name) to its end. Rejects only on a mistake of ours. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = programOf(io, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    // It has printed what there is to say: help and version end with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof UsageError)) throw error;
    io.stderr.write(`${error.message}\n`);
    return 2;
  }
}

function programOf(io: Io, done: (code: ExitCode) => void): Command {
  const program = new Command('schedule-lens')
    .description('Learning-rate schedules in the YAML configs of the noether framework: checked, drawn and compared.')
    .version(version, '-V, --version')
    .showHelpAfterError('(--help says more)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
    });

  composing(program.command('check'))
    .summary('say what is wrong with configs')
    .description(
      'Checks every YAML file below the paths (the current folder when none is given), each as the primary configs that reach it compose it. Files that Git ignores and virtual environments are left out. "-" reads the standard input.',
    )
    .argument('[paths...]')
    .addOption(new Option('-f, --format <format>', 'how findings are told').choices(CHECK_FORMATS).default('human'))
    .addOption(
      new Option('--fail-on <severity>', 'the exit code is 1 for findings as grave as this, or graver')
        .choices([...SEVERITIES, 'never'])
        .default('error'),
    )
    .option('--fix', 'make the fixes that change nothing but a slip, and say which')
    .option('--stdin-filename <file>', 'what the standard input is to be taken for')
    .addHelpText(
      'after',
      '\nExit code: 0 nothing found, 1 findings (see --fail-on), 2 wrong usage, or files that cannot be read.',
    )
    .action(async (paths: string[], options: CheckOptions) => {
      const { check } = await import('./commands');
      done(await check(paths, options, io, version));
    });

  drawing(composing(program.command('curve')))
    .summary('show the curve of one schedule')
    .description(
      'Shows the values of one schedule: as a picture and a table on a terminal, as a table elsewhere. FILE:block names one of several, by its path (optim.schedule_config) or by a line that it is on.',
    )
    .argument('<file[:block]>')
    .option('--steps <steps>', 'the steps to tell, such as 0,500,50%, or all')
    .addOption(
      new Option(
        '--csv',
        'comma-separated values with all digits; without --steps the points of the picture',
      ).conflicts('json'),
    )
    .option('--json', 'the same as JSON, with what the curve rests on')
    .option('--picture', 'the picture, also where the output is no terminal')
    .option('--no-picture', 'only the table')
    .addOption(new Option('--scale <scale>', 'of the y axis').choices(['linear', 'log']))
    .action(async (name: string, options: CurveOptions) => {
      const { curve } = await import('./commands');
      done(await curve(name, options, io));
    });

  drawing(composing(program.command('diff')))
    .summary('say which schedules change, and how')
    .description(
      'Compares the schedules of two files, folders or Git revisions, each composed as the editor would. NEW is the working tree when it is not given.',
    )
    .argument('<old>', 'a file, a folder, a Git revision, or a file of one (HEAD:configs/train.yaml)')
    .argument('[new]')
    .addOption(
      new Option('-f, --format <format>', 'markdown is for comments on pull requests')
        .choices(DIFF_FORMATS)
        .default('text'),
    )
    .option('--exit-code', 'exit with 1 where a schedule changes')
    .action(async (old: string, now: string | undefined, options: DiffOptions) => {
      const { diff } = await import('./commands');
      done(await diff(old, now, options, io));
    });

  program
    .command('server')
    .summary('the language server, for any editor that speaks LSP')
    .description('Runs the language server until the editor that started it ends it.')
    .requiredOption('--stdio', 'speak over the standard input and output')
    .allowUnknownOption()
    .allowExcessArguments()
    .action(() => startServer());

  return program;
}

/** The options of all commands that compose. */
function composing(command: Command): Command {
  return command
    .option('-p, --primary <file>', 'the primary config to look through')
    .option(
      '-o, --override <word>',
      'a word of its command line, such as +experiment=fine_tune; may be repeated',
      listed,
    )
    .option('-t, --total-steps <steps>', 'training updates where the config does not fix them', positive)
    .option(
      '-s, --set <path=value>',
      'a value for interpolations that the files cannot answer; may be repeated',
      listed,
    )
    .option(
      '--root <folder>',
      'the folder that an editor would have open; by default the one with .schedule-lens.yaml or .git',
    );
}

/** The options of all commands that draw. */
function drawing(command: Command): Command {
  return command
    .option('--svg <file>', 'write the picture to a file')
    .option('--png <file>', 'the same as PNG; needs the package @resvg/resvg-js installed beside this one')
    .addOption(new Option('--theme <theme>', 'colours of that picture').choices(THEMES).default('light'));
}

function listed(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

function positive(text: string): number {
  const value = Number(text.replaceAll('_', ''));
  if (!/^[\d_]+$/.test(text) || !Number.isSafeInteger(value) || value < 1) {
    throw new InvalidArgumentError('Write a whole number of at least 1.');
  }
  return value;
}
