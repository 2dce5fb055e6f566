// The JSON Schema of .schedule-lens.yaml, from the settings that package.json gives to VS Code.

const SECTION = 'scheduleLens.';

/** Words for VS Code's own Markdown (`#scheduleLens.totalSteps#`) as plain ones, and texts of package.nls.json in their place. */
function describe(text, strings) {
  const found = /^%(.+)%$/.exec(text ?? '')?.[1];
  const words = found === undefined ? text : (strings[found]?.message ?? strings[found]);
  return words?.replaceAll(/`#scheduleLens\.([\w.]+)#`/g, '`$1`');
}

function entry(setting, strings) {
  const { markdownDescription, description, markdownEnumDescriptions, enumDescriptions, scope, order, ...checks } =
    setting;
  const about = describe(markdownDescription ?? description, strings);
  const values = (markdownEnumDescriptions ?? enumDescriptions)?.map((text) => describe(text, strings));
  const tellsValues = values?.length === checks.enum?.length && values?.length > 0;
  const list = tellsValues ? values.map((text, index) => `\n- \`${checks.enum[index]}\`: ${text}`).join('') : '';
  return { description: `${about}${list}`, ...checks };
}

/**
 * A setting with a dot in its name may be written as in VS Code's settings (`hover.width: 480`) or as a mapping
 * (`hover: {width: 480}`), so both are in the schema.
 */
export function settingsSchema(manifest, strings = {}) {
  const { configuration } = manifest.contributes;
  const sections = Array.isArray(configuration) ? configuration : [configuration];
  const properties = {};
  for (const [id, setting] of sections.flatMap((section) => Object.entries(section.properties))) {
    if (!id.startsWith(SECTION)) throw new Error(`${id} is no setting of ours`);
    const name = id.slice(SECTION.length);
    const spec = entry(setting, strings);
    properties[name] = spec;
    const [group, member, ...deeper] = name.split('.');
    if (deeper.length > 0) throw new Error(`${id}: settings nest one level deep`);
    if (member === undefined) continue;
    properties[group] ??= { type: 'object', additionalProperties: false, properties: {} };
    properties[group].properties[member] = spec;
  }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'schedule-lens.schema.json',
    $comment: "Generated from package.json's settings by scripts/generate.mjs; edit them and generate again.",
    title: 'Settings of Schedule Lens',
    description:
      'What .schedule-lens.yaml at the root of a project may say. Names are those of the settings in VS Code without `scheduleLens.`.',
    type: 'object',
    additionalProperties: false,
    properties,
  };
}

/** The names of the settings, for the module that validates them. */
export function settingNames(schema) {
  const names = Object.entries(schema.properties).flatMap(([name, { properties }]) => (properties ? [] : [name]));
  return {
    code: `export const settingNames = ${JSON.stringify(names)};\n`,
    types:
      '\n/** Every setting by its name, those of a group with a dot: `hover.width`. */\nexport declare const settingNames: readonly string[];\n',
  };
}

/** The schema without what it says of the names of entries: which rules there are is known where the file is read. */
export function withoutNames(schema) {
  return JSON.parse(JSON.stringify(schema, (key, value) => (key === 'propertyNames' ? undefined : value)));
}
