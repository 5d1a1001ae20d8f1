// Events as they come: twenty a second at most, stopped while somebody points at them or reads with the keyboard.

import * as api from './api.js';
import { el, number, replace, say, section } from './dom.js';
import { digests } from './digest.js';

const MOST = 200;
const STATES = ['accepted', 'waiting', 'delivered', 'dead', 'duplicate', 'filtered', 'rejected'];
const FIELDS = [['name', 'Event name'], ['source', 'Source'], ['event_id', 'Event id'], ['user', 'E-mail, phone or external id']];

export function live(place) {
  let filter = {};
  let stream = null;
  let paused = false; // by the button
  let held = false; // by the pointer or the focus
  let change = null;
  let leftOut = 0;
  let late = new Map(); // what came while it was paused or held
  const shown = new Map(); // number -> row
  const inputs = Object.fromEntries(FIELDS.map(([name]) => [name, el('input', { id: `live-${name}`, name, autocomplete: 'off', spellcheck: 'false' })]));
  const state = el('select', { id: 'live-state' }, el('option', { value: '' }, 'any'), STATES.map((each) => el('option', { value: each }, each)));
  const pause = el('button', { type: 'button', id: 'live-pause', 'aria-pressed': 'false', click: togglePause }, 'Pause');
  const status = el('p', { class: 'quiet', role: 'status', 'aria-live': 'polite' });
  const counts = el('p', { class: 'quiet' });
  const rows = el('tbody');
  const list = el('div', {
    class: 'scroll',
    tabindex: '0',
    role: 'region',
    'aria-label': 'Events, the newest first',
    mouseenter: () => hold(true),
    mouseleave: () => hold(false),
    focusin: () => hold(true),
    focusout: (event) => hold(list.contains(event.relatedTarget)),
  }, el('table', {},
    el('caption', {}, 'The newest first; choose one to see all that is known of it'),
    el('thead', {}, el('tr', {}, ['Received', 'Event', 'Event id', 'State', 'Source', 'Destination', 'Why']
      .map((title) => el('th', { scope: 'col' }, title)))),
    rows));

  function line(event) {
    const renamed = event.client_name && event.event && event.client_name !== event.event;
    return el('tr', { 'data-number': event.number },
      el('th', { scope: 'row' }, el('a', { href: `#event/${event.number}` }, new Date(event.received_at).toLocaleTimeString())),
      el('td', {}, renamed ? `${event.client_name} → ${event.event}` : event.event ?? ''),
      el('td', { class: 'words' }, event.event_id ?? ''),
      el('td', { class: `state ${event.state}` }, event.relation ? `${event.state} (${event.relation.replace('_', ' ')})` : event.state),
      el('td', {}, event.source),
      el('td', {}, event.destination ?? ''),
      el('td', { class: 'words' }, event.why ?? (event.problems > 0 ? `${number(event.problems)} ${event.problems === 1 ? 'warning' : 'warnings'}` : '')));
  }

  function show(event) {
    const fits = !filter.state || filter.state === event.state;
    const old = shown.get(event.number);
    if (!fits) {
      old?.remove();
      shown.delete(event.number);
      return;
    }
    const row = line(event);
    if (old) {
      old.replaceWith(row);
    } else {
      const next = [...rows.children].find((each) => Number(each.dataset.number) < event.number) ?? null;
      rows.insertBefore(row, next);
    }
    shown.set(event.number, row);
    while (rows.children.length > MOST) {
      shown.delete(Number(rows.lastElementChild.dataset.number));
      rows.lastElementChild.remove();
    }
  }

  function showAll() {
    late.forEach(show);
    late = new Map();
    tellCounts();
  }

  function tellCounts(skipped) {
    const words = [];
    if (late.size > 0) {
      words.push(`${number(late.size)} changed meanwhile`);
    }
    if (leftOut > 0) {
      words.push(`${number(leftOut)} came too fast to show`);
    }
    if (skipped > 0) {
      words.push(`${number(skipped)} since the start were not remembered, because too many came at once`);
    }
    counts.textContent = words.join(' · ');
  }

  function stands() {
    return paused || held;
  }

  function tell() {
    status.textContent = paused ? 'Paused.' : held ? 'Standing still while you look.' : stream ? 'Live.' : 'Not connected.';
  }

  function togglePause() {
    paused = !paused;
    pause.setAttribute('aria-pressed', String(paused));
    pause.textContent = paused ? 'Go on' : 'Pause';
    if (!stands()) {
      showAll();
    }
    tell();
  }

  function hold(value) {
    if (held !== value) {
      held = value;
      if (!stands()) {
        showAll();
      }
      tell();
    }
  }

  function close() {
    stream?.close();
    stream = null;
  }

  function open() {
    close();
    const own = api.live({ ...filter, after: change });
    stream = own;
    own.addEventListener('open', tell);
    own.addEventListener('events', (message) => {
      if (!list.isConnected) {
        close();
        return;
      }
      const told = JSON.parse(message.data);
      change = message.lastEventId;
      leftOut += told.left_out;
      told.events.forEach((event) => late.set(event.number, event));
      while (late.size > MOST) {
        late.delete(late.keys().next().value);
        leftOut += 1;
      }
      if (stands()) {
        tellCounts(told.skipped);
      } else {
        late.forEach(show);
        late = new Map();
        tellCounts(told.skipped);
      }
    });
    own.addEventListener('beat', () => list.isConnected || close());
    own.addEventListener('end', close);
    own.addEventListener('error', () => {
      if (own.readyState === EventSource.CLOSED && stream === own) {
        stream = null;
        tell();
      }
    });
  }

  async function load() {
    const page = await api.events({ ...filter, limit: 100 });
    change = page.change;
    leftOut = 0;
    late = new Map();
    shown.clear();
    replace(rows);
    page.events.forEach(show);
    tellCounts(page.skipped);
    open();
    tell();
  }

  async function search(event) {
    event?.preventDefault();
    try {
      filter = { state: state.value };
      for (const [name] of FIELDS) {
        const typed = inputs[name].value.trim();
        filter[name] = typed === '' ? '' : name === 'user' ? await digests(typed) : typed;
      }
      await load();
    } catch (problem) {
      say(problem.message);
    }
  }

  async function clear() {
    FIELDS.forEach(([name]) => {
      inputs[name].value = '';
    });
    state.value = '';
    await search();
  }

  replace(place, el('h1', {}, 'Live'),
    section('Which', {},
      el('form', { role: 'search', 'aria-label': 'Filter events', submit: search },
        FIELDS.map(([name, title]) => el('label', {}, title, inputs[name])),
        el('label', {}, 'State', state),
        el('button', { type: 'submit' }, 'Show'),
        el('button', { type: 'button', click: clear }, 'Clear')),
      el('p', { class: 'quiet' }, 'What you type for a person is hashed in this browser; only the digest is sent.'),
      el('div', { class: 'tools' }, pause, status), counts, list));

  // the stream ends with the view; the next one makes its own
  window.addEventListener('hashchange', close, { once: true });

  /** Connects when it is seen, and again after a break. */
  async function draw() {
    if (stream === null) {
      await load();
    }
  }

  return { draw, period: () => 5000 };
}
