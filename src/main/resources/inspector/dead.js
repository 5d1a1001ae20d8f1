// Events that TikTok will not get: why, which, and sending them again.

import * as api from './api.js';
import { el, number, replace, say, section, table, time } from './dom.js';

const PAGE = 50;
const FILTERS = [['destination', 'Destination'], ['source', 'Source'], ['reason', 'Reason'], ['code', 'Code']];

export function dead(place, me) {
  let filter = {};
  let letters = [];
  let total = 0;
  let before = null;
  const chosen = new Set();
  const reasons = el('div');
  const list = el('div');
  const opened = el('div', { 'aria-live': 'polite' });
  const fields = Object.fromEntries(FILTERS.map(([name]) => [name, el('input', { id: `by-${name}`, name, autocomplete: 'off', inputmode: name === 'code' ? 'numeric' : null })]));

  const guarded = (work) => async (event) => {
    event?.preventDefault?.();
    try {
      await work(event);
    } catch (problem) {
      say(problem.message);
    }
  };

  async function load(more) {
    const page = await api.deadLetters({ ...filter, limit: PAGE, before: more ? before : null });
    letters = more ? letters.concat(page.dead) : page.dead;
    total = page.total;
    before = page.before ?? null;
    if (!more) {
      chosen.clear();
    }
    drawList();
  }

  async function search() {
    filter = Object.fromEntries(FILTERS.map(([name]) => [name, fields[name].value.trim()]).filter(([, value]) => value !== ''));
    replace(opened);
    await load(false);
  }

  async function draw() {
    const told = await api.reasons();
    replace(reasons, section('By reason', {}, told.dead.length === 0
      ? el('p', { class: 'empty' }, 'There are no dead letters.')
      : table('Dead letters that are kept', [
        { title: 'Reason', cell: (each) => each.reason },
        { title: 'TikTok’s code', cell: (each) => String(each.code ?? '') },
        { title: 'Destination', cell: (each) => each.destination },
        { title: 'Events', kind: 'number', cell: (each) => number(each.letters) },
        { title: 'Show', cell: (each) => el('button', {
          type: 'button',
          id: `show-${each.destination}-${each.reason}-${each.code ?? ''}`,
          click: guarded(async () => {
            fields.destination.value = each.destination;
            fields.source.value = '';
            fields.reason.value = each.reason;
            fields.code.value = each.code ?? '';
            await search();
          }),
        }, 'Show these') },
      ], told.dead)));
    if (letters.length === 0 && chosen.size === 0) {
      await load(false);
    }
  }

  async function open(id) {
    const letter = await api.deadLetter(id);
    const facts = Object.entries(letter).filter(([name, value]) => name !== 'payload' && value !== null && value !== '');
    const heading = el('h2', { tabindex: '-1' }, `Dead letter ${letter.id}`);
    replace(opened, el('section', {}, heading,
      table('What is known of it', [
        { title: 'Field', cell: ([name]) => name.replaceAll('_', ' ') },
        { title: 'Value', kind: 'words', cell: ([name, value]) => (name.endsWith('_at') ? time(value) : String(value)) },
      ], facts),
      el('h3', {}, 'The event as it would be sent, masked'),
      el('pre', { tabindex: '0', 'aria-label': 'The masked event' }, JSON.stringify(letter.payload, null, 2))));
    heading.focus();
  }

  /** Which letters a replay means: the chosen ones, or all that the filter shows. */
  function meant() {
    if (chosen.size > 0) {
      return { id: [...chosen] };
    }
    return Object.keys(filter).length > 0 ? { ...filter } : { all: true };
  }

  async function replay() {
    const wanted = meant();
    const trial = await api.replay({ ...wanted, dry_run: true });
    const question = `Send ${number(trial.letters)} events again, under the ids they had?`;
    if (trial.letters === 0) {
      say('There is nothing to send again.');
    } else if (window.confirm(trial.warning ? `${question}\n\n${number(trial.older_than_48h)} of them are older than 48 hours. ${trial.warning}` : question)) {
      const told = await api.replay(wanted);
      say(`${number(told.replayed)} events are sent again.`);
      replace(opened);
      await load(false);
      await draw();
    }
  }

  async function tryOut() {
    const trial = await api.replay({ ...meant(), dry_run: true });
    say(`${number(trial.letters)} events would be sent again, ${number(trial.older_than_48h)} of them older than 48 hours.`);
  }

  function drawList() {
    const words = () => (chosen.size > 0 ? `${number(chosen.size)} selected` : `all ${number(total)} shown by the filter`);
    const send = el('button', { type: 'button', id: 'replay', class: 'main', click: guarded(replay) });
    const label = () => {
      send.textContent = `Replay ${words()}`;
    };
    label();
    const choose = (letter) => el('input', {
      type: 'checkbox',
      id: `choose-${letter.id}`,
      'aria-label': `Select dead letter ${letter.id}`,
      checked: chosen.has(letter.id),
      change: (event) => {
        if (event.target.checked) {
          chosen.add(letter.id);
        } else {
          chosen.delete(letter.id);
        }
        label();
      },
    });
    replace(list,
      me.may_operate && total > 0
        ? el('div', { class: 'tools' }, send, el('button', { type: 'button', id: 'dry-run', click: guarded(tryOut) }, 'Dry run'))
        : null,
      letters.length === 0 ? el('p', { class: 'empty' }, 'None that fit.') : table(`${number(letters.length)} of ${number(total)}, the newest first`, [
        ...(me.may_operate ? [{ title: 'Select', plain: true, cell: choose }] : []),
        { title: 'Died', plain: true, cell: (letter) => time(letter.died_at) },
        { title: 'Event', cell: (letter) => letter.event },
        { title: 'Event id', kind: 'words', cell: (letter) => letter.event_id },
        { title: 'Source', cell: (letter) => letter.source },
        { title: 'Destination', cell: (letter) => letter.destination },
        { title: 'Reason', cell: (letter) => `${letter.reason}${letter.code === null ? '' : ` (${letter.code})`}` },
        { title: 'TikTok’s words', kind: 'words', cell: (letter) => letter.message ?? '' },
        { title: 'Open', cell: (letter) => el('button', {
          type: 'button', id: `open-${letter.id}`, 'aria-label': `Open dead letter ${letter.id}`, click: guarded(() => open(letter.id)),
        }, 'Open') },
      ], letters),
      before === null ? null : el('button', { type: 'button', id: 'more', click: guarded(() => load(true)) }, 'Show more'));
  }

  replace(place, el('h1', {}, 'Dead letters'), reasons,
    section('Which', {},
      el('form', { role: 'search', 'aria-label': 'Filter dead letters', submit: guarded(search) },
        FILTERS.map(([name, title]) => el('label', {}, title, fields[name])),
        el('button', { type: 'submit' }, 'Show'),
        el('button', {
          type: 'button',
          click: guarded(async () => {
            FILTERS.forEach(([name]) => {
              fields[name].value = '';
            });
            await search();
          }),
        }, 'Clear')),
      list),
    opened);
  return { draw, period: () => 10000 };
}
