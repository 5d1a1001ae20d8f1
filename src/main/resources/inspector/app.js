// Signs in, chooses the view by the address's #, and draws it anew from time to time while it is seen.

import * as api from './api.js';
import { campaigns } from './campaigns.js';
import { dead } from './dead.js';
import { dedup } from './dedup.js';
import { el, replace, say } from './dom.js';
import { event } from './event.js';
import { imports } from './imports.js';
import { live } from './live.js';
import { overview } from './overview.js';
import { quality } from './quality.js';

const VIEWS = { overview, live, event, quality, dedup, campaigns, dead, imports };
const RETRY = 5000;

const main = document.getElementById('main');
const nav = document.querySelector('nav');
const fresh = document.getElementById('fresh');
const out = document.getElementById('sign-out');

let me = null;
let shown = 0; // counts views, so that an answer for one that was left draws nothing
let timer = null;

function schedule(view, turn, wait) {
  clearTimeout(timer);
  timer = setTimeout(() => refresh(view, turn), wait);
}

async function refresh(view, turn) {
  if (turn !== shown) {
    return;
  }
  if (document.hidden) {
    schedule(view, turn, RETRY);
    return;
  }
  try {
    await view.draw();
    if (turn === shown) {
      fresh.textContent = `As of ${new Date().toLocaleTimeString()}`;
      fresh.className = 'quiet';
      schedule(view, turn, view.period());
    }
  } catch (problem) {
    if (turn !== shown) {
      return;
    }
    if (problem.status === 401) {
      askForKey('The session is over.');
      return;
    }
    fresh.textContent = problem.message;
    fresh.className = 'bad';
    schedule(view, turn, RETRY);
  }
}

function show(focus) {
  if (me === null) {
    return;
  }
  const said = location.hash.slice(1).split('/')[0]; // what follows is the view's own
  const name = Object.hasOwn(VIEWS, said) ? said : 'overview';
  shown += 1;
  say('');
  nav.hidden = false;
  out.hidden = me.csrf === null;
  for (const link of nav.querySelectorAll('a')) {
    if (link.hash === `#${name}`) {
      link.setAttribute('aria-current', 'page');
      document.title = `${link.textContent} · Eventferry`;
    } else {
      link.removeAttribute('aria-current');
    }
  }
  const view = VIEWS[name](main, me);
  if (focus) {
    main.focus();
  }
  refresh(view, shown);
}

function askForKey(why) {
  me = null;
  shown += 1;
  clearTimeout(timer);
  nav.hidden = true;
  out.hidden = true;
  fresh.textContent = '';
  document.title = 'Sign in · Eventferry';
  const problem = el('p', { class: 'bad', role: 'alert' }, why);
  const key = el('input', { type: 'password', id: 'key', name: 'key', autocomplete: 'current-password', required: true });
  const button = el('button', { type: 'submit', class: 'main' }, 'Sign in');
  replace(main, el('section', { class: 'sign-in', 'aria-labelledby': 'sign-in-title' },
    el('h1', { id: 'sign-in-title' }, 'Sign in'),
    el('form', {
      submit: async (event) => {
        event.preventDefault();
        button.disabled = true;
        try {
          await api.signIn(key.value);
          me = await api.session();
          show(true);
        } catch (refused) {
          problem.textContent = refused.message;
          key.select();
        } finally {
          button.disabled = false;
        }
      },
    },
    // for password managers, which keep a key under a name
    el('input', { type: 'text', name: 'username', value: 'inspector', autocomplete: 'username', hidden: true, tabindex: '-1' }),
    el('label', {}, 'Key', key), button, problem)));
  key.focus();
}

out.addEventListener('click', async () => {
  try {
    await api.signOut();
    askForKey('');
    say('Signed out.');
  } catch (problem) {
    say(problem.message);
  }
});
window.addEventListener('hashchange', () => {
  if (location.hash !== '#main') {
    show(true);
  }
});

try {
  me = await api.session();
  show(false);
} catch (problem) {
  if (problem.status === 401) {
    askForKey('');
  } else {
    replace(main, el('p', { class: 'bad', role: 'alert' }, problem.message));
  }
}
