/** Null for base64 that does not encode exactly what it decodes to, or is empty. */
export function strictBase64(
  text: string,
  encoding: 'base64' | 'base64url' = 'base64',
): Buffer | null {
  const bytes = Buffer.from(text, encoding);
  return bytes.length > 0 && bytes.toString(encoding) === text ? bytes : null;
}
