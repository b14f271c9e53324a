/* What the pages need besides mdBook's own script. A page is complete without it. */
(() => {
    'use strict';
    const all = (selector, root = document) => [...root.querySelectorAll(selector)];

    // First in the order of the Tab key, where people look for it.
    const skip = document.querySelector('.skip');
    if (skip) document.body.prepend(skip);

    // The name of the book, above the list of its pages.
    const contents = document.querySelector('.sidebar-scrollbox');
    if (contents) {
        const brand = document.createElement('a');
        brand.className = 'brand';
        brand.href = `${path_to_root}index.html`;
        brand.textContent = 'Ten Thousand Sockets';
        contents.prepend(brand);
    }

    // mdBook turns the page with a bare arrow key: whoever scrolls through code, moves
    // a figure or reads with a screen reader would lose the page. So Shift is needed.
    document.body.addEventListener('keydown', event => {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
        if (event.altKey || event.ctrlKey || event.metaKey) return;
        event.stopPropagation();
        const selecting = String(getSelection()) !== '';
        const inside = event.target.closest('main, input, select, textarea');
        if (!event.shiftKey || selecting || inside) return;
        const turn = event.key === 'ArrowLeft' ? 'previous' : 'next';
        document.querySelector(`.nav-chapters.${turn}`)?.click();
    });
    for (const link of all('[aria-keyshortcuts="Left"], [aria-keyshortcuts="Right"]')) {
        const key = link.getAttribute('aria-keyshortcuts');
        link.setAttribute('aria-keyshortcuts', `Shift+Arrow${key}`);
    }
    const help = document.querySelector('#mdbook-help-popup p');
    if (help) {
        help.innerHTML = 'Press <kbd>Shift</kbd> and <kbd>←</kbd> or <kbd>→</kbd> to turn the page';
    }

    // mdBook's switch for the sidebar is a label: no key reaches it, and no role fits.
    const label = document.getElementById('mdbook-sidebar-toggle');
    const shown = document.getElementById('mdbook-sidebar-toggle-anchor');
    if (label && shown) {
        const button = document.createElement('button');
        for (const name of ['id', 'class', 'title', 'aria-label', 'aria-controls']) {
            button.setAttribute(name, label.getAttribute(name));
        }
        button.type = 'button';
        button.append(...label.childNodes);
        const tell = () => button.setAttribute('aria-expanded', shown.checked);
        button.addEventListener('click', () => shown.click());
        shown.addEventListener('change', tell);
        tell();
        label.replaceWith(button);
    }
    document.getElementById('mdbook-menu-bar')?.setAttribute('role', 'banner');

    // An image is enlarged by a check box that mdBook adds without a name.
    for (const box of all('.checkbox-img')) {
        const image = box.parentElement.querySelector('img');
        box.setAttribute('aria-label', `Enlarge the picture: ${image?.alt ?? ''}`);
    }
    for (const copy of all('.img-wrapper img')) copy.alt = '';

    // What scrolls sideways has to be within reach of the keyboard.
    const reach = () => {
        for (const block of all('main pre > code, main .table-wrapper, main pre.diff')) {
            const scrolls = block.scrollWidth > block.clientWidth;
            if (scrolls) block.tabIndex = 0;
            else block.removeAttribute('tabindex');
        }
    };
    addEventListener('load', reach);
    addEventListener('resize', reach);

    // A figure that works says by itself what its words say.
    for (const words of all('details.words')) {
        const figure = words.parentElement.localName;
        if (figure.includes('-')) {
            customElements.whenDefined(figure).then(() => { words.open = false; });
        }
    }

    // On paper nothing can be opened.
    addEventListener('beforeprint', () => {
        for (const folded of all('main details:not([open])')) {
            folded.open = true;
            folded.dataset.printed = '';
        }
    });
    addEventListener('afterprint', () => {
        for (const folded of all('main details[data-printed]')) {
            folded.open = false;
            delete folded.dataset.printed;
        }
    });

    // The differences: Rust in colours, line by line, and the new code to take along.
    for (const diff of all('pre.diff')) {
        const { language, new: text } = diff.dataset;
        if (window.hljs?.getLanguage(language)) {
            for (const line of all('.line', diff)) {
                line.innerHTML = hljs.highlight(language, line.textContent, true).value;
            }
        }
        const copy = document.createElement('button');
        copy.type = 'button';
        copy.className = 'copy';
        copy.textContent = 'Copy the new code';
        copy.addEventListener('click', async () => {
            try {
                await navigator.clipboard.writeText(text);
                copy.textContent = 'Copied';
            } catch {
                copy.textContent = 'Your browser does not let pages copy';
            }
            setTimeout(() => { copy.textContent = 'Copy the new code'; }, 2000);
        });
        diff.after(copy);
    }
})();
