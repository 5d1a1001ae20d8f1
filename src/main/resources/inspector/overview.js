// The whole at a glance: what needs a person, what became of events, how each destination fares.

import * as api from './api.js';
import { choice, el, number, replace, say, section, table, time } from './dom.js';
import { plot } from './plot.js';

const WHAT = ['accepted', 'duplicate', 'filtered', 'rejected', 'delivered', 'dead'];
const PERIODS = { hour: 5000, day: 30000, week: 60000 };

let range = 'hour';
let destination = '';

/** Shows the view in a place; returns how to draw it anew and after how long. */
export function overview(place, me) {
  const todo = el('div');
  const events = el('div');
  const lanes = el('div');
  const tools = el('div', { class: 'tools' });
  replace(place, el('h1', {}, 'Overview'), todo, el('section', {}, el('h2', {}, 'Events'), tools, events), lanes);

  async function draw() {
    const [status, ledger, reasons] = await Promise.all(
      [api.status(), api.ledger({ range, destination }), api.reasons()]);
    const again = () => draw().catch((problem) => say(problem.message));
    if (!tools.hasChildNodes()) {
      tools.append(
        choice('range', 'In the last', range, Object.keys(PERIODS).map((each) => [each, each]), (value) => {
          range = value;
          again();
        }),
        choice('destination', 'Destination', destination,
          [['', 'all'], ...status.lanes.map((lane) => [lane.destination, lane.destination])], (value) => {
            destination = value;
            again();
          }));
    }
    replace(todo, needsAPerson(status, reasons));
    replace(events, plot(ledger), byDestination(ledger, status), byEvent(ledger), byReason(ledger));
    replace(lanes, laneTable(status, me, again));
  }

  return { draw, period: () => PERIODS[range] };
}

function needsAPerson(status, reasons) {
  const items = [];
  if (status.failing) {
    items.push('The store cannot be written: new events are refused until it can. See the log.');
  }
  for (const lane of status.lanes) {
    if (lane.parked) {
      items.push(`Destination ${lane.destination} is parked since ${time(lane.parked.since)}: ${lane.parked.reason}`);
    } else if (lane.state === 'failing') {
      items.push(`Destination ${lane.destination} failed ${number(lane.failures)} times in a row; next try ${time(lane.next_try_at)}.`);
    }
  }
  for (const refused of status.config.refused) {
    items.push(`${refused.file}${refused.line ? `:${refused.line}` : ''} is refused: ${refused.reason}`);
  }
  for (const each of status.config.needs_restart) {
    items.push(`Waits for a start: ${each}`);
  }
  for (const table of status.tables) {
    if (table.failure) {
      items.push(`Table of ${table.source}: ${table.failure.message ?? table.failure.class}`);
    }
  }
  for (const file of status.imports) {
    if (file.why) {
      items.push(`File ${file.source}/${file.file} ${file.state}: ${file.why}`);
    }
  }
  const dead = reasons.dead.reduce((sum, each) => sum + each.letters, 0);
  const left = status.guards.map((guard) => guard.message);
  if (items.length === 0 && dead === 0 && left.length === 0) {
    return section('What needs a person', {}, el('p', { class: 'empty' }, 'Nothing.'));
  }
  return section('What needs a person', { class: items.length > 0 ? 'todo failed' : 'todo' }, el('ul', {},
    items.map((item) => el('li', {}, item)),
    dead > 0 ? el('li', {}, `${number(dead)} dead letters wait for a decision. `, el('a', { href: '#dead' }, 'See why')) : null,
    left.map((item) => el('li', {}, item))));
}

function byDestination(ledger, status) {
  const rows = new Map();
  const row = (name) => {
    if (!rows.has(name)) {
      rows.set(name, { name, counts: {} });
    }
    return rows.get(name).counts;
  };
  if (destination === '') {
    status.lanes.forEach((lane) => row(lane.destination));
  } else {
    row(destination);
  }
  for (const sum of ledger.sums) {
    const counts = row(sum.destination);
    counts[sum.what] = (counts[sum.what] ?? 0) + sum.n;
  }
  return table(`By destination, since ${time(ledger.from)}`, [
    { title: 'Destination', cell: (each) => each.name || '(none)' },
    ...WHAT.map((what) => ({ title: what, kind: 'number', cell: (each) => number(each.counts[what]) })),
    { title: 'waiting now', kind: 'number', cell: (each) => number(status.waiting[each.name]) },
  ], [...rows.values()]);
}

function byEvent(ledger) {
  return ledger.events.length === 0 ? null : table(`By destination and event, since ${time(ledger.from)}`, [
    { title: 'Event', cell: (each) => each.event || '(none)' },
    { title: 'Destination', cell: (each) => each.destination || '(none)' },
    ...['received', ...WHAT].map((what) => ({ title: what, kind: 'number', cell: (each) => number(each[what]) })),
    { title: 'waiting now', kind: 'number', cell: (each) => number(each.waiting) },
    { title: 'half within', kind: 'number', cell: (each) => within(each.latency_ms, 'half_within') },
    { title: '95 % within', kind: 'number', cell: (each) => within(each.latency_ms, 'most_within') },
  ], ledger.events);
}

function within(latency, share) {
  if (!latency) {
    return '';
  }
  const ms = latency[share];
  if (ms === null) {
    return 'over a day';
  }
  return ms < 1000 ? `${ms} ms` : ms < 120000 ? `${ms / 1000} s` : ms < 7200000 ? `${ms / 60000} min` : `${ms / 3600000} h`;
}

function byReason(ledger) {
  const rows = ledger.sums.filter((sum) => sum.reason !== '').sort((a, b) => b.n - a.n).slice(0, 20);
  return rows.length === 0 ? null : table('Why events were refused, left out or lost', [
    { title: 'Reason', cell: (sum) => sum.reason },
    { title: 'What', cell: (sum) => sum.what },
    { title: 'Source', cell: (sum) => sum.source },
    { title: 'Destination', cell: (sum) => sum.destination || '(none)' },
    { title: 'Events', kind: 'number', cell: (sum) => number(sum.n) },
  ], rows);
}

function laneTable(status, me, again) {
  const limits = (lane) => Object.entries(lane.requests.limits).map(([period, n]) => `${number(n)} a ${period}`).join(', ');
  const resume = (lane) => el('button', {
    type: 'button',
    id: `resume-${lane.destination}`,
    click: async () => {
      try {
        await api.resume(lane.destination);
        say(`Destination ${lane.destination} is tried again now.`);
        await again();
      } catch (problem) {
        say(problem.message);
      }
    },
  }, 'Try now');
  return section('Destinations', {}, table('How each is doing', [
    { title: 'Destination', cell: (lane) => lane.destination },
    { title: 'State', cell: (lane) => el('span', { class: { open: 'good', parked: 'bad', failing: 'bad' }[lane.state] ?? 'warn' }, lane.state) },
    { title: 'Why', kind: 'words', cell: (lane) => lane.parked?.reason ?? '' },
    { title: 'Next try', cell: (lane) => time(lane.next_try_at) },
    { title: 'Waiting', kind: 'number', cell: (lane) => number(status.waiting[lane.destination]) },
    { title: 'Under way', kind: 'number', cell: (lane) => number(lane.under_way) },
    { title: 'Requests today', kind: 'number', cell: (lane) => number(lane.requests.today) },
    { title: 'Limits of requests', cell: limits },
    ...(me.may_operate
      ? [{ title: 'Act', cell: (lane) => (['parked', 'failing', 'throttled'].includes(lane.state) ? resume(lane) : '') }]
      : []),
  ], status.lanes));
}
