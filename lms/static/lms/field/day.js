/* dayFromNow(days) -> a day as 2026-11-25, in this phone's time */

export function dayFromNow(days) {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60000 + days * 86400000).toISOString().slice(0, 10);
}
