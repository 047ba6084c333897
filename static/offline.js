// Keeps the page's own files, so that it opens without a network. A build has a name of its own: files of two builds are
// never mixed, and those of the one before are forgotten when this one takes over. Nothing but this folder is touched.
const BUILD = "the build";
// What a first visit loads anyway, and what it loads when it is touched.
const FIRST = ["the first files"];
const LATER = ["the later files"];

const family = `drydock ${registration.scope} `;
const opened = () => caches.open(family + BUILD);
const keep = (names) => opened().then((kept) => kept.addAll(names));
const isOld = (name) => name.startsWith(family) && name !== family + BUILD;
const forgetOld = async () => {
  const names = await caches.keys();
  await Promise.all(names.filter(isOld).map((name) => caches.delete(name)));
};

oninstall = (event) => event.waitUntil(keep(FIRST).then(() => skipWaiting()));
onactivate = (event) => event.waitUntil(forgetOld().then(() => clients.claim()));
// The page says so at the first touch.
onmessage = (event) => event.data === "keep all" && event.waitUntil(keep(LATER));

// Pages come from the network while there is one, for they name the files of the newest build.
const page = async (request) => {
  try {
    return await fetch(request);
  } catch (failure) {
    const kept = await (await opened()).match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw failure;
  }
};
const file = async (request) => (await (await opened()).match(request)) ?? fetch(request);

onfetch = (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(registration.scope)) return;
  event.respondWith(request.mode === "navigate" ? page(request) : file(request));
};
