// What the page asks of Eventferry; scripts ask the same with a key: docs/inspector.md.

let csrf = null;

/** A request that was refused, with the sentence that says why. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, { credentials: 'same-origin', cache: 'no-store', ...options });
  } catch {
    throw new Refused(0, 'Eventferry does not answer.');
  }
  const json = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Refused(answer.status, json.error?.message ?? `HTTP ${answer.status}`);
  }
  return json;
}

function query(parameters) {
  const said = Object.entries(parameters).filter(([, value]) => value !== '' && value !== null && value !== undefined);
  return said.length === 0 ? '' : `?${new URLSearchParams(said)}`;
}

function post(path, body) {
  const headers = { 'Content-Type': 'application/json' };
  if (csrf) {
    headers['X-CSRF-Token'] = csrf;
  }
  return ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** Who is signed in; refused with 401 when nobody is. */
export async function session() {
  const told = await ask('/v1/inspect/session');
  csrf = told.csrf;
  return told;
}

export const signIn = (key) => post('/v1/inspect/sign-in', { key });
export const signOut = () => post('/v1/inspect/sign-out', {});
export const status = () => ask('/v1/inspect/status');
export const ledger = (parameters) => ask(`/v1/inspect/ledger${query(parameters)}`);
export const reasons = () => ask('/v1/inspect/reasons');
export const quality = (parameters) => ask(`/v1/inspect/quality${query(parameters)}`);
export const dedup = (parameters) => ask(`/v1/inspect/dedup${query(parameters)}`);
export const campaigns = (parameters) => ask(`/v1/inspect/campaigns${query(parameters)}`);
export const campaignsFile = (parameters) => `/v1/inspect/campaigns${query({ ...parameters, format: 'csv' })}`;
export const deadLetters = (parameters) => ask(`/v1/inspect/dead${query(parameters)}`);
export const deadLetter = (id) => ask(`/v1/inspect/dead/${encodeURIComponent(id)}`);
export const events = (parameters) => ask(`/v1/inspect/events${query(parameters)}`);
export const event = (number) => ask(`/v1/inspect/events/${encodeURIComponent(number)}`);
export const live = (parameters) => new EventSource(`/v1/inspect/live${query(parameters)}`);
export const replay = (filter) => post('/v1/inspect/replay', filter);
export const resume = (name) => post(`/v1/inspect/destinations/${encodeURIComponent(name)}/resume`, {});
