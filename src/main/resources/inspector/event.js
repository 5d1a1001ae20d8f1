// One event: what came in, what was made of it, what TikTok said, and when.

import * as api from './api.js';
import { el, replace, say, section, table, time } from './dom.js';

const FACTS = [
  ['state', 'State'], ['why', 'Why'], ['client_name', 'Its source calls it'], ['event', 'TikTok calls it'], ['event_id', 'Event id'],
  ['source', 'Source'], ['destination', 'Destination'], ['test_event_code', 'Test event code'], ['place', 'Came with'], ['row', 'Place there'],
  ['attempts', 'Requests it was in'],
];

const RELATIONS = {
  first: 'the first of its id',
  fills_in: 'fills in: it brings a field that the first of its id lacked, so TikTok merges both',
  nothing_new: 'a duplicate: the first of its id came within the merge window, and this one brings nothing new',
  seen: 'a duplicate: the first of its id came within the deduplication window',
};

export function event(place) {
  const wanted = location.hash.split('/')[1] ?? '';
  const id = el('input', { id: 'look-for', name: 'event_id', autocomplete: 'off', spellcheck: 'false', required: true });
  const found = el('div', { 'aria-live': 'polite' });
  const shown = el('div');
  let drawn = '';

  async function search(submitted) {
    submitted.preventDefault();
    try {
      const page = await api.events({ event_id: id.value.trim(), limit: 50 });
      replace(found, page.events.length === 0
        ? el('p', { class: 'empty' }, 'No recent event has that id. GET /v1/events/ID tells what the store knows of it.')
        : table(`Recent events of that id`, [
          { title: 'Received', cell: (each) => el('a', { href: `#event/${each.number}` }, time(each.received_at)) },
          { title: 'Event', cell: (each) => each.event ?? '' },
          { title: 'State', cell: (each) => each.state },
          { title: 'Source', cell: (each) => each.source },
        ], page.events));
    } catch (problem) {
      say(problem.message);
    }
  }

  async function draw() {
    if (wanted === '') {
      return;
    }
    const told = await api.event(wanted).catch((problem) => {
      if (problem.status === 404) {
        replace(shown, el('p', { class: 'empty' }, problem.message));
        return null;
      }
      throw problem;
    });
    if (told !== null && JSON.stringify(told) !== drawn) {
      drawn = JSON.stringify(told);
      replace(shown, ...whole(told));
    }
  }

  replace(place, el('h1', {}, 'One event'),
    section('Look for it', {},
      el('form', { role: 'search', 'aria-label': 'Look for an event', submit: search },
        el('label', {}, 'Event id', id), el('button', { type: 'submit' }, 'Show')),
      found),
    shown);
  return { draw, period: () => 3000 };
}

function whole(told) {
  const facts = FACTS.filter(([name]) => told[name] !== null && told[name] !== undefined).map(([name, title]) => [title, String(told[name])]);
  if (told.relation) {
    facts.push(['Same id', told.first_at ? `${RELATIONS[told.relation]} (${time(told.first_at)})` : RELATIONS[told.relation]]);
  } else if (told.payload) {
    facts.push(['Same id', RELATIONS.first]);
  }
  return [
    section(`Event ${told.number}`, {}, pairs('What is known of it', facts)),
    section('What happened', {}, el('ol', { class: 'history' }, told.history.map((each) =>
      el('li', {}, el('time', { datetime: each.at }, time(each.at)), ` ${each.what}`)))),
    told.problems.length === 0 ? null : section('Errors and warnings', {}, table('What its sender should know', [
      { title: 'Code', cell: (each) => each.code },
      { title: 'Field', kind: 'words', cell: (each) => each.field },
      { title: 'Says', kind: 'words', cell: (each) => each.message },
      { title: 'It is', cell: (each) => each.severity },
    ], told.problems)),
    told.answers.length === 0 ? null : section('What TikTok said', {}, table('Requests with this event', [
      { title: 'At', cell: (each) => time(each.at) },
      { title: 'Code', kind: 'number', cell: (each) => String(each.code ?? '') },
      { title: 'Message', kind: 'words', cell: (each) => each.message },
      { title: 'So it was', cell: (each) => each.outcome },
      { title: 'Request', kind: 'words', cell: (each) => each.request_id ?? '' },
    ], told.answers)),
    told.same_id.length === 0 ? null : section('Others of the same id', {}, table('Recent ones', [
      { title: 'Received', cell: (each) => el('a', { href: `#event/${each.number}` }, time(each.received_at)) },
      { title: 'State', cell: (each) => each.state },
      { title: 'It is', cell: (each) => (each.relation ?? '').replace('_', ' ') },
    ], told.same_id)),
    told.mapped.length === 0 ? null : section('Mapped from', {}, table('What each field was read from', [
      { title: 'Field', cell: (each) => each.field },
      { title: 'From', kind: 'words', cell: (each) => each.from },
    ], told.mapped)),
    told.payload === null ? null : json('What is sent, masked', 'payload', told.payload),
    told.input === null ? null : json('What came in, masked', 'input', told.input),
  ];
}

/** JSON as a table and as text, with a button that copies it. */
function json(title, id, tree) {
  const text = JSON.stringify(tree, null, 2);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      say('Copied.');
    } catch {
      say('This browser copies nothing here: select the text instead.');
    }
  };
  return section(title, {},
    pairs(title, leaves('', tree)),
    el('details', {}, el('summary', {}, 'As JSON'),
      el('div', { class: 'tools' }, el('button', { type: 'button', id: `copy-${id}`, click: copy }, 'Copy')),
      el('pre', { tabindex: '0', 'aria-label': title }, text)));
}

function pairs(caption, rows) {
  return table(caption, [
    { title: 'Field', cell: ([name]) => name },
    { title: 'Value', kind: 'words', cell: ([, value]) => value },
  ], rows);
}

function leaves(path, node) {
  if (node !== null && typeof node === 'object') {
    return Object.entries(node).flatMap(([key, value]) =>
      leaves(Array.isArray(node) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`, value));
  }
  return [[path, String(node)]];
}
