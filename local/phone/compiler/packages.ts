interface PackageRoot {
  readonly name: string;
  /** Ends with `/`; empty for the main package. */
  readonly root: string;
}

/**
 * The package a component travels in: the subpackage it lies in; what lies elsewhere (npm, the
 * main package's folders) travels with the only subpackage that uses it, else with `main`.
 */
export function packageOf(
  at: string,
  packages: readonly PackageRoot[],
  reachedBy: ReadonlySet<string>,
): string {
  const home = packages.find(({ root }) => root !== '' && at.startsWith(root));
  if (home) return home.name;
  const [only] = reachedBy;
  return reachedBy.size === 1 && only !== undefined ? only : 'main';
}
