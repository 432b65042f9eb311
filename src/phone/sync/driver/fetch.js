// One POST, its body compressed where the browser can. Undefined when no answer came, or one
// that broke off: what that means is not decided here.

async function small(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export async function post(address, pairs, json, gzip, patience) {
  try {
    const headers = new Headers();
    for (let i = 0; i < pairs.length; i += 2) headers.set(pairs[i], pairs[i + 1]);
    // The bytes lie in the program's memory, which may move while we wait.
    let body = json.slice();
    if (gzip && "CompressionStream" in globalThis) {
      body = await small(body);
      headers.set("content-encoding", "gzip");
    }
    const answer = await fetch(address, {
      method: "POST",
      headers,
      body,
      cache: "no-store",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(patience),
    });
    const seconds = Number.parseInt(answer.headers.get("retry-after") ?? "", 10);
    return {
      status: answer.status,
      retryAfter: Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined,
      body: new Uint8Array(await answer.arrayBuffer()),
    };
  } catch {
    return undefined;
  }
}
