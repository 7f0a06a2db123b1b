/**
 * Rewrites WXS into JavaScript of the same meaning. WXS differs in two places that are in use:
 * `x.constructor` is a string ("Array"), and getRegExp takes its pattern with single backslashes.
 */
export function wxsToJavaScript(source: string): string {
  return source
    .replace(
      /getRegExp\(\s*(['"])((?:\\.|(?!\1)[^\n])*)\1/g,
      (_, quote: string, body: string) =>
        `getRegExp(${quote}${body.replace(/\\\\/g, '\\').replace(/\\/g, '\\\\')}${quote}`,
    )
    .replace(/\.constructor\b/g, '.__wxsConstructor')
    .replace(/require\(\s*(['"])([^'"]+)\.wxs\1\s*\)/g, 'require($1$2$1)');
}

/** The `.wxs` files a WXS source requires, as written. */
export function wxsRequires(source: string): readonly string[] {
  return [...source.matchAll(/require\(\s*['"]([^'"]+)['"]\s*\)/g)].flatMap((match) =>
    match[1] === undefined ? [] : [match[1]],
  );
}
