/* Runs in the page after figure.js, presses everything there is to press, and
   leaves what it found in the page: a line for each mistake, then "pressed". */
(async () => {
    const found = [];
    const expect = (is, what) => { if (!is) found.push(what); };
    window.addEventListener("error", event => found.push(`error: ${event.message}`));
    let turned = 0;
    document.addEventListener("keydown", () => { turned += 1; });

    const figures = [...document.querySelectorAll("*")].filter(e => e.localName.startsWith("figure-"));
    for (const figure of figures) {
        const name = figure.localName;
        const one = selector => figure.querySelector(selector);
        const press = selector => one(selector).click();
        const caption = () => one(".caption").textContent;
        const arrow = key => figure.querySelector(".next").dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));

        expect(customElements.get(name), `${name} is not defined`);
        expect(one("details.words") && !one("details.words").open, `${name}: the words are folded away`);
        expect(one("details.words").textContent.length > 300, `${name}: the words are there`);
        expect(figure.querySelectorAll("[id]").length === 0, `${name} has an id, which print.html would repeat`);
        expect(one(".caption").getAttribute("aria-live") === "polite", `${name}: captions are announced`);

        const records = one("script.trace").textContent.trim().split("\n").map(line => JSON.parse(line));
        const radios = [...figure.querySelectorAll("input[type=radio]")];
        const variants = records.filter(record => "variant" in record);
        expect(radios.length === (variants.length > 1 ? variants.length : 0), `${name}: a choice for each variant`);

        let rest = records.slice(1);
        for (const [at] of variants.entries()) {
            radios[at]?.click();
            const next = rest.findIndex((record, i) => i > 0 && "variant" in record);
            const frames = rest.slice(1, next < 0 ? undefined : next);
            rest = rest.slice(next);
            const last = frames.length - 1;
            const plain = i => frames[i].caption.replaceAll("`", "");

            expect(figure.querySelectorAll(".changed").length === 0, `${name}: nothing has changed at first`);
            for (let i = 0; i <= last; i += 1) {
                expect(caption() === plain(i), `${name} ${at}: moment ${i} says "${caption()}"`);
                expect(figure.querySelectorAll(".place").length === frames[i].places.length, `${name} ${at}: all places of moment ${i}`);
                for (const place of figure.querySelectorAll(".place.changed")) {
                    expect(place.querySelector(".change")?.textContent, `${name} ${at}: moment ${i}: a change without a word`);
                }
                for (const { name: place } of frames[i].places) {
                    expect(one(".stage").textContent.includes(place), `${name} ${at}: moment ${i} names ${place}`);
                }
                expect(!/undefined|NaN|object/.test(one(".stage").textContent), `${name} ${at}: moment ${i} shows nonsense`);
                press(".next");
            }
            expect(caption() === plain(last), `${name}: Next stays at the end`);
            press(".back");
            expect(caption() === plain(last - 1), `${name}: Back goes back`);
            arrow("ArrowRight");
            expect(caption() === plain(last), `${name}: the right arrow goes on`);
            arrow("ArrowLeft");
            expect(caption() === plain(last - 1), `${name}: the left arrow goes back`);
            one("input[type=range]").value = 1;
            one("input[type=range]").dispatchEvent(new Event("input"));
            expect(caption() === plain(1), `${name}: the slider goes anywhere`);
            press(".again");
            expect(caption() === plain(0), `${name}: Start over starts over`);
        }
    }
    expect(figures.length > 0, "there are no figures");
    expect(turned === 0, "an arrow key turned the page");
    expect(document.documentElement.scrollWidth <= window.innerWidth, "the page scrolls sideways");
    const report = document.createElement("pre");
    report.className = "report";
    report.textContent = [...found, "pressed"].join("\n");
    document.body.append(report);
})();
