import type { PackageView } from '../runtime/manifest';
import type { PackageSource } from './graph';

/**
 * The script that hands a package's templates, styles and configurations to the phone. It is a
 * classic script: WXS may use what modules (always strict) forbid.
 */
export function viewScript(
  pack: PackageSource,
  templates: string,
  styles: Readonly<Record<string, string>>,
  missingTags: readonly string[],
): string {
  const view: Omit<PackageView, 'templates'> = {
    name: pack.name,
    components: Object.fromEntries(pack.components.map(({ path, config }) => [path, config])),
    styles,
    missingTags,
  };
  return `__phone.view(${JSON.stringify(view)}, ${templates});\n`;
}
