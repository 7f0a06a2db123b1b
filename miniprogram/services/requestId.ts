const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Made once a form: whatever is sent twice with it takes effect once. */
export function newRequestId(): string {
  const letter = () => LETTERS.charAt(Math.floor(Math.random() * LETTERS.length));
  return Array.from({ length: 20 }, letter).join('');
}
