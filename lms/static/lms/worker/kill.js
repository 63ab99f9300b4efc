/* Sent instead of the service worker while DATA_DIR holds the file "no-service-worker": takes its place at once, drops
   every page it kept and leaves. The outbox is in IndexedDB and stays. */

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("sala-")).map((name) => caches.delete(name)));
  await self.registration.unregister();
}
