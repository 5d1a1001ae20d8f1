// Elements by hand. Every text goes in as text, so that no name, reason or message can become markup.

const SVG = 'http://www.w3.org/2000/svg';

/** An element; attributes that are null or false are left out, functions are listeners. */
export function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** The same of SVG. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(key, value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(key, value === true ? '' : String(value));
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** A table with a caption. Columns have a title, a cell of a row (a text or a node), and are perhaps of numbers. */
export function table(caption, columns, rows) {
  return el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    el('table', {},
      el('caption', {}, caption),
      el('thead', {}, el('tr', {}, columns.map((column) =>
        el('th', { scope: 'col', class: column.kind ?? null }, column.title)))),
      el('tbody', {}, rows.map((row) => el('tr', {}, columns.map((column, i) =>
        el(i === 0 && !column.plain ? 'th' : 'td', {
          class: column.kind ?? null,
          scope: i === 0 && !column.plain ? 'row' : null,
        }, column.cell(row) ?? '')))))));
}

/** A part of the page with a heading. */
export function section(title, attributes, ...children) {
  return el('section', attributes, el('h2', {}, title), ...children);
}

/** A choice with a label; tells what was chosen. */
export function choice(id, label, chosen, options, change) {
  return el('label', {}, label,
    el('select', { id, change: (event) => change(event.target.value) },
      options.map(([value, text]) => el('option', { value, selected: value === chosen }, text))));
}

/** A share in whole percent; nothing of nothing. */
export function percent(n, of) {
  if (!of) {
    return '';
  }
  const share = (100 * (n ?? 0)) / of;
  return share > 0 && share < 1 ? '< 1 %' : share > 99 && share < 100 ? '> 99 %' : `${Math.round(share)} %`;
}

export function number(n) {
  return (n ?? 0).toLocaleString();
}

/** A moment as people here read it; nothing for none. */
export function time(iso) {
  return iso ? new Date(iso).toLocaleString() : '';
}

/** Tells what happened, to the eye and to a screen reader. */
export function say(text) {
  document.getElementById('said').textContent = text;
}

/** Puts new content where old was, and the focus back onto what has the same id. */
export function replace(place, ...content) {
  const focused = place.contains(document.activeElement) ? document.activeElement.id : '';
  place.replaceChildren(...content.filter((child) => child !== null && child !== undefined));
  if (focused) {
    document.getElementById(focused)?.focus({ preventScroll: true });
  }
}
