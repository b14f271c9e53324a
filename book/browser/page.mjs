// What is asked of one page once it is open. These functions run in the page, so
// they can name nothing from outside. Each returns a list of problems.

/** What a reader would stumble over, whatever the browser's own checks say. */
export function flaws() {
  const found = [];
  const main = document.querySelector('main');
  const say = (what, element) =>
    found.push(element ? `${what}: ${element.outerHTML.slice(0, 120)}` : what);
  const all = (selector) => [...document.querySelectorAll(selector)];

  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide > 1) {
    const culprit = all('main *').find((e) => {
      const box = e.getBoundingClientRect();
      let scrolls = e.parentElement;
      while (scrolls && !/auto|scroll|hidden/.test(getComputedStyle(scrolls).overflowX)) scrolls = scrolls.parentElement;
      return box.right > window.innerWidth + 1 && !scrolls;
    });
    say(`the page scrolls sideways by ${wide} pixels`, culprit);
  }
  const ids = all('[id]').map((e) => e.id);
  ids.filter((id, at) => ids.indexOf(id) !== at).forEach((id) => say(`the id ${id} stands twice`));
  all('main img').filter((e) => !e.hasAttribute('alt')).forEach((e) => say('a picture without words', e));
  all('main svg').filter((e) => e.getAttribute('aria-hidden') !== 'true' && !e.closest('[aria-hidden=true], .blockquote-tag')
    && !e.getAttribute('aria-label') && !e.querySelector('title') && !e.closest('button, a'))
    .forEach((e) => say('a drawing without a name', e));
  all(':not(:defined)').forEach((e) => say('an element that no script defines', e));
  all('main pre code').filter((e) => !e.textContent.trim()).forEach((e) => say('an empty block of code', e.parentElement));
  if (/\{\{#\w/.test(main.innerText)) say('a directive that was not filled in');
  if (document.getAnimations().some((a) => a.playState === 'running')) say('something moves although nothing shall');
  all('main :is(p, li, td, figcaption, button, label, summary, span, text, code, div)')
    .filter((e) => e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())
      && !e.closest('svg') && parseFloat(getComputedStyle(e).fontSize) < 11.5)
    .slice(0, 3)
    .forEach((e) => say(`a text of ${getComputedStyle(e).fontSize}`, e));
  return found;
}

/** Presses every button of every figure, to its end and back. */
export function press() {
  const found = [];
  for (const figure of document.querySelectorAll('main *')) {
    if (!figure.localName.startsWith('figure-')) continue;
    const name = figure.localName;
    const buttons = [...figure.querySelectorAll('button')];
    if (buttons.length < 2) found.push(`${name} has nothing to press`);
    const seen = new Set();
    for (const choice of [null, ...figure.querySelectorAll('input[type=radio]')]) {
      choice?.click();
      for (const button of buttons) {
        for (let times = 0; times < 60 && !button.disabled; times += 1) {
          button.click();
          seen.add(figure.textContent);
        }
      }
    }
    if (seen.size < 3) found.push(`${name} shows the same whatever one presses`);
  }
  return found;
}

/** Gives every answer to every question, and opens whatever can be opened. */
export function answer() {
  const found = [];
  for (const question of document.querySelectorAll('book-question')) {
    const options = [...question.querySelectorAll('input[type=radio]')];
    if (options.length < 2) found.push('a question without answers to choose from');
    const said = new Set();
    for (const option of options) {
      option.click();
      question.querySelector('button')?.click();
      const status = question.querySelector('[role=status]');
      said.add(status ? status.textContent.trim() : '');
    }
    if (said.size !== options.length || said.has('')) {
      found.push(`not every answer is explained: ${question.textContent.trim().slice(0, 80)}`);
    }
  }
  document.querySelectorAll('main details').forEach((e) => { e.open = true; });
  return found;
}

/** The words of a page that a person wrote, for a spelling check. */
export function prose() {
  const main = document.querySelector('main').cloneNode(true);
  main.querySelectorAll('pre, code, script, style, svg, .transcript, .listing').forEach((e) => e.remove());
  for (const figure of main.querySelectorAll('*')) {
    if (figure.localName.startsWith('figure-')) figure.replaceWith(...figure.querySelectorAll('.words'));
  }
  main.querySelectorAll('td, th, li, dt, dd, p, button, summary, label').forEach((e) => e.append(' '));
  // hunspell knows the straight one.
  return main.textContent.replaceAll('’', "'");
}
