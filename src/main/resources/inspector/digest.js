// What somebody types of a person is hashed here, and only the digest leaves the browser.

/** SHA-256 of a typed value, in the spellings in which it may have been hashed; with commas between. */
export async function digests(typed) {
  const lower = typed.toLowerCase();
  if (/^[0-9a-f]{64}$/.test(lower)) {
    return lower;
  }
  if (!globalThis.crypto?.subtle) {
    throw new Error('This browser hashes nothing on a page without TLS: open the page by https or on 127.0.0.1, or type the SHA-256 itself.');
  }
  const spellings = new Set([typed, lower]);
  if (/^[+\d][\d\s()./-]{5,}$/.test(typed)) {
    const digits = typed.replace(/\D/g, '');
    spellings.add(`+${digits}`).add(digits);
  }
  return (await Promise.all([...spellings].map(digest))).join(',');
}

async function digest(text) {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((each) => each.toString(16).padStart(2, '0')).join('');
}
