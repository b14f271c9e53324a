/* A question: choose, check, read why. Without this script its options and, folded,
   its answers are there to be read. */
(() => {
    'use strict';
    let count = 0;

    const make = (tag, attributes = {}, ...children) => {
        const element = document.createElement(tag);
        Object.assign(element, attributes);
        element.append(...children);
        return element;
    };

    /* What stands in a list item, without the paragraph that Markdown puts around. */
    const contents = item => {
        const only = item.children.length === 1 && item.firstElementChild;
        return [...(only && only.localName === 'p' ? only : item).childNodes];
    };

    class Question extends HTMLElement {
        connectedCallback() {
            const options = this.querySelector(':scope > ol.options');
            const folded = this.querySelector(':scope > details');
            if (!options || !folded || this.querySelector('form')) return;
            const whys = [...folded.querySelectorAll('ol.whys > li')];
            const name = `question-${++count}`;

            const fieldset = make('fieldset', {}, make('legend', { textContent: 'Predict' }));
            fieldset.append(...[...this.childNodes].filter(node => node !== options && node !== folded));
            const radios = [...options.children].map((item, at) => {
                const radio = make('input', { type: 'radio', name, value: String(at) });
                const text = make('span', {}, ...contents(item));
                fieldset.append(make('label', { className: 'option' }, radio, text));
                return radio;
            });
            options.remove();

            const button = make('button', { type: 'submit', textContent: 'Check my prediction' });
            const verdict = make('div', { className: 'verdict' });
            verdict.setAttribute('role', 'status');
            const form = make('form', {}, fieldset, button, verdict);
            form.addEventListener('submit', event => {
                event.preventDefault();
                const chosen = radios.findIndex(radio => radio.checked);
                if (chosen < 0) {
                    verdict.textContent = 'Choose one of the answers first.';
                    return;
                }
                const right = whys[chosen].classList.contains('right');
                verdict.className = right ? 'verdict right' : 'verdict wrong';
                verdict.replaceChildren(...whys[chosen].cloneNode(true).childNodes);
                if (right) folded.open = true;
            });
            this.prepend(form);
        }
    }
    customElements.define('book-question', Question);
})();
