/** At most this many values of a call are looked up; further ones stay the text they are. */
const MOST_LOOKED_UP = 5;

/** WeChat's code for a CloudID that it does not know; the reference names the family only. */
const UNKNOWN_CLOUD_ID = -601005;

/**
 * What the platform makes of `wx.cloud.CloudID(…)` at the top level of a call's data: an object in
 * its place. Nothing on this phone issues a CloudID, so each is one that the platform does not know.
 */
export function withOpenData(event: unknown, names: unknown): unknown {
  if (!Array.isArray(names) || typeof event !== 'object' || event === null) return event;
  const replaced: Record<string, unknown> = { ...event };
  for (const name of names.slice(0, MOST_LOOKED_UP).map(String)) {
    if (typeof replaced[name] !== 'string') continue;
    const errMsg = 'cloudID invalid';
    replaced[name] = { cloudID: replaced[name], errCode: UNKNOWN_CLOUD_ID, errMsg };
  }
  return replaced;
}
