import type { Origin } from '../types';
import type { DefaultsEntry } from './entries';
import type { Placed } from './tree';

const GLOBAL = '_global_';

/**
 * A defaults-list entry on its way through one composition: with what it inherits from the file that lists it, and the
 * option as overrides left it. Group paths and packages follow Hydra 1.3 with version_base 1.3.
 */
export class InputDefault {
  readonly kind: 'config' | 'group';
  target: string;
  value: string | readonly string[] | null | undefined;
  package: string | undefined;
  readonly optional: boolean;
  readonly override: boolean;
  readonly primary: boolean;
  /** Appended by `+group=option` on the command line. */
  readonly externalAppend: boolean;
  /** The folder that a relative path counts from, and the package that a relative package counts from. */
  parentBaseDir = '';
  parentPackage = '';
  /** From the file's own `# @package` line; absolute. */
  packageHeader: string | undefined;
  deleted = false;
  /** Where the entry stands, and where its option comes from, which an override may move. */
  readonly place: Placed | undefined;
  valuePlace: Placed | undefined;
  readonly entry: DefaultsEntry | undefined;

  constructor(from: {
    kind: 'config' | 'group';
    target: string;
    value?: string | readonly string[] | null | undefined;
    package?: string | undefined;
    optional?: boolean;
    override?: boolean;
    primary?: boolean;
    externalAppend?: boolean;
    place: Placed | undefined;
    valuePlace?: Placed | undefined;
    entry?: DefaultsEntry;
  }) {
    this.kind = from.kind;
    this.target = from.target;
    this.value = from.value;
    this.package = from.package;
    this.optional = from.optional ?? false;
    this.override = from.override ?? false;
    this.primary = from.primary ?? false;
    this.externalAppend = from.externalAppend ?? false;
    this.place = from.place;
    this.valuePlace = from.valuePlace ?? from.place;
    this.entry = from.entry;
  }

  static of(entry: DefaultsEntry): InputDefault {
    return new InputDefault({
      kind: entry.kind,
      target: entry.target,
      value: entry.value,
      package: entry.package,
      optional: entry.optional,
      override: entry.override,
      place: entry.item,
      valuePlace: entry.valuePlace,
      entry,
    });
  }

  get origin(): Origin | undefined {
    return this.place?.origin;
  }

  get valueOrigin(): Origin | undefined {
    return this.valuePlace?.origin;
  }

  isSelf(): boolean {
    return this.kind === 'config' ? this.target === '_self_' : this.value === '_self_';
  }

  /** The option of a group, the file name of a string entry; null where the group has no option. */
  name(): string | null {
    if (this.kind === 'config') return this.target.slice(this.target.lastIndexOf('/') + 1);
    return typeof this.value === 'string' ? this.value : null;
  }

  isMissing(): boolean {
    return this.name() === '???';
  }

  isInterpolation(): boolean {
    const text = this.kind === 'config' ? this.configPath() : this.value;
    return typeof text === 'string' && text.includes('${');
  }

  private isAbsolute(): boolean {
    return this.target.startsWith('/');
  }

  private relativeTarget(): string {
    return this.isAbsolute() ? this.target.slice(1) : this.target;
  }

  /** The folder part of the path, or the group, as the entry writes it. */
  private relativeGroup(): string {
    const path = this.relativeTarget();
    if (this.kind === 'group') return path;
    return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
  }

  groupPath(): string {
    const group = this.relativeGroup();
    if (this.isAbsolute() || this.parentBaseDir === '') return group;
    return group === '' ? this.parentBaseDir : `${this.parentBaseDir}/${group}`;
  }

  /** Path of the config file from the root of the search path, without `.yaml`. */
  configPath(): string {
    if (this.kind === 'group') return `${this.groupPath()}/${this.name() ?? 'None'}`;
    const path = this.relativeTarget();
    return this.isAbsolute() || this.parentBaseDir === '' ? path : `${this.parentBaseDir}/${path}`;
  }

  /** Called with the folder and final package of the file that lists this entry. */
  updateParent(baseDir: string, pkg: string): void {
    this.parentBaseDir = baseDir;
    this.parentPackage = pkg;
    if (this.package?.includes('_group_')) {
      this.package = `${GLOBAL}.${this.package.replaceAll('_group_', this.groupPath().replaceAll('/', '.'))}`;
    }
  }

  setPackageHeader(header: string | undefined): void {
    if (header === undefined) return;
    this.packageHeader = header === GLOBAL || header.startsWith(`${GLOBAL}.`) ? header : `${GLOBAL}.${header}`;
  }

  /** The package that the entry itself or its file asks for, before the parent's is put in front. */
  ownPackage(): string | undefined {
    return this.package ?? this.packageHeader;
  }

  /** The place in the composed config: a dotted path, empty for its root. */
  finalPackage(withHeader = true): string {
    const own = (withHeader ? this.ownPackage() : this.package) ?? this.relativeGroup().replaceAll('/', '.');
    const { parentPackage } = this;
    const joined = parentPackage === '' ? own : own === '' ? parentPackage : `${parentPackage}.${own}`;
    const from = joined.lastIndexOf(GLOBAL);
    return from === -1 ? joined : joined.slice(from + GLOBAL.length + 1);
  }

  /** What an override must name to reach this entry: `optim`, or `optim@model.optim` away from the group's own place. */
  overrideKey(): string {
    const group = this.groupPath();
    const pkg = this.finalPackage(false);
    return pkg === group.replaceAll('/', '.') ? group : `${group}@${pkg === '' ? GLOBAL : pkg}`;
  }
}

/** A place in the defaults tree; children are undefined where nothing was looked for below. */
export interface DefaultsNode {
  readonly node: InputDefault;
  readonly parent: DefaultsNode | undefined;
  children: (DefaultsNode | InputDefault)[] | undefined;
}

export function isDefaultsNode(child: DefaultsNode | InputDefault): child is DefaultsNode {
  return !(child instanceof InputDefault);
}
