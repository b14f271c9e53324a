/* The figures of the book that can be touched.

   Each replays a trace: moments that the real code has recorded, one JSON object
   a line (the format is described in tools/trace/src/format.rs). Every moment is
   whole, so to go back, or anywhere, is only to draw another one.

   This is one classic script, because a module cannot be loaded from a file. What
   stands in the page without it, the same in words, it moves below the figure. */
(() => {
    "use strict";

    const SIDES = ["client", "kernel", "server"];
    const number = n => n.toLocaleString("en");
    const plural = (n, unit) => `${number(n)} ${n === 1 ? unit.replace(/s$/, "") : unit}`;

    /** An element with attributes and children; what is null is left out. */
    function make(tag, attributes, ...children) {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes ?? {})) {
            if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
            else if (value !== null) element.setAttribute(name, value);
        }
        element.append(...children.flat().filter(child => child !== null));
        return element;
    }

    /** `code` in a text becomes an element. */
    const prose = text => text.split("`").map((part, i) => i % 2 ? make("code", null, part) : part);

    /** Header and variants, from the lines of a trace. */
    function parse(text) {
        const [header, ...records] = text.trim().split("\n").map(line => JSON.parse(line));
        const variants = [];
        for (const record of records) {
            if ("variant" in record) variants.push({ name: record.variant, frames: [] });
            else variants.at(-1).frames.push(record);
        }
        return { header, variants };
    }

    /** How many of `now` were there before: the longest end of `old` that it starts with. */
    function kept(old, now) {
        let length = Math.min(old.length, now.length);
        while ([...Array(length).keys()].some(i => old[old.length - length + i] !== now[i])) length -= 1;
        return length;
    }

    const empty = () => make("p", { class: "none" }, "empty");

    /** One cell a byte. Of a long run, the middle is counted and not drawn. */
    function cells(bytes, isNewFrom) {
        const all = [...bytes];
        const skipped = all.length > 60 ? all.length - 32 : 0;
        const drawn = [];
        all.forEach((byte, i) => {
            if (skipped && i === 24) drawn.push(make("span", { class: "gap" }, `${number(skipped)} more`));
            if (skipped && i >= 24 && i < 24 + skipped) return;
            const sign = { "\n": "⏎", " ": "␣", "\r": "␍" }[byte] ?? byte;
            drawn.push(make("span", { class: i < isNewFrom ? "cell" : "cell fresh" }, sign));
        });
        return drawn;
    }

    /* How each kind of place is drawn: [what to show, what changed in a word or two].
       `old` is the same place one moment before, or undefined. */
    const KINDS = {
        bytes(place, old) {
            const stays = old ? kept([...old.bytes], [...place.bytes]) : place.bytes.length;
            const came = place.bytes.length - stays;
            const left = old ? old.bytes.length - stays : 0;
            const change = [left ? `−${number(left)}` : "", came ? `+${number(came)}` : ""];
            const spoken = place.bytes.replaceAll("\n", " newline ");
            const body = place.bytes === "" ? empty() : make("p", { class: "cells" },
                make("span", { class: "spoken" }, spoken),
                make("span", { "aria-hidden": "true" }, cells(place.bytes, stays)));
            const word = change.filter(Boolean).join(" ");
            return [body, word && `${word} ${Math.abs(came || left) === 1 ? "byte" : "bytes"}`];
        },
        list(place, old) {
            const items = place.items ?? place.lines;
            const before = old ? old.items ?? old.lines : items;
            const isLonger = before.every((item, i) => item === items[i]);
            const isFresh = (item, i) => isLonger ? i >= before.length : !before.includes(item);
            const shown = items.map((item, i) => make("li", { class: isFresh(item, i) ? "fresh" : null }, item));
            const same = isLonger && before.length === items.length;
            return [items.length ? make("ul", { class: place.kind }, shown) : empty(), same ? "" : "changed"];
        },
        gauge(place, old) {
            const { amount, of, unit } = place;
            const width = n => `${Math.min(100, 100 * n / of)}%`;
            const bar = of ? make("span", { class: amount > of ? "bar over" : "bar", "aria-hidden": "true" },
                make("span", { style: `width: ${width(amount)}; --from: ${width(old?.amount ?? amount)}` })) : null;
            const text = of ? `${number(amount)} of ${plural(of, unit)}` : plural(amount, unit);
            const change = old ? amount - old.amount : 0;
            const word = change ? `${change > 0 ? "+" : "−"}${number(Math.abs(change))}` : "";
            return [[make("p", null, amount > of ? `${text}: too much` : text), bar], word];
        },
        thread(place, old) {
            const slept = place.switches?.amount;
            const woke = old && slept !== old.switches?.amount;
            const text = ["in" in place ? [" in ", make("code", null, place.in)] : [], place.about ? ` for ${place.about}` : []];
            const times = slept === undefined ? null :
                make("p", { class: "small" }, `went to sleep ${slept === 1 ? "once" : `${number(slept)} times`}`);
            const differs = old && ["state", "in", "about"].some(key => old[key] !== place[key]);
            return [[make("p", null, make("span", { class: `state ${place.state}` }, place.state), text.flat()), times],
                woke ? "woke up" : differs ? "changed" : ""];
        },
        word(place, old) {
            return [make("p", null, place.text), old && old.text !== place.text ? "changed" : ""];
        },
    };
    KINDS.lines = KINDS.list;

    /** A place, and what changed there since the moment before. */
    function card(place, before) {
        const old = before?.places.find(other => other.name === place.name && other.at === place.at);
        const [body, change] = KINDS[place.kind](place, old);
        const word = before && !old ? "new" : change;
        return make("div", { class: word ? `place ${place.kind} changed` : `place ${place.kind}` },
            make("p", { class: "name" }, place.name, word ? make("span", { class: "change" }, word) : null),
            body);
    }

    function stage(frames, at) {
        const side = name => {
            const places = frames[at].places.filter(place => place.at === name);
            return make("div", { class: `side ${name}`, role: "group", "aria-label": name },
                make("p", { class: "side-name", "aria-hidden": "true" }, name),
                places.map(place => card(place, frames[at - 1])));
        };
        const isUsed = name => frames.some(frame => frame.places.some(place => place.at === name));
        return SIDES.filter(isUsed).map(side);
    }

    let figures = 0;

    class Figure extends HTMLElement {
        connectedCallback() {
            const trace = this.querySelector("script.trace");
            if (!trace || this.stage) return;
            Object.assign(this, parse(trace.textContent), { variant: 0, at: 0 });
            this.classList.add("trace-figure");
            this.setAttribute("role", "group");
            this.setAttribute("aria-label", `Figure: ${this.header.title}`);
            this.prepend(this.head(), this.stage = make("div", { class: "stage" }), this.foot());
            const words = this.querySelector("details.words");
            if (words) {
                words.open = false;
                this.append(words, make("p", { class: "source" }, "Recorded by ", make("code", null, this.header.made_by)));
            }
            this.addEventListener("keydown", event => this.key(event));
            this.onPaper(words);
            new ResizeObserver(([entry]) => this.keepRoom(entry.contentRect.width)).observe(this.stage);
            this.go(0);
        }

        head() {
            const group = `figure-${figures += 1}`;
            const choice = ({ name }, i) => make("label", null,
                make("input", { type: "radio", name: group, checked: i === 0 ? "" : null, onchange: () => this.choose(i) }),
                make("span", null, name));
            return make("div", { class: "head" }, make("p", { class: "title" }, this.header.title),
                this.variants.length < 2 ? null : make("fieldset", null,
                    make("legend", { class: "spoken" }, "Which story"), this.variants.map(choice)));
        }

        foot() {
            const button = (text, to, kind) => make("button", { type: "button", class: kind, onclick: () => this.go(to()) }, text);
            this.caption = make("p", { class: "caption", "aria-live": "polite" });
            this.back = button("Back", () => this.at - 1, "back");
            this.next = button("Next", () => this.at + 1, "next");
            this.again = button("Start over", () => 0, "again");
            this.slider = make("input", { type: "range", min: 0, "aria-label": "Moment", oninput: () => this.go(Number(this.slider.value)) });
            this.count = make("span", { class: "count", "aria-hidden": "true" });
            return make("div", { class: "foot" }, this.caption,
                make("div", { class: "controls" }, this.again, this.back, this.slider, this.count, this.next));
        }

        get frames() { return this.variants[this.variant].frames; }

        choose(variant) {
            this.variant = variant;
            this.keepRoom();
            this.go(0);
        }

        /** Draws one moment of the story. */
        go(to) {
            const last = this.frames.length - 1;
            this.at = Math.min(Math.max(to, 0), last);
            this.stage.replaceChildren(...stage(this.frames, this.at));
            this.caption.replaceChildren(...prose(this.frames[this.at].caption));
            this.count.textContent = `${this.at + 1} of ${last + 1}`;
            Object.assign(this.slider, { max: last, value: this.at });
            this.slider.setAttribute("aria-valuetext", `${this.at + 1} of ${last + 1}`);
            // A button that is disabled would lose the focus, so it only says so.
            this.back.setAttribute("aria-disabled", this.at === 0);
            this.again.setAttribute("aria-disabled", this.at === 0);
            this.next.setAttribute("aria-disabled", this.at === last);
        }

        /** On paper there are the first moment and the words. */
        onPaper(words) {
            let was;
            const show = (at, open) => { this.go(at); if (words) words.open = open; };
            window.addEventListener("beforeprint", () => { was = [this.at, words?.open]; show(0, true); });
            window.addEventListener("afterprint", () => was && show(...was));
        }

        /** The arrow keys move the figure, and do not turn the page. */
        key(event) {
            const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
            if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
            event.stopPropagation();
            if (event.target.localName === "input") return;
            event.preventDefault();
            this.go(this.at + step);
        }

        /** As high as its highest moment, so that the buttons stay under the finger. */
        keepRoom(width) {
            if (width !== undefined && width === this.width) return;
            this.width = width ?? this.width;
            const rooms = [this.stage, this.caption];
            rooms.forEach(room => { room.style.minHeight = ""; });
            const at = this.at;
            const heights = this.frames.map((_, i) => {
                this.go(i);
                return rooms.map(room => room.offsetHeight);
            });
            rooms.forEach((room, r) => { room.style.minHeight = `${Math.max(...heights.map(h => h[r]))}px`; });
            this.go(at);
        }
    }

    const traces = document.querySelectorAll("script.trace");
    const names = new Set([...traces].map(trace => trace.parentElement.localName));
    names.forEach(name => {
        if (/^figure-[a-z-]+$/.test(name)) customElements.define(name, class extends Figure {});
    });
})();
