import { ColorThemeKind } from 'vscode';
import type { ThemeKind } from '../../../server/src/protocol';

/** The theme of the window in the words of `scheduleLens/theme`. */
export function themeKind(kind: ColorThemeKind): ThemeKind {
  switch (kind) {
    case ColorThemeKind.Light:
      return 'light';
    case ColorThemeKind.HighContrast:
      return 'hc-dark';
    case ColorThemeKind.HighContrastLight:
      return 'hc-light';
    default:
      return 'dark';
  }
}
