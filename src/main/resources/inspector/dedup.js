// Copies and why they were found, and ids that look as if they could not do what they are for.

import * as api from './api.js';
import { choice, el, number, percent, replace, say, section, table, time } from './dom.js';

const RANGES = [['hour', 'hour'], ['day', 'day'], ['week', 'week']];

let range = 'day';

export function dedup(place) {
  const content = el('div');
  const tools = el('div', { class: 'tools' }, choice('dedup-range', 'In the last', range, RANGES, (value) => {
    range = value;
    draw().catch((problem) => say(problem.message));
  }));
  replace(place, el('h1', {}, 'Dedup'), tools, content);

  async function draw() {
    const told = await api.dedup({ range });
    replace(content,
      section('Copies', {}, told.events.length === 0
        ? el('p', { class: 'empty' }, `No events since ${time(told.from)}.`)
        : copies(told)),
      findings(told),
      drift(told));
  }

  return { draw, period: () => 30000 };
}

function copies(told) {
  const share = (title, what) => ({
    title, kind: 'number', cell: (each) => (each[what] ? `${number(each[what])} (${percent(each[what], each.events)})` : '0'),
  });
  return table(`Events since ${time(told.from)}, by what the ids before them say`, [
    { title: 'Event', cell: (each) => each.event || '(none)' },
    { title: 'Source', cell: (each) => each.source },
    { title: 'Events', kind: 'number', cell: (each) => number(each.events) },
    share('new', 'new'),
    share('copies that fill in', 'fills_in'),
    share('copies within 5 min, nothing new', 'nothing_new'),
    share('copies within 48 h', 'late'),
    share('without an id', 'without_id'),
  ], told.events);
}

function findings(told) {
  const found = told.events.flatMap((each) =>
    each.findings.map((text) => el('li', {}, `${each.event || '(none)'} from ${each.source}: ${text}`)));
  return found.length === 0 ? null : section('What the ids tell', {}, el('ul', {}, found));
}

function drift(told) {
  return told.drift.length === 0 ? null : section('One id under two names', {},
    el('p', { class: 'quiet' }, 'TikTok takes one id under two names for two events. Only ids of the last moments are compared.'),
    table('Names that share ids', [
      { title: 'Event', cell: (each) => each.event },
      { title: 'came before as', cell: (each) => each.other },
      { title: 'Source', cell: (each) => each.source },
      { title: 'Times', kind: 'number', cell: (each) => number(each.n) },
      { title: 'What to do', kind: 'words', cell: (each) => (each.same_thing
        ? 'Both mean the same: send one name, or it may count twice.'
        : 'Nothing, if two things happened; one name, if it was one.') },
    ], told.drift));
}
