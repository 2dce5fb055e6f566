import { Uri, workspace } from 'vscode';
import type { ConfigurationMiddleware } from 'vscode-languageclient';

type Section = Record<string, unknown>;

const SECTION = 'scheduleLens';

/**
 * Answers the server's questions for settings with those alone that the user set somewhere, so that a value that is
 * only built in does not hide what .schedule-lens.yaml says; and with what the client itself knows.
 */
export function onlyExplicit(
  ids: readonly string[],
  known: () => Section,
): NonNullable<ConfigurationMiddleware['configuration']> {
  return (params, token, next) => {
    if (params.items.some(({ section }) => section !== SECTION)) return next(params, token);
    return params.items.map(({ scopeUri }) => ({
      ...explicitSettings(ids, scopeUri === undefined ? undefined : Uri.parse(scopeUri, true)),
      ...known(),
    }));
  };
}

function explicitSettings(ids: readonly string[], scope: Uri | undefined): Section {
  const configuration = workspace.getConfiguration(undefined, scope);
  const section: Section = {};
  for (const id of ids) {
    const found = configuration.inspect(id);
    if (found === undefined || !isSet(found)) continue;
    const names = id.slice(SECTION.length + 1).split('.');
    const last = names.pop();
    let at = section;
    for (const name of names) {
      at[name] ??= {};
      at = at[name] as Section;
    }
    // What holds of all that is set; objects of several places come together, in a proxy that no worker can be sent.
    if (last !== undefined) at[last] = JSON.parse(JSON.stringify(configuration.get(id) ?? null)) as unknown;
  }
  return section;
}

/** The values that somebody set, by setting and by place (`globalValue`, `workspaceValue`, …). Of folders, the one that `scope` is in. */
export function setValues(ids: readonly string[], scope: Uri | undefined): Record<string, Section> {
  const configuration = workspace.getConfiguration(undefined, scope);
  const found = ids.map((id): [string, Section] => [id, placesOf(configuration.inspect(id) ?? {})]);
  return Object.fromEntries(found.filter(([, places]) => Object.keys(places).length > 0));
}

function placesOf(found: Readonly<Record<string, unknown>>): Section {
  return Object.fromEntries(
    Object.entries(found).filter(
      ([place, value]) => /Value$/.test(place) && !/^default/.test(place) && value !== undefined,
    ),
  );
}

function isSet(found: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(placesOf(found)).length > 0;
}
