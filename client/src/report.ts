import * as l10n from '@vscode/l10n';
import {
  commands,
  type Disposable,
  type ExtensionContext,
  env,
  extensions,
  UIKind,
  version,
  window,
  workspace,
} from 'vscode';
import { setValues } from './settings';
import { YAML_EXTENSION } from './yaml-extension';

const OPEN_REPORTER = 'workbench.action.openIssueReporter';

/** What a report tells beside what the user writes. */
export interface ReportFacts {
  readonly extension: string;
  readonly editor: string;
  /** Of the extension host: `linux x64, Node 20.1.0`, or that it is a web worker. */
  readonly platform: string;
  /** Where the window is: `desktop` or `web`, and whether the files are elsewhere. Not where: that may be a name of a host. */
  readonly window: string;
  /** Version of Red Hat's YAML extension; undefined where it is not installed. */
  readonly yamlExtension: string | undefined;
  /** The settings of ours that somebody set, by name and by the place where they are set. */
  readonly settings: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The facts as Markdown. Settings stand in a fence that none of their texts can end. */
export function reportText({
  extension,
  editor,
  platform,
  window: place,
  yamlExtension,
  settings,
}: ReportFacts): string {
  const json = JSON.stringify(settings, null, 2);
  const longest = Math.max(2, ...(json.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return [
    `- Schedule Lens: ${extension}`,
    `- VS Code: ${editor}`,
    `- Platform: ${platform}`,
    `- Window: ${place}`,
    `- Red Hat YAML: ${yamlExtension ?? 'not installed'}`,
    '',
    'Settings that are set:',
    '',
    `${fence}json`,
    json,
    fence,
    '',
  ].join('\n');
}

/**
 * "Report Issue": opens VS Code's own issue reporter where the extension has a tracker that it could send to, otherwise
 * a document to read and copy. It sends nothing itself.
 */
export function registerReport(context: ExtensionContext, ids: readonly string[], platform: string): Disposable {
  return commands.registerCommand('scheduleLens.reportIssue', async () => {
    const { id, packageJSON } = context.extension;
    const manifest = packageJSON as { readonly version: string; readonly bugs?: unknown };
    const yaml = extensions.getExtension(YAML_EXTENSION)?.packageJSON as { readonly version: string } | undefined;
    const facts: ReportFacts = {
      extension: manifest.version,
      editor: `${version} (${env.appName})`,
      platform,
      window: `${env.uiKind === UIKind.Web ? 'web' : 'desktop'}${env.remoteName === undefined ? '' : ', remote'}`,
      yamlExtension: yaml?.version,
      settings: setValues(ids, window.activeTextEditor?.document.uri),
    };
    const reporter = manifest.bugs !== undefined && (await commands.getCommands(true)).includes(OPEN_REPORTER);
    if (reporter) {
      await commands.executeCommand(OPEN_REPORTER, { extensionId: id, issueBody: '', data: reportText(facts) });
      return;
    }
    const content = [
      `# ${l10n.t('Report for Schedule Lens')}`,
      '',
      l10n.t('Nothing was sent. Read it, take out what nobody should see, and copy it to where you report.'),
      '',
      `## ${l10n.t('What happened, and what should have happened')}`,
      '',
      '',
      `## ${l10n.t('Versions and settings')}`,
      '',
      reportText(facts),
    ].join('\n');
    await window.showTextDocument(await workspace.openTextDocument({ language: 'markdown', content }));
  });
}
